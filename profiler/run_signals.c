/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_signals.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const int forwarded[] = {SIGINT,	 SIGTERM, SIGHUP,  SIGQUIT,
				SIGUSR1, SIGUSR2, SIGWINCH};

bool run_signals_is_order(int number)
{
	return number == SIGINT || number == SIGTERM || number == SIGHUP ||
	       number == SIGQUIT;
}

enum status run_signals_block(struct run_signals *signals, struct error *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (size_t i = 0; i < ARRAY_LENGTH(forwarded); i++)
		sigaddset(&set, forwarded[i]);
	sigprocmask(SIG_BLOCK, &set, &signals->old_mask);
	signal(SIGPIPE, SIG_IGN);
	signals->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals->fd >= 0)
		return STATUS_OK;
	error_set_errno(err, STATUS_INTERNAL, errno, NULL, "make signalfd");
	sigprocmask(SIG_SETMASK, &signals->old_mask, NULL);
	return STATUS_INTERNAL;
}

bool run_signals_take(const struct run_signals *signals)
{
	struct signalfd_siginfo info;
	bool has_order = false;

	while (signals->fd >= 0 &&
	       read(signals->fd, &info, sizeof(info)) == sizeof(info))
		has_order |= run_signals_is_order((int)info.ssi_signo);
	return has_order;
}

void run_signals_release(struct run_signals *signals)
{
	if (signals->fd < 0)
		return;
	close(signals->fd);
	signals->fd = -1;
	sigprocmask(SIG_SETMASK, &signals->old_mask, NULL);
}
