/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_noise.h"

#include <string.h>

/*
 * Domains that launch: an administrator's shell, init, the container engines
 * (refpolicy and container-selinux).
 */
#define LAUNCHERS                                                              \
	" unconfined_t sysadm_t staff_t user_t init_t initrc_t kernel_t "      \
	"sshd_t local_login_t crond_t system_cronjob_t "                       \
	"container_runtime_t container_engine_t docker_t dockerd_t podman_t "  \
	"podman_conmon_t conmon_t crio_t kubelet_t rpm_t "

#define TERMINALS                                                              \
	" devpts_t user_devpts_t sshd_devpts_t container_devpts_t "            \
	"user_tty_device_t tty_device_t console_device_t ptmx_t "

#define STREAM " open read write append getattr ioctl lock map "
#define SOCKET " read write append getattr ioctl getopt setopt shutdown "

static const struct noise_row {
	const char *class;
	const char *permissions; /* blanks around each */
	const char *types;	 /* blanks around each; NULL: any */
	const char *reason;
} rows[] = {
	/* In a container the image's files carry the engine's own label. */
	{"file", " entrypoint ", NULL, "how the run was launched"},
	{"fd", " use ", NULL, "a descriptor that was handed in"},
	{"fifo_file", STREAM, LAUNCHERS, "the launcher's pipe"},
	{"unix_stream_socket", SOCKET, LAUNCHERS, "the launcher's socket"},
	{"unix_dgram_socket", SOCKET, LAUNCHERS, "the launcher's socket"},
	{"chr_file", STREAM, TERMINALS, "the launcher's terminal"},
	{"process", " sigchld ", LAUNCHERS, "tells the launcher of its end"},
	{"key", " search read view link ", LAUNCHERS, "the launcher's keyring"},
};

/* LIST has blanks around each word. */
static bool has_word(const char *list, const char *word, size_t length)
{
	for (const char *p = strchr(list, ' '); p; p = strchr(p + 1, ' '))
		if (length && strncmp(p + 1, word, length) == 0 &&
		    p[1 + length] == ' ')
			return true;
	return false;
}

/* The type of the context USER:ROLE:TYPE[:LEVEL]; *RET_LENGTH 0: none. */
static const char *context_type(const char *context, size_t *ret_length)
{
	const char *type = context;

	*ret_length = 0;
	for (int colons = 0; colons < 2; colons++) {
		type = strchr(type, ':');
		if (!type)
			return "";
		type++;
	}
	*ret_length = strcspn(type, ":");
	return type;
}

const char *selinux_noise_reason(const struct access *access,
				 const char *permission)
{
	size_t length;
	const char *type = context_type(access->target, &length);

	if (strcmp(access->source, "@self") != 0)
		return "asked by another domain";
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct noise_row *row = &rows[i];

		if (strcmp(row->class, access->class) == 0 &&
		    has_word(row->permissions, permission,
			     strlen(permission)) &&
		    (!row->types || has_word(row->types, type, length)))
			return row->reason;
	}
	return NULL;
}
