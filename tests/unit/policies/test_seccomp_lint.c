/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <stdlib.h>

#include "policies/seccomp_lint.h"
#include "profile/file.h"
#include "profile/syscall_names.h"

#define FIXTURES "tests/fixtures/seccomp/"

struct judged {
	struct oci_seccomp_list list;
	struct lint lint; /* of the first profile */
};

static void judge_text(struct judged *judged, const char *text,
		       const struct profile *against)
{
	struct error err = {0};

	if (oci_seccomp_read(&judged->list, text, strlen(text), "test", &err) !=
	    STATUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(judged->list.count, 1);
	assert_int_equal(seccomp_lint_make(&judged->lint,
					   &judged->list.items[0], against,
					   NULL),
			 STATUS_OK);
}

static void judge_file(struct judged *judged, const char *name)
{
	char path[128];
	char *text = NULL;

	snprintf(path, sizeof(path), FIXTURES "%s", name);
	assert_int_equal(file_read(path, 1u << 20, &text, NULL, NULL),
			 STATUS_OK);
	judge_text(judged, text, NULL);
	free(text);
}

static void done(struct judged *judged)
{
	seccomp_lint_done(&judged->lint);
	oci_seccomp_done(&judged->list);
}

/* The finding ID about NAMES (NULL: about anything), or NULL. */
static const struct lint_finding *find(const struct judged *judged,
				       const char *id, const char *names)
{
	for (size_t i = 0; i < judged->lint.count; i++) {
		const struct lint_finding *finding = &judged->lint.findings[i];

		if (strcmp(finding->id, id) == 0 &&
		    (!names ||
		     (finding->names && strcmp(finding->names, names) == 0)))
			return finding;
	}
	return NULL;
}

static void the_known_faults_of_a_chart_are_found(void **state)
{
	struct judged judged;
	const struct lint_finding *finding;

	(void)state;
	judge_file(&judged, "chart-configmap.yaml");
	assert_non_null(strstr(judged.list.items[0].where,
			       "system-probe-seccomp.json"));
	finding = find(&judged, "unknown-name", "setsidaccept4");
	assert_non_null(finding);
	assert_non_null(strstr(finding->text, "setsid and accept4"));
	assert_non_null(find(&judged, "void-rule", "setns"));
	assert_null(find(&judged, "void-rule", "kill"));
	assert_non_null(find(&judged, "missing-architecture", NULL));
	assert_non_null(find(&judged, "clone3-without-fallback", "clone3"));
	assert_non_null(find(&judged, "runtime-needs", NULL));
	done(&judged);
}

static void the_operators_object_is_judged(void **state)
{
	struct judged judged;

	(void)state;
	judge_file(&judged, "operator.yaml");
	assert_string_equal(judged.list.items[0].where, "SeccompProfile web");
	assert_non_null(find(&judged, "missing-name", "umount"));
	assert_non_null(find(&judged, "repeated-entry", "getpid"));
	assert_non_null(find(&judged, "shadowed-entry", "mount"));
	assert_non_null(find(&judged, "shadowed-entry", "brk"));
	/* What is logged is not refused. */
	assert_null(find(&judged, "runtime-needs", NULL));
	assert_null(find(&judged, "clone3-without-fallback", NULL));
	assert_null(find(&judged, "missing-architecture", NULL));
	done(&judged);
}

static void dockers_conditions_are_alternatives(void **state)
{
	struct judged judged;

	(void)state;
	judge_file(&judged, "docker-form.json");
	assert_null(find(&judged, "void-rule", NULL));
	assert_null(find(&judged, "repeated-entry", NULL));
	assert_null(find(&judged, "shadowed-entry", NULL));
	assert_null(find(&judged, "clone3-without-fallback", NULL));
	assert_null(find(&judged, "missing-architecture", NULL));
	/* arm64 has newfstatat and statx for it. */
	assert_non_null(find(&judged, "missing-name", "stat"));
	done(&judged);
}

static void a_listener_is_read_and_every_key_kept(void **state)
{
	struct judged judged;
	char *json;

	(void)state;
	judge_file(&judged, "listener.json");
	assert_string_equal(judged.list.items[0].listener_path,
			    "/run/agent/seccomp.sock");
	assert_string_equal(judged.list.items[0].listener_metadata,
			    "mounts=cifs\nadmin=true");
	json = oci_seccomp_json(&judged.list.items[0]);
	assert_non_null(strstr(json, "SCMP_ACT_NOTIFY"));
	assert_non_null(strstr(json, "mounts=cifs\\nadmin=true"));
	assert_non_null(strstr(json, "/run/agent/seccomp.sock"));
	assert_non_null(strstr(json, "x-unknown"));
	free(json);
	assert_non_null(find(&judged, "missing-name", "umount"));
	assert_non_null(find(&judged, "missing-architecture", NULL));
	done(&judged);
}

#define HEAD                                                                   \
	"{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"architectures\": "          \
	"[\"SCMP_ARCH_X86_64\", \"SCMP_ARCH_X86\", \"SCMP_ARCH_X32\"], "       \
	"\"syscalls\": ["

static void a_profile_is_compared_and_ranked_by_risk(void **state)
{
	struct profile profile;
	struct judged judged;
	const struct lint_finding *finding;
	size_t bpf = 0, unshare = 0, ordinary = 0;

	(void)state;
	profile_init(&profile);
	profile_syscall_add(&profile, ARCH_X86_64, 0, PHASE_START, "web", 1);
	profile_syscall_add(&profile, ARCH_X86_64, 165, PHASE_START, "web", 1);
	judge_text(&judged,
		   HEAD
		   "{\"names\": [\"mkdir\", \"personality\", \"init_module\", "
		   "\"read\", \"openat\"], "
		   "\"action\": \"SCMP_ACT_ALLOW\"}]}",
		   &profile);
	finding = find(&judged, "lacks", "mount");
	assert_non_null(finding);
	assert_non_null(strstr(finding->text, "web"));
	assert_null(find(&judged, "lacks", "read"));
	assert_int_equal(find(&judged, "too-much", "init_module")->risk, 5);
	assert_int_equal(find(&judged, "too-much", "personality")->risk, 2);
	assert_int_equal(find(&judged, "too-much", "mkdir")->risk, 1);
	for (size_t i = 0; i < judged.lint.count; i++) {
		const char *names = judged.lint.findings[i].names;

		if (!names)
			continue;
		bpf = strcmp(names, "init_module") == 0 ? i : bpf;
		unshare = strcmp(names, "personality") == 0 ? i : unshare;
		ordinary = strcmp(names, "mkdir") == 0 ? i : ordinary;
	}
	assert_true(bpf < unshare && unshare < ordinary);
	done(&judged);
	profile_done(&profile);
}

static void rules_on_arguments_alone_are_no_fault(void **state)
{
	struct judged judged;

	(void)state;
	judge_text(&judged,
		   HEAD "{\"names\": [\"socket\"], \"action\": "
			"\"SCMP_ACT_ALLOW\", \"args\": [{\"index\": 0, "
			"\"value\": 1, \"op\": \"SCMP_CMP_EQ\"}]}, "
			"{\"names\": [\"socket\"], \"action\": "
			"\"SCMP_ACT_ALLOW\", \"args\": [{\"index\": 0, "
			"\"value\": 2, \"op\": \"SCMP_CMP_EQ\"}]}]}",
		   NULL);
	assert_null(find(&judged, "void-rule", NULL));
	assert_null(find(&judged, "repeated-entry", NULL));
	done(&judged);
}

static void what_is_no_profile_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"{}",
		"[]",
		"a: b\n",
		"{\"defaultAction\": 5}",
		"{\"defaultAction\": \"X\", \"syscalls\": 5}",
		"{\"defaultAction\": \"X\", \"syscalls\": [5]}",
		"{\"defaultAction\": \"X\", \"syscalls\": [{\"names\": "
		"[\"a\"]}]}",
		"{\"defaultAction\": \"X\", \"syscalls\": [{\"names\": [], "
		"\"action\": \"X\"}]}",
		"{\"defaultAction\": \"X\", \"syscalls\": [{\"names\": "
		"[\"a\"], "
		"\"action\": \"X\", \"args\": [{\"index\": 6}]}]}",
		"kind: SeccompProfile\n",
		"kind: ConfigMap\ndata:\n  a: '{\"defaultAction\": '\n",
		"a: [b\n",
		"&a [*a, *a]\n",
		"{\"defaultAction\": \"X\"",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct oci_seccomp_list list;
		struct error err = {0};

		if (oci_seccomp_read(&list, texts[i], strlen(texts[i]), "test",
				     &err) != STATUS_MALFORMED)
			fail_msg("taken: %s", texts[i]);
		oci_seccomp_done(&list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_known_faults_of_a_chart_are_found),
		cmocka_unit_test(the_operators_object_is_judged),
		cmocka_unit_test(dockers_conditions_are_alternatives),
		cmocka_unit_test(a_listener_is_read_and_every_key_kept),
		cmocka_unit_test(a_profile_is_compared_and_ranked_by_risk),
		cmocka_unit_test(rules_on_arguments_alone_are_no_fault),
		cmocka_unit_test(what_is_no_profile_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
