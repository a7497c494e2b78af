/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "collectors/launcher.h"
#include "profile/file.h"
#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/process.h"

#define VERSION_TIMEOUT_MS 60000u
#define EXECUTE		   "execute"

/* What a child that could not start says through its pipe. */
struct failure {
	int errnum;
	char what[60];
};

NORETURN static void fail_child(int report, int errnum, const char *what)
{
	struct failure failure = {.errnum = errnum};

	snprintf(failure.what, sizeof(failure.what), "%s", what);
	if (write(report, &failure, sizeof(failure)) < 0)
		_exit(126);
	_exit(127);
}

/*
 * Writing a login uid gives the process, and all it starts, an audit session
 * of its own: the number that its records carry. The uid itself stays what it
 * is. Where none was set, as for what init starts, it becomes root's if
 * IS_NEEDED: a workload that gives its users theirs, by PAM's pam_loginuid,
 * then needs AUDIT_CONTROL, which it needed not before. Source: kernel/audit.c
 * audit_set_loginuid().
 */
static bool begin_session(bool is_needed)
{
	char uid[32];
	int fd AUTO_CLOSE = -1;

	if (!file_read_line("/proc/self/loginuid", uid, sizeof(uid)))
		return false;
	if (strcmp(uid, "4294967295") == 0) {
		if (!is_needed)
			return false;
		strcpy(uid, "0");
	}
	fd = open("/proc/self/loginuid", O_WRONLY | O_CLOEXEC);
	return fd >= 0 && write(fd, uid, strlen(uid)) > 0;
}

NORETURN static void child_main(const struct launch_plan *plan,
				char *const argv[], int go, int report,
				int (*prepare)(void *, const char **),
				void *context)
{
	const char *what = "prepare";
	char word;
	int result;

	/* Until we are in the group nothing may happen. */
	if (read(go, &word, 1) != 1)
		_exit(127);
	process_child_reset();
	/* A label tells the records too, where sessions cannot be begun
	   (auditctl --loginuid-immutable) or would change the workload. */
	if (plan->has_session && !begin_session(!plan->label) && !plan->label)
		fail_child(report, errno, "begin an audit session");
	result = prepare ? prepare(context, &what) : 0;
	if (result)
		fail_child(report, -result, what);
	execvp(argv[0], argv);
	fail_child(report, errno, EXECUTE);
}

/* What to do about a PROGRAM that could not be executed; NULL: nobody knows. */
static const char *execute_hint(const char *program, int errnum)
{
	char *file AUTO_FREE = process_find(program);
	struct stat info;
	bool is_there = file && stat(file, &info) == 0;

	if (errnum == ENOENT)
		return is_there ? "the interpreter or the loader that it names "
				  "is not there"
				: NULL;
	if (errnum == ENOEXEC)
		return "a script without a #! line? name its interpreter: sh "
		       "FILE";
	if (errnum == EPERM && is_there)
		return "its file may have capabilities that are not granted: "
		       "getcap FILE";
	if (errnum != EACCES || !is_there)
		return NULL;
	if (S_ISDIR(info.st_mode))
		return "it is a folder: name a program";
	return info.st_mode & 0111 ? NULL
				   : "it is not executable: chmod +x, or name "
				     "its interpreter: sh FILE";
}

/*
 * An enforced program whose file has capabilities that are not granted cannot
 * be executed: then it is the workload that does not work.
 */
static enum status failure_status(const struct launch_plan *plan,
				  const struct failure *failure,
				  bool is_execute)
{
	if (plan->enforcement && is_execute &&
	    (failure->errnum == EPERM || failure->errnum == EACCES))
		return STATUS_DIFFERS;
	return failure->errnum == ENOENT ? STATUS_USAGE : STATUS_UNSUPPORTED;
}

