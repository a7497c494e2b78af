/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/cil_module.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LENGTH 48

/* NAME in the letters that a policy takes, with PREFIX and SUFFIX. */
static char *policy_name(const char *name, const char *suffix)
{
	char clean[NAME_MAX_LENGTH + 1];
	size_t length = 0;
	char *whole = NULL;

	for (const char *p = name ? name : "workload";
	     *p && length < NAME_MAX_LENGTH; p++)
		clean[length++] =
			isascii((unsigned char)*p) && isalnum((unsigned char)*p)
				? (char)tolower((unsigned char)*p)
				: '_';
	clean[length] = '\0';
	if (asprintf(&whole, "whittle_%s%s", clean, suffix) < 0)
		return NULL;
	return whole;
}

/* The policy knows each target, so it is a name; this is the second lock. */
static bool is_plain(const char *name)
{
	const char *p = name;

	while (isascii((unsigned char)*p) &&
	       (isalnum((unsigned char)*p) || *p == '_' || *p == '-' ||
		*p == '.'))
		p++;
	return p > name && !*p;
}

/* Accesses are sorted by target and class: the rule is the last one, or a
   new one. A rule twice is no harm. */
static struct selinux_rule *find_rule(struct selinux_module *module,
				      const char *target, const char *class)
{
	struct selinux_rule *rules;
	size_t last = module->rule_count;

	if (last && strcmp(module->rules[last - 1].target, target) == 0 &&
	    strcmp(module->rules[last - 1].class, class) == 0)
		return &module->rules[last - 1];
	rules = reallocarray(module->rules, last + 1, sizeof(*rules));
	if (!rules)
		return NULL;
	module->rules = rules;
	rules[last] =
		(struct selinux_rule){.target = strdup(target), .class = class};
	if (!rules[last].target)
		return NULL;
	module->rule_count++;
	return &rules[last];
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* PERMISSION lives as long as the profile, or the program. */
static bool rule_add(struct selinux_rule *rule, const char *permission)
{
	struct string_list *list = &rule->permissions;
	const char **items;

	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], permission) == 0)
			return true;
	items = reallocarray(list->items, list->count + 1, sizeof(*items));
	if (!items)
		return false;
	list->items = items;
	items[list->count++] = permission;
	qsort(items, list->count, sizeof(*items), compare_strings);
	return true;
}

static bool add_lack(struct selinux_module *module,
		     const struct selinux_lack *lack)
{
	struct span type = selinux_context_type(lack->access->target);
	AUTO_FREE char *target = strcmp(lack->access->target, "@self") == 0
					 ? strdup("self")
					 : strndup(type.start, type.length);
	struct selinux_rule *rule;

	if (!target)
		return false;
	if (!is_plain(target) || !is_plain(lack->access->class))
		return true;
	rule = find_rule(module, target, lack->access->class);
	for (size_t i = 0; rule && i < lack->permissions.count; i++)
		if (is_plain(lack->permissions.items[i]) &&
		    !rule_add(rule, lack->permissions.items[i]))
			return false;
	return rule != NULL;
}

/* The policy's own name for CAPABILITY: "net_raw". */
static const char *lower_name(unsigned int capability)
{
	static char names[CAPABILITY_MAX + 1][32];
	char *name = names[capability];

	if (!*name) {
		snprintf(name, sizeof(names[0]), "%s",
			 capability_short_name(capability));
		for (char *p = name; *p; p++)
			*p = (char)tolower((unsigned char)*p);
	}
	return name;
}

static bool add_capabilities(struct selinux_module *module, capset_t refused)
{
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		struct selinux_rule *rule;

		if (!capset_has(refused, c))
			continue;
		rule = find_rule(module, "self",
				 c < 32 ? "capability" : "capability2");
		if (!rule || !rule_add(rule, lower_name(c)))
			return false;
	}
	return true;
}

static void add_rule_text(struct text *text, const char *type,
			  const struct selinux_rule *rule)
{
	text_addf(text, "(allow %s %s (%s (", type, rule->target, rule->class);
	for (size_t i = 0; i < rule->permissions.count; i++)
		text_addf(text, "%s%s", i ? " " : "",
			  rule->permissions.items[i]);
	text_add(text, ")))\n");
}

