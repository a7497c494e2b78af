/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/event_memo.h"

#include <fcntl.h>
#include <stdlib.h>

#include "collectors/digits.h"

#define RECORDS_MAX 64u

struct memory {
	uint64_t hash, count;
	size_t key_length, record_count;
	struct record *records;
	char *storage; /* records, the key, their texts */
};

struct event_memo {
	event_memo_handler handler;
	void *context;
	struct memory memories[EVENT_MEMO_COUNT];
	/* The key of the event that was asked for last; no length: it has
	   none. */
	char key[EVENT_MEMO_TEXT + 16];
	size_t key_length;
	uint64_t hash;
	bool has_arguments; /* they are part of the key */
};

enum status event_memo_new(event_memo_handler handler, void *context,
			   struct event_memo **ret, struct error *err)
{
	struct event_memo *memo = calloc(1, sizeof(*memo));

	if (!memo)
		return error_no_memory(err);
	memo->handler = handler;
	memo->context = context;
	*ret = memo;
	return STATUS_OK;
}

void event_memo_free(struct event_memo *memo)
{
	if (!memo)
		return;
	for (size_t i = 0; i < EVENT_MEMO_COUNT; i++)
		free(memo->memories[i].storage);
	free(memo);
}

/* ---- what makes events alike -------------------------------------------- */

static bool put(struct event_memo *memo, struct span text)
{
	if (memo->key_length + text.length > EVENT_MEMO_TEXT)
		return false;
	if (text.length)
		memcpy(memo->key + memo->key_length, text.data, text.length);
	memo->key_length += text.length;
	return true;
}

static struct span digits_at(const char *at, const char *end)
{
	uint64_t number;

	return span_between(at, digits_read(at, end, &number));
}

/* Digits that are a number, whole: nothing that could be read otherwise. */
static bool is_pid(struct span digits, const char *end)
{
	return digits.length > 0 && digits.length <= 10 &&
	       (span_end(digits) == end || *span_end(digits) == ' ');
}

/*
 * "avc:  denied  { read } for  pid=12 comm=...": pid is the first field, so
 * nothing before it can be within quotes. *RET_PID is its digits.
 */
static bool put_avc(struct event_memo *memo, struct span text,
		    struct span *ret_pid)
{
	const char *end = span_end(text);
	const char *at =
		text.length ? memchr(text.data, '}', text.length) : NULL;
	struct span head;

	if (!at || end - at < 12 || memcmp(at, "} for  pid=", 11) != 0)
		return false;
	*ret_pid = digits_at(at + 11, end);
	head = span_between(text.data, ret_pid->data);
	return is_pid(*ret_pid, end) && !memchr(head.data, '"', head.length) &&
	       !memchr(head.data, '=', head.length - 4) && put(memo, head) &&
	       put(memo, span_between(span_end(*ret_pid), end));
}

/* By the class, which stands near the end. That it is a wrong guess is seen
   when the event is read. */
