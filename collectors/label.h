/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/label.h - the parts of a SELinux context, and its one canonical
 * spelling. Source: security/selinux/ss/mls.c mls_sid_to_context(),
 * mls_context_to_sid().
 */

#ifndef WHITTLE_COLLECTORS_LABEL_H
#define WHITTLE_COLLECTORS_LABEL_H

#include <stdbool.h>
#include <stddef.h>

#include "collectors/span.h"

#define LABEL_MAX 8192u /* bytes of a canonical context, with its NUL */

/* Views into the context: "user:role:type" or "user:role:type:level". */
struct label {
	struct span user, role, type;
	struct span level; /* may be empty: a policy without levels */
};

/* False when TEXT is no SELinux context (an AppArmor profile, "?"). */
MUST_CHECK bool label_parse(struct span text, struct label *ret);

/* The same where user, role and type may have "*" and "?". */
MUST_CHECK bool label_pattern_parse(struct span text, struct label *ret);

/*
 * Write TEXT to BUFFER (LABEL_MAX bytes) with its categories sorted and
 * ranges as the kernel writes them. False when TEXT is no SELinux context or
 * too long. A level of another form (a translated one) stays as it is.
 */
MUST_CHECK bool label_canonical(struct span text, char *buffer);
MUST_CHECK bool label_pattern_canonical(struct span text, char *buffer);

/*
 * Is LEVEL one that sets apart: has its low end categories, as the random
 * pair of a container has?
 */
bool label_level_is_private(struct span level);

/*
 * Is the canonical LABEL the one that PATTERN (a context, canonical) describes?
 * In each part of it "*" stands for any text and "?" for one byte, as in
 * "*:*:container_t:s0:c133,*"; a level left out stands for any.
 */
bool label_matches(const struct label *label, const struct label *pattern);

#endif
