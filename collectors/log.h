/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/log.h - a log, line by line, into a harvest: forms mixed, AVCs
 * wrapped over lines put together, what is not believed and what is damaged
 * counted.
 */

#ifndef WHITTLE_COLLECTORS_LOG_H
#define WHITTLE_COLLECTORS_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/harvest.h"
#include "collectors/serial_watch.h"
#include "profile/error.h"

#define LOG_LINE_MAX (1u << 20)

struct log_stats {
	uint64_t lines, bytes;
	/* By enum record_result: how many, and the first one's line. */
	uint64_t results[RECORD_RESULT_COUNT];
	uint64_t first_line[RECORD_RESULT_COUNT];
	uint64_t lost;	 /* records, as the log's own words have it */
	bool has_losses; /* the log says that some were lost, maybe not how
			    many */
	struct serial_losses serials; /* of what auditd wrote */
	bool has_no_head;	      /* it begins in the middle of an event */
	const char *damage; /* of a packed input, the first; NULL: none */
};

/* Milliseconds since 1970; records without a stamp pass. */
struct log_range {
	bool has_since, has_until;
	uint64_t since_ms, until_ms; /* both inclusive */
};

struct log_reader;

/* HARVEST is borrowed. RANGE may be NULL. */
MUST_CHECK enum status log_reader_new(struct harvest *harvest,
				      const struct log_range *range,
				      struct log_reader **ret,
				      struct error *err);
void log_reader_free(struct log_reader *reader);

/*
 * Read one whole input: to the end of the descriptor FD (borrowed; file, pipe
 * or terminal; unpacked when it is gzip or zstd), or LENGTH bytes of memory.
 * Fails with STATUS_MALFORMED when it cannot be read.
 */
MUST_CHECK enum status log_read_file(struct log_reader *reader, int fd,
				     struct error *err);
MUST_CHECK enum status log_read(struct log_reader *reader, const char *data,
				size_t length, struct error *err);

/* Of all inputs so far; lines are counted on from input to input. What of it
   makes no sense the harvest knows in full when it is finished. */
const struct log_stats *log_reader_stats(struct log_reader *reader);

/*
 * Tell PROFILE what was lost: damage by its kind, the log's own words about
 * losses, a source "log".
 */
void log_note_losses(const struct log_stats *stats, struct profile *profile);

#endif
