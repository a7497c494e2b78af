/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "profile/text.h"

/* Read FD to its end. The cap is checked before more is asked for. */
static enum status read_all(int fd, const char *path, size_t max,
			    struct text *out, struct error *err)
{
	char buffer[65536];

	for (;;) {
		ssize_t got = read(fd, buffer, sizeof(buffer));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set_errno(err, STATUS_MALFORMED, errno,
					       NULL, "read '%s'",
					       printable(path));
		if (got == 0)
			return STATUS_OK;
		text_add_bytes(out, buffer, (size_t)got);
		if (out->failed)
			return error_no_memory(err);
		if (out->length > max)
			return error_set(err, STATUS_MALFORMED, NULL,
					 "'%s' is larger than %zu bytes",
					 printable(path), max);
	}
}

enum status file_read_text(const char *path, size_t max, struct text *text,
			   struct error *err)
{
	int fd AUTO_CLOSE = -1;

	text->length = 0;
	if (strcmp(path, "-") == 0)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "open '%s'", printable(path));
	return read_all(fd, path, max, text, err);
}

enum status file_read(const char *path, size_t max, char **ret,
		      size_t *ret_length, struct error *err)
{
	struct text out AUTO_TEXT = {0};
	enum status status = file_read_text(path, max, &out, err);
	size_t length = out.length;

	if (status != STATUS_OK)
		return status;
	*ret = text_take(&out);
	if (!*ret)
		return error_no_memory(err);
	if (ret_length)
		*ret_length = length;
	return STATUS_OK;
}

static bool write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t put = write(fd, text, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		text += put;
		length -= (size_t)put;
	}
	return true;
}

/* What open(2) would leave of MODE. */
static mode_t obey_umask(mode_t mode)
{
	mode_t mask = umask(077);

	umask(mask);
	return mode & ~mask;
}

/* Make the temporary file beside PATH. */
static int open_beside(const char *path, struct text *ret_name, mode_t mode)
{
	int fd;

	text_addf(ret_name, "%s.XXXXXX", path);
	if (ret_name->failed)
		return -1;
	fd = mkostemp(ret_name->data, O_CLOEXEC);
	if (fd >= 0 && fchmod(fd, mode) != 0) {
		unlink(ret_name->data);
		close(fd);
		return -1;
	}
	return fd;
}

/* A device or a pipe cannot be renamed over: it is written to as it is. */
static enum status write_special(const char *path, const char *text,
				 size_t length, struct error *err)
{
	int fd AUTO_CLOSE = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 || !write_all(fd, text, length))
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "write '%s'", printable(path));
	return STATUS_OK;
}

enum status file_write(const char *path, const char *text, size_t length,
		       unsigned int mode, struct error *err)
{
	struct text name AUTO_TEXT = {0};
	char *real AUTO_FREE = NULL;
	int fd AUTO_CLOSE = -1;
	bool is_there;
	struct stat st;

	if (strcmp(path, "-") == 0) {
		if (write_all(STDOUT_FILENO, text, length))
			return STATUS_OK;
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "write standard output");
	}
	/* A link is followed to its target; NULL: it does not exist yet. */
	real = realpath(path, NULL);
	if (real)
		path = real;
	is_there = stat(path, &st) == 0;
	if (is_there && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return write_special(path, text, length, err);
	fd = open_beside(path, &name,
			 is_there ? st.st_mode & 0777 : obey_umask(mode));
	if (fd < 0)
		return error_set_errno(err, STATUS_MALFORMED, errno,
				       "name another file with -o",
				       "create a file beside '%s'",
				       printable(path));
	if (write_all(fd, text, length) && fsync(fd) == 0 &&
	    rename(name.data, path) == 0)
		return STATUS_OK;
	error_set_errno(err, STATUS_MALFORMED, errno, NULL, "write '%s'",
			printable(path));
	unlink(name.data);
	return STATUS_MALFORMED;
}

enum status file_check_writable(const char *path, struct error *err)
{
	char *folder AUTO_FREE = strdup(path);
	char *slash = folder ? strrchr(folder, '/') : NULL;
	struct stat st;

	if (strcmp(path, "-") == 0)
		return STATUS_OK;
	if (!path[0])
		return error_set(err, STATUS_MALFORMED,
				 "name a file with -o; - is standard output",
				 "the output has no name");
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return error_set(err, STATUS_MALFORMED,
				 "name a file in it with -o",
				 "'%s' is a folder", printable(path));
	if (slash)
		slash[slash == folder] = '\0'; /* "/x" lies in "/" */
	if (access(slash ? folder : ".", W_OK | X_OK) == 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_MALFORMED, errno,
			       "name another file with -o",
			       "the folder of '%s'", printable(path));
}

bool file_read_line(const char *path, char *buffer, size_t size)
{
	int fd AUTO_CLOSE = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t got;

	buffer[0] = '\0';
	if (fd < 0)
		return false;
	got = read(fd, buffer, size - 1);
	if (got < 0)
		return false;
	buffer[got] = '\0';
	buffer[strcspn(buffer, "\n")] = '\0';
	return true;
}
