/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/unit_out.h"

#include <stdarg.h>
#include <string.h>

#include "reporters/why.h"
#include "reporters/why_selinux.h"

#define PAGE_WIDTH 79

static void fold(FILE *out, const char *words)
{
	size_t used = 0;
	char last = ' ';

	for (const char *word = words; *word;) {
		size_t length = strcspn(word, " ");

		if (used && used + 1 + length > PAGE_WIDTH) {
			fputs(last == '\\' ? " .\n" : "\n", out);
			used = 0;
		}
		if (!used)
			used = (size_t)fprintf(out, "#");
		fputc(' ', out);
		fwrite(word, 1, length, out);
		used += 1 + length;
		last = length ? word[length - 1] : last;
		word += length;
		word += strspn(word, " ");
	}
	fputs(last == '\\' ? " .\n" : "\n", out);
}

void unit_out_comment(const struct unit_out *unit, const char *format, ...)
{
	AUTO_FREE char *line = NULL;
	AUTO_FREE char *clean = NULL;
	va_list arguments;

	if (!unit->has_comments)
		return;
	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		line = NULL;
	va_end(arguments);
	/* Line ends too: what follows one is no comment. */
	clean = line ? text_sanitize(line, strlen(line)) : NULL;
	if (clean)
		fold(unit->out, clean);
}

void unit_out_set(const struct unit_out *unit, const char *name,
		  const char *format, ...)
{
	va_list arguments;

	fprintf(unit->out, "%s=", name);
	va_start(arguments, format);
	vfprintf(unit->out, format, arguments);
	va_end(arguments);
	fputc('\n', unit->out);
}

void unit_out_begin(const struct unit_out *unit, const struct profile *profile,
		    const char *place, const char *section)
{
	const char *name = profile->subject.name;

	unit_out_comment(unit, "%s: %s", printable(name ? name : "workload"),
			 place);
	if (!profile->is_complete)
		unit_out_comment(unit, "the profile is incomplete: evidence "
				       "was lost, this may grant too little");
	fprintf(unit->out, "[%s]\n", section);
}

static void comment_left_out(const struct unit_out *unit,
			     const struct capability_advice *capabilities)
{
	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];

		if (item->without)
			unit_out_comment(
				unit, "%s is left out: %s",
				capability_short_name(item->need->capability),
				item->without);
	}
	if (capability_advice_leaves_out(capabilities))
		unit_out_comment(unit, "%s", capability_insist_hint);
}

void unit_out_capabilities(const struct unit_out *unit,
			   const struct advice *advice, const char *name)
{
	const struct capability_advice *capabilities = &advice->capabilities;

	comment_left_out(unit, capabilities);
	unit_out_set(unit, name, "%s", "");
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		AUTO_TEXT struct text why = {0};

		if (!capset_has(capabilities->minimal, c))
			continue;
		why_add_capability(&why, advice, c);
		unit_out_comment(unit, "%s", text_string(&why));
		unit_out_set(unit, name, "%s", capability_name(c));
	}
}

static void comment_line(void *unit, const char *line)
{
	unit_out_comment(unit, "%s", line);
}

void unit_out_comment_selinux(const struct unit_out *unit,
			      const struct advice *advice, const char *what)
{
	why_selinux_visit(advice, what, comment_line, (void *)unit);
}
