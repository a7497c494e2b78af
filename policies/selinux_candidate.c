/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_candidate.h"

#include <string.h>

#define FEDORA PLATFORM_CONTAINER_SELINUX
#define DEBIAN PLATFORM_REFPOLICY
#define ROCKET PLATFORM_BOTTLEROCKET

#define FEDORA_SOURCE "container-selinux container.te"
#define DEBIAN_SOURCE "refpolicy container.te, as of Debian trixie"
#define ROCKET_SOURCE "bottlerocket packages/selinux-policy subject.cil"

const struct selinux_type selinux_types[] = {
	{FEDORA, "container_t", NULL, true, false,
	 "any container: the engine's default", FEDORA_SOURCE},
	{FEDORA, "container_user_t", NULL, false, false,
	 "a container for a confined user", FEDORA_SOURCE},
	{FEDORA, "container_logreader_t", NULL, false, false,
	 "reads the host's logs", FEDORA_SOURCE},
	{FEDORA, "container_logwriter_t", NULL, false, false,
	 "reads and writes the host's logs", FEDORA_SOURCE},
	{FEDORA, "container_userns_t", NULL, false, false,
	 "makes user namespaces and mounts in them", FEDORA_SOURCE},
	{FEDORA, "container_init_t", NULL, false, false, "runs systemd within",
	 FEDORA_SOURCE},
	{FEDORA, "container_kvm_t", NULL, false, false,
	 "runs virtual machines (kata)", FEDORA_SOURCE},
	{FEDORA, "container_device_t", NULL, false, false,
	 "uses the host's devices", FEDORA_SOURCE},
	{FEDORA, "container_device_plugin_t", NULL, false, false,
	 "a device plugin of a kubelet", FEDORA_SOURCE},
	{FEDORA, "container_device_plugin_init_t", NULL, false, false,
	 "sets devices up for a device plugin", FEDORA_SOURCE},
	{FEDORA, "container_engine_t", NULL, false, false,
	 "runs containers within", FEDORA_SOURCE},
	{FEDORA, "spc_t", "s0", false, true,
	 "super privileged: SELinux confines it no more", FEDORA_SOURCE},
	{DEBIAN, "container_t", NULL, true, false,
	 "any container: the engine's default", DEBIAN_SOURCE},
	{DEBIAN, "container_kvm_t", NULL, false, false,
	 "runs virtual machines (kata)", DEBIAN_SOURCE},
	{DEBIAN, "container_engine_t", NULL, false, false,
	 "runs containers within", DEBIAN_SOURCE},
	{DEBIAN, "spc_t", "s0", false, true,
	 "super privileged: SELinux confines it no more", DEBIAN_SOURCE},
	{ROCKET, "container_t", NULL, true, false,
	 "any container: the engine's default", ROCKET_SOURCE},
	{ROCKET, "spc_t", "s0", false, true,
	 "controls the host: there an alias of control_t", ROCKET_SOURCE},
	{ROCKET, "super_t", "s0", false, true,
	 "changes the host: the API's store and cached layers too",
	 ROCKET_SOURCE},
	{0},
};

#define SYSTEM(type) "system_u:system_r:" type ":s0-s0:c0.c1023"

const struct selinux_launcher selinux_launchers[] = {
	{FEDORA, SYSTEM("container_runtime_t"), "container_runtime_t"},
	{DEBIAN, SYSTEM("container_engine_t"), "container_engine_t"},
	{DEBIAN, SYSTEM("podman_t"), "podman_t"},
	{DEBIAN, SYSTEM("dockerd_t"), "dockerd_t"},
	{DEBIAN, SYSTEM("crio_t"), "crio_t"},
	{ROCKET, SYSTEM("runtime_t"), "runtime_t"},
	{PLATFORM_UNKNOWN,
	 "unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023",
	 "unconfined_t"},
	{PLATFORM_UNKNOWN, SYSTEM("init_t"), "init_t"},
	{0},
};

#define FILE_OF(type)	 "system_u:object_r:" type ":s0"
#define PROCESS_OF(type) "system_u:system_r:" type ":s0"
#define NEIGHBOUR	 ":c1020,c1021"

