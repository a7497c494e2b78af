/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/comparison.h"

#include <stdarg.h>
#include <string.h>

#include "policies/capability_advice.h"
#include "policies/comparison_private.h"
#include "profile/coverage.h"

const char *comparison_kind_name(enum comparison_kind kind)
{
	static const char *const names[] = {"capability", "syscall", "access",
					    "selinux"};

	return names[kind];
}

const char *comparison_change_name(enum comparison_change change)
{
	static const char *const names[] = {"added", "removed", "verdict"};

	return names[change];
}

const char *comparison_cause_name(enum comparison_cause cause)
{
	static const char *const names[] = {"application", "family",
					    "environment"};

	return names[cause];
}

struct comparison_item *comparison_add(struct comparison *comparison,
				       enum comparison_kind kind,
				       enum comparison_change change,
				       const char *name)
{
	struct comparison_item *item;

	if (comparison->count == comparison->capacity) {
		size_t wanted = comparison->capacity * 2 + 16;
		struct comparison_item *grown =
			reallocarray(comparison->items, wanted, sizeof(*grown));

		if (!grown)
			return NULL;
		comparison->items = grown;
		comparison->capacity = wanted;
	}
	item = &comparison->items[comparison->count];
	*item = (struct comparison_item){
		.kind = kind, .change = change, .name = strdup(name)};
	if (!item->name)
		return NULL;
	comparison->count++;
	return item;
}

void comparison_blame(struct comparison_item *item, enum comparison_cause cause,
		      const char *format, ...)
{
	va_list arguments;

	item->cause = cause;
	free(item->why);
	va_start(arguments, format);
	if (vasprintf(&item->why, format, arguments) < 0)
		item->why = NULL;
	va_end(arguments);
}

void comparison_warn(struct comparison *comparison, const char *format, ...)
{
	va_list arguments;
	char *line = NULL;

	if (comparison->warning_count == comparison->warning_capacity) {
		size_t wanted = comparison->warning_capacity + 8;
		struct text *grown = reallocarray(comparison->warnings, wanted,
						  sizeof(*grown));

		if (!grown)
			return;
		comparison->warnings = grown;
		comparison->warning_capacity = wanted;
	}
	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		line = NULL;
	va_end(arguments);
	comparison->warnings[comparison->warning_count] = (struct text){0};
	text_add(&comparison->warnings[comparison->warning_count++],
		 line ? line : "");
	free(line);
}

/* ---- the two environments ------------------------------------------------ */

/* Both known, and not the same. */
static bool differs(const char *a, const char *b)
{
	return a && b && strcmp(a, b) != 0;
}

#define OLD(field) (comparison->old->environment.field)
#define NEW(field) (comparison->new->environment.field)

bool comparison_kernel_differs(const struct comparison *comparison)
{
	return differs(OLD(kernel), NEW(kernel));
}

bool comparison_arch_differs(const struct comparison *comparison)
{
	return differs(OLD(arch), NEW(arch));
}

bool comparison_runtime_differs(const struct comparison *comparison)
{
	return differs(OLD(runtime_name), NEW(runtime_name)) ||
	       differs(OLD(runtime_version), NEW(runtime_version));
}

/* The name alone seldom tells: a policy comes with its distribution. */
bool comparison_policy_differs(const struct comparison *comparison)
{
	return differs(OLD(selinux_policy), NEW(selinux_policy)) ||
	       comparison_kernel_differs(comparison);
}

static void add_change(struct text *text, const char *what, const char *old,
		       const char *new)
{
	if (!differs(old, new) && !old == !new)
		return;
	text_addf(text, "%s%s %s -> %s", text->length ? ", " : "", what,
		  old ? old : "unknown", new ? new : "unknown");
}

static char *describe_environment(const struct comparison *comparison)
{
	AUTO_TEXT struct text text = {0};

	add_change(&text, "kernel", OLD(kernel), NEW(kernel));
	add_change(&text, "architecture", OLD(arch), NEW(arch));
	add_change(&text, "runtime", OLD(runtime_name), NEW(runtime_name));
	add_change(&text, "runtime's version", OLD(runtime_version),
		   NEW(runtime_version));
	add_change(&text, "SELinux policy", OLD(selinux_policy),
		   NEW(selinux_policy));
	add_change(&text, "engine", comparison->old->subject.engine,
		   comparison->new->subject.engine);
	add_change(&text, "libseccomp", OLD(libseccomp), NEW(libseccomp));
	return strdup(text_string(&text));
}

/* ---- what can be trusted ------------------------------------------------- */

static void warn_of_side(struct comparison *comparison, const char *side,
			 const struct profile *profile, const char *means)
{
	if (profile->is_complete)
		return;
	comparison_warn(comparison, "the %s profile is incomplete (%s): %s",
			side,
			profile->notes.count ? profile->notes.items[0]
					     : "records were lost",
			means);
}

static void warn_of_phases(struct comparison *comparison)
{
	phaseset_t old = coverage_phases(comparison->old);
	phaseset_t new = coverage_phases(comparison->new);
	const phaseset_t fine = 1u << PHASE_START | 1u << PHASE_EXERCISE |
				1u << PHASE_RELOAD | 1u << PHASE_SHUTDOWN;

	for (unsigned int phase = 0; phase < PHASE_COUNT; phase++) {
		bool was = old >> phase & 1, is = new >> phase & 1;

		if (was == is || !(fine >> phase & 1) || !(old & fine) ||
		    !(new &fine))
			continue;
		comparison_warn(
			comparison,
			"only the %s profile saw the phase '%s': what %s may "
			"come from there",
			was ? "old" : "new", phase_name((enum phase)phase),
			was ? "is gone" : "is new");
	}
}

