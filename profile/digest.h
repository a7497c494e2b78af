/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/digest.h - SHA-256. libmd is met here only. */

#ifndef WHITTLE_PROFILE_DIGEST_H
#define WHITTLE_PROFILE_DIGEST_H

#include <stddef.h>

#include "profile/error.h"

#define DIGEST_SIZE 65 /* 64 hex digits */

/* The digest of BYTES. Fails with STATUS_INTERNAL: no memory. */
MUST_CHECK enum status digest_hex(const void *bytes, size_t length,
				  char ret[DIGEST_SIZE], struct error *err);

#endif
