/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/seccomp_json.h - an allowlist as the runtime-spec has it. */

#ifndef WHITTLE_REPORTERS_SECCOMP_JSON_H
#define WHITTLE_REPORTERS_SECCOMP_JSON_H

#include "policies/seccomp_advice.h"
#include "reporters/json_out.h"

/*
 * Write the fields of a seccomp object into the map that is open in JSON.
 * Source: runtime-spec config-linux.md "Seccomp"; "comment" beside each group
 * is Docker's and Podman's, other readers pass over it.
 */
void seccomp_json_write(struct json_out *json,
			const struct seccomp_advice *advice, bool has_comments);

/*
 * The same as the Security Profiles Operator's SeccompProfile has it: without
 * comments, errno as a string, and no default errno (it is EPERM there).
 */
void seccomp_json_write_operator(struct json_out *json,
				 const struct seccomp_advice *advice);

#endif
