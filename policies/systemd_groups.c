/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/systemd_filter.h"

#define VERSION(words)
#define GROUP(name, calls) {name, calls},
const struct systemd_group systemd_groups[] = {
#include "policies/systemd_groups.inc"
	{NULL, NULL},
};
#undef VERSION
#undef GROUP

#define VERSION(words) words
#define GROUP(name, calls)
const char systemd_groups_version[] =
#include "policies/systemd_groups.inc"
	;
