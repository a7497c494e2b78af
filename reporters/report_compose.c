/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A service of a compose file, to be merged or given as a further -f FILE.
 * Source: compose-spec 05-services.md; docker compose reads the seccomp file
 * beside the project's files, podman-compose where it is started.
 */
#include "reporters/reporter.h"

#include <stdarg.h>

#include "reporters/why.h"
#include "reporters/why_selinux.h"
#include "reporters/yaml_out.h"

static void comment_line(void *yaml, const char *line)
{
	yaml_out_comment(yaml, "%s", line);
}

static void write_head(struct yaml_out *yaml, const struct advice *advice,
		       const struct profile *profile)
{
	const struct capability_advice *capabilities = &advice->capabilities;

	if (!profile->is_complete)
		yaml_out_comment(yaml, "the profile is incomplete: evidence "
				       "was lost, this may grant too little");
	if (!advice->is_selinux_recorded)
		yaml_out_comment(yaml, "no capabilities: they were not "
				       "recorded");
	yaml_out_comment(yaml,
			 "as a further file (-f) its lists are added to those "
			 "of the service: take cap_add and security_opt out "
			 "there");
	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];

		if (item->without)
			yaml_out_comment(
				yaml, "%s is left out: %s",
				capability_short_name(item->need->capability),
				item->without);
	}
	if (capability_advice_leaves_out(capabilities))
		yaml_out_comment(yaml, "%s", capability_insist_hint);
	if (advice->confinement.default_apparmor.state == FACT_FAILS)
		yaml_out_comment(yaml,
				 "%s: where AppArmor is on, add the "
				 "security_opt apparmor=unconfined",
				 advice->confinement.default_apparmor.why);
}

static void write_capabilities(struct yaml_out *yaml,
			       const struct advice *advice)
{
	capset_t minimal = advice->capabilities.minimal;

	if (!advice->is_selinux_recorded)
		return;
	yaml_out_comment(yaml, "all of them, and no seccomp and SELinux, is "
			       "what privileged means");
	yaml_out_bool(yaml, "privileged", false);
	yaml_out_list_begin(yaml, "cap_drop");
	yaml_out_string(yaml, NULL, "ALL");
	yaml_out_end(yaml);
	if (!minimal)
		return;
	yaml_out_list_begin(yaml, "cap_add");
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		AUTO_TEXT struct text why = {0};

		if (!capset_has(minimal, c))
			continue;
		why_add_capability(&why, advice, c);
		yaml_out_comment(yaml, "%s", text_string(&why));
		yaml_out_string(yaml, NULL, capability_short_name(c));
	}
	yaml_out_end(yaml);
}

PRINTF(2, 3)
static void write_option(struct yaml_out *yaml, const char *format, ...)
{
	AUTO_FREE char *option = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&option, format, arguments) < 0)
		option = NULL;
	va_end(arguments);
	if (option)
		yaml_out_string(yaml, NULL, option);
}

static void write_options(struct yaml_out *yaml, const struct advice *advice,
			  const struct profile *profile,
			  const struct report_options *options)
{
	const struct selinux_advice *selinux = &advice->selinux;
	AUTO_TEXT struct text path = {0};

	if (!advice->no_new_privileges && !advice->seccomp.count &&
	    !selinux->type && !selinux->level) {
		why_selinux_visit(advice, "label", comment_line, yaml);
		return;
	}
	yaml_out_list_begin(yaml, "security_opt");
	if (advice->no_new_privileges) {
		yaml_out_comment(yaml, "recorded under no_new_privs");
		write_option(yaml, "no-new-privileges:true");
	}
	if (advice->seccomp.count) {
		why_add_seccomp_path(&path, profile, options->seccomp_file,
				     "./");
		yaml_out_comment(yaml,
				 "whittle report -f seccomp writes this file");
		write_option(yaml, "seccomp=%s", text_string(&path));
	}
	why_selinux_visit(advice, "label", comment_line, yaml);
	if (selinux->type)
		write_option(yaml, "label=type:%s", selinux->type);
	if (selinux->level)
		write_option(yaml, "label=level:%s", selinux->level);
	yaml_out_end(yaml);
}

/* What is mounted over a root that cannot be written is the user's to say. */
static void write_root(struct yaml_out *yaml, const struct advice *advice)
{
	const struct fact *fact = &advice->confinement.read_only_root;

	if (fact->why)
		yaml_out_comment(yaml, "read_only%s: %s",
				 fact->state == FACT_HOLDS ? "" : " is not set",
				 fact->why);
	if (fact->state == FACT_HOLDS)
		yaml_out_bool(yaml, "read_only", true);
}

enum status report_compose(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);

	if (!yaml)
		return error_no_memory(err);
	if (!advice->is_selinux_recorded && !advice->seccomp.count)
		return error_set(err, STATUS_UNSUPPORTED, "profile it again",
				 "the profile holds neither capabilities nor "
				 "system calls");
	yaml_out_map_begin(yaml, NULL);
	yaml_out_map_begin(yaml, "services");
	write_head(yaml, advice, profile);
	yaml_out_map_begin(yaml, options->service ? options->service
						  : why_service_name(profile));
	write_capabilities(yaml, advice);
	write_root(yaml, advice);
	write_options(yaml, advice, profile, options);
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}
