/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/verify_heal.h"

#include <string.h>

#include "profile/text.h"

/* Does PROFILE hold the call, in each of its phases and by each name? */
static bool knows_call(const struct profile *profile,
		       const struct syscall_use *call)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (profile->syscalls[i].arch == call->arch &&
		    profile->syscalls[i].number == call->number)
			return true;
	return false;
}

/* Where it does not work, what was left out as unneeded is in again. */
static bool take_back(struct profile *profile, const struct syscall_use *call)
{
	for (size_t i = 0; i < profile->syscall_count; i++) {
		struct syscall_use *use = &profile->syscalls[i];

		if (use->arch != call->arch || use->number != call->number ||
		    use->verdict != VERDICT_UNNEEDED)
			continue;
		use->verdict = VERDICT_NEEDED;
		use->is_healed = true;
		return true;
	}
	return false;
}

/* Counts and run sets are those of the profile's own runs: none of these. */
static void add_call(struct profile *profile, const struct syscall_use *call)
{
	profile_syscall_merge(profile, call->arch, call->number, call->phases,
			      &call->comms, call->count);
}

static void add_capability(struct profile *profile,
			   const struct capability_need *need)
{
	for (size_t i = 0; i < need->evidence_count; i++)
		profile_capability_add(profile, need->capability, need->ns,
				       need->verdict, need->instead,
				       &need->evidence[i]);
}

static bool is_soft(enum verdict verdict)
{
	return verdict != VERDICT_PROVEN && !verdict_can_be_healed(verdict);
}

/*
 * NEED's evidence, and where PROFILE has a softer verdict, its own: it does
 * not work with that one. True: PROFILE grants more than before.
 */
static bool heal_capability(struct profile *profile,
			    const struct capability_need *need)
{
	struct capability_need *known =
		profile_capability_find(profile, need->capability, need->ns);
	bool was_known = known != NULL;
	enum verdict before = known ? known->verdict : need->verdict;
	enum verdict now;

	add_capability(profile, need);
	known = profile_capability_find(profile, need->capability, need->ns);
	if (!known || !was_known)
		return known != NULL;
	if (is_soft(known->verdict) && verdict_can_be_healed(need->verdict)) {
		known->verdict = need->verdict;
		known->instead = need->instead;
	}
	now = known->verdict;
	known->is_healed |= now != before;
	return now != before;
}

static bool list_has(const struct string_list *list, const char *word)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], word) == 0)
			return true;
	return false;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/*
 * Some access there asks for the same, whatever its outcome was. WORKS: also
 * one that was found to be unneeded.
 */
static bool knows_access(const struct profile *profile,
			 const struct access *access, const char *permission,
			 bool works)
{
	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *other = &profile->accesses[i];

		if ((works || !other->is_unneeded) &&
		    same_text(other->target, access->target) &&
		    same_text(other->class, access->class) &&
		    list_has(&other->permissions, permission))
			return true;
	}
	return false;
}

static bool add_access(struct profile *profile, const struct access *access,
		       bool works)
{
	bool is_news = false;

	for (size_t i = 0; i < access->permissions.count; i++)
		is_news |= !knows_access(profile, access,
					 access->permissions.items[i], works);
	if (is_news)
		profile_access_merge(profile, access);
	return is_news;
}

size_t verify_heal_denied(struct profile *profile,
			  const struct verify_trial *trial,
			  const struct verify_grant *grant)
{
	const struct profile *denied = &trial->denied;
	size_t added = 0;

	for (size_t i = 0; i < denied->syscall_count; i++) {
		const struct syscall_use *call = &denied->syscalls[i];

		if (!call->name || verify_grant_refuses(grant, call->name))
			continue;
		added += !knows_call(profile, call) ||
			 (!trial->works && take_back(profile, call));
		add_call(profile, call);
	}
	for (size_t i = 0; i < denied->capability_count; i++) {
		const struct capability_need *need = &denied->capabilities[i];

		if (!trial->works) {
			added += heal_capability(profile, need);
			continue;
		}
		added += !profile_capability_find(profile, need->capability,
						  need->ns);
		add_capability(profile, need);
	}
	for (size_t i = 0; i < denied->access_count; i++)
		added +=
			add_access(profile, &denied->accesses[i], trial->works);
	return added;
}

static void tell_lack(const struct capability_need *need, const char *more,
		      const struct invocation *invocation)
{
	const struct evidence *first = need->evidence;

	say_hint(invocation, "lacks %s: %s: %s%s%s%s",
		 capability_name(need->capability),
		 first->comm ? first->comm : "?",
		 first->syscall ? first->syscall : "?",
		 first->path ? " on " : "", first->path ? first->path : "",
		 more);
}

