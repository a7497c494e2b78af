/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/security_context.h - the fields of a Kubernetes container's
 * securityContext, which several formats hold.
 */

#ifndef WHITTLE_REPORTERS_SECURITY_CONTEXT_H
#define WHITTLE_REPORTERS_SECURITY_CONTEXT_H

#include "policies/advice.h"
#include "profile/kube_manifest.h"
#include "reporters/yaml_out.h"

/* Write the fields into the map that is open in YAML. */
void security_context_write(struct yaml_out *yaml, const struct advice *advice,
			    const struct profile *profile);

/* Where the map stands. All zero: in any container, of any Kubernetes. */
struct security_place {
	unsigned int kubernetes; /* minor version; 0: as it is by default */
	/* The kubelet's name of the seccomp file; NULL: the profile's. */
	const char *seccomp_file;
	/* What a patch is for: what of its own is in the way is taken away. */
	const struct kube_container *present;
};

/* The same, for PLACE. */
void security_context_write_at(struct yaml_out *yaml,
			       const struct advice *advice,
			       const struct profile *profile,
			       const struct security_place *place);

/*
 * What a reader has to know besides the fields, as comments above what is
 * added next: for formats that write the fields in their own way.
 */
void security_context_comment(struct yaml_out *yaml,
			      const struct advice *advice,
			      const struct profile *profile);

/*
 * Write seLinuxOptions with the fields that differ from the engine's default:
 * none, and EVEN_EMPTY, gives an empty map.
 */
void security_context_write_selinux(struct yaml_out *yaml,
				    const struct advice *advice,
				    bool even_empty);

#endif
