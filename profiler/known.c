/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/known.h"

#include <stdlib.h>

void known_items_done(struct known_items *known)
{
	free(known->calls);
	*known = (struct known_items){0};
}

/* Of what only the runtime did, the program's own use would be news; of what
   one exercise did without, that another one makes it. */
static bool is_known_call(const struct syscall_use *use)
{
	return use->name && use->verdict != VERDICT_UNNEEDED &&
	       (use->phases & ~(1u << PHASE_RUNTIME));
}

static bool is_known_need(const struct capability_need *need)
{
	return need->ns == NAMESPACE_HOST && (need->verdict == VERDICT_NEEDED ||
					      need->verdict == VERDICT_PROVEN);
}

enum status known_items_of(const struct profile *profile,
			   struct known_items *ret, struct error *err)
{
	struct known_items known = {
		.calls = calloc(profile->syscall_count + 1,
				sizeof(*known.calls)),
	};

	if (!known.calls)
		return error_no_memory(err);
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (is_known_call(&profile->syscalls[i]))
			known.calls[known.call_count++] =
				(struct known_call){profile->syscalls[i].arch,
						    profile->syscalls[i].name};
	for (size_t i = 0; i < profile->capability_count; i++)
		if (is_known_need(&profile->capabilities[i]))
			known.capabilities |=
				capset_of(profile->capabilities[i].capability);
	*ret = known;
	return STATUS_OK;
}
