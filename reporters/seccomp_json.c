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

/* The operator's errno is a string. */
static void write_errno(struct json_out *json, unsigned int value,
			bool is_string)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%u", value);
	if (value && is_string)
		json_out_string(json, "errnoRet", digits);
	else if (value)
		json_out_number(json, "errnoRet", value);
}

static void write_group(struct json_out *json,
			const struct seccomp_group *group, bool has_comments,
			bool is_operator)
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
	write_errno(json, (unsigned int)group->errno_value, is_operator);
	write_arguments(json, group);
	json_out_end(json);
}

static void write_rest(struct json_out *json,
		       const struct seccomp_advice *advice, bool has_comments,
		       bool is_operator)
{
	json_out_list_begin(json, "architectures");
	for (size_t i = 0; i < advice->architecture_count; i++)
		json_out_string(json, NULL, advice->architectures[i]);
	json_out_end(json);
	json_out_string(json, "listenerPath", advice->listener);
	json_out_list_begin(json, "syscalls");
	for (size_t g = 0; g < advice->group_count; g++)
		write_group(json, &advice->groups[g], has_comments,
			    is_operator);
	json_out_end(json);
}

void seccomp_json_write(struct json_out *json,
			const struct seccomp_advice *advice, bool has_comments)
{
	json_out_string(json, "defaultAction", advice->default_action);
	if (advice->default_errno)
		json_out_number(json, "defaultErrnoRet", advice->default_errno);
	write_rest(json, advice, has_comments, false);
}

void seccomp_json_write_operator(struct json_out *json,
				 const struct seccomp_advice *advice)
{
	json_out_string(json, "defaultAction", advice->default_action);
	write_rest(json, advice, false, true);
}
