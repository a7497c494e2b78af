/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/findings.h"

#include <cap-ng.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "profile/capset.h"
#include "profile/file.h"
#include "profile/syscall_names.h"
#include "profile/text.h"
#include "profiler/audit_control.h"
#include "profiler/audit_log_disk.h"
#include "profiler/cgroup.h"
#include "profiler/domain.h"
#include "profiler/filter.h"
#include "profiler/journal.h"
#include "profiler/process.h"

#define VERSION_TIMEOUT_MS 30000u

/* Inode numbers of the initial namespaces: include/linux/proc_ns.h. */
#define INITIAL_USER_NAMESPACE "user:[4026531837]"
#define INITIAL_PID_NAMESPACE  "pid:[4026531836]"

PRINTF(5, 6)
static void add(struct findings *findings, const char *id,
		enum finding_level level, const char *cure, const char *format,
		...)
{
	struct finding *finding;
	va_list args;

	if (findings->count == FINDINGS_MAX)
		return;
	finding = &findings->items[findings->count++];
	finding->id = id;
	finding->level = level;
	snprintf(finding->cure, sizeof(finding->cure), "%s", cure ? cure : "");
	va_start(args, format);
	vsnprintf(finding->text, sizeof(finding->text), format, args);
	va_end(args);
}

/* A check that made ERR when it failed. */
static void add_checked(struct findings *findings, const char *id,
			enum status status, const struct error *err,
			const char *good)
{
	if (status == STATUS_OK)
		add(findings, id, FINDING_OK, NULL, "%s", good);
	else
		add(findings, id, FINDING_MISSING, err->hint, "%s",
		    err->message);
}

static void look_at_namespace(struct findings *findings, const char *id,
			      const char *link, const char *initial)
{
	char target[64] = "";
	ssize_t length = readlink(link, target, sizeof(target) - 1);

	if (length > 0 && strcmp(target, initial) == 0)
		add(findings, id, FINDING_OK, NULL, "the initial one");
	else
		add(findings, id, FINDING_MISSING,
		    "run whittle on the host itself, not in a container",
		    "not the initial one: audit does not answer here");
}

static void look_at_capabilities(struct findings *findings)
{
	struct text missing AUTO_TEXT = {0};

	if (capng_get_caps_process() != 0)
		return;
	for (unsigned int i = 0; i <= capability_last(); i++)
		if (!capng_have_capability(CAPNG_BOUNDING_SET, i))
			text_addf(&missing, " %s", capability_name(i));
	if (geteuid() != 0)
		add(findings, "privileges", FINDING_MISSING, "run as root",
		    "not root");
	else if (missing.length)
		add(findings, "privileges", FINDING_MISSING,
		    "start whittle from a shell that has them",
		    "root, but without%s: a need for these stays unseen",
		    text_string(&missing));
	else
		add(findings, "privileges", FINDING_OK, NULL,
		    "root with every capability");
}

static void look_at_selinux(struct findings *findings)
{
	struct selinux_status state;
	struct error err = {0};
	enum status status;

	selinux_state_get(&state);
	if (!state.is_enabled) {
		add(findings, "selinux", FINDING_MISSING,
		    "profile in the guest (whittle lab run), or boot with "
		    "security=selinux selinux=1 and a policy installed",
		    "not enabled");
		return;
	}
	add(findings, "selinux", FINDING_OK, NULL,
	    "%s, policy %s, this shell is %s",
	    state.is_enforcing ? "enforcing" : "permissive", state.policy,
	    printable(state.context));
	status = domain_check(&state, &err);
	/* What a run mutes for its time is nothing that is missing. */
	if (status != STATUS_OK && journal_exists()) {
		add(findings, "selinux-domain", FINDING_NOTE, NULL,
		    "not known while a run is under way, or what one left is "
		    "not undone: %s",
		    err.message);
		return;
	}
	add_checked(findings, "selinux-domain", status, &err,
		    DOMAIN_TYPE " is loaded, permissive, grants no "
				"capability and audits every check");
}

static void look_at_owner(struct findings *findings,
			  const struct audit_state *state)
{
	struct audit_log_disk disk;
	char owner[64];

	audit_owner_name(state, owner, sizeof(owner));
	if (state->owner)
		add(findings, "audit-owner", FINDING_OK, NULL,
		    "process %u (%s) owns it: records are read from the "
		    "multicast group",
		    state->owner, owner[0] ? printable(owner) : "gone");
	else
		add(findings, "audit-owner", FINDING_OK, NULL,
		    "nobody: whittle becomes the owner for a run");
	audit_log_disk_get(state->owner, &disk);
	if (disk.is_written)
		add(findings, "audit-disk", FINDING_NOTE,
		    "give --log-budget SIZE to allow more, or less",
		    "%s writes every record to disk (about %llu MB in all)%s",
		    disk.writer,
		    (unsigned long long)(disk.capacity_bytes >> 20),
		    disk.stops_host ? "; a full disk stops this host" : "");
}

