/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile of tests/fixtures/profiles, and an SELinux policy made up. */

#ifndef WHITTLE_TESTS_REPORTERS_FIXTURE_H
#define WHITTLE_TESTS_REPORTERS_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "policies/advice.h"
#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "../asker.h"
#include "reporters/reporter.h"

#define FIXTURES "tests/fixtures/"

/*
 * The policy: container_t may do nothing to var_log_t and proc_kmsg_t and has
 * no capability but what its boolean, which is off, would lift; spc_t may do
 * all. Labels of evil_t are not known.
 */
static inline enum fake_answer fixture_allows(void *data, const char *source,
						 const char *target,
						 const char *class,
						 const char *permission)
{
	(void)data;
	(void)permission;
	if (strstr(target, "evil_t"))
		return FAKE_UNKNOWN;
	if (strstr(source, ":spc_t:"))
		return FAKE_ALLOWED;
	if (strstr(target, ":var_log_t:") || strstr(target, ":proc_kmsg_t:"))
		return FAKE_REFUSED;
	return has_prefix(class, "capability", NULL) ? FAKE_REFUSED
						     : FAKE_ALLOWED;
}

static inline struct selinux_decision
fixture_decide(void *data, const char *source, const char *target,
	       const char *class, uint32_t requested)
{
	return fake_decide(data, source, target, class, requested,
			   fixture_allows);
}

static inline bool fixture_has_context(void *data, const char *context)
{
	(void)data;
	return strstr(context, ":container_t:") || strstr(context, ":spc_t:");
}

static inline enum selinux_boolean fixture_boolean(void *data, const char *name)
{
	(void)data;
	return strcmp(name, "container_use_host_all_caps") == 0
		       ? SELINUX_BOOLEAN_OFF
		       : SELINUX_BOOLEAN_ABSENT;
}

static const struct selinux_asker fixture_asker = {
	.permission = fake_permission,
	.decide = fixture_decide,
	.has_context = fixture_has_context,
	.boolean = fixture_boolean,
};

static inline void fixture_load(struct profile *profile, const char *name)
{
	struct error err = {0};
	char path[256];
	char *text = NULL;
	size_t length = 0;

	snprintf(path, sizeof(path), FIXTURES "profiles/%s.whittle.json", name);
	if (file_read(path, PROFILE_FILE_MAX, &text, &length, &err) !=
	    STATUS_OK)
		fail_msg("%s: %s (run from the source tree)", path,
			 err.message);
	profile_init(profile);
	if (profile_from_json(profile, text, length, path, &err) != STATUS_OK)
		fail_msg("%s: %s", path, err.message);
	free(text);
	profile_sort(profile);
}

/* The report as a string for free(); NULL: it failed, with *RET_STATUS. */
static inline char *fixture_report(const struct profile *profile,
				   const char *format,
				   const struct selinux_asker *asker,
				   const struct report_options *options,
				   enum status *ret_status)
{
	const struct reporter *reporter = reporter_find(format);
	const struct advice_options how = {.selinux = {.asker = asker}};
	struct advice advice;
	struct error err = {0};
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(reporter);
	assert_non_null(out);
	assert_int_equal(advice_make(&advice, profile, &how, &err), STATUS_OK);
	*ret_status = reporter->write(out, &advice, profile, options, &err);
	fclose(out);
	advice_done(&advice);
	if (*ret_status == STATUS_OK)
		return text;
	assert_int_equal(length, 0);
	assert_true(err.message[0] != '\0');
	free(text);
	return NULL;
}

/* For one that must not fail. */
static inline char *fixture_text(const char *name, const char *format,
				 const struct selinux_asker *asker,
				 const struct report_options *options)
{
	struct profile profile;
	enum status status;
	char *text;

	fixture_load(&profile, name);
	text = fixture_report(&profile, format, asker, options, &status);
	profile_done(&profile);
	assert_int_equal(status, STATUS_OK);
	return text;
}

#endif
