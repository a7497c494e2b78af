/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/ingest_table.h - who is in a log, and how to choose. */

#ifndef WHITTLE_PROFILER_INGEST_TABLE_H
#define WHITTLE_PROFILER_INGEST_TABLE_H

#include <stdio.h>

#include "collectors/harvest.h"

/* A row for each of COUNT SUBJECTS, and the options that choose one. */
void ingest_table_print(FILE *out, const struct harvest_subject *subjects,
			size_t count);

#endif
