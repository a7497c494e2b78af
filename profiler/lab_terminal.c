/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_terminal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *lab_terminal_name(void)
{
	const char *name = getenv("TERM");

	if (!name || !name[0])
		return "dumb";
	for (const char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("-_.+", *c))
			return "dumb";
	return name;
}

struct winsize lab_terminal_size(void)
{
	struct winsize size = {0};

	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_row ||
	    !size.ws_col)
		size = (struct winsize){.ws_row = 24, .ws_col = 80};
	return size;
}

void lab_terminal_make_raw(struct lab_terminal *terminal)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &terminal->old) < 0)
		return;
	raw = terminal->old;
	cfmakeraw(&raw);
	terminal->is_raw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

void lab_terminal_restore(const struct lab_terminal *terminal)
{
	if (terminal->is_raw)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal->old);
}
