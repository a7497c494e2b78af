/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle prepare: what puts a workload on a cluster's node under profiling. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "profile/file.h"
#include "profile/syscall_names.h"
#include "profile/text.h"
#include "profiler/chart_choice.h"
#include "profiler/domain.h"
#include "profiler/filter.h"
#include "profiler/run_name.h"
#include "profiler/verb.h"
#include "reporters/preparation.h"

static const struct option_spec options[] = {
	{"format", 'f', "FORMAT",
	 "text (default), helm, patch, pod, node, seccomp"},
	{"chart", 0, "CHART", "helm: the values of "},
	{"container", 0, "NAME", "which container of the chart or of the Pod"},
	{"helm-path", 0, "A.B.C", "helm: where the values stand"},
	{"values", 0, "FILE",
	 "helm: the values in use; only what to change in them is told"},
	{"image", 0, "REF", "pod: the image"},
	{"kind", 0, "KIND",
	 "patch: of daemonset (default), deployment, statefulset or cronjob"},
	{"workload", 0, "NAME", "patch: the name of what is patched"},
	{"node", 0, "NAME", "pod, patch: run it there"},
	{"name", 0, "NAME", "what the profile will be called"},
	{"level", 0, "LEVEL",
	 "the profiling's own label, s0:cN,cM (default: drawn)"},
	{"no-comments", 0, NULL, "leave out what is explained"},
	{NULL, 0, NULL, NULL},
};

static const char *const usage[] = {
	"whittle prepare [-f FORMAT] [options]",
	NULL,
};

struct request {
	const char *format, *chart, *container, *helm_path, *values, *image;
	const char *kind, *workload, *node, *name, *level;
	bool no_comments;
	struct text options; /* given again, for a shell */
};

static void request_done(struct request *request)
{
	text_done(&request->options);
}

static enum status parse(struct option_parser *parser, struct request *request,
			 struct error *err)
{
	const struct {
		const char *name;
		const char **value;
		bool is_passed_on;
	} rows[] = {
		{"format", &request->format, false},
		{"chart", &request->chart, true},
		{"container", &request->container, true},
		{"helm-path", &request->helm_path, true},
		{"values", &request->values, true},
		{"image", &request->image, true},
		{"kind", &request->kind, true},
		{"workload", &request->workload, true},
		{"node", &request->node, true},
		{"name", &request->name, true},
		{"level", &request->level, false},
	};
	const struct option_spec *spec;
	const char *value;
	enum status status;

	while ((status = option_next(parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		if (strcmp(spec->name, "no-comments") == 0)
			request->no_comments = true;
		for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
			if (strcmp(rows[i].name, spec->name) != 0)
				continue;
			*rows[i].value = value;
			if (!rows[i].is_passed_on)
				continue;
			text_addf(&request->options,
				  "%s--%s=", request->options.length ? " " : "",
				  spec->name);
			prepare_add_word(&request->options, value);
		}
	}
	if (status == STATUS_OK && parser->position < parser->argc)
		return error_set(err, STATUS_USAGE,
				 "see whittle prepare --help",
				 "prepare takes no operand: '%s'",
				 printable(parser->argv[parser->position]));
	return status;
}

/* ---- what the options say ----------------------------------------------- */

static const struct prepare_format *find_format(const char *name,
						struct error *err)
{
	const struct prepare_format *format =
		prepare_format_find(name ? name : prepare_formats[0].name);
	AUTO_TEXT struct text names = {0};

	if (format)
		return format;
	for (size_t i = 0; prepare_formats[i].name; i++)
		text_addf(&names, "%s%s", i ? ", " : "",
			  prepare_formats[i].name);
	(void)error_set(err, STATUS_USAGE, text_string(&names),
			"no such format: '%s'", printable(name));
	return NULL;
}

/* In the API's spelling. */
static const char *find_kind(const char *name, struct error *err)
{
	AUTO_TEXT struct text names = {0};

	for (size_t i = 0; prepare_kinds[i]; i++) {
		if (strcasecmp(prepare_kinds[i],
			       name ? name : prepare_kinds[0]) == 0)
			return prepare_kinds[i];
		text_addf(&names, "%s%s", i ? ", " : "", prepare_kinds[i]);
	}
	(void)error_set(err, STATUS_USAGE, text_string(&names),
			"no such kind: '%s'", printable(name));
	return NULL;
}

/* "c12" at *CURSOR, which is moved behind it. */
static bool read_category(const char **cursor, uint64_t *ret)
{
	const char *digits = *cursor + 1;
	size_t length = strspn(digits, "0123456789");
	char number[8];

	if (**cursor != 'c' || !length || length >= sizeof(number))
		return false;
	memcpy(number, digits, length);
	number[length] = '\0';
	*cursor = digits + length;
	return parse_decimal(number, 1023, ret);
}

static enum status check_level(const char *level, struct error *err)
{
	const char *rest = level;
	uint64_t low, high;