const struct selinux_probe selinux_probes[] = {
	{"reads the host's passwords", FILE_OF("shadow_t"), "file", "read"},
	{"changes the host's configuration", FILE_OF("etc_t"), "file", "write"},
	{"reads the host's logs", FILE_OF("var_log_t"), "file", "read"},
	{"changes the host's logs", FILE_OF("var_log_t"), "file", "write"},
	{"reads users' files", FILE_OF("user_home_t"), "file", "read"},
	{"reads root's own files", FILE_OF("admin_home_t"), "file", "read"},
	{"changes the host's programs", FILE_OF("bin_t"), "file", "write"},
	{"reads the kernel's modules", FILE_OF("modules_object_t"), "file",
	 "read"},
	{"reads raw disks", FILE_OF("fixed_disk_device_t"), "blk_file", "read"},
	{"writes raw disks", FILE_OF("fixed_disk_device_t"), "blk_file",
	 "write"},
	{"reads the machine's memory", FILE_OF("memory_device_t"), "chr_file",
	 "read"},
	{"reads the kernel's log", PROCESS_OF("kernel_t"), "system",
	 "syslog_read"},
	{"uses devices without a type of their own", FILE_OF("device_t"),
	 "chr_file", "read"},
	{"uses graphics devices", FILE_OF("dri_device_t"), "chr_file", "read"},
	{"uses virtual machines", FILE_OF("kvm_device_t"), "chr_file", "write"},
	{"mounts file systems", FILE_OF("fs_t"), "filesystem", "mount"},
	{"changes the kernel's settings", FILE_OF("sysctl_kernel_t"), "file",
	 "write"},
	{"changes control groups", FILE_OF("cgroup_t"), "file", "write"},
	{"signals the host's init", PROCESS_OF("init_t"), "process", "signal"},
	{"traces administrators' processes",
	 "unconfined_u:unconfined_r:unconfined_t:s0", "process", "ptrace"},
	{"sees the state of every process", PROCESS_OF("init_t"), "file",
	 "read"},
	{"sets SELinux permissive", FILE_OF("security_t"), "security",
	 "setenforce"},
	{"commands the container engine", FILE_OF("container_runtime_t"),
	 "sock_file", "write"},
	{"changes the engine's images", FILE_OF("container_var_lib_t"), "file",
	 "write"},
	{"reads other containers' files", FILE_OF("container_file_t") NEIGHBOUR,
	 "file", "read"},
	{"signals other containers", PROCESS_OF("container_t") NEIGHBOUR,
	 "process", "signal"},
	/* Bottlerocket's own. */
	{"reads the host's secrets", FILE_OF("secret_t"), "file", "read"},
	{"changes the API's store", FILE_OF("private_t"), "file", "write"},
	{"changes cached layers", FILE_OF("cache_t"), "file", "write"},
	{"reads other containers' data", FILE_OF("data_t") NEIGHBOUR, "file",
	 "read"},
	{0},
};

static const struct {
	const char *name;
	enum selinux_platform platform;
} platform_names[] = {
	/* The first of each is its own name. */
	{"container-selinux", FEDORA},
	{"fedora", FEDORA},
	{"rhel", FEDORA},
	{"refpolicy", DEBIAN},
	{"debian", DEBIAN},
	{"bottlerocket", ROCKET},
};

bool selinux_platform_from_name(const char *name, enum selinux_platform *ret)
{
	for (size_t i = 0; i < ARRAY_LENGTH(platform_names); i++)
		if (strcmp(platform_names[i].name, name) == 0) {
			*ret = platform_names[i].platform;
			return true;
		}
	return false;
}

const char *selinux_platform_name(enum selinux_platform platform)
{
	for (size_t i = 0; i < ARRAY_LENGTH(platform_names); i++)
		if (platform_names[i].platform == platform)
			return platform_names[i].name;
	return "unknown";
}

const char *selinux_platform_owner(enum selinux_platform platform)
{
	switch (platform) {
	case PLATFORM_CONTAINER_SELINUX:
		return "container-selinux (Fedora, RHEL)";
	case PLATFORM_REFPOLICY:
		return "the reference policy (Debian), whose container_t is "
		       "narrower than container-selinux's";
	case PLATFORM_BOTTLEROCKET:
		return "Bottlerocket";
	case PLATFORM_UNKNOWN:
		break;
	}
	return "a policy of unknown origin";
}

enum selinux_platform selinux_platform_of(const struct selinux_asker *asker)
{
	static const struct {
		const char *context;
		enum selinux_platform platform;
	} marks[] = {
		{"system_u:system_r:super_t:s0", PLATFORM_BOTTLEROCKET},
		{"system_u:system_r:container_runtime_t:s0",
		 PLATFORM_CONTAINER_SELINUX},
		{"system_u:system_r:container_engine_t:s0", PLATFORM_REFPOLICY},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
		if (asker->has_context(asker->data, marks[i].context))
			return marks[i].platform;
	return PLATFORM_UNKNOWN;
}
