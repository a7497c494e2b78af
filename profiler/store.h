/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/store.h - profiles of releases in a folder, which may be a Git
 * working tree: DIR/whittle/IMAGE/DIGEST.json, the digest's colon a dash. A
 * tag is found in the profiles themselves (subject.image).
 */

#ifndef WHITTLE_PROFILER_STORE_H
#define WHITTLE_PROFILER_STORE_H

#include "profile/profile.h"

/* IMAGE, IMAGE:TAG or IMAGE@DIGEST, taken apart. */
struct image_reference {
	char image[512];  /* "registry.example:5000/team/web" */
	char tag[136];	  /* "latest" where none is given and no digest */
	char digest[136]; /* "sha256-0123..."; "" where none is given */
};

/*
 * Take TEXT apart. STATUS_MALFORMED where it is no image's reference: a name
 * that could leave the store's folder is none.
 */
MUST_CHECK enum status image_reference_parse(struct image_reference *ret,
					     const char *text,
					     struct error *err);

/*
 * The file of REFERENCE in the store DIR, freed with free(). Fails with
 * STATUS_MALFORMED: none there (the message names what is), or several bear
 * the tag.
 */
MUST_CHECK enum status store_find(const char *dir, const char *reference,
				  char **ret_path, struct error *err);

/*
 * Put a profile (JSON TEXT) into the store as REFERENCE; NULL: as its own
 * subject.image. What the store has of the same digest, or of the same tag
 * where the profile has no digest, is merged with it. *RET_PATH is freed with
 * free().
 */
MUST_CHECK enum status store_put(const char *dir, const char *reference,
				 const char *text, char **ret_path,
				 struct error *err);

#endif
