/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "profile/file.h"
#include "profile/text.h"
#include "profiler/process.h"
#include "profiler/undo.h"

#define JOURNAL_MAX  65536u
#define LOCK_STEP_NS 50000000L

/* A file of the journal's folder, in a buffer of PATH_ROOM. */
#define PATH_ROOM 512

static void place_file(char *buffer, const char *directory, const char *name)
{
	snprintf(buffer, PATH_ROOM, "%s/%s", directory, name);
}

/* Without asking again and again: the other run may take weeks. */
static enum status wait_forever(int fd, struct error *err)
{
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR)
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "lock the journal");
	return STATUS_OK;
}

static enum status wait_for_lock(int fd, uint64_t wait_ms, struct error *err)
{
	const struct timespec step = {.tv_nsec = LOCK_STEP_NS};
	uint64_t deadline_ms = process_now_ms() + wait_ms;

	if (wait_ms == JOURNAL_WAIT_FOREVER)
		return wait_forever(fd, err);
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "lock the journal");
		if (process_now_ms() >= deadline_ms)
			return error_set(err, STATUS_UNSUPPORTED,
					 "wait for it to end: runs share the "
					 "audit system",
					 "another whittle run is under way on "
					 "this host");
		nanosleep(&step, NULL);
	}
	return STATUS_OK;
}

enum status journal_lock_in(const char *directory, uint64_t wait_ms,
			    int *ret_fd, struct error *err)
{
	int fd AUTO_CLOSE = -1;
	enum status status;
	char path[PATH_ROOM];

	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno,
				       "run as root", "make '%s'",
				       printable(directory));
	place_file(path, directory, "lock");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno,
				       "run as root", "open '%s'",
				       printable(path));
	status = wait_for_lock(fd, wait_ms, err);
	if (status == STATUS_OK)
		*ret_fd = take_fd(&fd);
	return status;
}

bool journal_exists_in(const char *directory)
{
	char path[PATH_ROOM];

	place_file(path, directory, "journal");
	return access(path, F_OK) == 0;
}

/* A disk that is full may take half a line, which could name something else. */
static enum status append(int fd, const struct text *text, off_t end,
			  const char *path, struct error *err)
{
	ssize_t got = write(fd, text->data, text->length);
	int errnum = got < 0 ? errno : ENOSPC;

	if (got == (ssize_t)text->length)
		return STATUS_OK;
	if (got > 0 && ftruncate(fd, end) != 0)
		errnum = errno;
	return error_set_errno(err, STATUS_UNSUPPORTED, errnum, NULL,
			       "write '%s'", printable(path));
}

/*
 * One write at the end of the file: what is killed has written the line, or
 * not. It must outlive us, but no reboot, which resets all that the journal
 * can name: it is not brought to the disk.
 */
enum status journal_add_in(const char *directory, const char *line,
			   struct error *err)
{
	struct text text AUTO_TEXT = {0};
	int fd AUTO_CLOSE = -1;
	char path[PATH_ROOM];
	struct stat st;

	if (strchr(line, '\n'))
		return error_set(err, STATUS_INTERNAL, NULL,
				 "a newline in journal line '%s'",
				 printable(line));
	text_addf(&text, "%s\n", line);
	if (text.failed)
		return error_no_memory(err);
	place_file(path, directory, "journal");
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		  0600);
	if (fd < 0 || fstat(fd, &st) != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "open '%s'", printable(path));
	/* What could not be read back would never be undone. */
	if ((uint64_t)st.st_size + text.length > JOURNAL_MAX)
		return error_set(err, STATUS_INTERNAL, NULL,
				 "the journal would exceed %u bytes",
				 JOURNAL_MAX);
	return append(fd, &text, st.st_size, path, err);
}

static enum status undo_all(const char *directory, char *text,
			    void (*done)(void *context, const char *step),
			    void *context, struct error *err)
{
	enum status worst = STATUS_OK;
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *copy AUTO_FREE = strdup(line);
		struct error *first = worst == STATUS_OK ? err : NULL;
		enum status status = copy ? undo_line(directory, copy, first)
					  : error_no_memory(first);

		if (status != STATUS_OK)
			worst = status_worse(worst, status);
		else if (done)
			done(context, line);
	}
	return worst;
}

