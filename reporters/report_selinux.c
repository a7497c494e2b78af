/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "reporters/helm_path.h"
#include "reporters/security_context.h"
#include "reporters/selinux_answer.h"

enum status selinux_check_answered(const struct selinux_advice *selinux,
				   struct error *err)
{
	switch (selinux->state) {
	case SELINUX_NOT_RECORDED:
		return error_set(err, STATUS_UNSUPPORTED,
				 "profile again where SELinux is enabled",
				 "the profile holds no SELinux accesses: they "
				 "were not recorded");
	case SELINUX_NOT_ASKED:
		return error_set(err, STATUS_UNSUPPORTED,
				 "run whittle report where the node's policy "
				 "is loaded, give a copy of it with --policy, "
				 "or use the guest: whittle lab run",
				 "no SELinux policy is loaded here to ask");
	case SELINUX_NO_TYPES:
		return error_set(err, STATUS_UNSUPPORTED,
				 "install the policy for containers: "
				 "container-selinux, on Debian "
				 "selinux-policy-default",
				 "the SELinux policy has none of the "
				 "types that engines use");
	case SELINUX_NEAREST:
	case SELINUX_FITS:
		break;
	}
	return STATUS_OK;
}

enum status report_selinux(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!options->no_comments);
	AUTO_HELM_PATH struct helm_path path = {0};
	enum status status = selinux_check_answered(&advice->selinux, err);

	(void)profile;
	if (status == STATUS_OK)
		status = helm_path_parse(&path, options->helm_path, err);
	if (status != STATUS_OK)
		return status;
	if (!yaml)
		return error_no_memory(err);
	yaml_out_map_begin(yaml, NULL);
	for (size_t i = 0; i < path.count; i++)
		yaml_out_map_begin(yaml, text_string(&path.keys[i]));
	if (!advice->selinux.type && !advice->selinux.level)
		yaml_out_comment(yaml,
				 "nothing to set: %s, the engine's "
				 "default",
				 advice->selinux.chosen->type);
	security_context_write_selinux(yaml, advice, true);
	for (size_t i = 0; i < path.count + 1; i++)
		yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}
