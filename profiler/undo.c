/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/undo.h"

#include <ftw.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "profile/text.h"
#include "profiler/audit_control.h"
#include "profiler/cgroup.h"
#include "profiler/domain.h"
#include "profiler/journal.h"
#include "profiler/module_store.h"
#include "profiler/mute.h"
#include "profiler/process.h"
#include "profiler/seccomp_actions.h"

#define REMOVE_TRIES	  5
#define REMOVE_TIMEOUT_MS 60000u
#define TYPE_LETTERS                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."

static enum status malformed(const char *word, const char *rest,
			     struct error *err)
{
	return error_set(err, STATUS_MALFORMED,
			 "it was written by another version, or damaged",
			 "the journal's line '%s %s' names nothing of a run",
			 word, printable(rest));
}

/* All that a run makes is "whittle-" and hex digits, or that with "-x". */
static bool is_own_name(const char *name)
{
	return has_prefix(name, "whittle-", &name) && *name &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		       strlen(name);
}

static enum status undo_audit(const char *directory, char *rest,
			      struct error *err)
{
	static const enum audit_setting settings[] = {
		AUDIT_SETTING_ENABLED,
		AUDIT_SETTING_BACKLOG_LIMIT,
		AUDIT_SETTING_RATE_LIMIT,
	};
	char *value = strchr(rest, ' ');
	char *own = value ? strstr(value + 1, " from ") : NULL;
	size_t known = 0;
	struct audit_state state;
	enum status status;
	uint64_t number, set = 0;

	(void)directory;
	if (own)
		*own = '\0';
	if (!value || !parse_decimal(value + 1, UINT32_MAX, &number) ||
	    (own && !parse_decimal(own + strlen(" from "), UINT32_MAX, &set)))
		return malformed("audit", rest, err);
	*value = '\0';
	while (known < ARRAY_LENGTH(settings) &&
	       strcmp(audit_setting_name(settings[known]), rest) != 0)
		known++;
	if (known == ARRAY_LENGTH(settings))
		return malformed("audit", rest, err);
	status = audit_state_get(&state, err);
	/* Somebody else has changed it since: it is theirs. */
	if (status != STATUS_OK ||
	    audit_setting_of(&state, settings[known]) == number ||
	    (own && audit_setting_of(&state, settings[known]) != set))
		return status;
	return audit_setting_set(settings[known], (uint32_t)number, err);
}

static enum status undo_audit_rule(const char *directory, char *rest,
				   struct error *err)
{
	char *type = strchr(rest, ' ');
	enum audit_rule_id id;

	(void)directory;
	if (type)
		*type++ = '\0';
	if (!audit_rule_from_name(rest, &id) ||
	    (type && (!*type || !audit_rule_is_of_refusals(id) ||
		      type[strspn(type, TYPE_LETTERS)])))
		return malformed("audit-rule", rest, err);
	return audit_rule_set(id, type, false, err);
}

static enum status undo_cgroup(const char *directory, char *path,
			       struct error *err)
{
	const char *slash = strrchr(path, '/');

	(void)directory;
	if (path[0] != '/' || !is_own_name(slash + 1) || strstr(path, "/../"))
		return malformed("cgroup", path, err);
	if (cgroup_destroy(path))
		return STATUS_OK;
	return error_set(
		err, STATUS_INTERNAL, "see its cgroup.procs for what is left",
		"processes in '%s' could not be ended", printable(path));
}

/* Engines may be in the middle of making it: ask again until it is gone. */
static enum status undo_container(const char *directory, char *rest,
				  struct error *err)
{
	char *name = strchr(rest, ' ');
	enum status status;
	bool is_podman;
	int result = 1;

