/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules on arguments. A rule is made only from evidence that shows all
 * values: too narrow a rule fails where nobody looks. Where it does not, a
 * note says what would.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policies/runtime_table.h"
#include "policies/seccomp_private.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* More rules than this for one call say that its values are data. */
#define RULES_MAX 24

/* The kernel takes all of these arguments as 32 bits. */
#define LOW_BITS 0xffffffffu

/* A value, without the upper half that was in the register with it. */
struct value {
	uint64_t low;
	bool is_masked; /* the upper half is no part of it */
};

/* The values that NAME may have, gathered from all who call it. */
struct values {
	unsigned int index; /* of the argument */
	struct value items[RULES_MAX];
	size_t count;
	bool is_full;
	const char *why_not; /* NULL: the evidence is enough */
};

/*
 * A C library fills the upper half with copies of bit 31 or with zeros, a
 * program of its own with anything.
 */
static void add_value(struct values *values, uint64_t value)
{
	uint64_t low = value & LOW_BITS;
	bool is_masked = value != low || low >> 31;
	size_t i = 0;

	while (i < values->count && values->items[i].low != low)
		i++;
	if (i == RULES_MAX) {
		values->is_full = true;
		return;
	}
	if (i == values->count)
		values->items[values->count++] = (struct value){.low = low};
	values->items[i].is_masked |= is_masked;
}

static bool is_runtime_only(const struct syscall_use *use)
{
	return use->phases == (phaseset_t)1 << PHASE_RUNTIME;
}

/* Did a runtime that was not measured call it with arguments of its own? */
static bool is_of_unknown_runtime(const struct profile *profile,
				  const struct syscall_use *use)
{
	const char *name = profile->environment.runtime_name;

	return use->phases >> PHASE_RUNTIME & 1 && name &&
	       !runtime_is_measured(name, profile->environment.runtime_version);
}

static void add_use(struct values *values, const struct syscall_use *use,
		    const struct syscall_argument_row *row, size_t run_count)
{
	const struct syscall_argument *argument = &use->argument;

	if (is_runtime_only(use))
		return;
	if (!argument->values)
		values->why_not = "its arguments were not recorded";
	else if (argument->index != syscall_argument_index(row, use->arch) ||
		 argument->runs != run_count)
		values->why_not = "its arguments are not of every run";
	else if (!argument->is_complete)
		values->why_not = "not all of its arguments were recorded";
	for (size_t i = 0; i < argument->count; i++)
		add_value(values, argument->values[i]);
}

static bool is_runtime_wanted(const struct seccomp_options *options,
			      const char *runtime)
{
	return !options->runtimes ||
	       seccomp_list_has(options->runtimes, runtime);
}

static const struct runtime_argument *runtime_argument_of(const char *runtime,
							  const char *name)
{
	for (const struct runtime_argument *row = runtime_arguments;
	     row->runtime; row++)
		if (strcmp(row->runtime, runtime) == 0 &&
		    strcmp(row->call, name) == 0)
			return row;
	return NULL;
}

/* What the runtimes call with values of their own must stay allowed. */
static void add_runtimes(struct values *values, const char *name,
			 const struct seccomp_options *options)
{
	const char *last = "";

	for (const struct runtime_row *row = runtime_rows; row->runtime;
	     row++) {
		const struct runtime_argument *argument;

		if (strcmp(row->runtime, last) == 0)
			continue;
		last = row->runtime;
		if (!is_runtime_wanted(options, row->runtime) ||
		    !runtime_may_call(row->runtime, name))
			continue;
		argument = runtime_argument_of(row->runtime, name);
		if (!argument)
			values->why_not = "a container runtime calls it with "
					  "arguments that were not measured";
		for (size_t i = 0; argument && i < argument->count; i++)
			add_value(values, argument->values[i]);
	}
}

/* Was all that the workload does seen? */
static const char *judge_runs(const struct profile *profile)
{
	if (!profile->is_complete)
		return "the profile is incomplete";
	for (size_t i = 0; i < profile->run_count; i++) {
		const struct profile_run *run = &profile->runs[i];

		if (run->has_exercise ? run->exercise_status != 0
				      : run->was_stopped || !run->has_exit ||
						run->exit_status != 0)
			return "a run was not exercised to its end "
			       "(--exercise)";
	}
	return profile->run_count ? NULL : "no run is in the profile";
}

static void gather(struct values *values, const struct seccomp_advice *advice,
		   const struct profile *profile,
		   const struct syscall_argument_row *row,
		   const struct seccomp_options *options)
{
	const char *why_not = judge_runs(profile);

	*values = (struct values){.index = row->index};
	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];

		if (!is_same_string(use->name, row->name))
			continue;
		add_use(values, use, row, profile->run_count);
		if (is_of_unknown_runtime(profile, use))
			values->why_not = "the run's container runtime calls "
					  "it as well, and is of a version "
					  "that was not measured";
	}
	add_runtimes(values, row->name, options);
	if (values->is_full)
		values->why_not = "its values are too many for rules";
	if (!seccomp_argument_index(advice, row, &values->index))
		values->why_not = "it is another argument on one of the "
				  "architectures (s390), and rules are for "
				  "all of them";
	if (why_not)
		values->why_not = why_not;
}

static int compare_values(const void *a, const void *b)
{
	uint64_t first = ((const struct value *)a)->low;
	uint64_t second = ((const struct value *)b)->low;

	return (first > second) - (first < second);
}

static void add_rule(struct seccomp_advice *advice,
		     const struct syscall_argument_row *row,
		     struct seccomp_argument argument, const char *comment)
{
	struct seccomp_group *group =
		seccomp_group_new(advice, SECCOMP_REASON_NARROW, "%s", comment);

