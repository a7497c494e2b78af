/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * generate SIZE FILE... - an audit.log of SIZE bytes (or K, M, G of 1,024) to
 * standard output, made of the events in captured logs. Times and serials go
 * on; pids are spread over a few hundred, and each has addresses of its own, in
 * a0= to a3= and ip=, as address space layout randomisation makes them. Of a
 * hundred events 70 are SECCOMP records, 20 are AVCs or system calls with their
 * companions, 10 are records that user space wrote. The same arguments give the
 * same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS_MAX 4096
#define LINES_MAX  64

enum class { SECCOMP, JOINED, USER, CLASSES };

struct event {
	char *lines[LINES_MAX]; /* "type=X msg=audit(" and what follows ")" */
	size_t types[LINES_MAX];
	int count;
};

static struct event events[CLASSES][EVENTS_MAX];
static int counts[CLASSES];

static uint64_t next_random(void)
{
	static uint64_t state = 88172645463325252u;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static enum class class_of(const char *line) {
	if (strncmp(line, "type=SECCOMP ", 13) == 0) return SECCOMP;
	if (strstr(line, " msg='") || strncmp(line, "type=ADD_", 9) == 0 ||
	    strncmp(line, "type=USER_", 10) == 0) return USER;
	return JOINED;
}

/* Lines that share a stamp are an event. */
static void add_line(char *line)
{
	static char last[64];
	static struct event *event;
	char *open = strstr(line, " msg=audit(");
	char *close = open ? strstr(open, "): ") : NULL;
	enum class class = class_of(line);
	size_t length;

	if (!close)
		return;
	length = (size_t)(close - open);
	if (length >= sizeof(last))
		return;
	if (!event || strncmp(last, open, length) != 0 ||
	    event->count == LINES_MAX) {
		if (counts[class] == EVENTS_MAX)
			return;
		event = &events[class][counts[class]++];
		memcpy(last, open, length);
		last[length] = '\0';
	}
	event->types[event->count] = (size_t)(open + 11 - line);
	memmove(open + 11, close, strlen(close) + 1);
	event->lines[event->count++] = strdup(line);
}

static void load(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	if (!file) {
		perror(path);
		exit(1);
	}
	while (getline(&line, &size, file) > 0)
		add_line(line);
	free(line);
	fclose(file);
}

/* Is the value behind AT, a "=", one that may be an address? */
static int is_address_key(const char *line, const char *at)
{
	if (at - line < 3)
		return 0;
	return strncmp(at - 3, " ip", 3) == 0 ||
	       (at[-3] == ' ' && at[-2] == 'a' && at[-1] >= '0' &&
		at[-1] <= '3');
}

/* Other middle digits for the addresses of LINE, by SHIFT. */
static void vary_addresses(char *line, unsigned int shift)
{
	for (char *at = line; (at = strchr(at, '=')); at++) {
		unsigned int bits = shift * 2654435761u;
		char *digits = at + (strncmp(at, "=0x", 3) == 0 ? 3 : 1);
		size_t length = strspn(digits, "0123456789abcdef");

		if (!is_address_key(line, at) || length < 11 || length > 12)
			continue;
		for (int i = 3; i < 8; i++, bits <<= 4)
			digits[i] = "0123456789abcdef"[bits >> 28];
	}
}

/* One line, with its pid moved by SHIFT. */
static size_t put_line(const struct event *event, int i, const char *stamp,
		       unsigned int shift)
{
	char line[16384];
	const char *rest = line + event->types[i];
	const char *pid;
	size_t written;

	snprintf(line, sizeof(line), "%s", event->lines[i]);
	vary_addresses(line, shift);
	pid = strstr(rest, " pid=");
	written = (size_t)printf("%.*s%s", (int)event->types[i], line, stamp);
	if (pid && shift && pid[5] >= '1' && pid[5] <= '9') {
		char *end;
		unsigned long number = strtoul(pid + 5, &end, 10);

		written += (size_t)printf("%.*s%lu", (int)(pid + 5 - rest),
					  rest, number + shift);
		rest = end;
	}
	return written + (size_t)printf("%s", rest);
}

static size_t put_event(uint64_t serial)
{
	uint64_t random = next_random();
	unsigned int percent = (unsigned int)(random % 100);
	enum class class = percent < 70	  ? SECCOMP
			   : percent < 90 ? JOINED
					  : USER;
	const struct event *event =
		&events[class][(random >> 8) % (unsigned int)counts[class]];
	unsigned int shift = (unsigned int)(random >> 40) % 256;
	size_t written = 0;
	char stamp[64];

	snprintf(stamp, sizeof(stamp), "%llu.%03llu:%llu",
		 (unsigned long long)(1795310000 + serial / 5000),
		 (unsigned long long)(serial / 5 % 1000),
		 (unsigned long long)serial);
	for (int i = 0; i < event->count; i++)
		written += put_line(event, i, stamp, shift);
	return written;
}

int main(int argc, char **argv)
{
	char *unit = NULL;
	unsigned long long size;

	if (argc < 3) {
		fputs("usage: generate SIZE FILE...\n", stderr);
		return 2;
	}
	size = strtoull(argv[1], &unit, 10);
	for (const char *u = "KMG"; *unit && *u; u++) {
		size *= 1024;
		if (*u == *unit)
			break;
	}
	for (int i = 2; i < argc; i++)
		load(argv[i]);
	for (int i = 0; i < CLASSES; i++) {
		if (counts[i])
			continue;
		fputs("generate: the logs lack a kind of event\n", stderr);
		return 1;
	}
	for (uint64_t done = 0, serial = 1; done < size; serial++)
		done += put_event(serial);
	return fflush(stdout) != 0;
}
