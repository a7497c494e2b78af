/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/detail.h"
#include "profiler/verify_grant.h"

#include <string.h>

#include "policies/advice.h"
#include "profile/text.h"
#include "profiler/filter_program.h"
#include "profiler/process.h"
#include "profiler/selinux_ask.h"
#include "profiler/selinux_source.h"
#include "reporters/reporter.h"

#define LOG_FLAG	 "SECCOMP_FILTER_FLAG_LOG"
#define QUERY_TIMEOUT_MS 60000u

struct verify_grant {
	struct enforcement enforcement; /* borrows from what follows */
	struct advice advice;
	struct selinux_source source;
	struct selinux_asker asker;
	char *seccomp;
	struct filter_program *filter;
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

/* The very bytes of report -f seccomp, with the flag besides. */
static enum status write_allowlist(struct verify_grant *grant,
				   const struct profile *profile,
				   struct error *err)
{
	static const struct report_options options = {.no_comments = true};
	char *report AUTO_FREE = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&report, &length);
	struct text text AUTO_TEXT = {0};
	enum status status;

	if (!stream)
		return error_no_memory(err);
	status = report_seccomp(stream, &grant->advice, profile, &options, err);
	if (fclose(stream) != 0)
		return error_no_memory(err);
	if (status != STATUS_OK)
		return status;
	text_addf(&text, "{%s%s",
		  grant->is_unlogged ? "" : "\"flags\": [\"" LOG_FLAG "\"],",
		  report + 1);
	grant->seccomp = text_take(&text);
	return grant->seccomp ? STATUS_OK : error_no_memory(err);
}

static enum status make_filter(struct verify_grant *grant,
			       const struct profile *profile,
			       const struct verify_target *target,
			       struct error *err)
{
	enum status status;

	/* A profile of a log may hold no calls at all. */
	if (!grant->advice.seccomp.count)
		return STATUS_OK;
	grant->is_unlogged = !takes_log_flag(target);
	status = write_allowlist(grant, profile, err);
	if (status == STATUS_OK)
		status = filter_program_make(&grant->filter, grant->seccomp,
					     err);
	grant->enforcement.seccomp = grant->seccomp;
	grant->enforcement.filter = grant->filter;
	return status;
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
	choose_label(grant, target);
	return make_filter(grant, profile, target, err);
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
	filter_program_free(grant->filter);
	free(grant->seccomp);
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

bool verify_grant_allows(const struct verify_grant *grant, const char *name)
{
	return !grant->enforcement.seccomp ||
	       seccomp_advice_allows(&grant->advice.seccomp, name);
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
	const struct seccomp_advice *advice = &grant->advice.seccomp;

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
			  grant->advice.seccomp.count);
	if (enforcement->type)
		text_addf(text, ", %s", enforcement->type);
	if (enforcement->no_new_privileges)
		text_add(text, ", no_new_privs");
}
