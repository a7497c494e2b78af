/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/selinux_answer.h - is there an answer of an SELinux policy? */

#ifndef WHITTLE_REPORTERS_SELINUX_ANSWER_H
#define WHITTLE_REPORTERS_SELINUX_ANSWER_H

#include "policies/selinux_advice.h"
#include "profile/error.h"

/*
 * An answer that nobody gave is not invented. Fails with STATUS_UNSUPPORTED:
 * there is none.
 */
MUST_CHECK enum status selinux_check_answered(
	const struct selinux_advice *selinux, struct error *err);

#endif
