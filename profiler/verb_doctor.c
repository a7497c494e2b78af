/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle doctor: can this host profile; undo what a kill left. */
#include <jansson.h>
#include <string.h>

#include "profile/text.h"
#include "profiler/findings.h"
#include "profiler/journal.h"
#include "profiler/verb.h"

#define RESTORE_WAIT_MS 90000u /* a watchdog may be at it */

static const char *const usage[] = {
	"whittle doctor [-f text|json]   is this host ready, and what is "
	"missing",
	"whittle doctor --restore        undo what a killed run left changed",
	NULL,
};

static const struct option_spec options[] = {
	{"format", 'f', "text|json", "how to print the findings"},
	{"restore", 0, NULL, "put back what a killed run left changed"},
	{NULL, 0, NULL, NULL},
};

static const char *const level_words[] = {
	[FINDING_OK] = "ok",
	[FINDING_NOTE] = "note",
	[FINDING_MISSING] = "missing",
};

static void print_text(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		printf("%-8s %-15s %s\n", level_words[finding->level],
		       finding->id, finding->text);
		if (finding->cure[0])
			printf("%-8s %-15s -> %s\n", "", "", finding->cure);
	}
	puts(findings_status(findings) == STATUS_OK
		     ? "\nThis host is ready to profile."
		     : "\nThis host is not ready to profile.");
}

static enum status print_json(const struct findings *findings,
			      struct error *err)
{
	json_t *root = json_object();
	json_t *list = json_array();
	char *text;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		json_t *object = json_object();

		json_object_set_new(object, "id", json_string(finding->id));
		json_object_set_new(object, "level",
				    json_string(level_words[finding->level]));
		json_object_set_new(object, "text", json_string(finding->text));
		if (finding->cure[0])
			json_object_set_new(object, "cure",
					    json_string(finding->cure));
		json_array_append_new(list, object);
	}
	json_object_set_new(
		root, "ready",
		json_boolean(findings_status(findings) == STATUS_OK));
	json_object_set_new(root, "findings", list);
	text = json_dumps(root, JSON_INDENT(2));
	json_decref(root);
	if (!text)
		return error_no_memory(err);
	puts(text);
	free(text);
	return STATUS_OK;
}

/* Which findings the exit status comes from. */
static void tell_decision(const struct invocation *invocation,
			  const struct findings *findings)
{
	AUTO_TEXT struct text missing = {0};

	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].level == FINDING_MISSING)
			text_addf(&missing, " %s", findings->items[i].id);
	if (missing.length)
		say_detail(invocation,
			   "not ready, for what is missing:%s; notes do not "
			   "count",
			   text_string(&missing));
	else
		say_detail(invocation, "ready: nothing is missing, and notes "
				       "do not count");
}

static void tell_step(void *context, const char *step)
{
	(void)context;
	printf("undone: %s\n", printable(step));
}

static enum status restore(const struct invocation *invocation,
			   struct error *err)
{
	int lock AUTO_CLOSE = -1;
	enum status status;

	say_detail(invocation,
		   "what a run has changed stands in " JOURNAL_DIRECTORY
		   "/journal");
	status = journal_lock(RESTORE_WAIT_MS, &lock, err);
	if (status != STATUS_OK)
		return status;
	if (!journal_exists()) {
		puts("nothing to undo");
		return STATUS_OK;
	}
	return journal_undo(tell_step, NULL, err);
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value, *format = "text";
	bool is_restore = false;
	struct findings findings;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	while ((status = option_next(&parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		if (strcmp(spec->name, "restore") == 0)
			is_restore = true;
		else
			format = value;
	}
	if (status != STATUS_OK)
		return status;
	if (parser.position < argc)
		return error_set(err, STATUS_USAGE, "see whittle doctor --help",
				 "doctor takes no '%s'",
				 printable(argv[parser.position]));
	if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0)
		return error_set(err, STATUS_USAGE, NULL,
				 "--format is text or json, not '%s'",
				 printable(format));
	if (is_restore)
		return restore(invocation, err);
	findings_collect(&findings);
	if (strcmp(format, "text") == 0)
		print_text(&findings);
	else if ((status = print_json(&findings, err)) != STATUS_OK)
		return status;
	tell_decision(invocation, &findings);
	return findings_status(&findings);
}

const struct verb verb_doctor = {
	.name = "doctor",
	.summary = "is this host ready to profile; undo what a kill left",
	.usage = usage,
	.options = options,
	.run = run,
};
