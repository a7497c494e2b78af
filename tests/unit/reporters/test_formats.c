/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each format promises to whoever reads it next. */
#include "fixture.h"

#include <errno.h>
#include <jansson.h>
#include <libfyaml.h>
#include <seccomp.h>

static const char *const profiles[] = {"rsyslogd", "nginx", "hostile"};
static const struct report_options plain = {0};
static const struct report_options bare = {.no_comments = true};

/* The document borrows from TEXT, which it frees in the end. */
static struct fy_document *yaml_of(const char *name, const char *format,
				   const struct selinux_asker *asker,
				   const struct report_options *options)
{
	char *text = fixture_text(name, format, asker, options);
	struct fy_document *document =
		fy_document_build_from_malloc_string(NULL, text, FY_NT);

	if (!document)
		fail_msg("%s as %s is no YAML", name, format);
	return document;
}

static bool has_path(struct fy_document *document, const char *path)
{
	return fy_node_by_path(fy_document_root(document), path, FY_NT,
			       FYNWF_DONT_FOLLOW) != NULL;
}

static void assert_at(struct fy_document *document, const char *path,
		      const char *expected)
{
	struct fy_node *node = fy_node_by_path(fy_document_root(document), path,
					       FY_NT, FYNWF_DONT_FOLLOW);

	if (!node)
		fail_msg("no %s", path);
	assert_string_equal(fy_node_get_scalar0(node), expected);
}

/* ---- what holds for all ---------------------------------------------------
 */

static void assert_harmless(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		assert_true(*p == '\n' || *p >= 0x20);
		assert_int_not_equal(*p, 0x7f);
		/* C1 controls, as UTF-8 */
		assert_false(*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f);
	}
	assert_null(strstr(text, "\xe2\x80\xae"));
}

static void no_format_lets_control_bytes_through(void **state)
{
	(void)state;
	for (const struct reporter *row = reporters; row->name; row++) {
		char *text = fixture_text("hostile", row->name, &fixture_asker,
					  &plain);

		/* The page's own style is indented by tabs. */
		if (strcmp(row->name, "html") == 0) {
			*strstr(text, "<script>") = '\0';
			assert_harmless(strstr(text, "</style>"));
		} else {
			assert_harmless(text);
		}
		free(text);
	}
}

static void every_format_ends_its_last_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(profiles); i++)
		for (const struct reporter *row = reporters; row->name; row++) {
			char *text = fixture_text(profiles[i], row->name,
						  &fixture_asker, &plain);

			assert_int_equal(text[strlen(text) - 1], '\n');
			free(text);
		}
}

static void an_empty_profile_invents_nothing(void **state)
{
	struct profile profile;
	enum status status;

	(void)state;
	profile_init(&profile);
	for (const struct reporter *row = reporters; row->name; row++) {
		char *text = fixture_report(&profile, row->name, &fixture_asker,
					    &plain, &status);

		if (text) {
			assert_null(strstr(text, "ALL"));
			assert_null(strstr(text, "container_t"));
			assert_null(strstr(text, "SCMP"));
		} else {
			assert_int_equal(status, STATUS_UNSUPPORTED);
		}
		free(text);
	}
	profile_done(&profile);
}

/* A line that is no comment, no section and no setting is a mistake. */
static void units_hold_nothing_but_settings(void **state)
{
	static const char *const formats[] = {"systemd", "quadlet"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(formats); i++) {
		char *text = fixture_text("hostile", formats[i], &fixture_asker,
					  &plain);
		char *rest = text, *line;

		while ((line = strsep(&rest, "\n")) && *line) {
			size_t length = strlen(line);

			assert_int_not_equal(line[length - 1], '\\');
			if (*line == '#' || *line == '[')
				continue;
			assert_in_range(*line, 'A', 'Z');
			assert_non_null(strchr(line, '='));
			assert_null(strpbrk(line, "\"'$%;{}\\"));
		}
		free(text);
	}
}

