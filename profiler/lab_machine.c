/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_machine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "profile/file.h"
#include "profile/text.h"

static const char *const port_names[] = {
#define X(id, name) name,
	LAB_PORTS(X)
#undef X
};

/*
 * The kernel drives NVMe without a module, so it needs no initial RAM disk.
 * Mitigations only cost time in a guest that lives for one command.
 */
static const char kernel_arguments[] =
	"root=/dev/nvme0n1 rw rootfstype=ext4 console=ttyS0 loglevel=5 "
	"panic=-1 "
	"lsm=landlock,lockdown,yama,selinux selinux=1 enforcing=0 audit=1 "
	"mitigations=off random.trust_cpu=on systemd.show_status=0";

/* The words of a command line; owns them. */
struct words {
	char *list[96];
	size_t count;
	bool failed;
};

PRINTF(2, 3) static void add_word(struct words *words, const char *format, ...)
{
	va_list args;
	char *word = NULL;
	int length;

	va_start(args, format);
	length = vasprintf(&word, format, args);
	va_end(args);
	if (length < 0 || words->count == ARRAY_LENGTH(words->list) - 1) {
		words->failed = true;
		if (length >= 0)
			free(word);
		return;
	}
	words->list[words->count++] = word;
}

static void add_words(struct words *words, const char *const *list)
{
	for (; *list; list++)
		add_word(words, "%s", *list);
}

static void words_done(struct words *words)
{
	while (words->count > 0)
		free(words->list[--words->count]);
}

/* In a value of QEMU's option lists a comma is doubled. */
static void add_drive(struct words *words, const char *path)
{
	struct text value AUTO_TEXT = {0};

	for (; *path; path++)
		text_addf(&value, *path == ',' ? "%c," : "%c", *path);
	words->failed |= value.failed;
	add_word(words, "-drive");
	add_word(words, "if=none,id=root,format=raw,snapshot=on,file=%s",
		 text_string(&value));
	add_word(words, "-device");
	add_word(words, "nvme,drive=root,serial=root");
}

static void add_ports(struct words *words, const int *ends)
{
	add_word(words, "-device");
	add_word(words, "virtio-serial-pci,max_ports=16");
	for (int i = 0; i < LAB_PORT_COUNT; i++) {
		const char *name = port_names[i];

		if (ends[i] < 0)
			continue;
		add_word(words, "-chardev");
		add_word(words, "socket,id=%s,fd=%d", name, ends[i]);
		add_word(words, "-device");
		if (i == LAB_PORT_TERMINAL)
			add_word(words, "virtconsole,chardev=%s", name);
		else
			add_word(words,
				 "virtserialport,chardev=%s,name=whittle.%s",
				 name, name);
	}
}

static void add_accelerator(struct words *words, bool has_kvm)
{
	/* Without five-level page tables each walk is shorter. */
	static const char *const kvm[] = {"-accel", "kvm", "-cpu", "host",
					  NULL};
	static const char *const tcg[] = {"-accel", "tcg,thread=multi", "-cpu",
					  "max,la57=off", NULL};

	add_words(words, has_kvm ? kvm : tcg);
}

static void make_command(struct words *words, const struct lab_place *place,
			 int console, const int *ends)
{
	static const char *const fixed[] = {
		"-nodefaults", "-no-user-config",
		"-display",    "none",
		"-no-reboot",  "-machine",
		"q35",	       "-smp",
		"2",	       "-m",
		"2048",	       NULL,
	};

	add_word(words, "%s", place->qemu);
	add_words(words, fixed);
	add_accelerator(words, place->has_kvm);
	add_word(words, "-kernel");
	add_word(words, "%s", place->kernel);
	add_word(words, "-append");
	add_word(words, "%s", kernel_arguments);
	add_drive(words, place->disk);
	add_word(words, "-chardev");
	add_word(words, "file,id=console,append=on,path=/proc/self/fd/%d",
		 console);
	add_word(words, "-serial");
	add_word(words, "chardev:console");
	add_ports(words, ends);
}

static void keep_across_exec(int fd)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, 0);
}

