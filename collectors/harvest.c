/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/harvest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/field.h"
#include "collectors/harvest_private.h"
#include "profile/text.h"

#define SESSION_UNSET UINT32_MAX
/* The key of the rules that a run adds for SIGHUP. */
#define HANGUP_KEY "\"whittle-hangup\""

/* EVENT came COUNT times more. */
static void weigh_event(void *context, const struct event *event,
			uint64_t count)
{
	struct harvest *harvest = context;

	harvest->weight = count;
	harvest_event(harvest, event);
	harvest->weight = 1;
}

static bool has_avc(const struct event *event)
{
	for (size_t i = 0; i < event->count; i++)
		if (event->records[i]->type == AUDIT_AVC)
			return true;
	return false;
}

/* An event that was joined: like one before, or taken apart. */
static void take_event(void *context, const struct event *event)
{
	struct harvest *harvest = context;
	uint64_t malformed = harvest->stats.malformed;
	bool is_common =
		harvest->memo && !harvest->phase_count && has_avc(event);

	if (is_common && event_memo_count(harvest->memo, event))
		return;
	harvest->arguments_read = 0;
	harvest_event(harvest, event);
	/* What makes no sense is told with the line that it stands on. */
	if (is_common && harvest->stats.malformed == malformed)
		event_memo_keep(harvest->memo, event, harvest->arguments_read);
}

enum status harvest_new(const struct harvest_config *config,
			struct harvest **ret, struct error *err)
{
	struct harvest *harvest = calloc(1, sizeof(*harvest));
	const struct selection *selection = &config->selection;
	enum status status;

	if (!harvest)
		return error_no_memory(err);
	harvest->config = *config;
	harvest->weight = 1;
	harvest->main.profile = config->profile;
	harvest->trackers.handler = harvest_forget;
	harvest->trackers.context = harvest;
	if (!label_table_init(&harvest->labels, &harvest->config.selection))
		status = error_set(err, STATUS_USAGE,
				   "as in system_u:system_r:container_t:s0",
				   "'%s' is no SELinux context",
				   printable(config->selection.context));
	else
		status = event_joiner_new(take_event, harvest, &harvest->joiner,
					  err);
	if (status == STATUS_OK && config->is_log && !config->is_forgetful &&
	    !selection->pid_count && !selection->by_session &&
	    !config->has_arguments)
		status = event_memo_new(weigh_event, harvest, &harvest->memo,
					err);
	if (status != STATUS_OK) {
		harvest_free(harvest);
		return status;
	}
	*ret = harvest;
	return STATUS_OK;
}

void harvest_free(struct harvest *harvest)
{
	if (!harvest)
		return;
	event_joiner_free(harvest->joiner);
	event_memo_free(harvest->memo);
	tracker_table_done(&harvest->trackers);
	harvest_survey_done(harvest);
	label_table_done(&harvest->labels);
	name_table_done(&harvest->comms);
	name_table_done(&harvest->programs);
	name_table_done(&harvest->nodes);
	name_table_done(&harvest->words);
	harvest_subject_done(&harvest->main);
	free(harvest->forgotten_pids);
	free(harvest);
}

void harvest_phase_from(struct harvest *harvest, uint64_t serial,
			enum phase phase)
{
	if (harvest->phase_count < PHASE_CHANGES_MAX)
		harvest->phases[harvest->phase_count++] =
			(struct phase_change){serial, phase};
}

/* The last change that is not after SERIAL. */
enum phase harvest_phase_of(const struct harvest *harvest, uint64_t serial)
{
	for (size_t i = harvest->phase_count; i > 0; i--)
		if (serial >= harvest->phases[i - 1].serial)
			return harvest->phases[i - 1].phase;
	return PHASE_WORKLOAD;
}

void harvest_count_malformed(struct harvest *harvest,
			     const struct record *record)
{
	struct harvest_stats *stats = &harvest->stats;

	stats->malformed++;
	if (record->line &&
	    (!stats->malformed_line || record->line < stats->malformed_line))
		stats->malformed_line = record->line;
}

uint64_t harvest_malformed(const struct harvest *harvest, uint64_t *ret_line)
{
	*ret_line = harvest->stats.malformed_line;
	return harvest->stats.malformed;
}

