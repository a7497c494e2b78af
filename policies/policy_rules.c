/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/policy_rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 256 /* attributes of one type; Fedora's have some forty */
#define WORDS	  6

/* An allow rule; CONDITION has no length where there is none. */
struct rule {
	struct span source, target, class, permissions, condition, line;
};

/* (typeattributeset NAME (MEMBER ...)) */
struct attribute {
	struct span name, members;
};

struct policy_rules {
	char *text;
	size_t length;
	struct rule *rules;
	size_t count, capacity;
	struct attribute *attributes;
	size_t attribute_count, attribute_capacity;
};

bool span_is(struct span span, const char *string)
{
	return strncmp(span.start, string, span.length) == 0 &&
	       !string[span.length];
}

static bool is_same_span(struct span a, struct span b)
{
	return a.length == b.length && !memcmp(a.start, b.start, a.length);
}

static bool is_name(char c)
{
	return c && !isspace((unsigned char)c) && c != '(' && c != ')';
}

/* The next name, or whole list without its parentheses, of LINE. */
static struct span next_item(struct span *line)
{
	const char *p = line->start, *end = p + line->length;
	struct span item;
	int depth = 0;

	while (p < end && isspace((unsigned char)*p))
		p++;
	item.start = p;
	if (p < end && *p == '(') {
		do
			depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		while (++p < end && depth);
		item.start++;
		item.length = (size_t)(p - item.start) - (depth ? 0 : 1);
	} else {
		while (p < end && is_name(*p))
			p++;
		item.length = (size_t)(p - item.start);
	}
	*line = (struct span){p, (size_t)(end - p)};
	return item;
}

static bool has_item(struct span list, struct span wanted)
{
	while (list.length) {
		struct span item = next_item(&list);

		if (!item.length)
			return false;
		if (is_same_span(item, wanted))
			return true;
	}
	return false;
}

static struct span as_span(const char *string)
{
	return (struct span){string, strlen(string)};
}

static void *grow(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 1024;
	return reallocarray(array, *capacity, size);
}

static bool add_rule(struct policy_rules *rules, struct span line,
		     struct span rest, struct span condition)
{
	struct rule *array = grow(rules->rules, rules->count, &rules->capacity,
				  sizeof(*array));
	struct rule *rule;
	struct span vector;

	if (!array)
		return false;
	rules->rules = array;
	rule = &array[rules->count++];
	rule->source = next_item(&rest);
	rule->target = next_item(&rest);
	vector = next_item(&rest);
	rule->class = next_item(&vector);
	rule->permissions = next_item(&vector);
	rule->condition = condition;
	rule->line = line;
	return true;
}

static bool add_attribute(struct policy_rules *rules, struct span rest)
{
	struct attribute *array =
		grow(rules->attributes, rules->attribute_count,
		     &rules->attribute_capacity, sizeof(*array));

	if (!array)
		return false;
	rules->attributes = array;
	array[rules->attribute_count].name = next_item(&rest);
	array[rules->attribute_count++].members = next_item(&rest);
	return true;
}

/* The lines of a policy, one after the other, without their blanks before. */
static bool next_line(struct span *text, struct span *ret_line)
{
	const char *end;

	while (text->length && isspace((unsigned char)*text->start))
		text->start++, text->length--;
	if (!text->length)
		return false;
	end = memchr(text->start, '\n', text->length);
	ret_line->start = text->start;
	ret_line->length = end ? (size_t)(end - text->start) : text->length;
	text->start += ret_line->length;
	text->length -= ret_line->length;
	return true;
}

/* "(keyword ...": the keyword; *REST is what follows within. */
static struct span keyword(struct span line, struct span *rest)
{
	*rest = line;
	if (!line.length || *line.start != '(')
		return (struct span){line.start, 0};
	rest->start++, rest->length--;
	return next_item(rest);
}

static bool read_all(struct policy_rules *rules)
{
	struct span text = {rules->text, rules->length}, line, rest;
	struct span condition = {rules->text, 0};

	while (next_line(&text, &line)) {
		struct span word = keyword(line, &rest);
		bool is_inner =
			line.start > rules->text && line.start[-1] != '\n';

		if (!is_inner)
			condition.length = 0;
		if (span_is(word, "booleanif"))
			condition = rest;
		else if (span_is(word, "allow") &&
			 !add_rule(rules, line, rest, condition))
			return false;
		else if (span_is(word, "typeattributeset") &&
			 !add_attribute(rules, rest))
			return false;
	}
	return true;
}