/* In the child: become QEMU, and die with the parent. */
static NORETURN void become_qemu(const struct words *words, pid_t parent,
				 int console, const int *ends)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(null, STDIN_FILENO);
	dup2(console, STDOUT_FILENO);
	dup2(console, STDERR_FILENO);
	keep_across_exec(console);
	for (int i = 0; i < LAB_PORT_COUNT; i++)
		keep_across_exec(ends[i]);
	execv(words->list[0], words->list);
	dprintf(STDERR_FILENO, "%s: %s\n", words->list[0], strerror(errno));
	_exit(127);
}

static enum status fork_qemu(struct lab_machine *machine,
			     const struct words *words, const int *ends,
			     struct error *err)
{
	pid_t parent = getpid();

	if (words->failed)
		return error_no_memory(err);
	machine->pid = fork();
	if (machine->pid == 0)
		become_qemu(words, parent, machine->console, ends);
	if (machine->pid > 0)
		machine->pid_fd = (int)syscall(SYS_pidfd_open, machine->pid, 0);
	if (machine->pid_fd >= 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
			       "start the guest");
}

/* A socket pair for each port that is wanted: ours and QEMU's end. */
static enum status open_ports(struct lab_machine *machine, int *ends,
			      struct error *err)
{
	for (int i = 0; i < LAB_PORT_COUNT; i++) {
		int pair[2];

		if (machine->ports[i] < 0)
			continue;
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) <
		    0) {
			machine->ports[i] = -1;
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "make the guest's ports");
		}
		machine->ports[i] = pair[0];
		ends[i] = pair[1];
	}
	return STATUS_OK;
}

enum status lab_machine_start(struct lab_machine *machine,
			      const struct lab_place *place, struct error *err)
{
	int ends[LAB_PORT_COUNT];
	struct words words = {0};
	enum status status;

	for (int i = 0; i < LAB_PORT_COUNT; i++)
		ends[i] = -1;
	machine->pid_fd = -1;
	machine->console = memfd_create("whittle-console", MFD_CLOEXEC);
	if (machine->console < 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "make a file in memory");
	fcntl(machine->console, F_SETFL, O_APPEND);
	status = open_ports(machine, ends, err);
	if (status == STATUS_OK) {
		make_command(&words, place, machine->console, ends);
		status = fork_qemu(machine, &words, ends, err);
	}
	words_done(&words);
	for (int i = 0; i < LAB_PORT_COUNT; i++)
		cleanup_close(&ends[i]);
	return status;
}

void lab_machine_done(struct lab_machine *machine)
{
	if (machine->pid > 0) {
		kill(machine->pid, SIGKILL);
		while (waitpid(machine->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	machine->pid = 0;
	cleanup_close(&machine->pid_fd);
	cleanup_close(&machine->console);
	for (int i = 0; i < LAB_PORT_COUNT; i++)
		cleanup_close(&machine->ports[i]);
}

/* The whole console; NULL when it is empty. */
static char *read_console(const struct lab_machine *machine, size_t *ret_length)
{
	struct stat st;
	char *content;
	ssize_t got;

	if (fstat(machine->console, &st) < 0 || st.st_size == 0)
		return NULL;
	content = malloc((size_t)st.st_size + 1);
	if (!content)
		return NULL;
	got = pread(machine->console, content, (size_t)st.st_size, 0);
	*ret_length = got > 0 ? (size_t)got : 0;
	content[*ret_length] = '\0';
	return content;
}

char *lab_machine_console_tail(const struct lab_machine *machine,
			       unsigned int lines)
{
	size_t length = 0;
	AUTO_FREE char *content = read_console(machine, &length);
	struct text tail AUTO_TEXT = {0};
	char *save = NULL;
	char *start = content + length;

	if (!content)
		return NULL;
	while (start > content && lines > 0)
		if (*--start == '\n' && start + 1 < content + length)
			lines--;
	for (char *line = strtok_r(start, "\r\n", &save); line;
	     line = strtok_r(NULL, "\r\n", &save))
		text_addf(&tail, "  %s\n", printable(line));
	return text_take(&tail);
}

enum status lab_machine_save_console(const struct lab_machine *machine,
				     const char *path, struct error *err)
{
	size_t length = 0;
	AUTO_FREE char *content = read_console(machine, &length);

	return file_write(path, content ? content : "", length, 0644, err);
}
