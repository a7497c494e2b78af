/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "policies/comparison_private.h"
#include "policies/syscall_family.h"
#include "policies/syscall_risk.h"
#include "profile/syscall_names.h"

/*
 * Calls are compared by architecture and name. Where the two profiles are of
 * different machines, the machine's own architecture is one and the same.
 */
struct side {
	const struct profile *profile;
	const struct syscall_use **sorted; /* by arch, then name or number */
	size_t count;
	uint32_t native;
	bool is_native_joined;
};

static uint32_t arch_of(const struct side *side, const struct syscall_use *use)
{
	return side->is_native_joined && use->arch == side->native ? 0
								   : use->arch;
}

static int compare_uses(const struct side *a, const struct syscall_use *x,
			const struct side *b, const struct syscall_use *y)
{
	uint32_t i = arch_of(a, x), j = arch_of(b, y);

	if (i != j)
		return i < j ? -1 : 1;
	if (x->name && y->name)
		return strcmp(x->name, y->name);
	if (!x->name != !y->name)
		return x->name ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int compare_of_side(const void *left, const void *right, void *side)
{
	return compare_uses(side, *(const struct syscall_use *const *)left,
			    side, *(const struct syscall_use *const *)right);
}

static bool side_init(struct side *side, const struct profile *profile,
		      bool is_joined)
{
	const char *arch = profile->environment.arch;

	*side = (struct side){.profile = profile,
			      .count = profile->syscall_count};
	side->is_native_joined =
		is_joined && arch && arch_from_name(arch, &side->native);
	side->sorted = calloc(side->count + 1, sizeof(*side->sorted));
	if (!side->sorted)
		return false;
	for (size_t i = 0; i < side->count; i++)
		side->sorted[i] = &profile->syscalls[i];
	qsort_r(side->sorted, side->count, sizeof(*side->sorted),
		compare_of_side, side);
	return true;
}

static bool is_runtimes(const struct syscall_use *use)
{
	return use->phases == 1u << PHASE_RUNTIME;
}

/* A call of FAMILY that SIDE's workload made on the same architecture. */
static const struct syscall_use *relative(const struct side *side,
					  const struct side *own,
					  const struct syscall_use *use,
					  const struct syscall_family *family)
{
	for (size_t i = 0; i < side->count; i++) {
		const struct syscall_use *other = side->sorted[i];

		if (other->name && !is_runtimes(other) &&
		    arch_of(side, other) == arch_of(own, use) &&
		    syscall_family_of(other->name) == family)
			return other;
	}
	return NULL;
}

/* OWN has USE, OTHER has not. */
static void find_cause(const struct comparison *comparison,
		       struct comparison_item *item, const struct side *own,
		       const struct side *other, const struct syscall_use *use)
{
	const struct profile_environment *environment =
		&own->profile->environment;
	const struct syscall_family *family;
	const struct syscall_use *instead;
	uint32_t number;

	if (is_runtimes(use)) {
		comparison_blame(item, CAUSE_ENVIRONMENT,
				 "only the container runtime called it%s%s %s",
				 environment->runtime_name ? ": " : "",
				 environment->runtime_name
					 ? environment->runtime_name
					 : "",
				 environment->runtime_version
					 ? environment->runtime_version
					 : "");
		return;
	}
	if (other->is_native_joined && use->arch == own->native && use->name &&
	    !syscall_number(other->native, use->name, &number)) {
		comparison_blame(item, CAUSE_ENVIRONMENT, "%s has no such call",
				 arch_name(other->native));
		return;
	}
	(void)comparison;
	family = use->name ? syscall_family_of(use->name) : NULL;
	instead = family ? relative(other, own, use, family) : NULL;
	if (instead)
		comparison_blame(item, CAUSE_FAMILY, "in the place of %s: %s",
				 instead->name, family->why);
	else if (family && family->is_always)
		comparison_blame(item, CAUSE_FAMILY,
				 "any program may come to call it: %s",
				 family->why);
}

static bool add(struct comparison *comparison, const struct side *own,
		const struct side *other, const struct syscall_use *use,
		enum comparison_change change)
{
	const struct syscall_risk *risk =
		use->name ? syscall_risk_of(use->name) : NULL;
	const char *arch = arch_name(use->arch);
	struct comparison_item *item;
	char number[32];

	snprintf(number, sizeof(number), "syscall_%u", use->number);
	item = comparison_add(comparison, COMPARE_SYSCALL, change,
			      use->name ? use->name : number);
	if (!item)
		return false;
	*(change == CHANGE_REMOVED ? &item->old_use : &item->new_use) = use;
	item->grants_more =
		change != CHANGE_REMOVED && use->verdict != VERDICT_UNNEEDED;
	item->risk = risk ? risk->risk : SYSCALL_RISK_MIN;
	item->opens = risk ? risk->opens : "an ordinary call";
	if (change == CHANGE_VERDICT)
		comparison_blame(
			item, CAUSE_APPLICATION,
			item->grants_more
				? "unneeded before; now nothing says so"
				: "unneeded now: verify --minimize");
	else
		find_cause(comparison, item, own, other, use);
	item->what = strdup(arch ? arch : "unknown architecture");
	return item->what;
}

/* Was it, or is it now, left out of the allowlist? */
static bool differs(const struct syscall_use *old,
		    const struct syscall_use *new)
{
	return (old->verdict == VERDICT_UNNEEDED) !=
	       (new->verdict == VERDICT_UNNEEDED);
}

static bool walk(struct comparison *comparison, const struct side *old,
		 const struct side *new)
{
	size_t i = 0, j = 0;

	while (i < old->count || j < new->count) {
		int order = i == old->count ? 1
			    : j == new->count
				    ? -1
				    : compare_uses(old, old->sorted[i], new,
						   new->sorted[j]);

		if (order < 0 &&
		    !add(comparison, old, new, old->sorted[i], CHANGE_REMOVED))
			return false;
		if (order > 0 &&
		    !add(comparison, new, old, new->sorted[j], CHANGE_ADDED))
			return false;
		if (order == 0 && differs(old->sorted[i], new->sorted[j])) {
			if (!add(comparison, new, old, new->sorted[j],
				 CHANGE_VERDICT))
				return false;
			comparison->items[comparison->count - 1].old_use =
				old->sorted[i];
		}
		i += order <= 0;
		j += order >= 0;
	}
	return true;
}

bool comparison_of_syscalls(struct comparison *comparison)
{
	bool is_joined = comparison_arch_differs(comparison);
	struct side old = {0}, new = {0};
	bool is_done = side_init(&old, comparison->old, is_joined) &&
		       side_init(&new, comparison->new, is_joined) &&
		       walk(comparison, &old, &new);

	free(old.sorted);
	free(new.sorted);
	return is_done;
}
