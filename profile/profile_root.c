/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/profile_root.h"

#include <jansson.h>
#include <string.h>

#include "profile/profile.h"
#include "profile/text.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* Unicode 23.8; editors put it there   \
					*/
#define FAMILY	  "whittle/profile/"
#define LOOKED_AT 4096u

static const char hint[] = "is it a profile written by whittle?";

static bool begins_with(const char *text, size_t length, const char *prefix)
{
	return length >= strlen(prefix) &&
	       memcmp(text, prefix, strlen(prefix)) == 0;
}

/* What people give by mistake. */
static enum status refuse(const char *text, size_t length, const char *name,
			  const json_error_t *problem, struct error *err)
{
	size_t near = length < LOOKED_AT ? length : LOOKED_AT;

	if (!length)
		return error_set(err, STATUS_MALFORMED,
				 "whittle run, ingest and merge write profiles",
				 "'%s' is empty", printable(name));
	if (begins_with(text, length, "\x1f\x8b") ||
	    begins_with(text, length, "\x28\xb5\x2f\xfd"))
		return error_set(err, STATUS_MALFORMED, "unpack it first",
				 "'%s' is packed", printable(name));
	if (memmem(text, near, "audit(", 6))
		return error_set(err, STATUS_MALFORMED,
				 "whittle ingest makes a profile of it",
				 "'%s' is a log, no profile", printable(name));
	return error_set(err, STATUS_MALFORMED, hint, "'%s' line %d: %s",
			 printable(name), problem->line,
			 printable(problem->text));
}

static enum status check_schema(const json_t *root, const char *name,
				struct error *err)
{
	const char *schema = json_string_value(json_object_get(root, "schema"));

	if (schema && strcmp(schema, PROFILE_SCHEMA) == 0)
		return STATUS_OK;
	if (schema && begins_with(schema, strlen(schema), FAMILY))
		return error_set(err, STATUS_MALFORMED,
				 "another version of whittle wrote it: use "
				 "that one",
				 "'%s': schema: '%s', and this whittle reads "
				 "'" PROFILE_SCHEMA "'",
				 printable(name), printable(schema));
	return error_set(err, STATUS_MALFORMED, hint,
			 "'%s': schema: not '" PROFILE_SCHEMA "'",
			 printable(name));
}

enum status profile_root_read(const char *text, size_t length, const char *name,
			      struct json_t **ret, struct error *err)
{
	json_error_t problem;
	enum status status;
	json_t *root;

	if (begins_with(text, length, BYTE_ORDER_MARK)) {
		text += strlen(BYTE_ORDER_MARK);
		length -= strlen(BYTE_ORDER_MARK);
	}
	root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
	if (!root)
		return refuse(text, length, name, &problem, err);
	status = json_is_object(root)
			 ? check_schema(root, name, err)
			 : error_set(err, STATUS_MALFORMED, hint,
				     "'%s': top level: not an object",
				     printable(name));
	if (status == STATUS_OK)
		*ret = root;
	else
		json_decref(root);
	return status;
}
