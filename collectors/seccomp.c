/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/seccomp.h"

#include "collectors/field.h"
#include "profile/syscall_names.h"

/* The fields that are read, as bits of what has been seen. */
enum seccomp_key {
	KEY_OTHER = 0,
	KEY_PID = 1,
	KEY_SESSION = 2,
	KEY_EXE = 4,
	KEY_ARCH = 8,
	KEY_COMM = 16,
	KEY_CODE = 32,
	KEY_LABEL = 64,
	KEY_SYSCALL = 128,
};

static enum seccomp_key key_three(const char *key)
{
	if (memcmp(key, "pid", 3) == 0)
		return KEY_PID;
	if (memcmp(key, "ses", 3) == 0)
		return KEY_SESSION;
	return memcmp(key, "exe", 3) == 0 ? KEY_EXE : KEY_OTHER;
}

static enum seccomp_key key_four(const char *key)
{
	if (memcmp(key, "arch", 4) == 0)
		return KEY_ARCH;
	if (memcmp(key, "comm", 4) == 0)
		return KEY_COMM;
	if (memcmp(key, "subj", 4) == 0)
		return KEY_LABEL;
	return memcmp(key, "code", 4) == 0 ? KEY_CODE : KEY_OTHER;
}

static enum seccomp_key key_of(struct span key)
{
	switch (key.length) {
	case 3:
		return key_three(key.data);
	case 4:
		return key_four(key.data);
	case 7:
		return memcmp(key.data, "syscall", 7) == 0 ? KEY_SYSCALL
							   : KEY_OTHER;
	default:
		return KEY_OTHER;
	}
}

/* Negative numbers are what a tracer that skips a call leaves behind. */
static bool parse_number(struct span value, uint32_t *ret)
{
	int64_t number;

	if (!span_to_signed(value, &number) || number < INT32_MIN ||
	    number > (int64_t)UINT32_MAX)
		return false;
	*ret = (uint32_t)number;
	return true;
}

static bool parse_arch(struct span value, uint32_t *ret)
{
	uint64_t number;

	if (!span_to_hex(value, &number) || number > UINT32_MAX)
		return false;
	*ret = (uint32_t)number;
	return true;
}

static bool take_field(struct seccomp *seccomp, enum seccomp_key key,
		       struct span value)
{
	switch (key) {
	case KEY_PID:
		return seccomp->has_pid = span_to_decimal(value, &seccomp->pid);
	case KEY_SESSION:
		return seccomp->has_session =
			       span_to_decimal(value, &seccomp->session);
	case KEY_EXE:
		seccomp->exe = value;
		return true;
	case KEY_ARCH:
		return parse_arch(value, &seccomp->arch);
	case KEY_COMM:
		seccomp->comm = value;
		return true;
	case KEY_CODE:
		return span_to_hex(value, &seccomp->code);
	case KEY_LABEL:
		seccomp->label = value;
		return true;
	case KEY_SYSCALL:
		return parse_number(value, &seccomp->number);
	case KEY_OTHER:
		break;
	}
	return true;
}

bool seccomp_parse(struct span text, struct seccomp *ret)
{
	const unsigned int needed = KEY_ARCH | KEY_SYSCALL;
	struct seccomp seccomp = {0};
	unsigned int seen = 0;
	enum seccomp_key last = KEY_OTHER;
	struct field field;

	while (field_next(&text, &field)) {
		enum seccomp_key key = key_of(field.key);

		if (field_begins_record(&field))
			return false;
		last = KEY_OTHER;
		if (seen & key)
			continue;
		seen |= key;
		last = key;
		if (!take_field(&seccomp, key, field.value))
			return false;
	}
	/* "syscall=2" at the end may be what a logger left of 269: the kernel
	   has three fields more (kernel/auditsc.c audit_seccomp(), 6.12). */
	if ((seen & needed) != needed || last == KEY_SYSCALL)
		return false;
	syscall_normalize(&seccomp.arch, &seccomp.number);
	*ret = seccomp;
	return true;
}
