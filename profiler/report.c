/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "policies/advice.h"
#include "profile/file.h"
#include "profile/text.h"
#include "profiler/chart_choice.h"
#include "profiler/detail.h"
#include "profiler/kube_choice.h"
#include "profiler/terminal.h"
#include "reporters/reporter.h"

const char *report_format_names(void)
{
	static char names[512];

	if (names[0])
		return names;
	for (const struct reporter *row = reporters; row->name; row++) {
		size_t used = strlen(names);

		snprintf(names + used, sizeof(names) - used, "%s%s",
			 used ? ", " : "", row->name);
	}
	return names;
}

const char *report_format_help(void)
{
	static char help[sizeof(" (default)") + 512];

	/* Behind the first one, which is what is taken without -f. */
	snprintf(help, sizeof(help), "%s (default)%s", reporters[0].name,
		 report_format_names() + strlen(reporters[0].name));
	return help;
}

static const char *base_names(void)
{
	static char names[128];

	if (names[0])
		return names;
	for (const struct engine_default *row = engine_defaults; row->name;
	     row++) {
		size_t used = strlen(names);

		snprintf(names + used, sizeof(names) - used, "%s%s",
			 used ? ", " : "", row->name);
	}
	return names;
}

/* NO_COLOR: https://no-color.org; any value but the empty one counts. */
bool report_is_colored(FILE *out, const struct invocation *invocation)
{
	const char *no_color = getenv("NO_COLOR");

	if (invocation->color != COLOR_AUTO)
		return invocation->color == COLOR_ALWAYS;
	return !(no_color && *no_color) && isatty(fileno(out));
}

/* Letters that no format, shell or unit takes for anything else. */
static bool is_harmless(const char *word, const char *also)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789._-";
	size_t length = 0;

	while (word[length] &&
	       (strchr(harmless, word[length]) || strchr(also, word[length])))
		length++;
	return length && !word[length] && word[0] != '-';
}

static enum status check_words(const struct report_request *request,
			       struct error *err)
{
	if (request->seccomp_file && !is_harmless(request->seccomp_file, "/+"))
		return error_set(err, STATUS_USAGE,
				 "letters, digits and ._-+/ only",
				 "--seccomp-file '%s' would need quotes",
				 printable(request->seccomp_file));
	if (request->service && !is_harmless(request->service, ""))
		return error_set(err, STATUS_USAGE,
				 "letters, digits and ._- only",
				 "--service '%s' is no service's name",
				 printable(request->service));
	return STATUS_OK;
}

static enum status find_reporter(const struct reporter **ret,
				 const struct report_request *request,
				 struct error *err)
{
	const char *format = request->format ? request->format : "text";

	*ret = reporter_find(format);
	if (!*ret)
		return error_set(err, STATUS_USAGE, report_format_names(),
				 "no such format: '%s'", printable(format));
	if (request->helm_path && strcmp(format, "helm") != 0 &&
	    strcmp(format, "selinux") != 0)
		return error_set(err, STATUS_USAGE, "add -f helm or -f selinux",
				 "--helm-path is an option of formats helm and "
				 "selinux");
	return STATUS_OK;
}

static enum status check_helm(const struct report_request *request,
			      struct error *err)
{
	const char *format = request->format ? request->format : "text";

	if ((request->chart || request->values) && strcmp(format, "helm") != 0)
		return error_set(err, STATUS_USAGE, "add -f helm",
				 "--chart and --values are options of format "
				 "helm");
	if (request->chart && request->helm_path)
		return error_set(err, STATUS_USAGE, NULL,
				 "--chart and --helm-path both say where the "
				 "values stand");
	if (request->container && !request->chart && !request->patch)
		return error_set(err, STATUS_USAGE, NULL,
				 "--container is of a --chart or a --patch");
	if (request->values && !request->chart && !request->helm_path)
		return error_set(err, STATUS_USAGE,
				 "add --chart or --helm-path",
				 "--values: where in them does it stand?");
	return STATUS_OK;
}

static enum status find_base(const struct engine_default **ret,
			     const struct report_request *request,
			     struct error *err)
{
	*ret = engine_default_find(request->base ? request->base : "docker");
	if (!*ret)
		return error_set(err, STATUS_USAGE, base_names(),
				 "no such base: '%s'",
				 printable(request->base));
	return STATUS_OK;
}

/* On standard error, also where the format says it itself. */
static void warn(const struct profile *profile, const struct advice *advice,
		 const struct reporter *reporter,
		 const struct invocation *invocation)
{
	if (!profile->is_complete)
		fprintf(stderr, "whittle: warning: the profile is incomplete: "
				"evidence was lost, the report may grant too "
				"little\n");
	if (reporter->has_notes)
		return;
	for (size_t i = 0; i < advice->note_count; i++)
		if (advice->notes[i].topics & reporter->topics)
			say_hint(invocation, "%s", advice->notes[i].text);
}

/* The chart's row and the user's values, where they are asked for. */
static enum status find_place(struct report_options *ret, char **ret_values,
			      const struct profile *profile,
			      const struct report_request *request,
			      struct error *err)
{
	enum status status = check_helm(request, err);

	if (status == STATUS_OK && request->chart)
		status = chart_choose(&ret->chart, request->chart,
				      request->container, profile->subject.name,
				      err);
	if (status != STATUS_OK || !request->values)
		return status;
	status = file_read(request->values, VALUES_FILE_MAX, ret_values, NULL,
			   err);
	ret->values = *ret_values;
	return status == STATUS_OK ? status : error_prefix(err, "--values");
}

enum status report_print(FILE *out, const struct profile *profile,
			 const struct report_request *request,
			 const struct invocation *invocation, struct error *err)
{
	AUTO_ADVICE struct advice advice = {0};
	AUTO_SELINUX_SOURCE struct selinux_source source = {0};
	struct advice_options options = {.seccomp = request->seccomp};
	struct report_options report = {
		.helm_path = request->helm_path,
		.seccomp_file = request->seccomp_file,
		.service = request->service,
		.no_comments = request->no_comments,
		.is_colored = report_is_colored(out, invocation),
		.width = terminal_width(out),
	};
	const struct reporter *reporter;
	AUTO_FREE char *values = NULL;
	AUTO_KUBE_CHOICE struct kube_choice kube = {0};
	enum status status;

	status = find_reporter(&reporter, request, err);
	if (status == STATUS_OK)
		status = find_place(&report, &values, profile, request, err);
	if (status == STATUS_OK)
		status = check_words(request, err);
	if (status == STATUS_OK)
		status = kube_choose(&report, &kube, profile, request, err);
	if (status == STATUS_OK)
		status = find_base(&options.base, request, err);
	if (status == STATUS_OK)
		status = selinux_source_open(&source, &request->selinux, err);
	options.selinux = source.options;
	/* A policy takes seconds to ask; not for whom says nothing of it. */
	if (status == STATUS_OK && !(reporter->topics & TOPIC_SELINUX))
		options.selinux.asker = NULL;
	if (status == STATUS_OK)
		status = advice_make(&advice, profile, &options, err);
	if (status != STATUS_OK)
		return status;
	/* Where none is, the advice says so itself. */
	if (reporter->topics & TOPIC_SELINUX && source.options.asker)
		detail_selinux_source(invocation, &source, &request->selinux);
	detail_advice(invocation, &advice, reporter->topics);
	warn(profile, &advice, reporter, invocation);
	errno = 0;
	status = reporter->write(out, &advice, profile, &report, err);
	/* Then a library may call it what it likes. */
	if (fflush(out) != 0 || ferror(out))
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "write the report");
	return status;
}
