/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/profile_rewrite.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "profile/json_join.h"
#include "profile/profile_json.h"
#include "profile/profile_root.h"
#include "profile/text.h"

/* Lists longer than this are matched in their order alone. */
#define SEARCH_MAX 512

/* What tells one element of a list from another. */
static const char *const identity[] = {
	"name",	  "namespace", "arch",	  "number", "id",     "source",
	"target", "class",     "path",	  "comm",   "exe",    "syscall",
	"mode",	  "owner",     "outcome", "phase",  "reason",
};

static bool is_same(const json_t *a, const json_t *b)
{
	for (size_t i = 0; i < sizeof(identity) / sizeof(*identity); i++) {
		const json_t *x = json_object_get(a, identity[i]);
		const json_t *y = json_object_get(b, identity[i]);

		if (!x != !y || (x && !json_equal(x, y)))
			return false;
	}
	return true;
}

static void carry(json_t *to, json_t *from);

/* Both are sorted, and nothing was taken away; a file that another hand
   arranged is searched, where it is short. */
static void carry_list(json_t *to, json_t *from)
{
	size_t next = 0, count = json_array_size(from);

	for (size_t i = 0; i < json_array_size(to); i++) {
		json_t *element = json_array_get(to, i);
		size_t at = next;
		size_t end = count <= SEARCH_MAX ? count : next + 1;

		if (!json_is_object(element))
			return;
		if (count <= SEARCH_MAX &&
		    !(at < count && is_same(element, json_array_get(from, at))))
			at = 0;
		while (at < end && at < count &&
		       !is_same(element, json_array_get(from, at)))
			at++;
		if (at >= end || at >= count)
			continue;
		carry(element, json_array_get(from, at));
		next = at + 1;
	}
}

/* What was judged is never older than TO; nor is who judged it. */
static bool is_of_judgement(json_t *to, json_t *from, const char *key)
{
	json_t *ours = json_object_get(to, "verdict");
	json_t *theirs = json_object_get(from, "verdict");

	if (strcmp(key, "verdict") == 0 || strcmp(key, "healed") == 0)
		return true;
	return strcmp(key, "verdicts") == 0 &&
	       (!ours != !theirs || (ours && !json_equal(ours, theirs)));
}

/* Keys of FROM that TO lacks. */
static void carry(json_t *to, json_t *from)
{
	const char *key;
	json_t *value;

	if (!json_is_object(to) || !json_is_object(from))
		return;
	json_object_foreach (from, key, value) {
		json_t *known = json_object_get(to, key);

		if (!known && !is_of_judgement(to, from, key))
			json_object_set(to, key, value);
		else if (!known)
			continue;
		else if (json_is_object(known))
			carry(known, value);
		else if (json_is_array(known) && json_is_array(value))
			carry_list(known, value);
	}
}

static json_t *names_json(const struct string_list *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, json_string(list->items[i]));
	return array;
}

static json_t *capabilities_json(capset_t set)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(set, i))
			json_array_append_new(array,
					      json_string(capability_name(i)));
	return array;
}

static void put_string(json_t *object, const char *key, const char *value)
{
	if (value)
		json_object_set_new(object, key, json_string(value));
}

static json_t *trials_json(const struct verification *verification)
{
	json_t *array = json_array();

	for (size_t i = 0; i < verification->trial_count; i++) {
		const struct verification_trial *trial =
			&verification->trials[i];
		json_t *object = json_object();

		json_object_set_new(object, "without",
				    names_json(&trial->without));
		put_string(object, "type", trial->type);
		json_object_set_new(object, "runs", json_integer(trial->runs));
		json_object_set_new(object, "worked",
				    json_integer(trial->worked));
		json_array_append_new(array, object);
	}
	return array;
}

/* Subject and environment as the profile of that run has them. */
static enum status put_seen(json_t *object, const struct profile *seen,
			    struct error *err)
{
	struct profile shell;
	json_t *root AUTO_JSON = NULL;
	char *text AUTO_FREE = NULL;
	enum status status;

