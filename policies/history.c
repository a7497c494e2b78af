/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/history.h"

#include <stdlib.h>
#include <string.h>

#include "policies/capability_table.h"
#include "policies/syscall_risk.h"
#include "profile/syscall_names.h"

bool history_has(const struct history_row *row, size_t index)
{
	return row->cells[index].need || row->cells[index].use;
}

static bool is_same_name(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static struct history_row *row_find(struct history *history,
				    const struct history_row *like)
{
	for (size_t i = 0; i < history->row_count; i++) {
		struct history_row *row = &history->rows[i];

		if (row->kind == like->kind &&
		    row->is_own_namespace == like->is_own_namespace &&
		    strcmp(row->name, like->name) == 0 &&
		    is_same_name(row->arch, like->arch))
			return row;
	}
	return NULL;
}

/* The row of LIKE, made where there is none; NULL: no memory. */
static struct history_row *row_of(struct history *history,
				  const struct history_row *like)
{
	struct history_row *row = row_find(history, like);

	if (row)
		return row;
	if (history->row_count == history->row_capacity) {
		size_t wanted = history->row_capacity * 2 + 16;
		struct history_row *grown =
			reallocarray(history->rows, wanted, sizeof(*grown));

		if (!grown)
			return NULL;
		history->rows = grown;
		history->row_capacity = wanted;
	}
	row = &history->rows[history->row_count];
	*row = *like;
	row->cells = calloc(history->count, sizeof(*row->cells));
	if (!row->cells)
		return NULL;
	history->row_count++;
	return row;
}

static bool add_capabilities(struct history *history, size_t release)
{
	const struct profile *profile = history->profiles[release];

	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];
		const struct capability_row *known =
			capability_row(need->capability);
		bool is_own = need->ns == NAMESPACE_USER;
		struct history_row *row = row_of(
			history,
			&(struct history_row){
				.kind = COMPARE_CAPABILITY,
				.name = capability_name(need->capability),
				.is_own_namespace = is_own,
				.risk = is_own ? CAPABILITY_RISK_MIN
					       : capability_risk(
							 need->capability),
				.opens = known ? known->opens
					       : "newer than this program",
			});

		if (!row)
			return false;
		row->cells[release].need = need;
	}
	return true;
}

static bool add_syscalls(struct history *history, size_t release)
{
	const struct profile *profile = history->profiles[release];

	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];
		const struct syscall_risk *risk =
			use->name ? syscall_risk_of(use->name) : NULL;
		struct history_row *row;

		if (!risk || risk->risk < HISTORY_RISK_MIN)
			continue;
		row = row_of(history, &(struct history_row){
					      .kind = COMPARE_SYSCALL,
					      .name = use->name,
					      .arch = arch_name(use->arch),
					      .risk = risk->risk,
					      .opens = risk->opens,
				      });
		if (!row)
			return false;
		row->cells[release].use = use;
	}
	return true;
}

static int compare_rows(const void *left, const void *right)
{
	const struct history_row *a = left, *b = right;
	int order;

	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	if (a->risk != b->risk)
		return (int)b->risk - (int)a->risk;
	order = strcmp(a->name, b->name);
	if (order)
		return order;
	if (a->is_own_namespace != b->is_own_namespace)
		return a->is_own_namespace ? 1 : -1;
	return strcmp(a->arch ? a->arch : "", b->arch ? b->arch : "");
}

static void mark_known(const struct history *history)
{
	for (size_t i = 0; i < history->row_count; i++) {
		struct history_row *row = &history->rows[i];

		for (size_t j = 0; j < history->count; j++)
			row->cells[j].is_known =
				row->kind == COMPARE_CAPABILITY
					? selinux_was_recorded(
						  history->profiles[j])
					: history->profiles[j]->syscall_count >
						  0;
	}
}

enum status history_make(struct history *ret,
			 const struct profile *const *profiles, size_t count,
			 struct error *err)
{
	*ret = (struct history){.profiles = profiles, .count = count};
	for (size_t i = 0; i < count; i++)
		if (!add_capabilities(ret, i) || !add_syscalls(ret, i))
			return error_no_memory(err);
	mark_known(ret);
	if (ret->row_count)
		qsort(ret->rows, ret->row_count, sizeof(*ret->rows),
		      compare_rows);
	return STATUS_OK;
}

void history_done(struct history *history)
{
	for (size_t i = 0; i < history->row_count; i++)
		free(history->rows[i].cells);
	free(history->rows);
	*history = (struct history){0};
}
