/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labels and paths: the canonical form of a canonical form is itself. */
#include "collectors/label.h"
#include "collectors/path_text.h"
#include "tests/fuzz/target.h"

static void check_label(struct span text)
{
	char once[LABEL_MAX], twice[LABEL_MAX];
	struct label label;

	if (!label_canonical(text, once))
		return;
	CLAIM(label_parse(span_of(once), &label));
	CLAIM(label_canonical(span_of(once), twice));
	CLAIM(strcmp(once, twice) == 0);
}

static void check_path(struct span directory, struct span path)
{
	char once[PATH_TEXT_MAX], twice[PATH_TEXT_MAX];

	if (!path_text(directory, path, once) ||
	    memchr(path.data, 0, path.length) ||
	    (directory.length && memchr(directory.data, 0, directory.length)))
		return;
	CLAIM(once[0]);
	if (path_text((struct span){0}, span_of(once), twice))
		CLAIM(strcmp(once, twice) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {(const char *)data, size};
	const char *split = size ? memchr(data, '\n', size) : NULL;

	check_label(text);
	if (split)
		check_path(span_between(text.data, split),
			   span_between(split + 1, span_end(text)));
	else
		check_path((struct span){0}, text);
	return 0;
}
