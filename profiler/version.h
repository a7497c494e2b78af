/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/version.h - what --version prints. */

#ifndef WHITTLE_PROFILER_VERSION_H
#define WHITTLE_PROFILER_VERSION_H

#include <stdio.h>

/* The version, the features and the libraries in use, a line each. */
void version_print(FILE *out);

#endif
