/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "profiler/journal.h"

#define WORD_DONE 'd'

/* Keep the pipe and the lock, close all else: a socket of ours that stayed
   open here would keep the audit system owned, a pipe would keep a reader
   waiting. */
static void close_others(int pipe_fd, int lock_fd)
{
	int low = pipe_fd < lock_fd ? pipe_fd : lock_fd;
	int high = pipe_fd < lock_fd ? lock_fd : pipe_fd;
	int nowhere = open("/dev/null", O_RDWR);

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(nowhere, fd);
	if (low > STDERR_FILENO + 1)
		close_range(STDERR_FILENO + 1, (unsigned int)low - 1, 0);
	if (high > low + 1)
		close_range((unsigned int)low + 1, (unsigned int)high - 1, 0);
	close_range((unsigned int)high + 1, ~0u, 0);
}

NORETURN static void watchdog_main(int pipe_fd, int lock_fd)
{
	char word = 0;
	ssize_t got;
	sigset_t all;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	prctl(PR_SET_NAME, "whittle-watch");
	close_others(pipe_fd, lock_fd);
	if (chdir("/") != 0)
		_exit(1);
	do
		got = read(pipe_fd, &word, 1);
	while (got < 0 && errno == EINTR);
	if (got == 1 && word == WORD_DONE)
		_exit(0);
	/* waitpid() and the engines need ordinary signals again. */
	sigemptyset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	signal(SIGHUP, SIG_IGN);
	_exit(journal_undo(NULL, NULL, NULL) == STATUS_OK ? 0 : 1);
}

enum status watchdog_start(struct watchdog *watchdog, int lock_fd,
			   struct error *err)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "make pipe");
	pid = fork();
	if (pid == 0) {
		close(ends[1]);
		watchdog_main(ends[0], lock_fd);
	}
	close(ends[0]);
	if (pid < 0) {
		close(ends[1]);
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "fork the watchdog");
	}
	*watchdog = (struct watchdog){pid, ends[1]};
	return STATUS_OK;
}

void watchdog_stop(struct watchdog *watchdog)
{
	const char word = WORD_DONE;

	if (watchdog->pid <= 0)
		return;
	/* Where nobody reads it is gone, and its number may be another's. */
	(void)!write(watchdog->pipe, &word, 1);
	close(watchdog->pipe);
	while (waitpid(watchdog->pid, NULL, 0) < 0 && errno == EINTR)
		;
	*watchdog = (struct watchdog){.pipe = -1};
}
