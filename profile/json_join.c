/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/json_join.h"

#include <stdbool.h>
#include <string.h>

#include "profile/text.h"

/* ---- order --------------------------------------------------------------- */

static int type_rank(const json_t *value)
{
	static const int ranks[] = {
		[JSON_NULL] = 0,    [JSON_FALSE] = 1,  [JSON_TRUE] = 2,
		[JSON_INTEGER] = 3, [JSON_REAL] = 3,   [JSON_STRING] = 4,
		[JSON_ARRAY] = 5,   [JSON_OBJECT] = 6,
	};

	return ranks[json_typeof(value)];
}

/* An integer and a real of one value: the real comes last. */
static int order_numbers(const json_t *a, const json_t *b)
{
	double x = json_number_value(a), y = json_number_value(b);
	json_int_t i = json_integer_value(a), j = json_integer_value(b);

	if (x != y)
		return x < y ? -1 : 1;
	if (json_is_real(a) != json_is_real(b))
		return json_is_real(a) ? 1 : -1;
	return i < j ? -1 : i > j;
}

static int order_strings(const json_t *a, const json_t *b)
{
	size_t la = json_string_length(a), lb = json_string_length(b);
	int order = memcmp(json_string_value(a), json_string_value(b),
			   la < lb ? la : lb);

	return order ? order : (la > lb) - (la < lb);
}

static int order_lists(const json_t *a, const json_t *b)
{
	size_t la = json_array_size(a), lb = json_array_size(b);
	int order = 0;

	for (size_t i = 0; !order && i < la && i < lb; i++)
		order = json_order(json_array_get(a, i), json_array_get(b, i));
	return order ? order : (la > lb) - (la < lb);
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The keys in their order; NULL when memory ran out or there are none. */
static const char **sorted_keys(json_t *object)
{
	size_t count = 0;
	const char **keys, *key;
	json_t *value;

	keys = calloc(json_object_size(object) + 1, sizeof(*keys));
	if (!keys)
		return NULL;
	json_object_foreach (object, key, value)
		keys[count++] = key;
	qsort(keys, count, sizeof(*keys), compare_names);
	return keys;
}

static int order_objects(const json_t *a, const json_t *b)
{
	const char **ka AUTO_FREE = sorted_keys((json_t *)a);
	const char **kb AUTO_FREE = sorted_keys((json_t *)b);
	int order = 0;
	size_t i;

	if (!ka || !kb)
		return 0;
	for (i = 0; !order && ka[i] && kb[i]; i++) {
		order = strcmp(ka[i], kb[i]);
		if (!order)
			order = json_order(json_object_get(a, ka[i]),
					   json_object_get(b, kb[i]));
	}
	return order ? order : !!ka[i] - !!kb[i];
}

int json_order(const json_t *a, const json_t *b)
{
	int order = type_rank(a) - type_rank(b);

	if (order || a == b)
		return order;
	switch (json_typeof(a)) {
	case JSON_INTEGER:
	case JSON_REAL:
		return order_numbers(a, b);
	case JSON_STRING:
		return order_strings(a, b);
	case JSON_ARRAY:
		return order_lists(a, b);
	case JSON_OBJECT:
		return order_objects(a, b);
	default:
		return 0;
	}
}

/* ---- join ---------------------------------------------------------------- */

static int compare_values(const void *left, const void *right)
{
	return json_order(*(json_t *const *)left, *(json_t *const *)right);
}

static bool add_values(json_t **values, size_t *count, json_t *list)
{
	size_t index;
	json_t *value;

	json_array_foreach (list, index, value)
		values[(*count)++] = value;
	return true;
}

static json_t *union_of(json_t *a, json_t *b)
{
	size_t count = 0;
	json_t **values AUTO_FREE = calloc(
		json_array_size(a) + json_array_size(b) + 1, sizeof(*values));
	json_t *set AUTO_JSON = json_array();

	if (!values || !set)
		return NULL;
	add_values(values, &count, a);
	add_values(values, &count, b);
	qsort(values, count, sizeof(*values), compare_values);
	for (size_t i = 0; i < count; i++) {
		if (i && json_order(values[i - 1], values[i]) == 0)
			continue;
		if (json_array_append(set, values[i]) != 0)
			return NULL;
	}
	return json_incref(set);
}

json_t *json_list_as_set(json_t *list)
{
	return union_of(list, NULL);
}

static json_t *join_objects(json_t *a, json_t *b)
{
	json_t *joined AUTO_JSON = json_copy(a);
	const char *key;
	json_t *value;

	if (!joined)
		return NULL;
	json_object_foreach (b, key, value) {
		json_t *own = json_object_get(joined, key);
		json_t *both =
			own ? json_joined(own, value) : json_incref(value);

		if (!both || json_object_set_new(joined, key, both) != 0)
			return NULL;
	}
	return json_incref(joined);
}

json_t *json_joined(json_t *a, json_t *b)
{
	if (json_equal(a, b))
		return json_incref(a);
	if (json_is_object(a) && json_is_object(b))
		return join_objects(a, b);
	if (json_is_array(a) && json_is_array(b))
		return union_of(a, b);
	return json_incref(json_order(a, b) < 0 ? b : a);
}

json_t *json_common(json_t *a, json_t *b)
{
	json_t *common AUTO_JSON = NULL;
	const char *key;
	json_t *value;

	if (json_equal(a, b))
		return json_incref(a);
	if (!json_is_object(a) || !json_is_object(b))
		return NULL;
	common = json_object();
	json_object_foreach (a, key, value) {
		json_t *other = json_object_get(b, key);
		json_t *both = other ? json_common(value, other) : NULL;

		if (both && json_object_set_new(common, key, both) != 0)
			return NULL;
	}
	return json_incref(common);
}

/* ---- cleaning and order of keys ------------------------------------------ */

static json_t *clean_string(const json_t *value)
{
	char *clean AUTO_FREE = text_sanitize(json_string_value(value),
					      json_string_length(value));

	return clean ? json_string(clean) : NULL;
}

static json_t *clean_list(json_t *list)
{
	json_t *clean AUTO_JSON = json_array();
	size_t index;
	json_t *value;

	json_array_foreach (list, index, value) {
		json_t *own = json_cleaned(value);

		if (!own || json_array_append_new(clean, own) != 0)
			return NULL;
	}
	return json_incref(clean);
}

static json_t *clean_object(json_t *object)
{
	json_t *clean AUTO_JSON = json_object();
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value) {
		char *name AUTO_FREE = text_sanitize(key, strlen(key));
		json_t *own = json_cleaned(value);

		if (!own || !name || json_object_set_new(clean, name, own) != 0)
			return NULL;
	}
	return json_incref(clean);
}

