/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/lab_machine.h - one running QEMU: its start, its ports, its end.
 */

#ifndef WHITTLE_PROFILER_LAB_MACHINE_H
#define WHITTLE_PROFILER_LAB_MACHINE_H

#include <stdbool.h>
#include <sys/types.h>

#include "profile/error.h"
#include "profiler/lab_place.h"

/* Ports of the guest; all but the terminal are named after these. */
#define LAB_PORTS(X)                                                           \
	X(CONTROL, "control")                                                  \
	X(FILES, "files")                                                      \
	X(STDIN, "stdin")                                                      \
	X(STDOUT, "stdout")                                                    \
	X(STDERR, "stderr")                                                    \
	X(TERMINAL, "terminal")

enum lab_port {
#define X(id, name) LAB_PORT_##id,
	LAB_PORTS(X)
#undef X
		LAB_PORT_COUNT
};

struct lab_machine {
	pid_t pid;		   /* 0: none */
	int pid_fd;		   /* readable when QEMU has ended */
	int console;		   /* the kernel's console and QEMU's errors */
	int ports[LAB_PORT_COUNT]; /* stream sockets; -1: not there */
};

/*
 * Start the guest at PLACE, on a snapshot of its disk, with those ports that
 * are not -1 beforehand. QEMU dies with this process. Ended and freed with
 * lab_machine_done(), also after a failure.
 */
MUST_CHECK enum status lab_machine_start(struct lab_machine *machine,
					 const struct lab_place *place,
					 struct error *err);
void lab_machine_done(struct lab_machine *machine);

/* The last LINES of what the console said, escaped; free it. NULL: nothing. */
char *lab_machine_console_tail(const struct lab_machine *machine,
			       unsigned int lines);

/* Write all that the console said to PATH. */
MUST_CHECK enum status lab_machine_save_console(
	const struct lab_machine *machine, const char *path, struct error *err);

#endif