static void look_at_rules(struct findings *findings)
{
	struct audit_rules rules;
	struct error err = {0};
	enum status status = audit_rules_get(&rules, &err);

	if (status != STATUS_OK)
		add_checked(findings, "audit-rules", status, &err, "");
	else if (rules.has_task_never)
		add(findings, "audit-rules", FINDING_MISSING,
		    "auditctl -d task,never (and in /etc/audit/rules.d)",
		    "the rule 'task,never' keeps the records that say who "
		    "asked for what");
	else if (rules.is_seccomp_excluded || rules.is_avc_excluded)
		add(findings, "audit-rules", FINDING_MISSING,
		    "remove the exclude rule (auditctl -l)",
		    "a rule excludes records that whittle reads");
	else
		add(findings, "audit-rules", FINDING_OK, NULL,
		    "%u, none in the way", rules.count);
}

static void look_at_audit(struct findings *findings)
{
	struct audit_state state;
	struct error err = {0};
	enum status status = audit_state_get(&state, &err);

	if (status != STATUS_OK) {
		add_checked(findings, "audit", status, &err, "");
		return;
	}
	if (state.enabled == AUDIT_ENABLED_LOCKED)
		add(findings, "audit", FINDING_NOTE,
		    "drop -e 2 from the rules and reboot, if records are "
		    "lost",
		    "locked (backlog limit %u, rate limit %u)",
		    state.backlog_limit, state.rate_limit);
	else
		add(findings, "audit", FINDING_OK, NULL,
		    "%s; backlog limit %u, rate limit %u (a run raises and "
		    "restores them); %u lost since boot",
		    state.enabled ? "enabled" : "disabled, a run enables it",
		    state.backlog_limit, state.rate_limit, state.lost);
	if (state.failure == AUDIT_FAILURE_PANIC)
		add(findings, "audit-failure", FINDING_MISSING, "auditctl -f 1",
		    "this host panics when a record is lost");
	look_at_owner(findings, &state);
	look_at_rules(findings);
}

static void look_at_seccomp(struct findings *findings)
{
	struct error err = {0};
	enum status status = filter_check(&err);
	char good[128];

	snprintf(good, sizeof(good), "logs; libseccomp %s, API level %u",
		 libseccomp_version(), libseccomp_api_level());
	add_checked(findings, "seccomp", status, &err, good);
}

static void look_at_cgroup(struct findings *findings)
{
	struct error err = {0};
	char path[300];
	enum status status = cgroup_path("", path, sizeof(path), &err);
	char good[340];

	snprintf(good, sizeof(good), "v2 at %s", path);
	add_checked(findings, "cgroup", status, &err, good);
}

static void look_at_engine(struct findings *findings, const char *name)
{
	const char *const argv[] = {name, "--version", NULL};
	char output[512];
	int status = 1;

	if (!process_is_installed(name)) {
		add(findings, name, FINDING_NOTE,
		    "install it to profile with it", "not installed");
		return;
	}
	if (process_run(argv, output, sizeof(output), false, VERSION_TIMEOUT_MS,
			&status, NULL) != STATUS_OK ||
	    status != 0) {
		add(findings, name, FINDING_NOTE, NULL,
		    "installed, but --version fails");
		return;
	}
	output[strcspn(output, "\n")] = '\0';
	add(findings, name, FINDING_OK, NULL, "%s", printable(output));
}

static void look_at_journal(struct findings *findings)
{
	int lock AUTO_CLOSE = -1;

	if (!journal_exists())
		return;
	if (journal_lock(0, &lock, NULL) == STATUS_OK)
		add(findings, "journal", FINDING_MISSING,
		    "whittle doctor --restore",
		    "an earlier run was killed: what it changed is still so");
	else
		add(findings, "journal", FINDING_NOTE, NULL,
		    "a run is under way");
}

void findings_collect(struct findings *ret)
{
	*ret = (struct findings){0};
	look_at_capabilities(ret);
	look_at_namespace(ret, "user-namespace", "/proc/self/ns/user",
			  INITIAL_USER_NAMESPACE);
	look_at_namespace(ret, "pid-namespace", "/proc/self/ns/pid",
			  INITIAL_PID_NAMESPACE);
	look_at_selinux(ret);
	look_at_audit(ret);
	look_at_seccomp(ret);
	look_at_cgroup(ret);
	look_at_engine(ret, "podman");
	look_at_engine(ret, "crun");
	look_at_engine(ret, "runc");
	look_at_journal(ret);
}

enum status findings_status(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].level == FINDING_MISSING)
			return STATUS_DIFFERS;
	return STATUS_OK;
}
