/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/dac_class.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { EXECUTE = 1, WRITE = 2, READ = 4 };

/* They ask nothing of the object itself: only the way to it is checked. */
static const char *const walkers[] = {
	"stat",	     "lstat",	   "newfstatat", "stat64", "lstat64",
	"fstatat64", "statx",	   "readlink",	 "chmod",  "fchmodat",
	"fchmodat2", "readlinkat", "chown",	 "lchown", "fchownat",
	"chown32",   "lchown32",   NULL,
};

/*
 * They write to the folder that holds the object, and ask nothing of it.
 * link() and rename() may ask something of what they move.
 */
static const char *const folder_writers[] = {
	"unlink", "unlinkat", "rmdir",	 "mkdir",     "mkdirat",
	"mknod",  "mknodat",  "symlink", "symlinkat", NULL,
};

static bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static unsigned int wanted_by_flags(uint64_t flags)
{
	unsigned int wanted = 0;

	if ((flags & O_ACCMODE) != O_WRONLY)
		wanted |= READ;
	if ((flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC))
		wanted |= WRITE;
	return wanted;
}

/* What the call needs of the object; 0: the record does not tell. */
static unsigned int wanted_of(const struct capability_check *check)
{
	uint64_t flags;

	/* The ids on record are the new ones where a bit set them. */
	if (strcmp(check->syscall, "execve") == 0)
		return check->mode & (S_ISUID | S_ISGID) ? 0 : EXECUTE;
	if (strcmp(check->syscall, "openat") == 0)
		flags = check_argument(check, 2);
	else if (strcmp(check->syscall, "open") == 0)
		flags = check_argument(check, 1);
	else
		return 0;
	/* O_TMPFILE names the folder. */
	if (flags & O_PATH || (flags & O_TMPFILE) == O_TMPFILE)
		return 0;
	return wanted_by_flags(flags);
}

static const char *verb_of(unsigned int wanted)
{
	switch (wanted) {
	case EXECUTE:
		return "execute";
	case READ:
		return "read";
	case WRITE:
		return "write";
	default:
		return "read and write";
	}
}

/* The bits of one class: SHIFT 6 the owner's, 3 the group's, 0 others'. */
static bool gives(const struct capability_check *check, unsigned int shift,
		  unsigned int wanted)
{
	return (check->mode >> shift & wanted) == wanted;
}

/* By its own mode the object lets the process do it, whatever its groups. */
static bool is_let_in(const struct capability_check *check, unsigned int wanted)
{
	if (check->fsuid == check->owner_uid)
		return gives(check, 6, wanted);
	if (check->fsgid == check->owner_gid)
		return gives(check, 3, wanted);
	return gives(check, 3, wanted) && gives(check, 0, wanted);
}

/*
 * The check was made for a folder. Of what is no folder, DAC_READ_SEARCH is
 * asked for reading alone.
 */
static bool is_of_folder(const struct capability_check *check,
			 unsigned int wanted)
{
	return check->capability == CAP_DAC_READ_SEARCH && wanted != READ;
}

/* A file that the call itself made asks nothing; its maker is its owner. */
static bool may_be_new(const struct capability_check *check)
{
	unsigned int flags = strcmp(check->syscall, "openat") == 0 ? 2 : 1;

	return strcmp(check->syscall, "execve") != 0 &&
	       check->fsuid == check->owner_uid &&
	       (check_argument(check, flags) & O_CREAT);
}

/* The class that refuses; false: it depends on groups that nobody saw. */
static bool describe_mode(const struct capability_check *check,
			  unsigned int wanted, char *buffer, size_t size)
{
	const char *verb = verb_of(wanted);

	if (check->fsuid == check->owner_uid)
		snprintf(buffer, size, "its owner may not %s", verb);
	else if (check->fsgid == check->owner_gid)
		snprintf(buffer, size, "its group may not %s", verb);
	else if (!gives(check, 3, wanted) && !gives(check, 0, wanted))
		snprintf(buffer, size, "neither group nor others may %s", verb);
	else if (!gives(check, 0, wanted))
		snprintf(buffer, size,
			 "others may not %s, " DAC_ONLY_GROUP "%u", verb,
			 check->owner_gid);
	else
		return false;
	return true;
}

bool dac_class_describe(const struct capability_check *check, char *buffer,
			size_t size, const char **ret_rule)
{
	unsigned int wanted;

	if ((check->capability != CAP_DAC_OVERRIDE &&
	     check->capability != CAP_DAC_READ_SEARCH) ||
	    !check->syscall || !check->has_ids)
		return false;
	*ret_rule = "dac-folder";
	if (is_among(check->syscall, walkers)) {
		snprintf(buffer, size, "a folder on the way refused");
		return true;
	}
	if (is_among(check->syscall, folder_writers)) {
		snprintf(buffer, size,
			 "the folder it is in refused, or one on the way");
		return true;
	}
	wanted = check->has_mode ? wanted_of(check) : 0;
	if (!wanted)
		return false;
	if (is_of_folder(check, wanted)) {
		snprintf(buffer, size, "a folder on the way refused");
		return true;
	}
	if (is_let_in(check, wanted)) {
		snprintf(
			buffer, size,
			"its own mode lets it in: a folder on the way refused, "
			"or an ACL");
		return true;
	}
	*ret_rule = "dac-mode";
	return !may_be_new(check) && describe_mode(check, wanted, buffer, size);
}
