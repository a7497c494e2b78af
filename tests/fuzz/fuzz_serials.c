/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Serials, three bytes each (node, step): what is counted as missing was never
 * there, and in a row without steps nothing is.
 */
#include "collectors/serial_watch.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const nodes[] = {NULL, "a", "b", "node-c"};
	struct serial_watch watch = {0};
	struct serial_losses losses, again;
	uint64_t serial[4] = {0};
	bool is_gapless = true;

	for (; size >= 3; size -= 3, data += 3) {
		unsigned int node = data[0] & 3;
		uint64_t step = data[1] | (uint64_t)data[2] << 8;
		struct record record = {
			.type = data[0] & 4 ? AUDIT_PATH : AUDIT_AVC,
			.has_stamp = true,
			.node = span_of(nodes[node]),
		};

		is_gapless = is_gapless && step <= 1;
		serial[node] += data[0] & 8 ? (step << 40) : step;
		record.serial = data[0] & 16 ? serial[node] / 2 : serial[node];
		is_gapless = is_gapless && !(data[0] & 24);
		serial_watch_add(&watch, &record);
	}
	losses = serial_watch_end(&watch);
	CLAIM(!is_gapless || (!losses.missing && !losses.is_picked));
	CLAIM(losses.gaps <= losses.missing);
	again = serial_watch_end(&watch);
	CLAIM(again.missing == losses.missing && again.gaps == losses.gaps);
	return 0;
}
