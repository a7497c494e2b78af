/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/oci_seccomp.h - an existing seccomp profile, read from a file: in
 * the form of the OCI runtime specification or of Docker and Podman (archMap,
 * includes, excludes), as the spec of a SeccompProfile of the security
 * profiles operator, as a JSON text within a ConfigMap, or in the config.json
 * of an OCI bundle. JSON or YAML. Every key is kept, known or not.
 */

#ifndef WHITTLE_PROFILE_OCI_SECCOMP_H
#define WHITTLE_PROFILE_OCI_SECCOMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/error.h"

#define OCI_SECCOMP_FILE_MAX (16u << 20)
#define OCI_ARGUMENTS_MAX    6

struct json_t;

/* Words that belong to the document. */
struct oci_words {
	const char **items;
	size_t count;
};

struct oci_argument {
	unsigned int index;
	uint64_t value, value_two;
	const char *op; /* "SCMP_CMP_EQ" */
};

struct oci_rule {
	struct oci_words names;
	const char *action; /* "SCMP_ACT_ALLOW" */
	bool has_errno;
	int errno_value;
	struct oci_argument arguments[OCI_ARGUMENTS_MAX];
	size_t argument_count;
	/* Docker's: the rule is there only with one of these, and not with. */
	struct oci_words needs_caps, needs_arches, not_caps, not_arches;
};

struct oci_seccomp {
	char *where; /* "ConfigMap agent: profile.json"; "": the file itself */
	const char *default_action;
	bool has_default_errno;
	int default_errno;
	struct oci_words architectures; /* archMap's, unfolded */
	const char *listener_path;	/* or NULL */
	const char *listener_metadata;	/* or NULL */
	struct oci_rule *rules;
	size_t rule_count;
	struct json_t *document; /* what all words belong to */
};

/* All the profiles of a file. */
struct oci_seccomp_list {
	struct oci_seccomp *items;
	size_t count;
};

/*
 * Read TEXT, the content of NAME. *LIST is freed with oci_seccomp_done(), also
 * after a failure. Fails with STATUS_MALFORMED: it is neither JSON nor YAML,
 * it holds no profile, or one without sense; STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status oci_seccomp_read(struct oci_seccomp_list *list,
					const char *text, size_t length,
					const char *name, struct error *err);
void oci_seccomp_done(struct oci_seccomp_list *list);
#define AUTO_OCI_SECCOMP CLEANUP(oci_seccomp_done)

/* The profile as plain JSON with all of its keys; NULL: no memory. The
   caller frees it. */
char *oci_seccomp_json(const struct oci_seccomp *profile);

#endif
