/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/module_store.h - SELinux policy modules of this host.
 * libsemanage is met here only. Source: semanage_module_install(3).
 */

#ifndef WHITTLE_PROFILER_MODULE_STORE_H
#define WHITTLE_PROFILER_MODULE_STORE_H

#include <stdbool.h>

#include "profile/error.h"

/*
 * Install TEXT (CIL) as module NAME and load the new policy: some seconds, a
 * minute and more on a slow machine. A failure leaves the policy as it was.
 */
MUST_CHECK enum status module_install(const char *name, const char *text,
				      size_t length, struct error *err);
/* Remove module NAME; *RET_FOUND is false when there is none. */
MUST_CHECK enum status module_remove(const char *name, bool *ret_found,
				     struct error *err);
/*
 * Is module NAME in the store, and is its text TEXT? Reading the store needs
 * root. RET_IS_SAME may be NULL.
 */
MUST_CHECK enum status module_find(const char *name, const char *text,
				   size_t length, bool *ret_found,
				   bool *ret_is_same, struct error *err);

#endif