static bool has_session(const struct harvest *harvest, uint64_t session)
{
	for (size_t i = 0; i < harvest->session_count; i++)
		if (harvest->sessions[i] == session)
			return true;
	return false;
}

void harvest_session_add(struct harvest *harvest, uint32_t session)
{
	if (session == SESSION_UNSET || has_session(harvest, session))
		return;
	if (harvest->session_count < SESSIONS_MAX)
		harvest->sessions[harvest->session_count++] = session;
	else
		harvest->stats.names_lost++;
}

/* A process of the run got a new session: that is the run's as well. */
static void harvest_login(struct harvest *harvest, const struct record *record)
{
	uint64_t old, session, result;

	if (!harvest->config.selection.by_session ||
	    !field_decimal(record->text, "old-ses", &old) ||
	    !field_decimal(record->text, "ses", &session) ||
	    (field_decimal(record->text, "res", &result) && result == 0))
		return;
	if (session < SESSION_UNSET && has_session(harvest, old))
		harvest_session_add(harvest, (uint32_t)session);
}

/*
 * Somebody sends SIGHUP: the SYSCALL record of a run's own rule says that, the
 * OBJ_PID record behind it to whom. From there on the run's records are a
 * reload's, until it is ordered to stop.
 */
static void note_hangup(struct harvest *harvest, const struct record *record)
{
	struct span value;

	if (field_find(record->text, "key", &value) &&
	    span_is(value, HANGUP_KEY) &&
	    field_find(record->text, "success", &value) &&
	    span_is(value, "yes"))
		harvest->hangup_serial = record->serial;
}

static void note_target(struct harvest *harvest, const struct record *record)
{
	const struct known_label *label;
	enum phase phase = harvest_phase_of(harvest, record->serial);
	struct span value;

	if (record->serial != harvest->hangup_serial ||
	    phase == PHASE_SHUTDOWN || phase == PHASE_RELOAD ||
	    !field_find(record->text, "obj", &value))
		return;
	label = label_table_get(&harvest->labels, value);
	if (label && label->is_selected)
		harvest_phase_from(harvest, record->serial, PHASE_RELOAD);
}

/* A program of the run makes a call that a rule of the run is about. */
static void note_life(struct harvest *harvest, const struct record *record)
{
	const struct known_label *label;
	struct span value;

	if (!field_find(record->text, "subj", &value))
		return;
	label = label_table_get(&harvest->labels, value);
	harvest->stats.is_alive = label && label->is_selected;
}

/* Who started whom: the one thing that SYSCALL records alone tell. */
static void take_family(struct family *family, const struct record *record)
{
	uint64_t pid, parent;

	if (record->type == AUDIT_SYSCALL &&
	    field_decimal(record->text, "pid", &pid) &&
	    field_decimal(record->text, "ppid", &parent))
		family_add(family, parent, pid);
}

void harvest_add(struct harvest *harvest, const struct record *record)
{
	harvest->stats.seen++;
	if (harvest->config.family) {
		take_family(harvest->config.family, record);
		return;
	}
	switch (record->type) {
	case AUDIT_SECCOMP:
		harvest_seccomp(harvest, record);
		return;
	case AUDIT_LOGIN:
		harvest_login(harvest, record);
		return;
	case AUDIT_AVC:
		harvest_peek_avc(harvest, record);
		break;
	case AUDIT_OBJ_PID:
		if (harvest->phase_count)
			note_target(harvest, record);
		return;
	case AUDIT_SYSCALL:
		if (harvest->phase_count)
			note_hangup(harvest, record);
		if (harvest->config.is_refined && !harvest->stats.is_alive)
			note_life(harvest, record);
		break;
	case AUDIT_SELINUX_ERR:
	case AUDIT_CAPSET:
	case AUDIT_CWD:
	case AUDIT_PATH:
		break;
	default:
		return;
	}
	if (!event_joiner_add(harvest->joiner, record))
		harvest->failed = true;
}

void harvest_pour(struct harvest *harvest, struct subject *subject)
{
	harvest_pour_calls(harvest, subject);
	harvest_pour_arguments(harvest, subject);
	harvest_pour_checks(subject);
	harvest_pour_accesses(subject);
	harvest_tell_unseen(harvest, subject);
	harvest->failed |= subject->checks.failed || subject->accesses.failed ||
			   subject->profile->failed;
}

