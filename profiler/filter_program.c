/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/filter_program.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <seccomp.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "profile/file.h"
#include "profile/oci_seccomp.h"
#include "profile/text.h"

struct filter_program {
	struct sock_fprog code;
};

static const struct {
	const char *name;
	uint32_t value;
} arches[] = {
	{"SCMP_ARCH_X86_64", SCMP_ARCH_X86_64},
	{"SCMP_ARCH_X86", SCMP_ARCH_X86},
	{"SCMP_ARCH_X32", SCMP_ARCH_X32},
	{"SCMP_ARCH_AARCH64", SCMP_ARCH_AARCH64},
	{"SCMP_ARCH_ARM", SCMP_ARCH_ARM},
};

static const struct {
	const char *name;
	enum scmp_compare op;
} comparisons[] = {
	{"SCMP_CMP_EQ", SCMP_CMP_EQ},
	{"SCMP_CMP_NE", SCMP_CMP_NE},
	{"SCMP_CMP_LT", SCMP_CMP_LT},
	{"SCMP_CMP_LE", SCMP_CMP_LE},
	{"SCMP_CMP_GT", SCMP_CMP_GT},
	{"SCMP_CMP_GE", SCMP_CMP_GE},
	{"SCMP_CMP_MASKED_EQ", SCMP_CMP_MASKED_EQ},
};

static enum status malformed(const char *what, const char *word,
			     struct error *err)
{
	return error_set(err, STATUS_MALFORMED, NULL,
			 "the allowlist has an unknown %s '%s'", what,
			 printable(word));
}

static enum status cannot_compile(int result, struct error *err)
{
	return error_set_errno(err, STATUS_UNSUPPORTED, -result, NULL,
			       "compile the allowlist");
}

/* What an allowlist of ours can say. */
static enum status action_of(const char *name, bool has_errno, int errno_value,
			     uint32_t *ret, struct error *err)
{
	if (strcmp(name, "SCMP_ACT_ALLOW") == 0)
		*ret = SCMP_ACT_ALLOW;
	else if (strcmp(name, "SCMP_ACT_ERRNO") == 0)
		*ret = SCMP_ACT_ERRNO(has_errno ? errno_value : EPERM);
	else if (strcmp(name, "SCMP_ACT_KILL_PROCESS") == 0)
		*ret = SCMP_ACT_KILL_PROCESS;
	else
		return malformed("action", name, err);
	return STATUS_OK;
}

static enum status comparison_of(const struct oci_argument *argument,
				 struct scmp_arg_cmp *ret, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(comparisons); i++)
		if (strcmp(comparisons[i].name, argument->op) == 0) {
			*ret = (struct scmp_arg_cmp){
				argument->index, comparisons[i].op,
				argument->value, argument->value_two};
			return STATUS_OK;
		}
	return malformed("comparison", argument->op, err);
}

static enum status add_arches(scmp_filter_ctx filter,
			      const struct oci_words *names, struct error *err)
{
	for (size_t i = 0; i < names->count; i++) {
		size_t row = 0;
		int result;

		while (row < ARRAY_LENGTH(arches) &&
		       strcmp(arches[row].name, names->items[i]) != 0)
			row++;
		/* One that this machine does not run is of no matter. */
		if (row == ARRAY_LENGTH(arches))
			continue;
		result = seccomp_arch_add(filter, arches[row].value);
		if (result && result != -EEXIST)
			return cannot_compile(result, err);
	}
	return STATUS_OK;
}

static enum status add_rule(scmp_filter_ctx filter, uint32_t otherwise,
			    const struct oci_rule *rule, struct error *err)
{
	struct scmp_arg_cmp arguments[OCI_ARGUMENTS_MAX];
	enum status status;
	uint32_t action;

	status = action_of(rule->action, rule->has_errno, rule->errno_value,
			   &action, err);
	for (size_t i = 0; status == STATUS_OK && i < rule->argument_count; i++)
		status = comparison_of(&rule->arguments[i], &arguments[i], err);
	if (status != STATUS_OK || action == otherwise)
		return status;
	for (size_t i = 0; i < rule->names.count; i++) {
		int number = seccomp_syscall_resolve_name(rule->names.items[i]);
		int result;

		/* The runtimes pass over names that they do not know. */
		if (number == __NR_SCMP_ERROR)
			continue;
		result = seccomp_rule_add_array(
			filter, action, number,
			(unsigned int)rule->argument_count, arguments);
		if (result && result != -EEXIST)
			return cannot_compile(result, err);
	}
	return STATUS_OK;
}

