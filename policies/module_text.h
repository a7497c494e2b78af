/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/module_text.h - policies/whittle.cil, made part of the program. */

#ifndef WHITTLE_POLICIES_MODULE_TEXT_H
#define WHITTLE_POLICIES_MODULE_TEXT_H

#include <stddef.h>

extern const char policy_module_text[]; /* NUL-terminated */
extern const size_t policy_module_length;

#endif
