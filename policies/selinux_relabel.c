/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_relabel.h"

#include <stdlib.h>
#include <string.h>

#include "policies/selinux_question.h"

/*
 * Labels that files have for where they lie. Those of the system and of home
 * directories are used by other programs of the host, too. Source: the file
 * contexts of refpolicy and of Fedora's policy.
 */
static const struct {
	const char *type;
	bool is_system;
} place_types[] = {
	{"default_t", false},	 {"unlabeled_t", false},
	{"file_t", false},	 {"root_t", false},
	{"etc_runtime_t", true}, {"mnt_t", false},
	{"srv_t", false},	 {"user_tmp_t", false},
	{"var_t", true},	 {"usr_t", true},
	{"tmp_t", true},	 {"home_root_t", true},
	{"user_home_t", true},	 {"user_home_dir_t", true},
	{"admin_home_t", true},
};

static const char *const file_classes[] = {
	"file", "dir", "lnk_file", "sock_file", "fifo_file",
};

static bool is_file(const char *class)
{
	for (size_t i = 0; i < ARRAY_LENGTH(file_classes); i++)
		if (strcmp(file_classes[i], class) == 0)
			return true;
	return false;
}

/* How much of the LENGTH bytes at A is a directory above, or is, B. */
static size_t common_directory(const char *a, size_t length, const char *b)
{
	size_t end = 0;

	for (size_t same = 0; same < length && a[same] == b[same];) {
		same++;
		if ((same == length || a[same] == '/') &&
		    (!b[same] || b[same] == '/'))
			end = same;
	}
	return end ? end : 1;
}

static bool find_volume(struct selinux_relabel *relabel,
			const struct selinux_candidate *candidate)
{
	const char *first = NULL;
	size_t length = 0;

	for (size_t i = 0; i < candidate->lack_count; i++) {
		const char *path = candidate->lacks[i].access->path;

		if (!path || *path != '/')
			continue;
		if (!first) {
			first = path;
			length = strlen(path);
		} else {
			length = common_directory(first, length, path);
		}
	}
	if (!first)
		return true;
	relabel->path = strndup(first, length);
	return relabel->path != NULL;
}

/* Where the host keeps files of that label itself. */
static bool is_place_of_host(const char *path)
{
	static const char *const places[] = {
		"/usr",	 "/var", "/etc", "/home",
		"/root", "/tmp", "/opt", "/lib",
	};

	for (size_t i = 0; path && i < ARRAY_LENGTH(places); i++) {
		size_t length = strlen(places[i]);

		if (strncmp(path, places[i], length) == 0 &&
		    (path[length] == '/' || !path[length]))
			return true;
	}
	return !path || strcmp(path, "/") == 0;
}

/* The row of the type in CONTEXT, or a negative number. */
static int find_place(const char *context)
{
	struct span type = selinux_context_type(context);

	for (size_t i = 0; i < ARRAY_LENGTH(place_types); i++)
		if (span_is(type, place_types[i].type))
			return (int)i;
	return -1;
}

bool selinux_relabel_find(struct selinux_relabel *relabel,
			  const struct selinux_candidate *candidate)
{
	struct selinux_relabel found = {0};

	*relabel = found;
	if (!candidate->lack_count || candidate->refused)
		return true;
	for (size_t i = 0; i < candidate->lack_count; i++) {
		const struct access *access = candidate->lacks[i].access;
		int place = find_place(access->target);

		if (!is_file(access->class) || place < 0)
			return true;
		found.is_system =
			found.is_system || place_types[place].is_system;
		if (!found.type || place_types[place].is_system)
			found.type = place_types[place].type;
	}
	if (!find_volume(&found, candidate))
		return false;
	found.is_answer = !found.is_system || !is_place_of_host(found.path);
	*relabel = found;
	return true;
}
