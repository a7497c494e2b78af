/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/allow_list.h"

#include <stdlib.h>
#include <string.h>

#include "profile/text.h"

struct line {
	const char *text; /* not terminated */
	size_t length;
	size_t number;
	const char *file;
	struct error *err;
};

static enum status malformed(const struct line *line, const char *what)
{
	return error_set(line->err, STATUS_MALFORMED,
			 "ITEM YYYY-MM-DD REASON, see whittle-diff(1)",
			 "'%s' line %zu: %s", printable(line->file),
			 line->number, what);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next word of LINE, as heap memory; NULL: none, or no memory. */
static char *take_word(struct line *line)
{
	const char *begin;

	while (line->length && is_blank(*line->text))
		line->text++, line->length--;
	begin = line->text;
	while (line->length && !is_blank(*line->text))
		line->text++, line->length--;
	return line->text == begin
		       ? NULL
		       : text_sanitize(begin, (size_t)(line->text - begin));
}

static char *take_rest(struct line *line)
{
	while (line->length && is_blank(*line->text))
		line->text++, line->length--;
	while (line->length && is_blank(line->text[line->length - 1]))
		line->length--;
	return line->length ? text_sanitize(line->text, line->length) : NULL;
}

static unsigned int number_at(const char *digits, size_t count)
{
	unsigned int number = 0;

	for (size_t i = 0; i < count; i++)
		number = number * 10 + (unsigned int)(digits[i] - '0');
	return number;
}

/* A day of the Gregorian calendar, "YYYY-MM-DD". */
static bool is_date(const char *text)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30,
					     31, 31, 30, 31, 30, 31};
	unsigned int year, month, day;
	bool is_leap;

	if (strlen(text) != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? text[i] != '-'
				     : text[i] < '0' || text[i] > '9')
			return false;
	year = number_at(text, 4);
	month = number_at(text + 5, 2);
	day = number_at(text + 8, 2);
	is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= (unsigned int)days[month - 1] + (month == 2 && is_leap);
}

static bool find_kind(const char *item, struct allow_entry *entry)
{
	static const struct {
		const char *prefix;
		enum comparison_kind kind;
	} kinds[] = {{"syscall:", COMPARE_SYSCALL},
		     {"access:", COMPARE_ACCESS},
		     {"type:", COMPARE_SELINUX}};
	unsigned int number;
	const char *rest;

	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		if (!has_prefix(item, kinds[i].prefix, &rest))
			continue;
		entry->kind = kinds[i].kind;
		entry->name = strdup(rest);
		return *rest;
	}
	if (!has_prefix(item, "CAP_", NULL) ||
	    capability_from_name(item, &number, NULL) != STATUS_OK)
		return false;
	entry->kind = COMPARE_CAPABILITY;
	entry->name = strdup(capability_name(number));
	return true;
}

static enum status read_entry(struct line *line, struct allow_entry *entry,
			      const char *today)
{
	AUTO_FREE char *item = take_word(line);
	AUTO_FREE char *until = take_word(line);

	entry->line = line->number;
	if (!item || !find_kind(item, entry))
		return malformed(line, "not CAP_NAME, syscall:NAME, "
				       "access:TYPE:CLASS or type:TYPE");
	if (!entry->name)
		return error_no_memory(line->err);
	if (!until || !is_date(until))
		return malformed(line, "no day until when, YYYY-MM-DD");
	memcpy(entry->until, until, sizeof(entry->until));
	entry->is_expired = strcmp(entry->until, today) < 0;
	entry->reason = take_rest(line);
	return entry->reason ? STATUS_OK : malformed(line, "no reason");
}

static struct allow_entry *entry_new(struct allow_list *list)
{
	if (list->count == list->capacity) {
		size_t wanted = list->capacity * 2 + 8;
		struct allow_entry *grown =
			reallocarray(list->entries, wanted, sizeof(*grown));

		if (!grown)
			return NULL;
		list->entries = grown;
		list->capacity = wanted;
	}
	list->entries[list->count] = (struct allow_entry){0};
	return &list->entries[list->count++];
}

static bool is_empty(const struct line *line)
{
	size_t i = 0;

	while (i < line->length && is_blank(line->text[i]))
		i++;
	return i == line->length || line->text[i] == '#';
}

enum status allow_list_parse(struct allow_list *list, const char *text,
			     size_t length, const char *today, const char *name,
			     struct error *err)
{
	const char *end = text + length;
	enum status status = STATUS_OK;
	size_t number = 0;

	while (text < end && status == STATUS_OK) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		struct line line = {.text = text,
				    .number = ++number,
				    .file = name,
				    .err = err};
		struct allow_entry *entry;

		line.length = (size_t)((stop ? stop : end) - text);
		text += line.length + 1;
		if (is_empty(&line))
			continue;
		entry = entry_new(list);
		status = entry ? read_entry(&line, entry, today)
			       : error_no_memory(err);
		if (!stop)
			break;
	}
	return status;
}

void allow_list_done(struct allow_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->entries[i].name);
		free(list->entries[i].reason);
	}
	free(list->entries);
	*list = (struct allow_list){0};
}

static void allow_item(struct allow_list *list, struct comparison_item *item)
{
	for (size_t i = 0; i < list->count; i++) {
		struct allow_entry *entry = &list->entries[i];

		if (entry->kind != item->kind ||
		    strcmp(entry->name, item->name) != 0)
			continue;
		entry->is_used = true;
		if (!entry->is_expired)
			item->allowed = entry->reason;
	}
}

void allow_list_apply(struct allow_list *list, struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++)
		allow_item(list, &comparison->items[i]);
}
