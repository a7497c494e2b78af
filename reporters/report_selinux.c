/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "reporters/security_context.h"

/* An answer that nobody gave is not invented. */
static enum status check_answered(const struct selinux_advice *selinux,
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
				 "is loaded, or in the guest: whittle lab run",
				 "no SELinux policy is loaded here to ask");
	case SELINUX_NO_TYPES:
		return error_set(err, STATUS_UNSUPPORTED,
				 "install the policy for containers: "
				 "container-selinux, on Debian "
				 "selinux-policy-default",
				 "the loaded SELinux policy has none of the "
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
	enum status status = check_answered(&advice->selinux, err);

	(void)profile;
	if (status != STATUS_OK)
		return status;
	if (!yaml)
		return error_no_memory(err);
	yaml_out_map_begin(yaml, NULL);
	if (!advice->selinux.type)
		yaml_out_comment(yaml,
				 "nothing to set: %s, the engine's "
				 "default",
				 advice->selinux.chosen->type);
	security_context_write_selinux(yaml, advice, true);
	yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}
