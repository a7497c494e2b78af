/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/preparation.h"

#include <string.h>

const struct prepare_format prepare_formats[] = {
	{"text", "what to do, step by step", prepare_text, true},
	{"helm", "values for a chart", prepare_helm, true},
	{"patch", "a strategic-merge patch for a workload", prepare_patch,
	 true},
	{"pod", "a Pod of one container", prepare_pod, true},
	{"node", "a script for the node: apply, collect, undo", prepare_node,
	 false},
	{"seccomp", "the seccomp profile that logs, as OCI JSON",
	 prepare_seccomp, false},
	{NULL, NULL, NULL, false},
};

/* The template of a Job and the fields of a Pod cannot be changed. */
const char *const prepare_kinds[] = {"DaemonSet", "Deployment", "StatefulSet",
				     "CronJob", NULL};

const struct prepare_format *prepare_format_find(const char *name)
{
	for (const struct prepare_format *row = prepare_formats; row->name;
	     row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

void prepare_add_word(struct text *text, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-./:,@%+";
	AUTO_FREE char *clean = text_sanitize(word, strlen(word));

	if (!clean) {
		text->failed = true;
		return;
	}
	if (*clean && !clean[strspn(clean, plain)]) {
		text_add(text, clean);
		return;
	}
	text_add(text, "'");
	for (const char *c = clean; *c; c++)
		text_add_bytes(text, *c == '\'' ? "'\\''" : c,
			       *c == '\'' ? 4 : 1);
	text_add(text, "'");
}

/* A file's name: no folder of another's, nothing hidden. */
static void add_file(struct text *text, const char *name)
{
	AUTO_TEXT struct text file = {0};

	text_addf(&file, "%s%.200s.whittle.json", name[0] == '.' ? "_" : "",
		  name);
	for (char *c = file.data; c && *c; c++)
		if (*c == '/')
			*c = '_';
	/* It may begin with a dash: no option. */
	if (text_string(&file)[0] == '-')
		text_add(text, "./");
	prepare_add_word(text, text_string(&file));
}

void prepare_add_ingest(struct text *text,
			const struct preparation *preparation, const char *log)
{
	text_addf(text, "whittle ingest --context system_u:system_r:%s:%s",
		  preparation->type, preparation->level);
	text_add(text, " --name=");
	prepare_add_word(text, preparation->name);
	text_add(text, " -o ");
	add_file(text, preparation->name);
	text_addf(text, " %s", log);
}

enum status prepare_seccomp(FILE *out, const struct preparation *preparation,
			    struct error *err)
{
	(void)err;
	fputs(preparation->seccomp_json, out);
	return STATUS_OK;
}
