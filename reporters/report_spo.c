/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects of the Security Profiles Operator, as one list for kubectl apply.
 * Source: its api/seccompprofile/v1beta1 and api/selinuxprofile/v1alpha2.
 */
#include "reporters/reporter.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "reporters/json_out.h"
#include "reporters/seccomp_json.h"

#define API "security-profiles-operator.x-k8s.io/"

/* A name as Kubernetes takes it: lower case, digits, dashes within. */
static void object_name(char name[64], const char *subject)
{
	size_t length = 0;

	for (const char *p = subject ? subject : ""; *p && length < 63; p++) {
		bool is_plain = isascii((unsigned char)*p) &&
				isalnum((unsigned char)*p);

		if (is_plain || length)
			name[length++] =
				is_plain ? (char)tolower((unsigned char)*p)
					 : '-';
	}
	while (length && name[length - 1] == '-')
		length--;
	name[length] = '\0';
	if (!length)
		strcpy(name, "workload");
}

static void begin_object(struct json_out *json, const char *version,
			 const char *kind, const struct profile *profile)
{
	char name[64];

	object_name(name, profile->subject.name);
	json_out_map_begin(json, NULL);
	json_out_string(json, "apiVersion", version);
	json_out_string(json, "kind", kind);
	json_out_map_begin(json, "metadata");
	json_out_string(json, "name", name);
	json_out_end(json);
	json_out_map_begin(json, "spec");
}

static bool is_seen(const struct selinux_module *module, size_t before,
		    const struct selinux_rule *rule, bool with_class)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(module->rules[i].target, rule->target) == 0 &&
		    (!with_class ||
		     strcmp(module->rules[i].class, rule->class) == 0))
			return true;
	return false;
}

/* Every permission of TARGET and class, from all rules of them. */
static void write_class(struct json_out *json,
			const struct selinux_module *module, size_t first)
{
	const struct selinux_rule *rule = &module->rules[first];

	json_out_list_begin(json, rule->class);
	for (size_t i = first; i < module->rule_count; i++) {
		const struct selinux_rule *other = &module->rules[i];

		if (strcmp(other->target, rule->target) != 0 ||
		    strcmp(other->class, rule->class) != 0)
			continue;
		for (size_t p = 0; p < other->permissions.count; p++)
			json_out_string(json, NULL,
					other->permissions.items[p]);
	}
	json_out_end(json);
}

static void write_target(struct json_out *json,
			 const struct selinux_module *module, size_t first)
{
	const char *target = module->rules[first].target;

	json_out_map_begin(json,
			   strcmp(target, "self") == 0 ? "@self" : target);
	for (size_t i = first; i < module->rule_count; i++)
		if (strcmp(module->rules[i].target, target) == 0 &&
		    !is_seen(module, i, &module->rules[i], true))
			write_class(json, module, i);
	json_out_end(json);
}

static void write_selinux(struct json_out *json,
			  const struct selinux_module *module,
			  const struct profile *profile)
{
	if (!module->text)
		return;
	begin_object(json, API "v1alpha2", "SelinuxProfile", profile);
	json_out_list_begin(json, "inherit");
	json_out_map_begin(json, NULL);
	json_out_string(json, "kind", "System");
	json_out_string(json, "name", "container");
	json_out_end(json);
	json_out_end(json);
	json_out_map_begin(json, "allow");
	for (size_t i = 0; i < module->rule_count; i++)
		if (!is_seen(module, i, &module->rules[i], false))
			write_target(json, module, i);
	json_out_end(json);
	json_out_end(json);
	json_out_end(json);
}

static void write_seccomp(struct json_out *json,
			  const struct seccomp_advice *seccomp,
			  const struct profile *profile)
{
	if (!seccomp->count)
		return;
	begin_object(json, API "v1beta1", "SeccompProfile", profile);
	seccomp_json_write_operator(json, seccomp);
	json_out_end(json);
	json_out_end(json);
}

enum status report_spo(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	(void)options;
	if (!json)
		return error_no_memory(err);
	if (!advice->seccomp.count && !advice->selinux.module.text)
		return error_set(err, STATUS_UNSUPPORTED,
				 "profile it with system calls",
				 "there is neither a seccomp list nor an "
				 "SELinux module to make an object of");
	if (advice->seccomp.count && advice->seccomp.default_errno != EPERM)
		return error_set(err, STATUS_UNSUPPORTED, "leave --errno out",
				 "a SeccompProfile object knows no default "
				 "errno but EPERM");
	json_out_map_begin(json, NULL);
	json_out_string(json, "apiVersion", "v1");
	json_out_string(json, "kind", "List");
	json_out_list_begin(json, "items");
	write_seccomp(json, &advice->seccomp, profile);
	write_selinux(json, &advice->selinux.module, profile);
	json_out_end(json);
	json_out_end(json);
	return json_out_finish(json, out, err);
}
