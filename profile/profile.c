/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/profile.h"

#include <stdarg.h>
#include <string.h>

#include "profile/interner.h"
#include "profile/profile_index.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* Values as enum, names as in the file. */
static const char *const phase_names[] = {
#define X(id, name) name,
	PHASE_TABLE(X)
#undef X
};

static const char *const verdict_names[] = {
#define X(id, name) name,
	VERDICT_TABLE(X)
#undef X
};

static const char *const namespace_names[] = {"host", "user"};

static bool name_find(const char *const *names, size_t count, const char *name,
		      unsigned int *ret)
{
	for (unsigned int i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0) {
			*ret = i;
			return true;
		}
	}
	return false;
}

const char *phase_name(enum phase phase)
{
	return phase_names[phase];
}

const char *verdict_name(enum verdict verdict)
{
	return verdict_names[verdict];
}

const char *namespace_name(enum capability_namespace ns)
{
	return namespace_names[ns];
}

bool phase_from_name(const char *name, enum phase *ret)
{
	unsigned int found;

	if (!name_find(phase_names, ARRAY_LENGTH(phase_names), name, &found))
		return false;
	*ret = (enum phase)found;
	return true;
}

bool verdict_from_name(const char *name, enum verdict *ret)
{
	unsigned int found;

	if (!name_find(verdict_names, ARRAY_LENGTH(verdict_names), name,
		       &found))
		return false;
	*ret = (enum verdict)found;
	return true;
}

bool namespace_from_name(const char *name, enum capability_namespace *ret)
{
	unsigned int found;

	if (!name_find(namespace_names, ARRAY_LENGTH(namespace_names), name,
		       &found))
		return false;
	*ret = (enum capability_namespace)found;
	return true;
}

void profile_init(struct profile *profile)
{
	*profile = (struct profile){.is_complete = true};
	profile->strings = interner_new();
	profile->index = profile_index_new();
	profile->failed = !profile->strings || !profile->index;
}

static void string_list_done(struct string_list *list)
{
	free(list->items);
	*list = (struct string_list){0};
}

void profile_done(struct profile *profile)
{
	for (size_t i = 0; i < profile->capability_count; i++)
		free(profile->capabilities[i].evidence);
	for (size_t i = 0; i < profile->syscall_count; i++) {
		string_list_done(&profile->syscalls[i].comms);
		free(profile->syscalls[i].argument.values);
	}
	for (size_t i = 0; i < profile->access_count; i++)
		string_list_done(&profile->accesses[i].permissions);
	free(profile->capabilities);
	free(profile->syscalls);
	free(profile->accesses);
	free(profile->sources);
	free(profile->runs);
	free(profile->environment.booleans);
	string_list_done(&profile->notes);
	string_list_done(&profile->subject.command);
	profile_index_free(profile->index);
	interner_free(profile->strings);
	*profile = (struct profile){0};
}

enum status profile_check(const struct profile *profile, struct error *err)
{
	return profile->failed ? error_no_memory(err) : STATUS_OK;
}

const char *profile_intern(struct profile *profile, const char *string)
{
	const char *own;

	if (!string || profile->failed)
		return NULL;
	own = interner_add(profile->strings, string);
	if (!own)
		profile->failed = true;
	return own;
}

const char *profile_intern_raw(struct profile *profile, const char *bytes,
			       size_t length)
{
	char *clean AUTO_FREE = text_sanitize(bytes, length);

	if (!clean) {
		profile->failed = true;
		return NULL;
	}
	return profile_intern(profile, clean);
}

/*
 * Make room for one more element of SIZE bytes in *ARRAY. CAPACITY may be
 * NULL: the array then grows by one.
 */
static bool grow(struct profile *profile, void *array, size_t count,
		 size_t *capacity, size_t size)
{
	size_t wanted = count + 1;
	void *grown;

	if (profile->failed)
		return false;
	if (capacity) {
		if (count < *capacity)
			return true;
		wanted = *capacity ? *capacity * 2 : 8;
	}
	grown = reallocarray(*(void **)array, wanted, size);
	if (!grown) {
		profile->failed = true;
		return false;
	}
	*(void **)array = grown;
	if (capacity)
		*capacity = wanted;
	return true;
}

void profile_list_append(struct profile *profile, struct string_list *list,
			 const char *string)
{
	const char *own = profile_intern(profile, string);

	if (own && grow(profile, &list->items, list->count, &list->capacity,
			sizeof(*list->items)))
		list->items[list->count++] = own;
}

void profile_list_add(struct profile *profile, struct string_list *list,
		      const char *string)
{
	const char *own = profile_intern(profile, string);

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == own)
			return;
	profile_list_append(profile, list, own);
}

static int compare_pointers(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t) * (const char *const *)left;
	uintptr_t b = (uintptr_t) * (const char *const *)right;

	return (a > b) - (a < b);
}

/*
 * Add all of MORE, each once. Where both are long, looking through the one for
 * each of the other would take a file's square: then they are sorted. Strings
 * are interned, so equal ones are the same; profile_sort() has the last word
 * on their order.
 */