	profile_init(&shell);
	shell.subject = seen->subject;
	shell.environment = seen->environment;
	status = profile_to_json(&shell, false, &text, err);
	/* They are SEEN's own. */
	shell.subject = (struct profile_subject){0};
	shell.environment = (struct profile_environment){0};
	profile_done(&shell);
	if (status != STATUS_OK)
		return status;
	root = json_loads(text, 0, NULL);
	json_object_set(object, "subject", json_object_get(root, "subject"));
	json_object_set(object, "environment",
			json_object_get(root, "environment"));
	return STATUS_OK;
}

static enum status verification_json(const struct verification *verification,
				     json_t **ret, struct error *err)
{
	json_t *object AUTO_JSON = json_object();
	enum status status = put_seen(object, verification->seen, err);

	if (status != STATUS_OK)
		return status;
	put_string(object, "ready", verification->ready);
	put_string(object, "exercise", verification->exercise);
	json_object_set_new(object, "complete",
			    json_boolean(verification->is_complete));
	json_object_set_new(object, "capabilities",
			    capabilities_json(verification->capabilities));
	if (verification->has_seccomp)
		json_object_set_new(object, "exact",
				    json_boolean(verification->is_exact));
	if (verification->trial_count)
		json_object_set_new(object, "trials",
				    trials_json(verification));
	*ret = json_incref(object);
	return STATUS_OK;
}

/* The same workload, exercised the same way in the same place. */
static bool is_same_verification(const json_t *a, const json_t *b)
{
	static const char *const keys[] = {"subject", "environment", "ready",
					   "exercise"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const json_t *x = json_object_get(a, keys[i]);
		const json_t *y = json_object_get(b, keys[i]);

		if (!x != !y || (x && !json_equal(x, y)))
			return false;
	}
	return true;
}

/* As a merge would have it: one of each, keys and elements in its order. */
static bool put_verifications(json_t *root, json_t *list)
{
	json_t *set AUTO_JSON = json_list_as_set(list);
	json_t *ordered = set ? json_sorted(set) : NULL;

	return json_object_set_new(root, "verifications", ordered) == 0;
}

static enum status add_verification(json_t *root,
				    const struct verification *verification,
				    struct error *err)
{
	json_t *list = json_object_get(root, "verifications");
	json_t *own AUTO_JSON = NULL;
	json_t *kept AUTO_JSON = json_array();
	enum status status = verification_json(verification, &own, err);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *other = json_array_get(list, i);

		if (!is_same_verification(own, other)) {
			json_array_append(kept, other);
			continue;
		}
		/* What leaving out showed holds until it is tried again. */
		if (!verification->trial_count)
			carry(own, other);
	}
	json_array_append(kept, own);
	return put_verifications(root, kept) ? STATUS_OK : error_no_memory(err);
}

static bool has_counts(const json_t *old)
{
	return json_object_get(
		json_array_get(json_object_get(old, "syscalls"), 0), "count");
}

static int gather(const char *bytes, size_t length, void *text)
{
	text_add_bytes(text, bytes, length);
	return 0;
}

static enum status dump(const json_t *root, char **ret, struct error *err)
{
	struct text text AUTO_TEXT = {0};

	if (json_dump_callback(root, gather, &text,
			       JSON_INDENT(2) | JSON_REAL_PRECISION(15)) != 0)
		return error_no_memory(err);
	text_add(&text, "\n");
	*ret = text_take(&text);
	return *ret ? STATUS_OK : error_no_memory(err);
}

enum status profile_rewrite(struct profile *profile, const char *old,
			    size_t old_length,
			    const struct verification *verification, char **ret,
			    struct error *err)
{
	json_t *before AUTO_JSON = NULL;
	json_t *root AUTO_JSON = NULL;
	char *text AUTO_FREE = NULL;
	enum status status =
		profile_root_read(old, old_length, "the profile", &before, err);

	if (status != STATUS_OK)
		return status;
	status = profile_to_json(profile, has_counts(before), &text, err);
	if (status != STATUS_OK)
		return status;
	root = json_loads(text, 0, NULL);
	if (!root)
		return error_no_memory(err);
	carry(root, before);
	if (verification)
		status = add_verification(root, verification, err);
	return status == STATUS_OK ? dump(root, ret, err) : status;
}
