/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/lab_terminal.h - our own terminal, for a shell in the guest. */

#ifndef WHITTLE_PROFILER_LAB_TERMINAL_H
#define WHITTLE_PROFILER_LAB_TERMINAL_H

#include <stdbool.h>
#include <sys/ioctl.h>
#include <termios.h>

struct lab_terminal {
	bool is_raw;
	struct termios old;
};

/* TERM, or "dumb" when it is unset or would need quoting in a shell. */
const char *lab_terminal_name(void);

/* Of standard input; 24 by 80 when it is no terminal. */
struct winsize lab_terminal_size(void);

/* Pass every key on, control-C included, until lab_terminal_restore(). */
void lab_terminal_make_raw(struct lab_terminal *terminal);
void lab_terminal_restore(const struct lab_terminal *terminal);

#endif
