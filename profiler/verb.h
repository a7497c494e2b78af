/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/verb.h - what a verb is: one row of the table in main.c, one
 * profiler/verb_NAME.c.
 */

#ifndef WHITTLE_PROFILER_VERB_H
#define WHITTLE_PROFILER_VERB_H

#include <stdbool.h>

#include "profile/error.h"
#include "profiler/options.h"

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* What the options common to all verbs said. */
struct invocation {
	bool is_quiet;	     /* no hints, no progress */
	bool is_quiet_asked; /* the user said -q */
	int verbosity;	     /* number of -v */
	enum color color;
	int exit_status; /* >= 0: returned instead of the status's own code */
};

struct verb {
	const char *name;
	const char *summary;		   /* one line */
	const char *const *usage;	   /* synopses, NULL-terminated */
	const struct option_spec *options; /* ends with a NULL name */
	/*
	 * The end of OPTION's help, where it is a table's names ("text
	 * (default), json"), in a buffer that stays; NULL: it has none.
	 */
	const char *(*names_of)(const char *option);
	/* Its operands are a command: options behind them are not ours. */
	bool takes_command;
	/*
	 * argv[0] is the verb. Options are read with option_next(). What a
	 * verb returns decides the exit code, ERR is printed by main when the
	 * status is neither OK, DIFFERS nor INCOMPLETE.
	 */
	enum status (*run)(struct invocation *invocation, int argc, char **argv,
			   struct error *err);
};

extern const struct verb verb_run, verb_ingest, verb_report, verb_explain,
	verb_diff, verb_merge, verb_verify, verb_lint, verb_doctor, verb_policy,
	verb_lab, verb_prepare;

/*
 * Say something to the person: standard error, "whittle: " before, nothing
 * with -q (hint), only with -v (detail).
 */
PRINTF(2, 3)
void say_hint(const struct invocation *invocation, const char *format, ...);
PRINTF(2, 3)
void say_detail(const struct invocation *invocation, const char *format, ...);

#endif
