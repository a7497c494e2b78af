/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/seccomp_json.h"

#include <errno.h>

static void write_group(struct json_out *json,
			const struct seccomp_group *group, bool has_comments)
{
	if (!group->count)
		return;
	json_out_map_begin(json, NULL);
	if (has_comments)
		json_out_string(json, "comment", group->comment);
	json_out_list_begin(json, "names");
	for (size_t i = 0; i < group->count; i++)
		json_out_string(json, NULL, group->names[i]);
	json_out_end(json);
	json_out_string(json, "action", "SCMP_ACT_ALLOW");
	json_out_end(json);
}

void seccomp_json_write(struct json_out *json,
			const struct seccomp_advice *advice, bool has_comments)
{
	json_out_string(json, "defaultAction", "SCMP_ACT_ERRNO");
	json_out_number(json, "defaultErrnoRet", EPERM);
	json_out_list_begin(json, "architectures");
	for (size_t i = 0; i < advice->architecture_count; i++)
		json_out_string(json, NULL, advice->architectures[i]);
	json_out_end(json);
	json_out_list_begin(json, "syscalls");
	for (size_t g = 0; g < SECCOMP_GROUP_COUNT; g++)
		write_group(json, &advice->groups[g], has_comments);
	json_out_end(json);
}
