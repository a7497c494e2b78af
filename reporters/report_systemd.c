/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A drop-in for a service. Lists begin with an empty line, which forgets what
 * the unit has.
 * Source: systemd.exec(5).
 */
#include "reporters/reporter.h"

#include <errno.h>
#include <string.h>

#include "policies/systemd_filter.h"
#include "profile/syscall_names.h"
#include "reporters/unit_out.h"
#include "reporters/why.h"
#include "reporters/why_selinux.h"

#define LINE_MAX_BYTES 78

/* ---- capabilities -------------------------------------------------------- */

/*
 * Of another user than root only what is ambient stays at the execve. For
 * root the ambient set is empty, so that nothing is left of the unit's own.
 */
static void write_capabilities(const struct unit_out *unit,
			       const struct advice *advice)
{
	const struct fact *user = &advice->confinement.non_root;
	capset_t minimal = advice->capabilities.minimal;
	AUTO_TEXT struct text names = {0};

	if (!advice->is_selinux_recorded) {
		unit_out_comment(unit, "no capabilities: they were not "
				       "recorded");
		return;
	}
	unit_out_capabilities(unit, advice, "CapabilityBoundingSet");
	unit_out_comment(unit, "%s",
			 user->state == FACT_HOLDS
				 ? user->why
				 : "a service that runs as root has them "
				   "without; as another user (User=), repeat "
				   "them here");
	unit_out_set(unit, "AmbientCapabilities", "%s", "");
	if (user->state != FACT_HOLDS || !minimal)
		return;
	why_add_names(&names, minimal, true);
	unit_out_set(unit, "AmbientCapabilities", "%s", text_string(&names));
}

/* ---- system calls -------------------------------------------------------- */

static void add_errno(struct text *text, int value)
{
	const char *name = strerrorname_np(value);

	if (name)
		text_add(text, name);
	else
		text_addf(text, "%d", value);
}

static const char *reason_words(enum seccomp_reason reason)
{
	switch (reason) {
	case SECCOMP_REASON_PROGRAM:
		return "called by the workload";
	case SECCOMP_REASON_RUNTIME:
		return "called only by what started it";
	case SECCOMP_REASON_TABLE:
		return "what container runtimes may call before the execve; "
		       "systemd does alike";
	case SECCOMP_REASON_FAMILY:
		return "come in the place of these with another kernel, C "
		       "library or architecture";
	case SECCOMP_REASON_NARROW:
		return "called by the workload, with few arguments";
	case SECCOMP_REASON_FALLBACK:
	case SECCOMP_REASON_NOTIFY:
		break;
	}
	return "";
}

/* Lines of SystemCallFilter=, the words of one reason. */
static void write_words(const struct unit_out *unit,
			const struct systemd_filter *filter,
			enum seccomp_reason reason)
{
	AUTO_TEXT struct text line = {0};
	bool is_first = true;

	for (size_t i = 0; i < filter->count; i++) {
		const struct systemd_word *word = &filter->words[i];

		if (word->group || word->reason != reason)
			continue;
		if (is_first)
			unit_out_comment(unit, "%s", reason_words(reason));
		is_first = false;
		if (line.length &&
		    line.length + strlen(word->name) +
				    strlen("SystemCallFilter= ") >
			    LINE_MAX_BYTES) {
			unit_out_set(unit, "SystemCallFilter", "%s",
				     text_string(&line));
			text_done(&line);
			line = (struct text){0};
		}
		text_addf(&line, "%s%s", line.length ? " " : "", word->name);
	}
	if (line.length)
		unit_out_set(unit, "SystemCallFilter", "%s",
			     text_string(&line));
}

static void write_groups(const struct unit_out *unit,
			 const struct systemd_filter *filter)
{
	bool is_first = true;

	for (size_t i = 0; i < filter->count; i++) {
		if (!filter->words[i].group)
			continue;
		if (is_first)
			unit_out_comment(unit,
					 "groups of which all is on the list, "
					 "as %s has them",
					 systemd_groups_version);
		is_first = false;
		unit_out_set(unit, "SystemCallFilter", "%s",
			     filter->words[i].name);
	}
}

static void write_notes(const struct unit_out *unit,
			const struct systemd_filter *filter)
{
	const char *line = text_string(&filter->notes);

	while (*line) {
		size_t length = strcspn(line, "\n");

		unit_out_comment(unit, "%.*s", (int)length, line);
		line += length + (line[length] == '\n');
	}
}

