/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/kube_choice.h - a report's Pod, its manifest, and their version. */

#ifndef WHITTLE_PROFILER_KUBE_CHOICE_H
#define WHITTLE_PROFILER_KUBE_CHOICE_H

#include "profile/kube_manifest.h"
#include "profiler/report.h"
#include "reporters/reporter.h"

/* What the options name; all zero before. */
struct kube_choice {
	struct kube_manifest manifest;
};

/*
 * Fill what of *RET concerns Kubernetes from REQUEST, for PROFILE: the Pod and
 * its image, the container to patch, the version. *RET borrows from *CHOICE,
 * freed with kube_choice_done() also after a failure. Fails with STATUS_USAGE,
 * and as the file's reading does.
 */
MUST_CHECK enum status kube_choose(struct report_options *ret,
				   struct kube_choice *choice,
				   const struct profile *profile,
				   const struct report_request *request,
				   struct error *err);
void kube_choice_done(struct kube_choice *choice);
#define AUTO_KUBE_CHOICE CLEANUP(kube_choice_done)

#endif