	seccomp_group_add(advice, group, row->name);
	if (!group)
		return;
	group->arguments[0] = argument;
	group->argument_count = 1;
}

static void add_rules(struct seccomp_advice *advice,
		      const struct syscall_argument_row *row,
		      struct values *values)
{
	qsort(values->items, values->count, sizeof(*values->items),
	      compare_values);
	for (size_t i = 0; i < values->count; i++) {
		const struct value *value = &values->items[i];
		AUTO_TEXT struct text comment = {0};

		text_addf(&comment,
			  "%s: %s is %#llx; none but these was seen in the "
			  "recorded runs and when container runtimes were "
			  "measured",
			  row->name, row->what, (unsigned long long)value->low);
		add_rule(advice, row,
			 (struct seccomp_argument){
				 values->index,
				 value->is_masked ? LOW_BITS : UINT64_MAX,
				 value->low},
			 text_string(&comment));
	}
}

/*
 * Flags are many; what matters is which namespaces they make. None is always
 * allowed: that is no more than fork.
 */
static bool narrow_clone(struct seccomp_advice *advice,
			 const struct syscall_argument_row *row,
			 const struct values *values)
{
	struct values made = {.count = 1};

	if (seccomp_advice_allows(advice, "clone3")) {
		seccomp_note(advice,
			     "clone stays wide: clone3 is allowed as well, "
			     "whose flags no filter sees (record with whittle "
			     "run --arg-rules, which has clone3 refused)");
		return false;
	}
	for (size_t i = 0; i < values->count; i++)
		add_value(&made, values->items[i].low & CLONE_NAMESPACES);
	for (size_t i = 0; i < made.count; i++)
		add_rule(advice, row,
			 (struct seccomp_argument){values->index,
						   CLONE_NAMESPACES,
						   made.items[i].low},
			 i ? "clone: these namespaces were made at once in the "
			     "recorded runs"
			   : "clone: without a flag that makes a namespace it "
			     "is no more than fork");
	return true;
}

/*
 * kill() asks SELinux for the permission that its signal needs, also on
 * oneself: where only signull was asked for, all signals that reached a
 * process were 0. Source: security/selinux/hooks.c selinux_task_kill().
 */
static bool was_only_signull_asked(const struct profile *profile)
{
	bool is_asked = false;

	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *access = &profile->accesses[i];

		if (!is_same_string(access->class, "process"))
			continue;
		for (size_t p = 0; p < access->permissions.count; p++) {
			const char *name = access->permissions.items[p];

			is_asked |= strcmp(name, "signull") == 0;
			if (strcmp(name, "signal") == 0 ||
			    strcmp(name, "sigkill") == 0 ||
			    strcmp(name, "sigstop") == 0 ||
			    strcmp(name, "sigchld") == 0)
				return false;
		}
	}
	return is_asked;
}

/* whittle_t is allowed no signal, so that each leaves a record. */
static bool shows_all_signals(const struct profile *profile)
{
	return !judge_runs(profile) && profile->environment.selinux_type;
}

/* In a log of another domain, signals that its policy allows are not. */
static void note_signull(struct seccomp_advice *advice,
			 const struct profile *profile)
{
	if (was_only_signull_asked(profile) && !shows_all_signals(profile))
		seccomp_note(advice,
			     "SELinux was asked for signull alone: for that, "
			     "kill with signal 0 is enough (argument 1, value "
			     "0). No rule is made of it, since signals that "
			     "the policy allowed may have left no record; a "
			     "profile of whittle run, exercised to its end, "
			     "shows all");
}

static void narrow_call(struct seccomp_advice *advice,
			const struct profile *profile,
			const struct syscall_argument_row *row,
			const struct seccomp_options *options)
{
	struct values values;
	bool is_narrow;

	gather(&values, advice, profile, row, options);
	if (values.why_not && strcmp(row->name, "kill") == 0 &&
	    shows_all_signals(profile) && was_only_signull_asked(profile)) {
		values = (struct values){.index = row->index, .count = 1};
	} else if (values.why_not) {
		seccomp_note(advice, "no rule on the arguments of %s: %s",
			     row->name, values.why_not);
		return;
	}
	if (strcmp(row->name, "clone") == 0) {
		is_narrow = narrow_clone(advice, row, &values);
	} else {
		add_rules(advice, row, &values);
		is_narrow = values.count > 0;
	}
	for (size_t g = 0; is_narrow && g < advice->group_count; g++)
		if (advice->groups[g].reason != SECCOMP_REASON_NARROW)
			seccomp_group_remove(&advice->groups[g], row->name);
}

static bool has_any_argument(const struct profile *profile)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (profile->syscalls[i].argument.values)
			return true;
	return false;
}

void seccomp_narrow(struct seccomp_advice *advice,
		    const struct profile *profile,
		    const struct seccomp_options *options)
{
	note_signull(advice, profile);
	if (!has_any_argument(profile))
		seccomp_note(advice,
			     "arguments were not recorded: rules on them need "
			     "a profile of whittle run --arg-rules, with an "
			     "--exercise that makes the workload do all it "
			     "does");
	for (const struct syscall_argument_row *row = syscall_argument_rows;
	     row->name; row++)
		if (seccomp_group_has(&advice->groups[SECCOMP_GROUP_PROGRAM],
				      row->name) &&
		    (has_any_argument(profile) ||
		     strcmp(row->name, "kill") == 0))
			narrow_call(advice, profile, row, options);
}
