/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/text_avoid.h"

#include "policies/capability_table.h"
#include "policies/user_namespace.h"
#include "reporters/why.h"

#define WAYS_SHOWN 2
#define WAY_COLUMN 20

static bool is_granted(const struct capability_item *item)
{
	return item->decision == CAPABILITY_GRANT ||
	       item->decision == CAPABILITY_REPLACED;
}

/* Those of its own; rows for many capabilities are told once, below. */
static void write_item(struct page *page, const struct capability_item *item)
{
	struct avoid_way ways[AVOID_WAYS_MAX];
	size_t count = avoid_ways_find(item->need, ways), shown = 0;

	for (size_t i = 0; i < count && shown < WAYS_SHOWN; i++) {
		AUTO_TEXT struct text words = {0};

		if (ways[i].row->capability == AVOID_ANY_CAPABILITY)
			continue;
		page_tab(page, 2);
		if (!shown++)
			page_put(page, INK_PLAIN, "%s",
				 capability_short_name(item->need->capability));
		page_tab(page, WAY_COLUMN);
		page_put(page, INK_PLAIN, "- ");
		why_add_way(&words, &ways[i], item->need);
		page_fold(page, WAY_COLUMN + 2, text_string(&words));
		page_end_line(page);
	}
}

static void write_userns(struct page *page, capset_t minimal)
{
	capset_t works = CAPSET_NONE;
	AUTO_TEXT struct text words = {0};

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		const struct userns_row *row = userns_row(c);

		if (capset_has(minimal, c) && row && row->reach == USERNS_WORKS)
			works |= capset_of(c);
	}
	if (!works)
		return;
	text_add(&words, "In a user namespace (hostUsers: false, "
			 "--userns=auto) these count nothing on the host: ");
	why_add_names(&words, works, false);
	page_tab(page, 2);
	page_fold(page, 2, text_string(&words));
	page_end_line(page);
}

/* The highest risk first, as above. */
void text_avoid_write(struct page *page, const struct advice *advice)
{
	const struct capability_advice *capabilities = &advice->capabilities;

	if (!capabilities->minimal)
		return;
	page_end_line(page);
	page_put(page, INK_BOLD, "INSTEAD OF GRANTING");
	page_put(page, INK_PLAIN, "  ");
	page_fold(page, 4, "(all ways and what they cost: whittle explain)");
	page_end_line(page);
	for (unsigned int risk = CAPABILITY_RISK_MAX;
	     risk >= CAPABILITY_RISK_MIN; risk--)
		for (size_t i = 0; i < capabilities->count; i++)
			if (is_granted(&capabilities->items[i]) &&
			    capability_risk(capabilities->items[i].granted) ==
				    risk)
				write_item(page, &capabilities->items[i]);
	write_userns(page, capabilities->minimal);
}
