/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask_sites.h - what the operations of ask_sites.c share. */

#ifndef WHITTLE_TESTS_ASK_SITES_H
#define WHITTLE_TESTS_ASK_SITES_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/capability.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define ANY_RESULT (-1)
#define CAPS(name) (1ull << CAP_##name)

/* One operation: run() prepares, calls ready(), asks, and returns 0 or an
   errno value. */
struct op {
	const char *id; /* the row that it shows */
	int capability;
	uint64_t others; /* each of them would do too */
	uint64_t less;	 /* taken away at all times */
	int with;	 /* the result with it, or ANY_RESULT */
	int without;	 /* and without it and OTHERS */
	int (*run)(void);
	const char *also; /* rows that the same call meets besides */
};

/* From here on the process has the row's name, and perhaps less. */
void ready(void);

/* 0, or the errno value of a call that gave -1. */
static inline int result(long got)
{
	return got == -1 ? errno : 0;
}

/* Until every other process has closed its end of this pipe. */
void await_end(int ends[2]);
/* A process of USER that waits to be killed; it ends with its parent. */
int spawn(unsigned int user);
/* Become USER and keep all capabilities. */
void become(unsigned int user);
/* Take CAPABILITIES from the permitted and effective sets. */
void take_away(uint64_t capabilities);
/* Write TEXT to PATH. */
int put(const char *path, const char *text);
/* A sysctl for the time of one operation; restored by put_back(). */
void borrow(const char *path, const char *text);
void put_back(void);
/* A new file NAME in the test's directory, of OWNER with MODE. */
const char *make_file(const char *name, unsigned int owner, unsigned int mode);
/* A mount namespace of its own that passes nothing on. */
void own_mounts(void);
/* The size of the soft and hard limit RESOURCE. */
void limit(int resource, unsigned long size);
int udp_socket(void);
int tcp_socket(void);

#endif
