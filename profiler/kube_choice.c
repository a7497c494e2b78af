/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/kube_choice.h"

#include <ctype.h>
#include <string.h>

#include "policies/kubernetes.h"
#include "profile/file.h"
#include "profile/text.h"

#define KUBELET_SECCOMP "/var/lib/kubelet/seccomp/"
#define LABEL_MAX	63

/* RFC 1123: what Kubernetes takes for a container's name. */
static bool is_label(const char *name)
{
	size_t length = strlen(name);

	for (const char *p = name; *p; p++)
		if (!(islower((unsigned char)*p) ||
		      isdigit((unsigned char)*p) || *p == '-'))
			return false;
	return length && length <= LABEL_MAX && name[0] != '-' &&
	       name[length - 1] != '-';
}

static enum status check(const struct report_request *request,
			 struct error *err)
{
	const char *format = request->format ? request->format : "text";

	if ((request->pod || request->image || request->patch ||
	     request->kubernetes) &&
	    strcmp(format, "k8s") != 0)
		return error_set(err, STATUS_USAGE, "add -f k8s",
				 "--pod, --image, --patch and --kubernetes are "
				 "options of format k8s");
	if (request->pod && request->patch)
		return error_set(err, STATUS_USAGE, NULL,
				 "--pod is a new Pod, --patch is for one that "
				 "is there");
	if (request->image && !request->pod)
		return error_set(err, STATUS_USAGE, "add --pod NAME",
				 "--image is of a --pod");
	if (request->pod && !is_label(request->pod))
		return error_set(err, STATUS_USAGE,
				 "lower case, digits and dashes, at most 63",
				 "--pod '%s' is no name for a container",
				 printable(request->pod));
	return STATUS_OK;
}

static enum status choose_pod(struct report_options *ret,
			      const struct profile *profile,
			      const struct report_request *request,
			      struct error *err)
{
	ret->pod = request->pod;
	ret->image = request->image ? request->image : profile->subject.image;
	if (ret->pod && !ret->image)
		return error_set(err, STATUS_USAGE, "add --image REF",
				 "the profile names no image for the Pod");
	return STATUS_OK;
}

static enum status choose_version(struct report_options *ret,
				  const char *version, struct error *err)
{
	if (!version || kubernetes_parse(version, &ret->kubernetes))
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, NULL,
			 "--kubernetes is a version as 1.30, from 1.%u on, not "
			 "'%s'",
			 KUBERNETES_OLDEST, printable(version));
}

/* The kubelet takes the file's name within its own directory. */
static enum status choose_file(struct report_options *ret,
			       const struct report_request *request,
			       struct error *err)
{
	const char *rest;

	if (!ret->seccomp_file || !request->format ||
	    strcmp(request->format, "k8s") != 0)
		return STATUS_OK;
	if (has_prefix(ret->seccomp_file, KUBELET_SECCOMP, &rest) && *rest)
		ret->seccomp_file = rest;
	if (ret->seccomp_file[0] != '/' && !strstr(ret->seccomp_file, ".."))
		return STATUS_OK;
	return error_set(
		err, STATUS_USAGE, NULL,
		"--seccomp-file: Kubernetes takes files below " KUBELET_SECCOMP
		" only, not '%s'",
		printable(request->seccomp_file));
}

static enum status choose_patch(struct report_options *ret,
				struct kube_choice *choice,
				const struct profile *profile,
				const struct report_request *request,
				struct error *err)
{
	AUTO_FREE char *text = NULL;
	size_t length = 0;
	enum status status;

	if (!request->patch)
		return STATUS_OK;
	status = file_read(request->patch, KUBE_MANIFEST_MAX, &text, &length,
			   err);
	if (status == STATUS_OK)
		status = kube_manifest_read(&choice->manifest, text, length,
					    err);
	if (status != STATUS_OK)
		return error_prefix(err, "--patch");
	return kube_manifest_find(&ret->patch, &choice->manifest,
				  request->container, profile->subject.image,
				  err);
}

enum status kube_choose(struct report_options *ret, struct kube_choice *choice,
			const struct profile *profile,
			const struct report_request *request, struct error *err)
{
	enum status status = check(request, err);

	if (status == STATUS_OK)
		status = choose_pod(ret, profile, request, err);
	if (status == STATUS_OK)
		status = choose_version(ret, request->kubernetes, err);
	if (status == STATUS_OK)
		status = choose_file(ret, request, err);
	if (status == STATUS_OK)
		status = choose_patch(ret, choice, profile, request, err);
	return status;
}

void kube_choice_done(struct kube_choice *choice)
{
	kube_manifest_done(&choice->manifest);
}
