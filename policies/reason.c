/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/reason.h"

#include <string.h>

#include "profile/text.h"

#define ACTOR " as uid "
#define GROUP " gid "

/* The length of the id that TEXT begins with; 0: none. */
static size_t id_length(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (text[length] != ':' ||
	    (text[length + 1] && text[length + 1] != ' '))
		return 0;
	return length < sizeof(((struct reason *)0)->id) ? length : 0;
}

/* A number that ends TEXT or stands before END. */
static bool read_number(const char *text, const char *end, uint32_t *ret)
{
	char digits[12];
	uint64_t value;
	size_t length = end ? (size_t)(end - text) : strlen(text);

	if (length >= sizeof(digits))
		return false;
	memcpy(digits, text, length);
	digits[length] = '\0';
	if (!parse_decimal(digits, UINT32_MAX, &value))
		return false;
	*ret = (uint32_t)value;
	return true;
}

/* The last " as uid N gid N" of TEXT; NULL when it does not end so. */
static const char *find_actor(const char *text, struct reason *ret)
{
	const char *actor = NULL, *group;

	for (const char *p = text; (p = strstr(p, ACTOR)); p++)
		actor = p;
	if (!actor)
		return NULL;
	group = strstr(actor, GROUP);
	if (group && !read_number(group + strlen(GROUP), NULL, &ret->gid))
		return NULL;
	if (!read_number(actor + strlen(ACTOR), group, &ret->uid))
		return NULL;
	ret->has_uid = true;
	ret->has_gid = group != NULL;
	return actor;
}

void reason_parse(struct reason *ret, const char *text)
{
	const char *actor;
	size_t id, length;

	*ret = (struct reason){0};
	if (!text)
		return;
	id = id_length(text);
	memcpy(ret->id, text, id);
	if (id)
		text += id + 1 + strspn(text + id + 1, " ");
	actor = find_actor(text, ret);
	length = actor ? (size_t)(actor - text) : strlen(text);
	if (actor && length && text[length - 1] == ';')
		length--;
	if (length >= sizeof(ret->says))
		length = sizeof(ret->says) - 1;
	memcpy(ret->says, text, length);
}
