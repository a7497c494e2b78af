/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/kube_manifest.h - the containers of a Kubernetes manifest, and what
 * of their settings stands in the way of others.
 * Source: Kubernetes API v1, apps/v1, batch/v1.
 */

#ifndef WHITTLE_PROFILE_KUBE_MANIFEST_H
#define WHITTLE_PROFILE_KUBE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/error.h"

#define KUBE_MANIFEST_MAX (4u << 20) /* etcd takes objects of 1.5 MiB */

/* Where the spec of a kind's Pod is. */
struct kube_kind {
	const char *name;
	const char *path[5]; /* keys from the top; ends with NULL */
	bool is_fixed;	     /* its Pod cannot be changed once it is there */
};

/* One container of one object. Strings are borrowed from the manifest. */
struct kube_container {
	const struct kube_kind *kind;
	const char *api_version;
	const char *object; /* metadata.name */
	const char *space;  /* its namespace, or NULL */
	const char *name;
	const char *image;
	const char *list; /* "containers" or "initContainers" */
	/* Set in the container itself. */
	bool is_privileged;
	bool allows_escalation;
	bool adds_capabilities;
	bool sets_selinux;
	/* Set for the Pod, and so for it where it sets none itself. */
	bool pod_sets_selinux;
	/* An annotation that overrules or doubles a field. */
	bool has_apparmor_annotation;
};

struct kube_manifest {
	struct kube_container *containers;
	size_t count;
	struct json_t **documents; /* what the strings belong to */
	size_t document_count;
};

/*
 * Read TEXT, YAML of any number of documents or JSON, with lists (kind: List)
 * unfolded; objects without containers are passed over. *MANIFEST is freed
 * with kube_manifest_done(), also after a failure. Fails with
 * STATUS_MALFORMED: it is neither, or it has no container; STATUS_INTERNAL: no
 * memory.
 */
MUST_CHECK enum status kube_manifest_read(struct kube_manifest *manifest,
					  const char *text, size_t length,
					  struct error *err);
void kube_manifest_done(struct kube_manifest *manifest);
#define AUTO_KUBE_MANIFEST CLEANUP(kube_manifest_done)

/*
 * The container that NAME means: "agent", or "daemonset/node/agent" where
 * several objects have one of that name. NULL: the only one, or the only one
 * of IMAGE (which may be NULL). Fails with STATUS_USAGE: none, or several.
 */
MUST_CHECK enum status kube_manifest_find(const struct kube_container **ret,
					  const struct kube_manifest *manifest,
					  const char *name, const char *image,
					  struct error *err);

#endif
