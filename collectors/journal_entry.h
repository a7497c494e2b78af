/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/journal_entry.h - one entry of systemd's journal, whichever way
 * it was written out. What begins with "_" only journald itself sets: the
 * transport says who spoke, and nothing else does.
 * Source: systemd.journal-fields(7); journald-audit.c, journald-kmsg.c.
 */

#ifndef WHITTLE_COLLECTORS_JOURNAL_ENTRY_H
#define WHITTLE_COLLECTORS_JOURNAL_ENTRY_H

#include "collectors/form.h"

/* identifier, field */
#define JOURNAL_FIELD_TABLE(X)                                                 \
	X(TRANSPORT, "_TRANSPORT")                                             \
	X(MESSAGE, "MESSAGE")                                                  \
	X(TYPE, "_AUDIT_TYPE")                                                 \
	X(SERIAL, "_AUDIT_ID")                                                 \
	X(TIME, "_SOURCE_REALTIME_TIMESTAMP")                                  \
	X(HOST, "_HOSTNAME")                                                   \
	X(FACILITY, "SYSLOG_FACILITY")                                         \
	X(SPEAKER, "SYSLOG_IDENTIFIER")

enum journal_field {
#define X(id, name) JOURNAL_##id,
	JOURNAL_FIELD_TABLE(X)
#undef X
		JOURNAL_FIELD_COUNT
};

struct journal_entry {
	struct span fields[JOURNAL_FIELD_COUNT]; /* all zero: absent */
	bool is_twice; /* a field that matters stands in it twice */
	bool is_cut;   /* the message was left out by journalctl */
};

/* JOURNAL_FIELD_COUNT: none that is read. */
enum journal_field journal_field_from_name(struct span name);

/* The record in ENTRY, as form.parse() has it. *RET borrows from ENTRY. */
enum record_result journal_entry_parse(const struct journal_entry *entry,
				       struct form_state *state,
				       struct record *ret);

#endif
