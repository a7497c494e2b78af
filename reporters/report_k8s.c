/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "reporters/kube_pod.h"
#include "reporters/security_context.h"

enum status report_k8s(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);
	const struct security_place place = {
		.kubernetes = options->kubernetes,
		.seccomp_file = options->seccomp_file,
	};

	if (!yaml)
		return error_no_memory(err);
	if (options->patch) {
		kube_patch_write(yaml, advice, profile, options);
	} else if (options->pod) {
		kube_pod_write(yaml, advice, profile, options);
	} else {
		yaml_out_map_begin(yaml, NULL);
		yaml_out_map_begin(yaml, "securityContext");
		security_context_write_at(yaml, advice, profile, &place);
		yaml_out_end(yaml);
		yaml_out_end(yaml);
	}
	return yaml_out_finish(yaml, out, err);
}
