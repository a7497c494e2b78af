/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "ask.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <linux/bpf.h>
#include <linux/kexec.h>
#include <linux/perf_event.h>
#include <linux/reboot.h>
#include <sys/epoll.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <unistd.h>

/* CAP_SYS_MODULE: who may load is told that this is no module */
int ask_load_module(void)
{
	static const char image[64] = "no module";

	if (syscall(SYS_init_module, image, sizeof(image), "") == 0)
		return -1;
	return errno == ENOEXEC ? 0 : -1;
}

/* CAP_SYS_RAWIO: the port that machines use to wait a moment */
int ask_io_port(void)
{
	return ioperm(0x80, 1, 1) ? -1 : ioperm(0x80, 1, 0);
}

/* CAP_SYS_PACCT: off, as it is */
int ask_accounting(void)
{
	return acct(NULL);
}

/* CAP_SYS_ADMIN */
int ask_mount(void)
{
	if (mount("ask", PLACE, "tmpfs", MS_NODEV, NULL))
		return -1;
	return umount(PLACE);
}

/* CAP_SYS_BOOT: drops the next kernel, of which there is none */
int ask_no_next_kernel(void)
{
	return (int)syscall(SYS_kexec_load, 0, 0, NULL, KEXEC_ARCH_DEFAULT);
}

/* CAP_SYS_BOOT: the keys do nothing, as systemd has it */
int ask_ctrl_alt_del(void)
{
	return reboot(LINUX_REBOOT_CMD_CAD_OFF);
}

/* CAP_SYS_TIME: sets the clock's frequency to what it is */
int ask_adjust_clock(void)
{
	struct timex state = {.modes = 0};

	if (adjtimex(&state) < 0)
		return -1;
	state.modes = ADJ_FREQUENCY;
	return adjtimex(&state) < 0 ? -1 : 0;
}

/* CAP_SYSLOG: how much of the kernel's log is unread */
int ask_kernel_log(void)
{
	return klogctl(9, NULL, 0) < 0 ? -1 : 0;
}

/* CAP_WAKE_ALARM */
int ask_wake_timer(void)
{
	int fd = timerfd_create(CLOCK_BOOTTIME_ALARM, TFD_CLOEXEC);

	return fd < 0 ? -1 : close(fd);
}

/* The event mask of the first descriptor that EPOLL watches. */
static unsigned int watched_events(int epoll)
{
	char path[64], line[160];
	unsigned int events = 0;
	FILE *info;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", epoll);
	info = fopen(path, "re");
	while (info && fgets(line, sizeof(line), info))
		if (sscanf(line, "tfd: %*d events: %x", &events) == 1)
			break;
	if (info)
		fclose(info);
	return events;
}

/* CAP_BLOCK_SUSPEND: epoll_ctl goes on without; this insists. */
int ask_stay_awake(void)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLWAKEUP};
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	bool is_kept;
	int ends[2];

	if (epoll < 0 || pipe2(ends, O_CLOEXEC) ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event))
		return -1;
	is_kept = watched_events(epoll) & EPOLLWAKEUP;
	close(epoll);
	close(ends[0]);
	close(ends[1]);
	errno = EPERM;
	return is_kept ? 0 : -1;
}

/*
 * CAP_PERFMON, or CAP_SYS_ADMIN; where kernel.perf_event_paranoid is 3, as
 * Debian has it, CAP_SYS_ADMIN alone.
 */
int ask_count_events(void)
{
	struct perf_event_attr attributes = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attributes),
		.config = PERF_COUNT_SW_CPU_CLOCK,
	};
	long fd = syscall(SYS_perf_event_open, &attributes, 0, -1, -1,
			  PERF_FLAG_FD_CLOEXEC);

	return fd < 0 ? -1 : close((int)fd);
}

/* CAP_BPF, or CAP_SYS_ADMIN */
int ask_bpf_map(void)
{
	union bpf_attr attributes;
	long fd;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_type = BPF_MAP_TYPE_ARRAY;
	attributes.key_size = 4;
	attributes.value_size = 8;
	attributes.max_entries = 1;
	fd = syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof(attributes));
	return fd < 0 ? -1 : close((int)fd);
}

/*
 * CAP_MAC_OVERRIDE is Smack's, and AppArmor's on a change of profile: tries
 * both, and it is well where neither is there to ask.
 */
int ask_other_modules(void)
{
	static const char *const files[] = {
		"/proc/self/attr/smack/current",
		"/proc/self/attr/apparmor/current",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int fd = open(files[i], O_WRONLY | O_CLOEXEC);

		if (fd < 0)
			continue;
		if (write(fd, "changeprofile x", 15) >= 0)
			errno = EEXIST;
		close(fd);
		if (errno != EINVAL)
			return -1;
	}
	return 0;
}
