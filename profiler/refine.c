/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/refine.h"

#include <string.h>

#include "profile/file.h"
#include "profile/merge.h"
#include "profile/profile_json.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

#define TOLD_MAX 20u

void refine_done(struct refine *refine)
{
	known_items_done(&refine->known);
	profile_done(&refine->profile);
	free(refine->text);
	*refine = (struct refine){0};
}

/* TEXT is the profile now; it is freed when that fails. */
static enum status set_text(struct refine *refine, char *text, const char *name,
			    struct error *err)
{
	enum status status;

	refine_done(refine);
	refine->is_set = true;
	refine->text = text;
	profile_init(&refine->profile);
	status = profile_from_json(&refine->profile, text, strlen(text), name,
				   err);
	if (status == STATUS_OK)
		status = known_items_of(&refine->profile, &refine->known, err);
	if (status != STATUS_OK)
		refine_done(refine);
	return status;
}

/* A merge asks for more than a reader: better known before the run. */
static enum status check_merge(const char *text, const char *name,
			       struct error *err)
{
	AUTO_MERGE struct merge *merge = merge_new();

	return merge ? merge_add(merge, text, strlen(text), name, err)
		     : error_no_memory(err);
}

enum status refine_load(struct refine *refine, const char *path,
			struct error *err)
{
	char *text = NULL;
	size_t length = 0;
	enum status status =
		file_read(path, PROFILE_FILE_MAX, &text, &length, err);

	if (status == STATUS_OK)
		status = check_merge(text, path, err);
	if (status == STATUS_OK)
		return set_text(refine, text, path, err);
	free(text);
	return status;
}

static bool has_need(const struct profile *profile,
		     const struct capability_need *need)
{
	return profile_capability_find(profile, need->capability, need->ns);
}

static bool has_use(const struct profile *profile,
		    const struct syscall_use *use)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (profile->syscalls[i].arch == use->arch &&
		    profile->syscalls[i].number == use->number)
			return true;
	return false;
}

static size_t tell_needs(const struct profile *old, const struct profile *news,
			 const struct invocation *invocation)
{
	size_t count = 0;

	for (size_t i = 0; i < news->capability_count; i++) {
		const struct capability_need *need = &news->capabilities[i];
		const char *comm =
			need->evidence_count ? need->evidence[0].comm : NULL;

		if (!has_need(old, need) && count++ < TOLD_MAX)
			say_hint(invocation, "new: %s (%s), asked for by %s",
				 capability_name(need->capability),
				 verdict_name(need->verdict),
				 comm ? comm : "?");
	}
	return count;
}

static size_t tell_uses(const struct profile *old, const struct profile *news,
			const struct invocation *invocation)
{
	size_t count = 0;

	for (size_t i = 0; i < news->syscall_count; i++) {
		const struct syscall_use *use = &news->syscalls[i];
		const char *arch = arch_name(use->arch);

		if (!has_use(old, use) && count++ < TOLD_MAX)
			say_hint(invocation,
				 "new: system call %s %u %s, made by %s",
				 arch ? arch : "?", use->number,
				 use->name ? use->name : "(no name)",
				 use->comms.count ? use->comms.items[0] : "?");
	}
	return count;
}

static void tell_news(const struct refine *refine, const struct profile *news,
		      const struct invocation *invocation)
{
	size_t needs = tell_needs(&refine->profile, news, invocation);
	size_t uses = tell_uses(&refine->profile, news, invocation);

	say_hint(invocation,
		 "%zu capabilities and %zu system calls that were not known "
		 "before",
		 needs, uses);
}

static enum status merge_two(const char *old, const char *news,
			     const struct invocation *invocation, char **ret,
			     struct error *err)
{
	AUTO_MERGE struct merge *merge = merge_new();
	enum status status;

	if (!merge)
		return error_no_memory(err);
	status = merge_add(merge, old, strlen(old), "the profile to refine",
			   err);
	if (status == STATUS_OK)
		status = merge_add(merge, news, strlen(news), "the new run",
				   err);
	if (status == STATUS_OK)
		status = merge_finish(merge, ret, err);
	if (status == STATUS_OK && merge_facts(merge).subjects > 1)
		say_hint(invocation,
			 "warning: this run was of another subject than the "
			 "profile, or of another release; each run's entry "
			 "says of which");
	return status;
}

enum status refine_take(struct refine *refine, struct profile *news,
			bool with_counts, const struct invocation *invocation,
			struct error *err)
{
	AUTO_FREE char *text = NULL;
	char *merged = NULL;
	enum status status = profile_to_json(news, with_counts, &text, err);

	if (status != STATUS_OK)
		return status;
	if (!refine->is_set) {
		merged = text;
		text = NULL;
		return set_text(refine, merged, "the first pass", err);
	}
	tell_news(refine, news, invocation);
	status = merge_two(refine->text, text, invocation, &merged, err);
	if (status != STATUS_OK)
		return status;
	return set_text(refine, merged, "the merged profile", err);
}
