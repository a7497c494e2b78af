/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/launcher.h"

#include <string.h>

#include "profile/attributes.h"
#include "profile/text.h"

/*
 * Seen with crun 1.21 and 1.28 (which runs from a sealed memfd), runc 1.1.15
 * and 1.3.6 on Linux 6.12: comm "runc:[2:INIT]", "crun", "memfd:crun_clon";
 * exe "/", "/runc", "/usr/bin/crun" or a memfd.
 */
static const struct {
	enum { COMM_IS, COMM_BEGINS, EXE_IS, EXE_BEGINS, EXE_ENDS } what;
	const char *text;
} hints[] = {
	{COMM_BEGINS, "runc:["},
	{COMM_IS, "crun"},
	{COMM_IS, "runc"},
	{COMM_BEGINS, "memfd:crun_"},
	{COMM_BEGINS, "memfd:runc_"},
	{EXE_IS, "/"},
	{EXE_ENDS, "/runc"},
	{EXE_ENDS, "/crun"},
	{EXE_BEGINS, "/memfd:crun_"},
	{EXE_BEGINS, "/memfd:runc_"},
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length &&
	       strcmp(text + length - end_length, end) == 0;
}

bool launcher_is_hinted(const char *comm, const char *exe)
{
	comm = comm ? comm : "";
	exe = exe ? exe : "";
	for (size_t i = 0; i < ARRAY_LENGTH(hints); i++) {
		const char *text = hints[i].text;
		bool is_hit = false;

		switch (hints[i].what) {
		case COMM_IS:
			is_hit = strcmp(comm, text) == 0;
			break;
		case COMM_BEGINS:
			is_hit = has_prefix(comm, text, NULL);
			break;
		case EXE_IS:
			is_hit = strcmp(exe, text) == 0;
			break;
		case EXE_BEGINS:
			is_hit = has_prefix(exe, text, NULL);
			break;
		case EXE_ENDS:
			is_hit = ends_with(exe, text);
			break;
		}
		if (is_hit)
			return true;
	}
	return false;
}
