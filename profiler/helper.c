/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/process.h"

/* The environment of a shell command: who is profiled. */
static void set_environment(const struct workload *workload)
{
	char pid[32];

	snprintf(pid, sizeof(pid), "%d", workload->inner_pid);
	setenv("WHITTLE_PID", pid, 1);
	if (strcmp(workload->plan->engine, "program") != 0)
		setenv("WHITTLE_CONTAINER", workload->plan->id, 1);
	else
		unsetenv("WHITTLE_CONTAINER");
}

NORETURN static void child_main(const char *const argv[],
				const struct workload *workload, bool is_quiet)
{
	int nowhere = open("/dev/null", O_RDWR);

	process_child_reset();
	dup2(nowhere, STDIN_FILENO);
	dup2(is_quiet ? nowhere : STDERR_FILENO, STDOUT_FILENO);
	if (is_quiet)
		dup2(nowhere, STDERR_FILENO);
	if (workload)
		set_environment(workload);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

static enum status start(struct helper *helper, const char *const argv[],
			 const char *group, const struct workload *workload,
			 bool is_quiet, struct error *err)
{
	*helper = (struct helper){0};
	helper->pid = fork();
	if (helper->pid == 0) {
		/* What it starts must not outlive the run either. */
		if (cgroup_add(group, getpid(), NULL) != STATUS_OK)
			_exit(127);
		child_main(argv, workload, is_quiet);
	}
	if (helper->pid > 0)
		return STATUS_OK;
	helper->pid = 0;
	return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
			       "fork for '%s'", printable(argv[0]));
}

enum status helper_start_shell(struct helper *helper, const char *command,
			       const char *group,
			       const struct workload *workload, bool is_quiet,
			       struct error *err)
{
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};

	return start(helper, argv, group, workload, is_quiet, err);
}

enum status helper_start(struct helper *helper, const char *const argv[],
			 const char *group, struct error *err)
{
	return start(helper, argv, group, NULL, true, err);
}

bool helper_note_end(struct helper *helper, pid_t pid, int wait_status)
{
	if (helper->pid <= 0 || helper->pid != pid)
		return false;
	helper->pid = 0;
	helper->is_ended = true;
	helper->exit_status = process_shell_status(wait_status);
	return true;
}
