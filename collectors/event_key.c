/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/event_key.h"

#include "collectors/digits.h"

/* While a key is made. */
struct maker {
	struct event_key *key;
	uint64_t denied, caller; /* the pids of AVCs and of the system call */
	bool has_denied, has_caller;
};

static bool put(struct event_key *key, struct span text)
{
	if (key->length + text.length > EVENT_KEY_TEXT)
		return false;
	if (text.length)
		memcpy(key->text + key->length, text.data, text.length);
	key->length += text.length;
	return true;
}

/* Digits at AT that are a number, whole: nothing that could be read otherwise.
   What is behind them, or NULL. */
static const char *read_pid(const char *at, const char *end, uint64_t *ret)
{
	const char *behind = digits_read(at, end, ret);

	if (behind == at || behind - at > 10 ||
	    (behind != end && *behind != ' '))
		return NULL;
	return behind;
}

/* "avc:  denied  { read } for  pid=": pid is the first field. */
static struct span avc_head(struct span text)
{
	const char *end = span_end(text);
	const char *at =
		text.length ? memchr(text.data, '}', text.length) : NULL;

	if (!at || end - at < 12 || memcmp(at, "} for  pid=", 11) != 0)
		return (struct span){0};
	return span_between(text.data, at + 11);
}

static bool put_avc(struct maker *maker, struct span text)
{
	struct span head = avc_head(text);
	const char *end = span_end(text), *behind;
	uint64_t pid;

	behind = head.data ? read_pid(span_end(head), end, &pid) : NULL;
	/* All AVCs of one process, or it is no common event. */
	if (!behind || (maker->has_denied && maker->denied != pid))
		return false;
	maker->has_denied = true;
	maker->denied = pid;
	return put(maker->key, head) &&
	       put(maker->key, span_between(behind, end));
}

/*
 * 'd': the hexadecimal digits of VALUE are AT_FDCWD, as object.c sees it; 'x':
 * another number; 0: none, or not as the kernel writes it.
 */
static char argument_class(struct span value)
{
	static const struct span cwd = {"ffffff9c", 8};

	if (!value.length || value.length > 16 ||
	    !digits_are_hex(value.data, span_end(value)))
		return 0;
	return value.length >= cwd.length &&
			       memcmp(span_end(value) - cwd.length, cwd.data,
				      cwd.length) == 0
		       ? 'd'
		       : 'x';
}

/* "a0=" to "a3=": the word that an argument's number follows. */
static bool is_argument(const char *at)
{
	return at[0] == 'a' && at[1] >= '0' && at[1] <= '3' && at[2] == '=';
}

/* The space behind the word at AT; words are short. */
static const char *word_end(const char *at, const char *end)
{
	for (; end - at >= 8; at += 8) {
		uint64_t other =
			digits_word(at) ^ EACH_BYTE((unsigned char)' ');
		/* Exact in the lowest byte that it finds. */
		uint64_t found =
			(other - EACH_BYTE(1)) & ~other & EACH_BYTE(0x80);

		if (found)
			return at + __builtin_ctzll(found) / 8;
	}
	while (at < end && *at != ' ')
		at++;
	return at;
}

/* What stands before the argument at AT, and of what class that is. In the
   place of its name stands a byte that no text has. */
static bool put_argument(struct event_key *key, const char *from,
			 const char *at, const char *end)
{
	struct span value = span_between(at + 3, end);
	struct span *first = &key->arguments[at[1] - '0'];
	char class = argument_class(value);

	/* All but the first follow one right away. */
	if (!class || (!(at - from == 1 && *from == ' ') &&
		       !put(key, span_between(from, at))))
		return false;
	if (!first->data)
		*first = value;
	if (key->length + 3 > EVENT_KEY_TEXT)
		return false;
	key->text[key->length++] = '\0';
	key->text[key->length++] = at[1];
	key->text[key->length++] = class;
	return true;
}

/* The record from its pid at AT on, but for the number itself. */
static bool put_from_pid(struct maker *maker, const char *from, const char *at,
			 const char *end)
{
	const char *behind = read_pid(at + 4, end, &maker->caller);

	return behind && behind != end &&
	       put(maker->key, span_between(from, at + 4)) &&
	       put(maker->key, span_between(behind, end));
}

/* "ppid=12": a number, whole. */
static bool is_parent(const char *at, const char *end)
{
	uint64_t number;

	return end - at > 5 && at[4] == '=' &&
	       digits_read(at + 5, end, &number) == end;
}

