/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A drop-in for a .container unit of podman's Quadlet.
 * Source: podman-systemd.unit(5).
 */
#include "reporters/reporter.h"

#include "reporters/unit_out.h"
#include "reporters/why.h"

#define FOLDER "/etc/containers/systemd/"

static void write_capabilities(const struct unit_out *unit,
			       const struct advice *advice)
{
	if (!advice->is_selinux_recorded) {
		unit_out_comment(unit, "no capabilities: they were not "
				       "recorded");
		return;
	}
	unit_out_set(unit, "DropCapability", "%s", "all");
	unit_out_capabilities(unit, advice, "AddCapability");
}

static void write_root(const struct unit_out *unit, const struct fact *fact)
{
	if (fact->why)
		unit_out_comment(unit, "ReadOnly%s: %s",
				 fact->state == FACT_HOLDS ? "" : " is not set",
				 fact->why);
	if (fact->state == FACT_HOLDS)
		unit_out_set(unit, "ReadOnly", "true");
}

enum status report_quadlet(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err)
{
	const struct unit_out unit = {out, !options->no_comments};
	const struct selinux_advice *selinux = &advice->selinux;
	const char *service =
		options->service ? options->service : why_service_name(profile);
	AUTO_TEXT struct text place = {0}, path = {0};

	(void)err;
	text_addf(&place, FOLDER "%s.container.d/50-whittle.conf", service);
	unit_out_begin(&unit, profile, text_string(&place), "Container");
	write_capabilities(&unit, advice);
	if (advice->no_new_privileges) {
		unit_out_comment(&unit, "recorded under no_new_privs");
		unit_out_set(&unit, "NoNewPrivileges", "true");
	}
	write_root(&unit, &advice->confinement.read_only_root);
	if (advice->confinement.default_apparmor.state == FACT_FAILS)
		unit_out_comment(
			&unit,
			"%s: where AppArmor is on, add "
			"PodmanArgs=--security-opt=apparmor=unconfined",
			advice->confinement.default_apparmor.why);
	if (advice->seccomp.count) {
		why_add_seccomp_path(&path, profile, options->seccomp_file,
				     FOLDER);
		unit_out_comment(&unit,
				 "whittle report -f seccomp writes this file");
		unit_out_set(&unit, "SeccompProfile", "%s", text_string(&path));
	}
	unit_out_comment_selinux(&unit, advice, "SecurityLabelType");
	if (selinux->type)
		unit_out_set(&unit, "SecurityLabelType", "%s", selinux->type);
	if (selinux->level)
		unit_out_set(&unit, "SecurityLabelLevel", "%s", selinux->level);
	return STATUS_OK;
}