static void warn(struct comparison *comparison)
{
	const struct profile *old = comparison->old, *new = comparison->new;

	warn_of_side(comparison, "old", old,
		     "what is new may have been needed before");
	warn_of_side(comparison, "new", new,
		     "what is gone may still be needed, and there may be more "
		     "that is new");
	if (!comparison->has_capabilities)
		comparison_warn(comparison,
				"capabilities and accesses were not recorded "
				"in the %s profile: they are not compared",
				!selinux_was_recorded(old) ? "old" : "new");
	if (!comparison->has_syscalls)
		comparison_warn(comparison,
				"no system calls were recorded in the %s "
				"profile: they are not compared",
				!old->syscall_count ? "old" : "new");
	warn_of_phases(comparison);
}

/* ---- seLinuxOptions ------------------------------------------------------ */

static const char *type_of(const struct selinux_advice *advice)
{
	return advice->chosen ? advice->chosen->type : NULL;
}

static bool add_type(struct comparison *comparison, const char *old,
		     const struct selinux_candidate *new, bool is_wider)
{
	struct comparison_item *item = comparison_add(
		comparison, COMPARE_SELINUX, CHANGE_VERDICT, new->type);

	if (!item)
		return false;
	item->grants_more = is_wider;
	item->risk = !is_wider ? 1 : new->is_wide ? 5 : 3;
	item->opens = !is_wider	     ? "a nearer type will do"
		      : new->is_wide ? "a type that opens the host"
				     : "the type it had refuses something";
	if (asprintf(&item->what, "type %s, was %s", new->type, old) < 0)
		item->what = NULL;
	return item->what;
}

/*
 * The candidates of an advice go from near to far, and the chosen one is the
 * first that will do: where the OLD type stands before it, that no longer does.
 */
static bool is_wider(const struct selinux_advice *new, const char *old)
{
	for (size_t i = 0; i < new->candidate_count; i++) {
		if (&new->candidates[i] == new->chosen)
			return false;
		if (strcmp(new->candidates[i].type, old) == 0)
			return true;
	}
	return false;
}

static enum status compare_types(struct comparison *comparison,
				 const struct selinux_advice_options *selinux,
				 struct error *err)
{
	struct selinux_advice old = {0}, new = {0};
	enum status status = selinux_advice_make(
		&old, comparison->old, comparison->old_minimal, selinux, err);

	if (status == STATUS_OK)
		status = selinux_advice_make(&new, comparison->new,
					     comparison->new_minimal, selinux,
					     err);
	if (status == STATUS_OK && differs(type_of(&old), type_of(&new)) &&
	    !add_type(comparison, type_of(&old), new.chosen,
		      is_wider(&new, type_of(&old))))
		status = error_no_memory(err);
	selinux_advice_done(&old);
	selinux_advice_done(&new);
	return status;
}

/* ---- rank ---------------------------------------------------------------- */

static int compare_items(const void *left, const void *right)
{
	const struct comparison_item *a = left, *b = right;

	if (a->cause != b->cause)
		return (int)a->cause - (int)b->cause;
	if (a->grants_more != b->grants_more)
		return a->grants_more ? -1 : 1;
	if ((a->change == CHANGE_REMOVED) != (b->change == CHANGE_REMOVED))
		return a->change == CHANGE_REMOVED ? 1 : -1;
	if (a->risk != b->risk)
		return (int)b->risk - (int)a->risk;
	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	return strcmp(a->name, b->name);
}

enum status comparison_make(struct comparison *ret, const struct profile *old,
			    const struct profile *new,
			    const struct selinux_advice_options *selinux,
			    struct error *err)
{
	enum status status = STATUS_OK;

	*ret = (struct comparison){
		.old = old,
		.new = new,
		.has_capabilities =
			selinux_was_recorded(old) && selinux_was_recorded(new),
		.has_syscalls = old->syscall_count &&new->syscall_count,
		.old_minimal = capability_minimal_set(old),
		.new_minimal = capability_minimal_set(new),
	};
	ret->environment = describe_environment(ret);
	warn(ret);
	if (!ret->environment ||
	    (ret->has_capabilities && !comparison_of_capabilities(ret)) ||
	    (ret->has_syscalls && !comparison_of_syscalls(ret)) ||
	    (ret->has_capabilities && !comparison_of_accesses(ret)))
		return error_no_memory(err);
	if (selinux && selinux->asker && ret->has_capabilities)
		status = compare_types(ret, selinux, err);
	if (ret->count)
		qsort(ret->items, ret->count, sizeof(*ret->items),
		      compare_items);
	return status;
}

void comparison_done(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++) {
		free(comparison->items[i].name);
		free(comparison->items[i].what);
		free(comparison->items[i].why);
	}
	for (size_t i = 0; i < comparison->warning_count; i++)
		text_done(&comparison->warnings[i]);
	free(comparison->items);
	free(comparison->warnings);
	free(comparison->environment);
	*comparison = (struct comparison){0};
}

unsigned int comparison_worst(const struct comparison *comparison)
{
	unsigned int worst = 0;

	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_item *item = &comparison->items[i];

		if (item->cause == CAUSE_APPLICATION && item->grants_more &&
		    !item->allowed && item->risk > worst)
			worst = item->risk;
	}
	return worst;
}

size_t comparison_open(const struct comparison *comparison)
{
	size_t open = 0;

	for (size_t i = 0; i < comparison->count; i++)
		open += !comparison->items[i].allowed;
	return open;
}