	if (has_prefix(level, "s0:", &rest) && read_category(&rest, &low) &&
	    *rest++ == ',' && read_category(&rest, &high) && !*rest &&
	    low < high)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE,
			 "two categories, the lower one first: s0:c12,c700",
			 "--level '%s'", printable(level));
}

static enum status check(const struct request *request, struct error *err)
{
	if (request->chart && request->helm_path)
		return error_set(err, STATUS_USAGE, NULL,
				 "--chart and --helm-path both say where the "
				 "values stand");
	if (request->image && (request->chart || request->helm_path))
		return error_set(err, STATUS_USAGE, NULL,
				 "--image is of a Pod: a chart has its own");
	if (request->values && !request->chart && !request->helm_path)
		return error_set(err, STATUS_USAGE,
				 "add --chart or --helm-path",
				 "--values: where in them does it stand?");
	return request->level ? check_level(request->level, err) : STATUS_OK;
}

static char *default_name(const struct request *request)
{
	const struct launch_plan plan = {.image = request->image};

	if (request->name)
		return strdup(request->name);
	if (request->container)
		return strdup(request->container);
	if (request->image)
		return run_default_name(&plan);
	return strdup(request->workload ? request->workload : "workload");
}

/* ---- all of it ---------------------------------------------------------- */

static enum status write_format(const struct prepare_format *format,
				struct preparation *preparation,
				const struct request *request,
				struct error *err)
{
	AUTO_FREE char *values = NULL;
	enum status status = STATUS_OK;

	if (request->chart)
		status = chart_choose(&preparation->chart, request->chart,
				      request->container, NULL, err);
	if (status == STATUS_OK && request->values) {
		status = file_read(request->values, VALUES_FILE_MAX, &values,
				   NULL, err);
		if (status != STATUS_OK)
			return error_prefix(err, "--values");
		preparation->values = values;
	}
	if (status == STATUS_OK)
		status = format->write(stdout, preparation, err);
	return status;
}

/* What was chosen where the options leave a choice. */
static void tell_choices(const struct invocation *invocation,
			 const struct request *request,
			 const struct preparation *preparation)
{
	const struct chart_row *chart = preparation->chart;

	say_detail(invocation, "the workload is called '%s'%s",
		   printable(preparation->name),
		   request->name ? "" : " (otherwise: --name)");
	say_detail(invocation, "label %s:%s, the level %s", preparation->type,
		   preparation->level,
		   request->level ? "as given" : "drawn for this call");
	if (chart)
		say_detail(invocation,
			   "chart %s, container %s: its securityContext stands "
			   "at %s (%s)",
			   chart->chart, chart->container,
			   chart->context ? chart->context : "no value of it",
			   chart->source);
	if (request->values)
		say_detail(invocation,
			   "only what is to be changed in '%s' is told",
			   printable(request->values));
}

static enum status prepare(const struct request *request,
			   const struct invocation *invocation,
			   struct error *err)
{
	const struct prepare_format *format = find_format(request->format, err);
	const char *kind = format ? find_kind(request->kind, err) : NULL;
	AUTO_TEXT struct text seccomp = {0};
	AUTO_FREE char *name = default_name(request);
	char level[DOMAIN_LEVEL_SIZE];
	struct preparation preparation = {
		.name = name,
		.container = request->container,
		.image = request->image,
		.node = request->node,
		.kind = kind,
		.workload = request->workload,
		.type = DOMAIN_TYPE,
		.level = request->level ? request->level : level,
		.arch = arch_name(arch_native()),
		.options = text_string(&request->options),
		.helm_path = request->helm_path,
		.no_comments = request->no_comments,
	};
	enum status status;

	if (!kind)
		return STATUS_USAGE;
	if (!name)
		return error_no_memory(err);
	filter_add_oci_json(&(struct filter_plan){0}, &seccomp);
	preparation.seccomp_json = text_string(&seccomp);
	status = domain_draw_level(level, err);
	if (status == STATUS_OK)
		status = write_format(format, &preparation, request, err);
	if (status == STATUS_OK)
		tell_choices(invocation, request, &preparation);
	if (status == STATUS_OK && format->has_level && !request->level)
		say_hint(invocation,
			 "this profiling's own label is %s: for its other "
			 "parts give --level %s",
			 level, level);
	return status;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct request request CLEANUP(request_done) = {0};
	struct option_parser parser;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	status = parse(&parser, &request, err);
	if (status == STATUS_OK)
		status = check(&request, err);
	if (status == STATUS_OK)
		status = prepare(&request, invocation, err);
	return status;
}

static const char *names_of(const char *option)
{
	return strcmp(option, "chart") == 0 ? chart_names() : NULL;
}

const struct verb verb_prepare = {
	.name = "prepare",
	.summary = "what puts a cluster's workload under profiling",
	.usage = usage,
	.options = options,
	.names_of = names_of,
	.run = run,
};
