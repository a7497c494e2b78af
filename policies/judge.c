/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/judge.h"

#include <stdarg.h>
#include <stdio.h>

#include "policies/capability_table.h"
#include "policies/check_sites.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

static char reason_buffer[512];

/* " in openat() as uid 33"; what is not in the record is left out. */
static void describe_place(char *buffer, size_t size,
			   const struct capability_check *check)
{
	char call[80] = "";
	char user[40] = "";

	if (check->has_syscall && check->syscall)
		snprintf(call, sizeof(call), " in %.64s()",
			 printable(check->syscall));
	else if (check->has_syscall)
		snprintf(call, sizeof(call), " in syscall %u",
			 check->syscall_number & ~X32_SYSCALL_BIT);
	if (check->has_ids)
		snprintf(user, sizeof(user), " as uid %u", check->fsuid);
	snprintf(buffer, size, "%s%s", call, user);
}

PRINTF(4, 5)
static struct judgement judge(const struct capability_check *check,
			      enum verdict verdict, capset_t instead,
			      const char *format, ...)
{
	struct judgement judgement = {verdict, instead, reason_buffer};
	char what[200], place[160];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	describe_place(place, sizeof(place), check);
	snprintf(reason_buffer, sizeof(reason_buffer), "%s%s", what, place);
	return judgement;
}

static struct judgement judge_by_row(const struct capability_check *check,
				     const struct capability_row *row)
{
	struct text others = {0};
	struct judgement judgement;

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(row->instead, c))
			text_addf(&others, " or %s", capability_name(c));
	judgement = judge(check, VERDICT_ONE_OF, row->instead,
			  "asked for this%s", text_string(&others));
	text_done(&others);
	return judgement;
}

struct judgement policy_judge_capability(const struct capability_check *check)
{
	const struct capability_row *row = capability_row(check->capability);
	const struct check_site *site;

	if (check->ns == NAMESPACE_USER)
		return judge(check, VERDICT_OWN_NAMESPACE, CAPSET_NONE,
			     "asked in a user namespace of its own");
	if (check->phase == PHASE_RUNTIME)
		return judge(check, VERDICT_RUNTIME, CAPSET_NONE,
			     "asked by the container runtime");
	site = check_site_match(check);
	if (site)
		return judge(check, site->verdict, site->instead, "%s: %s",
			     site->id, site->asks);
	if (row && row->instead)
		return judge_by_row(check, row);
	return judge(check, VERDICT_NEEDED, CAPSET_NONE, "asked");
}
