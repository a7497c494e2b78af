/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/call_memo.h"

#include "collectors/digits.h"
#include "collectors/field.h"

/* A pid of more digits is not of the common shape. */
#define PID_DIGITS_MAX 10

/* Do the four bytes WORD stand at AT? */
static bool is_word(const char *at, const char *end, const char *word)
{
	return end - at > 4 && memcmp(at, word, 4) == 0;
}

/* Samples suffice to find a place; all bytes are compared there. */
static uint32_t slot_of(const struct call_text *text)
{
	const char *head = span_end(text->head);
	const char *start = text->middle.data, *end = span_end(text->middle);
	uint64_t hash = text->middle.length;

	hash = (hash ^ digits_word(head - 13)) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ digits_word(start + 6)) * 0xc2b2ae3d27d4eb4fu;
	hash = (hash ^ digits_word(start + 14)) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ digits_word(end - 17)) * 0xc2b2ae3d27d4eb4fu;
	hash = (hash ^ digits_word(end - 24)) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(hash >> 40) & (CALL_MEMO_COUNT - 1);
}

static bool is_pid_at(struct span text, size_t at)
{
	return at >= 16 && at < text.length &&
	       memcmp(text.data + at - 5, " pid=", 5) == 0;
}

/* What follows "pid=". It most often stands where it stood in one of the last
   records; a wrong guess finds no text that is kept. */
static const char *find_pid(struct span text, struct call_shape *shape)
{
	const char *at = text.data, *end = span_end(text);
	size_t head = shape->heads[0];

	if (is_pid_at(text, head))
		return at + head;
	shape->heads[0] = shape->heads[1];
	shape->heads[1] = head;
	if (is_pid_at(text, shape->heads[0]))
		return at + shape->heads[0];
	while ((at = memchr(at, ' ', (size_t)(end - at)))) {
		at++;
		if (is_word(at, end, "pid=")) {
			shape->heads[0] = (size_t)(at + 4 - text.data);
			return at + 4;
		}
	}
	return NULL;
}

/* Where the last word of START to END begins, with its space; most often it is
   as long as LIKELY. */
static const char *last_word(const char *start, const char *end, size_t likely)
{
	if (likely && likely < (size_t)(end - start) && *(end - likely) == ' ')
		return end - likely;
	return memrchr(start, ' ', (size_t)(end - start));
}

/* "... pid=" DIGITS " comm=... compat=0 ip=" 0xWORD " code=..." */
bool call_text_split(struct span text, struct call_shape *shape,
		     struct call_text *ret)
{
	const char *end = span_end(text), *at, *code, *ip, *behind;

	if (text.length < 96 || text.length > CALL_MEMO_TEXT)
		return false;
	at = find_pid(text, shape);
	if (!at)
		return false;
	behind = digits_read(at, end, &ret->pid);
	code = last_word(behind, end, shape->tail);
	ip = code ? last_word(behind, code, shape->ip) : NULL;
	if (!ip || !is_word(ip, code, " ip=") || ip[4] != '0' || ip[5] != 'x' ||
	    behind == at || behind - at > PID_DIGITS_MAX)
		return false;
	ret->head = span_between(text.data, at);
	ret->pid_text = span_between(at, behind);
	ret->middle = span_between(behind, ip + 4);
	ret->tail = span_between(code, end);
	if (ret->middle.length < 40 || ret->head.length < 16)
		return false;
	shape->ip = (size_t)(code - ip);
	shape->tail = ret->tail.length;
	ret->slot = slot_of(ret);
	return true;
}

static bool is_memory_of(const struct call_memory *memory,
			 const struct call_text *text)
{
	const char *at = memory->text;

	return memory->head == text->head.length &&
	       memory->middle == text->middle.length &&
	       memory->tail == text->tail.length &&
	       memcmp(at + memory->head, text->middle.data, memory->middle) ==
		       0 &&
	       memcmp(at, text->head.data, memory->head) == 0 &&
	       memcmp(at + memory->head + memory->middle, text->tail.data,
		      memory->tail) == 0;
}

const struct call_meaning *call_memo_find(const struct call_memo *memo,
					  const struct call_text *text)
{
	/* Two places, so that two texts of one hash do not chase each other. */
	for (uint32_t way = 0; way < 2; way++) {
		const struct call_memory *memory =
			&memo->memories[text->slot ^ way];

		if (is_memory_of(memory, text))
			return &memory->meaning;
	}
	return NULL;
}

/* Are the two numbers the fields that they look like? */
static bool is_agreed(struct span text, const struct call_text *split)
{
	bool has_pid = false, has_ip = false;
	struct field field;

	while (field_next(&text, &field)) {
		if (span_is(field.key, "pid") && !has_pid) {
			has_pid = true;
			if (field.value.data != split->pid_text.data ||
			    field.value.length != split->pid_text.length)
				return false;
		} else if (field.value.data == span_end(split->middle)) {
			has_ip = span_is(field.key, "ip") &&
				 span_end(field.value) == split->tail.data;
		}
	}
	return has_pid && has_ip;
}

void call_memo_keep(struct call_memo *memo, struct span text,
		    const struct call_text *split,
		    const struct call_meaning *meaning)
{
	struct call_memory *memory = &memo->memories[split->slot];
	char *at;

	if (!is_agreed(text, split))
		return;
	if (memory->head && !memo->memories[split->slot ^ 1].head)
		memory = &memo->memories[split->slot ^ 1];
	at = memory->text;
	memory->head = (uint16_t)split->head.length;
	memory->middle = (uint16_t)split->middle.length;
	memory->tail = (uint16_t)split->tail.length;
	memory->meaning = *meaning;
	memcpy(at, split->head.data, memory->head);
	memcpy(at + memory->head, split->middle.data, memory->middle);
	memcpy(at + memory->head + memory->middle, split->tail.data,
	       memory->tail);
}