static enum status read_failure(int report, const struct launch_plan *plan,
				const char *program, struct error *err)
{
	struct failure failure;
	bool is_execute;
	ssize_t got;

	do
		got = read(report, &failure, sizeof(failure));
	while (got < 0 && errno == EINTR);
	if (got != sizeof(failure))
		return STATUS_OK; /* closed by execve */
	is_execute = strcmp(failure.what, EXECUTE) == 0;
	return error_set_errno(
		err, failure_status(plan, &failure, is_execute), failure.errnum,
		is_execute ? execute_hint(program, failure.errnum) : NULL,
		"%s '%s'", failure.what, printable(program));
}

enum status workload_spawn(struct workload *workload, char *const argv[],
			   int (*prepare)(void *context, const char **ret_what),
			   void *context, struct error *err)
{
	int go[2] = {-1, -1}, report[2] = {-1, -1};
	enum status status;

	if (pipe2(go, O_CLOEXEC) != 0 || pipe2(report, O_CLOEXEC) != 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "make pipe");
	workload->pid = fork();
	if (workload->pid == 0) {
		close(go[1]);
		child_main(workload->plan, argv, go[0], report[1], prepare,
			   context);
	}
	close(go[0]);
	close(report[1]);
	if (workload->pid < 0)
		status = error_set_errno(err, STATUS_INTERNAL, errno, NULL,
					 "fork");
	else
		status = cgroup_add(workload->plan->cgroup, workload->pid, err);
	if (status == STATUS_OK && write(go[1], "g", 1) == 1)
		status = read_failure(report[0], workload->plan, argv[0], err);
	close(go[1]);
	close(report[0]);
	if (status != STATUS_OK && workload->pid > 0) {
		while (waitpid(workload->pid, NULL, 0) < 0 && errno == EINTR)
			;
		workload->is_ended = true;
	}
	return status;
}

void workload_pid_file(const struct launch_plan *plan, char *buffer,
		       size_t size)
{
	snprintf(buffer, size, "%s/pid", plan->directory);
}

pid_t workload_read_pid(const struct launch_plan *plan)
{
	char file[256], line[32];
	uint64_t pid;

	workload_pid_file(plan, file, sizeof(file));
	if (!file_read_line(file, line, sizeof(line)) ||
	    !parse_decimal(line, INT32_MAX, &pid))
		return 0;
	return (pid_t)pid;
}

/* By its label where it gets one of its own, else by its name. */
bool workload_is_executed(const struct workload *workload)
{
	const struct launch_plan *plan = workload->plan;
	char path[64], comm[64], line[512], exe[512];
	ssize_t length;

	if (workload->ops == &launch_program)
		return true;
	snprintf(path, sizeof(path), "/proc/%d/attr/current",
		 workload->inner_pid);
	if (plan->label && file_read_line(path, line, sizeof(line)))
		return strcmp(line, plan->label) == 0;
	snprintf(path, sizeof(path), "/proc/%d/comm", workload->inner_pid);
	if (!file_read_line(path, comm, sizeof(comm)))
		return true;
	snprintf(path, sizeof(path), "/proc/%d/exe", workload->inner_pid);
	length = readlink(path, exe, sizeof(exe) - 1);
	if (length < 0)
		return true;
	exe[length] = '\0';
	return !launcher_is_hinted(comm, exe) &&
	       strcmp(comm, plan->engine) != 0 && strcmp(comm, "conmon") != 0 &&
	       !strstr(exe, "(deleted)");
}

void workload_describe_runtime(struct profile *profile, const char *path)
{
	const char *const argv[] = {path, "--version", NULL};
	const char *slash = strrchr(path, '/');
	char output[1024];
	char *word;
	int status;

	profile->environment.runtime_name =
		profile_intern(profile, slash ? slash + 1 : path);
	if (process_run(argv, output, sizeof(output), false, VERSION_TIMEOUT_MS,
			&status, NULL) != STATUS_OK ||
	    status != 0)
		return;
	/* "crun version 1.21", "runc version 1.1.15+ds1" */
	word = strstr(output, "version ");
	if (!word)
		return;
	word += strlen("version ");
	word[strcspn(word, " \n")] = '\0';
	profile->environment.runtime_version =
		profile_intern_raw(profile, word, strlen(word));
}
