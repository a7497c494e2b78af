/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/diff.h"

#include "profile/coverage.h"
#include "reporters/json_out.h"

static void write_names(struct json_out *json, const char *key, capset_t set)
{
	json_out_list_begin(json, key);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			json_out_string(json, NULL, capability_name(c));
	json_out_end(json);
}

static void write_line(void *json, const char *words)
{
	json_out_string(json, NULL, words);
}

static void write_item(struct json_out *json, const struct comparison *step,
		       const struct comparison_item *item)
{
	AUTO_TEXT struct text runs = {0};

	diff_add_runs(&runs, step, item);
	json_out_map_begin(json, NULL);
	json_out_string(json, "kind", comparison_kind_name(item->kind));
	json_out_string(json, "name", item->name);
	json_out_string(json, "change", comparison_change_name(item->change));
	json_out_string(json, "cause", comparison_cause_name(item->cause));
	json_out_string(json, "why", item->why);
	json_out_string(json, "details", item->what);
	json_out_number(json, "risk", item->risk);
	json_out_string(json, "opens", item->opens);
	json_out_bool(json, "grantsMore", item->grants_more);
	json_out_string(json, "allowed", item->allowed);
	json_out_string(json, "runs", runs.length ? text_string(&runs) : NULL);
	json_out_list_begin(json, "evidence");
	diff_visit_evidence(item, 64, write_line, json);
	json_out_end(json);
	json_out_end(json);
}

static void write_step(struct json_out *json, const struct diff_view *view,
		       size_t i)
{
	const struct comparison *step = &view->steps[i];

	json_out_map_begin(json, NULL);
	json_out_string(json, "old", view->labels[i]);
	json_out_string(json, "new", view->labels[i + 1]);
	json_out_string(json, "environment", step->environment);
	json_out_list_begin(json, "warnings");
	for (size_t w = 0; w < step->warning_count; w++)
		json_out_string(json, NULL, text_string(&step->warnings[w]));
	json_out_end(json);
	json_out_number(json, "worst", comparison_worst(step));
	json_out_number(json, "open", (long long)comparison_open(step));
	json_out_map_begin(json, "capabilities");
	json_out_bool(json, "compared", step->has_capabilities);
	write_names(json, "add", step->new_minimal & ~step->old_minimal);
	write_names(json, "remove", step->old_minimal & ~step->new_minimal);
	json_out_end(json);
	json_out_list_begin(json, "items");
	for (size_t n = 0; n < step->count; n++)
		write_item(json, step, &step->items[n]);
	json_out_end(json);
	json_out_end(json);
}

static void write_release(struct json_out *json, const char *label,
			  const struct profile *profile)
{
	struct coverage coverage = coverage_of(profile);

	json_out_map_begin(json, NULL);
	json_out_string(json, "label", label);
	json_out_string(json, "name", profile->subject.name);
	json_out_string(json, "image", profile->subject.image);
	json_out_string(json, "digest", profile->subject.digest);
	json_out_bool(json, "complete", profile->is_complete);
	json_out_map_begin(json, "coverage");
	json_out_number(json, "runs", (long long)coverage.runs);
	json_out_number(json, "items", (long long)coverage.items);
	json_out_number(json, "inAllRuns", (long long)coverage.in_all);
	json_out_number(json, "inOneRun", (long long)coverage.in_one);
	json_out_map_begin(json, "firstIn");
	for (unsigned int i = 0; i < PHASE_COUNT; i++)
		if (coverage.phases >> i & 1)
			json_out_number(json, phase_name((enum phase)i),
					(long long)coverage.first_in[i]);
	json_out_end(json);
	json_out_end(json);
	json_out_end(json);
}

static void write_row(struct json_out *json, const struct diff_view *view,
		      const struct history_row *row)
{
	AUTO_TEXT struct text life = {0};

	diff_add_life(&life, view, row);
	json_out_map_begin(json, NULL);
	json_out_string(json, "kind", comparison_kind_name(row->kind));
	json_out_string(json, "name", row->name);
	json_out_string(json, "arch", row->arch);
	json_out_string(json, "namespace",
			row->kind != COMPARE_CAPABILITY ? NULL
			: row->is_own_namespace		? "user"
							: "host");
	json_out_number(json, "risk", row->risk);
	json_out_string(json, "life", text_string(&life));
	json_out_list_begin(json, "cells");
	for (size_t i = 0; i < view->count; i++)
		json_out_string(json, NULL, diff_cell_word(&row->cells[i]));
	json_out_end(json);
	json_out_end(json);
}

enum status diff_json(FILE *out, const struct diff_view *view,
		      struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	if (!json)
		return error_no_memory(err);
	json_out_map_begin(json, NULL);
	json_out_string(json, "schema", "whittle/diff/v1");
	json_out_list_begin(json, "releases");
	for (size_t i = 0; i < view->count; i++)
		write_release(json, view->labels[i], view->profiles[i]);
	json_out_end(json);
	json_out_list_begin(json, "steps");
	for (size_t i = 0; i + 1 < view->count; i++)
		write_step(json, view, i);
	json_out_end(json);
	json_out_list_begin(json, "matrix");
	for (size_t i = 0; i < view->history->row_count; i++)
		write_row(json, view, &view->history->rows[i]);
	json_out_end(json);
	json_out_end(json);
	return json_out_finish(json, out, err);
}
