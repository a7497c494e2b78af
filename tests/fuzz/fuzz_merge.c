/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any profile merged with itself is itself merged; the result is a profile,
 * clean enough for a terminal.
 */
#include "profile/merge.h"

#include <string.h>

#include "profile/profile_json.h"
#include "tests/fuzz/target.h"

static char *merged(const char *text, size_t size, int times, struct error *err)
{
	AUTO_MERGE struct merge *merge = merge_new();
	char *result = NULL;

	for (int i = 0; i < times; i++)
		if (merge_add(merge, text, size, "fuzz", err) != STATUS_OK)
			return NULL;
	return merge_finish(merge, &result, err) == STATUS_OK ? result : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct profile profile AUTO_PROFILE = {0};
	struct error err = {0};
	char *once AUTO_FREE = merged((const char *)data, size, 1, &err);
	char *twice AUTO_FREE = NULL;
	char *again AUTO_FREE = NULL;

	if (!once) {
		CLAIM(err.status == STATUS_MALFORMED && err.message[0]);
		return 0;
	}
	twice = merged((const char *)data, size, 2, &err);
	again = merged(once, strlen(once), 2, &err);
	CLAIM(twice && strcmp(once, twice) == 0);
	CLAIM(again && strcmp(once, again) == 0);
	for (const char *c = once; *c; c++)
		CLAIM((unsigned char)*c >= 0x20 || *c == '\n');
	profile_init(&profile);
	CLAIM(profile_from_json(&profile, once, strlen(once), "merged", &err) ==
	      STATUS_OK);
	return 0;
}
