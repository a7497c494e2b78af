/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/filter_program.h - an allowlist in force: an OCI seccomp profile
 * compiled, and loaded so that every refusal is logged.
 * Source: seccomp(2), seccomp_export_bpf(3).
 */

#ifndef WHITTLE_PROFILER_FILTER_PROGRAM_H
#define WHITTLE_PROFILER_FILTER_PROGRAM_H

#include "profile/capset.h"
#include "profile/error.h"

struct filter_program;

/*
 * Compile TEXT, an OCI profile as `report -f seccomp` writes it, for this
 * machine. Freed with filter_program_free(). STATUS_MALFORMED: it is none;
 * STATUS_UNSUPPORTED: the library cannot make it.
 */
MUST_CHECK enum status filter_program_make(struct filter_program **ret,
					   const char *text, struct error *err);
void filter_program_free(struct filter_program *program);

/*
 * In a child before its execve: this thread keeps no more than SET in its
 * permitted, effective, and inheritable capabilities, and the filter (NULL:
 * none) is in force, with every refusal logged; no call of ours is made behind
 * it. NO_NEW_PRIVILEGES is set first where it is wanted. Needs all
 * capabilities, and CAP_SYS_ADMIN in effect without no_new_privs. Returns 0 or
 * -errno; a failure can leave a part of it done.
 */
MUST_CHECK int filter_program_confine(const struct filter_program *program,
				      capset_t set, bool no_new_privileges);

#endif