static void list_join(struct profile *profile, struct string_list *list,
		      const struct string_list *more)
{
	size_t unique = 0;

	if (more->count < 32) {
		for (size_t i = 0; i < more->count; i++)
			profile_list_add(profile, list, more->items[i]);
		return;
	}
	for (size_t i = 0; i < more->count; i++)
		profile_list_append(profile, list, more->items[i]);
	qsort(list->items, list->count, sizeof(*list->items), compare_pointers);
	for (size_t i = 0; i < list->count; i++)
		if (!i || list->items[i] != list->items[unique - 1])
			list->items[unique++] = list->items[i];
	list->count = unique;
}

PRINTF(2, 0)
static void note_format(struct profile *profile, const char *format,
			va_list args)
{
	char *note AUTO_FREE = NULL;
	const char *own;

	if (vasprintf(&note, format, args) < 0) {
		note = NULL;
		profile->failed = true;
		return;
	}
	own = profile_intern_raw(profile, note, strlen(note));
	if (own)
		profile_list_add(profile, &profile->notes, own);
}

void profile_note(struct profile *profile, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note_format(profile, format, args);
	va_end(args);
}

void profile_note_incomplete(struct profile *profile, const char *format, ...)
{
	va_list args;

	profile->is_complete = false;
	va_start(args, format);
	note_format(profile, format, args);
	va_end(args);
}

/* A count at its end stays there: a file may hold any number. */
static void count_add(uint64_t *count, uint64_t more)
{
	if (__builtin_add_overflow(*count, more, count))
		*count = UINT64_MAX;
}

void profile_source_add(struct profile *profile, const char *name,
			uint64_t lost)
{
	const char *own = profile_intern(profile, name);

	if (lost)
		profile->is_complete = false;
	count_add(&profile->lost, lost);
	for (size_t i = 0; i < profile->source_count; i++) {
		if (profile->sources[i].name == own) {
			count_add(&profile->sources[i].lost, lost);
			return;
		}
	}
	if (grow(profile, &profile->sources, profile->source_count, NULL,
		 sizeof(*profile->sources)))
		profile->sources[profile->source_count++] =
			(struct profile_source){own, lost};
}

struct profile_run *profile_run_add(struct profile *profile)
{
	struct profile_run *run;

	if (!grow(profile, &profile->runs, profile->run_count, NULL,
		  sizeof(*profile->runs)))
		return NULL;
	run = &profile->runs[profile->run_count++];
	*run = (struct profile_run){0};
	return run;
}

struct capability_need *profile_capability_find(const struct profile *profile,
						unsigned int capability,
						enum capability_namespace ns)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		struct capability_need *need = &profile->capabilities[i];

		if (need->capability == capability && need->ns == ns)
			return need;
	}
	return NULL;
}

static struct capability_need *capability_make(struct profile *profile,
					       unsigned int capability,
					       enum capability_namespace ns,
					       enum verdict verdict,
					       capset_t instead)
{
	struct capability_need *need =
		profile_capability_find(profile, capability, ns);

	if (need ||
	    !grow(profile, &profile->capabilities, profile->capability_count,
		  NULL, sizeof(*profile->capabilities)))
		return need;
	need = &profile->capabilities[profile->capability_count++];
	*need = (struct capability_need){
		.capability = capability,
		.ns = ns,
		.verdict = verdict,
		.instead = instead,
	};
	return need;
}

bool verdict_can_be_healed(enum verdict verdict)
{
	return verdict == VERDICT_NEEDED || verdict == VERDICT_ONE_OF;
}

/* How much a verdict weighs when two meet: the higher one stands. */
static int verdict_weight(enum verdict verdict)
{
	static const int weights[VERDICT_COUNT] = {
		[VERDICT_PROVEN] = 7,	     [VERDICT_UNNEEDED] = 6,
		[VERDICT_NEEDED] = 5,	     [VERDICT_ONE_OF] = 4,
		[VERDICT_OPPORTUNISTIC] = 3, [VERDICT_RUNTIME] = 2,
		[VERDICT_OWN_NAMESPACE] = 1,
	};

	return weights[verdict];
}

static void verdict_reconcile(struct capability_need *need,
			      enum verdict verdict, capset_t instead)
{
	int old_weight = verdict_weight(need->verdict);
	int new_weight = verdict_weight(verdict);

	if (new_weight > old_weight) {
		need->verdict = verdict;
		need->instead = instead;
	} else if (new_weight == old_weight) {
		/* What satisfies every one of the checks. */
		need->instead &= instead;
		if (verdict == VERDICT_ONE_OF && !need->instead)
			need->verdict = VERDICT_NEEDED;
	}
}

