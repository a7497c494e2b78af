/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ausearch -i: what is turned back has each field once, and is no more than
   a few times as long. */
#include "collectors/field.h"
#include "collectors/interpreted.h"
#include "tests/fuzz/target.h"

static void claim_once(struct span text, const char *key)
{
	struct field field;
	size_t count = 0;

	while (field_next(&text, &field))
		count += span_is(field.key, key);
	CLAIM(count <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const keys[] = {"scontext", "tcontext", "tclass",
					   "arch",     "syscall",  "subj"};
	struct span text = {(const char *)data, size};
	struct text raw AUTO_TEXT = {0};
	uint64_t seconds;

	if (size < 40 && interpreted_date(text, &seconds))
		CLAIM(seconds < 1ull << 40);
	if (interpreted_to_raw(text, &raw) != RECORD_OK || !raw.length)
		return 0;
	CLAIM(raw.length <= 8 * size + 64);
	text = (struct span){raw.data, raw.length};
	if (!span_has_prefix(text, SPAN("avc:")))
		for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
			claim_once(text, keys[i]);
	return 0;
}
