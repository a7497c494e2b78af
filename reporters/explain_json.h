/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/explain_json.h - an explanation for programs. */

#ifndef WHITTLE_REPORTERS_EXPLAIN_JSON_H
#define WHITTLE_REPORTERS_EXPLAIN_JSON_H

#include <stdio.h>

#include "policies/explain.h"

/* The keys are told in whittle-explain(1). Fails with STATUS_INTERNAL. */
MUST_CHECK enum status explain_json_write(FILE *out,
					  const struct explanation *explanation,
					  struct error *err);

#endif
