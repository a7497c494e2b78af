/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include <string.h>

#include "profile/text.h"
#include "reporters/security_context.h"

#define PATH_DEPTH_MAX 24

/* The keys of a dotted path; "\." is a dot within a key, as in helm --set. */
struct helm_path {
	struct text keys[PATH_DEPTH_MAX];
	size_t count;
};

static void helm_path_done(struct helm_path *path)
{
	for (size_t i = 0; i < PATH_DEPTH_MAX; i++)
		text_done(&path->keys[i]);
}

static enum status refuse_path(const char *path, const char *what,
			       struct error *err)
{
	return error_set(err, STATUS_USAGE, "write it as a.b.c",
			 "--helm-path '%s': %s", printable(path), what);
}

static enum status helm_path_parse(struct helm_path *ret, const char *path,
				   struct error *err)
{
	for (const char *p = path;; p++) {
		struct text *key = &ret->keys[ret->count];

		if (*p == '[')
			return refuse_path(
				path, "values of a list have no path", err);
		if (*p == '\\' && p[1]) {
			text_add_bytes(key, ++p, 1);
		} else if (*p && *p != '.') {
			text_add_bytes(key, p, 1);
		} else if (!key->length) {
			return refuse_path(path, "an empty key", err);
		} else {
			ret->count++;
			if (!*p)
				return STATUS_OK;
			if (ret->count == PATH_DEPTH_MAX)
				return refuse_path(path, "too deep", err);
		}
	}
}

enum status report_helm(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);
	CLEANUP(helm_path_done) struct helm_path path = {0};
	enum status status = STATUS_OK;

	if (!yaml)
		return error_no_memory(err);
	if (options->helm_path)
		status = helm_path_parse(&path, options->helm_path, err);
	if (status != STATUS_OK)
		return status;
	yaml_out_map_begin(yaml, NULL);
	for (size_t i = 0; i < path.count; i++)
		yaml_out_map_begin(yaml, text_string(&path.keys[i]));
	security_context_write(yaml, advice, profile);
	for (size_t i = 0; i < path.count + 1; i++)
		yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}
