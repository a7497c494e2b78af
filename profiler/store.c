/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/store.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "profile/file.h"
#include "profile/merge.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/profile_load.h"

#define ALNUM	      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define DIGEST_PREFIX "sha256-"

static enum status no_reference(const char *text, struct error *err)
{
	return error_set(err, STATUS_MALFORMED,
			 "IMAGE:TAG or IMAGE@sha256:DIGEST",
			 "'%s' is no image's reference", printable(text));
}

/* Words with slashes between: none empty, none that begins with a dot. */
static bool is_image_name(const char *name)
{
	size_t colons = 0;

	for (const char *p = name;;) {
		size_t length = strspn(p, ALNUM "._-:");

		if (!length || *p == '.' || *p == '-' || *p == ':')
			return false;
		for (size_t i = 0; i < length; i++)
			colons += p[i] == ':';
		p += length;
		if (!*p)
			/* a port only before the first slash */
			return colons == 0 ||
			       (colons == 1 && strchr(name, '/') &&
				strchr(name, ':') < strchr(name, '/'));
		if (*p++ != '/')
			return false;
	}
}

static bool is_tag(const char *tag)
{
	return *tag && *tag != '.' && *tag != '-' &&
	       strspn(tag, ALNUM "._-") == strlen(tag) && strlen(tag) < 129;
}

/* "sha256:0123..." as a file's name has it; at least 12 digits. */
static bool digest_from_text(char ret[136], const char *text)
{
	const char *digits;

	if (!has_prefix(text, "sha256:", &digits) &&
	    !has_prefix(text, DIGEST_PREFIX, &digits))
		return false;
	if (strspn(digits, "0123456789abcdef") != strlen(digits) ||
	    strlen(digits) < 12 || strlen(digits) > 64)
		return false;
	snprintf(ret, 136, DIGEST_PREFIX "%s", digits);
	return true;
}

enum status image_reference_parse(struct image_reference *ret, const char *text,
				  struct error *err)
{
	struct image_reference own = {.tag = "latest"};
	const char *slash = strrchr(text, '/');
	const char *at = strchr(text, '@');
	const char *end = at ? at : text + strlen(text);
	const char *colon = memrchr(text, ':', (size_t)(end - text));

	if (at && !digest_from_text(own.digest, at + 1))
		return no_reference(text, err);
	if (at)
		own.tag[0] = '\0';
	if (colon && (!slash || colon > slash)) {
		snprintf(own.tag, sizeof(own.tag), "%.*s",
			 (int)(end - colon - 1 > 130 ? 130 : end - colon - 1),
			 colon + 1);
		if (!is_tag(own.tag))
			return no_reference(text, err);
		end = colon;
	}
	if ((size_t)(end - text) >= sizeof(own.image))
		return no_reference(text, err);
	memcpy(own.image, text, (size_t)(end - text));
	if (!is_image_name(own.image))
		return no_reference(text, err);
	*ret = own;
	return STATUS_OK;
}

static bool is_profile_name(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return has_prefix(entry->d_name, DIGEST_PREFIX, NULL) && length > 5 &&
	       strcmp(entry->d_name + length - 5, ".json") == 0;
}

static int select_profile(const struct dirent *entry)
{
	return is_profile_name(entry);
}

/* What a search through an image's folder came to. */
struct search {
	size_t count;
	char *path;	    /* of the first that fits */
	struct text others; /* names of what is there */
	struct text fitting;
};

static enum status visit(struct search *search, const char *folder,
			 const char *file, const struct image_reference *wanted,
			 struct error *err)
{
	AUTO_PROFILE struct profile profile = {0};
	AUTO_FREE char *path = NULL;
	struct image_reference own = {0};
	enum status status;
	bool fits;

	if (asprintf(&path, "%s/%s", folder, file) < 0) {
		path = NULL;
		return error_no_memory(err);
	}
	profile_init(&profile);
	status = profile_load(&profile, path, err);
	if (status != STATUS_OK)
		return status;
	if (profile.subject.image &&
	    image_reference_parse(&own, profile.subject.image, NULL) !=
		    STATUS_OK)
		own = (struct image_reference){0};
	fits = *wanted->digest ? has_prefix(file, wanted->digest, NULL)
			       : strcmp(own.tag, wanted->tag) == 0;
	text_addf(&search->others, "%s%s", search->others.length ? ", " : "",
		  *own.tag ? own.tag : file);
	if (!fits)
		return STATUS_OK;
	text_addf(&search->fitting, "%s%s", search->fitting.length ? ", " : "",
		  file);
	if (!search->count++)
		search->path = TAKE(path);
	return STATUS_OK;
}

static enum status search_folder(struct search *search, const char *folder,
				 const struct image_reference *wanted,
				 struct error *err)
{
	struct dirent **names = NULL;
	int count = scandir(folder, &names, select_profile, alphasort);
	enum status status = STATUS_OK;

	if (count < 0 && errno != ENOENT)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "read the store's '%s'",
				       printable(folder));
	for (int i = 0; i < count; i++) {
		if (status == STATUS_OK)
			status = visit(search, folder, names[i]->d_name, wanted,
				       err);
		free(names[i]);
	}
	free(names);
	return status;
}