void harvest_subject_done(struct subject *subject)
{
	tally_done(&subject->calls);
	finding_table_done(&subject->checks);
	finding_table_done(&subject->accesses);
}

void harvest_note_losses(const struct harvest *harvest, struct profile *profile)
{
	const struct harvest_stats *stats = &harvest->stats;

	if (stats->malformed_line)
		profile_note_incomplete(
			profile,
			"%" PRIu64 " records of the kernel had missing or "
			"senseless fields: the first is line "
			"%" PRIu64,
			stats->malformed, stats->malformed_line);
	else if (stats->malformed)
		profile_note_incomplete(profile,
					"%" PRIu64
					" records of the kernel had missing or "
					"senseless fields",
					stats->malformed);
	if (stats->late)
		profile_note_incomplete(
			profile,
			"%" PRIu64 " records came too late to be joined with "
			"their event",
			stats->late);
	if (stats->runtime_lost)
		profile_note_incomplete(
			profile,
			"the container runtime's calls of %" PRIu64
			" processes were forgotten: too many at once",
			stats->runtime_lost);
	if (harvest->calls_lost)
		profile_note_incomplete(profile,
					"%" PRIu64
					" system calls were more than are kept",
					harvest->calls_lost);
	if (stats->names_lost)
		profile_note_incomplete(profile,
					"%" PRIu64
					" records had names past what is kept",
					stats->names_lost);
}

static void count_lost_names(struct harvest *harvest)
{
	struct subject *subject, *next;

	harvest->stats.names_lost +=
		harvest->comms.lost + harvest->programs.lost +
		harvest->words.lost + harvest->labels.lost +
		harvest->main.checks.lost + harvest->main.accesses.lost;
	HASH_ITER (hh, harvest->subjects, subject, next)
		harvest->stats.names_lost +=
			subject->checks.lost + subject->accesses.lost;
}

static void note_everywhere(struct harvest *harvest)
{
	struct subject *subject, *next;

	if (harvest->config.profile)
		harvest_note_losses(harvest, harvest->config.profile);
	HASH_ITER (hh, harvest->subjects, subject, next) {
		harvest_note_losses(harvest, subject->profile);
		harvest->failed |= subject->profile->failed;
	}
}

enum status harvest_finish(struct harvest *harvest,
			   struct harvest_stats *ret_stats, struct error *err)
{
	event_joiner_flush(harvest->joiner);
	if (harvest->memo)
		event_memo_flush(harvest->memo);
	tracker_table_flush(&harvest->trackers);
	harvest->failed |= harvest->trackers.failed;
	harvest->stats.late = event_joiner_late(harvest->joiner);
	count_lost_names(harvest);
	note_everywhere(harvest);
	if (harvest_is_survey(harvest))
		harvest_survey_finish(harvest);
	else
		harvest_pour(harvest, &harvest->main);
	if (ret_stats)
		*ret_stats = harvest->stats;
	if (harvest->failed)
		return error_no_memory(err);
	return harvest->config.profile
		       ? profile_check(harvest->config.profile, err)
		       : STATUS_OK;
}

uint64_t harvest_used(const struct harvest *harvest)
{
	return harvest->stats.used;
}

/* By whom and in which phase is not counted. */
static size_t count_calls(const struct tally *calls)
{
	struct tally different = {0};
	const struct tally_slot *slot;
	uint32_t position = 0;
	size_t count;

	while ((slot = tally_next(calls, &position)))
		if (!tally_add(&different,
			       &(struct tally_key){.arch = slot->key.arch,
						   .number = slot->key.number},
			       1, SUBJECT_CALLS_MAX))
			break;
	count = different.used;
	tally_done(&different);
	return count;
}

struct harvest_counts harvest_counts(const struct harvest *harvest)
{
	return (struct harvest_counts){
		.records = harvest->stats.used,
		.capabilities = harvest_count_capabilities(&harvest->main),
		.calls = count_calls(&harvest->main.calls),
	};
}

bool harvest_is_alive(const struct harvest *harvest)
{
	return harvest->stats.is_alive;
}

const struct harvest_flow *harvest_flow(const struct harvest *harvest,
					unsigned int capability)
{
	return &harvest->flows[capability];
}

void harvest_flow_restart(struct harvest *harvest)
{
	memset(harvest->flows, 0, sizeof(harvest->flows));
}
