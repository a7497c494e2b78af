/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/collector_private.h - between the files of the collector. */

#ifndef WHITTLE_PROFILER_COLLECTOR_PRIVATE_H
#define WHITTLE_PROFILER_COLLECTOR_PRIVATE_H

#include "profiler/collector.h"

/*
 * Make the audit system ready: recognise what would spoil the run, decide how
 * it is read, write down and change the settings, add the rules.
 * STATUS_UNSUPPORTED with the reason. Fills COLLECTOR's before, mode and
 * budget_bytes.
 */
MUST_CHECK enum status collector_prepare(struct collector *collector,
					 const struct collector_config *config,
					 struct error *err);

#endif
