/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/selinux_ask.h - the policy that this host has loaded, to ask. */

#ifndef WHITTLE_PROFILER_SELINUX_ASK_H
#define WHITTLE_PROFILER_SELINUX_ASK_H

#include "policies/selinux_asker.h"

struct selinux_loaded;

/*
 * An asker of the loaded policy; NULL where SELinux is disabled or memory ran
 * out. Whether something is allowed, the kernel answers. Why not, and what if:
 * that libsepol says of the kernel's own copy of the policy, where this
 * process may read it. Freed with selinux_loaded_free().
 */
struct selinux_loaded *selinux_loaded_new(void);
void selinux_loaded_free(struct selinux_loaded *loaded);

/*
 * Plain: answer without the copy, whose reading takes seconds; so only what is
 * allowed, neither why not nor what if.
 */
void selinux_loaded_set_plain(struct selinux_loaded *loaded, bool is_plain);

const struct selinux_asker *selinux_loaded_asker(struct selinux_loaded *loaded);

/* "default", "targeted": SELINUXTYPE of this host, or NULL. */
const char *selinux_loaded_name(void);

/*
 * Why the copy could not be read, as far as it was needed; NULL when there is
 * nothing to say. Lives as long as LOADED.
 */
const char *selinux_loaded_problem(const struct selinux_loaded *loaded);

#endif
