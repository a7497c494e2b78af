/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/label_table.h"

#include <stdlib.h>
#include <uthash.h>

/* One spelling of a label; VALUE is NULL for what is no label. */
struct label_alias {
	struct known_label *value;
	struct span raw;
	UT_hash_handle hh;
	char storage[];
};

bool label_table_init(struct label_table *table,
		      const struct selection *selection)
{
	struct span context = span_of(selection->context);

	*table = (struct label_table){.selection = selection};
	if (!selection->context)
		return true;
	table->has_pattern = true;
	return label_pattern_canonical(context, table->pattern_text) &&
	       label_pattern_parse(span_of(table->pattern_text),
				   &table->pattern);
}

void label_table_done(struct label_table *table)
{
	struct label_alias *alias, *next_alias;
	struct known_label *known = table->first, *next;

	HASH_ITER (hh, table->aliases, alias, next_alias) {
		HASH_DEL(table->aliases, alias);
		free(alias);
	}
	for (; known; known = next) {
		next = known->next;
		free(known);
	}
	*table = (struct label_table){0};
}

static bool is_selected(const struct label_table *table,
			const struct label *label)
{
	const char *type = table->selection->type;

	if (!type && !table->has_pattern)
		return false;
	return (!type || span_is(label->type, type)) &&
	       (!table->has_pattern || label_matches(label, &table->pattern));
}

static struct label_alias *add_alias(struct label_table *table, struct span raw,
				     struct known_label *value)
{
	struct label_alias *alias = malloc(sizeof(*alias) + raw.length);

	if (!alias)
		return NULL;
	memcpy(alias->storage, raw.data, raw.length);
	alias->raw = (struct span){alias->storage, raw.length};
	alias->value = value;
	HASH_ADD_KEYPTR(hh, table->aliases, alias->storage, raw.length, alias);
	table->bytes += raw.length;
	return alias;
}

static struct known_label *add_known(struct label_table *table,
				     const char *text)
{
	size_t size = strlen(text) + 1;
	struct known_label *known = malloc(sizeof(*known) + size);

	if (!known)
		return NULL;
	memcpy(known + 1, text, size);
	*known = (struct known_label){
		.index = table->count++,
		.text = (const char *)(known + 1),
	};
	if (!label_parse(span_of(known->text), &known->parts)) {
		free(known);
		return NULL;
	}
	known->is_selected = is_selected(table, &known->parts);
	if (table->last_known)
		table->last_known->next = known;
	else
		table->first = known;
	table->last_known = known;
	table->bytes += size;
	return known;
}

/* A spelling never seen before. */
static struct label_alias *learn(struct label_table *table, struct span raw)
{
	char text[LABEL_MAX];
	struct label_alias *canonical = NULL;
	struct known_label *known;

	if (table->bytes + 2 * raw.length > LABEL_BYTES_MAX ||
	    HASH_COUNT(table->aliases) >= LABEL_COUNT_MAX) {
		table->lost++;
		return NULL;
	}
	if (!label_canonical(raw, text))
		return add_alias(table, raw, NULL);
	HASH_FIND(hh, table->aliases, text, strlen(text), canonical);
	if (canonical && canonical->value)
		return add_alias(table, raw, canonical->value);
	known = add_known(table, text);
	if (!known)
		return NULL;
	if (span_is(raw, known->text))
		return add_alias(table, raw, known);
	return add_alias(table, span_of(known->text), known)
		       ? add_alias(table, raw, known)
		       : NULL;
}

const struct known_label *label_table_get(struct label_table *table,
					  struct span raw)
{
	struct label_alias *alias = NULL;

	if (raw.length == 0 || raw.length >= LABEL_MAX)
		return NULL;
	if (table->last_hit && span_equals(table->last_hit->raw, raw))
		return table->last_hit->value;
	HASH_FIND(hh, table->aliases, raw.data, raw.length, alias);
	if (!alias)
		alias = learn(table, raw);
	if (!alias)
		return NULL;
	table->last_hit = alias;
	return alias->value;
}