/* A comment's last word may end in a backslash, which joins lines. */
static void a_backslash_at_the_end_joins_no_lines(void **state)
{
	struct profile profile;
	enum status status;
	char *text;

	(void)state;
	fixture_load(&profile, "nginx");
	for (size_t i = 0; i < profile.capability_count; i++)
		for (size_t e = 0; e < profile.capabilities[i].evidence_count;
		     e++) {
			profile.capabilities[i].evidence[e].path = "/a\\ b\\";
			profile.capabilities[i].evidence[e].mode = "\\";
			profile.capabilities[i].evidence[e].owner = "\\";
			profile.capabilities[i].evidence[e].reason =
				"needed: asked";
		}
	text = fixture_report(&profile, "systemd", &fixture_asker, &plain,
			      &status);
	assert_non_null(strstr(text, "\\ .\nCap"));
	assert_null(strstr(text, "\\\n"));
	free(text);
	profile_done(&profile);
}

/* ---- text -----------------------------------------------------------------
 */

static void text_fits_80_columns(void **state)
{
	char *text = fixture_text("nginx", "text", &fixture_asker, &plain);
	char *rest = text, *line;

	(void)state;
	while ((line = strsep(&rest, "\n")))
		assert_in_range(strlen(line), 0, 80);
	free(text);
}

/* A terminal of 24 lines, less the one of the pager or the shell. */
static void assert_on_first_screen(char *text)
{
	const char *end = strstr(text, "\nNOTES ");
	size_t lines = 0;

	assert_non_null(end);
	assert_non_null(strchr(end + 1, '\n'));
	for (const char *p = text; p <= strchr(end + 1, '\n'); p++)
		lines += *p == '\n';
	if (lines > 23)
		fail_msg("%zu lines:\n%s", lines, text);
	free(text);
}

static void text_answers_within_the_first_screen(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(profiles); i++) {
		assert_on_first_screen(fixture_text(profiles[i], "text",
						    &fixture_asker, &plain));
		assert_on_first_screen(
			fixture_text(profiles[i], "text", NULL, &plain));
	}
}

/* What a privileged agent may ask for at worst. */
static void all_capabilities_fit_the_first_screen(void **state)
{
	const struct evidence evidence = {.comm = "agent",
					  .phase = PHASE_START,
					  .reason = "needed: asked"};
	struct profile profile;
	enum status status;

	(void)state;
	fixture_load(&profile, "hostile");
	for (unsigned int c = 0; c <= 40; c++)
		profile_capability_add(&profile, c, NAMESPACE_HOST,
				       VERDICT_NEEDED, 0, &evidence);
	profile_sort(&profile);
	assert_on_first_screen(fixture_report(&profile, "text", &fixture_asker,
					      &plain, &status));
	profile_done(&profile);
}

static void text_says_at_the_top_that_it_is_incomplete(void **state)
{
	char *text = fixture_text("hostile", "text", &fixture_asker, &plain);

	(void)state;
	assert_true(strstr(text, "INCOMPLETE") < strstr(text, "CAPABILITIES"));
	assert_non_null(strstr(text, "INCOMPLETE"));
	free(text);
}

/* No line is longer than a narrow terminal, but for single words. */
static void text_fits_a_narrow_terminal(void **state)
{
	const struct report_options narrow = {.width = 60};
	char *text = fixture_text("nginx", "text", &fixture_asker, &narrow);

	(void)state;
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (strlen(line) > 60 && strchr(line + strspn(line, " "), ' '))
			fail_msg("%s", line);
	}
	free(text);
}

static void text_is_colored_only_on_demand(void **state)
{
	const struct report_options colored = {.is_colored = true};
	char *without = fixture_text("nginx", "text", &fixture_asker, &plain);
	char *with = fixture_text("nginx", "text", &fixture_asker, &colored);

	(void)state;
	assert_null(strchr(without, '\033'));
	assert_non_null(strstr(with, "\033[31mrisk 4"));
	free(with);
	free(without);
}

/* ---- caps, docker ----------------------------------------------------------
 */

