/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "profiler/process.h"

#define WIPE "\r\033[K" /* ECMA-48: to the first column, erase in line */

/* One terminal, one line: who else of this program writes there wipes it. */
static bool is_line_shown;
static int terminal_watch = -1;

/* The workload may write to the same terminal: inotify(7) tells. */
static void watch_terminal(void)
{
	const char *path = ttyname(STDERR_FILENO);

	if (terminal_watch >= 0)
		close(terminal_watch);
	terminal_watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (terminal_watch >= 0 && path)
		inotify_add_watch(terminal_watch, path, IN_MODIFY);
}

/* Has anybody written there since this was asked the last time? */
static bool was_written(void)
{
	char events[1024];
	bool was = false;

	while (terminal_watch >= 0 &&
	       read(terminal_watch, events, sizeof(events)) > 0)
		was = true;
	return was;
}

/* A terminal that cannot move its cursor gets no line (terminfo(5) dumb). */
static bool can_overwrite(void)
{
	const char *terminal = getenv("TERM");

	return isatty(STDERR_FILENO) && terminal && *terminal &&
	       strcmp(terminal, "dumb") != 0;
}

void progress_init(struct progress *progress, bool is_wanted, bool is_refined,
		   const struct invocation *invocation)
{
	*progress = (struct progress){
		.is_on = is_wanted && !invocation->is_quiet && can_overwrite(),
		.is_refined = is_refined,
		/* Who talks does so at once: then nothing need be wiped. */
		.shown_ms = process_now_ms(),
	};
	if (progress->is_on)
		watch_terminal();
}

bool progress_is_due(const struct progress *progress)
{
	return progress->is_on &&
	       process_now_ms() - progress->shown_ms >= PROGRESS_PAUSE_MS;
}

void progress_format(const struct progress *progress,
		     const struct progress_state *state, struct text *line)
{
	const char *new = progress->is_refined ? "new " : "";

	text_addf(line,
		  "%s: %llu records, %zu %scapabilities, %zu %ssystem calls",
		  state->doing, (unsigned long long)state->counts.records,
		  state->counts.capabilities, new, state->counts.calls, new);
	if (state->lost)
		text_addf(line, ", %llu LOST", (unsigned long long)state->lost);
}

/* A line that wraps could not be wiped. */
static int columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20)
		return 79;
	return size.ws_col - 1;
}

void progress_show_words(struct progress *progress, const char *words)
{
	progress->shown_ms = process_now_ms();
	/* The workload's words stand there now, and are left alone. */
	if (was_written()) {
		progress->is_on = is_line_shown = false;
		return;
	}
	fprintf(stderr, WIPE "%.*s", columns(), words);
	progress_wrote();
	is_line_shown = true;
}

void progress_show(struct progress *progress,
		   const struct progress_state *state)
{
	struct text line AUTO_TEXT = {0};

	text_add(&line, "whittle: ");
	progress_format(progress, state, &line);
	if (!line.failed)
		progress_show_words(progress, line.data);
}

void progress_wipe(void)
{
	if (is_line_shown && !was_written())
		fputs(WIPE, stderr);
	is_line_shown = false;
}

void progress_wrote(void)
{
	fflush(stderr);
	was_written();
}
