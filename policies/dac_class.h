/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/dac_class.h - why a file's mode made the kernel ask for a DAC
 * capability, as far as one record can prove it.
 * Source: kernel fs/namei.c acl_permission_check(), generic_permission().
 */

#ifndef WHITTLE_POLICIES_DAC_CLASS_H
#define WHITTLE_POLICIES_DAC_CLASS_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/check.h"

/* Stands in what is written where the group's bits would have done. */
#define DAC_ONLY_GROUP "only group "

/*
 * Write to BUFFER which class of the object's mode refuses what the call
 * asked for ("others may not read, only group 112"), or that none does and a
 * folder on the way to it must have. *RET_RULE is "dac-mode" or "dac-folder".
 * False: the record does not prove either. A process's groups beside its
 * fsgid are in no record, so membership is never denied here.
 */
bool dac_class_describe(const struct capability_check *check, char *buffer,
			size_t size, const char **ret_rule);

#endif
