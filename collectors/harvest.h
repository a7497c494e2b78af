/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/harvest.h - from records to a profile.
 *
 * Whose a record is, is told by its label: the exact source context of the
 * run (scontext= of AVCs, subj= of others), or, where there are no labels, by
 * the audit session. SECCOMP records of a process under another label, up to
 * the execve that gave it the run's label, are the container runtime's phase
 * of this run. Nothing that another program did enters the profile.
 */

#ifndef WHITTLE_COLLECTORS_HARVEST_H
#define WHITTLE_COLLECTORS_HARVEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/family.h"
#include "collectors/record.h"
#include "collectors/refusal.h"
#include "collectors/selection.h"
#include "profile/check.h"
#include "profile/error.h"
#include "profile/profile.h"

/*
 * All borrowed until harvest_free(). With PROFILE NULL the harvest is a
 * survey: each subject met gets a profile of its own (harvest_survey()).
 */
struct harvest_config {
	struct profile *profile;
	capability_judge judge;
	struct selection selection; /* whose records count */
	/* Not NULL: only who started whom is taken, nothing else. */
	struct family *family;
	bool is_refined; /* much of what is done leaves no record */
	bool is_log; /* read to its end before anything is asked: events that
			repeat may be counted later */
	bool is_forgetful; /* no text is remembered, each record is read: slow,
			      to compare with */
	struct refusal_list *refusals; /* NULL: not collected */
	bool has_arguments;	       /* a rule has the kernel log arguments */
	/* All was given every capability, in effect: what asks for none needs
	   none. In a log nobody knows. */
	bool is_capable;
};

struct harvest_stats {
	uint64_t seen;		 /* records given to harvest_add() */
	uint64_t used;		 /* records that entered a profile */
	uint64_t seccomp;	 /* of those: SECCOMP */
	uint64_t capability;	 /* capability checks */
	uint64_t access;	 /* other AVCs */
	uint64_t malformed;	 /* kernel records without sense */
	uint64_t malformed_line; /* the first one's, 0: not of a log */
	uint64_t late;		 /* came after their event had been closed */
	uint64_t foreign;	 /* of other programs */
	uint64_t runtime_lost;	 /* processes whose runtime phase was forgotten
				    before they got the run's label */
	uint64_t names_lost;	 /* command names past the limit */
	bool is_alive; /* refined: a program was executed under the label */
};

struct harvest;

MUST_CHECK enum status harvest_new(const struct harvest_config *config,
				   struct harvest **ret, struct error *err);
void harvest_free(struct harvest *harvest);

/* Take one record into account. It is borrowed for the call only. */
void harvest_add(struct harvest *harvest, const struct record *record);

/*
 * Events with this SERIAL and later ones belong to PHASE. To be said before
 * such records are added. Before the first such call all is
 * PHASE_WORKLOAD. At most 16 changes.
 */
void harvest_phase_from(struct harvest *harvest, uint64_t serial,
			enum phase phase);

/* Sessions are added while the run goes on: its own, and their children. */
void harvest_session_add(struct harvest *harvest, uint32_t session);

/*
 * End the open events and fill in what is counted. Losses that the harvest
 * itself had (late, forgotten, malformed) are noted in the profile. Fails
 * with STATUS_INTERNAL when memory ran out on the way. *RET_STATS may be
 * NULL.
 */
MUST_CHECK enum status harvest_finish(struct harvest *harvest,
				      struct harvest_stats *ret_stats,
				      struct error *err);

/* Tell PROFILE what a finished harvest lost; its own profiles know it. */
void harvest_note_losses(const struct harvest *harvest,
			 struct profile *profile);

/* How many of the records added so far made no sense, and the first one's
   line; 0: none, or not of a log. */
uint64_t harvest_malformed(const struct harvest *harvest, uint64_t *ret_line);

/* What there is so far: records used, different capabilities and calls. */
struct harvest_counts {
	uint64_t records;
	size_t capabilities, calls;
};

struct harvest_counts harvest_counts(const struct harvest *harvest);

/* The checks of one capability of the host, since the flow began. */
struct harvest_flow {
	uint64_t checks;
	uint64_t stale; /* the last ones, that told nothing new */
	bool is_final;	/* its verdict is needed: no check can change it */
};

/* CAPABILITY is 0 to CAPABILITY_MAX. */
const struct harvest_flow *harvest_flow(const struct harvest *harvest,
					unsigned int capability);

/* All flows begin anew. */
void harvest_flow_restart(struct harvest *harvest);

/* Records that entered the profile so far: is the workload's own program
   running already? */
uint64_t harvest_used(const struct harvest *harvest);

/* The same for a refined run, where no call need leave a record: was a
   program executed under the label, as a run's audit rule tells? */
bool harvest_is_alive(const struct harvest *harvest);

/* One subject that a survey found. */
struct harvest_subject {
	const char *label; /* source context, NULL: the file has no labels */
	const char *exe;   /* without labels: the program */
	uint64_t capabilities, accesses, syscalls; /* records of each kind */
	uint64_t processes; /* pids seen, as far as they were remembered */
	uint64_t pid;	    /* of the first of them */
	struct string_list comms; /* a few of them */
	struct string_list nodes; /* whose log it was; empty: not said */
	struct profile *profile;  /* belongs to the harvest; pointers into
				     it end with harvest_free() */
};

/* The subjects of a finished survey, sorted by label or program. */
const struct harvest_subject *harvest_survey(const struct harvest *harvest,
					     size_t *ret_count);

#endif
