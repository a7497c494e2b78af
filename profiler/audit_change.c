/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/audit_change.h"

#include <string.h>

#include "collectors/field.h"

#define OWN_KEY "\"whittle-" /* how the keys of a run's rules begin */

static bool has_start(struct span value, const char *start)
{
	size_t length = strlen(start);

	return value.length >= length && memcmp(value.data, start, length) == 0;
}

/* Is WORD one of those in LIST, which commas part? */
static bool has_word(struct span list, const char *word)
{
	size_t length = strlen(word);

	while (list.length) {
		const char *comma = memchr(list.data, ',', list.length);
		size_t own = comma ? (size_t)(comma - list.data) : list.length;

		if (own == length && memcmp(list.data, word, length) == 0)
			return true;
		own += comma != NULL;
		list.data += own;
		list.length -= own;
	}
	return false;
}

static void take_setting(struct audit_change *change, struct span text)
{
	uint64_t now, old;

	if (field_decimal(text, "lost", &now) &&
	    field_decimal(text, "old", &old))
		change->lost_at_resets += old;
	if (field_decimal(text, "audit_enabled", &now) && now == 0)
		change->was_turned_off = true;
}

void audit_change_add(struct audit_change *change, const struct record *record)
{
	struct span text = record->text, op, value;
	uint64_t result;

	if (record->type != AUDIT_CONFIG_CHANGE ||
	    !field_find(text, "op", &op) ||
	    !field_decimal(text, "res", &result) || result == 0)
		return;
	if (span_is(op, "set"))
		take_setting(change, text);
	else if (span_is(op, "remove_rule"))
		change->were_rules_removed |= field_find(text, "key", &value) &&
					      has_start(value, OWN_KEY);
	else if (span_is(op, "seccomp-logging"))
		change->was_log_removed |=
			field_find(text, "actions", &value) &&
			!has_word(value, "log");
}

static void note_rules(const struct audit_rules *rules, bool has_checks,
		       struct profile *profile)
{
	if (rules->has_task_never && has_checks)
		profile_note_incomplete(
			profile,
			"the audit rule 'task,never' was added while this was "
			"recorded: who asked for what is not known since then "
			"(auditctl -d task,never)");
	if (rules->is_seccomp_excluded ||
	    (rules->is_avc_excluded && has_checks))
		profile_note_incomplete(
			profile,
			"an audit rule that excludes %s records was added "
			"while this was recorded (auditctl -l)",
			rules->is_seccomp_excluded ? "SECCOMP" : "AVC");
}

void audit_change_note(const struct audit_change *change,
		       const struct audit_state *after,
		       const struct audit_rules *rules, bool has_checks,
		       struct profile *profile)
{
	bool is_off = change->was_turned_off || (after && !after->enabled);

	if (has_checks && is_off)
		profile_note_incomplete(
			profile,
			"audit was turned off while this was recorded "
			"(auditctl -e 0, or auditd was stopped): who asked for "
			"what is not known since then");
	if (has_checks && change->were_rules_removed)
		profile_note_incomplete(
			profile,
			"whittle's audit rules were removed while this was "
			"recorded (auditctl -D, or auditd was stopped or its "
			"rules loaded): what they would have logged is "
			"missing");
	if (change->was_log_removed)
		profile_note_incomplete(
			profile, "'log' was taken out of the sysctl "
				 "kernel.seccomp.actions_logged while this was "
				 "recorded: system calls are missing");
	if (rules)
		note_rules(rules, has_checks, profile);
}
