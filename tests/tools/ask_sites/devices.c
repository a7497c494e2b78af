/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations of policies/check_rows_system.inc: terminals, devices, the
   host. */
#include "ask_sites.h"

#include <pty.h>
#include <linux/fs.h>
#include <linux/kd.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <linux/rtc.h>
#include <sys/epoll.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/swap.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/utsname.h>

/* The slave side of a new terminal. */
static int terminal(void)
{
	int master, slave;

	if (openpty(&master, &slave, NULL, NULL, NULL))
		_exit(125);
	return slave;
}

static int terminal_input(void)
{
	int fd = terminal();

	ready();
	return result(ioctl(fd, TIOCSTI, "x"));
}

/* A session of another process has the terminal. */
static int stolen_terminal(void)
{
	int fd = terminal(), done[2];

	if (pipe(done))
		return 125;
	if (fork() == 0) {
		setsid();
		ioctl(fd, TIOCSCTTY, 0);
		close(done[0]);
		close(done[1]);
		sleep(20);
		_exit(0);
	}
	await_end(done);
	if (setsid() < 0)
		return 125;
	ready();
	return result(ioctl(fd, TIOCSCTTY, 1));
}

static int console_output(void)
{
	int fd = terminal();

	ready();
	return result(ioctl(fd, TIOCCONS));
}

static int terminal_hangup(void)
{
	int fd = terminal();

	ready();
	return result(ioctl(fd, TIOCVHANGUP));
}

static int own_hangup(void)
{
	setsid();
	ready();
	return result(vhangup());
}

static int console_settings(void)
{
	int mode, fd = open("/dev/tty1", O_RDWR | O_NOCTTY);

	if (fd < 0 || ioctl(fd, KDGETMODE, &mode))
		return 124;
	ready();
	return result(ioctl(fd, KDSETMODE, mode));
}

static int entropy(void)
{
	int fd = open("/dev/urandom", O_RDWR);

	ready();
	return result(ioctl(fd, RNDCLEARPOOL));
}

static int hardware_clock(void)
{
	struct rtc_time now;
	int fd = open("/dev/rtc0", O_RDONLY);

	if (fd < 0 || ioctl(fd, RTC_RD_TIME, &now))
		return 124;
	ready();
	return result(ioctl(fd, RTC_SET_TIME, &now));
}

static int hardware_clock_rate(void)
{
	int fd = open("/dev/rtc0", O_RDONLY);

	if (fd < 0)
		return 124;
	ready();
	return result(ioctl(fd, RTC_IRQP_SET, 1024));
}

static int io_ports(void)
{
	ready();
	return result(ioperm(0x80, 1, 1));
}

static int raw_memory(void)
{
	ready();
	return result(open("/proc/kcore", O_RDONLY));
}

static int block_device(void)
{
	const char *device = getenv("ROOT_DEVICE");
	int fd = open(device ? device : "/dev/nvme0n1", O_RDONLY);

	ready();
	return result(ioctl(fd, BLKFLSBUF, 0));
}

static int hidden_content(void)
{
	char text[256];
	int fd;

	ready(); /* who opened it is asked about */
	fd = open("/proc/self/stack", O_RDONLY);
	return result(read(fd, text, sizeof(text)));
}

/* ---- the host ------------------------------------------------------------ */

static int host_name(void)
{
	struct utsname names;

	uname(&names);
	ready();
	return result(sethostname(names.nodename, strlen(names.nodename)));
}

static int swap(void)
{
	ready();
	return result(swapoff("/nothing"));
}

static int accounting(void)
{
	ready();
	return result(acct(NULL));
}

static int set_clock(void)
{
	struct timex clock = {.modes = 0};

	adjtimex(&clock);
	clock.modes = ADJ_FREQUENCY;
	ready();
	return result(adjtimex(&clock));
}

static int wake_alarm(void)
{
	ready();
	return result(timerfd_create(CLOCK_BOOTTIME_ALARM, 0));
}

