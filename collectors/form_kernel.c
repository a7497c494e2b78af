/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's own log, as printk wrote it where no audit daemon listens.
 * Source: kernel/audit.c kauditd_printk_skb(), audit_log_lost();
 * kernel/printk/printk.c; dmesg(1), syslog(3).
 *
 * Anybody may write to syslog. So the words before the record are read from
 * the left, and the first name of a speaker decides: the kernel's or an audit
 * dispatcher's is believed, another's is not, whatever it quotes.
 */
#include "collectors/form.h"

#define WORDS_MAX 12u /* time, host, facility */

/* What stands before the kernel's message, while it is read. */
struct prefix {
	struct span rest;
	struct span stamp;	 /* "[  12.345678]", printk's own */
	unsigned int words;	 /* other than stamps */
	bool is_kernel_facility; /* "kern  :notice:" */
	bool is_foreign;
};

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* "<5>" or "5,": facility and level in one number, facility 0 the kernel. */
static bool take_priority(struct span *text, size_t start, char stop,
			  bool *ret_foreign)
{
	const char *end = text->length > start
				  ? memchr(text->data, stop,
					   text->length < 8 ? text->length : 8)
				  : NULL;
	uint64_t priority;

	if (!end ||
	    !span_to_decimal(span_between(text->data + start, end), &priority))
		return false;
	*ret_foreign = priority >= 8;
	*text = span_between(end + 1, span_end(*text));
	return true;
}

/*
 * "[  12.345678]", "[T123]", "[Sun Nov 22 00:34:00 2026]": cut off. The first
 * one is remembered in STAMP.
 */
static bool take_brackets(struct span *text, struct span *stamp)
{
	const char *end;

	if (!text->length || text->data[0] != '[')
		return false;
	end = memchr(text->data, ']', text->length < 64 ? text->length : 64);
	if (!end)
		return false;
	if (!stamp->length)
		*stamp = span_between(text->data, end);
	*text = span_between(end + 1, span_end(*text));
	return true;
}

/* "2026-11-22T00:34:00,123456+00:00", as dmesg has it, without a host. */
static bool is_time_stamp(struct span word)
{
	for (size_t i = 0; i < word.length; i++)
		if (!is_one_of(word.data[i], "0123456789-:T.,+Z"))
			return false;
	return word.length > 8;
}

static struct span next_word(struct span text)
{
	const char *end = span_end(text);
	const char *at = text.data;

	while (at < end && *at != ' ' && *at != '\t')
		at++;
	return span_between(text.data, at);
}

static bool is_speaker(struct span word)
{
	return word.length > 1 && word.data[word.length - 1] == ':';
}

/* "NAME:" or "NAME[123]:". */
static bool is_speaker_named(struct span word, struct span name)
{
	char next;

	if (!span_has_prefix(word, name) || word.length <= name.length)
		return false;
	next = word.data[name.length];
	return next == ':' || next == '[';
}

/* The kernel's words about audit, with nobody named before them. */
static bool is_kernel_word(struct span word)
{
	return span_is(word, "audit:") ||
	       span_has_prefix(word, SPAN("type=")) ||
	       span_is(word, "audit_printk_skb:") ||
	       span_is(word, "kauditd_printk_skb:");
}

/* A word that ends the prefix; *RET_MESSAGE is what the kernel said. */
static bool ends_prefix(struct prefix *prefix, struct span word,
			struct span *ret_message)
{
	if (is_kernel_word(word) && prefix->words == 0) {
		*ret_message = prefix->rest;
		return true;
	}
	/* The kernel has no pid: "kernel[12]:" is a process of that name. */
	if (span_is(word, "kernel:") ||
	    is_speaker_named(word, SPAN("audispd")) ||
	    is_speaker_named(word, SPAN("audisp-syslog"))) {
		*ret_message =
			span_trim_left(span_skip(prefix->rest, word.length));
		prefix->stamp = (struct span){0};
		while (take_brackets(ret_message, &prefix->stamp))
			*ret_message = span_trim_left(*ret_message);
		return true;
	}
	return false;
}

/*
 * dmesg -x: the facility is the first word, the level the second. RFC 5424:
 * the name stands without a colon, before three absent fields.
 */
static bool take_plain_word(struct prefix *prefix, struct span word)
{
	struct span after = span_skip(prefix->rest, word.length);

	/* "kern  :warn  : ", "kern  :notice: " */
	if (prefix->words <= 1 && prefix->is_kernel_facility &&
	    word.data[0] == ':') {
		prefix->is_kernel_facility = prefix->words == 1;
		prefix->words = 0;
	} else if (is_speaker(word)) {
		prefix->is_foreign = true;
		return false;
	} else if (span_is(word, "kernel") && prefix->words == 3 &&
		   span_has_prefix(after, SPAN(" - - - "))) {
		after = span_skip(after, 7);
		prefix->words = 0;
	} else if (!is_time_stamp(word) || prefix->words) {
		prefix->is_kernel_facility =
			prefix->words == 0 && span_is(word, "kern");
		prefix->words++;
	}
	prefix->rest = after;
	return prefix->words <= WORDS_MAX;
}