static bool is_capability_avc(struct span text)
{
	const char *at, *end = span_end(text);

	/* " permissive=1", most often the last word. */
	if (text.length > 64 && memcmp(end - 13, " permissive=", 12) == 0)
		end -= 13;
	at = text.length ? memrchr(text.data, ' ', (size_t)(end - text.data))
			 : NULL;
	return !at || end - at < 11 || memcmp(at, " tclass=", 8) != 0 ||
	       memcmp(at + 8, "cap", 3) == 0;
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

/* What stands before the argument at AT, and of what class it is. In the place
   of its name stands a byte that no text has. */
static bool put_argument(struct event_memo *memo, const char *from,
			 const char *at, char class)
{
	/* All but the first follow one right away. */
	if (!(at - from == 1 && *from == ' ') &&
	    !put(memo, span_between(from, at)))
		return false;
	if (memo->key_length + 3 > EVENT_MEMO_TEXT)
		return false;
	memo->key[memo->key_length++] = '\0';
	memo->key[memo->key_length++] = at[1];
	memo->key[memo->key_length++] = class;
	return true;
}

/* The record from its pid at AT on, but for the number itself. What stands
   before, from START on, was words: no quote is in it. */
static bool put_from_pid(struct event_memo *memo, const char *start,
			 const char *from, const char *at, const char *end,
			 struct span *ret_pid)
{
	*ret_pid = digits_at(at + 4, end);
	at += 4;
	return is_pid(*ret_pid, end) && span_end(*ret_pid) != end &&
	       !memchr(start, '"', (size_t)(at - start)) &&
	       put(memo, span_between(from, at)) &&
	       put(memo, span_between(span_end(*ret_pid), end));
}

/*
 * A SYSCALL record up to its pid, word by word: no string stands before it.
 * *RET_PID is the pid's digits.
 */
static bool put_syscall(struct event_memo *memo, struct span text,
			bool with_arguments, struct span *ret_pid)
{
	const char *end = span_end(text), *at = text.data, *from = at;

	for (unsigned int words = 0; words < 16 && end - at > 4; words++) {
		const char *space = word_end(at, end);

		if (memcmp(at, "pid=", 4) == 0)
			return put_from_pid(memo, text.data, from, at, end,
					    ret_pid);
		if (memcmp(at, "ppid", 4) == 0) {
			if (!put(memo, span_between(from, at)))
				return false;
			from = space;
		} else if (!with_arguments && is_argument(at)) {
			char class =
				argument_class(span_between(at + 3, space));

			if (!class || !put_argument(memo, from, at, class))
				return false;
			from = space;
		}
		if (space == end || space - at < 4)
			return false;
		at = space + 1;
	}
	return false;
}

/* What decides is the comparison of all bytes: the slot is of the highest
   bits, to which each byte adds. */
static uint64_t hash_bytes(const char *data, size_t length)
{
	uint64_t a = length, b = 0, words[2];

	for (; length >= sizeof(words); data += 16, length -= 16) {
		memcpy(words, data, sizeof(words));
		a = (a ^ words[0]) * 0xc2b2ae3d27d4eb4fu;
		b = (b ^ words[1]) * 0x9e3779b97f4a7c15u;
	}
	words[0] = words[1] = 0;
	memcpy(words, data, length);
	a = (a ^ words[0]) * 0xc2b2ae3d27d4eb4fu;
	b = (b ^ words[1]) * 0x9e3779b97f4a7c15u;
	a = (a ^ a >> 32 ^ b ^ b >> 29) * 0xc2b2ae3d27d4eb4fu;
	return a ? a : 1;
}

static bool put_record(struct event_memo *memo, const struct record *record,
		       bool with_arguments, struct span *pids)
{
	const char head[3] = {(char)(record->type & 0xff),
			      (char)(record->type >> 8), '\n'};

	if (!put(memo, (struct span){head, sizeof(head)}))
		return false;
	if (record->type == AUDIT_AVC)
		return put_avc(memo, record->text, &pids[0]);
	if (record->type == AUDIT_SYSCALL)
		return put_syscall(memo, record->text, with_arguments,
				   &pids[1]);
	return put(memo, record->text);
}

static bool make_key(struct event_memo *memo, const struct event *event)
{
	bool with_arguments = false, is_same;
	struct span pids[2] = {0}, first = {0};

	memo->key_length = 0;
	if (event->count > RECORDS_MAX || !event->records[0]->has_stamp)
		return false;
	for (size_t i = 0; i < event->count; i++)
		with_arguments |= event->records[i]->type == AUDIT_AVC &&
				  is_capability_avc(event->records[i]->text);
	for (size_t i = 0; i < event->count; i++) {
		if (!put_record(memo, event->records[i], with_arguments, pids))
			return false;
		/* All AVCs of one process, or it is no common event. */
		if (event->records[i]->type == AUDIT_AVC) {
			if (first.data && !span_equals(first, pids[0]))
				return false;
			first = pids[0];
		}
	}
	memo->has_arguments = with_arguments;
	if (!put(memo, event->records[0]->node))
		return false;
	/* A system call of another process is not the AVC's. */
	is_same = !pids[1].data || span_equals(pids[0], pids[1]);
	return put(memo, is_same ? SPAN("=") : SPAN("!"));
}

/* ---- what is kept ------------------------------------------------------- */

/* Each hash has two places: WAY 0 and 1. */
static struct memory *place_of(struct event_memo *memo, size_t way)
{
	return &memo->memories[(memo->hash >> 40 & (EVENT_MEMO_COUNT - 1)) ^
			       way];
}

static bool is_memory_of(const struct memory *memory,
			 const struct event_memo *memo)
{
	return memory->hash == memo->hash &&
	       memory->key_length == memo->key_length &&
	       memcmp((char *)(memory->records + memory->record_count),
		      memo->key, memo->key_length) == 0;
}

bool event_memo_count(struct event_memo *memo, const struct event *event)
{
	if (!make_key(memo, event)) {
		memo->key_length = 0;
		return false;
	}
	memo->hash = hash_bytes(memo->key, memo->key_length);
	for (size_t way = 0; way < 2; way++) {
		struct memory *memory = place_of(memo, way);

		if (!is_memory_of(memory, memo))
			continue;
		memory->count++;
		return true;
	}
	return false;
}

static void tell(struct event_memo *memo, struct memory *memory)
{
	const struct record *records[RECORDS_MAX];
	struct event event = {records, memory->record_count};

	if (memory->count) {
		for (size_t i = 0; i < event.count; i++)
			records[i] = &memory->records[i];
		memo->handler(memo->context, &event, memory->count);
	}
	free(memory->storage);
	*memory = (struct memory){0};
}

void event_memo_keep(struct event_memo *memo, const struct event *event,
		     bool is_judged)
{
	size_t head = event->count * sizeof(struct record), size;
	struct memory *memory = place_of(memo, 0);
	char *at;

	if (!memo->key_length || (is_judged && !memo->has_arguments))
		return;
	if (memory->hash && !place_of(memo, 1)->hash)
		memory = place_of(memo, 1);
	tell(memo, memory);
	size = head + memo->key_length;
	for (size_t i = 0; i < event->count; i++)
		size += event->records[i]->text.length;
	memory->storage = malloc(size);
	if (!memory->storage)
		return; /* the next one is read as this was */
	memory->records = (struct record *)memory->storage;
	memory->record_count = event->count;
	memory->key_length = memo->key_length;
	memory->hash = memo->hash;
	memcpy(memory->storage + head, memo->key, memo->key_length);
	at = memory->storage + head + memo->key_length;
	for (size_t i = 0; i < event->count; i++) {
		struct record *record = &memory->records[i];

		*record = *event->records[i];
		record->node = (struct span){0};
		if (record->text.length)
			memcpy(at, record->text.data, record->text.length);
		record->text.data = at;
		at += record->text.length;
	}
}

void event_memo_flush(struct event_memo *memo)
{
	for (size_t i = 0; i < EVENT_MEMO_COUNT; i++)
		tell(memo, &memo->memories[i]);
}
