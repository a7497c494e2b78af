/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "collectors/harvest_private.h"
#include "collectors/launcher.h"
#include "profile/text.h"

bool harvest_goes_by_label(const struct harvest *harvest)
{
	return harvest->config.selection.context ||
	       harvest->config.selection.type;
}

static bool is_named(const struct name *name, const char *wanted)
{
	return name && name->text && strcmp(name->text, wanted) == 0;
}

static int compare_pids(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static bool has_wanted_pid(const struct selection *selection,
			   const struct maker *maker)
{
	return maker->has_pid &&
	       bsearch(&maker->pid, selection->pids, selection->pid_count,
		       sizeof(*selection->pids), compare_pids);
}

static bool has_wanted_session(const struct harvest *harvest,
			       const struct maker *maker)
{
	for (size_t i = 0; maker->has_session && i < harvest->session_count;
	     i++)
		if (harvest->sessions[i] == maker->session)
			return true;
	return false;
}

/* Does its session say that it only has the same label? */
static bool is_of_another(const struct harvest *harvest,
			  const struct maker *maker)
{
	const struct selection *selection = &harvest->config.selection;

	return selection->is_shared && maker->has_session &&
	       maker->session != selection->other_session &&
	       !has_wanted_session(harvest, maker);
}

uint64_t harvest_process_on_node(struct harvest *harvest,
				 const struct record *record, uint64_t pid)
{
	const struct name *node = name_table_get(&harvest->nodes, record->node);

	return node ? pid ^ (uint64_t)node->id << PROCESS_NODE_SHIFT : pid;
}

bool harvest_wants(const struct harvest *harvest, const struct maker *maker)
{
	const struct selection *selection = &harvest->config.selection;

	if (selection->by_either && !maker->is_by_label &&
	    has_wanted_session(harvest, maker))
		return true;
	if (harvest_goes_by_label(harvest) &&
	    !(maker->label && maker->label->is_selected))
		return false;
	if (selection->by_either)
		return harvest_goes_by_label(harvest) &&
		       !is_of_another(harvest, maker);
	if (selection->comm && !is_named(maker->comm, selection->comm))
		return false;
	if (selection->exe && !is_named(maker->exe, selection->exe))
		return false;
	if (selection->pid_count && !has_wanted_pid(selection, maker))
		return false;
	return !selection->by_session || has_wanted_session(harvest, maker);
}

bool harvest_is_launcher(struct harvest *harvest, const struct maker *maker)
{
	const struct selection *selection = &harvest->config.selection;
	const char *comm = maker->comm ? maker->comm->text : NULL;
	const char *exe = maker->exe ? maker->exe->text : NULL;

	/* A label tells better, and who asks for a runtime by its name gets
	   it. */
	if (harvest_goes_by_label(harvest) ||
	    (selection->exe && is_named(maker->exe, selection->exe)) ||
	    (selection->comm && is_named(maker->comm, selection->comm)))
		return false;
	if (maker->comm == harvest->asked_comm &&
	    maker->exe == harvest->asked_exe)
		return harvest->was_launcher;
	harvest->asked_comm = maker->comm;
	harvest->asked_exe = maker->exe;
	harvest->was_launcher = selection->is_launcher
					? selection->is_launcher(comm, exe)
					: launcher_is_hinted(comm, exe);
	return harvest->was_launcher;
}
