/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/field.h"

/* The value at TEXT's start, with the quotes it may have. */
static struct span value_at(struct span text)
{
	const char *end = span_end(text);
	const char *stop;

	if (text.length && text.data[0] == '"') {
		stop = memchr(text.data + 1, '"', text.length - 1);
		return span_between(text.data, stop ? stop + 1 : end);
	}
	/* User space's own words, up to the end whatever they hold. */
	if (text.length && text.data[0] == '\'')
		return text;
	for (stop = text.data; stop < end && *stop != ' '; stop++)
		;
	return span_between(text.data, stop);
}

bool field_next(struct span *rest, struct field *ret)
{
	const char *end = span_end(*rest);
	const char *at = rest->data;
	const char *key = at;

	for (; at < end; at++) {
		if (*at == '=') {
			ret->key = span_between(key, at);
			ret->value = value_at(span_between(at + 1, end));
			*rest = span_between(span_end(ret->value), end);
			return true;
		}
		if (*at == ' ') {
			key = at + 1;
		} else if (*at == '"') {
			/* A quoted word without a key holds no fields. */
			at = memchr(at + 1, '"', (size_t)(end - at - 1));
			if (!at)
				break;
			key = at + 1;
		}
	}
	*rest = span_between(end, end);
	return false;
}

bool field_find(struct span text, const char *key, struct span *ret)
{
	size_t length = strlen(key);
	struct field field;

	while (field_next(&text, &field)) {
		if (field.key.length == length &&
		    memcmp(field.key.data, key, length) == 0) {
			*ret = field.value;
			return true;
		}
	}
	return false;
}

bool field_decimal(struct span text, const char *key, uint64_t *ret)
{
	struct span value;

	return field_find(text, key, &value) && span_to_decimal(value, ret);
}

bool field_decimal32(struct span text, const char *key, uint32_t *ret)
{
	uint64_t number;

	if (!field_decimal(text, key, &number) || number > UINT32_MAX)
		return false;
	*ret = (uint32_t)number;
	return true;
}

bool field_signed(struct span text, const char *key, int64_t *ret)
{
	struct span value;

	return field_find(text, key, &value) && span_to_signed(value, ret);
}

bool field_hex(struct span text, const char *key, uint64_t *ret)
{
	struct span value;

	return field_find(text, key, &value) && span_to_hex(value, ret);
}

static bool decode_hex(struct span value, char *buffer, size_t size,
		       struct span *ret)
{
	size_t length = value.length / 2;

	if (value.length == 0 || value.length % 2 || length >= size)
		return false;
	for (size_t i = 0; i < length; i++) {
		int high = hex_digit_value(value.data[2 * i]);
		int low = hex_digit_value(value.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		buffer[i] = (char)(high << 4 | low);
	}
	buffer[length] = '\0';
	*ret = (struct span){buffer, length};
	return true;
}

bool field_decode(struct span value, char *buffer, size_t size,
		  struct span *ret)
{
	if (value.length == 0 || value.data[0] != '"')
		return decode_hex(value, buffer, size, ret);
	if (value.length < 2 || value.data[value.length - 1] != '"')
		return false;
	*ret = (struct span){value.data + 1, value.length - 2};
	return true;
}
