/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/interpreted_value.h"

#include <sys/stat.h>

#include "profile/syscall_names.h"

#define ERRNO_MAX 4095

/* VALUE as a string; false when it is longer than any name. */
static bool copy_name(struct span value, char *buffer, size_t size)
{
	if (value.length >= size || memchr(value.data, '\0', value.length))
		return false;
	memcpy(buffer, value.data, value.length);
	buffer[value.length] = '\0';
	return true;
}

static void put(struct text *out, const char *key, struct span value)
{
	text_add(out, " ");
	text_add(out, key);
	text_add(out, "=");
	text_add_bytes(out, value.data, value.length);
}

/* A quote would make what follows it part of a string. ausearch leaves those
   of some fields, as dev="proc". */
static bool has_stray_quote(struct span value)
{
	if (value.length >= 2 && value.data[0] == '"' &&
	    value.data[value.length - 1] == '"')
		value = span_between(value.data + 1, span_end(value) - 1);
	return memchr(value.data, '"', value.length) ||
	       memchr(value.data, '\'', value.length);
}

static void put_as_is(const char *key, struct span value,
		      struct interpreted_call *call, struct text *out)
{
	(void)call;
	if (!memchr(value.data, ' ', value.length) && !has_stray_quote(value))
		put(out, key, value);
}

/* In quotes, or in hex where the kernel would write hex. */
static void put_string(const char *key, struct span value,
		       struct interpreted_call *call, struct text *out)
{
	bool is_odd = false;

	(void)call;
	if (span_is(value, "(null)")) {
		put(out, key, value);
		return;
	}
	for (size_t i = 0; i < value.length; i++)
		is_odd |= value.data[i] <= ' ' || value.data[i] > '~' ||
			  value.data[i] == '"';
	put(out, key, SPAN(""));
	if (!is_odd) {
		text_add(out, "\"");
		text_add_bytes(out, value.data, value.length);
		text_add(out, "\"");
		return;
	}
	for (size_t i = 0; i < value.length; i++)
		text_addf(out, "%02X", (unsigned char)value.data[i]);
}

/* Of names this machine can know root's alone: another's numbers may differ. */
static void put_id(const char *key, struct span value,
		   struct interpreted_call *call, struct text *out)
{
	if (span_has_prefix(value, SPAN("unknown(")) &&
	    value.data[value.length - 1] == ')')
		value = span_between(value.data + 8, span_end(value) - 1);
	else if (span_is(value, "unset"))
		value = SPAN("4294967295");
	else if (span_is(value, "root"))
		value = SPAN("0");
	put_as_is(key, value, call, out);
}

static void put_arch(const char *key, struct span value,
		     struct interpreted_call *call, struct text *out)
{
	char name[32];

	if (!copy_name(value, name, sizeof(name)))
		return;
	if (strcmp(name, "i386") == 0)
		call->arch = ARCH_X86;
	else if (!arch_from_name(name, &call->arch) || call->arch == ARCH_X32)
		return;
	text_addf(out, " %s=%x", key, call->arch);
}

/* "openat", "unknown-syscall(500)", "socketcall(bind)". */
static void put_syscall(const char *key, struct span value,
			struct interpreted_call *call, struct text *out)
{
	const char *open = memchr(value.data, '(', value.length);
	char name[64];
	uint32_t number;

	if (span_has_prefix(value, SPAN("unknown-syscall(")) &&
	    value.data[value.length - 1] == ')') {
		put_as_is(key, span_between(open + 1, span_end(value) - 1),
			  call, out);
		return;
	}
	if (open)
		value = span_between(value.data, open);
	if (!copy_name(value, name, sizeof(name)) || !call->arch)
		return;
	if (syscall_number(call->arch, name, &number))
		text_addf(out, " %s=%u", key, number);
	else if (call->arch == ARCH_X86_64 &&
		 syscall_number(ARCH_X32, name, &number))
		text_addf(out, " %s=%u", key, number);
	else
		put_as_is(key, value, call, out); /* a number */
}

/* "0", "EACCES(Permission denied)". */
static void put_exit(const char *key, struct span value,
		     struct interpreted_call *call, struct text *out)
{
	const char *open = memchr(value.data, '(', value.length);
	char name[32];

	if (!open) {
		put_as_is(key, value, call, out);
		return;
	}
	if (!copy_name(span_between(value.data, open), name, sizeof(name)))
		return;
	for (int number = 1; number <= ERRNO_MAX; number++) {
		const char *known = strerrorname_np(number);

		if (known && strcmp(known, name) == 0) {
			text_addf(out, " %s=-%d", key, number);
			return;
		}
	}
}

/* Numbers in hex; of the names only the one that is a number to us. */
static void put_argument(const char *key, struct span value,
			 struct interpreted_call *call, struct text *out)
{
	uint64_t number;

	if (span_is(value, "AT_FDCWD"))
		value = SPAN("ffffff9c");
	if (span_has_prefix(value, SPAN("0x")))
		value = span_skip(value, 2);
	if (!span_to_hex(value, &number))
		value = SPAN("?"); /* there, but nobody knows what */
	put_as_is(key, value, call, out);
}

