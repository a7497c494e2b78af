/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "profile/file.h"
#include "profile/text.h"
#include "profiler/audit_control.h"
#include "profiler/cgroup.h"
#include "profiler/process.h"

#define JOURNAL_MAX	 65536u
#define LOCK_STEP_NS	 50000000L
#define REMOVE_TRIES	 5
#define REMOVE_TIMEOUT_MS 60000u

static enum status make_directory(struct error *err)
{
	if (mkdir(JOURNAL_DIRECTORY, 0700) == 0 || errno == EEXIST)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, errno, "run as root",
			       "make " JOURNAL_DIRECTORY);
}

enum status journal_lock(uint64_t wait_ms, int *ret_fd, struct error *err)
{
	const struct timespec step = {.tv_nsec = LOCK_STEP_NS};
	uint64_t deadline_ms = process_now_ms() + wait_ms;
	int fd AUTO_CLOSE = -1;
	enum status status = make_directory(err);

	if (status != STATUS_OK)
		return status;
	fd = open(JOURNAL_LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno,
				       "run as root", "open " JOURNAL_LOCK);
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK)
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "lock " JOURNAL_LOCK);
		if (process_now_ms() >= deadline_ms)
			return error_set(err, STATUS_UNSUPPORTED,
					 "wait for it to end: runs share the "
					 "audit system",
					 "another whittle run is under way on "
					 "this host");
		nanosleep(&step, NULL);
	}
	*ret_fd = take_fd(&fd);
	return STATUS_OK;
}

bool journal_exists(void)
{
	return access(JOURNAL_FILE, F_OK) == 0;
}

enum status journal_add(struct error *err, const char *format, ...)
{
	struct text text AUTO_TEXT = {0};
	char *old AUTO_FREE = NULL;
	char *line AUTO_FREE = NULL;
	enum status status;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&line, format, args);
	va_end(args);
	if (length < 0) {
		line = NULL;
		return error_no_memory(err);
	}
	if (strchr(line, '\n'))
		return error_set(err, STATUS_INTERNAL, NULL,
				 "a newline in journal line '%s'",
				 printable(line));
	if (journal_exists()) {
		status = file_read(JOURNAL_FILE, JOURNAL_MAX, &old, NULL, err);
		if (status != STATUS_OK)
			return status;
		text_add(&text, old);
	}
	text_addf(&text, "%s\n", line);
	if (text.failed)
		return error_no_memory(err);
	return file_write(JOURNAL_FILE, text.data, text.length, 0600, err);
}

static enum status undo_audit(char *rest, struct error *err)
{
	static const enum audit_setting settings[] = {
		AUDIT_SETTING_ENABLED,
		AUDIT_SETTING_BACKLOG_LIMIT,
		AUDIT_SETTING_RATE_LIMIT,
	};
	char *value = strchr(rest, ' ');
	struct audit_state state;
	enum status status;
	uint64_t number;

	if (!value || !parse_decimal(value + 1, UINT32_MAX, &number))
		return error_set(err, STATUS_MALFORMED, NULL,
				 JOURNAL_FILE ": 'audit %s'", printable(rest));
	*value = '\0';
	status = audit_state_get(&state, err);
	for (size_t i = 0;
	     status == STATUS_OK && i < ARRAY_LENGTH(settings); i++)
		if (strcmp(audit_setting_name(settings[i]), rest) == 0 &&
		    audit_setting_of(&state, settings[i]) != number)
			return audit_setting_set(settings[i],
						 (uint32_t)number, err);
	return status;
}

static enum status undo_cgroup(char *path, struct error *err)
{
	if (cgroup_destroy(path))
		return STATUS_OK;
	return error_set(err, STATUS_INTERNAL,
			 "see its cgroup.procs for what is left",
			 "processes in '%s' could not be ended",
			 printable(path));
}

/* Engines may be in the middle of making it: ask again until it is gone. */
static enum status undo_container(char *rest, struct error *err)
{
	char *name = strchr(rest, ' ');
	enum status status;
	int result = 1;

	if (!name)
		return error_set(err, STATUS_MALFORMED, NULL,
				 JOURNAL_FILE ": 'container %s'",
				 printable(rest));
	*name++ = '\0';
	for (int i = 0; i < REMOVE_TRIES; i++) {
		const char *const podman[] = {rest, "rm",  "-f", "-t",
					      "0",  "-i", name, NULL};
		const char *const runtime[] = {rest, "delete", "-f", name,
					       NULL};

		status = process_run(strcmp(rest, "podman") == 0 ? podman
								 : runtime,
				     NULL, 0, false, REMOVE_TIMEOUT_MS,
				     &result, err);
		if (status != STATUS_OK)
			return status;
		/* A runtime that knows no such container fails. */
		if (result == 0 || strcmp(rest, "podman") != 0)
			return STATUS_OK;
	}
	return error_set(err, STATUS_INTERNAL, NULL,
			 "%s could not remove container '%s' (status %d)",
			 printable(rest), printable(name), result);
}

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

static enum status undo_directory(char *path, struct error *err)
{
	if (!has_prefix(path, JOURNAL_DIRECTORY "/", NULL) ||
	    strstr(path, "/.."))
		return error_set(err, STATUS_MALFORMED, NULL,
				 JOURNAL_FILE ": 'directory %s'",
				 printable(path));
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return STATUS_OK;
}

static const struct {
	const char *word;
	enum status (*undo)(char *rest, struct error *err);
} undo_rows[] = {
	{"audit ", undo_audit},
	{"cgroup ", undo_cgroup},
	{"container ", undo_container},
	{"directory ", undo_directory},
};

static enum status undo_line(char *line, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(undo_rows); i++)
		if (has_prefix(line, undo_rows[i].word, NULL))
			return undo_rows[i].undo(
				line + strlen(undo_rows[i].word), err);
	return error_set(err, STATUS_MALFORMED,
			 "it was written by another version",
			 JOURNAL_FILE ": '%s' is not known", printable(line));
}

enum status journal_undo(void (*done)(void *context, const char *step),
			 void *context, struct error *err)
{
	char *text AUTO_FREE = NULL;
	char *save = NULL;
	enum status worst = STATUS_OK;
	enum status status;

	if (!journal_exists())
		return STATUS_OK;
	status = file_read(JOURNAL_FILE, JOURNAL_MAX, &text, NULL, err);
	if (status != STATUS_OK)
		return status;
	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *copy AUTO_FREE = strdup(line);

		status = copy ? undo_line(copy,
					  worst == STATUS_OK ? err : NULL)
			      : STATUS_INTERNAL;
		if (status != STATUS_OK)
			worst = status_worse(worst, status);
		else if (done)
			done(context, line);
	}
	if (worst == STATUS_OK)
		unlink(JOURNAL_FILE);
	return worst;
}
