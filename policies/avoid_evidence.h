/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/avoid_evidence.h - what rows of policies/avoid_table.c ask of
 * evidence, and how they name what it names.
 */

#ifndef WHITTLE_POLICIES_AVOID_EVIDENCE_H
#define WHITTLE_POLICIES_AVOID_EVIDENCE_H

#include "policies/avoid_table.h"

typedef bool avoid_fits(const struct capability_need *need,
			const struct evidence *evidence,
			const struct reason *reason);
typedef void avoid_describe(struct text *text, const struct evidence *evidence,
			    const struct reason *reason);

avoid_fits evidence_names_file;	   /* whose mode may be at fault */
avoid_fits evidence_blames_folder; /* one on the way to the file */
avoid_fits evidence_has_owner;	   /* not root, and not who asked */
avoid_fits evidence_is_sysctl;	   /* below /proc/sys */
avoid_fits evidence_may_be_icmp;   /* a socket, by no row of another kind */
avoid_fits evidence_is_oom_score;
avoid_fits evidence_is_dmesg; /* syslog() or /dev/kmsg, not /proc/kmsg */
avoid_fits need_works_in_userns;
avoid_fits need_is_of_one_program; /* whose file is known */

avoid_describe avoid_describe_mode;
avoid_describe avoid_describe_folder;
avoid_describe avoid_describe_owner;
avoid_describe avoid_describe_chown;
avoid_describe avoid_describe_sysctl;
avoid_describe avoid_describe_setcap;

#endif
