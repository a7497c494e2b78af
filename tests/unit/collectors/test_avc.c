/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/avc.h"

#define CONTEXTS "scontext=u:r:t:s0 tcontext=u:r:t:s0 "

static enum record_result parse(const char *text, struct avc *ret)
{
	return avc_parse(span_of(text), ret);
}

static void assert_capability(const char *text, unsigned int capability,
			      enum capability_namespace ns)
{
	struct avc avc;

	assert_int_equal(parse(text, &avc), RECORD_OK);
	assert_true(avc.has_capability);
	assert_int_equal(avc.capability, capability);
	assert_int_equal(avc.ns, ns);
}

static void capabilities_come_in_four_classes(void **state)
{
	(void)state;
	assert_capability("avc:  denied  { chown } for  pid=1 comm=\"x\" "
			  "capability=0 " CONTEXTS "tclass=capability",
			  0, NAMESPACE_HOST);
	assert_capability("avc:  granted  { syslog } for  pid=1 "
			  "capability=34 " CONTEXTS "tclass=capability2",
			  34, NAMESPACE_HOST);
	assert_capability("avc:  denied  { sys_admin } for  pid=1 "
			  "capability=21 " CONTEXTS "tclass=cap_userns",
			  21, NAMESPACE_USER);
	assert_capability("avc:  denied  { bpf } for  pid=1 "
			  "capability=39 " CONTEXTS "tclass=cap2_userns",
			  39, NAMESPACE_USER);
}

static void without_a_number_the_name_tells(void **state)
{
	(void)state;
	assert_capability("avc:  denied  { net_raw } for  pid=1 " CONTEXTS
			  "tclass=capability",
			  13, NAMESPACE_HOST);
	assert_capability("avc:  denied  { checkpoint_restore } for  " CONTEXTS
			  "tclass=capability2",
			  40, NAMESPACE_HOST);
}

static void a_number_newer_than_the_library_survives(void **state)
{
	(void)state;
	assert_capability("avc:  denied  { cap_of_tomorrow } for  "
			  "capability=55 " CONTEXTS "tclass=capability2",
			  55, NAMESPACE_HOST);
}

static void a_record_that_contradicts_itself_is_refused(void **state)
{
	static const char *const bad[] = {
		"avc:  denied  { chown } for  capability=21 " CONTEXTS
		"tclass=capability",
		"avc:  denied  { syslog } for  capability=34 " CONTEXTS
		"tclass=capability",
		"avc:  denied  { chown } for  capability=0 " CONTEXTS
		"tclass=capability2",
		"avc:  denied  { x } for  capability=64 " CONTEXTS
		"tclass=capability2",
		"avc:  denied  { chown } for  "
		"capability=99999999999999999999 " CONTEXTS "tclass=capability",
		"avc:  denied  { nonsense } for  " CONTEXTS "tclass=capability",
		"avc:  denied  { } for  " CONTEXTS "tclass=capability",
		/* Two of them on a line: the end of the first is not there. */
		"avc:  denied  { chown } for  type=AVC msg=audit(1.000:2): "
		"avc:  denied  { kill } for  capability=0 " CONTEXTS
		"tclass=capability",
	};
	struct avc avc;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_int_equal(parse(bad[i], &avc), RECORD_BAD_FIELDS);
}

static void the_fields_of_an_access_are_read(void **state)
{
	struct avc avc;
	struct span rest, permission;

	(void)state;
	assert_int_equal(
		parse("avc:  denied  { read open } for  pid=12 comm=\"cat\" "
		      "path=\"/etc/x\" dev=\"vda1\" ino=99 "
		      "scontext=u:r:t:s0:c1,c2 tcontext=u:object_r:etc_t:s0 "
		      "tclass=file permissive=1",
		      &avc),
		RECORD_OK);
	assert_false(avc.is_granted);
	assert_true(avc.has_permissive && avc.is_permissive);
	assert_false(avc.has_capability);
	assert_int_equal(avc.pid, 12);
	assert_int_equal(avc.inode, 99);
	assert_true(span_is(avc.source, "u:r:t:s0:c1,c2"));
	assert_true(span_is(avc.target, "u:object_r:etc_t:s0"));
	assert_true(span_is(avc.class, "file"));
	rest = avc.permissions;
	assert_true(avc_next_permission(&rest, &permission));
	assert_true(span_is(permission, "read"));
	assert_true(avc_next_permission(&rest, &permission));
	assert_true(span_is(permission, "open"));
	assert_false(avc_next_permission(&rest, &permission));
}

static void forged_words_in_a_name_are_not_fields(void **state)
{
	struct avc avc;

	(void)state;
	assert_int_equal(
		parse("avc:  denied  { read } for  pid=1 comm=\"x\" "
		      "name=\"a scontext=evil:r:t:s0 tclass=capability "
		      "capability=21\" scontext=u:r:t:s0 "
		      "tcontext=u:object_r:x_t:s0 tclass=file permissive=0",
		      &avc),
		RECORD_OK);
	assert_true(span_is(avc.source, "u:r:t:s0"));
	assert_false(avc.has_capability);
	assert_true(avc.has_permissive && !avc.is_permissive);
}

static void notices_and_other_modules_are_no_access(void **state)
{
	struct avc avc;

	(void)state;
	assert_int_equal(
		parse("avc:  received policyload notice (seqno=2)", &avc),
		RECORD_NONE);
	assert_int_equal(parse("apparmor=\"DENIED\" operation=\"open\"", &avc),
			 RECORD_NONE);
	assert_int_equal(parse("", &avc), RECORD_NONE);
}

static void a_pid_past_64_bits_is_none(void **state)
{
	uint64_t pid = 0;

	(void)state;
	assert_true(avc_pid(SPAN("avc:  denied  { x } for  pid=7 comm=\"a\""),
			    &pid));
	assert_int_equal(pid, 7);
	/* 2^64 + 7 */
	assert_false(avc_pid(SPAN("avc:  denied  { x } for  "
				  "pid=18446744073709551623 comm=\"a\""),
			     &pid));
}

static void a_cut_avc_is_refused(void **state)
{
	static const char *const bad[] = {
		"avc:  denied",
		"avc:  denied  { read",
		"avc:  denied  { read } ",
		"avc:  denied  { read } for  pid=1 scontext=u:r:t:s0",
		"avc:  denied  { read } for  pid=x " CONTEXTS "tclass=file",
		"avc:  denied  { read } for  " CONTEXTS
		"tclass=file permissive=2",
	};
	struct avc avc;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_int_equal(parse(bad[i], &avc), RECORD_BAD_FIELDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capabilities_come_in_four_classes),
		cmocka_unit_test(without_a_number_the_name_tells),
		cmocka_unit_test(a_number_newer_than_the_library_survives),
		cmocka_unit_test(a_record_that_contradicts_itself_is_refused),
		cmocka_unit_test(the_fields_of_an_access_are_read),
		cmocka_unit_test(forged_words_in_a_name_are_not_fields),
		cmocka_unit_test(notices_and_other_modules_are_no_access),
		cmocka_unit_test(a_cut_avc_is_refused),
		cmocka_unit_test(a_pid_past_64_bits_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