/* The capabilities among what was recorded that GRANT lacks. */
static size_t take_capabilities(struct profile *profile,
				const struct profile *recorded,
				const struct verify_grant *grant,
				const struct invocation *invocation)
{
	size_t found = 0;

	for (size_t i = 0; i < recorded->capability_count; i++) {
		const struct capability_need *need = &recorded->capabilities[i];

		if (verify_grant_covers(grant, need))
			continue;
		found++;
		tell_lack(need, "", invocation);
		if (profile)
			(void)heal_capability(profile, need);
	}
	return found;
}

/*
 * Where nothing else is lacking, those that programs mostly go on without:
 * this one may not.
 */
static size_t take_opportunistic(struct profile *profile,
				 const struct profile *recorded,
				 const struct verify_grant *grant,
				 const struct invocation *invocation,
				 struct verify_insisted *insisted)
{
	capset_t granted = verify_grant_enforcement(grant)->capabilities;
	size_t found = 0;

	for (size_t i = 0; i < recorded->capability_count; i++) {
		struct capability_need need = recorded->capabilities[i];
		const struct capability_need *known;
		capset_t one = capset_of(need.capability);

		if (need.ns != NAMESPACE_HOST || (granted & one) ||
		    need.verdict != VERDICT_OPPORTUNISTIC)
			continue;
		found++;
		tell_lack(&need, ", which programs mostly go on without",
			  invocation);
		if (!profile)
			continue;
		known = profile_capability_find(profile, need.capability,
						need.ns);
		if (known && known->verdict == VERDICT_UNNEEDED)
			insisted->unneeded |= one;
		else
			insisted->opportunistic |= one;
		need.verdict = VERDICT_NEEDED;
		need.instead = CAPSET_NONE;
		(void)heal_capability(profile, &need);
	}
	return found;
}

void verify_heal_withdraw(struct profile *profile,
			  const struct verify_insisted *insisted)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		struct capability_need *need = &profile->capabilities[i];

		if (need->ns != NAMESPACE_HOST)
			continue;
		if (capset_has(insisted->opportunistic, need->capability))
			need->verdict = VERDICT_OPPORTUNISTIC;
		else if (capset_has(insisted->unneeded, need->capability))
			need->verdict = VERDICT_UNNEEDED;
		else
			continue;
		need->is_healed = false;
	}
}

static size_t take_calls(struct profile *profile,
			 const struct profile *recorded,
			 const struct verify_grant *grant,
			 const struct invocation *invocation)
{
	size_t found = 0;

	for (size_t i = 0; i < recorded->syscall_count; i++) {
		const struct syscall_use *call = &recorded->syscalls[i];

		if (!call->name ||
		    call->phases == (phaseset_t)1 << PHASE_RUNTIME ||
		    verify_grant_refuses(grant, call->name) ||
		    verify_grant_allows(grant, call->name))
			continue;
		found++;
		say_hint(invocation, "lacks the system call %s: %s", call->name,
			 call->comms.count ? call->comms.items[0] : "?");
		if (profile)
			(void)take_back(profile, call);
		if (profile)
			add_call(profile, call);
	}
	return found;
}

/* What a policy refuses in silence no record of an enforced run names. */
static size_t take_accesses(struct profile *profile,
			    const struct profile *recorded)
{
	size_t found = 0;

	for (size_t i = 0; profile && i < recorded->access_count; i++)
		found += add_access(profile, &recorded->accesses[i], false);
	return found;
}

size_t verify_heal_recorded(struct profile *profile,
			    const struct profile *recorded,
			    const struct verify_grant *grant,
			    const struct invocation *invocation,
			    struct verify_insisted *insisted)
{
	size_t found = take_capabilities(profile, recorded, grant, invocation) +
		       take_calls(profile, recorded, grant, invocation);

	if (!found)
		found = take_accesses(profile, recorded);
	if (!found)
		found = take_opportunistic(profile, recorded, grant, invocation,
					   insisted);
	return found;
}

enum status verify_heal_record(struct profile *profile,
			       const struct verify_grant *grant,
			       const struct run_options *run,
			       const struct invocation *invocation,
			       struct verify_recording *ret, struct error *err)
{
	struct profile recorded AUTO_PROFILE = {0};
	struct run_options options = *run;
	struct run_outcome outcome = {0};
	struct harvest_stats stats;
	enum status status;

	profile_init(&recorded);
	say_hint(invocation, "recording it once, with everything, to see what "
			     "it lacks");
	options.outcome = &outcome;
	status = run_workload(&options, invocation, &recorded, &stats, err);
	text_done(&outcome.refused);
	ret->is_interrupted = outcome.was_interrupted;
	if (!outcome.was_recorded || status == STATUS_INTERNAL)
		return status;
	profile_sort(&recorded);
	ret->found = verify_heal_recorded(profile, &recorded, grant, invocation,
					  &ret->insisted);
	return profile_check(&recorded, err);
}
