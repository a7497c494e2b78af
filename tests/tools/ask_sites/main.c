/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ask_sites: does what each row of whittle's tables is about, one operation in
 * a process of its own that has the row's name while it asks.
 *
 *   ask_sites list            COMM ID CAPABILITY ALSO... of each operation
 *   ask_sites all             each with all capabilities: ID RESULT WANTED
 *   ask_sites without         each without its capability and what would do
 *                             in its place: ID RESULT WANTED
 *   ask_sites instead         each of several without the one asked first
 *   ask_sites unseen-list     the same for what leaves no record
 *   ask_sites unseen-all
 *   ask_sites unseen-without
 *
 * With names of rows behind the verb, only those. RESULT is the number of an
 * error, 0 for none.
 */
#include "ask_sites.h"

#include <grp.h>
#include <linux/prctl.h>
#include <netinet/in.h>

extern const struct op file_ops[], limit_ops[], socket_ops[], system_ops[],
	device_ops[], unseen_ops[];

static const struct op *const groups[] = {file_ops,   limit_ops,  socket_ops,
					  system_ops, device_ops, NULL};
static const struct op *const unseen[] = {unseen_ops, NULL};

static const struct op *running;
static uint64_t to_take_away;

static struct {
	int fd;
	char old[256];
} borrowed[4];
static size_t borrowed_count;

static void get_sets(struct __user_cap_data_struct sets[2])
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3,
						  0};

	if (syscall(SYS_capget, &header, sets))
		_exit(125);
}

static void set_sets(const struct __user_cap_data_struct sets[2])
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3,
						  0};

	if (syscall(SYS_capset, &header, sets))
		_exit(125);
}

void take_away(uint64_t capabilities)
{
	struct __user_cap_data_struct sets[2];

	get_sets(sets);
	for (int i = 0; i < 2; i++) {
		uint32_t gone = (uint32_t)(capabilities >> (32 * i));

		sets[i].effective &= ~gone;
		sets[i].permitted &= ~gone;
	}
	set_sets(sets);
}

void ready(void)
{
	char name[16];

	snprintf(name, sizeof(name), "%s", running->id);
	take_away(to_take_away | running->less);
	prctl(PR_SET_NAME, name, 0, 0, 0);
}

void become(unsigned int user)
{
	struct __user_cap_data_struct sets[2];

	get_sets(sets);
	prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	if (setresuid(user, user, user))
		_exit(125);
	set_sets(sets);
	/* A process that changed its user owns nothing of itself in /proc. */
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

void await_end(int ends[2])
{
	char word;

	close(ends[1]);
	while (read(ends[0], &word, 1) > 0)
		;
	close(ends[0]);
}

int spawn(unsigned int user)
{
	pid_t parent = getpid(), pid;
	int done[2];

	if (pipe(done) || (pid = fork()) < 0)
		_exit(125);
	if (pid > 0) {
		await_end(done); /* it has become USER by then */
		return pid;
	}
	if (user && (setgroups(0, NULL) || setresgid(user, user, user) ||
		     setresuid(user, user, user)))
		_exit(125);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(0);
	close(done[0]);
	close(done[1]);
	for (;;)
		pause();
}

int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;
	int error;

	if (fd < 0)
		return errno;
	written = write(fd, text, strlen(text));
	error = errno;
	close(fd);
	return written < 0 ? error : 0;
}

/* The descriptor is kept: it writes also without privileges. */
void borrow(const char *path, const char *text)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	ssize_t length;

	if (fd < 0 || borrowed_count == 4)
		_exit(124);
	length = read(fd, borrowed[borrowed_count].old, 255);
	if (length <= 0 || pwrite(fd, text, strlen(text), 0) < 0)
		_exit(124);
	borrowed[borrowed_count].old[length] = '\0';
	borrowed[borrowed_count++].fd = fd;
}

void put_back(void)
{
	while (borrowed_count) {
		const char *old = borrowed[--borrowed_count].old;

		if (pwrite(borrowed[borrowed_count].fd, old, strlen(old), 0) <
		    0)
			perror("put back a sysctl");
	}
}

