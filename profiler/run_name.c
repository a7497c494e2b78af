/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_name.h"

#include <stdlib.h>
#include <string.h>

#include "profile/text.h"

/* Of the 255 bytes that a file's name can have some are for its ending, and
   for the temporary file's. */
#define NAME_BYTES 200

static char *whole_name(const struct launch_plan *plan)
{
	char *path;

	if (plan->image)
		return strdup(plan->image);
	if (!plan->bundle)
		return strdup(plan->command[0]);
	/* "." is the name of no bundle. */
	path = realpath(plan->bundle, NULL);
	return path ? path : strdup(plan->bundle);
}

char *run_default_name(const struct launch_plan *plan)
{
	char *whole AUTO_FREE = whole_name(plan);
	size_t end;
	char *last;

	if (!whole)
		return NULL;
	if (plan->image)
		whole[strcspn(whole, "@")] = '\0';
	for (end = strlen(whole); end && whole[end - 1] == '/';)
		whole[--end] = '\0';
	last = strrchr(whole, '/');
	last = last ? last + 1 : whole;
	if (plan->image)
		last[strcspn(last, ":")] = '\0';
	return strdup(*last ? last : "workload");
}

char *run_default_output(const char *name)
{
	struct text text AUTO_TEXT = {0};
	size_t length = strnlen(name, NAME_BYTES + 1);

	if (length > NAME_BYTES) {
		length = NAME_BYTES;
		while (length && (name[length] & 0xc0) == 0x80)
			length--; /* never half a character */
	}
	if (name[0] == '.' || !name[0])
		text_add(&text, "_");
	text_add_bytes(&text, name, length);
	text_add(&text, ".whittle.json");
	if (text.failed)
		return NULL;
	for (char *c = text.data; *c; c++)
		if (*c == '/' || (unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '_';
	return text_take(&text);
}
