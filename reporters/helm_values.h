/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/helm_values.h - what a chart's values must say for a container to
 * get a securityContext, merged as Helm merges: maps key by key, lists in
 * whole, null takes a key away.
 */

#ifndef WHITTLE_REPORTERS_HELM_VALUES_H
#define WHITTLE_REPORTERS_HELM_VALUES_H

#include <jansson.h>

#include "policies/capability_table.h"
#include "policies/chart_table.h"
#include "profile/error.h"
#include "reporters/yaml_out.h"

/* What the container shall get. All strings are borrowed. */
struct helm_wish {
	bool has_capabilities; /* else they are left as they are */
	bool has_all;	       /* ALL of them */
	capset_t add;
	bool has_no_new_privileges;
	/* seLinuxOptions: all NULL leaves them as they are. */
	const char *user, *role, *type, *level;
	const char *seccomp; /* below the kubelet's directory; NULL: as it is */
	bool on_delete;	     /* pods are replaced when they are deleted */
};

/* Between the keys of a path in a snippet's notes. */
#define KEY_SEPARATOR "\x1f"

/* A snippet of values, as it grows. */
struct helm_values {
	json_t *tree;
	json_t *notes;	       /* path, with KEY_SEPARATOR: list of comments */
	json_t *remarks;       /* for the head of the snippet */
	const json_t *present; /* the values so far: defaults and user's */
	json_t *merged;	       /* owns it */
	bool only_changes;
	bool failed; /* out of memory */
};

void helm_values_done(struct helm_values *values);
#define AUTO_HELM_VALUES CLEANUP(helm_values_done)

/* *INTO after Helm has laid VALUES over it. False: no memory. */
MUST_CHECK bool helm_merge(json_t *into, const json_t *values);

/*
 * Read a user's values, YAML, into *RET (freed with json_decref). Fails with
 * STATUS_MALFORMED, also when it is more than one document or no map.
 */
MUST_CHECK enum status helm_values_read(json_t **ret, const char *text,
					size_t length, struct error *err);

/*
 * Fill *RET with what has to be set at PLACE so that a container gets WISH.
 * USER, or NULL, are the values in use: then only what they lack is set. Fails
 * with STATUS_UNSUPPORTED: the chart has no value for it; STATUS_USAGE: a path
 * that is none.
 */
MUST_CHECK enum status helm_values_make(struct helm_values *ret,
					const struct chart_row *place,
					const json_t *user,
					const struct helm_wish *wish,
					struct error *err);

/*
 * A comment above the value at PATH ("a.b.c"), where that is set; inside a
 * list the item's text is the last part. PATH NULL: above all.
 */
PRINTF(3, 4)
void helm_values_note(struct helm_values *values, const char *path,
		      const char *format, ...);

/* Write the snippet as the document of YAML. */
void helm_values_write(struct yaml_out *yaml, const struct helm_values *values);

#endif
