/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "policies/capability_table.h"
#include "policies/check_sites.h"
#include "policies/dac_class.h"
#include "profile/text.h"

static char reason_buffer[512];

const struct judge_rule judge_rules[] = {
	{"user-namespace",
	 "asked in a user namespace below the host's: the workload's own "
	 "matter, nothing to grant"},
	{"runtime",
	 "asked by the container runtime before it executed the workload's "
	 "program: nothing to grant"},
	{"one-of", "the kernel takes any of several, by the capability's row"},
	{"needed", "no row says otherwise"},
	{"dac-mode",
	 "the mode and owner of the file refuse the ids that the process had"},
	{"dac-folder",
	 "not the file refused but a folder on the way to it, or the one that "
	 "holds it; no record names which"},
	{"minimize",
	 "runs without it, judged by the exercise, said so: whittle verify "
	 "--minimize"},
	{NULL, NULL},
};

/*
 * A SYSCALL record has the ids of the call's end: of what changes them they
 * are not those that asked. Source: kernel/audit.c audit_log_task_info().
 */
static bool has_asking_ids(const struct capability_check *check)
{
	static const char *const changers[] = {
		"setuid",      "setgid",      "setreuid",   "setregid",
		"setresuid",   "setresgid",   "setfsuid",   "setfsgid",
		"setuid32",    "setgid32",    "setreuid32", "setregid32",
		"setresuid32", "setresgid32", "setfsuid32", "setfsgid32",
	};
	if (!check->has_ids || !check->syscall || !check->is_success)
		return check->has_ids;
	for (size_t i = 0; i < ARRAY_LENGTH(changers); i++)
		if (strcmp(check->syscall, changers[i]) == 0)
			return false;
	return true;
}

/* " as uid 33 gid 33"; what is not in the record is left out. */
static void describe_actor(char *buffer, size_t size,
			   const struct capability_check *check)
{
	*buffer = '\0';
	if (has_asking_ids(check))
		snprintf(buffer, size, " as uid %u gid %u", check->fsuid,
			 check->fsgid);
}

PRINTF(4, 5)
static struct judgement judge(const struct capability_check *check,
			      enum verdict verdict, capset_t instead,
			      const char *format, ...)
{
	struct judgement judgement = {verdict, instead, reason_buffer};
	char what[300], actor[60];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	describe_actor(actor, sizeof(actor), check);
	snprintf(reason_buffer, sizeof(reason_buffer), "%s%s", what, actor);
	return judgement;
}

/* By the capability's own row: needed, or one of several. */
static struct judgement judge_by_rule(const struct capability_check *check,
				      capset_t instead)
{
	enum verdict verdict = instead ? VERDICT_ONE_OF : VERDICT_NEEDED;
	struct judgement judgement;
	const char *rule;
	struct text others = {0};
	char class[200];

	if (dac_class_describe(check, class, sizeof(class), &rule))
		return judge(check, verdict, instead, "%s: %s;", rule, class);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(instead, c))
			text_addf(&others, " or %s", capability_name(c));
	judgement = judge(check, verdict, instead, "%s%s",
			  instead ? "one-of: asked for this" : "needed: asked",
			  text_string(&others));
	text_done(&others);
	return judgement;
}

struct judgement policy_judge_capability(const struct capability_check *check)
{
	const struct capability_row *row = capability_row(check->capability);
	const struct check_site *site;

	if (check->ns == NAMESPACE_USER)
		return judge(
			check, VERDICT_OWN_NAMESPACE, CAPSET_NONE,
			"user-namespace: asked in a user namespace of its own");
	if (check->phase == PHASE_RUNTIME)
		return judge(check, VERDICT_RUNTIME, CAPSET_NONE,
			     "runtime: asked by the container runtime");
	/* Asked without any record: bprm_caps_from_vfs_caps(). */
	if (check->is_of_file)
		return judge(check, VERDICT_NEEDED, CAPSET_NONE,
			     "file-capability: the program's own (getcap), and "
			     "it does not start without");
	site = check_site_match(check);
	if (site)
		return judge(check, site->verdict, site->instead, "%s: %s",
			     site->id, site->asks);
	return judge_by_rule(check, row ? row->instead : CAPSET_NONE);
}