enum status journal_undo_in(const char *directory,
			    void (*done)(void *context, const char *step),
			    void *context, struct error *err)
{
	char *text AUTO_FREE = NULL;
	char path[PATH_ROOM];
	enum status status;
	size_t length;

	if (!journal_exists_in(directory))
		return STATUS_OK;
	place_file(path, directory, "journal");
	status = file_read(path, JOURNAL_MAX, &text, &length, err);
	if (status != STATUS_OK)
		return status;
	if (strlen(text) != length)
		return error_set(err, STATUS_MALFORMED, "it is damaged",
				 "'%s' holds a NUL byte", printable(path));
	status = undo_all(directory, text, done, context, err);
	if (status == STATUS_OK)
		unlink(path);
	return status;
}

/*
 * What this process has written since it took the lock: the file may be
 * removed under it.
 */
static struct text kept[2];

static struct text *kept_of(const char *directory)
{
	return &kept[strcmp(directory, JOURNAL_STATE_DIRECTORY) == 0];
}

enum status journal_lock(uint64_t wait_ms, int *ret_fd, struct error *err)
{
	text_done(&kept[0]);
	text_done(&kept[1]);
	return journal_lock_in(JOURNAL_DIRECTORY, wait_ms, ret_fd, err);
}

/* Is the journal in DIRECTORY all that was written to it? */
static bool is_whole(const char *directory, const struct text *lines)
{
	char *text AUTO_FREE = NULL;
	char path[PATH_ROOM];
	size_t length;

	place_file(path, directory, "journal");
	return file_read(path, JOURNAL_MAX, &text, &length, NULL) ==
		       STATUS_OK &&
	       length >= lines->length &&
	       memcmp(text, lines->data, lines->length) == 0;
}

/* The journal in DIRECTORY, or what this process knows to have stood there. */
static enum status undo_kept(const char *directory,
			     void (*done)(void *context, const char *step),
			     void *context, struct error *err)
{
	struct text *lines = kept_of(directory);
	struct text removed AUTO_TEXT = {0};
	enum status status;

	if (!lines->length || is_whole(directory, lines)) {
		status = journal_undo_in(directory, done, context, err);
	} else {
		text_add(&removed, text_string(lines));
		status = removed.failed ? error_no_memory(err)
					: undo_all(directory, removed.data,
						   done, context, err);
	}
	if (status == STATUS_OK)
		text_done(lines);
	return status;
}

bool journal_exists(void)
{
	return journal_exists_in(JOURNAL_DIRECTORY) ||
	       journal_exists_in(JOURNAL_STATE_DIRECTORY);
}

PRINTF(3, 0)
static enum status add_formatted(const char *directory, struct error *err,
				 const char *format, va_list args)
{
	char *line AUTO_FREE = NULL;
	enum status status;

	if (vasprintf(&line, format, args) < 0) {
		line = NULL;
		return error_no_memory(err);
	}
	status = journal_add_in(directory, line, err);
	if (status == STATUS_OK)
		text_addf(kept_of(directory), "%s\n", line);
	return status;
}

enum status journal_add(struct error *err, const char *format, ...)
{
	enum status status;
	va_list args;

	va_start(args, format);
	status = add_formatted(JOURNAL_DIRECTORY, err, format, args);
	va_end(args);
	return status;
}

/* The file and its entry in the directory are on the disk. */
static enum status bring_to_disk(const char *directory, struct error *err)
{
	char path[PATH_ROOM];
	int file AUTO_CLOSE = -1;
	int folder AUTO_CLOSE = open(directory, O_RDONLY | O_CLOEXEC);

	place_file(path, directory, "journal");
	file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (file < 0 || folder < 0 || fsync(file) != 0 || fsync(folder) != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "write '%s' to the disk", path);
	return STATUS_OK;
}

enum status journal_add_lasting(struct error *err, const char *format, ...)
{
	const char *directory = JOURNAL_STATE_DIRECTORY;
	enum status status;
	va_list args;

	if (mkdir(directory, 0755) != 0 && errno != EEXIST)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "make '%s'", directory);
	va_start(args, format);
	status = add_formatted(directory, err, format, args);
	va_end(args);
	return status == STATUS_OK ? bring_to_disk(directory, err) : status;
}

/* What the first journal names may be what the second one's is in use by. */
enum status journal_undo(void (*done)(void *context, const char *step),
			 void *context, struct error *err)
{
	enum status status = undo_kept(JOURNAL_DIRECTORY, done, context, err);
	enum status last = undo_kept(JOURNAL_STATE_DIRECTORY, done, context,
				     status == STATUS_OK ? err : NULL);

	return status == STATUS_OK ? last : status;
}
