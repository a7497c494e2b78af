/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/selinux_ask.h - the policy that this host has loaded, to ask. */

#ifndef WHITTLE_PROFILER_SELINUX_ASK_H
#define WHITTLE_PROFILER_SELINUX_ASK_H

#include "policies/selinux_advice.h"

/*
 * An asker of the loaded policy; NULL where SELinux is disabled or its file
 * system cannot be asked. Lives as long as the program.
 */
const struct selinux_asker *selinux_ask_loaded(void);

#endif
