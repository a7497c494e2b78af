/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/selinux_source.h - which SELinux policy a report asks: that of a
 * file, the loaded one, or what is known of a platform.
 */

#ifndef WHITTLE_PROFILER_SELINUX_SOURCE_H
#define WHITTLE_PROFILER_SELINUX_SOURCE_H

#include "policies/selinux_advice.h"
#include "profile/error.h"

#define SELINUX_REQUEST_MAX 16

/* Of --platform; completions read the names. */
#define PLATFORM_HELP                                                          \
	"whose SELinux types to try: those of container-selinux, fedora, "     \
	"rhel, refpolicy, debian or bottlerocket"

/* As given to report; all strings are borrowed. */
struct selinux_request {
	const char *platform;
	const char *policy;
	const char *booleans[SELINUX_REQUEST_MAX]; /* "NAME=0|1" */
	size_t boolean_count;
	const char *candidates[SELINUX_REQUEST_MAX + 1];
	size_t candidate_count;
};

struct selinux_policy;
struct selinux_loaded;

struct selinux_source {
	struct selinux_advice_options options; /* for the advice */
	struct selinux_policy *file;
	struct selinux_loaded *loaded;
	char words[256];
};

/*
 * Fill *SOURCE; freed with selinux_source_done() also after a failure. Fails
 * with STATUS_USAGE: a wrong word in REQUEST; STATUS_MALFORMED,
 * STATUS_UNSUPPORTED: the policy cannot be read.
 */
MUST_CHECK enum status selinux_source_open(
	struct selinux_source *source, const struct selinux_request *request,
	struct error *err);
void selinux_source_done(struct selinux_source *source);
#define AUTO_SELINUX_SOURCE CLEANUP(selinux_source_done)

#endif
