/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a fuzz target over files, so that a kept corpus is tested with any
 * compiler and under any checker: replay FILE|DIRECTORY...
 */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "profile/attributes.h"
#include "profile/file.h"
#include "tests/fuzz/target.h"

#define INPUT_MAX (64u << 20)

static int replay_file(const char *path)
{
	char *data AUTO_FREE = NULL;
	struct error err = {0};
	size_t length;

	if (file_read(path, INPUT_MAX, &data, &length, &err) != STATUS_OK) {
		error_print(&err);
		return -1;
	}
	/* Exactly as long as it is, so that a read past its end is seen. */
	{
		uint8_t *copy AUTO_FREE = malloc(length ? length : 1);

		if (!copy)
			return -1;
		memcpy(copy, data, length);
		LLVMFuzzerTestOneInput(copy, length);
	}
	return 1;
}

/* The number of inputs run, negative when one could not be. */
static int replay(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (!directory)
		return replay_file(path);
	while (count >= 0 && (entry = readdir(directory))) {
		char file[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		if (replay_file(file) < 0)
			count = -1;
		else
			count++;
	}
	closedir(directory);
	return count;
}

int main(int argc, char **argv)
{
	int total = 0;

	for (int i = 1; i < argc; i++) {
		int count = replay(argv[i]);

		if (count < 0)
			return 1;
		total += count;
	}
	printf("%s: %d inputs\n", argv[0], total);
	return total ? 0 : 1;
}
