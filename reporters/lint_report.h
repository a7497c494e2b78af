/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/lint_report.h - what a linter found, for people and programs. */

#ifndef WHITTLE_REPORTERS_LINT_REPORT_H
#define WHITTLE_REPORTERS_LINT_REPORT_H

#include <stdio.h>

#include "policies/seccomp_lint.h"

/* LINTS are of PROFILES, in their order; NAME is the file's. */
void lint_report_text(FILE *out, const char *name,
		      const struct oci_seccomp_list *profiles,
		      const struct lint *lints);
MUST_CHECK enum status lint_report_json(FILE *out, const char *name,
					const struct oci_seccomp_list *profiles,
					const struct lint *lints,
					struct error *err);

#endif
