/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/object.h"

#include <fcntl.h>

#include "collectors/field.h"
#include "profile/syscall_names.h"

/* The name of a system call; "" when there is none. */
static struct span call_name(const struct syscall_record *syscall)
{
	const char *name =
		syscall ? syscall_name(syscall->arch, syscall->number) : NULL;

	return span_of(name ? name : "");
}

static bool ends_with(struct span text, struct span end)
{
	return text.length >= end.length &&
	       memcmp(span_end(text) - end.length, end.data, end.length) == 0;
}

static bool is_working_directory(uint64_t fd)
{
	return (int32_t)(uint32_t)fd == AT_FDCWD;
}

/*
 * Does a relative path of this call begin at the working directory? Not when
 * one of the ...at() family got a descriptor: where that leads is not in the
 * records.
 */
static bool starts_at_cwd(const struct syscall_record *syscall)
{
	struct span name = call_name(syscall);

	if (!syscall)
		return true;
	if (span_is(name, "symlinkat"))
		return is_working_directory(syscall->args[1]);
	if (ends_with(name, SPAN("64")))
		name.length -= 2;
	else if (ends_with(name, SPAN("2")))
		name.length -= 1;
	if (span_is(name, "renameat") || span_is(name, "linkat"))
		return is_working_directory(syscall->args[0]) &&
		       is_working_directory(syscall->args[2]);
	if (span_is(name, "statx") ||
	    (ends_with(name, SPAN("at")) && !ends_with(name, SPAN("stat"))))
		return is_working_directory(syscall->args[0]);
	return true;
}

static bool is_exec(const struct syscall_record *syscall)
{
	struct span name = call_name(syscall);

	return span_is(name, "execve") || span_is(name, "execveat");
}

static struct span cwd_of(const struct event *event, char *buffer, size_t size)
{
	struct span value, cwd;

	for (size_t i = 0; i < event->count; i++) {
		const struct record *record = event->records[i];

		if (record->type == AUDIT_CWD &&
		    field_find(record->text, "cwd", &value) &&
		    field_decode(value, buffer, size, &cwd))
			return cwd;
	}
	return SPAN("...");
}

static void take_mode(struct span text, struct object *object)
{
	struct span value;
	uint32_t mode = 0;

	if (!field_find(text, "mode", &value) || value.length > 11 ||
	    !field_decimal32(text, "ouid", &object->uid) ||
	    !field_decimal32(text, "ogid", &object->gid))
		return;
	for (size_t i = 0; i < value.length; i++) {
		if (value.data[i] < '0' || value.data[i] > '7')
			return;
		mode = mode << 3 | (uint32_t)(value.data[i] - '0');
	}
	object->has_mode = value.length > 0;
	object->mode = mode;
}

static void take_item(const struct event *event,
		      const struct syscall_record *syscall,
		      const struct record *item, struct object *object)
{
	char cwd_buffer[PATH_MAX], name_buffer[PATH_MAX];
	struct span value, name, directory = SPAN("...");

	take_mode(item->text, object);
	if (!field_find(item->text, "name", &value) ||
	    !field_decode(value, name_buffer, sizeof(name_buffer), &name))
		return;
	if (starts_at_cwd(syscall))
		directory = cwd_of(event, cwd_buffer, sizeof(cwd_buffer));
	object->has_path = path_text(directory, name, object->path);
}

static bool is_named(const struct record *item)
{
	struct span name;

	return field_find(item->text, "name", &name) &&
	       !span_is(name, "(null)");
}

/*
 * How well ITEM answers for the whole call; 0: not at all. A file system on
 * top of another adds items of its own below, without a name: overlayfs, when
 * it copies a file up, some twenty [seen on 6.12].
 */
static int item_rank(const struct record *item, bool is_program)
{
	int named = is_named(item);
	struct span nametype;
	uint64_t number;

	if (is_program && field_decimal(item->text, "item", &number) &&
	    number == 0)
		return 8;
	if (!field_find(item->text, "nametype", &nametype))
		return 2 + named;
	if (span_is(nametype, "NORMAL") || span_is(nametype, "CREATE") ||
	    span_is(nametype, "DELETE"))
		return 6 + named;
	return (span_is(nametype, "PARENT") ? 4 : 2) + named;
}

/* The number of ITEM; items may come in any order. */
static uint64_t item_number(const struct record *item)
{
	uint64_t number = 0;

	return field_decimal(item->text, "item", &number) ? number : 0;
}

