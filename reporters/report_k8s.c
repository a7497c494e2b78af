/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "reporters/security_context.h"

enum status report_k8s(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);

	if (!yaml)
		return error_no_memory(err);
	yaml_out_map_begin(yaml, NULL);
	yaml_out_map_begin(yaml, "securityContext");
	security_context_write(yaml, advice, profile);
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}
