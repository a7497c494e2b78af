/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of a log, each given to the forms with what the ones before left. */
#include "collectors/form.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size;
	struct form_state state = {0};

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;
		struct record record = {0};

		if (form_parse(span_between(at, stop), &state, &record) ==
		    RECORD_OK)
			CLAIM(record_type_is_kernel(record.type));
		at = stop + 1;
	}
	form_state_done(&state);
	return 0;
}