static bool write_module(struct selinux_module *module,
			 const struct policy_rules *rules)
{
	AUTO_TEXT struct text text = {0};

	text_addf(&text, "(type %s)\n\n; What %s is and has of its own.\n",
		  module->type, module->base);
	policy_rules_inherit(rules, module->base, module->type, &text);
	text_add(&text, "\n; What the workload needs beyond that.\n");
	for (size_t i = 0; i < module->rule_count; i++)
		add_rule_text(&text, module->type, &module->rules[i]);
	free(module->text);
	module->text = text_take(&text);
	return module->text != NULL;
}

static bool give_up(struct selinux_module *module, const char *why)
{
	free(module->text);
	module->text = NULL;
	free(module->problem);
	module->problem = text_sanitize(why, strlen(why));
	return module->problem != NULL;
}

/* What the module, as it is so far, still lacks. */
static bool ask_module(struct selinux_answer *answer,
		       struct selinux_module *module,
		       const struct selinux_needs *needs, bool *ret_is_compiled)
{
	const struct selinux_asker *asker = needs->asker;
	struct selinux_subject subject;
	const char *why = "";

	*answer = (struct selinux_answer){0};
	*ret_is_compiled =
		write_module(module, asker->rules(asker->data)) &&
		asker->extend(asker->data, module->text, module->base, &why);
	if (!*ret_is_compiled)
		return give_up(module, *why ? why : "no memory");
	selinux_subject_init(&subject, NULL, NULL, module->type, module->level);
	return selinux_ask(answer, needs, &subject);
}

static bool add_difference(struct selinux_module *module,
			   const struct selinux_answer *answer)
{
	for (size_t i = 0; i < answer->lack_count; i++)
		if (!add_lack(module, &answer->lacks[i]))
			return false;
	return add_capabilities(module, answer->refused);
}

/* First what it inherits alone, then with the difference: nothing is missing,
   or it is what no rule can allow. */
static bool build(struct selinux_module *module,
		  const struct selinux_needs *needs)
{
	struct selinux_answer answer;
	bool is_compiled, is_done;

	is_done = ask_module(&answer, module, needs, &is_compiled);
	if (is_done && is_compiled)
		is_done = add_difference(module, &answer);
	selinux_lacks_free(answer.lacks, answer.lack_count);
	if (!is_done || !is_compiled)
		return is_done;
	is_done = ask_module(&answer, module, needs, &is_compiled);
	if (is_done && is_compiled && answer.missing)
		is_done = give_up(module,
				  answer.reasons & SELINUX_BY_CONSTRAINT
					  ? "a constraint of the policy "
					    "(levels, users) refuses what no "
					    "rule can allow"
					  : "the policy refuses it all the "
					    "same");
	selinux_lacks_free(answer.lacks, answer.lack_count);
	return is_done;
}

bool cil_module_make(struct selinux_module *module, const char *name,
		     const struct selinux_candidate *base,
		     const struct selinux_needs *needs)
{
	const struct selinux_asker *asker = needs->asker;
	const char *level = base->other_level ? base->other_level : base->level;
	const char *why;
	bool is_done;

	*module = (struct selinux_module){
		.name = policy_name(name, ""),
		.type = policy_name(name, "_t"),
		.level = duplicate_string(level),
		.base = base->type,
	};
	if (!module->name || !module->type || (level && !module->level))
		return false;
	if (!asker->rules || !asker->extend || !asker->rules(asker->data))
		return give_up(module, "the policy's rules cannot be read here "
				       "(give them with --policy FILE, or be "
				       "root)");
	is_done = build(module, needs);
	asker->extend(asker->data, NULL, NULL, &why);
	return is_done;
}

void cil_module_done(struct selinux_module *module)
{
	for (size_t i = 0; i < module->rule_count; i++) {
		free(module->rules[i].target);
		free(module->rules[i].permissions.items);
	}
	free(module->rules);
	free(module->name);
	free(module->type);
	free(module->level);
	free(module->text);
	free(module->problem);
	*module = (struct selinux_module){0};
}
