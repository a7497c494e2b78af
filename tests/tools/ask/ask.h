/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ask - asks the kernel for what it is told to, each operation for exactly one
 * capability. An operation does the real thing, undoes it, leaves no trace and
 * returns 0, or -1 with errno where it was refused. What it would need another
 * capability for (files and processes of others) tests/guest/asks.sh prepares
 * below WORK before.
 */
#ifndef WHITTLE_TESTS_ASK_H
#define WHITTLE_TESTS_ASK_H

#include <sys/types.h>

#define WORK   "/srv/ask"
#define THEIRS WORK "/theirs" /* 0600, of another user */
#define LENT   WORK "/lent"   /* 0644, of another user */
#define SHARED WORK "/shared" /* 0644, ours, of another group */
#define PLACE  WORK "/mnt"
#define OTHER  1234 /* the other user and group, in WORK/pid a process's */

/* Runs OPERATION in a child, for what a process cannot take back. */
int in_child(int (*operation)(void));

/* A file of our own below WORK, open for writing; -1 and errno. */
int make_file(void);

/* Closes and removes it; returns RESULT with errno as it was. */
int drop_file(int fd, int result);

/* The pid of the other user's process; -1 and errno. */
pid_t find_other(void);

/* files.c */
int ask_chown(void);
int ask_read_theirs(void);
int ask_write_theirs(void);
int ask_chmod_theirs(void);
int ask_keep_setgid(void);
int ask_immutable(void);
int ask_mknod(void);
int ask_lease(void);
int ask_file_capability(void);
int ask_unknown_label(void);
int ask_map_files(void);

/* processes.c */
int ask_signal(void);
int ask_setuid(void);
int ask_setgid(void);
int ask_drop_bound(void);
int ask_look_into(void);
int ask_nice(void);
int ask_oom_score(void);
int ask_lock_memory(void);
int ask_closed_queue(void);
int ask_chroot(void);
int ask_hang_up(void);

/* network.c */
int ask_low_port(void);
int ask_all_namespaces(void);
int ask_queue_length(void);
int ask_packet_socket(void);
int ask_audit_message(void);
int ask_audit_status(void);
int ask_audit_log(void);

/* machine.c */
int ask_load_module(void);
int ask_io_port(void);
int ask_accounting(void);
int ask_mount(void);
int ask_ctrl_alt_del(void);
int ask_no_next_kernel(void);
int ask_adjust_clock(void);
int ask_kernel_log(void);
int ask_wake_timer(void);
int ask_stay_awake(void);
int ask_count_events(void);
int ask_bpf_map(void);
int ask_other_modules(void);

/* unseen.c: refused or not, these leave no record */
int ask_filter(void);
int ask_kernel_addresses(void);
int ask_ring_memory(void);
int ask_trusted_names(void);
int ask_map_root(void);

#endif
