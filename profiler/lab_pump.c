/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_pump.h"

#include <errno.h>
#include <limits.h>
#include <sys/socket.h>

struct lab_pump *lab_pump_new(int from, int to)
{
	struct lab_pump *pump = calloc(1, sizeof(*pump));

	if (!pump)
		return NULL;
	pump->from = from;
	pump->to = to;
	return pump;
}

void lab_pump_prepare(const struct lab_pump *pump, struct pollfd *slot)
{
	*slot = (struct pollfd){.fd = -1};
	if (pump->length > 0)
		*slot = (struct pollfd){.fd = pump->to, .events = POLLOUT};
	else if (pump->from >= 0)
		*slot = (struct pollfd){.fd = pump->from, .events = POLLIN};
}

static bool is_passing(int errnum)
{
	return errnum == EINTR || errnum == EAGAIN;
}

/*
 * A socket to QEMU is shut down, not closed: on a hang-up QEMU would drop what
 * it has not read yet.
 */
static void fill(struct lab_pump *pump)
{
	ssize_t got = read(pump->from, pump->buffer, sizeof(pump->buffer));

	if (got > 0) {
		pump->start = 0;
		pump->length = (size_t)got;
		return;
	}
	if (got < 0 && is_passing(errno))
		return;
	pump->from = -1;
	shutdown(pump->to, SHUT_WR);
}

/* Never in one call more than a pipe that poll(2) calls writable takes. */
static void drain(struct lab_pump *pump)
{
	size_t chunk = pump->length < PIPE_BUF ? pump->length : PIPE_BUF;
	ssize_t written = write(pump->to, pump->buffer + pump->start, chunk);

	if (written >= 0) {
		pump->start += (size_t)written;
		pump->length -= (size_t)written;
		pump->total += (uint64_t)written;
		return;
	}
	if (is_passing(errno))
		return;
	pump->error = errno;
	pump->length = 0;
	pump->from = -1;
}

void lab_pump_move(struct lab_pump *pump, const struct pollfd *slot)
{
	if (slot->fd < 0 || !slot->revents)
		return;
	if (slot->events & POLLOUT)
		drain(pump);
	else
		fill(pump);
}
