/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capability checks: evidence, and the judge's word on it. */
#include <stdio.h>

#include "collectors/asked.h"
#include "profile/syscall_names.h"

#define OUTCOME_MAX 16u
#define CALL_MAX    32u

static const char *text_of(const struct name *name)
{
	return name ? name->text : NULL;
}

/* "success", "EACCES", or the number of an error without a name. */
static const char *outcome_text(const struct syscall_record *syscall,
				char buffer[OUTCOME_MAX])
{
	const char *name = NULL;

	if (!syscall || !syscall->has_success)
		return NULL;
	if (syscall->is_success)
		return "success";
	if (syscall->exit < 0 && syscall->exit > -4096)
		name = strerrorname_np((int)-syscall->exit);
	if (name)
		return name;
	snprintf(buffer, OUTCOME_MAX, "%lld", (long long)syscall->exit);
	return buffer;
}

static const char *call_text(const struct syscall_record *syscall,
			     char buffer[CALL_MAX])
{
	const char *name;

	if (!syscall)
		return NULL;
	name = syscall_name(syscall->arch, syscall->number);
	if (name)
		return name;
	snprintf(buffer, CALL_MAX, "syscall_%u", syscall->number);
	return buffer;
}

static void fill_check_from_syscall(struct capability_check *check,
				    const struct syscall_record *syscall)
{
	check->has_syscall = true;
	check->arch = syscall->arch;
	check->syscall_number = syscall->number;
	check->syscall = syscall_name(syscall->arch, syscall->number);
	memcpy(check->args, syscall->args, sizeof(check->args));
	check->lacks_args = syscall->lacks_args;
	check->is_success = syscall->has_success && syscall->is_success;
	check->exit = syscall->exit;
	check->has_ids = syscall->has_ids;
	check->uid = syscall->uid;
	check->euid = syscall->euid;
	check->fsuid = syscall->fsuid;
	check->gid = syscall->gid;
	check->egid = syscall->egid;
	check->fsgid = syscall->fsgid;
}

static void fill_check(struct harvest *harvest, const struct asked *asked,
		       const struct object *object,
		       struct capability_check *check)
{
	*check = (struct capability_check){
		.capability = asked->avc.capability,
		.ns = asked->avc.ns,
		.is_of_file = asked->item != NULL,
		.is_granted = asked->avc.is_granted,
		.is_enforced =
			asked->avc.has_permissive && !asked->avc.is_permissive,
		.comm = text_of(asked->maker.comm),
		.exe = text_of(asked->maker.exe),
		.path = object->has_path ? object->path : NULL,
		.has_mode = object->has_mode,
		.mode = object->mode,
		.owner_uid = object->uid,
		.owner_gid = object->gid,
		.phase = asked->phase,
		.arguments_read = &harvest->arguments_read,
	};
	if (asked->syscall)
		fill_check_from_syscall(check, asked->syscall);
}

static struct judgement judge_check(const struct harvest *harvest,
				    const struct capability_check *check)
{
	if (harvest->config.judge)
		return harvest->config.judge(check);
	return (struct judgement){
		.verdict = check->ns == NAMESPACE_USER ? VERDICT_OWN_NAMESPACE
						       : VERDICT_NEEDED,
	};
}

/* What the places of a finding's key mean. */
enum check_name { COMM, EXE, SYSCALL, OUTCOME, REASON };
enum check_number { CAPABILITY, NAMESPACE, VERDICT, INSTEAD, PHASE };

static struct finding_file file_of(struct harvest *harvest,
				   struct profile *profile,
				   const struct object *object)
{
	struct finding_file file = {.path = object->has_path ? object->path
							     : NULL,
				    .count = harvest->weight};
	char mode[8], owner[24];

	if (!object->has_mode)
		return file;
	snprintf(mode, sizeof(mode), "%04o", object->mode & 07777);
	snprintf(owner, sizeof(owner), "%u:%u", object->uid, object->gid);
	file.mode = harvest_intern_word(harvest, profile, span_of(mode));
	file.owner = harvest_intern_word(harvest, profile, span_of(owner));
	return file;
}

