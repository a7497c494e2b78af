/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/detail.h"
#include "profiler/verify_grant.h"

#include <string.h>

#include "policies/advice.h"
#include "profile/text.h"
#include "profiler/process.h"
#include "profiler/selinux_ask.h"
#include "profiler/selinux_source.h"
#include "profiler/verify_filter.h"

#define LOG_FLAG	 "SECCOMP_FILTER_FLAG_LOG"
#define QUERY_TIMEOUT_MS 60000u

struct verify_grant {
	struct enforcement enforcement; /* borrows from what follows */
	struct advice advice;
	struct selinux_source source;
	struct selinux_asker asker;
	struct verify_filter filter;
	struct enforcement_boolean booleans[SELINUX_FLIPS_MAX];
	bool is_unlogged;
};

/* The runtime that will load the filter; false: it does not say. */
static bool find_runtime(const struct verify_target *target, char *buffer,
			 size_t size)
{
	const char *const argv[] = {"podman", "info", "--format",
				    "{{.Host.OCIRuntime.Path}}", NULL};
	int status;

	if (target->launch == &launch_bundle) {
		snprintf(buffer, size, "%s", target->engine);
		return true;
	}
	if (process_run(argv, buffer, size, false, QUERY_TIMEOUT_MS, &status,
			NULL) != STATUS_OK ||
	    status != 0)
		return false;
	buffer[strcspn(buffer, "\n")] = '\0';
	return buffer[0] != '\0';
}

/*
 * runc before 1.2 refuses a filter that has any flag, and later ones list those
 * they take; crun (1.21) takes it and lists none.
 */
static bool takes_log_flag(const struct verify_target *target)
{
	char runtime[512];
	const char *const argv[] = {runtime, "features", NULL};
	char *answer AUTO_FREE = NULL;
	const size_t size = 65536;
	const char *slash;
	int status;

	if (target->launch == &launch_program)
		return true;
	if (!find_runtime(target, runtime, sizeof(runtime)))
		return false;
	slash = strrchr(runtime, '/');
	if (strcmp(slash ? slash + 1 : runtime, "crun") == 0)
		return true;
	answer = malloc(size);
	return answer &&
	       process_run(argv, answer, size, false, QUERY_TIMEOUT_MS, &status,
			   NULL) == STATUS_OK &&
	       status == 0 && strstr(answer, LOG_FLAG);
}

/*
 * A container gets the type that its engine would give it where the report has
 * nothing to set; a program of the host then keeps its launcher's.
 */
static void choose_label(struct verify_grant *grant,
			 const struct verify_target *target)
{
	const struct selinux_advice *selinux = &grant->advice.selinux;
	const struct selinux_candidate *chosen = selinux->chosen;
	struct enforcement *enforcement = &grant->enforcement;

	if (target->is_without_selinux)
		return;
	enforcement->type = selinux->type;
	enforcement->level = selinux->level;
	if (!selinux->type && target->launch != &launch_program)
		enforcement->type = chosen ? chosen->type : "container_t";
	for (size_t i = 0; chosen && i < chosen->flip_count; i++)
		grant->booleans[i] = (struct enforcement_boolean){
			chosen->flips[i].name, chosen->flips[i].is_on};
	if (target->has_module && selinux->module.text) {
		enforcement->type = selinux->module.type;
		enforcement->level = selinux->module.level;
		enforcement->module_name = selinux->module.name;
		enforcement->module_text = selinux->module.text;
		return;
	}
	enforcement->booleans = grant->booleans;
	enforcement->boolean_count =
		chosen && enforcement->type ? chosen->flip_count : 0;
}

/* A module of the workload's own takes a compiler's time, and is not used. */
static bool extend_nothing(void *data, const char *module, const char *base,
			   const char **ret_why)
{
	(void)data;
	(void)module;
	(void)base;
	*ret_why = "nobody asked for one";
	return false;
}

/*
 * Where the engine's type allows it all there is no need to know why others do
 * not, nor what a boolean would change.
 */
static enum status make_advice(struct verify_grant *grant,
			       const struct profile *profile,
			       const struct advice_options *options,
			       struct error *err)
{
	const struct selinux_advice *selinux = &grant->advice.selinux;
	enum status status;

	if (options->selinux.asker && grant->source.loaded) {
		selinux_loaded_set_plain(grant->source.loaded, true);
		status = advice_make(&grant->advice, profile, options, err);
		selinux_loaded_set_plain(grant->source.loaded, false);
		if (status != STATUS_OK || (selinux->state == SELINUX_FITS &&
					    selinux->chosen->is_default))
			return status;
		advice_done(&grant->advice);
	}
	return advice_make(&grant->advice, profile, options, err);
}

static enum status fill(struct verify_grant *grant,
			const struct profile *profile,
			const struct verify_target *target,
			const struct seccomp_options *seccomp,
			struct error *err)
{
	static const struct selinux_request loaded;
	struct advice_options options = {.seccomp = *seccomp};
	enum status status = selinux_source_open(&grant->source, &loaded, err);