json_t *json_cleaned(json_t *value)
{
	if (json_is_string(value))
		return clean_string(value);
	if (json_is_array(value))
		return clean_list(value);
	if (json_is_object(value))
		return clean_object(value);
	return json_incref(value);
}

static json_t *sorted_object(json_t *object)
{
	static const char *const none[] = {NULL};

	return json_ordered(object, none);
}

static json_t *sorted_list(json_t *list)
{
	json_t *sorted AUTO_JSON = json_array();
	size_t index;
	json_t *value;

	json_array_foreach (list, index, value) {
		json_t *own = json_sorted(value);

		if (!own || json_array_append_new(sorted, own) != 0)
			return NULL;
	}
	return json_incref(sorted);
}

json_t *json_sorted(json_t *value)
{
	if (json_is_array(value))
		return sorted_list(value);
	return json_is_object(value) ? sorted_object(value)
				     : json_incref(value);
}

json_t *json_ordered(json_t *object, const char *const *order)
{
	json_t *ordered AUTO_JSON = json_object();
	const char **keys AUTO_FREE = sorted_keys(object);

	if (!keys || !ordered)
		return NULL;
	for (; *order; order++) {
		json_t *value = json_object_get(object, *order);

		if (value && json_object_set(ordered, *order, value) != 0)
			return NULL;
	}
	for (size_t i = 0; keys[i]; i++) {
		json_t *own;

		if (json_object_get(ordered, keys[i]))
			continue;
		own = json_sorted(json_object_get(object, keys[i]));
		if (!own || json_object_set_new(ordered, keys[i], own) != 0)
			return NULL;
	}
	return json_incref(ordered);
}