static struct evidence evidence_intern(struct profile *profile,
				       const struct evidence *evidence)
{
	return (struct evidence){
		.comm = profile_intern(profile, evidence->comm),
		.exe = profile_intern(profile, evidence->exe),
		.syscall = profile_intern(profile, evidence->syscall),
		.path = profile_intern(profile, evidence->path),
		.mode = profile_intern(profile, evidence->mode),
		.owner = profile_intern(profile, evidence->owner),
		.outcome = profile_intern(profile, evidence->outcome),
		.phase = evidence->phase,
		.reason = profile_intern(profile, evidence->reason),
		.count = evidence->count ? evidence->count : 1,
		.runs = profile_intern(profile, evidence->runs),
	};
}

void profile_capability_add(struct profile *profile, unsigned int capability,
			    enum capability_namespace ns, enum verdict verdict,
			    capset_t instead, const struct evidence *evidence)
{
	struct capability_need *need;
	struct evidence own;
	size_t *slot;

	need = capability_make(profile, capability, ns, verdict, instead);
	if (!need)
		return;
	verdict_reconcile(need, verdict, instead);
	own = evidence_intern(profile, evidence);
	count_add(&need->count, own.count);
	slot = profile_index_evidence(profile, need, &own);
	if (!slot || profile->failed) {
		profile->failed = true;
		return;
	}
	if (*slot < need->evidence_count) {
		count_add(&need->evidence[*slot].count, own.count);
		return;
	}
	if (grow(profile, &need->evidence, need->evidence_count,
		 &need->evidence_capacity, sizeof(*need->evidence)))
		need->evidence[need->evidence_count++] = own;
}

static struct syscall_use *syscall_make(struct profile *profile, uint32_t arch,
					uint32_t number)
{
	size_t *slot = profile_index_syscall(profile, arch, number);

	if (!slot) {
		profile->failed = true;
		return NULL;
	}
	if (*slot < profile->syscall_count)
		return &profile->syscalls[*slot];
	if (!grow(profile, &profile->syscalls, profile->syscall_count,
		  &profile->syscall_capacity, sizeof(*profile->syscalls)))
		return NULL;
	profile->syscalls[profile->syscall_count] = (struct syscall_use){
		.arch = arch,
		.number = number,
		.name = profile_intern(profile, syscall_name(arch, number)),
	};
	return &profile->syscalls[profile->syscall_count++];
}

void profile_syscall_merge(struct profile *profile, uint32_t arch,
			   uint32_t number, phaseset_t phases,
			   const struct string_list *comms, uint64_t count)
{
	struct syscall_use *use = syscall_make(profile, arch, number);

	if (!use)
		return;
	use->phases |= phases;
	count_add(&use->count, count);
	if (comms)
		list_join(profile, &use->comms, comms);
}

void profile_syscall_add(struct profile *profile, uint32_t arch,
			 uint32_t number, enum phase phase, const char *comm,
			 uint64_t count)
{
	const struct string_list comms = {&comm, 1, 1};

	profile_syscall_merge(profile, arch, number, 1u << phase,
			      comm ? &comms : NULL, count);
}

static struct access *access_make(struct profile *profile,
				  const struct access *access)
{
	struct access own = {
		.source = profile_intern(profile, access->source),
		.target = profile_intern(profile, access->target),
		.class = profile_intern(profile, access->class),
		.path = profile_intern(profile, access->path),
		.comm = profile_intern(profile, access->comm),
		.outcome = profile_intern(profile, access->outcome),
		.phase = access->phase,
		.is_unneeded = access->is_unneeded,
	};
	size_t *slot = profile_index_access(profile, &own);

	if (!slot || profile->failed) {
		profile->failed = true;
		return NULL;
	}
	if (*slot < profile->access_count)
		return &profile->accesses[*slot];
	if (!grow(profile, &profile->accesses, profile->access_count,
		  &profile->access_capacity, sizeof(*profile->accesses)))
		return NULL;
	profile->accesses[profile->access_count] = own;
	return &profile->accesses[profile->access_count++];
}

void profile_access_merge(struct profile *profile, const struct access *access)
{
	struct access *known = access_make(profile, access);

	if (!known)
		return;
	count_add(&known->count, access->count);
	list_join(profile, &known->permissions, &access->permissions);
}

static void list_remove(struct string_list *list, const char *string)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] != string)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

void profile_access_set_unneeded(struct profile *profile, size_t index,
				 const struct string_list *permissions)
{
	struct access *access = &profile->accesses[index];
	struct access own = *access;

	if (access->is_unneeded)
		return;
	for (size_t i = 0; i < permissions->count; i++)
		list_remove(&access->permissions, permissions->items[i]);
	if (access->permissions.count) {
		own.permissions = *permissions;
		own.is_unneeded = true;
		profile_access_merge(profile, &own);
		return;
	}
	/* The index finds it by what it was. */
	for (size_t i = 0; i < permissions->count; i++)
		profile_list_add(profile, &access->permissions,
				 permissions->items[i]);
	access->is_unneeded = true;
	profile_index_reset(profile->index);
}

void profile_access_add(struct profile *profile, const struct access *access,
			const char *permission)
{
	struct access one = *access;

	one.permissions = (struct string_list){&permission, 1, 1};
	one.count = access->count ? access->count : 1;
	profile_access_merge(profile, &one);
}
