/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <linux/audit.h>

#include "profiler/audit_log_disk.h"
#include "profiler/collector_private.h"
#include "profiler/journal.h"

#define RECORD_BYTES_MEAN 350u /* of a SECCOMP record in auditd's log */

/* What no setting of ours would mend. */
static enum status check_audit(const struct audit_state *state,
			       const struct collector_config *config,
			       struct audit_rules *ret_rules, struct error *err)
{
	struct audit_rules rules;
	enum status status = audit_rules_get(&rules, err);

	if (status != STATUS_OK)
		return status;
	if (state->failure == AUDIT_FAILURE_PANIC)
		return error_set(err, STATUS_UNSUPPORTED, "auditctl -f 1",
				 "this host panics when an audit record is "
				 "lost");
	if (state->enabled == AUDIT_ENABLED_LOCKED &&
	    (state->rate_limit || state->backlog_limit < 1024))
		return error_set(err, STATUS_UNSUPPORTED,
				 "raise the backlog limit and drop the rate "
				 "limit in the rules file, and reboot",
				 "audit is locked with backlog limit %u and "
				 "rate limit %u: records would be lost",
				 state->backlog_limit, state->rate_limit);
	if (rules.has_task_never && (config->label || config->refusals))
		return error_set(err, STATUS_UNSUPPORTED,
				 "auditctl -d task,never (and in "
				 "/etc/audit/rules.d)",
				 "the audit rule 'task,never' keeps the "
				 "records that say who asked for what");
	if (rules.is_seccomp_excluded)
		return error_set(err, STATUS_UNSUPPORTED,
				 "remove the exclude rule (auditctl -l)",
				 "an audit rule excludes SECCOMP records");
	if (rules.is_avc_excluded && config->label)
		return error_set(err, STATUS_UNSUPPORTED,
				 "remove the exclude rule (auditctl -l)",
				 "an audit rule excludes AVC records");
	*ret_rules = rules;
	return STATUS_OK;
}

static enum status change_setting(const struct collector_config *config,
				  const struct audit_state *state,
				  enum audit_setting setting, uint32_t value,
				  struct error *err)
{
	uint32_t old = audit_setting_of(state, setting);
	enum status status;

	if (old == value)
		return STATUS_OK;
	status = journal_add(err, "audit %s %u from %u",
			     audit_setting_name(setting), old, value);
	if (status != STATUS_OK)
		return status;
	say_detail(config->invocation,
		   "audit's %s: %u instead of %u until the end",
		   audit_setting_name(setting), value, old);
	return audit_setting_set(setting, value, err);
}

static enum status change_settings(const struct audit_state *state,
				   const struct collector_config *config,
				   uint32_t backlog, struct error *err)
{
	enum status status;

	if (state->enabled == AUDIT_ENABLED_LOCKED)
		return STATUS_OK;
	/* A larger limit than ours is left, unless one was asked for. */
	if (!config->backlog_limit && state->backlog_limit > backlog)
		backlog = state->backlog_limit;
	status = change_setting(config, state, AUDIT_SETTING_BACKLOG_LIMIT,
				backlog, err);
	if (status == STATUS_OK)
		status = change_setting(config, state, AUDIT_SETTING_RATE_LIMIT,
					0, err);
	if (status == STATUS_OK)
		status = change_setting(config, state, AUDIT_SETTING_ENABLED, 1,
					err);
	return status;
}

static bool is_rule_wanted(const struct collector_config *config,
			   enum audit_rule_id id)
{
	if (config->refusals)
		return audit_rule_is_of_refusals(id);
	if (id == AUDIT_RULE_ARGUMENTS)
		return config->has_arguments;
	return !audit_rule_is_of_refusals(id);
}

static enum status add_rule(const struct collector_config *config,
			    enum audit_rule_id id, struct error *err)
{
	const char *type = config->refusals ? config->type : NULL;
	enum status status =
		journal_add(err, "audit-rule %s%s%s", audit_rule_name(id),
			    type ? " " : "", type ? type : "");

	if (status != STATUS_OK)
		return status;
	say_detail(config->invocation, "audit rule '%s' until the end",
		   audit_rule_name(id));
	return audit_rule_set(id, type, true, err);
}

