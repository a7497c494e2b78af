/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file, packed or not: read to its end, in bounded memory. */
#include <sys/mman.h>
#include <string.h>
#include <unistd.h>

#include "collectors/input.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char buffer[1u << 16];
	static int fd = -1;
	struct input *input = NULL;
	size_t got = 1, total = 0;

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET) ||
	    write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET))
		return 0;
	CLAIM(input_new(fd, &input, NULL) == STATUS_OK);
	while (got && total < 64u << 20) {
		CLAIM(input_read(input, buffer, sizeof(buffer), &got, NULL) ==
		      STATUS_OK);
		CLAIM(got <= sizeof(buffer));
		total += got;
	}
	if (!input_damage(input) && (size < 2 || data[0] != 0x1f))
		CLAIM(total >= size ||
		      (size >= 4 &&
		       (data[0] == 0x28 ||
			memcmp(data, "\x50\x2a\x4d\x18", 4) == 0)));
	input_free(input);
	return 0;
}
