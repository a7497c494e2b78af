/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * confine - run a program with only what a report grants, all of it enforced:
 * capabilities (all others dropped from all sets), an OCI seccomp file, an
 * SELinux context. The proof of a profile.
 *
 *   confine --caps "CAP_A CAP_B" [--seccomp FILE] [--label CONTEXT]
 *           [--user UID:GID] [--door FILE] -- PROGRAM [ARG...]
 *
 * --door is the program enter, labelled as a container's file.
 */
#define _GNU_SOURCE
#include <cap-ng.h>
#include <errno.h>
#include <grp.h>
#include <jansson.h>
#include <seccomp.h>
#include <selinux/selinux.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <linux/capability.h>
#include <unistd.h>

#define CONDITIONS_MAX 6 /* a call has no more arguments */

__attribute__((noreturn, format(printf, 1, 2))) static void die(
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("confine: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(125);
}

static uint64_t parse_caps(char *names)
{
	uint64_t set = 0;

	for (char *name = strtok(names, " ,\n"); name;
	     name = strtok(NULL, " ,\n")) {
		int number = capng_name_to_capability(
			strncmp(name, "CAP_", 4) ? name : name + 4);

		if (number < 0)
			die("no capability %s", name);
		set |= UINT64_C(1) << number;
	}
	return set;
}

static void drop_bounds(uint64_t set)
{
	for (int i = 0; i <= CAP_LAST_CAP; i++)
		if (!(set >> i & 1) && prctl(PR_CAPBSET_DROP, i, 0, 0, 0) < 0)
			die("cannot drop capability %d", i);
}

/* One call, so that little of ours runs under the filter. */
static int keep_only(uint64_t set, uint64_t inheritable)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	for (int i = 0; i < 2; i++) {
		data[i].effective = (uint32_t)(set >> (32 * i));
		data[i].permitted = (uint32_t)(set >> (32 * i));
		data[i].inheritable = (uint32_t)(inheritable >> (32 * i));
	}
	return (int)syscall(SYS_capset, &header, data);
}

/* SCMP_ACT_ALLOW, or SCMP_ACT_ERRNO with its errnoRet; no other is known. */
static uint32_t action_of(const json_t *rule, const char *key,
			  const char *errno_key)
{
	const char *name = json_string_value(json_object_get(rule, key));
	const json_t *number = json_object_get(rule, errno_key);

	if (name && !strcmp(name, "SCMP_ACT_ALLOW"))
		return SCMP_ACT_ALLOW;
	if (!name || strcmp(name, "SCMP_ACT_ERRNO"))
		die("action %s is not known", name ? name : "(none)");
	return SCMP_ACT_ERRNO(number ? json_integer_value(number) : EPERM);
}

/* The two operators that whittle writes. */
static struct scmp_arg_cmp condition_of(const json_t *arg)
{
	const char *op = json_string_value(json_object_get(arg, "op"));
	json_int_t index = json_integer_value(json_object_get(arg, "index"));
	json_int_t value = json_integer_value(json_object_get(arg, "value"));
	json_int_t two = json_integer_value(json_object_get(arg, "valueTwo"));

	if (op && strcmp(op, "SCMP_CMP_EQ") == 0)
		return SCMP_CMP64((unsigned int)index, SCMP_CMP_EQ,
				  (scmp_datum_t)value, 0);
	if (!op || strcmp(op, "SCMP_CMP_MASKED_EQ") != 0)
		die("no operator %s", op ? op : "");
	return SCMP_CMP64((unsigned int)index, SCMP_CMP_MASKED_EQ,
			  (scmp_datum_t)value, (scmp_datum_t)two);
}

static void add_rule(scmp_filter_ctx filter, uint32_t action, const char *name,
		     const json_t *args)
{
	struct scmp_arg_cmp conditions[CONDITIONS_MAX];
	size_t count = json_array_size(args);
	int number = seccomp_syscall_resolve_name(name);

	/* What is refused anyway may be newer than the library. */
	if (number == __NR_SCMP_ERROR && action != SCMP_ACT_ALLOW)
		return;
	if (number == __NR_SCMP_ERROR)
		die("no syscall %s", name);
	if (count > CONDITIONS_MAX)
		die("too many arguments of %s", name);
	for (size_t i = 0; i < count; i++)
		conditions[i] = condition_of(json_array_get(args, i));
	if (seccomp_rule_add_array(filter, action, number, (unsigned int)count,
				   conditions) != 0)
		die("cannot add a rule for %s", name);
}

