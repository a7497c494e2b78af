/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/serial_unwrap.h - the kernel's serials have 32 bits and begin
 * again: a host that logs ten thousand events a second gets there in five
 * days, a flood in hours. Source: kernel/audit.c audit_serial().
 */

#ifndef WHITTLE_COLLECTORS_SERIAL_UNWRAP_H
#define WHITTLE_COLLECTORS_SERIAL_UNWRAP_H

#include <stdint.h>

/* All zero is the beginning. */
struct serial_unwrap {
	uint64_t last;
};

/*
 * SERIAL as a number that goes on where the kernel's begins again. Records
 * come nearly in their order: what is nearer to the last one is meant. The
 * first is 2^32 and more, so that those before it have room.
 */
static inline uint64_t serial_unwrap(struct serial_unwrap *unwrap,
				     uint64_t serial)
{
	uint32_t low = (uint32_t)serial;

	if (serial > UINT32_MAX)
		return serial;
	if (!unwrap->last)
		unwrap->last = (1ull << 32) + low;
	else
		unwrap->last +=
			(uint64_t)(int64_t)(int32_t)(low -
						     (uint32_t)unwrap->last);
	return unwrap->last;
}

#endif