static void flow_on(struct harvest *harvest,
		    const struct capability_check *check,
		    const struct judgement *judgement, bool is_new)
{
	struct harvest_flow *flow;

	if (check->ns != NAMESPACE_HOST || check->capability > CAPABILITY_MAX)
		return;
	flow = &harvest->flows[check->capability];
	flow->checks += harvest->weight;
	flow->stale = is_new ? 0 : flow->stale + harvest->weight;
	flow->is_final |= judgement->verdict == VERDICT_NEEDED;
}

void harvest_capability(struct harvest *harvest, const struct asked *asked)
{
	struct profile *profile = asked->subject->profile;
	char outcome[OUTCOME_MAX], call[CALL_MAX];
	struct capability_check check;
	struct judgement judgement;
	struct finding_file file;
	struct finding_key key;
	struct object object;

	if (asked->item)
		object_of_item(asked->event, asked->syscall, asked->item,
			       &object);
	else
		object_of_check(asked->event, asked->syscall, &object);
	fill_check(harvest, asked, &object, &check);
	judgement = judge_check(harvest, &check);
	file = file_of(harvest, profile, &object);
	key = (struct finding_key){
		.names[COMM] = harvest_intern_name(profile, asked->maker.comm),
		.names[EXE] = harvest_intern_name(profile, asked->maker.exe),
		.names[SYSCALL] = harvest_intern_word(
			harvest, profile,
			span_of(call_text(asked->syscall, call))),
		.names[OUTCOME] = harvest_intern_word(
			harvest, profile,
			span_of(outcome_text(asked->syscall, outcome))),
		.names[REASON] = profile_intern(profile, judgement.reason),
		.numbers[CAPABILITY] = check.capability,
		.numbers[NAMESPACE] = check.ns,
		.numbers[VERDICT] = judgement.verdict,
		.numbers[INSTEAD] = judgement.instead,
		.numbers[PHASE] = asked->phase,
	};
	flow_on(harvest, &check, &judgement,
		finding_table_add(&asked->subject->checks, &key, &file));
	harvest->stats.capability += harvest->weight;
	asked->subject->view.capabilities += harvest->weight;
}

size_t harvest_count_capabilities(const struct subject *subject)
{
	capset_t seen[2] = {CAPSET_NONE, CAPSET_NONE};
	struct finding *finding, *next;

	HASH_ITER (hh, subject->checks.findings, finding, next)
		seen[finding->key.numbers[NAMESPACE] == NAMESPACE_USER] |=
			capset_of(
				(unsigned int)finding->key.numbers[CAPABILITY]);
	return (size_t)(__builtin_popcountll(seen[0]) +
			__builtin_popcountll(seen[1]));
}

void harvest_pour_checks(struct subject *subject)
{
	struct profile *profile = subject->profile;
	struct finding *finding, *next;

	HASH_ITER (hh, subject->checks.findings, finding, next) {
		const struct finding_key *key = &finding->key;

		for (size_t i = 0; i < finding->count; i++) {
			const struct finding_file *file = &finding->files[i];
			const struct evidence evidence = {
				.comm = key->names[COMM],
				.exe = key->names[EXE],
				.syscall = key->names[SYSCALL],
				.path = harvest_intern_path(profile,
							    file->path),
				.mode = file->mode,
				.owner = file->owner,
				.outcome = key->names[OUTCOME],
				.phase = (enum phase)key->numbers[PHASE],
				.reason = key->names[REASON],
				.count = file->count,
			};

			profile_capability_add(
				profile, (unsigned int)key->numbers[CAPABILITY],
				(enum capability_namespace)
					key->numbers[NAMESPACE],
				(enum verdict)key->numbers[VERDICT],
				key->numbers[INSTEAD], &evidence);
		}
	}
}
