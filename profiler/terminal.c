/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "reporters/page.h"

size_t terminal_width(FILE *out)
{
	struct winsize size;

	if (!isatty(fileno(out)) ||
	    ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || !size.ws_col ||
	    size.ws_col >= PAGE_WIDTH)
		return 0;
	return size.ws_col < PAGE_WIDTH_MIN ? PAGE_WIDTH_MIN : size.ws_col;
}
