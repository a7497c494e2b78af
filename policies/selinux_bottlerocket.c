/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_bottlerocket.h"

#include <stdlib.h>
#include <string.h>

#include "policies/selinux_question.h"

/* The policy grants in groups of permissions; a group is a bit here. */
enum group {
	LOAD = 1 << 0, /* read, search, map, watch */
	MUTATE = 1 << 1,
	MOUNT = 1 << 2,
	RELABEL = 1 << 3,
	RELAX = 1 << 4,
	ENTER = 1 << 5,
	DESCRIBE = 1 << 6,
	EXECUTE = 1 << 7,
	BLOCK = 1 << 8,
	RECEIVE = 1 << 9,
	IOCTL = 1 << 10,
	INTERACT = 1 << 11,
	TRANSFORM = 1 << 12,
	USE = 1 << 13,
};

#define FILE_CLASSES                                                           \
	" file dir lnk_file chr_file blk_file sock_file fifo_file anon_inode "

/* The first row that fits counts; "" is any permission of the class. */
static const struct permission_row {
	const char *classes, *permissions;
	enum group group;
} permission_rows[] = {
	{FILE_CLASSES, " relabelfrom relabelto ", RELABEL},
	{FILE_CLASSES, " mounton quotaon ", MOUNT},
	{FILE_CLASSES, " execmod ", RELAX},
	{FILE_CLASSES, " entrypoint ", ENTER},
	{FILE_CLASSES, " getattr ", DESCRIBE},
	{FILE_CLASSES,
	 " map open read search watch watch_mount watch_mountns watch_reads "
	 "watch_sb ",
	 LOAD},
	{FILE_CLASSES, " execute execute_no_trans ", EXECUTE},
	{FILE_CLASSES, " watch_with_perm ", BLOCK},
	{FILE_CLASSES, " ioctl ", IOCTL},
	{FILE_CLASSES, "", MUTATE},
	{" fd ", "", RECEIVE},
	{" filesystem ", " getattr quotaget ", DESCRIBE},
	{" filesystem ", " mount quotamod remount unmount ", MOUNT},
	{" filesystem ", " watch ", LOAD},
	{" process ",
	 " dyntransition transition setcurrent setexec setfscreate "
	 "setkeycreate setsockcreate ",
	 TRANSFORM},
	{" process2 ", "", TRANSFORM},
	{" process ", " getsched getsession getpgid getcap getattr getrlimit ",
	 DESCRIBE},
	{" process ", " execheap execmem execstack ", RELAX},
	{" process ", "", INTERACT},
	{" capability capability2 cap_userns cap2_userns bpf ", "", USE},
	{" tcp_socket udp_socket rawip_socket packet_socket unix_dgram_socket "
	 "unix_stream_socket netlink_route_socket icmp_socket sem shm msgq ",
	 "", USE},
};

#define SUBJECTS                                                               \
	" kernel_t init_t system_t mount_t api_t network_t clock_t bus_t "     \
	"runtime_t container_t control_t super_t "
#define READ_RESTRICTED                                                        \
	" csi_exec_t civ_exec_t secret_t etc_secret_t private_t "
#define SHARED	  " local_t data_t cni_exec_t "
#define EPHEMERAL " any_t proc_t "
#define SENSITIVE " csi_exec_t civ_exec_t secret_t state_t "
#define CONTAINER_EXEC                                                         \
	" data_t cache_t secret_t cni_exec_t csi_exec_t civ_exec_t os_t "      \
	"runtime_exec_t "
#define OBJECTS                                                                \
	" os_t init_exec_t api_exec_t clock_exec_t network_exec_t bus_exec_t " \
	"runtime_exec_t mount_exec_t cni_exec_t csi_exec_t civ_exec_t any_t "  \
	"etc_t proc_t binfmt_misc_fs_t local_t data_t private_t secret_t "     \
	"etc_secret_t cache_t lease_t measure_t state_t api_socket_t "

static const char *const aliases[][2] = {
	{"spc_t", "control_t"},
	{"container_file_t", "local_t"},
	{"external_t", "local_t"},
	{"unlabeled_t", "local_t"},
	{"container_ro_file_t", "cache_t"},
};

/* LIST has blanks around each word. */
static bool has_word(const char *list, struct span word)
{
	for (const char *p = strchr(list, ' '); p; p = strchr(p + 1, ' '))
		if (word.length &&
		    strncmp(p + 1, word.start, word.length) == 0 &&
		    p[1 + word.length] == ' ')
			return true;
	return false;
}

static struct span as_span(const char *string)
{
	return (struct span){string, strlen(string)};
}

/* The type of CONTEXT, aliases resolved. */
static struct span type_of(const char *context)
{
	struct span type = selinux_context_type(context);

	for (size_t i = 0; i < ARRAY_LENGTH(aliases); i++)
		if (span_is(type, aliases[i][0]))
			return as_span(aliases[i][1]);
	return type;
}

static uint32_t permission(void *data, const char *class, const char *name)
{
	(void)data;
	for (size_t i = 0; i < ARRAY_LENGTH(permission_rows); i++) {
		const struct permission_row *row = &permission_rows[i];

		if (has_word(row->classes, as_span(class)) &&
		    (!*row->permissions ||
		     has_word(row->permissions, as_span(name))))
			return row->group;
	}
	return 0;
}

