/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/chart_table.h - where the security settings of containers stand in
 * the values of Helm charts that are known: a row a chart and container. Data
 * only. Each row names what it was checked against.
 */

#ifndef WHITTLE_POLICIES_CHART_TABLE_H
#define WHITTLE_POLICIES_CHART_TABLE_H

#include <stddef.h>

#include "profile/text.h"

#define CHART_NOTES_MAX 3

/* How a chart takes a seccomp profile. */
enum chart_seccomp {
	CHART_SECCOMP_FIELD, /* seccompProfile, in the securityContext */
	CHART_SECCOMP_NAME,  /* a string "localhost/FILE" elsewhere */
	CHART_SECCOMP_POD,   /* a seccompProfile of the whole pod */
};

/* Paths are dotted, as for --helm-path. */
struct chart_row {
	const char *chart;
	const char *container;
	/* The container's securityContext; NULL: the chart has no value. */
	const char *context;
	/*
	 * Where the template takes single fields of CONTEXT and adds the list
	 * of names that stands here, dropping ALL: privileged and
	 * seLinuxOptions are then the only other ones. NULL: the whole map.
	 */
	const char *add;
	enum chart_seccomp seccomp_form;
	const char *seccomp; /* for the forms that stand elsewhere */
	const char *pod;     /* the pod's securityContext, or NULL */
	const char *update;  /* the DaemonSet's updateStrategy, or NULL */
	/* The chart's own values at these places, as JSON; NULL: empty. */
	const char *defaults;
	const char *notes[CHART_NOTES_MAX];
	const char *source; /* repository, commit or version, files */
};

/* Ends with a NULL chart. Rows of a chart stand together, its agent first. */
extern const struct chart_row chart_rows[];

/* The first row of CHART, or NULL. */
const struct chart_row *chart_find(const char *chart);
/* The row of CHART for CONTAINER, or NULL. */
const struct chart_row *chart_find_container(const char *chart,
					     const char *container);
/* "a, b": the charts; or, with CHART, its containers. */
void chart_add_names(struct text *text, const char *chart);

#endif
