/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/chart_choice.h - --chart and --container, of several verbs. */

#ifndef WHITTLE_PROFILER_CHART_CHOICE_H
#define WHITTLE_PROFILER_CHART_CHOICE_H

#include "policies/chart_table.h"
#include "profile/error.h"

#define VALUES_FILE_MAX (4u << 20) /* of Helm values; in use are 100 KiB */

/* "datadog, falco, ...", for help and completion, in a buffer that stays. */
const char *chart_names(void);

/*
 * The row of CHART for CONTAINER into *RET; without CONTAINER the chart's only
 * one, or the one called NAME (may be NULL). Fails with STATUS_USAGE, telling
 * the names there are.
 */
MUST_CHECK enum status chart_choose(const struct chart_row **ret,
				    const char *chart, const char *container,
				    const char *name, struct error *err);

#endif
