# SPDX-License-Identifier: GPL-2.0-or-later
# The same where the module is not there before: the policy is rebuilt thrice.
step prepare.sh module
