/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A random profile of few distinct items, so that two of them have much in
 * common: as a reader may meet it, also with keys that nobody knows.
 */

#ifndef WHITTLE_TESTS_PROFILE_RANDOM_PROFILE_H
#define WHITTLE_TESTS_PROFILE_RANDOM_PROFILE_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "profile/attributes.h"

/* xorshift64*: the same numbers on every machine. */
struct dice {
	uint64_t state;
};

static inline uint32_t roll(struct dice *dice, uint32_t sides)
{
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return (uint32_t)((dice->state * UINT64_C(2685821657736338717)) >> 33) %
	       sides;
}

#define PICK(dice, array) ((array)[roll((dice), ARRAY_LENGTH(array))])

static inline json_t *random_strings(struct dice *dice, const char *const *from,
				     size_t count, uint32_t least)
{
	json_t *list = json_array();
	uint32_t length = least + roll(dice, 3);

	for (uint32_t i = 0; i < length; i++)
		json_array_append_new(
			list, json_string(from[roll(dice, (uint32_t)count)]));
	return list;
}

/* A value of no known meaning. */
static inline json_t *random_value(struct dice *dice, int depth)
{
	json_t *value;

	switch (roll(dice, depth ? 7 : 5)) {
	case 0:
		return json_integer((int)roll(dice, 3));
	case 1:
		return json_real(roll(dice, 3));
	case 2:
		return json_string(roll(dice, 2) ? "a" : "b");
	case 3:
		return json_boolean((int)roll(dice, 2));
	case 4:
		return json_null();
	case 5:
		value = json_array();
		for (uint32_t i = roll(dice, 4); i; i--)
			json_array_append_new(value,
					      random_value(dice, depth - 1));
		return value;
	default:
		value = json_object();
		for (uint32_t i = roll(dice, 4); i; i--) {
			static const char *const keys[] = {"x", "y", "z"};

			json_object_set_new(value, PICK(dice, keys),
					    random_value(dice, depth - 1));
		}
		return value;
	}
}

static inline void random_extra(struct dice *dice, json_t *object)
{
	static const char *const keys[] = {"future", "beyond", "arguments"};

	if (roll(dice, 3) == 0)
		json_object_set_new(object, PICK(dice, keys),
				    random_value(dice, 3));
}

static const char *const random_phases[] = {"runtime", "start",	   "exercise",
					    "reload",  "shutdown", "workload"};
static const char *const random_comms[] = {"nginx", "sh", "worker"};

static inline void random_count(struct dice *dice, json_t *object,
				bool has_counts)
{
	if (has_counts)
		json_object_set_new(object, "count",
				    json_integer(roll(dice, 4)));
}

static inline json_t *random_evidence(struct dice *dice, bool has_counts)
{
	static const char *const paths[] = {"/etc/a", "/etc/b", "/var/c"};
	json_t *list = json_array();

	for (uint32_t i = 1 + roll(dice, 3); i; i--) {
		json_t *object = json_object();

		json_object_set_new(object, "comm",
				    json_string(PICK(dice, random_comms)));
		if (roll(dice, 2))
			json_object_set_new(object, "path",
					    json_string(PICK(dice, paths)));
		if (roll(dice, 4))
			json_object_set_new(
				object, "phase",
				json_string(PICK(dice, random_phases)));
		random_count(dice, object, has_counts);
		random_extra(dice, object);
		json_array_append_new(list, object);
	}
	return list;
}

/* Also where no verdict can be healed. */
static inline void random_healed(struct dice *dice, json_t *object)
{
	if (roll(dice, 3) == 0)
		json_object_set_new(object, "healed", json_true());
}

static inline json_t *random_capability(struct dice *dice, bool has_counts)
{
	static const char *const names[] = {"CAP_CHOWN", "CAP_NET_RAW",
					    "CAP_SYS_ADMIN", "CAP_41"};
	static const char *const verdicts[] = {
		"needed", "one-of",   "opportunistic", "runtime",
		"proven", "unneeded", "own-namespace"};
	json_t *object = json_object();

	json_object_set_new(object, "name", json_string(PICK(dice, names)));
	if (roll(dice, 3))
		json_object_set_new(
			object, "namespace",
			json_string(roll(dice, 4) ? "host" : "user"));
	json_object_set_new(object, "verdict",
			    json_string(PICK(dice, verdicts)));
	random_healed(dice, object);
	json_object_set_new(object, "instead",
			    random_strings(dice, names, 4, 0));
	json_object_set_new(object, "evidence",
			    random_evidence(dice, has_counts));
	random_count(dice, object, has_counts);
	random_extra(dice, object);
	return object;
}