struct policy_rules *policy_rules_new(char *text, size_t length)
{
	struct policy_rules *rules = calloc(1, sizeof(*rules));

	if (!rules) {
		free(text);
		return NULL;
	}
	rules->text = text;
	rules->length = length;
	if (!read_all(rules)) {
		policy_rules_free(rules);
		return NULL;
	}
	return rules;
}

void policy_rules_free(struct policy_rules *rules)
{
	if (!rules)
		return;
	free(rules->text);
	free(rules->rules);
	free(rules->attributes);
	free(rules);
}

/* The names by which a rule can mean TYPE: its own and its attributes'. */
struct names {
	struct span items[NAMES_MAX];
	size_t count;
};

static void names_of(const struct policy_rules *rules, const char *type,
		     struct names *names)
{
	names->items[0] = as_span(type);
	names->count = 1;
	for (size_t i = 0; i < rules->attribute_count; i++)
		if (names->count < NAMES_MAX &&
		    has_item(rules->attributes[i].members, names->items[0]))
			names->items[names->count++] =
				rules->attributes[i].name;
}

static bool is_among(const struct names *names, struct span name)
{
	for (size_t i = 0; i < names->count; i++)
		if (is_same_span(names->items[i], name))
			return true;
	return false;
}

/* The names in an expression that are no operators. */
static void each_boolean(struct span expression,
			 void (*each)(void *data, struct span boolean),
			 void *data)
{
	static const char operators[] = " and or xor not eq neq ";
	const char *p = expression.start, *end = p + expression.length;

	while (p < end) {
		struct span word = {p, 0};
		char padded[64];

		while (p < end && is_name(*p))
			p++;
		word.length = (size_t)(p - word.start);
		snprintf(padded, sizeof(padded), " %.*s ",
			 (int)(word.length < 32 ? word.length : 32),
			 word.start);
		if (word.length && !strstr(operators, padded))
			each(data, word);
		p++;
	}
}

struct policy_conditions {
	const struct policy_rules *rules;
	const char *source;
	size_t count;
	const struct rule *items[];
};

struct policy_conditions *policy_rules_conditions(
	const struct policy_rules *rules, const char *source)
{
	struct policy_conditions *conditions;
	struct names names;
	size_t count = 0;

	names_of(rules, source, &names);
	for (size_t i = 0; i < rules->count; i++)
		count += rules->rules[i].condition.length > 0;
	conditions = calloc(1, sizeof(*conditions) +
				       count * sizeof(conditions->items[0]));
	if (!conditions)
		return NULL;
	conditions->rules = rules;
	conditions->source = source;
	for (size_t i = 0; i < rules->count; i++)
		if (rules->rules[i].condition.length &&
		    is_among(&names, rules->rules[i].source))
			conditions->items[conditions->count++] =
				&rules->rules[i];
	return conditions;
}

void policy_rules_booleans(const struct policy_conditions *conditions,
			   const char *target, const char *class,
			   const char *permission,
			   void (*each)(void *data, struct span boolean),
			   void *data)
{
	struct names targets = {.count = 0};
	bool is_self = strcmp(target, "self") == 0 ||
		       strcmp(target, conditions->source) == 0;

	for (size_t i = 0; i < conditions->count; i++) {
		const struct rule *rule = conditions->items[i];

		if (!span_is(rule->class, class) ||
		    !has_item(rule->permissions, as_span(permission)))
			continue;
		/* Slow, and mostly no rule gets here. */
		if (!targets.count)
			names_of(conditions->rules,
				 is_self ? conditions->source : target,
				 &targets);
		if ((is_self && span_is(rule->target, "self")) ||
		    is_among(&targets, rule->target))
			each_boolean(rule->condition, each, data);
	}
}

/*
 * A name that compilers make up for a set without one. It is not the same
 * from one build of the policy to the next.
 */
