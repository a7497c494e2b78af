/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/harvest_private.h - what the files of the harvest share:
 * harvest.c (the interface, phases, notes), harvest_owner.c (whose a record
 * is), harvest_seccomp.c (system calls), harvest_pending.c (those of which
 * that is not known yet), harvest_event.c, harvest_capability.c and
 * harvest_access.c (AVCs with their companions), harvest_exec.c (what is
 * executed and kept), harvest_survey.c (who is in a log).
 */

#ifndef WHITTLE_COLLECTORS_HARVEST_PRIVATE_H
#define WHITTLE_COLLECTORS_HARVEST_PRIVATE_H

#include "collectors/call_memo.h"
#include "collectors/event.h"
#include "collectors/event_memo.h"
#include "collectors/finding_table.h"
#include "collectors/harvest.h"
#include "collectors/label_table.h"
#include "collectors/name_table.h"
#include "collectors/tally.h"
#include "collectors/tracker.h"
#include "profile/syscall_arguments.h"

#define PHASE_CHANGES_MAX 16u
#define SESSIONS_MAX	  1024u
#define SUBJECTS_MAX	  4096u
#define SUBJECT_CALLS_MAX 65536u
#define SUBJECT_KEPT_MAX  64u

/* A process is its pid with the node's number above it: far above the
   kernel's PID_MAX_LIMIT. */
#define PROCESS_NODE_SHIFT 44
#define PROCESS_PID_MASK   ((1ull << PROCESS_NODE_SHIFT) - 1)

/* Who made a record, as far as it tells. */
struct maker {
	const struct known_label *label; /* NULL: none */
	const struct name *comm, *exe;	 /* NULL: none */
	bool has_pid, has_session;
	bool is_by_label; /* its session alone does not make it wanted */
	uint64_t pid, session;
	uint64_t process; /* the pid, on its node */
};

/* What processes of one name have kept by capset(). */
struct kept {
	const char *comm; /* interned */
	capset_t set;
};

/* One whose records are collected. */
struct subject {
	struct harvest_subject view;
	group_t group;
	struct profile *profile;
	struct profile own_profile;	    /* of a survey */
	struct tally calls;		    /* tags are phases */
	struct finding_table checks;	    /* harvest_capability.c */
	struct finding_table accesses;	    /* harvest_access.c */
	struct kept kept[SUBJECT_KEPT_MAX]; /* harvest_exec.c */
	size_t kept_count;
	bool has_root_run, has_user_run; /* as the SYSCALL records have it */
	uint32_t user;			 /* the lowest that is not root's */
	struct subject *next; /* of a survey, in the order of coming */
	UT_hash_handle hh;    /* of a survey, by group */
};

struct phase_change {
	uint64_t serial;
	enum phase phase;
};

/* A call and the values that one argument of it had. */
struct argument_count {
	uint32_t arch, number;
	uint64_t records;
	uint64_t values[ARGUMENT_VALUES_MAX];
	size_t value_count;
	bool is_full; /* there were more */
};

#define ARGUMENT_CALLS_MAX 32u

struct harvest {
	struct harvest_config config;
	struct harvest_stats stats;
	struct event_joiner *joiner;
	struct event_memo *memo; /* of logs; NULL: each event counts at once */
	uint64_t weight; /* how many events the present one stands for */
	unsigned int arguments_read; /* of it, by the judge */
	struct label_table labels;
	struct name_table comms, programs;
	struct name_table nodes;
	struct name_table words; /* classes, permissions, owners, ... */
	struct tracker_table trackers;
	struct call_memo call_memo;
	const struct known_label *noted_departure; /* the last one */
	struct subject main;			   /* without a survey */
	struct subject *subjects;		   /* of a survey, by group */
	/* Of a survey: the one process of all calls, and what it ended as. */
	uint64_t only_process;
	group_t only_group;
	bool has_process, has_processes;
	struct harvest_subject *survey;
	size_t survey_count;
	struct phase_change phases[PHASE_CHANGES_MAX];
	size_t phase_count;
	uint64_t hangup_serial; /* of the last SIGHUP that was sent */
	uint64_t sessions[SESSIONS_MAX];
	size_t session_count;
	struct argument_count arguments[ARGUMENT_CALLS_MAX];
	size_t argument_count;
	uint64_t calls_lost;	 /* calls past SUBJECT_CALLS_MAX */
	uint8_t *forgotten_pids; /* a bit each: calls of it were forgotten */
	/* The answer to the last question whether it is a launcher. */
	const struct name *asked_comm, *asked_exe;
	bool was_launcher;
	bool failed; /* memory ran out */
	struct harvest_flow flows[CAPABILITY_MAX + 1];
};