static char *folder_of(const char *dir, const struct image_reference *image)
{
	char *folder;

	return asprintf(&folder, "%s/whittle/%s", dir, image->image) < 0
		       ? NULL
		       : folder;
}

static enum status search_reference(struct search *search, const char *dir,
				    const struct image_reference *wanted,
				    struct error *err)
{
	AUTO_FREE char *folder = folder_of(dir, wanted);

	return folder ? search_folder(search, folder, wanted, err)
		      : error_no_memory(err);
}

static void search_done(struct search *search)
{
	free(search->path);
	text_done(&search->others);
	text_done(&search->fitting);
}

enum status store_find(const char *dir, const char *reference, char **ret_path,
		       struct error *err)
{
	struct search search CLEANUP(search_done) = {0};
	struct image_reference wanted;
	enum status status = image_reference_parse(&wanted, reference, err);

	if (status == STATUS_OK)
		status = search_reference(&search, dir, &wanted, err);
	if (status != STATUS_OK)
		return status;
	if (search.count > 1)
		return error_set(err, STATUS_MALFORMED,
				 "name one by IMAGE@sha256:DIGEST",
				 "%zu profiles in the store are '%s': %s",
				 search.count, printable(reference),
				 printable(text_string(&search.fitting)));
	if (!search.count)
		return error_set(err, STATUS_MALFORMED,
				 "whittle merge --store puts profiles there",
				 "no profile of '%s' in the store '%s'%s%s",
				 printable(reference), printable(dir),
				 search.others.length ? "; there are: " : "",
				 printable(text_string(&search.others)));
	*ret_path = TAKE(search.path);
	return STATUS_OK;
}

/* Make the folder of PATH and those above it. */
static enum status make_folders(const char *path, struct error *err)
{
	AUTO_FREE char *own = duplicate_string(path);

	if (!own)
		return error_no_memory(err);
	for (char *p = own + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		if (mkdir(own, 0777) != 0 && errno != EEXIST)
			return error_set_errno(err, STATUS_MALFORMED, errno,
					       NULL, "make the folder '%s'",
					       printable(own));
		*p = '/';
	}
	return STATUS_OK;
}

/*
 * Where PROFILE belongs: by its digest; without one where its tag is already,
 * or by the digest of its evidence. *RET_IS_THERE: something to merge with.
 */
static enum status place_of(const char *dir, struct profile *profile,
			    const struct image_reference *reference,
			    char **ret_path, bool *ret_is_there,
			    struct error *err)
{
	struct search search CLEANUP(search_done) = {0};
	AUTO_FREE char *folder = folder_of(dir, reference);
	char digest[136], id[65];
	enum status status;

	if (!folder)
		return error_no_memory(err);
	if (!profile->subject.digest ||
	    !digest_from_text(digest, profile->subject.digest)) {
		status = search_reference(&search, dir, reference, err);
		if (status == STATUS_OK)
			status = profile_evidence_id(profile, id, err);
		if (status != STATUS_OK)
			return status;
		snprintf(digest, sizeof(digest), DIGEST_PREFIX "%s", id);
	}
	if (search.path)
		*ret_path = TAKE(search.path);
	else if (asprintf(ret_path, "%s/%s.json", folder, digest) < 0)
		return error_no_memory(err);
	*ret_is_there = access(*ret_path, F_OK) == 0;
	return STATUS_OK;
}

static enum status add_file(struct merge *merge, const char *path,
			    struct error *err)
{
	AUTO_FREE char *text = NULL;
	size_t length;
	enum status status =
		file_read(path, PROFILE_FILE_MAX, &text, &length, err);

	if (status == STATUS_OK)
		status = merge_add(merge, text, length, path, err);
	return status;
}

enum status store_put(const char *dir, const char *reference, const char *text,
		      char **ret_path, struct error *err)
{
	AUTO_PROFILE struct profile profile = {0};
	AUTO_MERGE struct merge *merge = merge_new();
	AUTO_FREE char *merged = NULL;
	AUTO_FREE char *path = NULL;
	struct image_reference place;
	enum status status;
	bool is_there = false;

	if (!merge)
		return error_no_memory(err);
	profile_init(&profile);
	status = profile_from_json(&profile, text, strlen(text), "the profile",
				   err);
	if (status != STATUS_OK)
		return status;
	if (!reference && !profile.subject.image)
		return error_set(err, STATUS_USAGE,
				 "give it a name and a release: --as NAME:TAG",
				 "the profile is of no image");
	status = image_reference_parse(
		&place, reference ? reference : profile.subject.image, err);
	if (status == STATUS_OK)
		status = place_of(dir, &profile, &place, &path, &is_there, err);
	if (status == STATUS_OK)
		status = merge_add(merge, text, strlen(text), "the profile",
				   err);
	if (status == STATUS_OK && is_there)
		status = add_file(merge, path, err);
	if (status == STATUS_OK && reference)
		status = merge_set_image(merge, reference, err);
	if (status == STATUS_OK)
		status = merge_finish(merge, &merged, err);
	if (status == STATUS_OK)
		status = make_folders(path, err);
	if (status == STATUS_OK)
		status = file_write(path, merged, strlen(merged), 0644, err);
	if (status == STATUS_OK)
		*ret_path = TAKE(path);
	return status;
}
