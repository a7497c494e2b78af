/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/security_context.h"

#include <linux/capability.h>

#include "reporters/why.h"

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

static void comment_selinux(struct yaml_out *yaml, const struct advice *advice)
{
	const struct selinux_advice *selinux = &advice->selinux;

	switch (selinux->state) {
	case SELINUX_NOT_RECORDED:
		yaml_out_comment(yaml, "no seLinuxOptions: no accesses were "
				       "recorded");
		break;
	case SELINUX_NOT_ASKED:
		yaml_out_comment(yaml, "no seLinuxOptions: make this report "
				       "where the node's SELinux policy is "
				       "loaded");
		break;
	case SELINUX_NO_TYPES:
		yaml_out_comment(yaml, "no seLinuxOptions: the loaded policy "
				       "has no type for containers");
		break;
	case SELINUX_NEAREST:
		yaml_out_comment(yaml,
				 "%s comes nearest, yet it does not "
				 "allow everything that was recorded",
				 selinux->chosen->type);
		break;
	case SELINUX_FITS:
		break;
	}
	if (selinux->chosen && selinux->chosen->boolean)
		yaml_out_comment(yaml,
				 "%s needs on the node: setsebool -P %s "
				 "on",
				 selinux->chosen->type,
				 selinux->chosen->boolean);
}

/* What the nearer type lacks is why the farther one is chosen. */
static void comment_farther(struct yaml_out *yaml,
			    const struct selinux_advice *selinux)
{
	const struct selinux_candidate *nearer = &selinux->candidates[0];
	AUTO_TEXT struct text why = {0};

	if (!selinux->type || !nearer->is_known)
		return;
	if (nearer->lack_count) {
		why_add_lack(&why, &nearer->lacks[0]);
		if (nearer->lack_count > 1)
			text_addf(&why, ", and %zu more",
				  nearer->lack_count - 1);
	} else {
		text_add(&why, "capabilities ");
		why_add_names(&why, nearer->refused, false);
	}
	yaml_out_comment(yaml, "%s lacks %s", nearer->type, text_string(&why));
}

void security_context_write_selinux(struct yaml_out *yaml,
				    const struct advice *advice,
				    bool even_empty)
{
	const struct selinux_advice *selinux = &advice->selinux;

	comment_selinux(yaml, advice);
	comment_farther(yaml, selinux);
	if (!selinux->type && !selinux->level && !even_empty)
		return;
	yaml_out_map_begin(yaml, "seLinuxOptions");
	if (selinux->type)
		yaml_out_string(yaml, "type", selinux->type);
	if (selinux->level)
		yaml_out_string(yaml, "level", selinux->level);
	yaml_out_end(yaml);
}

static void write_seccomp(struct yaml_out *yaml, const struct advice *advice,
			  const struct profile *profile)
{
	if (!advice->seccomp.count)
		return;
	yaml_out_comment(yaml, "whittle report -f seccomp writes this file; it "
			       "belongs into the kubelet's seccomp directory, "
			       "/var/lib/kubelet/seccomp, on each node");
	yaml_out_map_begin(yaml, "seccompProfile");
	yaml_out_string(yaml, "type", "Localhost");
	yaml_out_string(yaml, "localhostProfile", why_seccomp_file(profile));
	yaml_out_end(yaml);
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
	write_escalation(yaml, advice);
	write_capabilities(yaml, advice);
	security_context_write_selinux(yaml, advice, false);
	write_seccomp(yaml, advice, profile);
}
