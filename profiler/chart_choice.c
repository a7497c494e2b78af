/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/chart_choice.h"

#include <string.h>

#include "profile/text.h"

const char *chart_names(void)
{
	static struct text names;

	if (!names.length)
		chart_add_names(&names, NULL);
	return text_string(&names);
}

/* A row of a container of another name does not follow from a chart's. */
static const struct chart_row *only_container(const struct chart_row *first,
					      const char *name)
{
	const struct chart_row *named =
		name ? chart_find_container(first->chart, name) : NULL;

	if (named || !first[1].chart ||
	    strcmp(first[1].chart, first->chart) != 0)
		return named ? named : first;
	return NULL;
}

enum status chart_choose(const struct chart_row **ret, const char *chart,
			 const char *container, const char *name,
			 struct error *err)
{
	const struct chart_row *first = chart_find(chart);
	AUTO_TEXT struct text names = {0};

	chart_add_names(&names, first ? chart : NULL);
	if (!first)
		return error_set(err, STATUS_USAGE, text_string(&names),
				 "no such chart: '%s'", printable(chart));
	if (container) {
		*ret = chart_find_container(chart, container);
		if (*ret)
			return STATUS_OK;
		return error_set(err, STATUS_USAGE, text_string(&names),
				 "chart %s has no container '%s'", chart,
				 printable(container));
	}
	*ret = only_container(first, name);
	if (*ret)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, text_string(&names),
			 "chart %s has several containers: choose one with "
			 "--container",
			 chart);
}
