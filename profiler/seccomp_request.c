/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/seccomp_request.h"

#include <string.h>

#include "policies/runtime_table.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

#define ERRNO_MAX 4095u
#define ERRNAMES  134 /* Linux 6.12: EHWPOISON is 133 */

static const struct {
	const char *name;
	const char *action;
} actions[] = {
	{"errno", "SCMP_ACT_ERRNO"},
	{"kill", "SCMP_ACT_KILL"},
	{"kill-thread", "SCMP_ACT_KILL_THREAD"},
	{"kill-process", "SCMP_ACT_KILL_PROCESS"},
	{"trap", "SCMP_ACT_TRAP"},
	{"log", "SCMP_ACT_LOG"},
};

#define ACTION_NAMES "errno, kill, kill-thread, kill-process, trap or log"

static enum status set_action(struct seccomp_options *options,
			      const char *value, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(actions); i++) {
		if (strcmp(value, actions[i].name) == 0 ||
		    strcmp(value, actions[i].action) == 0) {
			options->action = actions[i].action;
			return STATUS_OK;
		}
	}
	return error_set(err, STATUS_USAGE, NULL,
			 "--default-action is " ACTION_NAMES ", not '%s'",
			 printable(value));
}

static enum status set_errno(struct seccomp_options *options, const char *value,
			     struct error *err)
{
	uint64_t number;

	if (parse_decimal(value, ERRNO_MAX, &number) && number) {
		options->errno_value = (int)number;
		return STATUS_OK;
	}
	for (int i = 1; i < ERRNAMES; i++) {
		if (is_same_string(strerrorname_np(i), value)) {
			options->errno_value = i;
			return STATUS_OK;
		}
	}
	return error_set(err, STATUS_USAGE, NULL,
			 "--errno is a name as EPERM or a number, not '%s'",
			 printable(value));
}

static enum status set_runtimes(struct seccomp_options *options,
				const char *value, struct error *err)
{
	const char *list = value;
	char word[64];

	while (seccomp_list_next(&list, word, sizeof(word)))
		if (!runtime_is_known(word))
			return error_set(
				err, STATUS_USAGE, "known are " RUNTIME_NAMES,
				"no table of what '%s' calls", printable(word));
	if (*list || !*value)
		return error_set(err, STATUS_USAGE, "known are " RUNTIME_NAMES,
				 "--runtime is a list as runc,crun, not '%s'",
				 printable(value));
	options->runtimes = value;
	return STATUS_OK;
}

static bool is_syscall(const char *name)
{
	static const uint32_t arches[] = {ARCH_X86_64, ARCH_X86, ARCH_AARCH64,
					  ARCH_ARM};
	uint32_t number;

	for (size_t i = 0; i < ARRAY_LENGTH(arches); i++)
		if (syscall_number(arches[i], name, &number))
			return true;
	return syscall_number(arch_native(), name, &number);
}

/* runc refuses a listener for write: it must write to report the listener. */
static enum status set_notify(struct seccomp_options *options,
			      const char *value, struct error *err)
{
	const char *list = value;
	char word[64];

	while (seccomp_list_next(&list, word, sizeof(word))) {
		if (!is_syscall(word))
			return error_set(err, STATUS_USAGE, NULL,
					 "--notify: no system call '%s'",
					 printable(word));
		if (strcmp(word, "write") == 0)
			return error_set(err, STATUS_USAGE,
					 "runtimes call it themselves to hand "
					 "the listener over",
					 "--notify: write cannot be handed to "
					 "an agent");
	}
	if (*list || !*value)
		return error_set(err, STATUS_USAGE, NULL,
				 "--notify is a list as mount,mknod, not '%s'",
				 printable(value));
	options->notify = value;
	return STATUS_OK;
}

enum status seccomp_request_set(struct seccomp_options *options,
				const char *name, const char *value,
				bool *ret_taken, struct error *err)
{
	*ret_taken = true;
	if (strcmp(name, "default-action") == 0)
		return set_action(options, value, err);
	if (strcmp(name, "errno") == 0)
		return set_errno(options, value, err);
	if (strcmp(name, "runtime") == 0)
		return set_runtimes(options, value, err);
	if (strcmp(name, "notify") == 0)
		return set_notify(options, value, err);
	if (strcmp(name, "exact") == 0)
		options->is_exact = true;
	else if (strcmp(name, "arg-rules") == 0)
		options->has_argument_rules = true;
	else if (strcmp(name, "listener") == 0)
		options->listener = value;
	else
		*ret_taken = false;
	return STATUS_OK;
}

enum status seccomp_request_check(const struct seccomp_options *options,
				  struct error *err)
{
	if (!options->notify != !options->listener)
		return error_set(err, STATUS_USAGE, NULL,
				 "--notify NAMES and --listener PATH go "
				 "together");
	if (options->listener && options->listener[0] != '/')
		return error_set(err, STATUS_USAGE, NULL,
				 "--listener is an absolute path, not '%s'",
				 printable(options->listener));
	if (options->errno_value && options->action &&
	    strcmp(options->action, "SCMP_ACT_ERRNO") != 0)
		return error_set(err, STATUS_USAGE, NULL,
				 "--errno goes with --default-action errno");
	if (options->is_exact && options->runtimes)
		return error_set(err, STATUS_USAGE, NULL,
				 "--exact leaves the runtimes' calls out, "
				 "--runtime adds them");
	return STATUS_OK;
}