static void add_rules(scmp_filter_ctx filter, uint32_t otherwise,
		      const json_t *groups)
{
	for (size_t i = 0; i < json_array_size(groups); i++) {
		const json_t *group = json_array_get(groups, i);
		const json_t *names = json_object_get(group, "names");
		uint32_t action = action_of(group, "action", "errnoRet");

		for (size_t j = 0;
		     action != otherwise && j < json_array_size(names); j++)
			add_rule(filter, action,
				 json_string_value(json_array_get(names, j)),
				 json_object_get(group, "args"));
	}
}

static scmp_filter_ctx read_filter(const char *path)
{
	json_error_t problem;
	json_t *root = json_load_file(path, 0, &problem);
	scmp_filter_ctx filter;
	uint32_t otherwise;

	if (!root)
		die("%s: %s", path, problem.text);
	otherwise = action_of(root, "defaultAction", "defaultErrnoRet");
	if (otherwise == SCMP_ACT_ALLOW)
		die("%s: the default action allows", path);
	filter = seccomp_init(otherwise);
	if (!filter)
		die("no filter");
	seccomp_arch_add(filter, SCMP_ARCH_X86);
	seccomp_arch_add(filter, SCMP_ARCH_X32);
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
	add_rules(filter, otherwise, json_object_get(root, "syscalls"));
	return filter;
}

/* Become UID:GID, and keep what loading the filter needs for a moment. */
static void become(const char *user)
{
	unsigned int uid, gid;

	if (sscanf(user, "%u:%u", &uid, &gid) != 2)
		die("user %s is not UID:GID", user);
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) || setgroups(0, NULL) ||
	    setresgid(gid, gid, gid) || setresuid(uid, uid, uid) ||
	    keep_only(UINT64_C(1) << CAP_SYS_ADMIN, 0))
		die("become %s: %s", user, strerror(errno));
}

/* NAME, looked for in PATH as execvp() does. */
static char *find_program(const char *name)
{
	const char *path = getenv("PATH");
	char *copy = strdup(path ? path : "/usr/sbin:/usr/bin");
	char *file = NULL;

	if (strchr(name, '/'))
		return strdup(name);
	for (char *dir = strtok(copy, ":"); dir; dir = strtok(NULL, ":"))
		if (asprintf(&file, "%s/%s", dir, name) > 0 &&
		    access(file, X_OK) == 0)
			return file;
	die("no program %s", name);
}

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = NULL;
	const char *label = NULL;
	char none[] = "";
	char *caps = none;
	char *door = NULL;
	const char *user = NULL;
	char *program;
	uint64_t set;
	int i;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "--"); i += 2) {
		if (!strcmp(argv[i], "--caps"))
			caps = argv[i + 1];
		else if (!strcmp(argv[i], "--seccomp"))
			filter = read_filter(argv[i + 1]);
		else if (!strcmp(argv[i], "--label"))
			label = argv[i + 1];
		else if (!strcmp(argv[i], "--user"))
			user = argv[i + 1];
		else if (!strcmp(argv[i], "--door"))
			door = argv[i + 1];
		else
			die("no option %s", argv[i]);
	}
	if (i + 1 >= argc || strcmp(argv[i], "--"))
		die("no program");
	program = find_program(argv[i + 1]);
	if (label && setexeccon_raw(label) != 0)
		die("label %s: %s", label, strerror(errno));
	set = parse_caps(caps);
	drop_bounds(set);
	if (user)
		become(user);
	if (filter) {
		/* Loading it needs CAP_SYS_ADMIN, so it comes before capset,
		   which must be in it, as a runtime's own calls are. */
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(capset), 0);
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(execve), 0);
		if (seccomp_load(filter) != 0)
			die("cannot load the filter");
	}
	/* Another user than root begins with none: only the bounds count. */
	if (user)
		set = 0;
	if (keep_only(set, set) != 0)
		_exit(125);
	/* The words before the program's are done with: one becomes enter's
	   own name. */
	argv[i + 1] = program;
	if (door) {
		argv[i] = door;
		execv(door, argv + i);
	} else {
		execv(program, argv + i + 1);
	}
	_exit(errno == ENOENT ? 127 : 126);
}
