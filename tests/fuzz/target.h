/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/fuzz/target.h - what each fuzz target defines. */

#ifndef WHITTLE_TESTS_FUZZ_TARGET_H
#define WHITTLE_TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A claim that no input may break. */
#define CLAIM(condition)                                                       \
	do {                                                                   \
		if (!(condition))                                              \
			abort();                                               \
	} while (0)

#endif
