/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/why_selinux.h"

#include <stdarg.h>

#include "policies/selinux_flip.h"
#include "reporters/why.h"

#define LACKS_SHOWN 8 /* more are in text and json */

struct lines {
	void (*take)(void *data, const char *line);
	void *data;
};

PRINTF(2, 3)
static void say(const struct lines *lines, const char *format, ...)
{
	AUTO_FREE char *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		line = NULL;
	va_end(arguments);
	if (line)
		lines->take(lines->data, line);
}

/* What has to be done beside setting the options. */
static void say_remedies(const struct lines *lines,
			 const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text command = {0};

	if (selinux->chosen && selinux->chosen->flip_count) {
		selinux_flips_add(&command, selinux->chosen);
		say(lines, "%s needs on the node: %s", selinux->chosen->type,
		    text_string(&command));
	}
	if (selinux->relabel.is_answer)
		say(lines,
		    "the volume at '%s' needs a label of containers: mount it "
		    "with :Z, or semanage fcontext",
		    selinux->relabel.path ? printable(selinux->relabel.path)
					  : "?");
	if (selinux->module.text)
		say(lines,
		    "narrower: a type of its own, %s (whittle report -f cil)",
		    selinux->module.type);
}

static void say_state(const struct lines *lines, const struct advice *advice,
		      const char *what)
{
	const struct selinux_advice *selinux = &advice->selinux;

	switch (selinux->state) {
	case SELINUX_NOT_RECORDED:
		say(lines, "no %s: no accesses were recorded", what);
		break;
	case SELINUX_NOT_ASKED:
		say(lines,
		    "no %s: make this report where the node's SELinux policy "
		    "is loaded",
		    what);
		break;
	case SELINUX_NO_TYPES:
		say(lines, "no %s: the policy has no type for containers",
		    what);
		break;
	case SELINUX_NEAREST:
		say(lines,
		    "%s comes nearest, yet it does not allow everything that "
		    "was recorded",
		    selinux->chosen->type);
		break;
	case SELINUX_FITS:
		break;
	}
	say_remedies(lines, selinux);
}

/* What the nearer type lacks is why the farther one is chosen. */
static void say_farther(const struct lines *lines,
			const struct selinux_advice *selinux)
{
	const struct selinux_candidate *nearer = &selinux->candidates[0];
	AUTO_TEXT struct text names = {0};

	if (!selinux->type || !nearer->is_known)
		return;
	for (size_t i = 0; i < nearer->lack_count && i < LACKS_SHOWN; i++) {
		AUTO_TEXT struct text why = {0};

		why_add_lack_short(&why, &nearer->lacks[i]);
		say(lines, "%s lacks %s", nearer->type, text_string(&why));
	}
	if (nearer->lack_count > LACKS_SHOWN)
		say(lines, "and %zu more", nearer->lack_count - LACKS_SHOWN);
	if (nearer->refused) {
		why_add_names(&names, nearer->refused, false);
		say(lines, "%s lacks capabilities %s", nearer->type,
		    text_string(&names));
	}
}

void why_selinux_visit(const struct advice *advice, const char *what,
		       void (*take)(void *data, const char *line), void *data)
{
	const struct lines lines = {take, data};

	say_state(&lines, advice, what);
	say_farther(&lines, &advice->selinux);
}

void why_selinux_add_context(struct text *text,
			     const struct selinux_advice *selinux)
{
	const struct selinux_candidate *chosen = selinux->chosen;

	if (!chosen)
		return;
	text_addf(text, "%s:%s:%s:%s", chosen->user ? chosen->user : "system_u",
		  chosen->role ? chosen->role : "system_r", chosen->type,
		  chosen->level ? chosen->level : "s0");
}