static int epoll_wakeup(void)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLWAKEUP};
	int ends[2], fd = epoll_create1(0);

	if (pipe(ends))
		return 125;
	ready();
	return result(epoll_ctl(fd, EPOLL_CTL_ADD, ends[0], &event));
}

static int kernel_log(void)
{
	ready();
	return result(klogctl(9, NULL, 0));
}

static int kernel_log_device(void)
{
	borrow("/proc/sys/kernel/dmesg_restrict", "1");
	ready();
	return result(open("/dev/kmsg", O_RDONLY));
}

static int kernel_module(void)
{
	ready();
	return result(syscall(SYS_delete_module, "nothing", 0));
}

static int reboot_with(unsigned int command)
{
	ready();
	return result(syscall(SYS_reboot, LINUX_REBOOT_MAGIC1,
			      LINUX_REBOOT_MAGIC2, command, NULL));
}

static int ctrl_alt_del(void)
{
	return reboot_with(LINUX_REBOOT_CMD_CAD_OFF);
}

/* No such command: asked, and then invalid. */
static int reboot_nothing(void)
{
	return reboot_with(1);
}

/* No segments: what was loaded (nothing) is unloaded. */
static int new_kernel(void)
{
	ready();
	return result(syscall(SYS_kexec_load, 0, 0, NULL, 0));
}

#define OP(cap) CAP_##cap, 0, 0

const struct op device_ops[] = {
	{"terminal-input", OP(SYS_ADMIN), 0, ANY_RESULT, terminal_input, NULL},
	{"stolen-terminal", OP(SYS_ADMIN), 0, EPERM, stolen_terminal, NULL},
	{"console-output", OP(SYS_ADMIN), 0, EPERM, console_output, NULL},
	{"terminal-hangup", OP(SYS_ADMIN), 0, EPERM, terminal_hangup, NULL},
	{"own-hangup", OP(SYS_TTY_CONFIG), 0, EPERM, own_hangup, NULL},
	{"console-settings", OP(SYS_TTY_CONFIG), 0, EPERM, console_settings,
	 NULL},
	{"entropy", OP(SYS_ADMIN), 0, EPERM, entropy, NULL},
	{"hardware-clock", OP(SYS_TIME), 0, EACCES, hardware_clock, NULL},
	{"hardware-clock-rate", OP(SYS_RESOURCE), ANY_RESULT, EACCES,
	 hardware_clock_rate, NULL},
	{"io-ports", OP(SYS_RAWIO), 0, EPERM, io_ports, NULL},
	{"raw-memory", OP(SYS_RAWIO), 0, EPERM, raw_memory, NULL},
	{"block-device", OP(SYS_ADMIN), 0, EACCES, block_device, NULL},
	{"hidden-content", OP(SYS_ADMIN), 0, EACCES, hidden_content, NULL},
	{"host-name", OP(SYS_ADMIN), 0, EPERM, host_name, NULL},
	{"swap", OP(SYS_ADMIN), ANY_RESULT, EPERM, swap, NULL},
	{"accounting", OP(SYS_PACCT), 0, EPERM, accounting, NULL},
	{"set-clock", OP(SYS_TIME), 0, EPERM, set_clock, NULL},
	{"wake-alarm", OP(WAKE_ALARM), 0, EPERM, wake_alarm, NULL},
	{"epoll-wakeup", OP(BLOCK_SUSPEND), 0, 0, epoll_wakeup, NULL},
	{"kernel-log", OP(SYSLOG), 0, EPERM, kernel_log, NULL},
	{"kernel-log-device", OP(SYSLOG), 0, EPERM, kernel_log_device, NULL},
	{"kernel-module", OP(SYS_MODULE), ANY_RESULT, EPERM, kernel_module,
	 NULL},
	{"ctrl-alt-del", OP(SYS_BOOT), 0, EPERM, ctrl_alt_del, NULL},
	{"reboot", OP(SYS_BOOT), EINVAL, EPERM, reboot_nothing, NULL},
	{"new-kernel", OP(SYS_BOOT), 0, EPERM, new_kernel, NULL},
	{.id = NULL},
};
