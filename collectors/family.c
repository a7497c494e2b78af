/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/family.h"

#include <stdlib.h>

void family_done(struct family *family)
{
	free(family->links);
	*family = (struct family){0};
}

static struct family_link *place_of(const struct family *family,
				    uint64_t parent, uint64_t child)
{
	uint64_t hash =
		(parent * 0x9e3779b97f4a7c15u ^ child) * 0xc2b2ae3d27d4eb4fu;

	for (size_t at = (size_t)(hash >> 32);; at++) {
		struct family_link *link =
			&family->links[at & (family->capacity - 1)];

		if ((link->parent == parent && link->child == child) ||
		    (!link->parent && !link->child))
			return link;
	}
}

static bool grow(struct family *family)
{
	struct family grown = {
		.capacity = family->capacity ? family->capacity * 2 : 1024,
		.count = family->count,
	};

	grown.links = calloc(grown.capacity, sizeof(*grown.links));
	if (!grown.links)
		return false;
	for (size_t i = 0; i < family->capacity; i++)
		if (family->links[i].child || family->links[i].parent)
			*place_of(&grown, family->links[i].parent,
				  family->links[i].child) = family->links[i];
	free(family->links);
	family->links = grown.links;
	family->capacity = grown.capacity;
	return true;
}

void family_add(struct family *family, uint64_t parent, uint64_t child)
{
	struct family_link *link;

	if ((!parent && !child) || parent == child)
		return;
	if (family->count * 2 >= family->capacity &&
	    (family->capacity >= 2 * FAMILY_LINKS_MAX || !grow(family))) {
		family->lost++;
		return;
	}
	link = place_of(family, parent, child);
	if (link->parent || link->child)
		return;
	*link = (struct family_link){parent, child};
	family->count++;
}

static int compare_links(const void *a, const void *b)
{
	const struct family_link *left = a, *right = b;

	if (left->parent != right->parent)
		return left->parent < right->parent ? -1 : 1;
	return left->child < right->child ? -1 : left->child > right->child;
}

static int compare_pids(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

/* Was PID not in SEEN before? */
static bool is_new(struct family *seen, uint64_t pid)
{
	size_t before = seen->count;

	family_add(seen, pid, UINT64_MAX);
	return seen->count > before;
}

/* The first of LINKS with PARENT, or where it would stand. */
static size_t first_link(const struct family_link *links, size_t count,
			 uint64_t parent)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (links[middle].parent < parent)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Generation by generation; PIDS has room for each link's child. */
static size_t collect(const struct family_link *links, size_t count,
		      uint64_t ancestor, uint64_t *pids)
{
	struct family seen = {0};
	size_t found = 1;

	pids[0] = ancestor;
	is_new(&seen, ancestor);
	for (size_t next = 0; next < found; next++) {
		size_t at = first_link(links, count, pids[next]);

		for (; at < count && links[at].parent == pids[next]; at++)
			if (is_new(&seen, links[at].child))
				pids[found++] = links[at].child;
	}
	family_done(&seen);
	return found;
}

enum status family_of(const struct family *family, uint64_t ancestor,
		      uint64_t **ret, size_t *ret_count, struct error *err)
{
	struct family_link *links AUTO_FREE = NULL;
	uint64_t *pids = calloc(family->count + 1, sizeof(*pids));
	size_t count = 0;

	links = calloc(family->count + 1, sizeof(*links));
	if (!pids || !links) {
		free(pids);
		return error_no_memory(err);
	}
	for (size_t i = 0; i < family->capacity; i++)
		if (family->links[i].parent || family->links[i].child)
			links[count++] = family->links[i];
	qsort(links, count, sizeof(*links), compare_links);
	*ret_count = collect(links, count, ancestor, pids);
	qsort(pids, *ret_count, sizeof(*pids), compare_pids);
	*ret = pids;
	return STATUS_OK;
}
