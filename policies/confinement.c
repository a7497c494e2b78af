/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/confinement.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/capability.h>

#include "policies/capability_table.h"
#include "policies/reason.h"
#include "policies/user_namespace.h"
#include "profile/text.h"

#define PATHS_SHOWN 3

PRINTF(4, 5)
static void set(struct confinement *confinement, struct fact *fact,
		enum fact_state state, const char *format, ...)
{
	va_list arguments;

	fact->state = state;
	va_start(arguments, format);
	if (vasprintf(&fact->why, format, arguments) < 0) {
		fact->why = NULL;
		confinement->failed = true;
	}
	va_end(arguments);
}

/* ---- the user ------------------------------------------------------------ */

bool confinement_is_root_name(const char *user)
{
	size_t length = strcspn(user, ":");

	return (length == 1 && user[0] == '0') ||
	       (length == 4 && memcmp(user, "root", 4) == 0);
}

bool confinement_has_acted_as_root(const struct profile *profile)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		if (need->ns != NAMESPACE_HOST)
			continue;
		for (size_t e = 0; e < need->evidence_count; e++) {
			struct reason reason;

			if (need->evidence[e].phase == PHASE_RUNTIME)
				continue;
			reason_parse(&reason, need->evidence[e].reason);
			if (reason.has_uid && reason.uid == 0)
				return true;
		}
	}
	return false;
}

static bool read_id(const char **position, unsigned int *ret)
{
	size_t length = strcspn(*position, ":");
	char digits[16];
	uint64_t value;

	if (length >= sizeof(digits))
		return false;
	memcpy(digits, *position, length);
	digits[length] = '\0';
	if (!parse_decimal(digits, UINT32_MAX - 1, &value))
		return false;
	*ret = (unsigned int)value;
	*position += length;
	return true;
}

static void judge_user(struct confinement *confinement,
		       const struct profile *profile)
{
	const char *user = profile->subject.user;
	const char *rest = user;

	if (confinement_has_acted_as_root(profile) ||
	    (user && confinement_is_root_name(user))) {
		set(confinement, &confinement->non_root, FACT_FAILS,
		    "it ran as root");
		return;
	}
	if (!user || !*user) {
		set(confinement, &confinement->non_root, FACT_NOT_SHOWN,
		    "the profile does not tell as whom it ran");
		return;
	}
	set(confinement, &confinement->non_root, FACT_HOLDS, "it ran as '%s'",
	    printable(user));
	confinement->has_uid = read_id(&rest, &confinement->uid);
	if (confinement->has_uid && *rest == ':' && *++rest)
		confinement->has_gid = read_id(&rest, &confinement->gid);
}

/* ---- the root file system ------------------------------------------------ */

/* What a read-only file system refuses, by class. */
static const struct {
	const char *class;
	const char *permissions;
} changes[] = {
	{"file", "write append create unlink rename link setattr"},
	{"dir", "write add_name remove_name create rmdir rename reparent "
		"setattr"},
	{"lnk_file", "create unlink rename setattr"},
	{"sock_file", "create unlink rename setattr"},
	{"fifo_file", "create unlink rename setattr"},
	{"chr_file", "create unlink rename setattr"},
	{"blk_file", "create unlink rename setattr"},
};

static bool is_change(const struct access *access)
{
	for (size_t i = 0; i < ARRAY_LENGTH(changes); i++) {
		if (strcmp(changes[i].class, access->class) != 0)
			continue;
		for (size_t p = 0; p < access->permissions.count; p++)
			if (words_have(changes[i].permissions,
				       access->permissions.items[p]))
				return true;
	}
	return false;
}

static bool is_kernels(const char *path)
{
	return has_prefix(path, "/proc/", NULL) ||
	       has_prefix(path, "/sys/", NULL) ||
	       has_prefix(path, "/dev/", NULL);
}

/* Mounts that an engine makes writable whatever the root is. */
static bool is_elsewhere(const struct access *access)
{
	static const char *const types[] = {
		":proc_",    ":sysctl_",   ":sysfs_t:",	 ":cgroup_t:",
		":tmpfs_t:", ":devpts_t:", ":device_t:", ":devtmpfs_t:"};

	if (strcmp(access->target, "@self") == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
		if (strstr(access->target, types[i]))
			return true;
	return access->path && is_kernels(access->path);
}

/* PATH once, and the first few only; returns how many there are. */
static size_t list_path(struct text *paths, size_t count, const char *path)
{
	AUTO_TEXT struct text quoted = {0};

	text_addf(&quoted, "'%s'", path ? printable(path) : "?");
	if (strstr(text_string(paths), text_string(&quoted)))
		return count;
	if (count < PATHS_SHOWN)
		text_addf(paths, "%s%s", paths->length ? ", " : "",
			  text_string(&quoted));
	return count + 1;
}

static size_t list_changes(struct text *paths, const struct profile *profile)
{
	size_t count = 0;

	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *access = &profile->accesses[i];

		if (strcmp(access->source, "@self") != 0 ||
		    access->phase == PHASE_RUNTIME || !is_change(access) ||
		    is_elsewhere(access))
			continue;
		count = list_path(paths, count, access->path);
	}
	return count;
}

