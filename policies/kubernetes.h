/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/kubernetes.h - since which Kubernetes a field of a Pod is taken.
 * Source: kubernetes.io/docs, "Feature state" of each.
 */

#ifndef WHITTLE_POLICIES_KUBERNETES_H
#define WHITTLE_POLICIES_KUBERNETES_H

#include <stdbool.h>

/* Minor versions of Kubernetes 1. */
#define KUBERNETES_OLDEST  19u /* has the seccompProfile field */
#define KUBERNETES_DEFAULT 33u /* has all fields below, without a gate */
#define KUBERNETES_NEWEST  99u

enum kubernetes_field {
	KUBERNETES_APPARMOR,   /* securityContext.appArmorProfile */
	KUBERNETES_HOST_USERS, /* spec.hostUsers */
};

/* The first minor version that takes FIELD without a feature gate. */
unsigned int kubernetes_since(enum kubernetes_field field);

/* "1.30": its minor version. False: no version that is known. */
bool kubernetes_parse(const char *text, unsigned int *ret_minor);

#endif