	options.selinux = grant->source.options;
	if (status == STATUS_OK && options.selinux.asker) {
		grant->asker = *options.selinux.asker;
		if (!target->has_module)
			grant->asker.extend = extend_nothing;
		options.selinux.asker = &grant->asker;
	}
	if (target->is_without_selinux)
		options.selinux.asker = NULL;
	if (status == STATUS_OK)
		status = make_advice(grant, profile, &options, err);
	if (status != STATUS_OK)
		return status;
	grant->enforcement.capabilities = grant->advice.capabilities.minimal;
	grant->enforcement.no_new_privileges = grant->advice.no_new_privileges;
	if (target->has_module && grant->advice.selinux.module.problem)
		return error_set(
			err, STATUS_UNSUPPORTED,
			"without --module the type that the report "
			"advises is enforced",
			"no module can be made for it: %s",
			printable(grant->advice.selinux.module.problem));
	choose_label(grant, target);
	grant->is_unlogged =
		grant->advice.seccomp.count && !takes_log_flag(target);
	status = verify_filter_make(&grant->filter, profile, seccomp,
				    grant->is_unlogged, err);
	verify_filter_enforce(&grant->filter, &grant->enforcement);
	return status;
}

enum status verify_grant_make(struct verify_grant **ret,
			      const struct profile *profile,
			      const struct verify_target *target,
			      const struct seccomp_options *seccomp,
			      struct error *err)
{
	struct verify_grant *grant = calloc(1, sizeof(*grant));
	enum status status = grant ? fill(grant, profile, target, seccomp, err)
				   : error_no_memory(err);

	if (status == STATUS_OK)
		*ret = grant;
	else
		verify_grant_free(grant);
	return status;
}

void verify_grant_free(struct verify_grant *grant)
{
	if (!grant)
		return;
	verify_filter_done(&grant->filter);
	advice_done(&grant->advice);
	selinux_source_done(&grant->source);
	free(grant);
}

const struct enforcement *verify_grant_enforcement(
	const struct verify_grant *grant)
{
	return &grant->enforcement;
}

void verify_grant_tell(const struct verify_grant *grant, bool with_selinux,
		       const struct invocation *invocation)
{
	detail_advice(invocation, &grant->advice,
		      TOPIC_CAPABILITIES | TOPIC_SECCOMP |
			      (with_selinux ? TOPIC_SELINUX : 0));
}

bool verify_grant_is_unlogged(const struct verify_grant *grant)
{
	return grant->is_unlogged;
}

/* One that is known and confines, or the chosen one without its booleans. */
static bool is_nearer(const struct verify_grant *grant,
		      const struct selinux_candidate *candidate)
{
	const struct selinux_candidate *chosen = grant->advice.selinux.chosen;

	if (!candidate->is_known || candidate->is_wide ||
	    (!candidate->lack_count && !candidate->refused))
		return false;
	return candidate < chosen ||
	       (candidate == chosen &&
		(chosen->flip_count || grant->enforcement.module_name));
}

static const struct selinux_candidate *find_nearer(
	const struct verify_grant *grant, size_t index)
{
	const struct selinux_advice *selinux = &grant->advice.selinux;

	if (!grant->enforcement.type || !selinux->chosen)
		return NULL;
	for (size_t i = 0; i < selinux->candidate_count; i++)
		if (is_nearer(grant, &selinux->candidates[i]) && !index--)
			return &selinux->candidates[i];
	return NULL;
}

bool verify_grant_nearer(const struct verify_grant *grant, size_t index,
			 struct verify_nearer *ret)
{
	const struct selinux_candidate *candidate = find_nearer(grant, index);

	if (candidate)
		*ret = (struct verify_nearer){candidate->type, candidate->level,
					      candidate->refused};
	return candidate != NULL;
}

void verify_grant_set_unneeded(const struct verify_grant *grant, size_t index,
			       struct profile *profile)
{
	const struct selinux_candidate *candidate = find_nearer(grant, index);
	const struct access *accesses = profile->accesses;
	size_t *places AUTO_FREE =
		calloc(candidate->lack_count + 1, sizeof(*places));

	profile->failed |= !places;
	/* The accesses move as some are added. */
	for (size_t i = 0; places && i < candidate->lack_count; i++)
		places[i] = (size_t)(candidate->lacks[i].access - accesses);
	for (size_t i = 0; places && i < candidate->lack_count; i++)
		profile_access_set_unneeded(profile, places[i],
					    &candidate->lacks[i].permissions);
}

bool verify_grant_allows(const struct verify_grant *grant, const char *name)
{
	return !grant->enforcement.seccomp ||
	       seccomp_advice_allows(&grant->filter.advice, name);
}

bool verify_grant_covers(const struct verify_grant *grant,
			 const struct capability_need *need)
{
	capset_t granted = grant->enforcement.capabilities;

	if (need->ns != NAMESPACE_HOST)
		return true;
	switch (need->verdict) {
	case VERDICT_NEEDED:
	case VERDICT_PROVEN:
		return capset_has(granted, need->capability);
	case VERDICT_ONE_OF:
		return capset_has(granted, need->capability) ||
		       (granted & need->instead) != 0;
	default:
		return true;
	}
}

bool verify_grant_refuses(const struct verify_grant *grant, const char *name)
{
	const struct seccomp_advice *advice = &grant->filter.advice;

	for (size_t g = 0; g < advice->group_count; g++) {
		const struct seccomp_group *group = &advice->groups[g];

		for (size_t i = 0; group->reason == SECCOMP_REASON_FALLBACK &&
				   i < group->count;
		     i++)
			if (strcmp(group->names[i], name) == 0)
				return true;
	}
	return false;
}

void verify_grant_describe(const struct verify_grant *grant, struct text *text)
{
	const struct enforcement *enforcement = &grant->enforcement;

	text_addf(text, "%d capabilities",
		  __builtin_popcountll(enforcement->capabilities));
	if (enforcement->seccomp)
		text_addf(text, ", %zu system calls",
			  grant->filter.advice.count);
	if (enforcement->type)
		text_addf(text, ", %s", enforcement->type);
	if (enforcement->no_new_privileges)
		text_add(text, ", no_new_privs");
}
