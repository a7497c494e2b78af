/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/kube_pod.h - a whole Pod, and a patch for an existing manifest. */

#ifndef WHITTLE_REPORTERS_KUBE_POD_H
#define WHITTLE_REPORTERS_KUBE_POD_H

#include "reporters/reporter.h"
#include "reporters/yaml_out.h"

/* A Pod of the one container, OPTIONS's pod and image. */
void kube_pod_write(struct yaml_out *yaml, const struct advice *advice,
		    const struct profile *profile,
		    const struct report_options *options);

/*
 * A strategic-merge patch for OPTIONS's patch: only the container and what is
 * to be changed in it, what else would stand in the way taken away.
 */
void kube_patch_write(struct yaml_out *yaml, const struct advice *advice,
		      const struct profile *profile,
		      const struct report_options *options);

#endif
