/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/form.h"

const struct form forms[] = {
	{"audit.log",
	 "type=SECCOMP msg=audit(1664902715.647:992801): auid=... pid=...",
	 form_raw_parse},
	{"journal JSON",
	 "{\"_TRANSPORT\":\"audit\",\"_AUDIT_TYPE\":\"1326\",\"MESSAGE\":...}",
	 form_journal_json_parse},
	{"kernel log",
	 "kernel: [12.345] audit: type=1326 audit(1664902715.647:9): auid=...",
	 form_kernel_parse},
	{"bare",
	 "avc:  denied  { read } for  pid=1 comm=... scontext=... tclass=file",
	 form_bare_parse},
};

const size_t form_count = ARRAY_LENGTH(forms);

void form_state_done(struct form_state *state)
{
	text_done(&state->scratch);
	text_done(&state->raw);
}

enum record_result form_parse(struct span line, struct form_state *state,
			      struct record *ret)
{
	enum record_result result = RECORD_NONE;

	for (size_t i = 0; i < form_count && result == RECORD_NONE; i++)
		result = forms[i].parse(line, state, ret);
	return result;
}
