/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include <string.h>

#include "reporters/helm_path.h"
#include "reporters/helm_values.h"
#include "reporters/security_context.h"
#include "reporters/why.h"

/* The map alone, or at --helm-path. */
static enum status write_at_path(struct yaml_out *yaml,
				 const struct advice *advice,
				 const struct profile *profile,
				 const char *dotted, struct error *err)
{
	AUTO_HELM_PATH struct helm_path path = {0};
	enum status status = helm_path_parse(&path, dotted, err);

	if (status != STATUS_OK)
		return status;
	yaml_out_map_begin(yaml, NULL);
	for (size_t i = 0; i < path.count; i++)
		yaml_out_map_begin(yaml, text_string(&path.keys[i]));
	security_context_write(yaml, advice, profile);
	for (size_t i = 0; i < path.count + 1; i++)
		yaml_out_end(yaml);
	return STATUS_OK;
}

/*
 * The type by its name also where it is the engine's own: pod or chart may
 * say another.
 */
static struct helm_wish wish_of(const struct advice *advice,
				const struct profile *profile)
{
	const struct selinux_advice *selinux = &advice->selinux;
	const char *chosen = selinux->chosen ? selinux->chosen->type : NULL;

	return (struct helm_wish){
		.has_capabilities = advice->is_selinux_recorded,
		.add = advice->capabilities.minimal,
		.has_no_new_privileges = advice->no_new_privileges,
		.user = selinux->user,
		.role = selinux->role,
		.type = selinux->type ? selinux->type : chosen,
		.level = selinux->level,
		.seccomp = advice->seccomp.count ? why_seccomp_file(profile)
						 : NULL,
	};
}

static void note_capabilities(struct helm_values *values,
			      const struct chart_row *place,
			      const struct advice *advice)
{
	capset_t minimal = advice->capabilities.minimal;

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		AUTO_TEXT struct text path = {0};
		AUTO_TEXT struct text why = {0};

		if (!capset_has(minimal, c))
			continue;
		text_addf(&path, "%s%s.%s",
			  place->add ? place->add : place->context,
			  place->add ? "" : ".capabilities.add",
			  capability_short_name(c));
		why_add_capability(&why, advice, c);
		helm_values_note(values, text_string(&path), "%s",
				 text_string(&why));
	}
}

static enum status write_values(struct yaml_out *yaml,
				const struct advice *advice,
				const struct profile *profile,
				const struct report_options *options,
				struct error *err)
{
	const struct chart_row at_path = {.context = options->helm_path};
	const struct chart_row *place =
		options->chart ? options->chart : &at_path;
	const struct helm_wish wish = wish_of(advice, profile);
	AUTO_HELM_VALUES struct helm_values values = {0};
	json_t *user = NULL;
	enum status status = STATUS_OK;

	if (options->values) {
		status = helm_values_read(&user, options->values,
					  strlen(options->values), err);
		if (status != STATUS_OK)
			return error_prefix(err, "--values");
	}
	status = helm_values_make(&values, place, user, &wish, err);
	json_decref(user);
	if (status != STATUS_OK)
		return status;
	if (place->chart)
		yaml_out_comment(yaml, "%s, container %s; checked against %s",
				 place->chart, place->container, place->source);
	if (!json_object_size(values.tree))
		yaml_out_comment(yaml, "nothing to change");
	note_capabilities(&values, place, advice);
	security_context_comment(yaml, advice, profile);
	helm_values_write(yaml, &values);
	return STATUS_OK;
}

enum status report_helm(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);
	enum status status;

	if (!yaml)
		return error_no_memory(err);
	if (options->chart || options->values)
		status = write_values(yaml, advice, profile, options, err);
	else
		status = write_at_path(yaml, advice, profile,
				       options->helm_path, err);
	if (status != STATUS_OK)
		return status;
	return yaml_out_finish(yaml, out, err);
}