/* The library writes its program into a file: one in memory. */
static enum status export(scmp_filter_ctx filter,
			  struct filter_program *program, struct error *err) {
	int fd AUTO_CLOSE = memfd_create("whittle-filter", MFD_CLOEXEC);
	struct stat st;
	ssize_t got;
	int result = fd < 0 ? -errno : seccomp_export_bpf(filter, fd);

	if (result) return cannot_compile(result, err);
	if (fstat(fd, &st) != 0) return cannot_compile(-errno, err);
	program->code.len = (unsigned short)((size_t)st.st_size /
					     sizeof(struct sock_filter));
	program->code.filter = malloc((size_t)st.st_size);
	if (!program->code.filter) return error_no_memory(err);
	got = pread(fd, program->code.filter, (size_t)st.st_size, 0);
	return got == st.st_size ? STATUS_OK : cannot_compile(-EIO, err);
}

static void release_filter(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}

static enum status compile(struct filter_program *program,
			   const struct oci_seccomp *profile, struct error *err)
{
	scmp_filter_ctx filter CLEANUP(release_filter) = NULL;
	uint32_t otherwise;
	enum status status =
		action_of(profile->default_action, profile->has_default_errno,
			  profile->default_errno, &otherwise, err);

	if (status != STATUS_OK)
		return status;
	filter = seccomp_init(otherwise);
	if (!filter)
		return error_no_memory(err);
	status = add_arches(filter, &profile->architectures, err);
	for (size_t i = 0; status == STATUS_OK && i < profile->rule_count; i++)
		status = add_rule(filter, otherwise, &profile->rules[i], err);
	return status == STATUS_OK ? export(filter, program, err) : status;
}

enum status filter_program_make(struct filter_program **ret, const char *text,
				struct error *err)
{
	AUTO_OCI_SECCOMP struct oci_seccomp_list list = {0};
	struct filter_program *program;
	enum status status = oci_seccomp_read(&list, text, strlen(text),
					      "the allowlist", err);

	if (status != STATUS_OK)
		return status;
	program = calloc(1, sizeof(*program));
	if (!program)
		return error_no_memory(err);
	status = compile(program, &list.items[0], err);
	if (status == STATUS_OK)
		*ret = program;
	else
		filter_program_free(program);
	return status;
}

void filter_program_free(struct filter_program *program)
{
	if (!program)
		return;
	free(program->code.filter);
	free(program);
}

static int keep_only(capset_t set)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	for (int i = 0; i < 2; i++) {
		uint32_t word = (uint32_t)(set >> (32 * i));

		data[i] = (struct __user_cap_data_struct){word, word, word};
	}
	return syscall(SYS_capset, &header, data) == 0 ? 0 : -errno;
}

/* What the second thread is told, and what it answers. */
struct loading {
	const struct filter_program *program;
	atomic_int go;
	atomic_int result; /* 0: not yet; 1: in force; else -errno */
};

/*
 * Loads the filter for all threads. Nothing is called behind it: the execve
 * of the other thread ends this one.
 */
static void *load_for_all(void *argument)
{
	struct loading *loading = argument;
	long result;

	while (!atomic_load(&loading->go))
		sched_yield();
	result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			 SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_LOG,
			 &loading->program->code);
	if (result != 0) {
		atomic_store(&loading->result, result > 0 ? -EINVAL : -errno);
		return NULL;
	}
	atomic_store(&loading->result, 1);
	for (;;)
		;
}

/*
 * Without no_new_privs a filter needs CAP_SYS_ADMIN, and dropping that
 * afterwards would be a call under the filter, which the list need not allow.
 * So a second thread, which still has it, loads the filter for both.
 */
static int confine_by_thread(const struct filter_program *program, capset_t set)
{
	static struct loading loading;
	pthread_t thread;
	int result;

	loading = (struct loading){.program = program};
	result = pthread_create(&thread, NULL, load_for_all, &loading);
	if (result)
		return -result;
	result = keep_only(set);
	if (result)
		return result;
	atomic_store(&loading.go, 1);
	while ((result = atomic_load(&loading.result)) == 0)
		;
	return result == 1 ? 0 : result;
}

int filter_program_confine(const struct filter_program *program, capset_t set,
			   bool no_new_privileges)
{
	int result;

	if (no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -errno;
	if (program && !no_new_privileges)
		return confine_by_thread(program, set);
	result = keep_only(set);
	if (result || !program)
		return result;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		       SECCOMP_FILTER_FLAG_LOG, &program->code) == 0
		       ? 0
		       : -errno;
}
