/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/reporter.h - what a format is: one row of a table, one file.
 * Reporters only write; all that they say is decided in policies/.
 */

#ifndef WHITTLE_REPORTERS_REPORTER_H
#define WHITTLE_REPORTERS_REPORTER_H

#include <stdbool.h>
#include <stdio.h>

#include "policies/advice.h"
#include "policies/chart_table.h"
#include "profile/kube_manifest.h"

struct report_options {
	const char *helm_path;	       /* "a.b.c"; NULL: the map alone */
	const struct chart_row *chart; /* where a known chart has it */
	const char *values; /* the user's, YAML: tell what to change in them */
	/* Where the seccomp file will stand, of harmless letters; NULL: where
	   the format says. */
	const char *seccomp_file;
	const char *service; /* the service's name; NULL: the subject's */
	/* k8s: a whole Pod, of that name and image; NULL: none. */
	const char *pod, *image;
	const struct kube_container *patch; /* k8s: a patch for it; or NULL */
	unsigned int kubernetes;	    /* minor version; 0: the default */
	bool no_comments;
	bool is_colored; /* escape sequences are welcome */
	size_t width;	 /* of the reader's terminal; 0: 80 columns */
};

/*
 * Write ADVICE, made from PROFILE, to OUT. Fails with STATUS_UNSUPPORTED when
 * there is nothing that the format could say truly; then nothing is written.
 */
typedef enum status (*reporter_write)(FILE *out, const struct advice *advice,
				      const struct profile *profile,
				      const struct report_options *options,
				      struct error *err);

struct reporter {
	const char *name;
	const char *help; /* one line */
	reporter_write write;
	/* What it speaks of (enum advice_topic): whose notes a reader needs. */
	unsigned int topics;
	bool has_notes; /* writes them itself */
};

/* Ends with a NULL name. The first is the default. */
extern const struct reporter reporters[];

/* The row called NAME, or NULL. The result lives as long as the program. */
const struct reporter *reporter_find(const char *name);

enum status report_text(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options,
			struct error *err);
enum status report_json(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options,
			struct error *err);
enum status report_caps(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options,
			struct error *err);
enum status report_docker(FILE *out, const struct advice *advice,
			  const struct profile *profile,
			  const struct report_options *options,
			  struct error *err);
enum status report_k8s(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err);
enum status report_helm(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options,
			struct error *err);
enum status report_seccomp(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err);
enum status report_selinux(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err);
enum status report_spo(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err);
enum status report_cil(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err);
enum status report_compose(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err);
enum status report_quadlet(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err);
enum status report_systemd(FILE *out, const struct advice *advice,
			   const struct profile *profile,
			   const struct report_options *options,
			   struct error *err);
enum status report_oci(FILE *out, const struct advice *advice,
		       const struct profile *profile,
		       const struct report_options *options, struct error *err);
enum status report_markdown(FILE *out, const struct advice *advice,
			    const struct profile *profile,
			    const struct report_options *options,
			    struct error *err);
enum status report_html(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options,
			struct error *err);

#endif
