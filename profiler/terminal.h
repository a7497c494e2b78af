/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/terminal.h - the reader's terminal. */

#ifndef WHITTLE_PROFILER_TERMINAL_H
#define WHITTLE_PROFILER_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/*
 * How many columns OUT has, where it is a terminal of less than 80; else 0,
 * which is what struct page takes for 80.
 */
size_t terminal_width(FILE *out);

#endif
