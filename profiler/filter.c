/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/filter.h"

#include <errno.h>
#include <seccomp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "collectors/launcher.h"
#include "profile/file.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

#define ACTIONS_LOGGED "/proc/sys/kernel/seccomp/actions_logged"
#define API_LEVEL_LOG  3u

enum status filter_check(struct error *err)
{
	char actions[256];
	char *save = NULL;
	unsigned int level = libseccomp_api_level();

	if (level < API_LEVEL_LOG)
		return error_set(err, STATUS_UNSUPPORTED,
				 "Linux 4.14 and libseccomp 2.4 or later are "
				 "needed",
				 "seccomp cannot log here (API level %u)",
				 level);
	if (!file_read_line(ACTIONS_LOGGED, actions, sizeof(actions)))
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "read " ACTIONS_LOGGED);
	for (char *word = strtok_r(actions, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		if (strcmp(word, "log") == 0)
			return STATUS_OK;
	return error_set(err, STATUS_UNSUPPORTED,
			 "add log to sysctl kernel.seccomp.actions_logged",
			 "logging of seccomp's log action is switched off");
}

/* The architectures that this machine's kernel runs; the native one first. */
#define ARCHES_MAX 3u

static size_t list_arches(uint32_t arches[ARCHES_MAX])
{
	static const uint32_t rows[][ARCHES_MAX] = {
		{SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32},
		{SCMP_ARCH_AARCH64, SCMP_ARCH_ARM, 0},
	};
	size_t count = 0;

	arches[0] = seccomp_arch_native();
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (rows[i][0] == arches[0])
			memcpy(arches, rows[i], sizeof(rows[i]));
	while (count < ARCHES_MAX && arches[count])
		count++;
	return count;
}

static int set_attributes(scmp_filter_ctx filter)
{
	int result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);

	/* A call of an architecture that is not in the filter must be logged
	   as well, not killed. */
	if (!result)
		result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
					  SCMP_ACT_LOG);
	/* A tree instead of a chain, where the kernel has no bitmap of what
	   is allowed anyway (5.11), and for what is logged. */
	if (!result)
		result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	return result;
}

static int allow_known(scmp_filter_ctx filter, uint32_t arch,
		       const struct filter_plan *plan)
{
	const struct known_items *known = plan->known;
	int result = 0;

	for (size_t i = 0; known && !result && i < known->call_count; i++) {
		int number;

		if (known->calls[i].arch != arch ||
		    (plan->is_without_clone3 &&
		     strcmp(known->calls[i].name, "clone3") == 0))
			continue;
		/* Numbers are the native architecture's: a rule of another one
		   is found by its name. */
		number = seccomp_syscall_resolve_name(known->calls[i].name);
		if (number != __NR_SCMP_ERROR)
			result = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
						  number, 0);
	}
	return result;
}

/* A filter of ARCH alone, so that its rules are its own. */
static int make_filter(uint32_t arch, const struct filter_plan *plan,
		       scmp_filter_ctx *ret)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_LOG);
	int result;

	if (!filter)
		return -ENOMEM;
	result = set_attributes(filter);
	if (!result && arch != seccomp_arch_native())
		result = seccomp_arch_add(filter, arch);
	if (!result && arch != seccomp_arch_native())
		result = seccomp_arch_remove(filter, seccomp_arch_native());
	if (!result && plan->is_without_clone3)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
					  SCMP_SYS(clone3), 0);
	if (!result)
		result = allow_known(filter, arch, plan);
	*ret = filter;
	return result;
}

static int make_all(const struct filter_plan *plan, scmp_filter_ctx *ret)
{
	uint32_t arches[ARCHES_MAX] = {0};
	size_t count = list_arches(arches);
	int result = make_filter(arches[0], plan, ret);

	for (size_t i = 1; !result && i < count; i++) {
		scmp_filter_ctx other;

		result = make_filter(arches[i], plan, &other);
		if (!result)
			result = seccomp_merge(*ret, other);
	}
	return result;
}

int filter_load_log(const struct filter_plan *plan)
{
	scmp_filter_ctx filter;
	int result = make_all(plan, &filter);

	/* Not released: that would be calls of ours under the filter. */
	return result ? result : seccomp_load(filter);
}

static void add_arches(struct text *text)
{
	uint32_t arches[ARCHES_MAX] = {0};
	size_t count = list_arches(arches);

	/* An architecture alone is what a runtime adds by itself. */
	for (size_t i = 0; count > 1 && i < count; i++)
		text_addf(text, "%s\"%s\"", i ? "," : ",\"architectures\":[",
			  arch_oci_name(arches[i]));
	text_add(text, count > 1 ? "]" : "");
}

/* Names are those of libseccomp: nothing in them needs quoting. */
static void add_known(const struct filter_plan *plan, struct text *text)
{
	const struct known_items *known = plan->known;
	size_t count = 0;

	for (size_t i = 0; known && i < known->call_count; i++) {
		const struct known_call *call = &known->calls[i];

		if (call->arch != seccomp_arch_native() ||
		    (plan->is_without_clone3 &&
		     strcmp(call->name, "clone3") == 0) ||
		    !syscall_exists(call->arch, call->name))
			continue;
		if (!count)
			text_addf(text, "%s{\"names\":[",
				  text->length ? "," : "");
		text_addf(text, "%s\"%s\"", count++ ? "," : "", call->name);
	}
	text_add(text, count ? "],\"action\":\"SCMP_ACT_ALLOW\"}" : "");
}

void filter_add_oci_json(const struct filter_plan *plan, struct text *text)
{
	struct text rules AUTO_TEXT = {0};

	if (plan->is_without_clone3)
		text_addf(&rules,
			  "{\"names\":[\"clone3\"],\"action\":"
			  "\"SCMP_ACT_ERRNO\",\"errnoRet\":%d}",
			  ENOSYS);
	add_known(plan, &rules);
	text_add(text, "{\"defaultAction\":\"SCMP_ACT_LOG\"");
	add_arches(text);
	if (rules.length)
		text_addf(text, ",\"syscalls\":[%s]", rules.data);
	text_add(text, "}\n");
	text->failed |= rules.failed;
}

/* In the child: no_new_privs, so that no privilege is needed. */
static int load_fence_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result;

	if (!filter)
		return -ENOMEM;
	result = seccomp_rule_add(filter, SCMP_ACT_LOG, SCMP_SYS(getppid), 0);
	if (!result)
		result = seccomp_load(filter);
	return result;
}

pid_t filter_emit_fence(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_NAME, LAUNCHER_MARK_COMM);
		if (load_fence_filter() != 0)
			_exit(1);
		syscall(SYS_getppid);
		_exit(0);
	}
	return pid;
}