/* A check that such a call made is a change as well, if one it got. */
static const char changing_calls[] =
	"chown fchown lchown fchownat chmod fchmod fchmodat fchmodat2 mknod "
	"mknodat mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 "
	"link linkat symlink symlinkat truncate ftruncate utimensat setxattr "
	"lsetxattr fsetxattr removexattr";

static size_t list_checked(struct text *paths, size_t count,
			   const struct profile *profile)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		for (size_t e = 0; e < need->evidence_count; e++) {
			const struct evidence *evidence = &need->evidence[e];

			if (evidence->phase == PHASE_RUNTIME ||
			    !evidence->syscall || !evidence->path ||
			    !words_have(changing_calls, evidence->syscall) ||
			    is_kernels(evidence->path))
				continue;
			count = list_path(paths, count, evidence->path);
		}
	}
	return count;
}

static bool is_container(const struct profile *profile)
{
	const char *engine = profile->subject.engine;

	return engine &&
	       (strcmp(engine, "podman") == 0 ||
		strcmp(engine, "docker") == 0 || strcmp(engine, "crun") == 0 ||
		strcmp(engine, "runc") == 0);
}

/*
 * In a permissive domain each access of a kind to a label is denied, and
 * logged, at least once. So where no change is on record, there was none.
 */
static void judge_root(struct confinement *confinement,
		       const struct profile *profile, bool is_recorded)
{
	AUTO_TEXT struct text paths = {0};
	size_t count =
		list_checked(&paths, list_changes(&paths, profile), profile);
	struct fact *fact = &confinement->read_only_root;

	confinement->failed |= paths.failed;
	if (count)
		set(confinement, fact, FACT_FAILS,
		    "it changes files: %s%s; mount something writable there to "
		    "set it",
		    text_string(&paths), count > PATHS_SHOWN ? ", ..." : "");
	else if (!is_container(profile))
		set(confinement, fact, FACT_NOT_SHOWN,
		    "it was not profiled as a container");
	else if (!is_recorded || !profile->is_complete ||
		 !profile->access_count)
		set(confinement, fact, FACT_NOT_SHOWN,
		    "not all of its accesses were recorded");
	else
		set(confinement, fact, FACT_HOLDS,
		    "no change of a file of its image was recorded");
}

/* ---- AppArmor and user namespaces ---------------------------------------- */

/*
 * Engines' default profiles hold "deny mount" and no rule for pivot_root.
 * Source: moby profiles/apparmor/template.go, containerd
 * contrib/apparmor/template.go, which Kubernetes and CRI-O have alike.
 */
static const char apparmor_refuses[] = "mount move_mount pivot_root";

static void judge_apparmor(struct confinement *confinement,
			   const struct profile *profile, capset_t minimal)
{
	const struct capability_need *need;

	if (!capset_has(minimal, CAP_SYS_ADMIN))
		return;
	need = profile_capability_find(profile, CAP_SYS_ADMIN, NAMESPACE_HOST);
	for (size_t e = 0; need && e < need->evidence_count; e++) {
		const struct evidence *evidence = &need->evidence[e];

		if (evidence->phase == PHASE_RUNTIME || !evidence->syscall ||
		    !words_have(apparmor_refuses, evidence->syscall))
			continue;
		set(confinement, &confinement->default_apparmor, FACT_FAILS,
		    "engines' default AppArmor profile refuses %s, whatever "
		    "the capabilities",
		    evidence->syscall);
		return;
	}
}

static void judge_users(struct confinement *confinement, capset_t minimal,
			bool is_recorded)
{
	AUTO_TEXT struct text never = {0}, partly = {0};
	struct fact *fact = &confinement->own_users;

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		const struct userns_row *row = userns_row(c);

		if (!capset_has(minimal, c))
			continue;
		if (row && row->reach == USERNS_NEVER)
			text_addf(&never, " %s", capability_short_name(c));
		else if (!row || row->reach == USERNS_PARTLY)
			text_addf(&partly, " %s", capability_short_name(c));
	}
	confinement->failed |= never.failed || partly.failed;
	if (!is_recorded)
		return;
	if (never.length)
		set(confinement, fact, FACT_FAILS, "the host must grant%s",
		    text_string(&never));
	else if (partly.length)
		set(confinement, fact, FACT_NOT_SHOWN,
		    "only a part of%s counts there", text_string(&partly));
	else
		set(confinement, fact, FACT_HOLDS,
		    minimal ? "what is granted counts there, and nothing on "
			      "the host"
			    : "no capability is needed");
}

enum status confinement_make(struct confinement *confinement,
			     const struct profile *profile, capset_t minimal,
			     bool is_recorded, struct error *err)
{
	*confinement = (struct confinement){0};
	judge_user(confinement, profile);
	judge_root(confinement, profile, is_recorded);
	judge_apparmor(confinement, profile, minimal);
	judge_users(confinement, minimal, is_recorded);
	return confinement->failed ? error_no_memory(err) : STATUS_OK;
}

void confinement_done(struct confinement *confinement)
{
	free(confinement->non_root.why);
	free(confinement->read_only_root.why);
	free(confinement->own_users.why);
	free(confinement->default_apparmor.why);
	*confinement = (struct confinement){0};
}