/* One part of a mode: a word, or octal digits. */
static bool mode_part(struct span word, unsigned int *ret)
{
	static const struct {
		const char *name;
		unsigned int bits;
	} words[] = {
		{"file", S_IFREG},   {"dir", S_IFDIR},	 {"socket", S_IFSOCK},
		{"link", S_IFLNK},   {"block", S_IFBLK}, {"character", S_IFCHR},
		{"fifo", S_IFIFO},   {"suid", S_ISUID},	 {"sgid", S_ISGID},
		{"sticky", S_ISVTX},
	};
	unsigned int bits = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		if (span_is(word, words[i].name)) {
			*ret = words[i].bits;
			return true;
		}
	}
	for (size_t i = 0; i < word.length; i++) {
		if (word.data[i] < '0' || word.data[i] > '7' || i > 5)
			return false;
		bits = bits * 8 + (unsigned int)(word.data[i] - '0');
	}
	*ret = bits;
	return word.length > 0;
}

/* "file,644", "dir,sticky,777". */
static void put_mode(const char *key, struct span value,
		     struct interpreted_call *call, struct text *out)
{
	unsigned int mode = 0, bits;

	(void)call;
	while (value.length) {
		const char *comma = memchr(value.data, ',', value.length);
		struct span word =
			comma ? span_between(value.data, comma) : value;

		if (!mode_part(word, &bits))
			return;
		mode |= bits;
		value = span_skip(value, word.length + 1);
	}
	text_addf(out, " %s=0%o", key, mode);
}

static void put_action(const char *key, struct span value,
		       struct interpreted_call *call, struct text *out)
{
	/* Source: include/uapi/linux/seccomp.h. */
	static const struct {
		const char *name;
		struct span code;
	} actions[] = {
		{"log", SPAN_INIT("0x7ffc0000")},
		{"allow", SPAN_INIT("0x7fff0000")},
		{"trace", SPAN_INIT("0x7ff00000")},
		{"user-notify", SPAN_INIT("0x7fc00000")},
		{"errno", SPAN_INIT("0x50000")},
		{"trap", SPAN_INIT("0x30000")},
		{"kill", SPAN_INIT("0x0")},
		{"kill-thread", SPAN_INIT("0x0")},
		{"kill-process", SPAN_INIT("0x80000000")},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(actions); i++) {
		if (!span_is(value, actions[i].name))
			continue;
		put(out, key, actions[i].code);
		return;
	}
	if (span_has_prefix(value, SPAN("0x")))
		put_as_is(key, value, call, out);
}

static void put_yes_no(const char *key, struct span value,
		       struct interpreted_call *call, struct text *out)
{
	if (span_is(value, "yes"))
		value = SPAN("1");
	else if (span_is(value, "no"))
		value = SPAN("0");
	put_as_is(key, value, call, out);
}

/* Of an AVC about a capability ausearch 4.0 prints the categories with a space
   between; contexts have none of their own. */
static void put_context(const char *key, struct span value,
			struct interpreted_call *call, struct text *out)
{
	(void)call;
	if (has_stray_quote(value))
		return;
	put(out, key, SPAN(""));
	for (size_t i = 0; i < value.length; i++)
		text_add_bytes(out, value.data[i] == ' ' ? "," : value.data + i,
			       1);
}

/* The permission names it: nothing is lost. */
static void put_nothing(const char *key, struct span value,
			struct interpreted_call *call, struct text *out)
{
	(void)key, (void)value, (void)call, (void)out;
}

static const struct {
	const char *key;
	void (*put)(const char *key, struct span value,
		    struct interpreted_call *call, struct text *out);
} values[] = {
	{"comm", put_string},
	{"exe", put_string},
	{"name", put_string},
	{"path", put_string},
	{"cwd", put_string},
	{"auid", put_id},
	{"uid", put_id},
	{"gid", put_id},
	{"euid", put_id},
	{"egid", put_id},
	{"suid", put_id},
	{"sgid", put_id},
	{"fsuid", put_id},
	{"fsgid", put_id},
	{"ouid", put_id},
	{"ogid", put_id},
	{"ses", put_id},
	{"old-ses", put_id},
	{"old-auid", put_id},
	{"arch", put_arch},
	{"syscall", put_syscall},
	{"exit", put_exit},
	{"a0", put_argument},
	{"a1", put_argument},
	{"a2", put_argument},
	{"a3", put_argument},
	{"mode", put_mode},
	{"code", put_action},
	{"permissive", put_yes_no},
	{"res", put_yes_no},
	{"capability", put_nothing},
	{"scontext", put_context},
	{"tcontext", put_context},
};

void interpreted_value(const char *key, struct span value,
		       struct interpreted_call *call, struct text *out)
{
	for (size_t i = 0; i < ARRAY_LENGTH(values); i++) {
		if (strcmp(values[i].key, key) != 0)
			continue;
		if (value.length)
			values[i].put(key, value, call, out);
		return;
	}
	if (value.length)
		put_as_is(key, value, call, out);
}
