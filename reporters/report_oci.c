/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What of a bundle's config.json is to be replaced:
 *     jq -s '.[0] * .[1]' config.json FRAGMENT
 * Source: runtime-spec config.md "Linux Process", config-linux.md.
 */
#include "reporters/reporter.h"

#include "reporters/seccomp_json.h"
#include "reporters/why.h"
#include "reporters/why_selinux.h"

/* Engines label the files of a container so, whatever its type. */
#define FILE_TYPE "container_file_t"

static void write_set(struct json_out *json, const char *name, capset_t set)
{
	json_out_list_begin(json, name);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			json_out_string(json, NULL, capability_name(c));
	json_out_end(json);
}

/*
 * A process of another user than root keeps at its execve only what is
 * ambient, and that has to be inheritable. For root both stay empty, as a file
 * with inheritable capabilities would else get them.
 */
static void write_capabilities(struct json_out *json,
			       const struct advice *advice)
{
	capset_t minimal = advice->capabilities.minimal;
	bool is_ambient = advice->confinement.non_root.state == FACT_HOLDS;

	json_out_map_begin(json, "capabilities");
	write_set(json, "bounding", minimal);
	write_set(json, "effective", minimal);
	write_set(json, "permitted", minimal);
	write_set(json, "inheritable", is_ambient ? minimal : 0);
	write_set(json, "ambient", is_ambient ? minimal : 0);
	json_out_end(json);
}

static void write_process(struct json_out *json, const struct advice *advice)
{
	AUTO_TEXT struct text label = {0};

	why_selinux_add_context(&label, &advice->selinux);
	if (!advice->is_selinux_recorded && !advice->no_new_privileges)
		return;
	json_out_map_begin(json, "process");
	if (advice->is_selinux_recorded)
		write_capabilities(json, advice);
	if (advice->no_new_privileges)
		json_out_bool(json, "noNewPrivileges", true);
	if (label.length)
		json_out_string(json, "selinuxLabel", text_string(&label));
	json_out_end(json);
}

/* Bottlerocket labels them otherwise, and by itself. */
static bool has_mount_label(const struct selinux_advice *selinux)
{
	return selinux->chosen && selinux->platform != PLATFORM_BOTTLEROCKET;
}

static void write_linux(struct json_out *json, const struct advice *advice,
			bool has_comments)
{
	const struct selinux_advice *selinux = &advice->selinux;
	AUTO_TEXT struct text label = {0};

	if (!advice->seccomp.count && !has_mount_label(selinux))
		return;
	json_out_map_begin(json, "linux");
	if (advice->seccomp.count) {
		json_out_map_begin(json, "seccomp");
		seccomp_json_write(json, &advice->seccomp, has_comments);
		json_out_end(json);
	}
	if (has_mount_label(selinux)) {
		text_addf(&label, "system_u:object_r:" FILE_TYPE ":%s",
			  selinux->chosen->level ? selinux->chosen->level
						 : "s0");
		json_out_string(json, "mountLabel", text_string(&label));
	}
	json_out_end(json);
}

enum status report_oci(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	if (!json)
		return error_no_memory(err);
	if (!advice->is_selinux_recorded && !advice->seccomp.count)
		return error_set(err, STATUS_UNSUPPORTED, "profile it again",
				 "the profile holds neither capabilities nor "
				 "system calls");
	json_out_map_begin(json, NULL);
	write_process(json, advice);
	if (advice->confinement.read_only_root.state == FACT_HOLDS) {
		json_out_map_begin(json, "root");
		json_out_bool(json, "readonly", true);
		json_out_end(json);
	}
	write_linux(json, advice, !options->no_comments);
	json_out_end(json);
	(void)profile;
	return json_out_finish(json, out, err);
}
