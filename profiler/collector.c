/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/collector.h"

#include <errno.h>
#include <linux/audit.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include "collectors/field.h"
#include "collectors/launcher.h"
#include "collectors/record.h"
#include "policies/judge.h"
#include "profile/file.h"
#include "profile/syscall_names.h"
#include "profile/text.h"
#include "profiler/collector_private.h"
#include "profiler/filter.h"
#include "profiler/process.h"

#define OPEN_TIMEOUT_MS	       45000u
#define OPEN_TIMEOUT_BEHIND_MS 240000u
#define MARK_SET_MS	       5000u
#define MARK_STEP_MS	       1

const char *collector_mode_name(enum collector_mode mode)
{
	return mode == COLLECTOR_MULTICAST ? "audit-multicast"
					   : "audit-unicast";
}

/* Is RECORD one of the marks waited for? Then it is forgotten. */
static bool take_mark(struct collector *collector, const struct record *record,
		      struct collector_mark *ret)
{
	uint32_t pid, number, wanted;

	if (record->type != AUDIT_SECCOMP || !collector->mark_count ||
	    !field_decimal32(record->text, "pid", &pid) ||
	    !field_decimal32(record->text, "syscall", &number) ||
	    !syscall_number(arch_native(), FENCE_SYSCALL, &wanted) ||
	    number != wanted)
		return false;
	for (size_t i = 0; i < collector->mark_count; i++) {
		if ((uint32_t)collector->marks[i].pid != pid)
			continue;
		*ret = collector->marks[i];
		collector->marks[i] = collector->marks[--collector->mark_count];
		return true;
	}
	return false;
}

static void handle_record(void *context, uint16_t type, const char *text,
			  size_t length)
{
	struct collector *collector = context;
	struct collector_mark mark;
	struct record record;

	if (record_from_kernel(type, text, length, &record) != RECORD_OK)
		return; /* replies to others' requests are no records */
	record.serial = serial_unwrap(&collector->serials, record.serial);
	audit_change_add(&collector->change, &record);
	if (collector->budget_bytes)
		log_share_add(&collector->share, &record, length);
	if (!take_mark(collector, &record, &mark))
		harvest_add(collector->harvest, &record);
	else if (mark.has_phase)
		harvest_phase_from(collector->harvest, record.serial,
				   mark.phase);
	else
		collector->is_end_seen = true;
}

enum status collector_read(struct collector *collector, struct error *err)
{
	return netlink_reader_read(collector->reader, handle_record, collector,
				   err);
}

static uint64_t count_overruns(const struct collector *collector)
{
	return netlink_reader_overruns(collector->reader) -
	       collector->overruns_before;
}

/* By auditctl --reset-lost, whose record would have told the count: was it
   lost itself? */
static bool is_count_reset(const struct collector *collector,
			   const struct audit_state *now)
{
	return now->lost + collector->change.lost_at_resets <
	       collector->lost_before;
}

static uint64_t count_lost(const struct collector *collector,
			   const struct audit_state *now)
{
	return is_count_reset(collector, now)
		       ? now->lost
		       : now->lost + collector->change.lost_at_resets -
				 collector->lost_before;
}

uint64_t collector_lost(const struct collector *collector)
{
	uint64_t overruns = count_overruns(collector);
	struct audit_state now;

	if (audit_state_get(&now, NULL) != STATUS_OK)
		return overruns;
	return overruns + count_lost(collector, &now);
}

uint64_t collector_messages(const struct collector *collector)
{
	return netlink_reader_messages(collector->reader);
}

static enum status add_mark(struct collector *collector,
			    struct collector_mark *mark, struct error *err)
{
	/* Marks that were lost make room for new ones, the oldest first. */
	if (collector->mark_count == COLLECTOR_MARKS_MAX)
		memmove(collector->marks, collector->marks + 1,
			--collector->mark_count * sizeof(*mark));
	mark->pid = filter_emit_fence();
	if (mark->pid < 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "set a mark in the log");
	collector->marks[collector->mark_count++] = *mark;
	return STATUS_OK;
}

/*
 * Until the child has made its call, or will never. Records are read meanwhile:
 * where the kernel's queue is full it waits for us.
 */
static enum status await_mark(struct collector *collector, pid_t pid,
			      struct error *err)
{
	uint64_t started_ms = process_now_ms();
	enum status status = STATUS_OK;

