/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/report.h - a profile to a stream in one format, for any verb. */

#ifndef WHITTLE_PROFILER_REPORT_H
#define WHITTLE_PROFILER_REPORT_H

#include <stdio.h>

#include "policies/seccomp_advice.h"
#include "profile/profile.h"
#include "profiler/selinux_source.h"
#include "profiler/verb.h"

/* What all zero means stands behind each. All strings are borrowed. */
struct report_request {
	const char *format;		/* "text" */
	const char *base;		/* "docker" */
	const char *helm_path;		/* the map alone */
	const char *chart;		/* none that is known */
	const char *container;		/* the only one */
	const char *values;		/* no file of the user's values */
	const char *pod, *image;	/* no whole Pod */
	const char *patch;		/* no manifest */
	const char *kubernetes;		/* the default version */
	const char *seccomp_file;	/* where the format says */
	const char *service;		/* the subject's name */
	bool no_comments;		/* with comments */
	struct selinux_request selinux; /* the loaded policy */
	struct seccomp_options seccomp;
};

/*
 * Write PROFILE to OUT as REQUEST says, asking an SELinux policy if there
 * is one. What the format cannot say (loss, notes) goes to standard
 * error, as hints. Fails with STATUS_USAGE: no such format or base, or an
 * option of another format; STATUS_UNSUPPORTED: the format has no answer to
 * give here; STATUS_MALFORMED: OUT cannot be written;
 * and as selinux_source_open() does.
 */
MUST_CHECK enum status report_print(FILE *out, const struct profile *profile,
				    const struct report_request *request,
				    const struct invocation *invocation,
				    struct error *err);

/* Colours are welcome on OUT: a terminal, NO_COLOR, --color. */
bool report_is_colored(FILE *out, const struct invocation *invocation);

/* "text (default), json, caps, ...", the same for --help. */
const char *report_format_help(void);

/* "text, json, caps, ...": lives as long as the program. */
const char *report_format_names(void);

#endif
