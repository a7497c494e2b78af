/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "profile/file.h"
#include "profile/text.h"

#define STATUS_NOT_FOUND 127
#define WAIT_STEP_MS	 20
#define EXITING_FLAG	 4u /* PF_EXITING, include/linux/sched.h */

void process_child_reset(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

int process_shell_status(int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return 128 + WTERMSIG(wait_status);
	return WEXITSTATUS(wait_status);
}

bool process_is_ending(pid_t pid)
{
	char path[64], line[1024], state = 0;
	unsigned int flags = 0;
	unsigned long pending = 0;
	const char *rest;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (!file_read_line(path, line, sizeof(line)))
		return false;
	/* The name, in parentheses, may hold anything. Of a signal that ends
	   the process the kernel makes a SIGKILL of its threads:
	   complete_signal(). */
	rest = strrchr(line, ')');
	return rest &&
	       sscanf(rest,
		      ") %c %*s %*s %*s %*s %*s %u %*s %*s %*s %*s %*s %*s %*s "
		      "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
		      "%*s %lu",
		      &state, &flags, &pending) == 3 &&
	       (state == 'Z' || state == 'X' || (flags & EXITING_FLAG) ||
		(pending & 1ul << (SIGKILL - 1)));
}

uint64_t process_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

char *process_find(const char *name)
{
	const char *path = getenv("PATH");
	char *copy AUTO_FREE = strdup(path ? path : "/usr/sbin:/usr/bin");
	char *save = NULL;

	if (strchr(name, '/'))
		return strdup(name);
	for (char *dir = copy ? strtok_r(copy, ":", &save) : NULL; dir;
	     dir = strtok_r(NULL, ":", &save)) {
		struct text file AUTO_TEXT = {0};

		text_addf(&file, "%s/%s", dir, name);
		if (access(text_string(&file), X_OK) == 0)
			return text_take(&file);
	}
	return NULL;
}

bool process_is_installed(const char *name)
{
	char *file AUTO_FREE = process_find(name);

	return file && access(file, X_OK) == 0;
}

NORETURN static void child_main(const char *const argv[], int output,
				bool is_loud)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	process_child_reset();
	dup2(nowhere, STDIN_FILENO);
	dup2(output >= 0 ? output : nowhere, STDOUT_FILENO);
	if (!is_loud)
		dup2(nowhere, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	_exit(STATUS_NOT_FOUND);
}

/* Read FD until it ends or DEADLINE_MS; what does not fit is dropped. */
static void read_output(int fd, char *buffer, size_t size, uint64_t deadline_ms)
{
	size_t used = 0;
	char dropped[4096];

	for (;;) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
		uint64_t now = process_now_ms();
		bool has_room = used + 1 < size;
		ssize_t got;

		int ready;

		if (now >= deadline_ms)
			break;
		ready = poll(&poll_fd, 1, (int)(deadline_ms - now));
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			break;
		got = read(fd, has_room ? buffer + used : dropped,
			   has_room ? size - used - 1 : sizeof(dropped));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		if (has_room)
			used += (size_t)got;
	}
	buffer[used] = '\0';
}

static int wait_until(pid_t pid, uint64_t deadline_ms)
{
	const struct timespec step = {.tv_nsec = WAIT_STEP_MS * 1000000L};
	int status = 0;

	for (;;) {
		pid_t done = waitpid(pid, &status, WNOHANG);

		if (done == pid || (done < 0 && errno != EINTR))
			return process_shell_status(status);
		if (process_now_ms() >= deadline_ms) {
			kill(pid, SIGKILL);
			while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
				;
			return process_shell_status(status);
		}
		nanosleep(&step, NULL);
	}
}

enum status process_run(const char *const argv[], char *buffer, size_t size,
			bool is_loud, uint64_t timeout_ms, int *ret_status,
			struct error *err)
{
	uint64_t deadline_ms = process_now_ms() + timeout_ms;
	int reader AUTO_CLOSE = -1;
	int writer AUTO_CLOSE = -1;
	int ends[2];
	pid_t pid;

	if (buffer) {
		if (pipe2(ends, O_CLOEXEC) != 0)
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "make pipe");
		reader = ends[0];
		writer = ends[1];
	}
	pid = fork();
	if (pid == 0)
		child_main(argv, writer, is_loud);
	if (pid < 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "fork for '%s'", printable(argv[0]));
	if (buffer) {
		close(take_fd(&writer));
		read_output(reader, buffer, size, deadline_ms);
	}
	*ret_status = wait_until(pid, deadline_ms);
	return STATUS_OK;
}
