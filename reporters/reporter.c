/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include <string.h>

#define ALL (TOPIC_CAPABILITIES | TOPIC_SECCOMP | TOPIC_SELINUX)

const struct reporter reporters[] = {
	{"text", "for people: what to grant, then why", report_text, ALL, true},
	{"json", "the advice, for programs", report_json, ALL, true},
	{"caps", "the capabilities, one a line", report_caps,
	 TOPIC_CAPABILITIES, false},
	{"docker", "flags of docker run and podman run", report_docker, ALL,
	 false},
	{"compose", "a service of a compose file", report_compose, ALL, false},
	{"quadlet", "a drop-in for a podman .container unit", report_quadlet,
	 ALL, false},
	{"k8s", "a container's securityContext", report_k8s, ALL, false},
	{"helm", "the same as values at --helm-path", report_helm, ALL, false},
	{"seccomp", "the allowlist, as OCI JSON", report_seccomp, TOPIC_SECCOMP,
	 false},
	{"selinux", "seLinuxOptions", report_selinux, TOPIC_SELINUX, false},
	{"cil", "an SELinux module of the difference to the nearest type",
	 report_cil, TOPIC_SELINUX, false},
	{"systemd", "a drop-in for a service", report_systemd, ALL, false},
	{"oci", "a fragment of a runtime's config.json", report_oci, ALL,
	 false},
	{"spo", "objects of the Security Profiles Operator", report_spo,
	 TOPIC_SECCOMP | TOPIC_SELINUX, false},
	{"markdown", "for a review", report_markdown, ALL, true},
	{"html", "the same as a page, in one file", report_html, ALL, true},
	{NULL, NULL, NULL, 0, false},
};

const struct reporter *reporter_find(const char *name)
{
	for (const struct reporter *row = reporters; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
