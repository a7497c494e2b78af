/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/avc.h"

#include <stdio.h>

#include "collectors/digits.h"
#include "collectors/field.h"

/* Source: security/selinux/include/classmap.h. */
static const struct {
	struct span class;
	enum capability_namespace ns;
	unsigned int first; /* capability of the class's first permission */
} capability_classes[] = {
	{{"capability", 10}, NAMESPACE_HOST, 0},
	{{"capability2", 11}, NAMESPACE_HOST, 32},
	{{"cap_userns", 10}, NAMESPACE_USER, 0},
	{{"cap2_userns", 11}, NAMESPACE_USER, 32},
};

bool avc_next_permission(struct span *rest, struct span *ret)
{
	const char *end, *at;

	*rest = span_trim_left(*rest);
	if (rest->length == 0)
		return false;
	end = span_end(*rest);
	for (at = rest->data; at < end && *at != ' '; at++)
		;
	*ret = span_between(rest->data, at);
	*rest = span_between(at, end);
	return true;
}

static bool take_word(struct span *text, struct span word)
{
	*text = span_trim_left(*text);
	if (!span_has_prefix(*text, word))
		return false;
	*text = span_skip(*text, word.length);
	return true;
}

/* "avc:  denied  { read write } for " at TEXT's start. */
static enum record_result take_head(struct span *text, struct avc *avc)
{
	const char *end;

	if (!take_word(text, SPAN("avc:")))
		return RECORD_NONE;
	avc->is_granted = take_word(text, SPAN("granted"));
	if (!avc->is_granted && !take_word(text, SPAN("denied")))
		return RECORD_NONE;
	if (!take_word(text, SPAN("{")) || !text->length)
		return RECORD_BAD_FIELDS;
	end = memchr(text->data, '}', text->length);
	if (!end)
		return RECORD_BAD_FIELDS;
	avc->permissions = span_between(text->data, end);
	*text = span_between(end + 1, span_end(*text));
	if (memchr(avc->permissions.data, '=', avc->permissions.length) ||
	    !take_word(text, SPAN("for")))
		return RECORD_BAD_FIELDS;
	return RECORD_OK;
}

/* Fields without a second look. */
static void take_spans(struct avc *avc, const struct field *field)
{
	const struct {
		const char *key;
		struct span *value;
	} spans[] = {
		{"scontext", &avc->source}, {"tcontext", &avc->target},
		{"tclass", &avc->class},    {"comm", &avc->comm},
		{"path", &avc->path},	    {"name", &avc->name},
		{"dev", &avc->dev},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(spans); i++)
		if (!spans[i].value->data && span_is(field->key, spans[i].key))
			*spans[i].value = field->value;
}

static bool take_numbers(struct avc *avc, const struct field *field,
			 uint64_t *capability)
{
	uint64_t number;

	if (span_is(field->key, "pid") && !avc->has_pid)
		return avc->has_pid = span_to_decimal(field->value, &avc->pid);
	if (span_is(field->key, "ino") && !avc->has_inode)
		return avc->has_inode =
			       span_to_decimal(field->value, &avc->inode);
	if (span_is(field->key, "capability") && *capability == UINT64_MAX)
		return span_to_decimal(field->value, capability) &&
		       *capability <= CAPABILITY_MAX;
	if (span_is(field->key, "permissive") && !avc->has_permissive) {
		if (!span_to_decimal(field->value, &number) || number > 1)
			return false;
		avc->has_permissive = true;
		avc->is_permissive = number;
	}
	return true;
}

/* The capability that PERMISSION of a class beginning at FIRST names. */
static bool named_capability(struct span permission, unsigned int first,
			     unsigned int *ret)
{
	char name[64];

	if (permission.length == 0 || permission.length >= sizeof(name))
		return false;
	memcpy(name, permission.data, permission.length);
	name[permission.length] = '\0';
	return capability_from_name(name, ret, NULL) == STATUS_OK &&
	       (*ret >= 32) == (first == 32);
}

/*
 * NUMBER is of the field capability=, UINT64_MAX when there is none. The
 * number and the permission's name must agree where both are known: a record
 * that contradicts itself is not the kernel's.
 */
static enum record_result take_capability(struct avc *avc, uint64_t number,
					  unsigned int first)
{
	struct span rest = avc->permissions;
	struct span permission = {0};
	unsigned int named;
	bool is_named;

	if (!avc_next_permission(&rest, &permission))
		return RECORD_BAD_FIELDS;
	is_named = named_capability(permission, first, &named);
	if (number == UINT64_MAX && !is_named)
		return RECORD_BAD_FIELDS;
	if (number == UINT64_MAX)
		number = named;
	if ((number >= 32) != (first == 32) || (is_named && named != number))
		return RECORD_BAD_FIELDS;
	avc->has_capability = true;
	avc->capability = (unsigned int)number;
	return RECORD_OK;
}

bool avc_pid(struct span text, uint64_t *ret)
{
	const char *end = span_end(text), *behind;
	const char *at =
		text.length ? memchr(text.data, '}', text.length) : NULL;
	uint64_t pid;

	if (!at || end - at < 12 || memcmp(at, "} for  pid=", 11) != 0)
		return field_decimal(text, "pid", ret);
	at += 11;
	behind = digits_read(at, end, &pid);
	if (behind == at || behind - at > 19 ||
	    (behind < end && *behind != ' '))
		return false;
	*ret = pid;
	return true;
}

enum record_result avc_parse(struct span text, struct avc *ret)
{
	struct avc avc = {0};
	enum record_result result = take_head(&text, &avc);
	uint64_t capability = UINT64_MAX;
	struct field field;

	if (result != RECORD_OK)
		return result;
	while (field_next(&text, &field)) {
		if (field_begins_record(&field))
			return RECORD_BAD_FIELDS;
		take_spans(&avc, &field);
		if (!take_numbers(&avc, &field, &capability))
			return RECORD_BAD_FIELDS;
	}
	if (!avc.source.length || !avc.target.length || !avc.class.length)
		return RECORD_BAD_FIELDS;
	for (size_t i = 0; i < ARRAY_LENGTH(capability_classes); i++) {
		if (!span_equals(capability_classes[i].class, avc.class))
			continue;
		avc.ns = capability_classes[i].ns;
		result = take_capability(&avc, capability,
					 capability_classes[i].first);
	}
	if (result == RECORD_OK)
		*ret = avc;
	return result;
}
