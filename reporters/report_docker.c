/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words that a shell takes as they are: capability names, a file name that
 * why_seccomp_file() made harmless, and types of our own table. So the output
 * works pasted, and as $(whittle report -f docker --no-comments PROFILE).
 */
#include "reporters/reporter.h"

#include "reporters/why.h"

static void write_comments(FILE *out, const struct advice *advice,
			   const struct profile *profile)
{
	const struct capability_advice *capabilities = &advice->capabilities;
	AUTO_TEXT struct text add = {0}, drop = {0};

	if (advice->is_selinux_recorded) {
		why_add_names(&add, capabilities->to_add, false);
		why_add_names(&drop, capabilities->to_drop, false);
		fprintf(out, "# against the default of %s: add %s\n",
			capabilities->base->name,
			add.length ? text_string(&add) : "nothing");
		fprintf(out, "# and drop %s\n",
			drop.length ? text_string(&drop) : "nothing");
	}
	if (advice->seccomp.count)
		fprintf(out, "# %s: whittle report -f seccomp\n",
			why_seccomp_file(profile));
	if (advice->confinement.default_apparmor.state == FACT_FAILS)
		fprintf(out,
			"# %s: where AppArmor is on, add "
			"--security-opt=apparmor=unconfined\n",
			advice->confinement.default_apparmor.why);
}

/* Of each one-of what was chosen, of each opportunistic what is lost. */
static void write_choices(FILE *out, const struct advice *advice)
{
	const struct capability_advice *capabilities = &advice->capabilities;

	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];
		AUTO_TEXT struct text choice = {0};

		capability_choice_describe(&choice, item);
		if (choice.length)
			fprintf(out, "# %s\n", text_string(&choice));
		if (item->without)
			fprintf(out, "# without %s: %s\n",
				capability_short_name(item->need->capability),
				item->without);
	}
	if (capability_advice_leaves_out(capabilities))
		fprintf(out, "# %s\n", capability_insist_hint);
}

static void write_capabilities(FILE *out, const struct advice *advice,
			       bool has_comments)
{
	fputs("--cap-drop=ALL\n", out);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		AUTO_TEXT struct text why = {0};

		if (!capset_has(advice->capabilities.minimal, c))
			continue;
		why_add_capability(&why, advice, c);
		if (has_comments && why.length)
			fprintf(out, "# %s\n", text_string(&why));
		fprintf(out, "--cap-add=%s\n", capability_short_name(c));
	}
}

enum status report_docker(FILE *out, const struct advice *advice,
			  const struct profile *profile,
			  const struct report_options *options,
			  struct error *err)
{
	AUTO_TEXT struct text path = {0};

	(void)err;
	if (!options->no_comments) {
		write_comments(out, advice, profile);
		write_choices(out, advice);
	}
	if (advice->is_selinux_recorded)
		write_capabilities(out, advice, !options->no_comments);
	if (advice->no_new_privileges)
		fputs("--security-opt=no-new-privileges\n", out);
	why_add_seccomp_path(&path, profile, options->seccomp_file, "");
	if (advice->seccomp.count)
		fprintf(out, "--security-opt=seccomp=%s\n", text_string(&path));
	if (advice->selinux.type)
		fprintf(out, "--security-opt=label=type:%s\n",
			advice->selinux.type);
	if (advice->selinux.level)
		fprintf(out, "--security-opt=label=level:%s\n",
			advice->selinux.level);
	return STATUS_OK;
}