/* The kernel's message in PREFIX->rest. False: none, or is_foreign. */
static bool find_message(struct prefix *prefix, struct span *ret)
{
	struct span line = prefix->rest;
	const char *semicolon;

	if (line.length && line.data[0] == '<') {
		if (take_priority(&prefix->rest, 1, '>', &prefix->is_foreign) &&
		    span_has_prefix(prefix->rest, SPAN("1 ")))
			prefix->words = 1;
		prefix->rest = span_skip(prefix->rest, prefix->words ? 2 : 0);
	} else if (take_priority(&prefix->rest, 0, ',', &prefix->is_foreign)) {
		/* /dev/kmsg: "5,1234,5678,-;message" */
		semicolon = memchr(prefix->rest.data, ';', prefix->rest.length);
		if (semicolon)
			prefix->rest = span_between(semicolon + 1,
						    span_end(prefix->rest));
	}
	while (!prefix->is_foreign) {
		struct span word;

		prefix->rest = span_trim_left(prefix->rest);
		if (take_brackets(&prefix->rest, &prefix->stamp))
			continue;
		word = next_word(prefix->rest);
		if (!word.length)
			break;
		if (ends_prefix(prefix, word, ret))
			return true;
		if (!take_plain_word(prefix, word))
			break;
	}
	return false;
}

static const struct span losses[] = {
	SPAN_INIT("audit: backlog limit exceeded"),
	SPAN_INIT("audit: audit_backlog="),
	SPAN_INIT("audit: rate limit exceeded"),
	SPAN_INIT("audit: kauditd hold queue overflow"),
	SPAN_INIT("audit: kauditd retry queue overflow"),
};

/* "audit_lost=5 ..."; "123 callbacks suppressed"; "backlog limit exceeded" */
static enum record_result parse_loss(struct span message, struct record *ret)
{
	const char *at = span_find(message, SPAN("audit_lost="));

	*ret = (struct record){0};
	if (at) {
		/* A running total: the reader keeps the largest. */
		struct span number =
			next_word(span_between(at + 11, span_end(message)));

		ret->has_stamp = true;
		/* How many is not known then, but that it was some. */
		if (!span_to_decimal(number, &ret->serial))
			ret->serial = 0;
		return RECORD_LOSS;
	}
	if (span_has_prefix(message, SPAN("audit_printk_skb: ")) ||
	    span_has_prefix(message, SPAN("kauditd_printk_skb: "))) {
		at = memchr(message.data, ' ', message.length);
		message = span_between(at + 1, span_end(message));
		if (span_find(message, SPAN("callbacks suppressed"))) {
			if (!span_to_decimal(next_word(message), &ret->serial))
				ret->serial = 0;
			return RECORD_LOSS;
		}
	}
	for (size_t i = 0; i < ARRAY_LENGTH(losses); i++)
		if (span_has_prefix(message, losses[i]))
			return RECORD_LOSS;
	return RECORD_NONE;
}

/* Is a record with printk's STAMP a piece of what user space wrote? */
static enum record_result doubt(struct form_state *state, struct span stamp,
				enum record_result result)
{
	struct span user = {state->user_stamp, state->user_stamp_length};

	if (result == RECORD_USER) {
		if (!stamp.length || stamp.length > FORM_STAMP_MAX)
			return result;
		memcpy(state->user_stamp, stamp.data, stamp.length);
		state->user_stamp_length = stamp.length;
		return result;
	}
	return stamp.length && span_equals(stamp, user) ? RECORD_DOUBTFUL
							: result;
}

enum record_result form_kernel_message(struct span message, struct span stamp,
				       struct form_state *state,
				       struct record *ret)
{
	enum record_result result;

	if (span_has_prefix(message, SPAN("audit: type=")))
		message = span_skip(message, 7);
	if (span_has_prefix(message, SPAN("type=")) ||
	    span_has_prefix(message, SPAN("node=")))
		result = form_raw_parse(message, state, ret);
	else
		result = parse_loss(message, ret);
	return result == RECORD_NONE ? result : doubt(state, stamp, result);
}

/* What the journal shows of the audit transport without saying so: anybody
   may call himself "audit". "host audit[12]: AVC avc:  denied ..." */
static bool is_journal_short(struct span line)
{
	const char *at = span_find(line, SPAN(" audit"));
	struct span rest;

	if (!at)
		return false;
	rest = span_between(at + 6, span_end(line));
	if (rest.length && rest.data[0] == '[' &&
	    (at = memchr(rest.data, ']', rest.length)))
		rest = span_between(at + 1, span_end(line));
	return span_has_prefix(rest, SPAN(": AVC avc:")) ||
	       span_has_prefix(rest, SPAN(": SECCOMP "));
}

enum record_result form_kernel_parse(struct span line, struct form_state *state,
				     struct record *ret)
{
	struct prefix prefix = {.rest = line};
	struct span message;

	if (!line.length || line.data[0] == '{' ||
	    !span_find(line, SPAN("audit")))
		return RECORD_NONE;
	/* An indented line is how journalctl shows the second line of any
	   program's message. */
	prefix.is_foreign = line.data[0] == ' ' || line.data[0] == '\t';
	if (!prefix.is_foreign && find_message(&prefix, &message))
		return form_kernel_message(message, prefix.stamp, state, ret);
	return prefix.is_foreign && (span_find(line, SPAN(" audit(")) ||
				     is_journal_short(line))
		       ? RECORD_FOREIGN
		       : RECORD_NONE;
}