	while (status == STATUS_OK && waitpid(pid, NULL, WNOHANG) == 0 &&
	       process_now_ms() - started_ms < MARK_SET_MS) {
		struct pollfd poll_fd = {.fd = collector->fd, .events = POLLIN};

		poll(&poll_fd, 1, MARK_STEP_MS);
		status = collector_read(collector, err);
	}
	return status;
}

static void note_lost_mark(const struct collector *collector, enum phase phase)
{
	profile_note_incomplete(collector->profile,
				"the mark that begins the phase '%s' was lost: "
				"what was done in it stands in the one before",
				phase_name(phase));
}

enum status collector_begin_phase(struct collector *collector, enum phase phase,
				  struct error *err)
{
	struct collector_mark mark = {.has_phase = true, .phase = phase};

	if (add_mark(collector, &mark, NULL) == STATUS_OK)
		return await_mark(collector, mark.pid, err);
	/* Where the workload has taken all processes there are. */
	note_lost_mark(collector, phase);
	return STATUS_OK;
}

enum status collector_mark_end(struct collector *collector, struct error *err)
{
	collector->is_end_seen = false;
	return add_mark(collector, &(struct collector_mark){0}, err);
}

/*
 * How long to wait for a mark: longer while older records, of a flood before
 * us, still stand in the kernel's queue for a slow auditd.
 */
static bool is_patience_over(uint64_t waited_ms)
{
	struct audit_state state;

	if (waited_ms < OPEN_TIMEOUT_MS)
		return false;
	return waited_ms >= OPEN_TIMEOUT_BEHIND_MS ||
	       audit_state_get(&state, NULL) != STATUS_OK || !state.backlog;
}

/*
 * What was lost up to here is of no run: where nobody owns audit, the kernel
 * drops what its queue of old records has no room for, until we are the owner.
 */
static enum status begin_count(struct collector *collector, struct error *err)
{
	struct audit_state now;
	enum status status = audit_state_get(&now, err);

	if (status != STATUS_OK)
		return status;
	collector->lost_before = now.lost;
	collector->overruns_before = netlink_reader_overruns(collector->reader);
	collector->messages_before = netlink_reader_messages(collector->reader);
	/* The queue of old records holds changes by those before us. */
	collector->change = (struct audit_change){0};
	return STATUS_OK;
}

/* A mark of our own must come through, or nothing will. */
static enum status check_flow(struct collector *collector, struct error *err)
{
	uint64_t started_ms = process_now_ms();
	enum status status = collector_mark_end(collector, err);

	while (status == STATUS_OK && !collector->is_end_seen) {
		struct pollfd poll_fd = {.fd = collector->fd, .events = POLLIN};

		if (is_patience_over(process_now_ms() - started_ms))
			return error_set(err, STATUS_UNSUPPORTED,
					 "see whittle doctor, and auditctl -l "
					 "for rules that drop records",
					 "no record of the kernel arrives "
					 "(%s)",
					 collector_mode_name(collector->mode));
		poll(&poll_fd, 1, 200);
		status = collector_read(collector, err);
	}
	return status;
}

/* Without labels: this program before its child's execve, or a runtime. */
static bool is_launcher(const char *comm, const char *exe)
{
	static char own[4096];

	if (!own[0] && readlink("/proc/self/exe", own, sizeof(own) - 1) < 0)
		own[0] = '\0';
	return (exe && own[0] && strcmp(exe, own) == 0) ||
	       launcher_is_hinted(comm, exe);
}

/* Of what is executed in a container by those whom we start. */
static uint64_t own_session(void)
{
	char line[32];
	uint64_t session;

	return file_read_line("/proc/self/sessionid", line, sizeof(line)) &&
			       parse_decimal(line, UINT32_MAX, &session)
		       ? session
		       : UINT32_MAX;
}

static enum status open_reader(struct collector *collector,
			       const struct collector_config *config,
			       struct error *err)
{
	const struct harvest_config harvest = {
		.profile = config->profile,
		.judge = policy_judge_capability,
		.is_capable = !config->refusals,
		.has_arguments = config->has_arguments,
		.refusals = config->refusals,
		.is_refined = config->is_refined,
		.selection = {.context = config->label,
			      .by_session = !config->label || config->refusals,
			      .by_either = config->refusals,
			      .is_shared = config->is_label_shared,
			      .other_session = own_session(),
			      .is_launcher = is_launcher},
	};
	uint64_t wanted = config->buffer_bytes ? config->buffer_bytes
					       : COLLECTOR_BUFFER_BYTES;
	uint64_t given;
	enum status status = audit_collector_open(collector->mode, wanted,
						  &collector->fd, &given, err);

