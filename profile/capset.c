/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/capset.h"

#include <cap-ng.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "profile/text.h"

enum status capability_from_name(const char *name, unsigned int *ret,
				 struct error *err)
{
	const char *bare = strncasecmp(name, "cap_", 4) ? name : name + 4;
	uint64_t number;
	int known = capng_name_to_capability(bare);

	if (known >= 0) {
		*ret = (unsigned int)known;
		return STATUS_OK;
	}
	/* A kernel newer than our library: its number is kept. */
	if (bare != name && parse_decimal(bare, CAPABILITY_MAX, &number)) {
		*ret = (unsigned int)number;
		return STATUS_OK;
	}
	return error_set(err, STATUS_MALFORMED,
			 "see capabilities(7) for the names",
			 "'%s' is no capability", printable(name));
}

const char *capability_name(unsigned int capability)
{
	static char names[CAPABILITY_MAX + 1][40];
	char *name = names[capability & CAPABILITY_MAX];
	const char *known;

	if (name[0])
		return name;
	known = capng_capability_to_name(capability);
	/* The library invents "cap_N" for a number it does not know. */
	if (known && !has_prefix(known, "cap_", NULL))
		snprintf(name, sizeof(names[0]), "CAP_%s", known);
	else
		snprintf(name, sizeof(names[0]), "CAP_%u", capability);
	for (char *c = name; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return name;
}

const char *capability_short_name(unsigned int capability)
{
	return capability_name(capability) + strlen("CAP_");
}

unsigned int capability_last(void)
{
	return CAP_LAST_CAP;
}