static inline json_t *random_syscall(struct dice *dice, bool has_counts)
{
	static const int numbers[] = {0, 1, 2, 257, 9999};
	static const char *const arches[] = {"x86_64", "x86", "0x12345678"};
	static const char *const names[] = {"read", "syscall_9999", "mystery"};
	static const char *const verdicts[] = {"proven", "unneeded", "needed"};
	json_t *object = json_object();

	json_object_set_new(object, "arch", json_string(PICK(dice, arches)));
	json_object_set_new(object, "number",
			    json_integer(PICK(dice, numbers)));
	if (roll(dice, 2))
		json_object_set_new(object, "name",
				    json_string(PICK(dice, names)));
	if (roll(dice, 4))
		json_object_set_new(object, "phases",
				    random_strings(dice, random_phases, 6, 0));
	json_object_set_new(object, "comms",
			    random_strings(dice, random_comms, 3, 0));
	if (roll(dice, 2))
		json_object_set_new(object, "verdict",
				    json_string(PICK(dice, verdicts)));
	random_healed(dice, object);
	random_count(dice, object, has_counts);
	random_extra(dice, object);
	return object;
}

static inline json_t *random_access(struct dice *dice, bool has_counts)
{
	static const char *const targets[] = {"u:r:etc_t:s0", "u:r:var_t:s0"};
	static const char *const permissions[] = {"read", "open", "write"};
	json_t *object = json_object();

	json_object_set_new(object, "source", json_string("@self"));
	json_object_set_new(object, "target", json_string(PICK(dice, targets)));
	json_object_set_new(object, "class",
			    json_string(roll(dice, 2) ? "file" : "dir"));
	json_object_set_new(object, "permissions",
			    random_strings(dice, permissions, 3, 1));
	if (roll(dice, 2))
		json_object_set_new(object, "phase",
				    json_string(PICK(dice, random_phases)));
	if (roll(dice, 3) == 0)
		json_object_set_new(object, "verdict", json_string("unneeded"));
	random_count(dice, object, has_counts);
	random_extra(dice, object);
	return object;
}

static inline json_t *random_completeness(struct dice *dice)
{
	static const char *const notes[] = {"note one", "note two"};
	static const char *const names[] = {"kernel", "log"};
	json_t *object = json_object(), *sources = json_array();

	json_object_set_new(object, "complete", json_boolean(roll(dice, 3)));
	json_object_set_new(object, "lost", json_integer(roll(dice, 2)));
	json_object_set_new(object, "notes", random_strings(dice, notes, 2, 0));
	for (uint32_t i = roll(dice, 3); i; i--)
		json_array_append_new(sources,
				      json_pack("{s:s, s:i}", "name",
						PICK(dice, names), "lost",
						(int)roll(dice, 2)));
	json_object_set_new(object, "sources", sources);
	random_extra(dice, object);
	return object;
}

static inline json_t *random_environment(struct dice *dice)
{
	static const char *const kernels[] = {"6.1.0", "6.12.0"};
	json_t *object = json_object();

	json_object_set_new(object, "kernel", json_string(PICK(dice, kernels)));
	if (roll(dice, 2))
		json_object_set_new(object, "arch", json_string("x86_64"));
	if (roll(dice, 2))
		json_object_set_new(
			object, "selinux",
			json_pack("{s:s, s:{s:b}}", "mode",
				  roll(dice, 2) ? "enforcing" : "permissive",
				  "booleans", "b", (int)roll(dice, 2)));
	if (roll(dice, 2))
		json_object_set_new(object, "runtime",
				    json_pack("{s:s}", "name", "crun"));
	random_extra(dice, object);
	return object;
}

/* A run's id tells its evidence; here few, so that runs meet again. */
static inline json_t *random_runs(struct dice *dice)
{
	json_t *list = json_array();
	char id[65];

	for (uint32_t i = roll(dice, 3); i; i--) {
		json_t *run = json_object();

		snprintf(id, sizeof(id), "%064x", roll(dice, 6));
		if (roll(dice, 8))
			json_object_set_new(run, "id", json_string(id));
		json_object_set_new(run, "exit", json_integer(roll(dice, 2)));
		if (roll(dice, 3) == 0)
			json_object_set_new(run, "seconds",
					    json_real(roll(dice, 3)));
		random_extra(dice, run);
		json_array_append_new(list, run);
	}
	return list;
}

static inline json_t *random_items(struct dice *dice, bool has_counts,
				   json_t *(*make)(struct dice *, bool))
{
	json_t *list = json_array();

	for (uint32_t i = roll(dice, 5); i; i--)
		json_array_append_new(list, make(dice, has_counts));
	return list;
}

static inline char *random_profile(struct dice *dice)
{
	static const char *const names[] = {"web", "db"};
	json_t *root = json_object();
	bool has_counts = roll(dice, 2);
	char *text;

	json_object_set_new(root, "schema", json_string("whittle/profile/v1"));
	json_object_set_new(root, "subject",
			    json_pack("{s:s, s:[s]}", "name", PICK(dice, names),
				      "command", PICK(dice, names)));
	json_object_set_new(root, "environment", random_environment(dice));
	if (roll(dice, 8))
		json_object_set_new(root, "completeness",
				    random_completeness(dice));
	json_object_set_new(root, "runs", random_runs(dice));
	json_object_set_new(root, "capabilities",
			    random_items(dice, has_counts, random_capability));
	json_object_set_new(root, "syscalls",
			    random_items(dice, has_counts, random_syscall));
	json_object_set_new(root, "accesses",
			    random_items(dice, has_counts, random_access));
	random_extra(dice, root);
	text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	return text;
}

#endif
