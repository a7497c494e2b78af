/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/engine_defaults.h"

#include <string.h>
#include <linux/capability.h>

#define BIT(capability) ((capset_t)1 << (CAP_##capability))

/* What all of them grant. */
#define COMMON                                                                 \
	(BIT(CHOWN) | BIT(DAC_OVERRIDE) | BIT(FOWNER) | BIT(FSETID) |          \
	 BIT(KILL) | BIT(NET_BIND_SERVICE) | BIT(SETGID) | BIT(SETPCAP) |      \
	 BIT(SETUID))

#define MOBY                                                                   \
	(COMMON | BIT(AUDIT_WRITE) | BIT(MKNOD) | BIT(NET_RAW) |               \
	 BIT(SETFCAP) | BIT(SYS_CHROOT))

const struct engine_default engine_defaults[] = {
	{"docker", MOBY, "moby oci/caps/defaults.go DefaultCapabilities()"},
	{"podman", COMMON | BIT(SETFCAP) | BIT(SYS_CHROOT),
	 "containers.conf(5) default_capabilities, podman 5.4"},
	{"containerd", MOBY, "containerd pkg/oci/spec.go defaultUnixCaps()"},
	{"crio", COMMON, "crio.conf(5) default_capabilities"},
	{"none", CAPSET_NONE, "every capability dropped"},
	{NULL, CAPSET_NONE, NULL},
};

const struct engine_default *engine_default_find(const char *name)
{
	for (const struct engine_default *row = engine_defaults; row->name;
	     row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
