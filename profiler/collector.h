/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/collector.h - collecting a run's records live: the audit system
 * made ready (and journaled), the socket, the harvest, and the marks that
 * say "all up to here has been read".
 */

#ifndef WHITTLE_PROFILER_COLLECTOR_H
#define WHITTLE_PROFILER_COLLECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "collectors/harvest.h"
#include "collectors/netlink.h"
#include "collectors/serial_unwrap.h"
#include "profile/error.h"
#include "profile/profile.h"
#include "profiler/audit_change.h"
#include "profiler/audit_control.h"
#include "profiler/log_share.h"
#include "profiler/verb.h"

#define COLLECTOR_BACKLOG_LIMIT 65536u
#define COLLECTOR_BUFFER_BYTES	(64u << 20)

struct collector_config {
	enum collector_mode mode;
	uint64_t buffer_bytes;	/* 0: COLLECTOR_BUFFER_BYTES */
	uint32_t backlog_limit; /* 0: COLLECTOR_BACKLOG_LIMIT */
	/* Bytes of records that a log on disk may grow by; 0: by its size. */
	uint64_t log_budget_bytes;
	bool is_log_budget_off;
	const char *label; /* NULL: by session */
	/* An enforced run: by label and session, with what it was refused; in
	   domain TYPE, if any. */
	struct refusal_list *refusals; /* NULL: a profiling run */
	const char *type;
	bool is_label_shared; /* its level was not drawn for this run */
	bool has_arguments;   /* log the arguments of some calls as well */
	bool is_refined;      /* known calls leave no record */
	struct profile *profile;
	const struct invocation *invocation;
};

/* A mark in the log: a child's one logged call, known by its pid. */
struct collector_mark {
	pid_t pid;
	bool has_phase; /* what is logged after it belongs to PHASE */
	enum phase phase;
};

#define COLLECTOR_MARKS_MAX 64

struct collector {
	enum collector_mode mode; /* unicast or multicast, never auto */
	int fd;
	struct netlink_reader *reader;
	struct harvest *harvest;
	struct profile *profile;
	struct audit_state before; /* as it was */
	uint32_t lost_before;	   /* what was lost until the first mark came */
	uint64_t overruns_before;  /* through is of no run */
	uint64_t messages_before;
	struct audit_change change; /* by others, since then */
	bool has_checks;	    /* not of system calls alone */
	struct serial_unwrap serials;
	struct log_share share;
	uint64_t budget_bytes;				  /* 0: none */
	struct collector_mark marks[COLLECTOR_MARKS_MAX]; /* not yet seen */
	size_t mark_count;
	bool is_end_seen; /* a mark without phase came through */
};

/*
 * Recognise what would spoil the run (locked, excluded, ruled out audit
 * system), write down and change the settings, open the socket and see that a
 * record comes through. STATUS_UNSUPPORTED with the reason. The lock must be
 * held and the watchdog run.
 */
MUST_CHECK enum status collector_open(struct collector *collector,
				      const struct collector_config *config,
				      struct error *err);

/* Read what is there now. */
MUST_CHECK enum status collector_read(struct collector *collector,
				      struct error *err);

/* What is known to be lost so far, in the kernel and on the socket. */
uint64_t collector_lost(const struct collector *collector);

/* How many records have been read. */
uint64_t collector_messages(const struct collector *collector);

/* Records after this moment belong to PHASE: what is done when it returns is
   logged behind the mark. Reads on meanwhile. */
MUST_CHECK enum status collector_begin_phase(struct collector *collector,
					     enum phase phase,
					     struct error *err);

/* Set a mark, again when it was lost; is_end_seen turns true once one is
   read: all that was logged before it has been read then. */
MUST_CHECK enum status collector_mark_end(struct collector *collector,
					  struct error *err);

/* Has the log on disk taken all of the run that it may? */
bool collector_is_over_budget(const struct collector *collector);

/*
 * End: counts losses of the kernel and of the socket into the profile, fills
 * it. *RET_STATS as harvest_finish().
 */
MUST_CHECK enum status collector_finish(struct collector *collector,
					struct harvest_stats *ret_stats,
					struct error *err);
/* Give up ownership, close, free. An all-zero collector is fine. */
void collector_close(struct collector *collector);

/* "audit-unicast", "audit-multicast" */
const char *collector_mode_name(enum collector_mode mode);

#endif
