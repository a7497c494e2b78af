/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keep - keeps CHOWN and SYS_TIME by capset(), and uses neither. */
#include <cap-ng.h>

int main(void)
{
	capng_clear(CAPNG_SELECT_CAPS);
	capng_updatev(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_CHOWN,
		      CAP_SYS_TIME, -1);
	return capng_apply(CAPNG_SELECT_CAPS) != 0;
}