/* A SYSCALL record up to its pid, word by word. */
static bool put_syscall(struct maker *maker, struct span text)
{
	const char *end = span_end(text), *at = text.data, *from = at;

	if (maker->has_caller)
		return false;
	maker->has_caller = true;
	for (unsigned int words = 0; words < 16 && end - at > 4; words++) {
		const char *space = word_end(at, end);

		if (memcmp(at, "pid=", 4) == 0)
			return put_from_pid(maker, from, at, end);
		if (memcmp(at, "ppid", 4) == 0) {
			if (!is_parent(at, space) ||
			    !put(maker->key, span_between(from, at)))
				return false;
			from = space;
		} else if (is_argument(at)) {
			if (!put_argument(maker->key, from, at, space))
				return false;
			from = space;
		}
		if (space == end || space - at < 4)
			return false;
		at = space + 1;
	}
	return false;
}

static bool put_record(struct maker *maker, const struct record *record)
{
	const char head[3] = {(char)(record->type & 0xff),
			      (char)(record->type >> 8), '\n'};

	if (!put(maker->key, (struct span){head, sizeof(head)}))
		return false;
	if (record->type == AUDIT_AVC)
		return put_avc(maker, record->text);
	if (record->type == AUDIT_SYSCALL)
		return put_syscall(maker, record->text);
	return put(maker->key, record->text);
}

/* What decides is the comparison of all bytes: the slot is of the highest
   bits, to which each byte adds. */
static uint64_t hash_bytes(const char *data, size_t length)
{
	uint64_t a = length, b = 0, c = 1, d = 2, words[4];

	for (; length >= sizeof(words);
	     data += sizeof(words), length -= sizeof(words)) {
		memcpy(words, data, sizeof(words));
		a = (a ^ words[0]) * 0xc2b2ae3d27d4eb4fu;
		b = (b ^ words[1]) * 0x9e3779b97f4a7c15u;
		c = (c ^ words[2]) * 0xd6e8feb86659fd93u;
		d = (d ^ words[3]) * 0xa0761d6478bd642fu;
	}
	memset(words, 0, sizeof(words));
	memcpy(words, data, length);
	a = (a ^ words[0]) * 0xc2b2ae3d27d4eb4fu;
	b = (b ^ words[1]) * 0x9e3779b97f4a7c15u;
	c = (c ^ words[2]) * 0xd6e8feb86659fd93u;
	d = (d ^ words[3]) * 0xa0761d6478bd642fu;
	a ^= a >> 32 ^ c ^ c >> 31;
	b ^= b >> 29 ^ d ^ d >> 33;
	a = (a ^ b) * 0xc2b2ae3d27d4eb4fu;
	return a ? a : 1;
}

/* Are the numbers that a key leaves out the fields that they look like? */
static bool is_sound(const struct record *record)
{
	struct span text = record->text;
	const char *pid;

	/* Of an AVC nothing else can stand before the pid. */
	if (record->type != AUDIT_SYSCALL)
		return true;
	pid = span_find(text, SPAN(" pid="));
	return !pid || !memchr(text.data, '"', (size_t)(pid - text.data));
}

bool event_key_is_sound(const struct event *event)
{
	for (size_t i = 0; i < event->count; i++)
		if (!is_sound(event->records[i]))
			return false;
	return true;
}

bool event_key_make(struct event_key *key, const struct event *event)
{
	struct maker maker = {.key = key};
	bool is_same;

	key->length = key->shape_length = 0;
	memset(key->arguments, 0, sizeof(key->arguments));
	if (event->count > EVENT_KEY_RECORDS || !event->records[0]->has_stamp)
		return false;
	for (size_t i = 0; i < event->count; i++)
		if (!put_record(&maker, event->records[i]))
			return false;
	/* A system call of another process is not the AVC's. */
	is_same = !maker.has_caller || maker.caller == maker.denied;
	if (!put(key, is_same ? SPAN("\n=") : SPAN("\n!")) ||
	    !put(key, event->records[0]->node))
		return false;
	key->shape_length = key->length;
	key->shape_hash = hash_bytes(key->text, key->length);
	return true;
}

void event_key_add(struct event_key *key, unsigned int mask)
{
	char *at = key->text + key->shape_length;

	key->length = key->shape_length;
	key->hash = key->shape_hash;
	if (!mask)
		return;
	*at++ = '\0';
	*at++ = (char)mask;
	for (unsigned int n = 0; n < EVENT_KEY_ARGUMENTS; n++) {
		struct span value = key->arguments[n];

		if (!(mask & 1u << n))
			continue;
		*at++ = '\0';
		if (value.length)
			memcpy(at, value.data, value.length);
		at += value.length;
	}
	key->length = (size_t)(at - key->text);
	key->hash ^= hash_bytes(key->text + key->shape_length,
				key->length - key->shape_length);
	key->hash += !key->hash;
}
