/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of allowed news: refused with a line, or entries that are whole. */
#include "policies/allow_list.h"

#include <string.h>

#include "profile/text.h"
#include "tests/fuzz/target.h"

static void check_clean(const char *text)
{
	for (; *text; text++)
		CLAIM((unsigned char)*text >= 0x20 && *text != 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ALLOW_LIST struct allow_list list = {0};
	struct error err = {0};
	enum status status = allow_list_parse(&list, (const char *)data, size,
					      "2026-01-01", "fuzz", &err);

	if (status != STATUS_OK) {
		CLAIM(status == STATUS_MALFORMED && err.message[0]);
		check_clean(err.message);
		return 0;
	}
	for (size_t i = 0; i < list.count; i++) {
		const struct allow_entry *entry = &list.entries[i];

		CLAIM(*entry->name && *entry->reason && entry->line);
		check_clean(entry->name);
		check_clean(entry->reason);
		CLAIM(entry->is_expired ==
		      (strcmp(entry->until, "2026-01-01") < 0));
	}
	return 0;
}