static void caps_are_sorted_names(void **state)
{
	char *text = fixture_text("nginx", "caps", &fixture_asker, &plain);

	(void)state;
	assert_string_equal(text, "CAP_CHOWN\nCAP_DAC_OVERRIDE\n"
				  "CAP_NET_BIND_SERVICE\nCAP_SETGID\n"
				  "CAP_SETUID\n");
	free(text);
}

/* An empty answer would read as "needs nothing". */
static void caps_that_were_not_recorded_are_no_answer(void **state)
{
	struct profile profile;
	enum status status;

	(void)state;
	profile_init(&profile);
	assert_null(fixture_report(&profile, "caps", &fixture_asker, &plain,
				   &status));
	assert_int_equal(status, STATUS_UNSUPPORTED);
	profile_done(&profile);
}

static void docker_flags_are_words_for_a_shell(void **state)
{
	static const char harmless[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_-./=:\n";

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(profiles); i++) {
		char *text = fixture_text(profiles[i], "docker", &fixture_asker,
					  &bare);

		assert_int_equal(strspn(text, harmless), strlen(text));
		assert_non_null(strstr(text, "--cap-drop=ALL\n"));
		free(text);
	}
}

/* ---- Kubernetes and Helm ----------------------------------------------------
 */

static void k8s_holds_the_securitycontext(void **state)
{
	struct fy_document *document =
		yaml_of("nginx", "k8s", &fixture_asker, &plain);

	(void)state;
	assert_at(document, "/securityContext/capabilities/drop/0", "ALL");
	assert_at(document, "/securityContext/capabilities/add/0", "CHOWN");
	assert_at(document, "/securityContext/seccompProfile/type",
		  "Localhost");
	assert_at(document, "/securityContext/seccompProfile/localhostProfile",
		  "nginx.seccomp.json");
	assert_at(document, "/securityContext/allowPrivilegeEscalation",
		  "false");
	assert_false(has_path(document, "/securityContext/seLinuxOptions"));
	fy_document_destroy(document);
}

static void k8s_sets_what_differs_from_the_default(void **state)
{
	struct fy_document *document =
		yaml_of("rsyslogd", "k8s", &fixture_asker, &plain);

	(void)state;
	assert_at(document, "/securityContext/seLinuxOptions/type", "spc_t");
	assert_at(document, "/securityContext/seLinuxOptions/level", "s0");
	/* It was not recorded under no_new_privs: nothing is known. */
	assert_false(has_path(document,
			      "/securityContext/allowPrivilegeEscalation"));
	fy_document_destroy(document);
}

static void without_a_policy_k8s_has_no_selinux(void **state)
{
	struct fy_document *document = yaml_of("rsyslogd", "k8s", NULL, &plain);
	char *text = fixture_text("rsyslogd", "k8s", NULL, &plain);

	(void)state;
	assert_false(has_path(document, "/securityContext/seLinuxOptions"));
	assert_non_null(strstr(text, "# no seLinuxOptions:"));
	free(text);
	fy_document_destroy(document);
}

static void comments_change_no_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(profiles); i++) {
		struct fy_document *with =
			yaml_of(profiles[i], "k8s", &fixture_asker, &plain);
		struct fy_document *without =
			yaml_of(profiles[i], "k8s", &fixture_asker, &bare);
		char *text =
			fixture_text(profiles[i], "k8s", &fixture_asker, &bare);

		assert_true(fy_node_compare(fy_document_root(with),
					    fy_document_root(without)));
		assert_null(strchr(text, '#'));
		free(text);
		fy_document_destroy(without);
		fy_document_destroy(with);
	}
}

static void helm_puts_the_map_at_the_path(void **state)
{
	const struct report_options options = {
		.helm_path = "a.b\\.c.securityContext"};
	struct fy_document *document =
		yaml_of("nginx", "helm", &fixture_asker, &options);

	(void)state;
	assert_at(document, "/a/'b.c'/securityContext/capabilities/drop/0",
		  "ALL");
	fy_document_destroy(document);
}

static void helm_without_a_path_is_the_map_alone(void **state)
{
	struct fy_document *document =
		yaml_of("nginx", "helm", &fixture_asker, &plain);

	(void)state;
	assert_at(document, "/capabilities/drop/0", "ALL");
	fy_document_destroy(document);
}

