/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/journal_export.h - journalctl -o export: a field a line, an empty
 * line behind each entry. A field whose value holds a line's end is its name
 * alone, a length of eight bytes, and the value: what stands in it is never
 * read as a line.
 * Source: systemd's Journal Export Formats.
 */

#ifndef WHITTLE_COLLECTORS_JOURNAL_EXPORT_H
#define WHITTLE_COLLECTORS_JOURNAL_EXPORT_H

#include "collectors/journal_entry.h"

#define JOURNAL_EXPORT_MAX 65536u /* bytes of one value that is read */

/* All zero is the beginning. */
struct journal_export {
	bool is_open; /* within an entry */
	struct text values;
	struct journal_place {
		bool is_there;
		size_t offset, length;
	} places[JOURNAL_FIELD_COUNT];
	bool is_twice, is_too_long;
	/* A value with its length, while it is read. */
	bool is_binary;
	enum journal_field binary_field;
	unsigned int length_bytes; /* of the length, seen so far */
	uint64_t binary_left;
};

void journal_export_done(struct journal_export *export);

enum journal_step {
	JOURNAL_NOT,	/* the line is of no entry */
	JOURNAL_TAKEN,	/* it is, and that is all */
	JOURNAL_RECORD, /* an entry ended: *RET_RESULT, *RET */
	JOURNAL_BROKEN, /* the same, but the line is not its own */
};

/* Take a LINE. *RET borrows from EXPORT until the next line. */
enum journal_step journal_export_line(struct journal_export *export,
				      struct span line,
				      struct form_state *state,
				      enum record_result *ret_result,
				      struct record *ret);

/* While is_binary: take bytes of DATA that are no lines; how many. */
size_t journal_export_bytes(struct journal_export *export, struct span data);

/* The input ended. False: no entry was open. */
bool journal_export_end(struct journal_export *export, struct form_state *state,
			enum record_result *ret_result, struct record *ret);

#endif
