/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/digest.h"

#include <stdint.h>
#include <sys/types.h>

#include <sha2.h>

enum status digest_hex(const void *bytes, size_t length, char ret[DIGEST_SIZE],
		       struct error *err)
{
	return SHA256Data(bytes, length, ret) ? STATUS_OK
					      : error_no_memory(err);
}
