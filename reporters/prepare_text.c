/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole way, from the node's steps to the report, for people. */
#include "reporters/preparation.h"

static const char *format_of(const struct preparation *preparation)
{
	if (preparation->chart || preparation->helm_path)
		return "helm";
	return preparation->image ? "pod" : "patch";
}

static void write_cluster(FILE *out, const struct preparation *preparation)
{
	const char *format = format_of(preparation);

	fprintf(out,
		"   whittle prepare -f %s%s%s%s --level %s >whittle.yaml\n",
		format, preparation->options[0] ? " " : "",
		preparation->options,
		format[1] == 'a' && !preparation->container
			? " --container NAME"
			: "",
		preparation->level);
	if (format[0] == 'h')
		fputs("   helm upgrade RELEASE CHART --reuse-values "
		      "-f whittle.yaml\n",
		      out);
	else if (format[1] == 'o')
		fputs("   kubectl apply -f whittle.yaml\n", out);
	else
		fputs("   kubectl patch ... --type strategic --patch-file "
		      "whittle.yaml\n",
		      out);
	if (format[1] != 'o')
		fputs("   kubectl delete pod ...     (the one on that node: "
		      "the others stay as they\n"
		      "   are where the workload updates OnDelete)\n",
		      out);
}

static void write_end(FILE *out, const struct preparation *preparation)
{
	if (format_of(preparation)[0] == 'h')
		fputs("   helm rollback RELEASE\n", out);
	else if (format_of(preparation)[1] == 'o')
		fputs("   kubectl delete -f whittle.yaml\n", out);
	else
		fputs("   apply the workload's own manifest again\n", out);
}

enum status prepare_text(FILE *out, const struct preparation *preparation,
			 struct error *err)
{
	AUTO_TEXT struct text ingest = {0};
	AUTO_TEXT struct text report = {0};

	prepare_add_ingest(&ingest, preparation, "node.log");
	prepare_add_word(&report, preparation->name);
	if (ingest.failed || report.failed)
		return error_no_memory(err);
	fprintf(out,
		"%s under profiling on its node, as\n"
		"system_u:system_r:%s:%s\n\n"
		"1  On the node, as root: the SELinux module, the seccomp "
		"profile that logs, and\n"
		"   audit's settings. It asks before; undo takes all of it "
		"back.\n\n"
		"   whittle prepare -f node >" PREPARE_SCRIPT "\n"
		"   sh " PREPARE_SCRIPT " apply\n\n"
		"2  To the cluster: all capabilities, not privileged, that "
		"label and that filter.\n\n",
		printable(preparation->name), preparation->type,
		preparation->level);
	write_cluster(out, preparation);
	fprintf(out,
		"\n3  Exercise it: what it does not do now will not be in the "
		"list.\n\n"
		"4  On the node, then where whittle is:\n\n"
		"   sh " PREPARE_SCRIPT " collect >node.log\n"
		"   %s\n\n"
		"5  Back:\n\n",
		text_string(&ingest));
	write_end(out, preparation);
	fprintf(out,
		"   sh " PREPARE_SCRIPT " undo         (on the node, when "
		"nothing runs in %s)\n\n"
		"6  What to grant: whittle report, with the node's policy "
		"(--policy, --platform).\n",
		preparation->type);
	return STATUS_OK;
}
