/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/kubernetes.h"

#include <stdint.h>
#include <string.h>

#include "profile/text.h"

unsigned int kubernetes_since(enum kubernetes_field field)
{
	static const unsigned int minors[] = {
		[KUBERNETES_APPARMOR] = 30,   /* beta, on; stable in 1.31 */
		[KUBERNETES_HOST_USERS] = 33, /* on; alpha, off, in 1.25 */
	};

	return minors[field];
}

bool kubernetes_parse(const char *text, unsigned int *ret_minor)
{
	const char *rest = *text == 'v' ? text + 1 : text;
	uint64_t minor;

	if (strncmp(rest, "1.", 2) != 0 ||
	    !parse_decimal(rest + 2, KUBERNETES_NEWEST, &minor) ||
	    minor < KUBERNETES_OLDEST)
		return false;
	*ret_minor = (unsigned int)minor;
	return true;
}
