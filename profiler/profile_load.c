/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/profile_load.h"

#include "profile/file.h"
#include "profile/profile_json.h"

enum status profile_load(struct profile *profile, const char *path,
			 struct error *err)
{
	AUTO_FREE char *text = NULL;
	size_t length = 0;
	enum status status =
		file_read(path, PROFILE_FILE_MAX, &text, &length, err);

	if (status != STATUS_OK)
		return status;
	status = profile_from_json(profile, text, length, path, err);
	if (status != STATUS_OK)
		return status;
	profile_sort(profile);
	return profile_check(profile, err);
}
