/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum status report_caps(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	const char *names[CAPABILITY_MAX + 1];
	size_t count = 0;

	(void)profile;
	(void)options;
	if (!advice->is_selinux_recorded)
		return error_set(err, STATUS_UNSUPPORTED,
				 "profile again where SELinux is enabled",
				 "the profile holds no capabilities: they were "
				 "not recorded");
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(advice->capabilities.minimal, c))
			names[count++] = capability_name(c);
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s\n", names[i]);
	return STATUS_OK;
}
