/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/profile_index.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

enum key_kind { KEY_SYSCALL, KEY_ACCESS, KEY_EVIDENCE };

/* Interned strings: comparing pointers is comparing text. */
struct key {
	const char *strings[8];
	uint32_t kind;
	uint32_t numbers[3];
};

struct entry {
	struct key key;
	size_t position;
	UT_hash_handle hh;
};

struct profile_index {
	struct entry *all;
	bool is_stale;
};

struct profile_index *profile_index_new(void)
{
	return calloc(1, sizeof(struct profile_index));
}

static void index_clear(struct profile_index *index)
{
	struct entry *entry, *next;

	HASH_ITER (hh, index->all, entry, next) {
		HASH_DEL(index->all, entry);
		free(entry);
	}
}

void profile_index_free(struct profile_index *index)
{
	if (!index)
		return;
	index_clear(index);
	free(index);
}

void profile_index_reset(struct profile_index *index)
{
	index_clear(index);
	index->is_stale = true;
}

static size_t *index_put(struct profile_index *index, const struct key *key,
			 size_t position)
{
	struct entry *entry;

	HASH_FIND(hh, index->all, key, sizeof(*key), entry);
	if (entry)
		return &entry->position;
	entry = calloc(1, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->key = *key;
	entry->position = position;
	HASH_ADD(hh, index->all, key, sizeof(entry->key), entry);
	if (!entry->hh.tbl) { /* uthash had no memory */
		free(entry);
		return NULL;
	}
	return &entry->position;
}

static struct key syscall_key(uint32_t arch, uint32_t number)
{
	return (struct key){.kind = KEY_SYSCALL, .numbers = {arch, number}};
}

static struct key access_key(const struct access *access)
{
	return (struct key){
		.strings = {access->source, access->target, access->class,
			    access->path, access->comm, access->outcome},
		.kind = KEY_ACCESS,
		.numbers = {access->phase, access->is_unneeded},
	};
}

static struct key evidence_key(const struct capability_need *need,
			       const struct evidence *evidence)
{
	return (struct key){
		.strings = {evidence->comm, evidence->exe, evidence->syscall,
			    evidence->path, evidence->mode, evidence->owner,
			    evidence->outcome, evidence->reason},
		.kind = KEY_EVIDENCE,
		.numbers = {evidence->phase, need->capability, need->ns},
	};
}

/* After a sort every position is another one: enter them all again. */
static bool index_refresh(struct profile *profile)
{
	struct profile_index *index = profile->index;
	struct key key;

	if (!index->is_stale)
		return true;
	index->is_stale = false;
	for (size_t i = 0; i < profile->syscall_count; i++) {
		key = syscall_key(profile->syscalls[i].arch,
				  profile->syscalls[i].number);
		if (!index_put(index, &key, i))
			return false;
	}
	for (size_t i = 0; i < profile->access_count; i++) {
		key = access_key(&profile->accesses[i]);
		if (!index_put(index, &key, i))
			return false;
	}
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		for (size_t j = 0; j < need->evidence_count; j++) {
			key = evidence_key(need, &need->evidence[j]);
			if (!index_put(index, &key, j))
				return false;
		}
	}
	return true;
}

size_t *profile_index_syscall(struct profile *profile, uint32_t arch,
			      uint32_t number)
{
	struct key key = syscall_key(arch, number);

	if (profile->failed || !index_refresh(profile))
		return NULL;
	return index_put(profile->index, &key, profile->syscall_count);
}

size_t *profile_index_access(struct profile *profile,
			     const struct access *access)
{
	struct key key = access_key(access);

	if (profile->failed || !index_refresh(profile))
		return NULL;
	return index_put(profile->index, &key, profile->access_count);
}

size_t *profile_index_evidence(struct profile *profile,
			       const struct capability_need *need,
			       const struct evidence *evidence)
{
	struct key key = evidence_key(need, evidence);

	if (profile->failed || !index_refresh(profile))
		return NULL;
	return index_put(profile->index, &key, need->evidence_count);
}
