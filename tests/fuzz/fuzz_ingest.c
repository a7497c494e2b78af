/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A whole log, by survey and by selection, up to the profile's text, which
 * must be a profile that can be read again.
 */
#include "collectors/log.h"
#include "profile/profile_json.h"
#include "tests/fuzz/target.h"

static void check_profile(struct profile *profile)
{
	struct profile again AUTO_PROFILE = {0};
	char *text AUTO_FREE = NULL;

	CLAIM(profile_to_json(profile, true, &text, NULL) == STATUS_OK);
	profile_init(&again);
	CLAIM(profile_from_json(&again, text, strlen(text), "fuzz", NULL) ==
	      STATUS_OK);
}

static void ingest(const uint8_t *data, size_t size,
		   const struct selection *selection)
{
	struct profile profile AUTO_PROFILE = {0};
	struct harvest_config config = {0};
	const struct harvest_subject *subjects;
	struct harvest *harvest = NULL;
	struct log_reader *reader = NULL;
	size_t count = 0;

	profile_init(&profile);
	if (selection) {
		config.selection = *selection;
		config.profile = &profile;
	}
	CLAIM(harvest_new(&config, &harvest, NULL) == STATUS_OK);
	CLAIM(log_reader_new(harvest, NULL, &reader, NULL) == STATUS_OK);
	CLAIM(log_read(reader, (const char *)data, size, NULL) == STATUS_OK);
	CLAIM(harvest_finish(harvest, NULL, NULL) == STATUS_OK);
	log_note_losses(log_reader_stats(reader), &profile);
	if (selection) {
		check_profile(&profile);
	} else {
		subjects = harvest_survey(harvest, &count);
		for (size_t i = 0; i < count && i < 4; i++)
			check_profile(subjects[i].profile);
	}
	log_reader_free(reader);
	harvest_free(harvest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct selection selections[] = {
		{.type = "whittle_t"},
		{.all = true},
		{.comm = "x"},
	};

	ingest(data, size, NULL);
	for (size_t i = 0; i < ARRAY_LENGTH(selections); i++)
		ingest(data, size, &selections[i]);
	return 0;
}