/* harvest_owner.c */
static inline bool harvest_is_survey(const struct harvest *harvest)
{
	return harvest->config.profile == NULL;
}
/* Does the choice depend on who a process is, and not on its names alone? */
static inline bool harvest_choice_varies(const struct harvest *harvest)
{
	const struct selection *selection = &harvest->config.selection;

	return selection->pid_count || selection->by_session ||
	       selection->by_either;
}
bool harvest_wants(const struct harvest *harvest, const struct maker *maker);
bool harvest_is_launcher(struct harvest *harvest, const struct maker *maker);
/* Does the selection go by labels alone or among others? */
bool harvest_goes_by_label(const struct harvest *harvest);

/* The process with PID of the node that RECORD is from. */
uint64_t harvest_process_on_node(struct harvest *harvest,
				 const struct record *record, uint64_t pid);
static inline uint64_t harvest_process_of(struct harvest *harvest,
					  const struct record *record,
					  uint64_t pid)
{
	return record->node.length
		       ? harvest_process_on_node(harvest, record, pid)
		       : pid;
}

/* harvest_seccomp.c */
void harvest_seccomp(struct harvest *harvest, const struct record *record);

/* harvest_pending.c */
/* Count calls of SUBJECT; NULL when they are more than are kept. */
const struct tally_slot *harvest_count_call(struct harvest *harvest,
					    struct subject *subject,
					    const struct tally_key *key,
					    enum phase phase, uint64_t count);
/* What TRACKER's process did before it was SUBJECT, except as OWN group. */
void harvest_count_pending(struct harvest *harvest, struct subject *subject,
			   struct tracker *tracker, group_t own);
/* What waits in TRACKER is counted, or dropped as another's. */
void harvest_settle(struct harvest *harvest, struct tracker *tracker);
/* The same for want of room: should it turn out to be the run's, that is
   told. A tracker_handler; CONTEXT is the harvest. */
void harvest_forget(void *context, struct tracker *tracker);
/* Were calls of PID forgotten? Once told, no longer. */
bool harvest_take_forgotten(struct harvest *harvest, uint64_t pid);

/* RECORD is the kernel's and makes no sense. */
void harvest_count_malformed(struct harvest *harvest,
			     const struct record *record);
/* Fill the profile of SUBJECT with the calls that were counted. */
void harvest_pour_calls(struct harvest *harvest, struct subject *subject);

/* harvest_event.c */
void harvest_event(void *harvest, const struct event *event);
/* An AVC before it is joined: the process now has the run's label. */
void harvest_peek_avc(struct harvest *harvest, const struct record *record);

/* harvest_capability.c, harvest_access.c: fill the profile of SUBJECT */
void harvest_pour_checks(struct subject *subject);
size_t harvest_count_capabilities(const struct subject *subject);
void harvest_pour_accesses(struct subject *subject);

/* harvest_event.c: the profile's own clean copy of WORD. NULL for none, and
   when they are more different ones than are kept (counted). */
const char *harvest_intern_word(struct harvest *harvest,
				struct profile *profile, struct span word);

/* harvest_exec.c: notes of what no check could tell */
void harvest_tell_unseen(const struct harvest *harvest,
			 struct subject *subject);

/* harvest_argument.c */
/* RECORD is a SYSCALL record: count the value of its argument. */
void harvest_argument(struct harvest *harvest, const struct record *record);
/* Into the profile of SUBJECT, after its calls. */
void harvest_pour_arguments(struct harvest *harvest, struct subject *subject);

/* harvest_survey.c */
/* The subject of a survey for GROUP; NULL for no subject, or no memory. */
struct subject *harvest_subject_of(struct harvest *harvest, group_t group);
/* SUBJECT made a record on NODE. */
void harvest_subject_node(struct subject *subject, struct span node);
void harvest_survey_finish(struct harvest *harvest);
void harvest_survey_done(struct harvest *harvest);

/* harvest.c */
/* Fill the profile of SUBJECT with all that was collected. */
void harvest_pour(struct harvest *harvest, struct subject *subject);
void harvest_subject_done(struct subject *subject);
enum phase harvest_phase_of(const struct harvest *harvest, uint64_t serial);

static inline group_t group_of_label(const struct known_label *label)
{
	return GROUP_LABEL + label->index;
}

#endif
