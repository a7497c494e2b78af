/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/security_context.h"

#include <linux/capability.h>

#include "reporters/why.h"
#include "reporters/why_selinux.h"

#define SYS_ADMIN ((capset_t)1 << CAP_SYS_ADMIN)

/*
 * allowPrivilegeEscalation: false is no_new_privs. It is set where the run
 * itself had it: then it is known to work, and the seccomp list needs it.
 * Elsewhere nothing says that no set-user-id program is started, so it is
 * left as it is. The API server refuses it together with SYS_ADMIN.
 */
static void write_escalation(struct yaml_out *yaml, const struct advice *advice)
{
	if (!advice->no_new_privileges)
		return;
	if (advice->capabilities.minimal & SYS_ADMIN) {
		yaml_out_comment(yaml, "recorded under no_new_privs, which "
				       "cannot be set beside SYS_ADMIN: the "
				       "seccomp list may be too short");
		return;
	}
	yaml_out_comment(yaml, "recorded under no_new_privs");
	yaml_out_bool(yaml, "allowPrivilegeEscalation", false);
}

/* What a reader may miss below, told above it. */
static void comment_left_out(struct yaml_out *yaml, const struct advice *advice)
{
	for (size_t i = 0; i < advice->capabilities.count; i++) {
		const struct capability_item *item =
			&advice->capabilities.items[i];

		if (item->without)
			yaml_out_comment(
				yaml, "%s is left out: %s",
				capability_short_name(item->need->capability),
				item->without);
	}
	if (capability_advice_leaves_out(&advice->capabilities))
		yaml_out_comment(yaml, "%s", capability_insist_hint);
}

static void write_capabilities(struct yaml_out *yaml,
			       const struct advice *advice)
{
	capset_t minimal = advice->capabilities.minimal;

	if (!advice->is_selinux_recorded)
		return;
	comment_left_out(yaml, advice);
	yaml_out_map_begin(yaml, "capabilities");
	yaml_out_list_begin(yaml, "drop");
	yaml_out_string(yaml, NULL, "ALL");
	yaml_out_end(yaml);
	if (minimal) {
		yaml_out_list_begin(yaml, "add");
		for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
			AUTO_TEXT struct text why = {0};

			if (!capset_has(minimal, c))
				continue;
			why_add_capability(&why, advice, c);
			yaml_out_comment(yaml, "%s", text_string(&why));
			yaml_out_string(yaml, NULL, capability_short_name(c));
		}
		yaml_out_end(yaml);
	}
	yaml_out_end(yaml);
}

static void comment_line(void *yaml, const char *line)
{
	yaml_out_comment(yaml, "%s", line);
}

void security_context_write_selinux(struct yaml_out *yaml,
				    const struct advice *advice,
				    bool even_empty)
{
	const struct selinux_advice *selinux = &advice->selinux;

	why_selinux_visit(advice, "seLinuxOptions", comment_line, yaml);
	if (!selinux->type && !selinux->level && !even_empty)
		return;
	yaml_out_map_begin(yaml, "seLinuxOptions");
	if (selinux->user)
		yaml_out_string(yaml, "user", selinux->user);
	if (selinux->role)
		yaml_out_string(yaml, "role", selinux->role);
	if (selinux->type)
		yaml_out_string(yaml, "type", selinux->type);
	if (selinux->level)
		yaml_out_string(yaml, "level", selinux->level);
	yaml_out_end(yaml);
}

static const char seccomp_place[] =
	"whittle report -f seccomp writes this file; it belongs into the "
	"kubelet's seccomp directory, /var/lib/kubelet/seccomp, on each node";

static void write_seccomp(struct yaml_out *yaml, const struct advice *advice,
			  const struct profile *profile)
{
	if (!advice->seccomp.count)
		return;
	yaml_out_comment(yaml, "%s", seccomp_place);
	yaml_out_map_begin(yaml, "seccompProfile");
	yaml_out_string(yaml, "type", "Localhost");
	yaml_out_string(yaml, "localhostProfile", why_seccomp_file(profile));
	yaml_out_end(yaml);
}

static void comment_pod(struct yaml_out *yaml, const struct advice *advice)
{
	AUTO_TEXT struct text words = {0};

	if (!advice->pod.is_known)
		return;
	why_add_pod(&words, &advice->pod);
	yaml_out_comment(yaml, "Pod Security Standard %s", text_string(&words));
}

void security_context_write(struct yaml_out *yaml, const struct advice *advice,
			    const struct profile *profile)
{
	if (!profile->is_complete)
		yaml_out_comment(yaml, "the profile is incomplete: evidence "
				       "was lost, this may grant too little");
	if (!advice->is_selinux_recorded)
		yaml_out_comment(yaml, "no capabilities: they were not "
				       "recorded");
	comment_pod(yaml, advice);
	write_escalation(yaml, advice);
	write_capabilities(yaml, advice);
	security_context_write_selinux(yaml, advice, false);
	write_seccomp(yaml, advice, profile);
}

void security_context_comment(struct yaml_out *yaml,
			      const struct advice *advice,
			      const struct profile *profile)
{
	if (!profile->is_complete)
		yaml_out_comment(yaml, "the profile is incomplete: evidence "
				       "was lost, this may grant too little");
	if (!advice->is_selinux_recorded)
		yaml_out_comment(yaml, "no capabilities: they were not "
				       "recorded");
	else
		comment_left_out(yaml, advice);
	comment_pod(yaml, advice);
	why_selinux_visit(advice, "seLinuxOptions", comment_line, yaml);
	if (advice->seccomp.count)
		yaml_out_comment(yaml, "%s", seccomp_place);
}
