/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An AVC out of a ticket or a mail: the kernel's words without its stamp. */
#include "collectors/form.h"

enum record_result form_bare_parse(struct span line, struct form_state *state,
				   struct record *ret)
{
	(void)state;
	/* At the line's very start only: what is indented may be the second
	   line of any program's message, as journalctl shows it. */
	if (!span_has_prefix(line, SPAN("avc:")))
		return RECORD_NONE;
	if (line.length > RECORD_TEXT_MAX)
		return RECORD_TOO_LONG;
	if (memchr(line.data, '\0', line.length))
		return RECORD_BAD_BYTES;
	while (line.length && (line.data[line.length - 1] == ' ' ||
			       line.data[line.length - 1] == '\r'))
		line.length--;
	*ret = (struct record){.type = AUDIT_AVC, .text = line};
	return RECORD_OK;
}
