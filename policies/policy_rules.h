/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/policy_rules.h - the rules of a policy, read from the CIL text
 * that libsepol writes of one: one statement a line, attributes as flat
 * lists. It tells what asking cannot: which boolean a rule hangs on, and
 * what a type has of its own.
 */

#ifndef WHITTLE_POLICIES_POLICY_RULES_H
#define WHITTLE_POLICIES_POLICY_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/attributes.h"
#include "profile/text.h"

struct policy_rules;

/* A piece of the policy's text. */
struct span {
	const char *start;
	size_t length;
};

bool span_is(struct span span, const char *string);

/* Read TEXT, which is taken and freed. NULL: no memory. */
struct policy_rules *policy_rules_new(char *text, size_t length);
void policy_rules_free(struct policy_rules *rules);

/* The rules with a condition that one source has. */
struct policy_conditions;

/* Those of type SOURCE; freed with free(). NULL: no memory. */
struct policy_conditions *policy_rules_conditions(
	const struct policy_rules *rules, const char *source);

/*
 * The booleans that, when flipped, may change whether the source of
 * CONDITIONS may use PERMISSION of CLASS on type TARGET ("self": on itself):
 * call EACH for every one, perhaps more than once.
 */
void policy_rules_booleans(const struct policy_conditions *conditions,
			   const char *target, const char *class,
			   const char *permission,
			   void (*each)(void *data, struct span boolean),
			   void *data);

/*
 * Add to TEXT statements that make type NAME what TYPE is: its attributes,
 * its roles, and what rules without a condition give to TYPE alone. Left out
 * are capabilities and what is not logged.
 */
void policy_rules_inherit(const struct policy_rules *rules, const char *type,
			  const char *name, struct text *text);

/*
 * Add to TEXT the policy as far as it concerns TYPE: everything but rules
 * between others. It compiles, in a fraction of the time.
 */
void policy_rules_excerpt(const struct policy_rules *rules, const char *type,
			  struct text *text);

#endif
