# SPDX-License-Identifier: GPL-2.0-or-later
# whittle verify --minimize of system calls and of types; what counts as works.
step verify.sh finds sync times getsid! sched_getscheduler sysinfo \
	getpriority! personality~ msgget getitimer -- comes_back -- nearer
step judged.sh
