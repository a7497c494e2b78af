/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "profile/text.h"

#ifndef WHITTLE_DATADIR
#define WHITTLE_DATADIR "/usr/share/whittle"
#endif

PRINTF(1, 2) static char *format_string(const char *format, ...)
{
	va_list args;
	char *string;

	va_start(args, format);
	if (vasprintf(&string, format, args) < 0)
		string = NULL;
	va_end(args);
	return string;
}

/* In the source tree the program is build/whittle and the lab is lab/. */
static enum status find_builder(struct lab_place *place, struct error *err)
{
	char exe[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	exe[length > 0 ? length : 0] = '\0';
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	place->builder = format_string("%s/../lab/build-guest.sh", exe);
	if (place->builder && access(place->builder, R_OK) == 0)
		return STATUS_OK;
	free(place->builder);
	place->builder =
		format_string("%s/lab/build-guest.sh", WHITTLE_DATADIR);
	if (!place->builder)
		return error_no_memory(err);
	if (access(place->builder, R_OK) == 0)
		return STATUS_OK;
	return error_set(err, STATUS_UNSUPPORTED,
			 "install whittle with its data, or run it from its "
			 "source tree",
			 "the lab is not where it should be: '%s'",
			 printable(place->builder));
}

static enum status find_cache(struct lab_place *place, struct error *err)
{
	const char *own = getenv("WHITTLE_LAB_CACHE");
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (own && own[0])
		place->cache = duplicate_string(own);
	else if (xdg && xdg[0] == '/')
		place->cache = format_string("%s/whittle/lab", xdg);
	else if (home && home[0] == '/')
		place->cache = format_string("%s/.cache/whittle/lab", home);
	if (place->cache)
		return STATUS_OK;
	return error_set(err, STATUS_UNSUPPORTED,
			 "set HOME or WHITTLE_LAB_CACHE",
			 "no place for the guest");
}

/* Start the builder to print the key; its output comes through *RET_FD. */
static int spawn_key(const struct lab_place *place, int *ret_fd, pid_t *ret_pid)
{
	const char *const argv[] = {
		"sh", place->builder, "key", "--suite", place->suite, NULL,
	};
	posix_spawn_file_actions_t actions;
	int ends[2];
	int errnum;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	errnum = posix_spawnp(ret_pid, "sh", &actions, NULL,
			      (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (errnum)
		close(ends[0]);
	else
		*ret_fd = ends[0];
	return errnum;
}

static enum status find_key(struct lab_place *place, struct error *err)
{
	AUTO_CLOSE int fd = -1;
	char line[64] = "";
	size_t length = 0;
	int wait_status;
	int errnum;
	pid_t pid;

	errnum = spawn_key(place, &fd, &pid);
	if (errnum)
		return error_set_errno(err, STATUS_INTERNAL, errnum, NULL,
				       "run '%s'", printable(place->builder));
	while (length < sizeof(line) - 1) {
		ssize_t got =
			read(fd, line + length, sizeof(line) - 1 - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		length += (size_t)got;
	}
	line[length] = '\0';
	while (waitpid(pid, &wait_status, 0) < 0 && errno == EINTR)
		;
	line[strspn(line, "0123456789abcdef")] = '\0';
	if (wait_status != 0 || !line[0])
		return error_set(err, STATUS_UNSUPPORTED, NULL,
				 "the inputs of the guest cannot be read");
	place->key = duplicate_string(line);
	return place->key ? STATUS_OK : error_no_memory(err);
}

static void read_accelerator(struct lab_place *place)
{
	char *path = format_string("%s/accelerator", place->cache);
	FILE *file = path ? fopen(path, "re") : NULL;
	char word[16] = "";

	if (file && fgets(word, sizeof(word), file) &&
	    fgets(place->why, sizeof(place->why), file))
		place->why[strcspn(place->why, "\n")] = '\0';
	place->has_kvm = strcmp(word, "kvm\n") == 0 &&
			 access("/dev/kvm", R_OK | W_OK) == 0;
	if (file)
		fclose(file);
	free(path);
}

enum status lab_place_find(struct lab_place *place, const char *suite,
			   struct error *err)
{
	enum status status;

	*place = (struct lab_place){.lock = -1};
	place->suite = duplicate_string(suite);
	status = find_builder(place, err);
	if (status == STATUS_OK)
		status = find_cache(place, err);
	if (status == STATUS_OK)
		status = find_key(place, err);
	if (status != STATUS_OK)
		return status;
	place->guest = format_string("%s/guest-%s-%s", place->cache, suite,
				     place->key);
	place->disk = format_string("%s/disk.img", place->guest);
	place->kernel = format_string("%s/vmlinuz", place->guest);
	place->qemu = format_string("%s/qemu", place->cache);
	if (!place->guest || !place->disk || !place->kernel || !place->qemu)
		return error_no_memory(err);
	place->is_built = access(place->disk, R_OK) == 0 &&
			  access(place->kernel, R_OK) == 0 &&
			  access(place->qemu, X_OK) == 0;
	read_accelerator(place);
	return STATUS_OK;
}

void lab_place_done(struct lab_place *place)
{
	free(place->suite);
	free(place->builder);
	free(place->cache);
	free(place->key);
	free(place->guest);
	free(place->disk);
	free(place->kernel);
	free(place->qemu);
	if (place->lock >= 0)
		close(place->lock);
	*place = (struct lab_place){.lock = -1};
}

enum status lab_place_hold(struct lab_place *place, struct error *err)
{
	if (place->is_built)
		place->lock =
			open(place->guest, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (place->lock >= 0 && flock(place->lock, LOCK_SH | LOCK_NB) == 0)
		return STATUS_OK;
	return error_set(err, STATUS_UNSUPPORTED, "whittle lab build",
			 "the guest is not built, or its inputs have changed "
			 "since");
}
