/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/mute.h"

#include <ctype.h>
#include <string.h>

#include "profile/text.h"
#include "profiler/domain.h"
#include "profiler/journal.h"
#include "profiler/process.h"

#define BOOLEAN_PREFIX "whittle_audit_"
#define NAME_SIZE      64

/* False when the loaded policy does not have it: a capability that is newer. */
static bool boolean_of(unsigned int capability, char name[NAME_SIZE])
{
	const char *bare = capability_short_name(capability);
	bool is_on;
	size_t at;

	if (!bare)
		return false;
	snprintf(name, NAME_SIZE, BOOLEAN_PREFIX "%s", bare);
	for (at = strlen(BOOLEAN_PREFIX); name[at]; at++)
		name[at] = (char)tolower((unsigned char)name[at]);
	return selinux_boolean_get(name, &is_on);
}

/* The booleans of SET as words. */
static void list_booleans(capset_t set, struct text *text)
{
	char name[NAME_SIZE];

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(set, i) && boolean_of(i, name))
			text_addf(text, " %s", name);
}

static enum status write_down(struct mute *mute, capset_t set,
			      struct error *err)
{
	struct text names AUTO_TEXT = {0};
	enum status status;

	list_booleans(set & ~mute->journaled, &names);
	if (names.failed)
		return error_no_memory(err);
	if (!names.length)
		return STATUS_OK;
	status = journal_add(err, "booleans%s", names.data);
	if (status == STATUS_OK)
		mute->journaled |= set;
	return status;
}

/* Switch the booleans of SET, all in one commit. */
static enum status flip(struct mute *mute, capset_t set, bool is_on,
			struct error *err)
{
	struct text names AUTO_TEXT = {0};

	list_booleans(set, &names);
	if (names.failed)
		return error_no_memory(err);
	mute->flip_ms = process_now_ms();
	return names.length ? selinux_booleans_set(names.data, is_on, err)
			    : STATUS_OK;
}

static enum status silence(struct mute *mute, capset_t set, struct error *err)
{
	enum status status = write_down(mute, set, err);

	return status == STATUS_OK ? flip(mute, set, false, err) : status;
}

enum status mute_always(struct mute *mute, capset_t capabilities,
			struct error *err)
{
	mute->always = capabilities;
	return silence(mute, capabilities, err);
}

enum status mute_floods(struct mute *mute, struct harvest *harvest,
			struct error *err)
{
	capset_t flooding = CAPSET_NONE;
	char name[NAME_SIZE];

	if (process_now_ms() - mute->flip_ms < MUTE_PAUSE_MS)
		return STATUS_OK;
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++) {
		const struct harvest_flow *flow = harvest_flow(harvest, i);

		if (flow->is_final && flow->checks >= MUTE_CHECKS &&
		    flow->stale >= MUTE_STALE && boolean_of(i, name))
			flooding |= capset_of(i);
	}
	flooding &= ~(mute->always | mute->flooded);
	if (!flooding)
		return STATUS_OK;
	mute->flooded |= flooding;
	mute->noted |= flooding;
	return silence(mute, flooding, err);
}

enum status mute_end_phase(struct mute *mute, struct harvest *harvest,
			   struct error *err)
{
	capset_t flooded = mute->flooded;

	harvest_flow_restart(harvest);
	mute->flooded = CAPSET_NONE;
	return flooded ? flip(mute, flooded, true, err) : STATUS_OK;
}

void mute_note(const struct mute *mute, struct profile *profile)
{
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(mute->noted, i))
			profile_note(profile,
				     "%s was asked for in a flood and muted "
				     "once %u checks had been logged and the "
				     "last %u told nothing new: what asked "
				     "for it later in the same phase is not "
				     "in its evidence",
				     capability_name(i), MUTE_CHECKS,
				     MUTE_STALE);
}

static bool is_own_boolean(const char *name)
{
	return has_prefix(name, BOOLEAN_PREFIX, &name) && *name &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") ==
		       strlen(name);
}

enum status mute_undo(char *names, struct error *err)
{
	struct text off AUTO_TEXT = {0};
	char *save = NULL;
	bool is_on;

	for (char *name = strtok_r(names, " ", &save); name;
	     name = strtok_r(NULL, " ", &save)) {
		if (!is_own_boolean(name))
			return error_set(err, STATUS_MALFORMED,
					 "it was written by another version, "
					 "or damaged",
					 "the journal's boolean '%s' is none "
					 "of whittle's",
					 printable(name));
		/* The module may have been removed meanwhile. */
		if (selinux_boolean_get(name, &is_on) && !is_on)
			text_addf(&off, " %s", name);
	}
	if (off.failed)
		return error_no_memory(err);
	return off.length ? selinux_booleans_set(off.data, true, err)
			  : STATUS_OK;
}
