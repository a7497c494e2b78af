/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/options.h"

#include <string.h>

#include "profile/text.h"
#include "profiler/verb.h"

const struct option_spec common_options[] = {
	{"help", 0, NULL, "show this help"},
	{"version", 0, NULL, "show the version, features and libraries"},
	{"quiet", 'q', NULL, "no hints, no progress"},
	{"verbose", 'v', NULL, "tell what is decided and why"},
	{"color", 0, "auto|always|never",
	 "colour on a terminal (default auto)"},
	{NULL, 0, NULL, NULL},
};

void option_parser_init(struct option_parser *parser,
			struct invocation *invocation,
			const struct option_spec *specs, int argc, char **argv)
{
	*parser = (struct option_parser){
		.specs = specs,
		.invocation = invocation,
		.argc = argc,
		.argv = argv,
		.position = 1,
	};
}

static const struct option_spec *find_long(const struct option_spec *specs,
					   const char *name, size_t length)
{
	for (; specs && specs->name; specs++)
		if (strlen(specs->name) == length &&
		    memcmp(specs->name, name, length) == 0)
			return specs;
	return NULL;
}

static const struct option_spec *find_letter(const struct option_spec *specs,
					     char letter)
{
	for (; specs && specs->name; specs++)
		if (specs->letter == letter)
			return specs;
	return NULL;
}

static enum status unknown_option(const struct option_parser *parser,
				  const char *word, struct error *err)
{
	char hint[128] = "see whittle --help";

	if (!parser->before_verb)
		snprintf(hint, sizeof(hint), "see whittle %s --help",
			 printable(parser->argv[0]));
	return error_set(err, STATUS_USAGE, hint, "no option '%s'",
			 printable(word));
}

/* The option's argument: behind "=" or the letter, or the next word. */
static enum status take_value(struct option_parser *parser,
			      const struct option_spec *spec,
			      const char *attached, const char **ret_value,
			      struct error *err)
{
	*ret_value = NULL;
	if (!spec->argument) {
		if (!attached)
			return STATUS_OK;
		return error_set(err, STATUS_USAGE, NULL,
				 "--%s takes no argument", spec->name);
	}
	if (!attached) {
		if (parser->position >= parser->argc)
			return error_set(err, STATUS_USAGE, NULL,
					 "--%s needs an argument: %s",
					 spec->name, spec->argument);
		attached = parser->argv[parser->position++];
	}
	*ret_value = attached;
	return STATUS_OK;
}

static enum status read_long(struct option_parser *parser, const char *word,
			     const struct option_spec **ret_spec,
			     const char **ret_value, struct error *err)
{
	const char *name = word + 2;
	size_t length = strcspn(name, "=");
	const char *attached = name[length] ? name + length + 1 : NULL;

	*ret_spec = find_long(parser->specs, name, length);
	if (!*ret_spec)
		*ret_spec = find_long(common_options, name, length);
	if (!*ret_spec)
		return unknown_option(parser, word, err);
	return take_value(parser, *ret_spec, attached, ret_value, err);
}

static enum status read_letter(struct option_parser *parser,
			       const struct option_spec **ret_spec,
			       const char **ret_value, struct error *err)
{
	char word[3] = {'-', *parser->letters++, '\0'};
	const char *attached = NULL;

	*ret_spec = find_letter(parser->specs, word[1]);
	if (!*ret_spec)
		*ret_spec = find_letter(common_options, word[1]);
	if (!*ret_spec)
		return unknown_option(parser, word, err);
	if ((*ret_spec)->argument && *parser->letters) {
		attached = parser->letters;
		parser->letters = "";
	}
	if (!*parser->letters)
		parser->letters = NULL;
	return take_value(parser, *ret_spec, attached, ret_value, err);
}

static enum status set_color(struct invocation *invocation, const char *value,
			     struct error *err)
{
	static const char *const names[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	for (unsigned int i = 0; i < ARRAY_LENGTH(names); i++) {
		if (strcmp(names[i], value) == 0) {
			invocation->color = (enum color)i;
			return STATUS_OK;
		}
	}
	return error_set(err, STATUS_USAGE, NULL,
			 "--color is auto, always or never, not '%s'",
			 printable(value));
}

/* True when SPEC is a common option: it was handled here. */
static enum status handle_common(struct option_parser *parser,
				 const struct option_spec *spec,
				 const char *value, bool *ret_handled,
				 struct error *err)
{
	*ret_handled = true;
	if (spec == find_letter(common_options, 'q'))
		parser->invocation->is_quiet =
			parser->invocation->is_quiet_asked = true;
	else if (spec == find_letter(common_options, 'v'))
		parser->invocation->verbosity++;
	else if (spec == find_long(common_options, "color", 5))
		return set_color(parser->invocation, value, err);
	else
		*ret_handled = false;
	return STATUS_OK;
}

/* A lone "-" is standard input, an operand. */
static bool is_operand(const char *word)
{
	return word[0] != '-' || !word[1];
}

/* Operands are passed over, and held just before the position. */
static void hold_operands(struct option_parser *parser)
{
	while (!parser->stops_at_operand && parser->position < parser->argc &&
	       is_operand(parser->argv[parser->position])) {
		parser->position++;
		parser->held++;
	}
}

/* The words of the option just read go before the operands held. */
static void put_before_held(struct option_parser *parser)
{
	char **held = parser->argv + parser->word - parser->held;

	for (int i = parser->word; i < parser->position; i++, held++) {
		char *word = parser->argv[i];

		memmove(held + 1, held, (size_t)parser->held * sizeof(*held));
		*held = word;
	}
	parser->word = parser->position;
}

/* One option, a common one included; *RET_SPEC is NULL at the end. */
static enum status read_option(struct option_parser *parser,
			       const struct option_spec **ret_spec,
			       const char **ret_value, struct error *err)
{
	const char *word;

	*ret_spec = NULL;
	if (parser->letters)
		return read_letter(parser, ret_spec, ret_value, err);
	if (parser->is_finished)
		return STATUS_OK;
	hold_operands(parser);
	parser->word = parser->position;
	if (parser->position >= parser->argc)
		return STATUS_OK;
	word = parser->argv[parser->position];
	if (is_operand(word))
		return STATUS_OK;
	parser->position++;
	if (strcmp(word, "--") == 0) {
		parser->is_finished = true;
		parser->has_separator = true;
		parser->before_separator = parser->held;
		return STATUS_OK;
	}
	if (word[1] == '-')
		return read_long(parser, word, ret_spec, ret_value, err);
	parser->letters = word + 1;
	return read_letter(parser, ret_spec, ret_value, err);
}

enum status option_next(struct option_parser *parser,
			const struct option_spec **ret_spec,
			const char **ret_value, struct error *err)
{
	enum status status;
	bool is_handled;

	do {
		status = read_option(parser, ret_spec, ret_value, err);
		if (status == STATUS_OK && !parser->letters)
			put_before_held(parser);
		if (status != STATUS_OK || !*ret_spec) {
			parser->position -= parser->held;
			parser->held = 0;
			parser->is_finished = true;
			return status;
		}
		status = handle_common(parser, *ret_spec, *ret_value,
				       &is_handled, err);
	} while (status == STATUS_OK && is_handled);
	return status;
}
