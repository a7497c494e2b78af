/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/lint_report.h"

#include <stdlib.h>
#include <string.h>

#include "profile/text.h"
#include "reporters/json_out.h"

static void write_finding(FILE *out, const char *name, const char *where,
			  const struct lint_finding *finding)
{
	fprintf(out, "%s: %s%s%s [%s]\n", printable(name), where,
		*where ? ": " : "", finding->text, finding->id);
	if (finding->hint)
		fprintf(out, "    %s\n", finding->hint);
}

void lint_report_text(FILE *out, const char *name,
		      const struct oci_seccomp_list *profiles,
		      const struct lint *lints)
{
	for (size_t p = 0; p < profiles->count; p++)
		for (size_t i = 0; i < lints[p].count; i++)
			write_finding(out, name, profiles->items[p].where,
				      &lints[p].findings[i]);
}

static void write_names(struct json_out *json, const char *names)
{
	AUTO_FREE char *copy = names ? strdup(names) : NULL;
	char *save = NULL;

	json_out_list_begin(json, "names");
	for (char *word = copy ? strtok_r(copy, " ", &save) : NULL; word;
	     word = strtok_r(NULL, " ", &save))
		json_out_string(json, NULL, word);
	json_out_end(json);
}

static void write_json(struct json_out *json,
		       const struct lint_finding *finding)
{
	json_out_map_begin(json, NULL);
	json_out_string(json, "id", finding->id);
	write_names(json, finding->names);
	json_out_string(json, "message", finding->text);
	json_out_string(json, "hint", finding->hint);
	if (finding->risk)
		json_out_number(json, "risk", finding->risk);
	json_out_end(json);
}

enum status lint_report_json(FILE *out, const char *name,
			     const struct oci_seccomp_list *profiles,
			     const struct lint *lints, struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	if (!json)
		return error_no_memory(err);
	json_out_map_begin(json, NULL);
	json_out_string(json, "file", name);
	json_out_list_begin(json, "profiles");
	for (size_t p = 0; p < profiles->count; p++) {
		json_out_map_begin(json, NULL);
		json_out_string(json, "where", profiles->items[p].where);
		json_out_list_begin(json, "findings");
		for (size_t i = 0; i < lints[p].count; i++)
			write_json(json, &lints[p].findings[i]);
		json_out_end(json);
		json_out_end(json);
	}
	json_out_end(json);
	json_out_end(json);
	return json_out_finish(json, out, err);
}
