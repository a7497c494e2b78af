/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/ingest_table.h"

#include <inttypes.h>
#include <string.h>

#include "profile/text.h"

/* " (a, b)", " on web-1, web-2" */
static void print_names(FILE *out, const char *before,
			const struct string_list *list, const char *after)
{
	for (size_t i = 0; i < list->count; i++)
		fprintf(out, "%s%s", i ? ", " : before,
			printable(list->items[i]));
	if (list->count)
		fputs(after, out);
}

static void print_subject(FILE *out, const struct harvest_subject *subject,
			  bool with_nodes)
{
	fprintf(out, "%12" PRIu64 " %8" PRIu64 " %8" PRIu64 "  %s",
		subject->capabilities, subject->accesses, subject->syscalls,
		printable(subject->label ? subject->label : subject->exe));
	print_names(out, "  (", &subject->comms, ")");
	if (!subject->label && subject->processes == 1)
		fprintf(out, " pid %" PRIu64, subject->pid);
	else if (!subject->label && subject->processes)
		fprintf(out, " %" PRIu64 " pids", subject->processes);
	if (with_nodes)
		print_names(out, " on ", &subject->nodes, "");
	fputc('\n', out);
}

/* Are the records of several nodes? */
static bool has_several_nodes(const struct harvest_subject *subjects,
			      size_t count)
{
	const char *first = NULL;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < subjects[i].nodes.count; j++) {
			const char *node = subjects[i].nodes.items[j];

			if (first && strcmp(first, node) != 0)
				return true;
			first = node;
		}
	}
	return false;
}

void ingest_table_print(FILE *out, const struct harvest_subject *subjects,
			size_t count)
{
	bool with_nodes = has_several_nodes(subjects, count);
	bool has_label = false, has_program = false;

	fprintf(out, "%12s %8s %8s  %s\n", "capabilities", "accesses",
		"syscalls",
		with_nodes ? "who (commands), on which nodes"
			   : "who (commands)");
	for (size_t i = 0; i < count; i++) {
		print_subject(out, &subjects[i], with_nodes);
		has_label |= subjects[i].label != NULL;
		has_program |= subjects[i].label == NULL;
	}
	if (has_label)
		fputs("choose one with --context LABEL, or --type TYPE for "
		      "all labels of a type\n",
		      out);
	if (has_program)
		fputs("choose one without label with --exe PATH, or --pid N "
		      "with its descendants\n",
		      out);
	if (count)
		fputs("narrow it with --comm, --since and --until; --all takes "
		      "everybody\n",
		      out);
}
