/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/seccomp_json.h"

static void write_arguments(struct json_out *json,
			    const struct seccomp_group *group)
{
	if (!group->argument_count)
		return;
	json_out_list_begin(json, "args");
	for (size_t i = 0; i < group->argument_count; i++) {
		const struct seccomp_argument *argument = &group->arguments[i];
		bool is_masked = argument->mask != UINT64_MAX;

		json_out_map_begin(json, NULL);
		json_out_number(json, "index", argument->index);
		/* With a mask, the first value is the mask. */
		json_out_number(json, "value",
				(long long)(is_masked ? argument->mask
						      : argument->value));
		if (is_masked)
			json_out_number(json, "valueTwo",
					(long long)argument->value);
		json_out_string(json, "op",
				is_masked ? "SCMP_CMP_MASKED_EQ"
					  : "SCMP_CMP_EQ");
		json_out_end(json);
	}
	json_out_end(json);
}

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
	json_out_string(json, "action", group->action);
	if (group->errno_value)
		json_out_number(json, "errnoRet", group->errno_value);
	write_arguments(json, group);
	json_out_end(json);
}

void seccomp_json_write(struct json_out *json,
			const struct seccomp_advice *advice, bool has_comments)
{
	json_out_string(json, "defaultAction", advice->default_action);
	if (advice->default_errno)
		json_out_number(json, "defaultErrnoRet", advice->default_errno);
	json_out_list_begin(json, "architectures");
	for (size_t i = 0; i < advice->architecture_count; i++)
		json_out_string(json, NULL, advice->architectures[i]);
	json_out_end(json);
	json_out_string(json, "listenerPath", advice->listener);
	json_out_list_begin(json, "syscalls");
	for (size_t g = 0; g < advice->group_count; g++)
		write_group(json, &advice->groups[g], has_comments);
	json_out_end(json);
}