static void helm_path_that_is_none_is_refused(void **state)
{
	static const char *const paths[] = {"",	  ".",	  "a.",
					    ".a", "a..b", "a[0].b"};
	struct profile profile;

	(void)state;
	fixture_load(&profile, "nginx");
	for (size_t i = 0; i < ARRAY_LENGTH(paths); i++) {
		const struct report_options options = {.helm_path = paths[i]};
		enum status status;

		assert_null(fixture_report(&profile, "helm", &fixture_asker,
					   &options, &status));
		assert_int_equal(status, STATUS_USAGE);
	}
	profile_done(&profile);
}

/* A key that YAML would take for a boolean or a number stays a key. */
static void helm_path_survives_as_strings(void **state)
{
	const struct report_options options = {.helm_path = "yes.0123"};
	char *text = fixture_text("nginx", "helm", &fixture_asker, &options);

	(void)state;
	assert_non_null(strstr(text, "'yes':\n  '0123':\n"));
	free(text);
}

/* ---- seccomp
 * ----------------------------------------------------------------- */

static json_t *seccomp_of(const char *name,
			  const struct report_options *options)
{
	char *text = fixture_text(name, "seccomp", &fixture_asker, options);
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(root);
	free(text);
	return root;
}

static uint32_t arch_token(const char *oci_name)
{
	static const struct {
		const char *name;
		uint32_t token;
	} tokens[] = {{"SCMP_ARCH_X86_64", SCMP_ARCH_X86_64},
		      {"SCMP_ARCH_X86", SCMP_ARCH_X86},
		      {"SCMP_ARCH_X32", SCMP_ARCH_X32}};

	for (size_t i = 0; i < ARRAY_LENGTH(tokens); i++)
		if (strcmp(tokens[i].name, oci_name) == 0)
			return tokens[i].token;
	fail_msg("no such architecture: %s", oci_name);
	return 0;
}

static void load_architectures(scmp_filter_ctx filter, const json_t *root)
{
	const json_t *list = json_object_get(root, "architectures");
	size_t i;
	json_t *arch;

	json_array_foreach (list, i, arch) {
		int result = seccomp_arch_add(
			filter, arch_token(json_string_value(arch)));

		assert_true(result == 0 || result == -EEXIST);
	}
}

/* As a runtime does it: unknown names and actions fail. */
static void seccomp_builds_a_filter(void **state)
{
	(void)state;
	for (size_t p = 0; p < ARRAY_LENGTH(profiles); p++) {
		json_t *root = seccomp_of(profiles[p], &plain);
		const json_t *rules = json_object_get(root, "syscalls");
		scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
		size_t i, n, count = 0;
		json_t *rule, *name;

		assert_string_equal(json_string_value(json_object_get(
					    root, "defaultAction")),
				    "SCMP_ACT_ERRNO");
		load_architectures(filter, root);
		json_array_foreach (rules, i, rule) {
			const char *action = json_string_value(
				json_object_get(rule, "action"));
			bool is_allowed = strcmp(action, "SCMP_ACT_ALLOW") == 0;

			if (!is_allowed)
				assert_string_equal(action, "SCMP_ACT_ERRNO");
			json_array_foreach (json_object_get(rule, "names"), n,
					    name) {
				int number = seccomp_syscall_resolve_name(
					json_string_value(name));

				/* Runtimes pass over what is younger than
				   the library. */
				if (number == __NR_SCMP_ERROR)
					continue;
				assert_int_equal(
					seccomp_rule_add(
						filter,
						is_allowed ? SCMP_ACT_ALLOW
							   : SCMP_ACT_ERRNO(
								     ENOSYS),
						number, 0),
					0);
				count++;
			}
		}
		assert_true(count > 0);
		seccomp_release(filter);
		json_decref(root);
	}
}

