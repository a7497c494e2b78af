/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that CRI and Docker put around others: no line comes out that is
   longer than what went in. */
#include "collectors/unwrap.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size;
	struct unwrap unwrap = {0};
	size_t in = 0, out = 0;
	struct span line;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;

		in += (size_t)(stop - at);
		if (unwrap_line(&unwrap, span_between(at, stop), &line) ==
		    UNWRAP_LINE) {
			CLAIM(!memchr(line.data ? line.data : "", '\n',
				      line.length));
			out += line.length;
		}
		at = stop + 1;
	}
	while (unwrap_rest(&unwrap, &line))
		out += line.length;
	CLAIM(out <= in);
	unwrap_done(&unwrap);
	return 0;
}
