/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/undo.h - undoing what one line of a journal says. A line that no
 * run can have written is refused: it names nothing of ours.
 */

#ifndef WHITTLE_PROFILER_UNDO_H
#define WHITTLE_PROFILER_UNDO_H

#include "profile/error.h"

/*
 * Undo LINE (changed) of the journal in DIRECTORY. What is undone already is
 * STATUS_OK. STATUS_MALFORMED when the line is not known or malformed.
 */
MUST_CHECK enum status undo_line(const char *directory, char *line,
				 struct error *err);

#endif