static enum status add_rules(struct collector *collector,
			     const struct collector_config *config,
			     const struct audit_rules *rules, struct error *err)
{
	enum status status = STATUS_OK;

	if (collector->before.enabled == AUDIT_ENABLED_LOCKED &&
	    config->has_arguments)
		return error_set(err, STATUS_UNSUPPORTED, "leave it away",
				 "audit is locked: no rule for --arg-rules "
				 "can be added");
	if (collector->before.enabled == AUDIT_ENABLED_LOCKED) {
		profile_note(collector->profile,
			     "audit is locked, no rule can be added: file "
			     "capabilities, capset() and reloads are not "
			     "seen%s",
			     rules->count ? "" : ", and evidence lacks paths");
		return STATUS_OK;
	}
	for (int i = 0; i < AUDIT_RULE_COUNT && status == STATUS_OK; i++)
		if (is_rule_wanted(config, (enum audit_rule_id)i))
			status = add_rule(config, (enum audit_rule_id)i, err);
	return status;
}

/*
 * What may be in flight in the kernel's queue comes on top of the budget, so
 * the queue is made no larger than a quarter of the log.
 */
static uint32_t choose_backlog(const struct collector_config *config,
			       const struct audit_log_disk *disk)
{
	uint64_t limit = COLLECTOR_BACKLOG_LIMIT;

	if (config->backlog_limit)
		return config->backlog_limit;
	if (disk->is_written && !config->is_log_budget_off &&
	    disk->capacity_bytes / 4 / RECORD_BYTES_MEAN < limit)
		limit = disk->capacity_bytes / 4 / RECORD_BYTES_MEAN;
	return limit < 8192 ? 8192 : (uint32_t)limit;
}

static void announce_budget(struct collector *collector,
			    const struct collector_config *config,
			    const struct audit_log_disk *disk)
{
	if (!disk->is_written)
		return;
	if (config->is_log_budget_off) {
		say_hint(config->invocation,
			 "%s writes every record to disk; as asked, there is "
			 "no limit to what this run adds",
			 disk->writer);
		return;
	}
	collector->budget_bytes = config->log_budget_bytes
					  ? config->log_budget_bytes
					  : disk->safe_bytes;
	say_hint(config->invocation,
		 "%s writes every record to disk: the workload is stopped "
		 "after %llu MB of its records, so that the host's own history "
		 "is not rotated away%s (--log-budget SIZE or none)",
		 disk->writer,
		 (unsigned long long)(collector->budget_bytes >> 20),
		 disk->stops_host ? "; a full disk stops this host" : "");
}

/* auditd, where it runs, is left alone: then it is the group that is read. */
static enum collector_mode choose_mode(const struct collector *collector,
				       const struct collector_config *config)
{
	const struct audit_state *before = &collector->before;

	if (config->mode != COLLECTOR_AUTO) {
		say_detail(config->invocation, "records are read by %s: asked",
			   collector_mode_name(config->mode));
		return config->mode;
	}
	if (before->owner)
		say_detail(config->invocation,
			   "records are read by audit-multicast: process %u "
			   "owns audit",
			   before->owner);
	else if (before->enabled == AUDIT_ENABLED_LOCKED)
		say_detail(config->invocation,
			   "records are read by audit-multicast: audit is "
			   "locked");
	else
		say_detail(config->invocation,
			   "records are read by audit-unicast: nobody owns "
			   "audit");
	return before->owner || before->enabled == AUDIT_ENABLED_LOCKED
		       ? COLLECTOR_MULTICAST
		       : COLLECTOR_UNICAST;
}

enum status collector_prepare(struct collector *collector,
			      const struct collector_config *config,
			      struct error *err)
{
	struct audit_log_disk disk;
	struct audit_rules rules = {0};
	enum status status;

	status = audit_state_get(&collector->before, err);
	if (status == STATUS_OK)
		status = check_audit(&collector->before, config, &rules, err);
	if (status != STATUS_OK)
		return status;
	collector->mode = choose_mode(collector, config);
	audit_log_disk_get(collector->before.owner, &disk);
	announce_budget(collector, config, &disk);
	status = change_settings(&collector->before, config,
				 choose_backlog(config, &disk), err);
	if (status == STATUS_OK && (config->label || config->refusals))
		status = add_rules(collector, config, &rules, err);
	return status;
}
