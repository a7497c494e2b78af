/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/kube_pod.h"

#include <string.h>

#include "policies/kubernetes.h"
#include "reporters/security_context.h"
#include "reporters/why.h"

#define APPARMOR_ANNOTATION "container.apparmor.security.beta.kubernetes.io/"

/*
 * Before the field there was an annotation; where that is THERE, both must say
 * the same.
 */
static bool needs_annotation(const struct advice *advice,
			     unsigned int kubernetes, bool is_there)
{
	return advice->confinement.default_apparmor.state == FACT_FAILS &&
	       (kubernetes < kubernetes_since(KUBERNETES_APPARMOR) || is_there);
}

static void write_annotations(struct yaml_out *yaml,
			      const struct advice *advice,
			      const char *container, unsigned int kubernetes,
			      bool is_there)
{
	const struct fact *apparmor = &advice->confinement.default_apparmor;
	AUTO_TEXT struct text key = {0};

	if (!needs_annotation(advice, kubernetes, is_there))
		return;
	text_addf(&key, APPARMOR_ANNOTATION "%s", container);
	yaml_out_map_begin(yaml, "annotations");
	yaml_out_comment(yaml, "%s", apparmor->why);
	yaml_out_string(yaml, text_string(&key), "unconfined");
	yaml_out_end(yaml);
}

/* ---- a Pod --------------------------------------------------------------- */

static void write_host_users(struct yaml_out *yaml, const struct advice *advice,
			     unsigned int kubernetes)
{
	const struct fact *fact = &advice->confinement.own_users;
	unsigned int since = kubernetes_since(KUBERNETES_HOST_USERS);

	if (!fact->why)
		return;
	if (fact->state != FACT_HOLDS) {
		yaml_out_comment(yaml, "hostUsers is not set: %s", fact->why);
	} else if (kubernetes < since) {
		yaml_out_comment(
			yaml, "from Kubernetes 1.%u on, hostUsers: false: %s",
			since, fact->why);
	} else {
		yaml_out_comment(yaml,
				 "%s; from Kubernetes 1.%u on, with Linux 6.3 "
				 "and containerd 2.0 or CRI-O 1.25",
				 fact->why, since);
		yaml_out_bool(yaml, "hostUsers", false);
	}
}

static void write_arguments(struct yaml_out *yaml,
			    const struct string_list *command)
{
	if (!command->count)
		return;
	yaml_out_list_begin(yaml, "args");
	for (size_t i = 0; i < command->count; i++)
		yaml_out_string(yaml, NULL, command->items[i]);
	yaml_out_end(yaml);
}

static unsigned int version_of(const struct report_options *options)
{
	return options->kubernetes ? options->kubernetes : KUBERNETES_DEFAULT;
}

void kube_pod_write(struct yaml_out *yaml, const struct advice *advice,
		    const struct profile *profile,
		    const struct report_options *options)
{
	const struct security_place place = {
		.kubernetes = options->kubernetes,
		.seccomp_file = options->seccomp_file,
	};

	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "apiVersion", "v1");
	yaml_out_string(yaml, "kind", "Pod");
	yaml_out_map_begin(yaml, "metadata");
	yaml_out_string(yaml, "name", options->pod);
	write_annotations(yaml, advice, options->pod, version_of(options),
			  false);
	yaml_out_end(yaml);
	yaml_out_map_begin(yaml, "spec");
	write_host_users(yaml, advice, version_of(options));
	yaml_out_list_begin(yaml, "containers");
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "name", options->pod);
	yaml_out_string(yaml, "image", options->image);
	write_arguments(yaml, &profile->subject.command);
	yaml_out_map_begin(yaml, "securityContext");
	security_context_write_at(yaml, advice, profile, &place);
	for (int i = 0; i < 5; i++)
		yaml_out_end(yaml);
}

/* ---- a patch ------------------------------------------------------------- */

static void comment_patch(struct yaml_out *yaml, const struct advice *advice,
			  const struct kube_container *container)
{
	const struct fact *users = &advice->confinement.own_users;

	yaml_out_comment(
		yaml, "a strategic-merge patch: kubectl patch --type "
		      "strategic --patch-file FILE, or a patch of kustomize");
	if (container->kind->is_fixed)
		yaml_out_comment(
			yaml,
			"a %s that runs cannot be changed so: kubectl "
			"patch --local -f MANIFEST, and create it anew",
			container->kind->name);
	if (users->state == FACT_HOLDS)
		yaml_out_comment(
			yaml,
			"hostUsers: false is for the whole Pod: of this "
			"container, %s",
			users->why);
}

/* Maps down to the Pod's spec; the annotations of its template on the way. */
static size_t begin_path(struct yaml_out *yaml, const struct advice *advice,
			 const struct kube_container *container,
			 unsigned int kubernetes)
{
	size_t depth = 0;

	for (; depth < ARRAY_LENGTH(container->kind->path) &&
	       container->kind->path[depth];
	     depth++) {
		yaml_out_map_begin(yaml, container->kind->path[depth]);
		if (strcmp(container->kind->path[depth], "template") == 0 &&
		    needs_annotation(advice, kubernetes,
				     container->has_apparmor_annotation)) {
			yaml_out_map_begin(yaml, "metadata");
			write_annotations(yaml, advice, container->name,
					  kubernetes,
					  container->has_apparmor_annotation);
			yaml_out_end(yaml);
		}
	}
	return depth;
}

void kube_patch_write(struct yaml_out *yaml, const struct advice *advice,
		      const struct profile *profile,
		      const struct report_options *options)
{
	const struct kube_container *container = options->patch;
	const struct security_place place = {
		.kubernetes = options->kubernetes,
		.seccomp_file = options->seccomp_file,
		.present = container,
	};
	size_t depth;

	yaml_out_map_begin(yaml, NULL);
	comment_patch(yaml, advice, container);
	yaml_out_string(yaml, "apiVersion", container->api_version);
	yaml_out_string(yaml, "kind", container->kind->name);
	yaml_out_map_begin(yaml, "metadata");
	yaml_out_string(yaml, "name", container->object);
	if (container->space)
		yaml_out_string(yaml, "namespace", container->space);
	if (!container->kind->path[1])
		write_annotations(yaml, advice, container->name,
				  version_of(options),
				  container->has_apparmor_annotation);
	yaml_out_end(yaml);
	depth = begin_path(yaml, advice, container, version_of(options));
	yaml_out_list_begin(yaml, container->list);
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "name", container->name);
	yaml_out_map_begin(yaml, "securityContext");
	security_context_write_at(yaml, advice, profile, &place);
	for (size_t i = 0; i < depth + 4; i++)
		yaml_out_end(yaml);
}
