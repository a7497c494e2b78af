/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/path_text.h"

#define CONTAINER_ID_LENGTH 64u

struct writer {
	char *start, *at, *end;
	bool failed;
};

static void put(struct writer *writer, struct span span)
{
	if (span.length >= (size_t)(writer->end - writer->at)) {
		writer->failed = true;
		return;
	}
	memcpy(writer->at, span.data, span.length);
	writer->at += span.length;
	*writer->at = '\0';
}

static struct span written(const struct writer *writer)
{
	return span_between(writer->start, writer->at);
}

static bool is_digits(struct span span)
{
	for (size_t i = 0; i < span.length; i++)
		if (span.data[i] < '0' || span.data[i] > '9')
			return false;
	return span.length > 0;
}

/* "pipe:[12345]": what stands before the number; zero length if it is not. */
static struct span inode_prefix(struct span part)
{
	const char *bracket = memchr(part.data, '[', part.length);
	const char *end = span_end(part) - 1;

	if (!bracket || bracket == part.data || bracket[-1] != ':' ||
	    *end != ']' || !is_digits(span_between(bracket + 1, end)))
		return (struct span){0};
	return span_between(part.data, bracket);
}

/* PART with each run of exactly 64 hex digits as @id. */
static void put_without_ids(struct writer *writer, struct span part)
{
	const char *end = span_end(part);
	const char *at = part.data;

	while (at < end) {
		const char *run = at;

		while (at < end && hex_digit_value(*at) >= 0)
			at++;
		if (at - run == CONTAINER_ID_LENGTH)
			put(writer, SPAN("@id"));
		else
			put(writer, span_between(run, at));
		if (at < end)
			put(writer, (struct span){at++, 1});
	}
}

/* Numbers below a directory that mean another thing in each run. */
static const struct {
	struct span directory; /* what has been written so far */
	struct span instead;
} numbered[] = {
	{{"/proc/", 6}, {"@pid", 4}},
	{{"/proc/@pid/task/", 16}, {"@tid", 4}},
	{{"/proc/self/task/", 16}, {"@tid", 4}},
	{{"/dev/pts/", 9}, {"@n", 2}},
};

static void put_part(struct writer *writer, struct span part)
{
	struct span prefix = inode_prefix(part);

	if (prefix.length) {
		put_without_ids(writer, prefix);
		put(writer, SPAN("[@inode]"));
		return;
	}
	if (is_digits(part)) {
		for (size_t i = 0; i < ARRAY_LENGTH(numbered); i++) {
			if (span_equals(written(writer),
					numbered[i].directory)) {
				put(writer, numbered[i].instead);
				return;
			}
		}
	}
	put_without_ids(writer, part);
}

static void put_path(struct writer *writer, struct span path)
{
	const char *end = span_end(path);
	const char *at = path.data;

	while (at < end) {
		const char *slash = memchr(at, '/', (size_t)(end - at));
		const char *stop = slash ? slash : end;
		bool is_dot = stop - at == 1 && *at == '.';

		if (stop > at && !is_dot)
			put_part(writer, span_between(at, stop));
		if (slash &&
		    !(writer->at > writer->start && writer->at[-1] == '/') &&
		    !(is_dot && writer->at == writer->start))
			put(writer, SPAN("/"));
		at = slash ? slash + 1 : end;
	}
}

bool path_text(struct span directory, struct span path, char *buffer)
{
	struct writer writer = {buffer, buffer, buffer + PATH_TEXT_MAX, false};

	if (path.length == 0)
		return false;
	if (path.data[0] != '/' && directory.length) {
		put_path(&writer, directory);
		if (writer.at > writer.start && writer.at[-1] != '/')
			put(&writer, SPAN("/"));
	}
	put_path(&writer, path);
	if (writer.at - writer.start > 1 && writer.at[-1] == '/')
		*--writer.at = '\0';
	if (writer.at == writer.start)
		put(&writer, SPAN("."));
	return !writer.failed;
}
