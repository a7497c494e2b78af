# SPDX-License-Identifier: GPL-2.0-or-later
# A cluster's workload under profiling on its node, and its log made a profile.
step prepare.sh
