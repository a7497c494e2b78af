/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile from somebody else: refused, or a profile whose text is read
 * back to the byte, with the same id, and clean enough for a terminal.
 */
#include "profile/profile_json.h"
#include "profile/text.h"
#include "tests/fuzz/target.h"

#include <string.h>

static void check_clean(const char *text, size_t length)
{
	/* Of what is written out only the line's end is a control byte. */
	for (size_t i = 0; i < length; i++)
		CLAIM((unsigned char)text[i] >= 0x20 || text[i] == '\n');
	for (const char *c = text; (c = strchr(c, '\xc2')); c++)
		CLAIM((unsigned char)c[1] >= 0xa0);
}

static void check_round_trip(struct profile *profile, bool with_counts)
{
	struct profile again AUTO_PROFILE = {0};
	char *once AUTO_FREE = NULL;
	char *twice AUTO_FREE = NULL;
	char id[65], id_again[65];

	CLAIM(profile_to_json(profile, with_counts, &once, NULL) == STATUS_OK);
	check_clean(once, strlen(once));
	profile_init(&again);
	CLAIM(profile_from_json(&again, once, strlen(once), "fuzz", NULL) ==
	      STATUS_OK);
	CLAIM(profile_to_json(&again, with_counts, &twice, NULL) == STATUS_OK);
	CLAIM(strcmp(once, twice) == 0);
	CLAIM(profile_evidence_id(profile, id, NULL) == STATUS_OK);
	CLAIM(profile_evidence_id(&again, id_again, NULL) == STATUS_OK);
	CLAIM(strcmp(id, id_again) == 0);
	CLAIM(again.is_complete == profile->is_complete);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct profile profile AUTO_PROFILE = {0};
	struct error err = {0};

	profile_init(&profile);
	if (profile_from_json(&profile, (const char *)data, size, "fuzz",
			      &err) != STATUS_OK) {
		CLAIM(err.status == STATUS_MALFORMED && err.message[0]);
		check_clean(err.message, strlen(err.message));
		return 0;
	}
	check_round_trip(&profile, true);
	check_round_trip(&profile, false);
	return 0;
}
