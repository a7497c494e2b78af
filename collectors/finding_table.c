/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/finding_table.h"

#include <stdlib.h>
#include <string.h>

#include "profile/attributes.h"
#include "profile/text.h"

static void forget_files(struct finding_table *table, struct finding *finding)
{
	for (size_t i = 0; i < finding->count; i++) {
		char *path = (char *)finding->files[i].path;

		table->bytes -= path ? strlen(path) : 0;
		free(path);
	}
	finding->count = 0;
}

void finding_table_done(struct finding_table *table)
{
	struct finding *finding, *next;

	HASH_ITER (hh, table->findings, finding, next) {
		HASH_DEL(table->findings, finding);
		forget_files(table, finding);
		free(finding->files);
		free(finding);
	}
	*table = (struct finding_table){0};
}

static struct finding *finding_get(struct finding_table *table,
				   const struct finding_key *key)
{
	struct finding *finding = NULL;

	HASH_FIND(hh, table->findings, key, sizeof(*key), finding);
	if (finding)
		return finding;
	if (HASH_COUNT(table->findings) >= FINDING_COUNT_MAX) {
		table->lost++;
		return NULL;
	}
	finding = calloc(1, sizeof(*finding));
	if (!finding) {
		table->failed = true;
		return NULL;
	}
	finding->key = *key;
	HASH_ADD(hh, table->findings, key, sizeof(*key), finding);
	return finding;
}

static bool append_file(struct finding_table *table, struct finding *finding,
			const struct finding_file *file)
{
	struct finding_file *files = reallocarray(
		finding->files, finding->count + 1, sizeof(*files));
	char *path = duplicate_string(file->path);

	if (files)
		finding->files = files;
	if (!files || (file->path && !path)) {
		free(path);
		table->failed = true;
		return false;
	}
	table->bytes += path ? strlen(path) : 0;
	files[finding->count++] =
		(struct finding_file){path, file->mode, file->owner, 0};
	return true;
}

static bool is_same_file(const struct finding_file *a,
			 const struct finding_file *b)
{
	return a->mode == b->mode && a->owner == b->owner &&
	       is_same_string(a->path, b->path);
}

/*
 * Cut DIRECTORY to what it has in common with PATH, part by part; what is
 * equal stays whole. The root is "".
 */
static void cut_to_common(char *directory, const char *path)
{
	size_t same = 0, end = 0;

	while (directory[same] && directory[same] == path[same]) {
		if (directory[same] == '/')
			end = same;
		same++;
	}
	if (!directory[same] && (!path[same] || path[same] == '/'))
		end = same;
	directory[end] = '\0';
}

/* Widen the one file of a collapsed finding so that it covers FILE. */
static void cover(struct finding_file *all, const struct finding_file *file)
{
	char *directory = (char *)all->path;

	if (!file->path)
		return;
	if (all->mode != file->mode)
		all->mode = NULL;
	if (all->owner != file->owner)
		all->owner = NULL;
	/* The trailing "/..." is not part of the comparison. */
	directory[strlen(directory) - 4] = '\0';
	cut_to_common(directory, file->path);
	strcat(directory, "/...");
}

/* All files of FINDING become one. Each step keeps or shortens the text. */
static void collapse(struct finding_table *table, struct finding *finding)
{
	struct finding_file all;
	size_t first = 0;
	char *path;

	while (first < finding->count && !finding->files[first].path)
		first++;
	if (first == finding->count)
		return;
	all = finding->files[first];
	path = malloc(strlen(all.path) + sizeof("/..."));
	if (!path) {
		table->failed = true;
		return;
	}
	strcpy(path, all.path);
	strcat(path, "/...");
	all.path = path;
	all.count = 0;
	for (size_t i = 0; i < finding->count; i++) {
		cover(&all, &finding->files[i]);
		all.count += finding->files[i].count;
	}
	forget_files(table, finding);
	table->bytes += strlen(path);
	finding->files[0] = all;
	finding->count = 1;
	finding->is_collapsed = true;
}

/* FILE as it is kept: without its path where paths are too many already. */
static struct finding_file bounded(struct finding_table *table,
				   const struct finding_file *file)
{
	struct finding_file own = *file;

	if (own.path && table->bytes > FINDING_BYTES_MAX) {
		table->lost++;
		own.path = NULL;
	}
	own.count = own.count ? own.count : 1;
	return own;
}

/* Count FILE as one of several; true when it is a new one. */
static bool add_file(struct finding_table *table, struct finding *finding,
		     const struct finding_file *file)
{
	size_t at = 0;

	while (at < finding->count && !is_same_file(&finding->files[at], file))
		at++;
	if (at < finding->count) {
		finding->files[at].count += file->count;
		return false;
	}
	if (!append_file(table, finding, file))
		return false;
	finding->files[at].count = file->count;
	if (finding->count > FINDING_PATHS_MAX)
		collapse(table, finding);
	return true;
}

/* Count FILE below the directory of all; true when that had to be widened. */
static bool add_below(struct finding_table *table, struct finding *finding,
		      const struct finding_file *file)
{
	size_t before = strlen(finding->files[0].path), after;

	cover(&finding->files[0], file);
	after = strlen(finding->files[0].path);
	table->bytes -= before - after;
	finding->files[0].count += file->count;
	return after != before;
}

bool finding_table_add(struct finding_table *table,
		       const struct finding_key *key,
		       const struct finding_file *file)
{
	size_t known = HASH_COUNT(table->findings);
	struct finding *finding = finding_get(table, key);
	struct finding_file own;
	bool is_new;

	if (!finding)
		return false;
	own = bounded(table, file);
	is_new = finding->is_collapsed ? add_below(table, finding, &own)
				       : add_file(table, finding, &own);
	return is_new || HASH_COUNT(table->findings) != known;
}
