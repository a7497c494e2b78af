/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/seccomp_actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "profile/file.h"
#include "profile/text.h"
#include "profiler/journal.h"

#define ACTIONS_LOGGED "/proc/sys/kernel/seccomp/actions_logged"

enum status seccomp_actions_set(const char *words, struct error *err)
{
	int fd AUTO_CLOSE = open(ACTIONS_LOGGED, O_WRONLY | O_CLOEXEC);
	size_t length = strlen(words);

	if (fd >= 0 && write(fd, words, length) == (ssize_t)length)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, errno,
			       "write it by hand: sysctl "
			       "kernel.seccomp.actions_logged",
			       "write '%s' to " ACTIONS_LOGGED,
			       printable(words));
}

static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') &&
		    (!at[length] || at[length] == ' '))
			return true;
	return false;
}

enum status seccomp_actions_log_refusals(struct error *err)
{
	char actions[256], wanted[300];
	enum status status;

	if (!file_read_line(ACTIONS_LOGGED, actions, sizeof(actions)))
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "read " ACTIONS_LOGGED);
	if (has_word(actions, "errno"))
		return STATUS_OK;
	snprintf(wanted, sizeof(wanted), "%s errno", actions);
	status = journal_add(err, "seccomp-actions %s", actions);
	if (status != STATUS_OK)
		return status;
	return seccomp_actions_set(wanted, err);
}