/* ---- categories ---------------------------------------------------------- */

#define CATEGORIES 1024

struct categories {
	bool has[CATEGORIES];
};

static unsigned int category_number(const char **p)
{
	unsigned long number = 0;

	if (**p == 'c')
		(*p)++;
	while (**p >= '0' && **p <= '9')
		number = (number * 10 + (unsigned long)(*(*p)++ - '0')) %
			 1000000;
	return number < CATEGORIES ? (unsigned int)number : CATEGORIES - 1;
}

/* Those of the high level: "s0:c1,c5.c9" or "LOW-HIGH". */
static void categories_of(const char *context, struct categories *categories)
{
	const char *p = selinux_context_level(context);
	const char *high = strchr(p, '-');

	memset(categories, 0, sizeof(*categories));
	p = strchr(high ? high : p, ':');
	while (p && (*p == ':' || *p == ',')) {
		unsigned int first, last;

		p++;
		first = last = category_number(&p);
		if (*p == '.') {
			p++;
			last = category_number(&p);
		}
		for (unsigned int c = first; c <= last; c++)
			categories->has[c] = true;
	}
}

static bool dominates(const char *source, const char *target)
{
	struct categories mine, theirs;

	categories_of(source, &mine);
	categories_of(target, &theirs);
	for (size_t c = 0; c < CATEGORIES; c++)
		if (theirs.has[c] && !mine.has[c])
			return false;
	return true;
}

/* ---- deciding ------------------------------------------------------------ */

static uint32_t on_process(bool is_privileged, bool is_self, struct span target)
{
	uint32_t allowed = DESCRIBE | RECEIVE | USE;

	if (is_self)
		allowed |= TRANSFORM | RELAX | MUTATE;
	if (is_self || is_privileged)
		allowed |= INTERACT;
	if (is_privileged ||
	    (!span_is(target, "runtime_t") && !span_is(target, "super_t")))
		allowed |= LOAD | IOCTL;
	return allowed;
}

static uint32_t on_object(bool is_privileged, bool is_super, struct span target)
{
	uint32_t allowed = DESCRIBE | RECEIVE | RELAX | USE;

	if (is_privileged || !has_word(READ_RESTRICTED, target))
		allowed |= LOAD | IOCTL | EXECUTE;
	if (has_word(EPHEMERAL SHARED, target))
		allowed |= MUTATE | MOUNT;
	if (is_privileged && has_word(SENSITIVE " binfmt_misc_fs_t ", target))
		allowed |= MUTATE | MOUNT;
	if (is_privileged && has_word(" lease_t api_socket_t ", target))
		allowed |= MUTATE;
	if (is_super)
		allowed |= MOUNT | RELABEL | BLOCK;
	if (is_super && has_word(" etc_t etc_secret_t private_t measure_t "
				 "cache_t ",
				 target))
		allowed |= MUTATE;
	if (span_is(target, "data_t"))
		allowed |= RELABEL;
	if (has_word(CONTAINER_EXEC, target))
		allowed |= ENTER;
	return allowed;
}

/* What a pair of categories takes away, whatever the types. */
static uint32_t constrained(struct span target)
{
	if (span_is(target, "data_t"))
		return LOAD | MUTATE;
	return has_word(SUBJECTS, target) ? INTERACT | MUTATE : 0;
}

static struct selinux_decision decide(void *data, const char *source,
				      const char *target, const char *class,
				      uint32_t requested)
{
	struct selinux_decision decision = {0};
	struct span s = type_of(source), t = type_of(target);
	bool is_super = span_is(s, "super_t");
	bool is_privileged = is_super || span_is(s, "control_t");
	bool is_self =
		s.length == t.length && !memcmp(s.start, t.start, s.length);
	uint32_t taken = 0;

	(void)data, (void)class;
	if (!has_word(" container_t control_t super_t ", s) ||
	    !has_word(SUBJECTS OBJECTS, t))
		return decision;
	decision.is_known = true;
	decision.allowed = has_word(SUBJECTS, t)
				   ? on_process(is_privileged, is_self, t)
				   : on_object(is_privileged, is_super, t);
	if (requested & ~decision.allowed)
		decision.refusals |= SELINUX_BY_TYPE;
	if (!is_privileged && !dominates(source, target))
		taken = constrained(t) & decision.allowed;
	decision.allowed &= ~taken;
	if (requested & taken)
		decision.refusals |= SELINUX_BY_CONSTRAINT;
	return decision;
}

static bool has_context(void *data, const char *context)
{
	struct span type = type_of(context);

	(void)data;
	return strncmp(context, "system_u:", 9) == 0 &&
	       has_word(strncmp(context + 9, "system_r:", 9) == 0 ? SUBJECTS
								  : OBJECTS,
			type);
}

static enum selinux_boolean boolean(void *data, const char *name)
{
	(void)data, (void)name;
	return SELINUX_BOOLEAN_ABSENT;
}

const struct selinux_asker selinux_bottlerocket = {
	.permission = permission,
	.decide = decide,
	.has_context = has_context,
	.boolean = boolean,
};
