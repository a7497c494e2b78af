/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_result.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "profile/file.h"
#include "profile/profile_json.h"

/*
 * One byte after the other. The marker's bytes are hex digits with a first one
 * that comes only once in it, so that after a mismatch only the present byte
 * can begin it anew.
 */
void lab_splitter_feed(struct lab_splitter *splitter, const char *marker,
		       const char *bytes, size_t length,
		       void (*pass)(void *context, const char *bytes,
				    size_t length),
		       void (*keep)(void *context, const char *bytes,
				    size_t length),
		       void *context)
{
	size_t begin = 0, size = strlen(marker);

	for (size_t i = 0; i < length && !splitter->is_behind; i++) {
		if (splitter->matched &&
		    bytes[i] != marker[splitter->matched]) {
			pass(context, marker, splitter->matched);
			splitter->matched = 0;
			begin = i;
		}
		if (bytes[i] != marker[splitter->matched])
			continue;
		if (splitter->matched == 0 && i > begin)
			pass(context, bytes + begin, i - begin);
		begin = i + 1;
		splitter->is_behind = ++splitter->matched == size;
	}
	if (splitter->is_behind)
		keep(context, bytes + begin, length - begin);
	else if (length > begin)
		pass(context, bytes + begin, length - begin);
}

void lab_splitter_end(struct lab_splitter *splitter, const char *marker,
		      void (*pass)(void *context, const char *bytes,
				   size_t length),
		      void *context)
{
	if (!splitter->is_behind && splitter->matched)
		pass(context, marker, splitter->matched);
}

static void write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		bytes += written;
		length -= (size_t)written;
	}
}

static void pass_on(void *context, const char *bytes, size_t length)
{
	(void)context;
	write_all(STDOUT_FILENO, bytes, length);
}

static void keep_back(void *context, const char *bytes, size_t length)
{
	const struct lab_result *result = context;
	struct stat st;

	if (fstat(result->kept, &st) == 0 &&
	    (uint64_t)st.st_size + length <= PROFILE_FILE_MAX)
		write_all(result->kept, bytes, length);
}

/* It ends when the last writer has gone, not by a signal of the terminal. */
static NORETURN void split(struct lab_result *result, int from)
{
	struct lab_splitter splitter = {0};
	char bytes[65536];
	ssize_t got;

	setsid();
	while ((got = read(from, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno != EINTR)
			break;
		if (got > 0)
			lab_splitter_feed(&splitter, result->marker, bytes,
					  (size_t)got, pass_on, keep_back,
					  result);
	}
	lab_splitter_end(&splitter, result->marker, pass_on, result);
	_exit(0);
}

/* "g" is no hex digit: it comes once. */
static bool draw_marker(char marker[LAB_MARKER_SIZE])
{
	unsigned char random[(LAB_MARKER_SIZE - 1) / 2];

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return false;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(marker + 2 * i, 3, "%02x", random[i]);
	marker[0] = 'g';
	return true;
}

enum status lab_result_begin(struct lab_result *result, struct error *err)
{
	int ends[2];

	*result = (struct lab_result){.saved = -1};
	result->kept = memfd_create("whittle-result", MFD_CLOEXEC);
	if (result->kept < 0 || !draw_marker(result->marker) ||
	    pipe2(ends, O_CLOEXEC) != 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "make room for the guest's profile");
	fflush(stdout);
	result->pid = fork();
	if (result->pid == 0) {
		close(ends[1]);
		split(result, ends[0]);
	}
	close(ends[0]);
	result->saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (result->pid > 0 && result->saved >= 0)
		dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
	if (result->pid > 0 && result->saved >= 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
			       "make room for the guest's profile");
}

enum status lab_result_end(struct lab_result *result, struct text *text,
			   struct error *err)
{
	char bytes[65536];
	ssize_t got;

	fflush(stdout);
	if (result->saved >= 0) {
		dup2(result->saved, STDOUT_FILENO);
		close(result->saved);
	}
	while (result->pid > 0 && waitpid(result->pid, NULL, 0) < 0 &&
	       errno == EINTR)
		;
	lseek(result->kept, 0, SEEK_SET);
	while ((got = read(result->kept, bytes, sizeof(bytes))) > 0)
		text_add_bytes(text, bytes, (size_t)got);
	close(result->kept);
	return text->failed ? error_no_memory(err) : STATUS_OK;
}
