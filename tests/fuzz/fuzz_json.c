/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One object on one line: views inside it, and strings no longer than they
   are written. */
#include "collectors/json_flat.h"
#include "tests/fuzz/target.h"

static void claim_inside(struct span part, struct span whole)
{
	CLAIM(part.data >= whole.data && span_end(part) <= span_end(whole));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span line = {(const char *)data, size}, rest = line;
	struct text text AUTO_TEXT = {0};
	struct json_member member;
	enum json_step step;

	if (!size)
		return 0;
	while ((step = json_flat_next(&rest, &member)) == JSON_MEMBER) {
		claim_inside(member.key, line);
		claim_inside(member.value, line);
		text.length = 0;
		if (member.kind == JSON_STRING &&
		    json_flat_string(member.value, &text))
			CLAIM(text.length <= member.value.length);
		text.length = 0;
		if (member.kind == JSON_ARRAY &&
		    json_flat_bytes(member.value, &text))
			CLAIM(text.length <= member.value.length);
	}
	if (step == JSON_END)
		claim_inside(rest, line);
	return 0;
}
