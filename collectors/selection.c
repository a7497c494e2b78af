/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/selection.h"

bool selection_is_set(const struct selection *selection)
{
	return selection->context || selection->type || selection->comm ||
	       selection->exe || selection->pid_count ||
	       selection->by_session || selection->all;
}
