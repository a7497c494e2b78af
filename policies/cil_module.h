/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/cil_module.h - a type of a workload's own: what the nearest
 * candidate may do, and the difference to what is needed. It is compiled with
 * the policy and asked before anybody sees it.
 */

#ifndef WHITTLE_POLICIES_CIL_MODULE_H
#define WHITTLE_POLICIES_CIL_MODULE_H

#include "policies/selinux_question.h"

/*
 * Fill *MODULE for the workload called NAME, inheriting BASE. Where none can
 * be made, its problem says why. False: no memory.
 */
MUST_CHECK bool cil_module_make(struct selinux_module *module, const char *name,
				const struct selinux_candidate *base,
				const struct selinux_needs *needs);
void cil_module_done(struct selinux_module *module);

#endif
