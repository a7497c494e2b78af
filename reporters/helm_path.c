/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/helm_path.h"

void helm_path_done(struct helm_path *path)
{
	for (size_t i = 0; i < HELM_PATH_DEPTH_MAX; i++)
		text_done(&path->keys[i]);
}

static enum status refuse_path(const char *path, const char *what,
			       struct error *err)
{
	return error_set(err, STATUS_USAGE, "write it as a.b.c",
			 "--helm-path '%s': %s", printable(path), what);
}

enum status helm_path_parse(struct helm_path *ret, const char *path,
			    struct error *err)
{
	for (const char *p = path; p; p++) {
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
			if (ret->count == HELM_PATH_DEPTH_MAX)
				return refuse_path(path, "too deep", err);
		}
	}
	return STATUS_OK;
}
