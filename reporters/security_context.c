/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/security_context.h"

#include <linux/capability.h>

#include "policies/selinux_flip.h"
#include "reporters/why.h"

#define LACKS_SHOWN 8 /* more are in text and json */
#define SYS_ADMIN   ((capset_t)1 << CAP_SYS_ADMIN)

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

/* What has to be done beside setting the options. */
static void comment_remedies(struct yaml_out *yaml,
			     const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text command = {0};

	if (selinux->chosen && selinux->chosen->flip_count) {
		selinux_flips_add(&command, selinux->chosen);
		yaml_out_comment(yaml, "%s needs on the node: %s",
				 selinux->chosen->type, text_string(&command));
	}
	if (selinux->relabel.is_answer)
		yaml_out_comment(yaml,
				 "the volume at '%s' needs a label of "
				 "containers: mount it with :Z, or semanage "
				 "fcontext",
				 selinux->relabel.path
					 ? printable(selinux->relabel.path)
					 : "?");
	if (selinux->module.text)
		yaml_out_comment(yaml,
				 "narrower: a type of its own, %s (whittle "
				 "report -f cil)",
				 selinux->module.type);
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
		yaml_out_comment(yaml, "no seLinuxOptions: the policy has "
				       "no type for containers");
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
	comment_remedies(yaml, selinux);
}

/* What the nearer type lacks is why the farther one is chosen. */
static void comment_farther(struct yaml_out *yaml,
			    const struct selinux_advice *selinux)
{
	const struct selinux_candidate *nearer = &selinux->candidates[0];
	AUTO_TEXT struct text names = {0};

	if (!selinux->type || !nearer->is_known)
		return;
	for (size_t i = 0; i < nearer->lack_count && i < LACKS_SHOWN; i++) {
		AUTO_TEXT struct text why = {0};

		why_add_lack_short(&why, &nearer->lacks[i]);
		yaml_out_comment(yaml, "%s lacks %s", nearer->type,
				 text_string(&why));
	}
	if (nearer->lack_count > LACKS_SHOWN)
		yaml_out_comment(yaml, "and %zu more",
				 nearer->lack_count - LACKS_SHOWN);
	if (nearer->refused) {
		why_add_names(&names, nearer->refused, false);
		yaml_out_comment(yaml, "%s lacks capabilities %s", nearer->type,
				 text_string(&names));
	}
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
	comment_selinux(yaml, advice);
	comment_farther(yaml, &advice->selinux);
	if (advice->seccomp.count)
		yaml_out_comment(yaml, "%s", seccomp_place);
}
