/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/object.h - which file an AVC is about, as the PATH and CWD
 * records of its event and its own fields tell.
 * Source: kernel/auditsc.c audit_log_name(); security/lsm_audit.c.
 */

#ifndef WHITTLE_COLLECTORS_OBJECT_H
#define WHITTLE_COLLECTORS_OBJECT_H

#include "collectors/avc.h"
#include "collectors/event.h"
#include "collectors/path_text.h"
#include "collectors/syscall_record.h"

struct object {
	bool has_path;
	char path[PATH_TEXT_MAX]; /* as path_text() makes it */
	bool has_mode;
	uint32_t mode; /* st_mode */
	uint32_t uid, gid;
};

/*
 * A capability check names no file: it is about the last path that the
 * system call walked to (for an execve the program). SYSCALL may be NULL.
 */
void object_of_check(const struct event *event,
		     const struct syscall_record *syscall, struct object *ret);

/* The file of one PATH record of EVENT. */
void object_of_item(const struct event *event,
		    const struct syscall_record *syscall,
		    const struct record *item, struct object *ret);

/*
 * Any other AVC names an inode: its path is that of the PATH record with the
 * inode (of what is being made: with the name), else its own path=, else its
 * name= below "..." (the directory is not known).
 */
void object_of_access(const struct event *event,
		      const struct syscall_record *syscall,
		      const struct avc *avc, struct object *ret);

#endif
