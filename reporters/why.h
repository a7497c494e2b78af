/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/why.h - the shortest reason for what is granted, in words that
 * several formats use. Text from a profile is escaped for a terminal.
 */

#ifndef WHITTLE_REPORTERS_WHY_H
#define WHITTLE_REPORTERS_WHY_H

#include "policies/advice.h"
#include "policies/avoid_table.h"
#include "profile/text.h"

/* "nginx: openat '/etc/key.pem' 0640 0:112 as uid 33 gid 33", without what is
   not known. */
void why_add_evidence(struct text *text, const struct evidence *evidence);

/* "success, start, 2 times" */
void why_add_outcome(struct text *text, const struct evidence *evidence);

/* Why CAPABILITY is in the minimal set: its first evidence, and of a
   one-of what it was chosen over and why. */
void why_add_capability(struct text *text, const struct advice *advice,
			unsigned int capability);

/*
 * "baseline; not restricted, for: capabilities (it needs CHOWN), ...": the
 * Pod Security Standard in one sentence.
 */
void why_add_pod(struct text *text, const struct pod_security *pod);

/* What to do instead of granting, what it costs and for how many of the
   checks of NEED it serves. */
void why_add_way(struct text *text, const struct avoid_way *way,
		 const struct capability_need *need);

/* "CHOWN SETUID", with "CAP_" before each where WITH_PREFIX. */
void why_add_names(struct text *text, capset_t set, bool with_prefix);

/* "file { read open } on system_u:object_r:var_t:s0 '/var/x'". */
void why_add_lack(struct text *text, const struct selinux_lack *lack);

/* "process { signull } on container_t:s0:c1,c2: by its level". */
void why_add_lack_short(struct text *text, const struct selinux_lack *lack);

/* What FARTHER opens that NEARER does not: "reads the host's logs, ...". */
void why_add_opens(struct text *text, const struct selinux_candidate *farther,
		   const struct selinux_candidate *nearer);

/*
 * The subject's name as engines take it for a service or a file: with what is
 * no letter, digit, dot, dash or underscore replaced; "workload" for none. The
 * result lies in a static buffer until the next call.
 */
const char *why_service_name(const struct profile *profile);

/*
 * The seccomp file's name: that of the service, and ".seccomp.json". The
 * result lies in a static buffer until the next call.
 */
const char *why_seccomp_file(const struct profile *profile);

/* Where it will stand: FILE as the user has it, else FOLDER and its name. */
void why_add_seccomp_path(struct text *text, const struct profile *profile,
			  const char *file, const char *folder);

#endif
