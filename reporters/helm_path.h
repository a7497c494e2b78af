/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/helm_path.h - where a map stands in a chart's values. */

#ifndef WHITTLE_REPORTERS_HELM_PATH_H
#define WHITTLE_REPORTERS_HELM_PATH_H

#include "profile/error.h"
#include "profile/text.h"

#define HELM_PATH_DEPTH_MAX 24

/* The keys of a dotted path; "\." is a dot within a key, as in helm --set. */
struct helm_path {
	struct text keys[HELM_PATH_DEPTH_MAX];
	size_t count;
};

/*
 * Read PATH ("a.b.c") into *RET, all zero before; freed with helm_path_done()
 * also after a failure. PATH NULL has no keys. Fails with STATUS_USAGE.
 */
MUST_CHECK enum status helm_path_parse(struct helm_path *ret, const char *path,
				       struct error *err);
void helm_path_done(struct helm_path *path);
#define AUTO_HELM_PATH CLEANUP(helm_path_done)

#endif
