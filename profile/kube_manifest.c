/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/kube_manifest.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "profile/text.h"
#include "profile/yaml_json.h"

#define APPARMOR_ANNOTATION "container.apparmor.security.beta.kubernetes.io/"
#define LIST_DEPTH_MAX	    4

static const struct kube_kind kinds[] = {
	{"Pod", {"spec"}, true},
	{"Deployment", {"spec", "template", "spec"}, false},
	{"DaemonSet", {"spec", "template", "spec"}, false},
	{"StatefulSet", {"spec", "template", "spec"}, false},
	{"ReplicaSet", {"spec", "template", "spec"}, false},
	{"ReplicationController", {"spec", "template", "spec"}, false},
	{"Job", {"spec", "template", "spec"}, true},
	{"CronJob", {"spec", "jobTemplate", "spec", "template", "spec"}, false},
	{"PodTemplate", {"template", "spec"}, false},
};

static const struct kube_kind *find_kind(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_LENGTH(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static const char *string_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool is_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

/* What holds the Pod's spec, and its metadata: the object or a template. */
static const json_t *follow(const json_t *object, const struct kube_kind *kind,
			    const json_t **ret_holder)
{
	for (size_t i = 0; i < ARRAY_LENGTH(kind->path) && kind->path[i]; i++) {
		*ret_holder = object;
		object = json_object_get(object, kind->path[i]);
	}
	return object;
}

static bool has_apparmor_annotation(const json_t *holder, const char *name)
{
	const json_t *annotations = json_object_get(
		json_object_get(holder, "metadata"), "annotations");
	AUTO_TEXT struct text key = {0};

	text_addf(&key, APPARMOR_ANNOTATION "%s", name);
	return json_object_get(annotations, text_string(&key)) != NULL;
}

static void read_context(struct kube_container *ret, const json_t *container)
{
	const json_t *context = json_object_get(container, "securityContext");
	const json_t *capabilities = json_object_get(context, "capabilities");

	ret->is_privileged = is_true(context, "privileged");
	ret->allows_escalation = is_true(context, "allowPrivilegeEscalation");
	ret->adds_capabilities =
		json_array_size(json_object_get(capabilities, "add")) > 0;
	ret->sets_selinux =
		json_object_size(json_object_get(context, "seLinuxOptions")) >
		0;
}

static bool add_container(struct kube_manifest *manifest,
			  const struct kube_container *container)
{
	struct kube_container *grown = reallocarray(
		manifest->containers, manifest->count + 1, sizeof(*grown));

	if (!grown)
		return false;
	manifest->containers = grown;
	grown[manifest->count++] = *container;
	return true;
}

static bool add_list(struct kube_manifest *manifest, const json_t *spec,
		     const json_t *holder, struct kube_container like)
{
	const json_t *list = json_object_get(spec, like.list);
	const json_t *pod = json_object_get(spec, "securityContext");
	const json_t *container;
	size_t i;

	json_array_foreach (list, i, container) {
		struct kube_container one = like;

		one.name = string_of(container, "name");
		one.image = string_of(container, "image");
		if (!one.name)
			continue;
		read_context(&one, container);
		one.pod_sets_selinux = json_object_size(json_object_get(
					       pod, "seLinuxOptions")) > 0;
		one.has_apparmor_annotation =
			has_apparmor_annotation(holder, one.name);
		if (!add_container(manifest, &one))
			return false;
	}
	return true;
}

static bool add_object(struct kube_manifest *manifest, const json_t *object,
		       unsigned int depth)
{
	const json_t *metadata = json_object_get(object, "metadata");
	const json_t *items = json_object_get(object, "items");
	struct kube_container like = {
		.kind = find_kind(string_of(object, "kind")),
		.api_version = string_of(object, "apiVersion"),
		.object = string_of(metadata, "name"),
		.space = string_of(metadata, "namespace"),
	};
	const json_t *spec, *holder = NULL, *item;
	size_t i;

	if (json_is_array(items) && depth < LIST_DEPTH_MAX)
		json_array_foreach (items, i, item)
			if (!add_object(manifest, item, depth + 1))
				return false;
	if (!like.kind || !like.api_version || !like.object)
		return true;
	spec = follow(object, like.kind, &holder);
	like.list = "containers";
	if (!add_list(manifest, spec, holder, like))
		return false;
	like.list = "initContainers";
	return add_list(manifest, spec, holder, like);
}

static enum status take(void *context, const char *json, struct error *err)
{
	struct kube_manifest *manifest = context;
	struct json_t **grown;
	json_t *document = json_loads(json, JSON_DECODE_ANY, NULL);

	if (!document)
		return error_set(err, STATUS_MALFORMED,
				 "keys that are there twice, or no UTF-8?",
				 "a document cannot be read");
	grown = reallocarray(manifest->documents, manifest->document_count + 1,
			     sizeof(struct json_t *));
	if (!grown) {
		json_decref(document);
		return error_no_memory(err);
	}
	manifest->documents = grown;
	grown[manifest->document_count++] = document;
	return add_object(manifest, document, 0) ? STATUS_OK
						 : error_no_memory(err);
}

enum status kube_manifest_read(struct kube_manifest *manifest, const char *text,
			       size_t length, struct error *err)
{
	enum status status;

	*manifest = (struct kube_manifest){0};
	status = yaml_each_as_json(text, length, take, manifest, err);
	if (status == STATUS_OK && !manifest->count)
		return error_set(err, STATUS_MALFORMED,
				 "Pod, Deployment, DaemonSet, StatefulSet, "
				 "ReplicaSet, Job and CronJob are known; each "
				 "needs metadata.name",
				 "no object with a container");
	return status;
}

void kube_manifest_done(struct kube_manifest *manifest)
{
	free(manifest->containers);
	for (size_t i = 0; i < manifest->document_count; i++)
		json_decref(manifest->documents[i]);
	free(manifest->documents);
	*manifest = (struct kube_manifest){0};
}

/* ---- choosing one -------------------------------------------------------- */

static bool starts_with(const char **rest, const char *word, bool any_case)
{
	size_t length = strlen(word);

	if ((any_case ? strncasecmp(*rest, word, length)
		      : strncmp(*rest, word, length)) != 0 ||
	    (*rest)[length] != '/')
		return false;
	*rest += length + 1;
	return true;
}

/* "agent", "node/agent", "daemonset/node/agent" */
static bool is_named(const struct kube_container *container, const char *name)
{
	const char *rest = name;

	if (strcmp(name, container->name) == 0)
		return true;
	(void)starts_with(&rest, container->kind->name, true);
	return starts_with(&rest, container->object, false) &&
	       strcmp(rest, container->name) == 0;
}

static bool is_candidate(const struct kube_container *container,
			 const char *name, const char *image)
{
	if (name)
		return is_named(container, name);
	return !image || is_same_string(image, container->image);
}

static void list_names(struct text *names, const struct kube_manifest *manifest)
{
	for (size_t i = 0; i < manifest->count; i++) {
		const struct kube_container *one = &manifest->containers[i];

		text_addf(names, "%s%s/%s/%s", i ? ", " : "", one->kind->name,
			  printable(one->object), printable(one->name));
	}
}

static size_t count_candidates(const struct kube_container **ret,
			       const struct kube_manifest *manifest,
			       const char *name, const char *image)
{
	size_t count = 0;

	for (size_t i = 0; i < manifest->count; i++) {
		if (!is_candidate(&manifest->containers[i], name, image))
			continue;
		if (!count++)
			*ret = &manifest->containers[i];
	}
	return count;
}

enum status kube_manifest_find(const struct kube_container **ret,
			       const struct kube_manifest *manifest,
			       const char *name, const char *image,
			       struct error *err)
{
	AUTO_TEXT struct text names = {0}, hint = {0};
	size_t count = count_candidates(ret, manifest, name, NULL);

	if (count > 1 && !name && image) {
		size_t of_image = count_candidates(ret, manifest, NULL, image);

		count = of_image ? of_image : count;
	}
	if (count == 1)
		return STATUS_OK;
	list_names(&names, manifest);
	text_addf(&hint, "--container is one of %s", text_string(&names));
	if (name)
		return error_set(err, STATUS_USAGE, text_string(&hint),
				 "%s container '%s'",
				 count ? "there is more than one" : "no",
				 printable(name));
	return error_set(err, STATUS_USAGE, text_string(&hint),
			 "the manifest has %zu containers", count);
}