static void write_filter(const struct unit_out *unit,
			 const struct systemd_filter *filter)
{
	AUTO_TEXT struct text name = {0};

	unit_out_comment(unit,
			 "systemd allows its %s besides: %zu of its calls are "
			 "on the list, %zu are not",
			 SYSTEMD_DEFAULT_GROUP, filter->implied,
			 filter->beyond);
	write_notes(unit, filter);
	unit_out_set(unit, "SystemCallFilter", "%s", "");
	write_groups(unit, filter);
	for (unsigned int r = 0; r <= SECCOMP_REASON_NOTIFY; r++)
		write_words(unit, filter, (enum seccomp_reason)r);
	if (filter->default_errno)
		add_errno(&name, filter->default_errno);
	else
		text_add(&name, "kill");
	unit_out_comment(unit, "%s",
			 filter->is_errno_for_all
				 ? "what all others get: a unit has one error "
				   "for all, and with another than ENOSYS C "
				   "libraries fail where they would go another "
				   "way (clone3)"
				 : "what all others get");
	unit_out_set(unit, "SystemCallErrorNumber", "%s", text_string(&name));
	if (!filter->restricts_namespaces)
		return;
	unit_out_comment(unit, "clone may be called, and make no namespaces");
	unit_out_set(unit, "RestrictNamespaces", "true");
}

/* A filter counts for all architectures, and those unseen need none. */
static void write_architectures(const struct unit_out *unit,
				const struct profile *profile,
				const struct seccomp_advice *seccomp)
{
	AUTO_TEXT struct text names = {0};

	for (size_t i = 0; i < seccomp->seen_count; i++) {
		uint32_t arch = seccomp->seen[i].arch;
		const char *name = systemd_arch_name(arch);
		bool is_native = is_same_string(profile->environment.arch,
						arch_name(arch));

		if (name || is_native)
			text_addf(&names, "%s%s", names.length ? " " : "",
				  is_native ? "native" : name);
	}
	if (!names.length)
		return;
	unit_out_comment(unit, "no other was seen");
	unit_out_set(unit, "SystemCallArchitectures", "%s", "");
	unit_out_set(unit, "SystemCallArchitectures", "%s",
		     text_string(&names));
}

/* ---- SELinux ------------------------------------------------------------- */

static bool can_init_launch(const struct selinux_advice *selinux)
{
	for (size_t i = 0; i < selinux->launch_count; i++)
		if (strcmp(selinux->launches[i].launcher, "init_t") == 0)
			return selinux->launches[i].can_launch;
	return false;
}

/* The type within a label of the profile. */
static void add_type(struct text *text, const char *label)
{
	const char *type = strchr(label, ':');

	type = type ? strchr(type + 1, ':') : NULL;
	if (type)
		text_add_bytes(text, type + 1, strcspn(type + 1, ":"));
}

/* What would let it: rules, as the manual has them. */
static void comment_rules(const struct unit_out *unit,
			  const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text entry = {0};

	add_type(&entry, selinux->entry);
	if (!can_init_launch(selinux))
		unit_out_comment(unit,
				 "(allow init_t %s (process (transition)))",
				 selinux->chosen->type);
	if (!selinux->can_enter)
		unit_out_comment(unit, "(allow %s %s (file (entrypoint)))",
				 selinux->chosen->type,
				 printable(text_string(&entry)));
}

/*
 * A service has a type by its program's label. Types of containers are seldom
 * entered by systemd: where the policy refuses it, the unit would not start.
 */
static void write_context(const struct unit_out *unit,
			  const struct advice *advice)
{
	const struct selinux_advice *selinux = &advice->selinux;
	AUTO_TEXT struct text context = {0};

	unit_out_comment_selinux(unit, advice, "SELinuxContext");
	if (!selinux->chosen)
		return;
	why_selinux_add_context(&context, selinux);
	if (!selinux->entry) {
		unit_out_comment(unit,
				 "no SELinuxContext=%s: the profile does not "
				 "tell the label of the host's program",
				 text_string(&context));
		return;
	}
	if (can_init_launch(selinux) && selinux->can_enter) {
		unit_out_set(unit, "SELinuxContext", "%s",
			     text_string(&context));
		return;
	}
	unit_out_comment(
		unit,
		"no SELinuxContext=%s: the policy does not let systemd "
		"enter it here; a module (semodule -i) with these "
		"rules would:",
		text_string(&context));
	comment_rules(unit, selinux);
}

enum status report_systemd(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err)
{
	const struct unit_out unit = {out, !options->no_comments};
	AUTO_SYSTEMD_FILTER struct systemd_filter filter = {0};
	AUTO_TEXT struct text place = {0};
	enum status status;

	status = systemd_filter_make(&filter, &advice->seccomp, err);
	if (status != STATUS_OK)
		return status;
	text_addf(&place, "/etc/systemd/system/%s.service.d/50-whittle.conf",
		  options->service ? options->service
				   : why_service_name(profile));
	unit_out_begin(&unit, profile, text_string(&place), "Service");
	write_capabilities(&unit, advice);
	if (advice->no_new_privileges) {
		unit_out_comment(&unit, "recorded under no_new_privs");
		unit_out_set(&unit, "NoNewPrivileges", "true");
	}
	if (advice->seccomp.count) {
		write_filter(&unit, &filter);
		write_architectures(&unit, profile, &advice->seccomp);
	}
	write_context(&unit, advice);
	return STATUS_OK;
}