	if (status != STATUS_OK)
		return status;
	say_detail(config->invocation, "the socket's buffer: %llu KiB",
		   (unsigned long long)given / 1024);
	status = netlink_reader_new(collector->fd, &collector->reader, err);
	if (status == STATUS_OK)
		status = harvest_new(&harvest, &collector->harvest, err);
	return status;
}

enum status collector_open(struct collector *collector,
			   const struct collector_config *config,
			   struct error *err)
{
	enum status status;

	*collector = (struct collector){
		.fd = -1,
		.profile = config->profile,
		.has_checks = config->label || config->refusals,
		.share = {.label = config->label,
			  .has_all = config->refusals != NULL},
	};
	status = collector_prepare(collector, config, err);
	if (status == STATUS_OK)
		status = open_reader(collector, config, err);
	if (status == STATUS_OK)
		status = check_flow(collector, err);
	if (status == STATUS_OK)
		status = begin_count(collector, err);
	return status;
}

bool collector_is_over_budget(const struct collector *collector)
{
	return collector->budget_bytes &&
	       collector->share.bytes >= collector->budget_bytes;
}

/*
 * Where nobody owns audit the kernel counts as lost what its queue of old
 * records has no room for, after it has given it to the group. Only what is
 * more than we have read was lost for sure. Source: kernel/audit.c
 * kauditd_thread(), kauditd_hold_skb() (6.12).
 */
static uint64_t lost_for_sure(struct collector *collector, uint64_t lost,
			      const struct audit_state *after)
{
	uint64_t read = netlink_reader_messages(collector->reader) -
			collector->messages_before;

	if (!lost || collector->mode != COLLECTOR_MULTICAST ||
	    (collector->before.owner && after->owner))
		return lost;
	profile_note_incomplete(
		collector->profile,
		"nobody owned the audit system: the kernel's count of lost "
		"records holds those that it could keep for no auditd, and "
		"whether others were lost cannot be told (--collector "
		"unicast)");
	return lost > read ? lost - read : 0;
}

/* What the kernel lost, as far as it can be asked. */
static void finish_count(struct collector *collector,
			 const struct audit_state *after)
{
	uint64_t lost =
		lost_for_sure(collector, count_lost(collector, after), after);

	profile_source_add(collector->profile, "kernel", lost);
	if (lost)
		profile_note_incomplete(
			collector->profile,
			"the kernel lost audit records: a larger backlog "
			"limit may keep them (--audit-backlog)");
	if (is_count_reset(collector, after))
		profile_note_incomplete(
			collector->profile,
			"the kernel's count of lost records was set back while "
			"this was recorded (auditctl --reset-lost): how many "
			"were lost until then is not known");
}

static void note_lost_marks(const struct collector *collector)
{
	for (size_t i = 0; i < collector->mark_count; i++)
		if (collector->marks[i].has_phase)
			note_lost_mark(collector, collector->marks[i].phase);
}

/* After days of recording no question that stays unanswered is the end. */
static void note_state(struct collector *collector)
{
	struct audit_state after;
	struct audit_rules rules;
	bool has_state = audit_state_get(&after, NULL) == STATUS_OK;
	bool has_rules = audit_rules_get(&rules, NULL) == STATUS_OK;

	if (has_state)
		finish_count(collector, &after);
	else
		profile_note_incomplete(
			collector->profile,
			"the kernel did not say at the end how many records it "
			"had lost");
	audit_change_note(&collector->change, has_state ? &after : NULL,
			  has_rules ? &rules : NULL, collector->has_checks,
			  collector->profile);
}

enum status collector_finish(struct collector *collector,
			     struct harvest_stats *ret_stats, struct error *err)
{
	const char *name = collector_mode_name(collector->mode);
	uint64_t overruns = count_overruns(collector);

	profile_source_add(collector->profile, name, overruns);
	note_state(collector);
	note_lost_marks(collector);
	if (overruns)
		profile_note_incomplete(
			collector->profile,
			"the audit socket overran: each time at least one "
			"record was lost; a larger receive buffer may keep "
			"them (--audit-buffer)");
	if (netlink_reader_cut(collector->reader))
		profile_note_incomplete(collector->profile,
					"records were longer than is read: "
					"their end is missing");
	return harvest_finish(collector->harvest, ret_stats, err);
}

void collector_close(struct collector *collector)
{
	if (collector->reader || collector->harvest || collector->fd > 0)
		audit_collector_close(collector->mode, &collector->fd);
	netlink_reader_free(collector->reader);
	harvest_free(collector->harvest);
	*collector = (struct collector){.fd = -1};
}
