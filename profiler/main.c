/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program: finds the verb, runs it, prints the one error. */
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "profile/text.h"
#include "profiler/progress.h"
#include "profiler/terminal.h"
#include "profiler/verb.h"
#include "profiler/version.h"
#include "reporters/page.h"

static const struct verb *const verbs[] = {
	&verb_run,     &verb_ingest, &verb_report, &verb_explain,
	&verb_diff,    &verb_merge,  &verb_verify, &verb_lint,
	&verb_prepare, &verb_doctor, &verb_policy, &verb_lab,
};

PRINTF(1, 0) static void say(const char *format, va_list args)
{
	progress_wipe();
	fputs("whittle: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	progress_wrote();
}

void say_hint(const struct invocation *invocation, const char *format, ...)
{
	va_list args;

	if (invocation->is_quiet)
		return;
	va_start(args, format);
	say(format, args);
	va_end(args);
}

void say_detail(const struct invocation *invocation, const char *format, ...)
{
	va_list args;

	if (!invocation->verbosity)
		return;
	va_start(args, format);
	say(format, args);
	va_end(args);
}

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(verbs); i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}

#define HELP_COLUMN 32

/* Folded for a reader; a completion reads an option's words on one line. */
static void print_option(const struct option_spec *spec, const char *names,
			 FILE *out)
{
	struct page page = {.out = out, .width = terminal_width(out)};
	AUTO_TEXT struct text help = {0};

	text_addf(&help, "%s%s", spec->help, names);
	page_put(&page, INK_PLAIN, "  %s%c%s--%s%s%s",
		 spec->letter ? "-" : "  ", spec->letter ? spec->letter : ' ',
		 spec->letter ? ", " : " ", spec->name,
		 spec->argument ? " " : "",
		 spec->argument ? spec->argument : "");
	if (page.column > HELP_COLUMN - 2)
		page_end_line(&page);
	page_tab(&page, HELP_COLUMN);
	if (isatty(fileno(out)))
		page_fold(&page, HELP_COLUMN, text_string(&help));
	else
		page_put(&page, INK_PLAIN, "%s", text_string(&help));
	page_end_line(&page);
}

static void print_options(const struct option_spec *specs,
			  const struct verb *verb, FILE *out)
{
	for (; specs && specs->name; specs++) {
		const char *names = verb && verb->names_of
					    ? verb->names_of(specs->name)
					    : NULL;

		print_option(specs, names ? names : "", out);
	}
}

static void print_verb_help(const struct verb *verb, FILE *out)
{
	fprintf(out, "whittle %s - %s\n\n", verb->name, verb->summary);
	for (const char *const *usage = verb->usage; *usage; usage++)
		fprintf(out, "  %s\n", *usage);
	fputs("\nOptions:\n", out);
	print_options(verb->options, verb, out);
	print_options(common_options, NULL, out);
}

static void print_help(FILE *out)
{
	fputs("whittle - find out what a program or a container image really "
	      "needs\n\n",
	      out);
	for (size_t i = 0; i < ARRAY_LENGTH(verbs); i++)
		fprintf(out, "  whittle %-8s %s\n", verbs[i]->name,
			verbs[i]->summary);
	fputs("\nOptions, before the verb or behind it:\n", out);
	print_options(common_options, NULL, out);
	fputs("\nwhittle VERB --help tells more of each.\n", out);
}

/* --help and --version count wherever options are read; *RET_REST is the
   first word that is none, or ARGC. */
static bool print_if_asked(const struct verb *verb, int argc, char **argv,
			   int *ret_rest)
{
	struct invocation unused = {0};
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value;
	char **words AUTO_FREE = calloc((size_t)argc + 1, sizeof(*words));

	/* Reading puts operands last; the verb must see where a "--" stood. */
	if (!words)
		return false;
	memcpy(words, argv, (size_t)argc * sizeof(*argv));
	option_parser_init(&parser, &unused, verb->options, argc, words);
	parser.stops_at_operand = verb->takes_command;
	while (option_next(&parser, &spec, &value, NULL) == STATUS_OK && spec) {
		if (strcmp(spec->name, "help") == 0) {
			print_verb_help(verb, stdout);
			return true;
		}
		if (strcmp(spec->name, "version") == 0) {
			version_print(stdout);
			return true;
		}
	}
	*ret_rest = parser.has_separator ? argc : parser.position;
	return false;
}

/* Of lab also behind its word, which options of its own follow. */
static bool handle_help(const struct verb *verb, int argc, char **argv)
{
	int rest = argc;

	if (print_if_asked(verb, argc, argv, &rest))
		return true;
	return verb == &verb_lab && rest < argc &&
	       print_if_asked(verb, argc - rest, argv + rest, &rest);
}

static int finish(enum status status, const struct invocation *invocation,
		  const struct error *err)
{
	bool is_written = fflush(stdout) == 0 && !ferror(stdout);

	if (status != STATUS_OK && err->message[0])
		error_print(err);
	if (!is_written) {
		/* A verb that met it has said so. */
		if (status != STATUS_MALFORMED)
			fputs("whittle: standard output could not be written "
			      "(closed, or its disk is full)\n",
			      stderr);
		return status_exit_code(status_worse(status, STATUS_MALFORMED));
	}
	return invocation->exit_status >= 0 ? invocation->exit_status
					    : status_exit_code(status);
}

/* "whittle -q run": options that every verb has may stand before it. *RET is
   the verb's place, or 0 where all is said already. */
static enum status read_first_options(struct invocation *invocation, int argc,
				      char **argv, int *ret, struct error *err)
{
	static const struct option_spec none[] = {{0}};
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value;
	enum status status;

	option_parser_init(&parser, invocation, none, argc, argv);
	parser.stops_at_operand = parser.before_verb = true;
	*ret = 0;
	while ((status = option_next(&parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		if (strcmp(spec->name, "help") == 0) {
			print_help(stdout);
			return STATUS_OK;
		}
		if (strcmp(spec->name, "version") == 0) {
			version_print(stdout);
			return STATUS_OK;
		}
	}
	*ret = parser.position;
	return status;
}

static enum status run_verb(struct invocation *invocation, int argc,
			    char **argv, struct error *err)
{
	const struct verb *verb = find_verb(argv[0]);

	if (!verb)
		return error_set(err, STATUS_USAGE, "see whittle --help",
				 "no verb '%s'", printable(argv[0]));
	if (handle_help(verb, argc, argv))
		return STATUS_OK;
	return verb->run(invocation, argc, argv, err);
}

int main(int argc, char **argv)
{
	struct invocation invocation = {.exit_status = -1};
	struct error err = {0};
	enum status status;
	int first;

	setlocale(LC_CTYPE, "C.UTF-8");
	status = read_first_options(&invocation, argc, argv, &first, &err);
	if (status != STATUS_OK || !first)
		return finish(status, &invocation, &err);
	if (first >= argc) {
		print_help(stderr);
		return status_exit_code(STATUS_USAGE);
	}
	if (strcmp(argv[first], "help") == 0) {
		print_help(stdout);
		return finish(STATUS_OK, &invocation, &err);
	}
	status = run_verb(&invocation, argc - first, argv + first, &err);
	return finish(status, &invocation, &err);
}
