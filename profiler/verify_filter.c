/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/verify_filter.h"

#include <stdio.h>
#include <string.h>

#include "policies/advice.h"
#include "profile/text.h"
#include "profiler/filter_program.h"
#include "reporters/reporter.h"

#define LOG_FLAG "SECCOMP_FILTER_FLAG_LOG"

/* The very bytes of report -f seccomp, with the flag besides. */
static enum status write_text(struct verify_filter *filter,
			      const struct profile *profile, bool is_unlogged,
			      struct error *err)
{
	static const struct report_options options = {.no_comments = true};
	/* The report looks at nothing else of it. */
	const struct advice advice = {.seccomp = filter->advice};
	char *report AUTO_FREE = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&report, &length);
	struct text text AUTO_TEXT = {0};
	enum status status;

	if (!stream)
		return error_no_memory(err);
	status = report_seccomp(stream, &advice, profile, &options, err);
	if (fclose(stream) != 0)
		return error_no_memory(err);
	if (status != STATUS_OK)
		return status;
	text_addf(&text, "{%s%s",
		  is_unlogged ? "" : "\"flags\": [\"" LOG_FLAG "\"],",
		  report + 1);
	filter->text = text_take(&text);
	return filter->text ? STATUS_OK : error_no_memory(err);
}

enum status verify_filter_make(struct verify_filter *filter,
			       const struct profile *profile,
			       const struct seccomp_options *options,
			       bool is_unlogged, struct error *err)
{
	enum status status;

	*filter = (struct verify_filter){0};
	status = seccomp_advice_make(&filter->advice, profile, options, err);
	/* A profile of a log may hold no calls at all. */
	if (status != STATUS_OK || !filter->advice.count)
		return status;
	status = write_text(filter, profile, is_unlogged, err);
	return status == STATUS_OK ? filter_program_make(&filter->program,
							 filter->text, err)
				   : status;
}

void verify_filter_done(struct verify_filter *filter)
{
	filter_program_free(filter->program);
	free(filter->text);
	seccomp_advice_done(&filter->advice);
	*filter = (struct verify_filter){0};
}

void verify_filter_enforce(const struct verify_filter *filter,
			   struct enforcement *enforcement)
{
	enforcement->seccomp = filter->text;
	enforcement->filter = filter->program;
}
