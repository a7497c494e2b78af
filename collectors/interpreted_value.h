/* SPDX-License-Identifier: GPL-2.0-or-later */
/* collectors/interpreted_value.h - one value of `ausearch -i`, as the kernel
   wrote it. */

#ifndef WHITTLE_COLLECTORS_INTERPRETED_VALUE_H
#define WHITTLE_COLLECTORS_INTERPRETED_VALUE_H

#include "collectors/span.h"
#include "profile/text.h"

/* What one field says about the next: a system call's name has its number
   from the architecture before it. */
struct interpreted_call {
	uint32_t arch; /* 0: not known */
};

/* Put " KEY=VALUE" at the end of OUT; nothing when the value has no form that
   the kernel writes. */
void interpreted_value(const char *key, struct span value,
		       struct interpreted_call *call, struct text *out);

#endif
