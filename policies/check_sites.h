/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/check_sites.h - places where the kernel asks for a capability and
 * the answer is not simply "needed". A row is keyed by capability, syscall
 * and arguments, never by a program's name.
 */

#ifndef WHITTLE_POLICIES_CHECK_SITES_H
#define WHITTLE_POLICIES_CHECK_SITES_H

#include <stdbool.h>

#include "profile/check.h"

#define CHECK_SITE_ANY_ARGUMENT 255

struct check_site {
	const char *id; /* "prlimit-hard-limit": begins the reason */
	unsigned int capability;
	const char *syscalls; /* names with a blank between; NULL: any */
	/* (args[argument] & mask) == value, unless ANY_ARGUMENT. */
	unsigned char argument;
	uint64_t mask;
	uint64_t value;
	/* A second condition, or NULL. */
	bool (*fits)(const struct capability_check *check);
	enum verdict verdict;
	capset_t instead;    /* for VERDICT_ONE_OF */
	const char *asks;    /* what was asked, for the reason */
	const char *without; /* for VERDICT_OPPORTUNISTIC: what is lost */
	const char *source;  /* kernel file and function() */
	const char *kernel;  /* the version where it was read */
};

/* Ends with a NULL id. */
extern const struct check_site check_sites[];

/* The first row that fits CHECK, or NULL. */
const struct check_site *check_site_match(const struct capability_check *check);

/* The row whose id begins the REASON of a profile's evidence, or NULL. */
const struct check_site *check_site_of_reason(const char *reason);

#endif