	(void)directory;
	if (!name || !is_own_name(name + 1))
		return malformed("container", rest, err);
	*name++ = '\0';
	is_podman = strcmp(rest, "podman") == 0;
	if (!is_podman && strcmp(rest, "crun") != 0 &&
	    strcmp(rest, "runc") != 0)
		return malformed("container", rest, err);
	if (!process_is_installed(rest))
		return error_set(err, STATUS_UNSUPPORTED,
				 "install it, or set PATH, and whittle doctor "
				 "--restore",
				 "container '%s' is to be removed, and there "
				 "is no %s here",
				 printable(name), rest);
	for (int i = 0; i < REMOVE_TRIES; i++) {
		const char *const podman[] = {rest, "rm", "-f", "-t",
					      "0",  "-i", name, NULL};
		const char *const runtime[] = {rest, "delete", "-f", name,
					       NULL};

		status = process_run(is_podman ? podman : runtime, NULL, 0,
				     false, REMOVE_TIMEOUT_MS, &result, err);
		if (status != STATUS_OK)
			return status;
		/* A runtime that knows no such container fails. */
		if (result == 0 || !is_podman)
			return STATUS_OK;
	}
	return error_set(err, STATUS_INTERNAL, NULL,
			 "%s could not remove container '%s' (status %d)",
			 printable(rest), printable(name), result);
}

static enum status undo_booleans(const char *directory, char *names,
				 struct error *err)
{
	(void)directory;
	return mute_undo(names, err);
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

static enum status undo_directory(const char *directory, char *path,
				  struct error *err)
{
	const char *name;
	struct stat st;

	if ((!has_prefix(path, directory, &name) &&
	     !has_prefix(path, JOURNAL_STATE_DIRECTORY, &name)) ||
	    *name != '/' || !is_own_name(name + 1))
		return malformed("directory", path, err);
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	if (lstat(path, &st) != 0)
		return STATUS_OK;
	return error_set(err, STATUS_INTERNAL, "is anything mounted in it?",
			 "'%s' could not be removed", printable(path));
}

/* A list of words as the kernel writes it; others it refuses itself. */
static enum status undo_seccomp_actions(const char *directory, char *words,
					struct error *err)
{
	(void)directory;
	if (words[strspn(words, "abcdefghijklmnopqrstuvwxyz_ ")])
		return malformed("seccomp-actions", words, err);
	return seccomp_actions_set(words, err);
}

static enum status undo_boolean(const char *directory, char *name,
				struct error *err)
{
	char *value = strchr(name, ' ');

	(void)directory;
	if (!value || value == name || value[2] ||
	    name[strspn(name, TYPE_LETTERS)] != ' ' ||
	    (value[1] != '0' && value[1] != '1'))
		return malformed("boolean", name, err);
	*value = '\0';
	return selinux_boolean_set(name, value[1] == '1', err);
}

/* The domain's own module, "whittle", is no run's. */
static enum status undo_module(const char *directory, char *name,
			       struct error *err)
{
	const char *rest;
	bool is_found;

	(void)directory;
	if (!has_prefix(name, "whittle_", &rest) || !*rest ||
	    rest[strspn(rest, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		return malformed("module", name, err);
	return module_remove(name, &is_found, err);
}

static const struct {
	const char *word;
	enum status (*undo)(const char *directory, char *rest,
			    struct error *err);
} undo_rows[] = {
	{"audit ", undo_audit},
	{"audit-rule ", undo_audit_rule},
	{"booleans ", undo_booleans},
	{"cgroup ", undo_cgroup},
	{"container ", undo_container},
	{"boolean ", undo_boolean},
	{"directory ", undo_directory},
	{"module ", undo_module},
	{"seccomp-actions ", undo_seccomp_actions},
};

enum status undo_line(const char *directory, char *line, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(undo_rows); i++)
		if (has_prefix(line, undo_rows[i].word, NULL))
			return undo_rows[i].undo(
				directory, line + strlen(undo_rows[i].word),
				err);
	return error_set(err, STATUS_MALFORMED,
			 "it was written by another version, or damaged",
			 "the journal's line '%s' is not known",
			 printable(line));
}
