/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/log_share.h"

#include <string.h>

static bool has_label(const struct log_share *share,
		      const struct record *record)
{
	return share->label && memmem(record->text.data, record->text.length,
				      share->label, strlen(share->label));
}

void log_share_add(struct log_share *share, const struct record *record,
		   size_t length)
{
	bool is_own = share->has_all || record->type == AUDIT_SECCOMP;

	if (!is_own && has_label(share, record)) {
		share->serial = record->serial;
		is_own = true;
	}
	if (is_own || (share->serial && share->serial == record->serial))
		share->bytes += length;
}
