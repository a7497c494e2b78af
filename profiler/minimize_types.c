/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/text.h"
#include "profiler/minimize_search.h"

/* A question's type is one of the grant's nearer ones. */
struct types {
	const struct minimize_search *search;
	const struct minimize_means *base;
};

static enum status enforce(void *context,
			   const struct minimize_question *question,
			   struct enforcement *enforcement, struct error *err)
{
	const struct types *types = context;
	struct verify_nearer nearer;
	enum status status = STATUS_OK;

	if (types->base->enforce)
		status = types->base->enforce(types->base->context, question,
					      enforcement, err);
	for (size_t i = 0;
	     status == STATUS_OK && question->type &&
	     verify_grant_nearer(types->search->grant, i, &nearer);
	     i++) {
		if (!is_same_string(nearer.type, question->type))
			continue;
		enforcement->type = nearer.type;
		enforcement->level = nearer.level;
		/* As it is on this host. */
		enforcement->boolean_count = 0;
		enforcement->module_name = NULL;
		break;
	}
	return status;
}

/* Does the nearer type do? What it lacks was refused, and nobody missed it. */
static enum ddmin_answer try_type(struct minimize_search *search,
				  struct minimize_question *question,
				  const struct minimize_means *base,
				  const struct verify_nearer *nearer)
{
	struct types types = {search, base};
	const struct minimize_means means = {.enforce = enforce,
					     .context = &types};
	struct minimize_question one = *question;
	enum ddmin_answer answer;

	one.type = nearer->type;
	answer = minimize_search_ask(search, &one, &means, 2, NULL);
	if (answer == DDMIN_WORKS &&
	    !minimize_search_confirm(search, &one, &means))
		return DDMIN_STOP;
	if (answer == DDMIN_WORKS)
		question->type = nearer->type;
	return answer;
}

bool minimize_types(struct minimize_search *search,
		    struct minimize_question *question,
		    const struct minimize_means *means)
{
	const struct invocation *invocation = search->job->invocation;
	const char *own = verify_grant_enforcement(search->grant)->type;
	struct verify_nearer nearer;
	struct text failed AUTO_TEXT = {0};

	for (size_t i = 0; verify_grant_nearer(search->grant, i, &nearer);
	     i++) {
		enum ddmin_answer answer = DDMIN_FAILS;

		/* The capabilities were just seen to be needed, or stay. */
		if (!(nearer.refused & question->keep))
			answer = try_type(search, question, means, &nearer);
		if (answer == DDMIN_STOP)
			return false;
		if (answer == DDMIN_WORKS) {
			verify_grant_set_unneeded(search->grant, i,
						  &search->job->profile);
			say_hint(invocation,
				 "type: %s does, by this exercise, though it "
				 "refuses what was asked for",
				 nearer.type);
			return true;
		}
		text_addf(&failed, " %s", nearer.type);
	}
	say_hint(invocation, "type: %s%s%s", own ? own : "the launcher's own",
		 failed.length ? "; it does not work in" : ", and none nearer",
		 text_string(&failed));
	return true;
}
