/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/call_memo.h"

#include "collectors/field.h"

static uint64_t word_at(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* Do the four bytes WORD stand at AT? */
static bool is_word(const char *at, const char *end, const char *word)
{
	return end - at > 4 && memcmp(at, word, 4) == 0;
}

static bool is_hex(const char *at, const char *end)
{
	while (at < end &&
	       ((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'f')))
		at++;
	return at == end;
}

/* Samples suffice to find a place; all bytes are compared there. */
static uint32_t slot_of(const struct call_text *text)
{
	const char *head = span_end(text->head);
	const char *start = text->middle.data, *end = span_end(text->middle);
	uint64_t hash = text->middle.length;

	hash = (hash ^ word_at(head - 13)) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ word_at(start + 6)) * 0xc2b2ae3d27d4eb4fu;
	hash = (hash ^ word_at(start + 14)) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ word_at(end - 17)) * 0xc2b2ae3d27d4eb4fu;
	hash = (hash ^ word_at(end - 24)) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(hash >> 40) & (CALL_MEMO_COUNT - 1);
}

/* What follows "pid=". It most often stands where it stood in the record
   before; a wrong guess finds no text that is kept. */
static const char *find_pid(struct span text, size_t likely)
{
	const char *at = text.data, *end = span_end(text);

	if (likely >= 16 && likely < text.length &&
	    is_word(at + likely - 4, end, "pid=") && at[likely - 5] == ' ')
		return at + likely;
	while ((at = memchr(at, ' ', (size_t)(end - at)))) {
		at++;
		if (is_word(at, end, "pid="))
			return at + 4;
	}
	return NULL;
}

/* "... pid=" DIGITS " comm=... compat=0 ip=" 0xHEX " code=..." */
bool call_text_split(struct span text, size_t likely_head,
		     struct call_text *ret)
{
	const char *end = span_end(text), *at, *code, *ip;

	if (text.length < 96 || text.length > CALL_MEMO_TEXT)
		return false;
	at = find_pid(text, likely_head);
	if (!at)
		return false;
	ret->head = span_between(text.data, at);
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	ret->pid = span_between(span_end(ret->head), at);
	code = memrchr(at, ' ', (size_t)(end - at));
	ip = code ? memrchr(at, ' ', (size_t)(code - at)) : NULL;
	if (!ip || !is_word(ip, code, " ip=") || ip[4] != '0' || ip[5] != 'x' ||
	    !is_hex(ip + 6, code))
		return false;
	ret->middle = span_between(at, ip + 4);
	ret->tail = span_between(code, end);
	if (ret->middle.length < 40 || ret->head.length < 16)
		return false;
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
					  const struct call_text *text,
					  uint64_t *ret_pid)
{
	/* Two places, so that two texts of one hash do not chase each other. */
	for (uint32_t way = 0; way < 2; way++) {
		const struct call_memory *memory =
			&memo->memories[text->slot ^ way];

		if (is_memory_of(memory, text))
			return span_to_decimal(text->pid, ret_pid)
				       ? &memory->meaning
				       : NULL;
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
			if (field.value.data != split->pid.data ||
			    field.value.length != split->pid.length)
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
	memory->head = (uint32_t)split->head.length;
	memory->middle = (uint32_t)split->middle.length;
	memory->tail = (uint32_t)split->tail.length;
	memory->meaning = *meaning;
	memcpy(at, split->head.data, memory->head);
	memcpy(at + memory->head, split->middle.data, memory->middle);
	memcpy(at + memory->head + memory->middle, split->tail.data,
	       memory->tail);
}
