# SPDX-License-Identifier: GPL-2.0-or-later
# make prove-verify: a module of the report installed for a run, and gone after
# it, also after a kill of all. The policy is rebuilt some eight times.
step verify.sh with_module
