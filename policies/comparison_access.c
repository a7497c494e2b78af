/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accesses are compared by the target's type, class and permission: paths,
 * commands and phases differ from run to run and grant nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "policies/access_risk.h"
#include "policies/comparison_private.h"
#include "policies/selinux_noise.h"

struct grain {
	const struct access *access;
	const char *permission;
	const char *type; /* of the target; not terminated */
	size_t type_length;
};

struct grains {
	struct grain *items; /* each type, class and permission once */
	size_t count;
	const struct access **by_path; /* those that have one */
	size_t path_count;
};

/* "system_u:object_r:etc_t:s0" has etc_t; "@self" is all of it. */
static void find_type(struct grain *grain)
{
	const char *p = grain->access->target;

	for (int field = 0; field < 2; field++) {
		const char *colon = strchr(p, ':');

		if (!colon) {
			p = grain->access->target;
			break;
		}
		p = colon + 1;
	}
	grain->type = p;
	grain->type_length = strcspn(p, ":");
}

static int compare_types(const struct grain *a, const struct grain *b)
{
	size_t shorter = a->type_length < b->type_length ? a->type_length
							 : b->type_length;
	int order = memcmp(a->type, b->type, shorter);

	return order ? order
		     : (a->type_length > b->type_length) -
			       (a->type_length < b->type_length);
}

static int compare_objects(const struct grain *a, const struct grain *b)
{
	int order = compare_types(a, b);

	return order ? order : strcmp(a->access->class, b->access->class);
}

static int compare_grains(const void *left, const void *right)
{
	const struct grain *a = left, *b = right;
	int order = compare_objects(a, b);

	return order ? order : strcmp(a->permission, b->permission);
}

static int compare_paths(const void *left, const void *right)
{
	const struct access *a = *(const struct access *const *)left;
	const struct access *b = *(const struct access *const *)right;
	int order = strcmp(a->path, b->path);

	return order ? order : strcmp(a->class, b->class);
}

static bool paths_init(struct grains *grains, const struct profile *profile)
{
	grains->by_path =
		calloc(profile->access_count + 1, sizeof(*grains->by_path));
	if (!grains->by_path)
		return false;
	for (size_t i = 0; i < profile->access_count; i++)
		if (profile->accesses[i].path)
			grains->by_path[grains->path_count++] =
				&profile->accesses[i];
	qsort(grains->by_path, grains->path_count, sizeof(*grains->by_path),
	      compare_paths);
	return true;
}

static bool grains_init(struct grains *grains, const struct profile *profile)
{
	size_t count = 0, unique = 0;

	for (size_t i = 0; i < profile->access_count; i++)
		count += profile->accesses[i].permissions.count;
	grains->items = calloc(count + 1, sizeof(*grains->items));
	if (!grains->items || !paths_init(grains, profile))
		return false;
	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *access = &profile->accesses[i];

		for (size_t j = 0; j < access->permissions.count; j++) {
			struct grain *grain = &grains->items[grains->count++];

			grain->access = access;
			grain->permission = access->permissions.items[j];
			find_type(grain);
		}
	}
	qsort(grains->items, grains->count, sizeof(*grains->items),
	      compare_grains);
	for (size_t i = 0; i < grains->count; i++)
		if (!i || compare_grains(&grains->items[unique - 1],
					 &grains->items[i]) != 0)
			grains->items[unique++] = grains->items[i];
	grains->count = unique;
	return true;
}

static bool has_permission(const struct access *access, const char *permission)
{
	for (size_t i = 0; i < access->permissions.count; i++)
		if (strcmp(access->permissions.items[i], permission) == 0)
			return true;
	return false;
}

/* Another policy may have another type for the same path. */
static const struct access *relabelled(const struct grains *other,
				       const struct grain *grain)
{
	const struct access *wanted = grain->access;
	size_t low = 0, high = other->path_count;

	while (wanted->path && low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_paths(&other->by_path[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; wanted->path && low < other->path_count &&
	       compare_paths(&other->by_path[low], &wanted) == 0;
	     low++)
		if (has_permission(other->by_path[low], grain->permission))
			return other->by_path[low];
	return NULL;
}

static void find_cause(const struct comparison *comparison,
		       struct comparison_item *item, const struct grains *other,
		       const struct grain *grain)
{
	const char *noise =
		selinux_noise_reason(grain->access, grain->permission);
	const struct access *same;

	if (noise) {
		comparison_blame(item, CAUSE_ENVIRONMENT, "%s", noise);
		return;
	}
	if (grain->access->phase == PHASE_RUNTIME) {
		comparison_blame(item, CAUSE_ENVIRONMENT,
				 "the container runtime's");
		return;
	}
	if (!comparison_policy_differs(comparison))
		return;
	same = relabelled(other, grain);
	if (same)
		comparison_blame(item, CAUSE_ENVIRONMENT,
				 "another policy labels '%s' %s",
				 printable(same->path),
				 printable(same->target));
}

static bool add_permission(struct comparison_item *item,
			   const struct grain *grain)
{
	struct access_risk risk = access_risk(
		grain->access->target, grain->access->class, grain->permission);
	char *what;

	if (risk.risk > item->risk) {
		item->risk = risk.risk;
		item->opens = risk.opens;
	}
	if (asprintf(&what, "%s%s%s", item->what ? item->what : "",
		     item->what ? " " : "", grain->permission) < 0)
		return false;
	free(item->what);
	item->what = what;
	return true;
}

/* Where the last item of a walk stands; the array may move. */
struct tail {
	size_t position;
	const struct grain *grain; /* NULL: none yet */
};

/* One item for each type and class, with all permissions of one cause. */
static bool add(struct comparison *comparison, const struct grains *other,
		const struct grain *grain, enum comparison_change change,
		struct tail *tail)
{
	struct comparison_item *item, *last;
	char *name AUTO_FREE = NULL;

	if (asprintf(&name, "%.*s:%s", (int)grain->type_length, grain->type,
		     grain->access->class) < 0) {
		name = NULL;
		return false;
	}
	item = comparison_add(comparison, COMPARE_ACCESS, change, name);
	if (!item)
		return false;
	*(change == CHANGE_ADDED ? &item->new_access : &item->old_access) =
		grain->access;
	item->grants_more = change == CHANGE_ADDED;
	find_cause(comparison, item, other, grain);
	last = &comparison->items[tail->position];
	if (tail->grain && compare_objects(tail->grain, grain) == 0 &&
	    last->cause == item->cause) {
		free(item->name);
		free(item->why);
		comparison->count--;
		return add_permission(last, grain);
	}
	*tail = (struct tail){comparison->count - 1, grain};
	return add_permission(item, grain);
}

static bool add_missing(struct comparison *comparison,
			const struct grains *from, const struct grains *other,
			enum comparison_change change)
{
	struct tail tail = {0};

	for (size_t i = 0; i < from->count; i++) {
		const struct grain *grain = &from->items[i];

		if (!bsearch(grain, other->items, other->count, sizeof(*grain),
			     compare_grains) &&
		    !add(comparison, other, grain, change, &tail))
			return false;
	}
	return true;
}

static void grains_done(struct grains *grains)
{
	free(grains->items);
	free(grains->by_path);
}

bool comparison_of_accesses(struct comparison *comparison)
{
	struct grains old = {0}, new = {0};
	bool is_done = grains_init(&old, comparison->old) &&
		       grains_init(&new, comparison->new) &&
		       add_missing(comparison, &new, &old, CHANGE_ADDED) &&
		       add_missing(comparison, &old, &new, CHANGE_REMOVED);

	grains_done(&old);
	grains_done(&new);
	return is_done;
}
