/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/selinux_policy_file.h - an SELinux policy in a file, to ask: what
 * /sys/fs/selinux/policy and /etc/selinux/TYPE/policy/policy.N hold. Here
 * alone libsepol's policy is met. The library answers for one policy at a
 * time, kept in its own globals, so one file is open at a time.
 */

#ifndef WHITTLE_PROFILER_SELINUX_POLICY_FILE_H
#define WHITTLE_PROFILER_SELINUX_POLICY_FILE_H

#include "policies/selinux_asker.h"
#include "profile/error.h"

struct selinux_policy;

/*
 * Read the policy in PATH. Freed with selinux_policy_free(). Fails with
 * STATUS_MALFORMED: it cannot be read or is none; STATUS_UNSUPPORTED: its
 * version is newer than the library.
 */
MUST_CHECK enum status selinux_policy_open(struct selinux_policy **ret,
					   const char *path, struct error *err);
void selinux_policy_free(struct selinux_policy *file);

/* The number in the file, 33 say. */
unsigned int selinux_policy_version(const struct selinux_policy *file);

/*
 * From now on boolean NAME is IS_ON, also where a supposition is taken back.
 * Fails with STATUS_USAGE: the policy has no such boolean.
 */
MUST_CHECK enum status selinux_policy_set(struct selinux_policy *file,
					  const char *name, bool is_on,
					  struct error *err);

/* Lives as long as FILE. */
const struct selinux_asker *selinux_policy_asker(struct selinux_policy *file);

#endif
