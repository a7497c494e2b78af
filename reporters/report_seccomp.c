/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "reporters/seccomp_json.h"

enum status report_seccomp(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	(void)profile;
	if (!advice->seccomp.count)
		return error_set(err, STATUS_UNSUPPORTED,
				 "profile again with whittle run",
				 "the profile holds no syscalls: an allowlist "
				 "of none would stop every program");
	if (!json)
		return error_no_memory(err);
	json_out_map_begin(json, NULL);
	seccomp_json_write(json, &advice->seccomp, !options->no_comments);
	json_out_end(json);
	return json_out_finish(json, out, err);
}
