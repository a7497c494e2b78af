/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/options.h - options as tables: parsing, --help and completion all
 * read the same rows.
 */

#ifndef WHITTLE_PROFILER_OPTIONS_H
#define WHITTLE_PROFILER_OPTIONS_H

#include <stdbool.h>

#include "profile/error.h"

struct option_spec {
	const char *name;     /* long name without dashes; NULL ends a table */
	char letter;	      /* short name or 0 */
	const char *argument; /* placeholder, NULL when it takes none */
	const char *help;     /* one line */
};

struct invocation;

struct option_parser {
	const struct option_spec *specs;
	struct invocation *invocation; /* the common options go here */
	int argc;
	char **argv;
	int position; /* next word to read */
	int word;     /* that the last option was read from */
	int held;     /* operands seen so far: they stand before POSITION */
	const char *letters; /* rest of a cluster "-qv", or NULL */
	/* Set after init where the operands are a command with its own. */
	bool stops_at_operand;
	bool before_verb; /* set with it for the program's own options */
	bool is_finished;
	bool has_separator;   /* "--" ended the options */
	int before_separator; /* operands that stood before it */
};

/* ARGV[0] is the verb and is skipped. All arguments are borrowed. */
void option_parser_init(struct option_parser *parser,
			struct invocation *invocation,
			const struct option_spec *specs, int argc, char **argv);

/*
 * The next option. Options may stand behind operands, up to "--"; with
 * stops_at_operand the first word that is none ends them. *RET_SPEC is NULL
 * when none is left; the operands are then argv[parser->position] and up
 * (argv is put into that order; reading it again gives the same), and
 * has_separator tells whether there was a "--". Common options (-q, -v,
 * --color) are handled here. Fails with STATUS_USAGE.
 */
MUST_CHECK enum status option_next(struct option_parser *parser,
				   const struct option_spec **ret_spec,
				   const char **ret_value, struct error *err);

/* The rows every verb has: --help, --version, -q, -v, --color. */
extern const struct option_spec common_options[];

#endif
