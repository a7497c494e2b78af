/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/avc.h - the fields of an AVC record.
 * Source: security/selinux/avc.c avc_audit_pre_callback(),
 * avc_audit_post_callback(); security/lsm_audit.c dump_common_audit_data().
 */

#ifndef WHITTLE_COLLECTORS_AVC_H
#define WHITTLE_COLLECTORS_AVC_H

#include <stdbool.h>
#include <stdint.h>

#include "collectors/record.h"
#include "profile/profile.h"

struct avc {
	bool is_granted;
	bool has_permissive, is_permissive; /* permissive=, of denials only */
	struct span permissions;	    /* between the braces */
	struct span source, target, class;
	bool has_pid;
	uint64_t pid;
	struct span comm, path, name, dev; /* as written */
	bool has_inode;
	uint64_t inode;
	bool has_capability; /* of one of the four capability classes */
	enum capability_namespace ns;
	unsigned int capability;
};

/*
 * RECORD_NONE: an AVC record that tells of no access (a policy's notice,
 * another security module's words). RECORD_BAD_FIELDS: one that should, but
 * its fields are missing or contradict each other.
 */
MUST_CHECK enum record_result avc_parse(struct span text, struct avc *ret);

/* The pid in TEXT alone, without a look at the rest. */
MUST_CHECK bool avc_pid(struct span text, uint64_t *ret);

/* The next permission of *REST (avc.permissions); false when none is left. */
bool avc_next_permission(struct span *rest, struct span *ret);

#endif
