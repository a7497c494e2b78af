/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/security_context.h"

#include <linux/capability.h>

#include "policies/kubernetes.h"
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
			       const struct advice *advice,
			       const struct kube_container *present)
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
	} else if (present && present->adds_capabilities) {
		yaml_out_comment(yaml, "what it adds now is not needed");
		yaml_out_null(yaml, "add");
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
			  const struct profile *profile, const char *file)
{
	if (!advice->seccomp.count)
		return;
	yaml_out_comment(yaml, "%s", seccomp_place);
	yaml_out_map_begin(yaml, "seccompProfile");
	yaml_out_string(yaml, "type", "Localhost");
	yaml_out_string(yaml, "localhostProfile",
			file ? file : why_seccomp_file(profile));
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

/* ---- user, root file system, AppArmor ------------------------------------ */

static void write_user(struct yaml_out *yaml,
		       const struct confinement *confinement)
{
	if (confinement->non_root.state != FACT_HOLDS)
		return;
	yaml_out_comment(yaml, "%s", confinement->non_root.why);
	yaml_out_bool(yaml, "runAsNonRoot", true);
	if (confinement->has_uid)
		yaml_out_number(yaml, "runAsUser", confinement->uid);
	if (confinement->has_gid)
		yaml_out_number(yaml, "runAsGroup", confinement->gid);
}

static void write_root(struct yaml_out *yaml, const struct fact *fact)
{
	if (fact->state == FACT_NOT_SHOWN)
		return;
	yaml_out_comment(yaml, "%s%s",
			 fact->state == FACT_HOLDS
				 ? ""
				 : "readOnlyRootFilesystem is not set: ",
			 fact->why);
	if (fact->state == FACT_HOLDS)
		yaml_out_bool(yaml, "readOnlyRootFilesystem", true);
}

/*
 * RuntimeDefault is what a Pod has without the field, and asking for it by
 * name keeps it from nodes without AppArmor. So only its end is written.
 */
static void write_apparmor(struct yaml_out *yaml, const struct fact *fact,
			   unsigned int kubernetes)
{
	unsigned int since = kubernetes_since(KUBERNETES_APPARMOR);

	if (fact->state != FACT_FAILS)
		return;
	if (kubernetes < since) {
		yaml_out_comment(yaml,
				 "%s: set the annotation for AppArmor; "
				 "appArmorProfile is for Kubernetes 1.%u on",
				 fact->why, since);
		return;
	}
	yaml_out_comment(yaml, "%s; the field is for Kubernetes 1.%u on",
			 fact->why, since);
	yaml_out_map_begin(yaml, "appArmorProfile");
	yaml_out_string(yaml, "type", "Unconfined");
	yaml_out_end(yaml);
}

/* ---- all of it ----------------------------------------------------------- */

static void write_privileged(struct yaml_out *yaml, const struct advice *advice,
			     const struct kube_container *present)
{
	if (!present || !present->is_privileged || !advice->is_selinux_recorded)
		return;
	yaml_out_comment(yaml, "with it nothing below would count");
	yaml_out_bool(yaml, "privileged", false);
}

/*
 * Where the manifest says another type, for the container or its Pod, the
 * chosen one has to be named, also where it is the engine's own.
 */
static void write_selinux_over(struct yaml_out *yaml,
			       const struct advice *advice,
			       const struct kube_container *present)
{
	const struct selinux_advice *selinux = &advice->selinux;

	why_selinux_visit(advice, "seLinuxOptions", comment_line, yaml);
	if (!selinux->chosen)
		return;
	yaml_out_map_begin(yaml, "seLinuxOptions");
	if (present->sets_selinux) {
		yaml_out_comment(yaml, "what is there now goes");
		yaml_out_string(yaml, "$patch", "replace");
	}
	if (selinux->user)
		yaml_out_string(yaml, "user", selinux->user);
	if (selinux->role)
		yaml_out_string(yaml, "role", selinux->role);
	yaml_out_string(yaml, "type", selinux->chosen->type);
	if (selinux->level)
		yaml_out_string(yaml, "level", selinux->level);
	yaml_out_end(yaml);
}

void security_context_write_at(struct yaml_out *yaml,
			       const struct advice *advice,
			       const struct profile *profile,
			       const struct security_place *place)
{
	const struct confinement *confinement = &advice->confinement;
	const struct kube_container *present = place->present;
	unsigned int kubernetes =
		place->kubernetes ? place->kubernetes : KUBERNETES_DEFAULT;

	if (!profile->is_complete)
		yaml_out_comment(yaml, "the profile is incomplete: evidence "
				       "was lost, this may grant too little");
	if (!advice->is_selinux_recorded)
		yaml_out_comment(yaml, "no capabilities: they were not "
				       "recorded");
	comment_pod(yaml, advice);
	write_privileged(yaml, advice, present);
	write_escalation(yaml, advice);
	write_user(yaml, confinement);
	write_root(yaml, &confinement->read_only_root);
	write_apparmor(yaml, &confinement->default_apparmor, kubernetes);
	write_capabilities(yaml, advice, present);
	if (present && (present->sets_selinux || present->pod_sets_selinux))
		write_selinux_over(yaml, advice, present);
	else
		security_context_write_selinux(yaml, advice, false);
	write_seccomp(yaml, advice, profile, place->seccomp_file);
}

void security_context_write(struct yaml_out *yaml, const struct advice *advice,
			    const struct profile *profile)
{
	const struct security_place anywhere = {0};

	security_context_write_at(yaml, advice, profile, &anywhere);
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
