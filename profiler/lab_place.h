/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/lab_place.h - where the lab's scripts and its built guests are.
 */

#ifndef WHITTLE_PROFILER_LAB_PLACE_H
#define WHITTLE_PROFILER_LAB_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/error.h"

struct lab_place {
	char *suite;
	char *builder; /* lab/build-guest.sh */
	char *cache;
	char *key;   /* digest of all that goes into the guest */
	char *guest; /* where the guest of that key is, or will be */
	char *disk;  /* files in it */
	char *kernel;
	char *qemu; /* a script that calls QEMU */
	bool is_built;
	bool has_kvm;  /* a trial boot with KVM worked */
	char why[256]; /* what the trial said; "" before a build */
	int lock;      /* keeps the guest from being removed; or -1 */
};

/*
 * Find the lab beside the running program or where it was installed, and the
 * state of the guest of SUITE. Freed with lab_place_done().
 * Fails with STATUS_UNSUPPORTED when there is no lab.
 */
MUST_CHECK enum status lab_place_find(struct lab_place *place,
				      const char *suite, struct error *err);
void lab_place_done(struct lab_place *place);

/* STATUS_UNSUPPORTED with a hint unless the guest is built; holds it. */
MUST_CHECK enum status lab_place_hold(struct lab_place *place,
				      struct error *err);

#endif