static void seccomp_marks_the_runtimes_part(void **state)
{
	json_t *root = seccomp_of("nginx", &plain);
	const json_t *rules = json_object_get(root, "syscalls");
	const json_t *second = json_array_get(rules, 1);

	(void)state;
	assert_true(json_array_size(rules) > 2);
	assert_non_null(
		strstr(json_string_value(json_object_get(second, "comment")),
		       "runtime"));
	json_decref(root);
	root = seccomp_of("nginx", &bare);
	assert_null(json_object_get(
		json_array_get(json_object_get(root, "syscalls"), 1),
		"comment"));
	json_decref(root);
}

/* ---- json, selinux
 * ------------------------------------------------------------ */

static void json_holds_the_advice(void **state)
{
	char *text = fixture_text("rsyslogd", "json", &fixture_asker, &plain);
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	const char *type = NULL, *base = NULL, *drop = NULL;

	(void)state;
	assert_non_null(root);
	assert_int_equal(json_unpack(root, "{s:{s:[s],s:{s:s}},s:{s:{s:s}}}",
				     "capabilities", "drop", &drop, "against",
				     "base", &base, "selinux", "options",
				     "type", &type),
			 0);
	assert_string_equal(drop, "ALL");
	assert_string_equal(base, "docker");
	assert_string_equal(type, "spc_t");
	assert_true(json_is_array(json_object_get(root, "notes")));
	assert_true(json_is_array(json_object_get(
		json_object_get(root, "selinux"), "alternatives")));
	assert_true(json_is_array(json_object_get(
		json_object_get(root, "seccomp"), "architectures")));
	json_decref(root);
	free(text);
}

static void selinux_needs_a_policy_to_ask(void **state)
{
	struct profile profile;
	enum status status;

	(void)state;
	fixture_load(&profile, "rsyslogd");
	assert_null(fixture_report(&profile, "selinux", NULL, &plain, &status));
	assert_int_equal(status, STATUS_UNSUPPORTED);
	profile_done(&profile);
}

static void selinux_default_is_an_empty_map(void **state)
{
	struct fy_document *document =
		yaml_of("nginx", "selinux", &fixture_asker, &plain);

	(void)state;
	assert_int_equal(fy_node_mapping_item_count(fy_node_by_path(
				 fy_document_root(document), "/seLinuxOptions",
				 FY_NT, FYNWF_DONT_FOLLOW)),
			 0);
	fy_document_destroy(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_format_lets_control_bytes_through),
		cmocka_unit_test(every_format_ends_its_last_line),
		cmocka_unit_test(an_empty_profile_invents_nothing),
		cmocka_unit_test(units_hold_nothing_but_settings),
		cmocka_unit_test(a_backslash_at_the_end_joins_no_lines),
		cmocka_unit_test(text_fits_80_columns),
		cmocka_unit_test(text_answers_within_the_first_screen),
		cmocka_unit_test(all_capabilities_fit_the_first_screen),
		cmocka_unit_test(text_says_at_the_top_that_it_is_incomplete),
		cmocka_unit_test(text_fits_a_narrow_terminal),
		cmocka_unit_test(text_is_colored_only_on_demand),
		cmocka_unit_test(caps_are_sorted_names),
		cmocka_unit_test(caps_that_were_not_recorded_are_no_answer),
		cmocka_unit_test(docker_flags_are_words_for_a_shell),
		cmocka_unit_test(k8s_holds_the_securitycontext),
		cmocka_unit_test(k8s_sets_what_differs_from_the_default),
		cmocka_unit_test(without_a_policy_k8s_has_no_selinux),
		cmocka_unit_test(comments_change_no_value),
		cmocka_unit_test(helm_puts_the_map_at_the_path),
		cmocka_unit_test(helm_without_a_path_is_the_map_alone),
		cmocka_unit_test(helm_path_that_is_none_is_refused),
		cmocka_unit_test(helm_path_survives_as_strings),
		cmocka_unit_test(seccomp_builds_a_filter),
		cmocka_unit_test(seccomp_marks_the_runtimes_part),
		cmocka_unit_test(json_holds_the_advice),
		cmocka_unit_test(selinux_needs_a_policy_to_ask),
		cmocka_unit_test(selinux_default_is_an_empty_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