void object_of_check(const struct event *event,
		     const struct syscall_record *syscall, struct object *ret)
{
	const struct record *best = NULL;
	bool is_program = is_exec(syscall);
	int best_rank = 0;

	ret->has_path = ret->has_mode = false;
	for (size_t i = 0; i < event->count; i++) {
		const struct record *item = event->records[i];
		int rank;

		if (item->type != AUDIT_PATH)
			continue;
		rank = item_rank(item, is_program);
		if (rank > best_rank ||
		    (rank == best_rank &&
		     item_number(item) >= item_number(best))) {
			best = item;
			best_rank = rank;
		}
	}
	if (best)
		take_item(event, syscall, best, ret);
}

void object_of_item(const struct event *event,
		    const struct syscall_record *syscall,
		    const struct record *item, struct object *ret)
{
	ret->has_path = ret->has_mode = false;
	take_item(event, syscall, item, ret);
}

static bool has_inode(const struct record *item, uint64_t inode)
{
	uint64_t number;

	return field_decimal(item->text, "inode", &number) && number == inode;
}

/* Is NAME the last part of the item's path? For what is being made, which
   has no inode yet. */
static bool has_name(const struct record *item, struct span name)
{
	char name_buffer[PATH_MAX], item_buffer[PATH_MAX];
	struct span value, path;

	if (!name.length || !field_find(item->text, "name", &value) ||
	    !field_decode(value, item_buffer, sizeof(item_buffer), &path) ||
	    !field_decode(name, name_buffer, sizeof(name_buffer), &name) ||
	    path.length < name.length || !name.length)
		return false;
	return ends_with(path, name) &&
	       (path.length == name.length ||
		path.data[path.length - name.length - 1] == '/');
}

/* The PATH record of the very inode, else of the very name. */
static const struct record *item_of_access(const struct event *event,
					   const struct avc *avc)
{
	const struct record *named = NULL;

	for (size_t i = 0; i < event->count; i++) {
		const struct record *item = event->records[i];

		if (item->type != AUDIT_PATH)
			continue;
		if (avc->has_inode && has_inode(item, avc->inode))
			return item;
		if (!avc->has_inode && has_name(item, avc->name))
			named = item;
	}
	return named;
}

/* Where filesystems that are the same on every host are mounted. */
static const struct {
	struct span dev; /* as in an AVC, with its quotes */
	const char *root, *below;
} mounts[] = {
	{SPAN_INIT("\"proc\""), "/proc", "/proc/..."},
	{SPAN_INIT("\"sysfs\""), "/sys", "/sys/..."},
	{SPAN_INIT("\"cgroup2\""), "/sys/fs/cgroup", "/sys/fs/cgroup/..."},
	{SPAN_INIT("\"selinuxfs\""), "/sys/fs/selinux", "/sys/fs/selinux/..."},
	{SPAN_INIT("\"devtmpfs\""), "/dev", "/dev/..."},
	{SPAN_INIT("\"devpts\""), "/dev/pts", "/dev/pts"},
	{SPAN_INIT("\"mqueue\""), "/dev/mqueue", "/dev/mqueue"},
	/* A container's root is its own "/". */
	{SPAN_INIT("\"overlay\""), "/", "..."},
};

/* A file of which the AVC tells no more than its last part. */
static void take_name(struct span dev, struct span name, struct object *object)
{
	const char *root = ".../", *below = "...";
	uint64_t number;

	for (size_t i = 0; i < ARRAY_LENGTH(mounts); i++) {
		if (span_equals(mounts[i].dev, dev)) {
			root = mounts[i].root;
			below = mounts[i].below;
		}
	}
	/* A number in proc: the directory of a process. */
	if (strcmp(root, "/proc") == 0 && span_to_decimal(name, &number))
		below = root;
	if (span_is(name, "/"))
		object->has_path = path_text((struct span){0}, span_of(root),
					     object->path);
	else
		object->has_path =
			path_text(span_of(below), name, object->path);
}

static void take_own_words(const struct avc *avc, struct object *object)
{
	char buffer[PATH_MAX];
	struct span text;

	if (avc->path.length &&
	    field_decode(avc->path, buffer, sizeof(buffer), &text))
		object->has_path =
			path_text((struct span){0}, text, object->path);
	else if (avc->name.length &&
		 field_decode(avc->name, buffer, sizeof(buffer), &text))
		take_name(avc->dev, text, object);
}

void object_of_access(const struct event *event,
		      const struct syscall_record *syscall,
		      const struct avc *avc, struct object *ret)
{
	const struct record *item = item_of_access(event, avc);

	ret->has_path = ret->has_mode = false;
	if (item)
		take_item(event, syscall, item, ret);
	if (!ret->has_path)
		take_own_words(avc, ret);
}