const char *make_file(const char *name, unsigned int owner, unsigned int mode)
{
	int fd;

	unlink(name);
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || fchown(fd, owner, owner) || fchmod(fd, mode))
		_exit(125);
	close(fd);
	return name;
}

void own_mounts(void)
{
	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		_exit(125);
}

void limit(int resource, unsigned long size)
{
	const struct rlimit new = {size, size};

	if (setrlimit(resource, &new))
		_exit(125);
}

int udp_socket(void)
{
	return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

int tcp_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* In a child; its result, or 100 + N where it did not even come to ask. */
static int run_one(const struct op *op, uint64_t less)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int got;

		running = op;
		to_take_away = less;
		alarm(30);
		got = op->run();
		put_back();
		_exit(got);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return 126;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static const char *capability_word(int capability)
{
	static const char *const names[] = {"CHOWN",
					    "DAC_OVERRIDE",
					    "DAC_READ_SEARCH",
					    "FOWNER",
					    "FSETID",
					    "KILL",
					    "SETGID",
					    "SETUID",
					    "SETPCAP",
					    "LINUX_IMMUTABLE",
					    "NET_BIND_SERVICE",
					    "NET_BROADCAST",
					    "NET_ADMIN",
					    "NET_RAW",
					    "IPC_LOCK",
					    "IPC_OWNER",
					    "SYS_MODULE",
					    "SYS_RAWIO",
					    "SYS_CHROOT",
					    "SYS_PTRACE",
					    "SYS_PACCT",
					    "SYS_ADMIN",
					    "SYS_BOOT",
					    "SYS_NICE",
					    "SYS_RESOURCE",
					    "SYS_TIME",
					    "SYS_TTY_CONFIG",
					    "MKNOD",
					    "LEASE",
					    "AUDIT_WRITE",
					    "AUDIT_CONTROL",
					    "SETFCAP",
					    "MAC_OVERRIDE",
					    "MAC_ADMIN",
					    "SYSLOG",
					    "WAKE_ALARM",
					    "BLOCK_SUSPEND",
					    "AUDIT_READ",
					    "PERFMON",
					    "BPF",
					    "CHECKPOINT_RESTORE"};

	return names[capability];
}

static void list(const struct op *op)
{
	printf("%.15s %s CAP_%s %s\n", op->id, op->id,
	       capability_word(op->capability), op->also ? op->also : "");
}

static void all(const struct op *op)
{
	printf("%s %d %d\n", op->id, run_one(op, 0), op->with);
}

static void without(const struct op *op)
{
	printf("%s %d %d\n", op->id,
	       run_one(op, (1ull << op->capability) | op->others), op->without);
}

/* Each of the others alone does what the first does. */
static void instead(const struct op *op)
{
	for (int other = 0; other <= CAP_LAST_CAP; other++)
		if (op->others >> other & 1)
			printf("%s %d %d\n", op->id,
			       run_one(op,
				       (1ull << op->capability) |
					       (op->others & ~(1ull << other))),
			       op->with);
}

static bool is_named(const char *id, char **names)
{
	if (!*names)
		return true;
	while (*names)
		if (strcmp(id, *names++) == 0)
			return true;
	return false;
}

static int for_each(const struct op *const *tables,
		    void (*action)(const struct op *), char **names)
{
	for (; *tables; tables++)
		for (const struct op *op = *tables; op->id; op++) {
			if (is_named(op->id, names))
				action(op);
			fflush(stdout);
		}
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *verb;
		const struct op *const *tables;
		void (*action)(const struct op *);
	} verbs[] = {
		{"list", groups, list},
		{"all", groups, all},
		{"without", groups, without},
		{"instead", groups, instead},
		{"unseen-list", unseen, list},
		{"unseen-all", unseen, all},
		{"unseen-without", unseen, without},
	};

	for (size_t i = 0; argc >= 2 && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strcmp(argv[1], verbs[i].verb) == 0)
			return for_each(verbs[i].tables, verbs[i].action,
					argv + 2);
	fprintf(stderr, "usage: ask_sites list|all|without|instead|"
			"unseen-list|unseen-all|unseen-without\n");
	return 2;
}
