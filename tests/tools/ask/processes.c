/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "ask.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <linux/capability.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* CAP_KILL */
int ask_signal(void)
{
	pid_t pid = find_other();

	return pid < 0 ? -1 : kill(pid, 0);
}

static int become_user(void)
{
	return setresuid(OTHER, OTHER, OTHER);
}

/* CAP_SETUID */
int ask_setuid(void)
{
	return in_child(become_user);
}

static int become_group(void)
{
	return setresgid(OTHER, OTHER, OTHER);
}

/* CAP_SETGID */
int ask_setgid(void)
{
	return in_child(become_group);
}

static int drop_bound(void)
{
	return prctl(PR_CAPBSET_DROP, CAP_MAC_OVERRIDE, 0, 0, 0);
}

/* CAP_SETPCAP */
int ask_drop_bound(void)
{
	return in_child(drop_bound);
}

/* CAP_SYS_PTRACE: which program another user's process runs */
int ask_look_into(void)
{
	char path[64], program[256];
	pid_t pid = find_other();

	if (pid < 0)
		return -1;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	return readlink(path, program, sizeof(program)) < 0 ? -1 : 0;
}

/* CAP_SYS_NICE; the way back needs none */
int ask_nice(void)
{
	if (setpriority(PRIO_PROCESS, 0, -5))
		return -1;
	return setpriority(PRIO_PROCESS, 0, 0);
}

static int write_oom_score(const char *score)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, score, strlen(score));
	close(fd);
	return written < 0 ? -1 : 0;
}

/* CAP_SYS_RESOURCE */
int ask_oom_score(void)
{
	return write_oom_score("-500") ? -1 : write_oom_score("0");
}

/* CAP_IPC_LOCK: with a limit of nothing, one page is beyond it */
int ask_lock_memory(void)
{
	static char page[4096] __attribute__((aligned(4096)));
	struct rlimit old, none;
	int result, saved;

	if (getrlimit(RLIMIT_MEMLOCK, &old))
		return -1;
	none = old;
	none.rlim_cur = 0;
	if (setrlimit(RLIMIT_MEMLOCK, &none))
		return -1;
	result = mlock(page, sizeof(page));
	saved = errno;
	munlock(page, sizeof(page));
	setrlimit(RLIMIT_MEMLOCK, &old);
	errno = saved;
	return result;
}

/* CAP_IPC_OWNER: a queue that its own mode closes to all */
int ask_closed_queue(void)
{
	struct {
		long type;
		char text[1];
	} message = {1, ""};
	int queue = msgget(IPC_PRIVATE, 0);
	int result, saved;

	if (queue < 0)
		return -1;
	result = msgsnd(queue, &message, sizeof(message.text), IPC_NOWAIT);
	saved = errno;
	msgctl(queue, IPC_RMID, NULL);
	errno = saved;
	return result;
}

static int change_root(void)
{
	return chroot(PLACE);
}

/* CAP_SYS_CHROOT */
int ask_chroot(void)
{
	return in_child(change_root);
}

static int hang_up(void)
{
	return setsid() < 0 ? -1 : vhangup();
}

/* CAP_SYS_TTY_CONFIG: in a session without a terminal, it hangs up none */
int ask_hang_up(void)
{
	return in_child(hang_up);
}
