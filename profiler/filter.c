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

/* The other architectures that this machine's kernel runs. */
static int add_architectures(scmp_filter_ctx filter)
{
	static const struct {
		uint32_t native;
		uint32_t others[2];
	} rows[] = {
		{SCMP_ARCH_X86_64, {SCMP_ARCH_X86, SCMP_ARCH_X32}},
		{SCMP_ARCH_AARCH64, {SCMP_ARCH_ARM, 0}},
	};
	int result = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		if (rows[i].native != seccomp_arch_native())
			continue;
		for (size_t j = 0; !result && j < 2 && rows[i].others[j]; j++)
			result = seccomp_arch_add(filter, rows[i].others[j]);
	}
	return result;
}

int filter_load_log(bool without_clone3)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_LOG);
	int result;

	if (!filter)
		return -ENOMEM;
	result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
	/* A call of an architecture that is not in the filter must be logged
	   as well, not killed. */
	if (!result)
		result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
					  SCMP_ACT_LOG);
	if (!result)
		result = add_architectures(filter);
	if (!result && without_clone3)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
					  SCMP_SYS(clone3), 0);
	if (!result)
		result = seccomp_load(filter);
	/* Not released: that would be calls of ours under the filter. */
	return result;
}

#define JSON_LOG "{\"defaultAction\":\"SCMP_ACT_LOG\""
#define JSON_X86                                                               \
	",\"architectures\":[\"SCMP_ARCH_X86_64\","                            \
	"\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\"]"
#define JSON_ARM                                                               \
	",\"architectures\":[\"SCMP_ARCH_AARCH64\","                           \
	"\"SCMP_ARCH_ARM\"]"
/* 38 is ENOSYS */
#define JSON_CLONE3                                                            \
	",\"syscalls\":[{\"names\":[\"clone3\"],"                              \
	"\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38}]"
#define JSON_END "}\n"

const char *filter_oci_json(bool without_clone3)
{
	switch (seccomp_arch_native()) {
	case SCMP_ARCH_X86_64:
		return without_clone3 ? JSON_LOG JSON_X86 JSON_CLONE3 JSON_END
				      : JSON_LOG JSON_X86 JSON_END;
	case SCMP_ARCH_AARCH64:
		return without_clone3 ? JSON_LOG JSON_ARM JSON_CLONE3 JSON_END
				      : JSON_LOG JSON_ARM JSON_END;
	default:
		return without_clone3 ? JSON_LOG JSON_CLONE3 JSON_END
				      : JSON_LOG JSON_END;
	}
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
