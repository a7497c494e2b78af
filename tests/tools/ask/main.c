/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ask OPERATION...: does each in turn and prints its name, and fails with a
 * message where one is refused. ask --list prints the names; ask --prepare sets
 * an attribute that no tool of the guest can. Which capability each asks for
 * stands in tests/guest/asks.sh, where the claims are.
 */
#include "ask.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static const struct {
	const char *name;
	int (*run)(void);
} operations[] = {
	{"chown", ask_chown},
	{"read-theirs", ask_read_theirs},
	{"write-theirs", ask_write_theirs},
	{"chmod-theirs", ask_chmod_theirs},
	{"keep-setgid", ask_keep_setgid},
	{"immutable", ask_immutable},
	{"mknod", ask_mknod},
	{"lease", ask_lease},
	{"file-capability", ask_file_capability},
	{"unknown-label", ask_unknown_label},
	{"map-files", ask_map_files},
	{"signal", ask_signal},
	{"setuid", ask_setuid},
	{"setgid", ask_setgid},
	{"drop-bound", ask_drop_bound},
	{"look-into", ask_look_into},
	{"nice", ask_nice},
	{"oom-score", ask_oom_score},
	{"lock-memory", ask_lock_memory},
	{"closed-queue", ask_closed_queue},
	{"chroot", ask_chroot},
	{"hang-up", ask_hang_up},
	{"low-port", ask_low_port},
	{"all-namespaces", ask_all_namespaces},
	{"queue-length", ask_queue_length},
	{"packet-socket", ask_packet_socket},
	{"audit-message", ask_audit_message},
	{"audit-status", ask_audit_status},
	{"audit-log", ask_audit_log},
	{"load-module", ask_load_module},
	{"io-port", ask_io_port},
	{"accounting", ask_accounting},
	{"mount", ask_mount},
	{"ctrl-alt-del", ask_ctrl_alt_del},
	{"no-next-kernel", ask_no_next_kernel},
	{"adjust-clock", ask_adjust_clock},
	{"kernel-log", ask_kernel_log},
	{"wake-timer", ask_wake_timer},
	{"stay-awake", ask_stay_awake},
	{"count-events", ask_count_events},
	{"bpf-map", ask_bpf_map},
	{"other-modules", ask_other_modules},
	{"filter", ask_filter},
	{"kernel-addresses", ask_kernel_addresses},
	{"ring-memory", ask_ring_memory},
	{"trusted-names", ask_trusted_names},
	{"map-root", ask_map_root},
};

#define OPERATIONS (sizeof(operations) / sizeof(operations[0]))

int in_child(int (*operation)(void))
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		return -1;
	if (pid == 0)
		_exit(operation() ? errno : 0);
	if (waitpid(pid, &status, 0) < 0)
		return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
	return errno ? -1 : 0;
}

int make_file(void)
{
	return open(WORK "/made", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

int drop_file(int fd, int result)
{
	int saved = errno;

	close(fd);
	unlink(WORK "/made");
	errno = saved;
	return result;
}

pid_t find_other(void)
{
	char text[32] = "";
	int fd = open(WORK "/pid", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		return -1;
	close(fd);
	return atoi(text);
}

static int run(const char *name)
{
	for (size_t i = 0; i < OPERATIONS; i++) {
		if (strcmp(operations[i].name, name) != 0)
			continue;
		if (operations[i].run() == 0) {
			puts(name);
			return 0;
		}
		fprintf(stderr, "ask: %s: %s\n", name, strerror(errno));
		return 1;
	}
	fprintf(stderr, "ask: no operation %s\n", name);
	return 2;
}

int main(int argc, char **argv)
{
	int status = 0;

	if (argc == 2 && strcmp(argv[1], "--list") == 0) {
		for (size_t i = 0; i < OPERATIONS; i++)
			puts(operations[i].name);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "--prepare") == 0)
		return setxattr(SHARED, "trusted.ask", "", 0, 0) ? 1 : 0;
	for (int i = 1; i < argc && status == 0; i++)
		status = run(argv[i]);
	return status;
}