static bool is_made_up(struct span name)
{
	static const char *const marks[] = {"typeattr_", "cil_gen_"};

	for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
		if (memmem(name.start, name.length, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static bool is_capability_class(struct span class)
{
	return span_is(class, "capability") || span_is(class, "capability2") ||
	       span_is(class, "cap_userns") || span_is(class, "cap2_userns");
}

static void add_span(struct text *text, struct span span)
{
	text_add_bytes(text, span.start, span.length);
}

static void inherit_rules(const struct policy_rules *rules,
			  const struct names *own, const char *name,
			  struct text *text)
{
	struct span heir = as_span(name);

	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];
		bool is_source = is_among(own, rule->source);
		bool is_target = is_among(own, rule->target);

		if (rule->condition.length || (!is_source && !is_target) ||
		    is_capability_class(rule->class))
			continue;
		text_add(text, "(allow ");
		add_span(text, is_source ? heir : rule->source);
		text_add(text, " ");
		if (is_source && is_target)
			text_add(text, "self");
		else
			add_span(text, is_target ? heir : rule->target);
		text_add(text, " (");
		add_span(text, rule->class);
		text_add(text, " (");
		add_span(text, rule->permissions);
		text_add(text, ")))\n");
	}
}

/* (roletype ROLE TYPE), (typetransition TYPE ...) with NAME in the place. */
static void inherit_others(const struct policy_rules *rules, const char *type,
			   const char *name, struct text *text)
{
	struct span all = {rules->text, rules->length}, line, rest;

	while (next_line(&all, &line)) {
		struct span word = keyword(line, &rest);
		struct span first = next_item(&rest);

		if (span_is(word, "roletype") &&
		    span_is(next_item(&rest), type))
			text_addf(text, "(roletype %.*s %s)\n",
				  (int)first.length, first.start, name);
		else if (span_is(word, "typetransition") &&
			 span_is(first, type))
			text_addf(text, "(typetransition %s%.*s\n", name,
				  (int)rest.length, rest.start);
	}
}

void policy_rules_inherit(const struct policy_rules *rules, const char *type,
			  const char *name, struct text *text)
{
	struct names names, own = {.count = 1};

	names_of(rules, type, &names);
	own.items[0] = names.items[0];
	for (size_t i = 1; i < names.count; i++) {
		if (is_made_up(names.items[i])) {
			own.items[own.count++] = names.items[i];
			continue;
		}
		text_add(text, "(typeattributeset ");
		add_span(text, names.items[i]);
		text_addf(text, " (%s))\n", name);
	}
	inherit_others(rules, type, name, text);
	inherit_rules(rules, &own, name, text);
}

/* Statements that are many, and none of which another one needs. */
static bool can_leave_out(struct span word)
{
	static const char *const words[] = {
		"allow",	  "dontaudit",	     "auditallow",
		"typetransition", "typechange",	     "typemember",
		"roletransition", "rangetransition", "portcon",
		"netifcon",	  "nodecon",	     "genfscon",
		"fsuse",	  "booleanif",	     "allowx",
		"dontauditx",	  "auditallowx",     "ibpkeycon",
		"ibendportcon",	  "typepermissive",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (span_is(word, words[i]))
			return true;
	return false;
}

static bool concerns(const struct names *names, struct span word,
		     struct span rest)
{
	struct span source;

	if (!span_is(word, "allow"))
		return false;
	source = next_item(&rest);
	return is_among(names, source) || is_among(names, next_item(&rest));
}

void policy_rules_excerpt(const struct policy_rules *rules, const char *type,
			  struct text *text)
{
	struct span all = {rules->text, rules->length}, line, rest;
	struct names names;
	bool is_inside = false;

	names_of(rules, type, &names);
	while (next_line(&all, &line)) {
		struct span word = keyword(line, &rest);
		bool is_inner =
			line.start > rules->text && line.start[-1] != '\n';

		if (!is_inner)
			is_inside = span_is(word, "booleanif");
		/* A block ends with its last parenthesis at the margin. */
		if (is_inside || *line.start == ')' || is_inner ||
		    (can_leave_out(word) && !concerns(&names, word, rest)))
			continue;
		add_span(text, line);
		text_add(text, "\n");
	}
}
