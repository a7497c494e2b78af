/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/audit_rule.h"

#include <assert.h>
#include <errno.h>
#include <linux/audit.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/refusal.h"
#include "profile/attributes.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profiler/domain.h"

#define CALLS_MAX 3

static const struct rule_row {
	const char *name;
	const char *key; /* told in the SYSCALL record */
	const char *calls[CALLS_MAX];
	bool is_of_domain;    /* the run's own processes only */
	bool is_hangup;	      /* a1 is SIGHUP */
	int refused_with;     /* the errno of calls that failed */
	bool is_of_arguments; /* the calls of syscall_argument_rows */
} rows[] = {
	[AUDIT_RULE_EXEC] = {"exec",
			     "whittle-exec",
			     {"execve", "execveat", "capset"},
			     .is_of_domain = true},
	/* The kernel tells whom a signal was for only of rules with nothing
	   but kill, tkill and tgkill (audit_match_signal()). */
	[AUDIT_RULE_HANGUP] = {"hangup",
			       "whittle-hangup",
			       {"kill"},
			       .is_hangup = true},
	[AUDIT_RULE_HANGUP_PIDFD] = {"hangup-pidfd",
				     "whittle-hangup",
				     {"pidfd_send_signal"},
				     .is_hangup = true},
	[AUDIT_RULE_REFUSED_EPERM] = {"refused-eperm",
				      REFUSAL_KEY,
				      {NULL},
				      .refused_with = EPERM},
	[AUDIT_RULE_REFUSED_EACCES] = {"refused-eacces",
				       REFUSAL_KEY,
				       {NULL},
				       .refused_with = EACCES},
	[AUDIT_RULE_ARGUMENTS] = {"arguments",
				  "whittle-arguments",
				  {NULL},
				  .is_of_domain = true,
				  .is_of_arguments = true},
};

static_assert(ARRAY_LENGTH(rows) == AUDIT_RULE_COUNT, "a row for each");

const char *audit_rule_name(enum audit_rule_id id)
{
	return rows[id].name;
}

bool audit_rule_from_name(const char *name, enum audit_rule_id *ret)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		if (strcmp(rows[i].name, name) == 0) {
			*ret = (enum audit_rule_id)i;
			return true;
		}
	}
	return false;
}

static void add_number(struct audit_rule_data *rule, uint32_t field,
		       uint32_t value)
{
	rule->fields[rule->field_count] = field;
	rule->fieldflags[rule->field_count] = AUDIT_EQUAL;
	rule->values[rule->field_count++] = value;
}

/* A string's length stands as its value, its bytes behind the rule. */
static void add_string(struct audit_rule_data *rule, uint32_t field,
		       const char *text)
{
	uint32_t length = (uint32_t)strlen(text);

	add_number(rule, field, length);
	memcpy(rule->buf + rule->buflen, text, length);
	rule->buflen += length;
}

/* What this machine lacks cannot be called. */
static void add_argument_calls(struct audit_rule_data *rule)
{
	uint32_t number;

	for (const struct syscall_argument_row *row = syscall_argument_rows;
	     row->name; row++)
		if (syscall_number(arch_native(), row->name, &number) &&
		    AUDIT_WORD(number) < AUDIT_BITMASK_SIZE)
			rule->mask[AUDIT_WORD(number)] |= AUDIT_BIT(number);
}

static bool add_calls(struct audit_rule_data *rule, const struct rule_row *row)
{
	uint32_t number;

	for (size_t i = 0; i < CALLS_MAX && row->calls[i]; i++) {
		if (!syscall_number(arch_native(), row->calls[i], &number) ||
		    AUDIT_WORD(number) >= AUDIT_BITMASK_SIZE)
			return false;
		rule->mask[AUDIT_WORD(number)] |= AUDIT_BIT(number);
	}
	return true;
}

bool audit_rule_is_of_refusals(enum audit_rule_id id)
{
	return rows[id].refused_with != 0;
}

struct audit_rule_data *audit_rule_make(enum audit_rule_id id, const char *type)
{
	const struct rule_row *row = &rows[id];
	struct audit_rule_data *rule;

	if (row->is_of_domain)
		type = DOMAIN_TYPE;
	rule = calloc(1, sizeof(*rule) + (type ? strlen(type) : 0) + 33);

	if (!rule)
		return NULL;
	rule->flags = AUDIT_FILTER_EXIT;
	rule->action = AUDIT_ALWAYS;
	/* A key that is longer than the room for it is our own mistake. */
	assert(strlen(row->key) <= 32);
	add_number(rule, AUDIT_ARCH, arch_native());
	if (type && (row->is_of_domain || row->refused_with))
		add_string(rule, AUDIT_SUBJ_TYPE, type);
	if (row->refused_with) {
		add_number(rule, AUDIT_EXIT, (uint32_t)-row->refused_with);
		memset(rule->mask, 0xff, sizeof(rule->mask));
	}
	if (row->is_hangup)
		add_number(rule, AUDIT_ARG1, SIGHUP);
	add_string(rule, AUDIT_FILTERKEY, row->key);
	if (row->is_of_arguments)
		add_argument_calls(rule);
	if (add_calls(rule, row))
		return rule;
	free(rule);
	return NULL;
}
