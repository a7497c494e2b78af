/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A whole log, by survey and by selection, up to the profile's text, which
 * must be a profile that can be read again.
 */
#include "collectors/log.h"
#include "policies/judge.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "tests/fuzz/target.h"

static char *text_of(struct profile *profile)
{
	struct profile again AUTO_PROFILE = {0};
	char *text = NULL;

	CLAIM(profile_to_json(profile, true, &text, NULL) == STATUS_OK);
	profile_init(&again);
	CLAIM(profile_from_json(&again, text, strlen(text), "fuzz", NULL) ==
	      STATUS_OK);
	return text;
}

/* The profiles' text; of a survey the first few, one behind the other. */
static char *ingest(const uint8_t *data, size_t size,
		    const struct selection *selection, bool is_forgetful)
{
	struct profile profile AUTO_PROFILE = {0};
	struct harvest_config config = {.is_log = true,
					.is_forgetful = is_forgetful,
					.judge = policy_judge_capability};
	const struct harvest_subject *subjects;
	struct harvest *harvest = NULL;
	struct log_reader *reader = NULL;
	struct text all = {0};
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
	subjects = harvest_survey(harvest, &count);
	for (size_t i = 0; i < count + 1 && i < 4; i++) {
		struct profile *each = selection || i == count
					       ? &profile
					       : subjects[i].profile;
		char *text AUTO_FREE = text_of(each);

		text_add(&all, text);
	}
	log_reader_free(reader);
	harvest_free(harvest);
	return text_take(&all);
}

/* What is remembered of texts seen before changes nothing. */
static void check(const uint8_t *data, size_t size,
		  const struct selection *selection)
{
	char *text AUTO_FREE = ingest(data, size, selection, true);
	char *log AUTO_FREE = ingest(data, size, selection, false);

	CLAIM(strcmp(text, log) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct selection selections[] = {
		{.type = "whittle_t"},
		{.all = true},
		{.comm = "x"},
	};

	check(data, size, NULL);
	for (size_t i = 0; i < ARRAY_LENGTH(selections); i++)
		check(data, size, &selections[i]);
	return 0;
}
