/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "reporters/helm_path.h"
#include "reporters/security_context.h"

enum status report_helm(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);
	AUTO_HELM_PATH struct helm_path path = {0};
	enum status status;

	if (!yaml)
		return error_no_memory(err);
	status = helm_path_parse(&path, options->helm_path, err);
	if (status != STATUS_OK)
		return status;
	yaml_out_map_begin(yaml, NULL);
	for (size_t i = 0; i < path.count; i++)
		yaml_out_map_begin(yaml, text_string(&path.keys[i]));
	security_context_write(yaml, advice, profile);
	for (size_t i = 0; i < path.count + 1; i++)
		yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}
