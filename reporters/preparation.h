/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/preparation.h - what puts one container of a cluster under
 * profiling on its node, in one of several formats: one row of a table each.
 */

#ifndef WHITTLE_REPORTERS_PREPARATION_H
#define WHITTLE_REPORTERS_PREPARATION_H

#include <stdbool.h>
#include <stdio.h>

#include "policies/chart_table.h"
#include "profile/error.h"

/* The kubelet's folder; its files are named below it. */
#define KUBELET_SECCOMP "/var/lib/kubelet/seccomp"
#define PREPARE_SECCOMP "whittle-log.json"
#define PREPARE_SCRIPT	"whittle-node.sh"

/* All strings are borrowed; NULL where nothing was said. */
struct preparation {
	const char *name;      /* of the profile and the Pod */
	const char *container; /* in its Pod */
	const char *image;
	const char *node;
	const char *kind;     /* of what is patched: "DaemonSet" */
	const char *workload; /* its name */
	const char *type;     /* the domain */
	const char *level;    /* "s0:c12,c700", this profiling's own */
	const char *arch;     /* of the nodes, as uname -m has it */
	const char *seccomp_json;
	const char *options;	       /* for another call, for a shell */
	const struct chart_row *chart; /* or at: */
	const char *helm_path;
	const char *values; /* YAML */
	bool no_comments;
};

struct prepare_format {
	const char *name;
	const char *help; /* one line */
	enum status (*write)(FILE *out, const struct preparation *preparation,
			     struct error *err);
	bool has_level; /* it is of one profiling; else of the node */
};

/* Ends with a NULL name. The first is the default. */
extern const struct prepare_format prepare_formats[];

/* The row called NAME, or NULL. */
const struct prepare_format *prepare_format_find(const char *name);

/* Kinds of workload whose containers can be patched; ends with NULL. */
extern const char *const prepare_kinds[];

/* WORD for a shell: as it is where that is plain, else in quotes. */
void prepare_add_word(struct text *text, const char *word);

enum status prepare_text(FILE *out, const struct preparation *preparation,
			 struct error *err);
enum status prepare_pod(FILE *out, const struct preparation *preparation,
			struct error *err);
enum status prepare_patch(FILE *out, const struct preparation *preparation,
			  struct error *err);
enum status prepare_helm(FILE *out, const struct preparation *preparation,
			 struct error *err);
enum status prepare_node(FILE *out, const struct preparation *preparation,
			 struct error *err);
enum status prepare_seccomp(FILE *out, const struct preparation *preparation,
			    struct error *err);

/* The command that makes the profile of the node's log. */
void prepare_add_ingest(struct text *text,
			const struct preparation *preparation, const char *log);

#endif
