/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/pod_security.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/capability.h>

#include "policies/confinement.h"
#include "profile/text.h"

#define BIT(capability) ((capset_t)1 << (CAP_##capability))

/* What a container may add, with all dropped before. */
#define BASELINE_CAPABILITIES                                                  \
	(BIT(AUDIT_WRITE) | BIT(CHOWN) | BIT(DAC_OVERRIDE) | BIT(FOWNER) |     \
	 BIT(FSETID) | BIT(KILL) | BIT(MKNOD) | BIT(NET_BIND_SERVICE) |        \
	 BIT(SETFCAP) | BIT(SETGID) | BIT(SETPCAP) | BIT(SETUID) |             \
	 BIT(SYS_CHROOT))
#define RESTRICTED_CAPABILITIES BIT(NET_BIND_SERVICE)

/* What may be set; nothing set is allowed as well. */
static const char *const selinux_types[] = {
	"container_t",
	"container_init_t",
	"container_kvm_t",
	"container_engine_t",
};

const char pod_security_unjudged[] =
	"host namespaces, hostPath, host ports, other volumes, sysctls and "
	"privileged are the manifest's and are not judged";

const char *pod_level_name(enum pod_level level)
{
	static const char *const names[] = {
		[POD_PRIVILEGED] = "privileged",
		[POD_BASELINE] = "baseline",
		[POD_RESTRICTED] = "restricted",
	};

	return names[level];
}

PRINTF(5, 6)
static void obstruct(struct pod_security *pod, enum pod_level level,
		     const char *control, bool is_unknown, const char *format,
		     ...)
{
	struct pod_obstacle *obstacle = &pod->obstacles[pod->count];
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	if (!text || pod->count == POD_OBSTACLES_MAX) {
		free(text);
		pod->failed = true;
		return;
	}
	*obstacle = (struct pod_obstacle){level, control, is_unknown, text};
	pod->count++;
}

/* The capabilities of SET, each a level's obstacle. */
static void obstruct_by(struct pod_security *pod, enum pod_level level,
			capset_t set)
{
	AUTO_TEXT struct text names = {0};

	if (!set)
		return;
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			text_addf(&names, " %s", capability_short_name(c));
	pod->failed |= names.failed;
	obstruct(pod, level, "capabilities", false, "it needs%s",
		 text_string(&names));
}

static void judge_selinux(struct pod_security *pod, const char *type)
{
	if (!type)
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(selinux_types); i++)
		if (strcmp(type, selinux_types[i]) == 0)
			return;
	obstruct(pod, POD_BASELINE, "seLinuxOptions", false,
		 "it needs the SELinux type %s", type);
}

static void judge_user(struct pod_security *pod, const struct profile *profile)
{
	const char *user = profile->subject.user;

	if (confinement_has_acted_as_root(profile) ||
	    (user && confinement_is_root_name(user)))
		obstruct(pod, POD_RESTRICTED, "runAsNonRoot", false,
			 "it ran as root");
	else if (!user || !*user)
		obstruct(pod, POD_RESTRICTED, "runAsNonRoot", true,
			 "the profile does not tell as whom it ran; profile it "
			 "with --user");
}

static void judge_restricted(struct pod_security *pod,
			     const struct profile *profile,
			     const struct pod_settings *settings)
{
	obstruct_by(pod, POD_RESTRICTED,
		    settings->capabilities & BASELINE_CAPABILITIES &
			    ~RESTRICTED_CAPABILITIES);
	judge_user(pod, profile);
	if (!settings->no_new_privileges)
		obstruct(pod, POD_RESTRICTED, "allowPrivilegeEscalation", true,
			 "it was not profiled under no_new_privs, so it may "
			 "need set-user-id programs or file capabilities");
	if (!settings->has_seccomp)
		obstruct(pod, POD_RESTRICTED, "seccompProfile", true,
			 "no system calls were recorded to make a profile of; "
			 "RuntimeDefault may do");
}

static enum pod_level level_of(const struct pod_security *pod)
{
	enum pod_level level = POD_RESTRICTED;

	for (size_t i = 0; i < pod->count; i++)
		if (pod->obstacles[i].level <= level)
			level = pod->obstacles[i].level - 1;
	return level;
}

enum status pod_security_make(struct pod_security *pod,
			      const struct profile *profile,
			      const struct pod_settings *settings,
			      struct error *err)
{
	*pod = (struct pod_security){0};
	if (!settings->is_recorded)
		return STATUS_OK;
	pod->is_known = true;
	obstruct_by(pod, POD_BASELINE,
		    settings->capabilities & ~BASELINE_CAPABILITIES);
	judge_selinux(pod, settings->selinux_type);
	if (settings->no_apparmor)
		obstruct(pod, POD_BASELINE, "appArmorProfile", false,
			 "where AppArmor is on, it has to be off: %s",
			 settings->no_apparmor);
	judge_restricted(pod, profile, settings);
	pod->level = level_of(pod);
	return pod->failed ? error_no_memory(err) : STATUS_OK;
}

void pod_security_done(struct pod_security *pod)
{
	for (size_t i = 0; i < pod->count; i++)
		free(pod->obstacles[i].text);
	*pod = (struct pod_security){0};
}
