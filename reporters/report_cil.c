/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A module for semodule, with what to do with it as comments. It was compiled
 * with the policy, and asked, before it gets here.
 */
#include "reporters/reporter.h"

#include "policies/selinux_flip.h"
#include "reporters/selinux_answer.h"
#include "reporters/why.h"

static void comment_use(FILE *out, const struct selinux_module *module)
{
	fprintf(out,
		"; %s: the difference to %s, for what else only a wider type "
		"allows.\n; Made from a policy; make it anew when the policy "
		"changes.\n;\n"
		"; install   save it as %s.cil; semodule -i %s.cil\n"
		"; use       podman run --security-opt label=type:%s",
		module->type, module->base, module->name, module->name,
		module->type);
	if (module->level)
		fprintf(out, " --security-opt label=level:%s", module->level);
	fprintf(out, "\n;           seLinuxOptions: {type: %s", module->type);
	if (module->level)
		fprintf(out, ", level: '%s'", module->level);
	fprintf(out, "}\n; remove    semodule -r %s\n", module->name);
}

/* Why there is none. An empty module is valid, and changes nothing. */
static void comment_none(FILE *out, const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text command = {0};

	if (selinux->module.problem) {
		fprintf(out, "; No module could be made: %s\n",
			printable(selinux->module.problem));
		return;
	}
	fprintf(out, "; No module is needed: %s fits",
		printable(selinux->chosen->type));
	if (selinux->level)
		fprintf(out, " at level %s", selinux->level);
	if (selinux->chosen->flip_count) {
		selinux_flips_add(&command, selinux->chosen);
		fprintf(out, ", with %s", text_string(&command));
	}
	if (selinux->relabel.is_answer)
		fputs(", once the volume is relabelled (:Z)", out);
	fputs("\n", out);
}

enum status report_cil(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err)
{
	const struct selinux_advice *selinux = &advice->selinux;
	enum status status = selinux_check_answered(selinux, err);

	(void)profile;
	if (status != STATUS_OK)
		return status;
	if (!selinux->module.text) {
		comment_none(out, selinux);
		return STATUS_OK;
	}
	if (!options->no_comments)
		comment_use(out, &selinux->module);
	fputs(selinux->module.text, out);
	return STATUS_OK;
}
