/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/helm_values.h"

#include <linux/capability.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "profile/text.h"
#include "profile/yaml_json.h"
#include "reporters/helm_path.h"

void helm_values_done(struct helm_values *values)
{
	json_decref(values->tree);
	json_decref(values->notes);
	json_decref(values->remarks);
	json_decref(values->merged);
	*values = (struct helm_values){0};
}

/* ---- paths -------------------------------------------------------------- */

/* The map or value at PATH and then KEY (NULL: none), or NULL. */
static const json_t *find(const json_t *root, const struct helm_path *path,
			  const char *key)
{
	for (size_t i = 0; root && i < path->count; i++)
		root = json_object_get(root, text_string(&path->keys[i]));
	return key ? json_object_get(root, key) : root;
}

static json_t *map_at(json_t *map, const char *key)
{
	json_t *next = json_object_get(map, key);

	if (next)
		return next;
	next = json_object();
	return json_object_set_new(map, key, next) == 0 ? next : NULL;
}

static void join_path(struct text *text, const struct helm_path *path,
		      const char *key)
{
	for (size_t i = 0; i < path->count; i++)
		text_addf(text, KEY_SEPARATOR "%s",
			  text_string(&path->keys[i]));
	if (key)
		text_addf(text, KEY_SEPARATOR "%s", key);
}

static void add_note(struct helm_values *values, json_t *list, const char *note)
{
	AUTO_FREE char *clean = text_sanitize(note, strlen(note));

	if (!clean || json_array_append_new(list, json_string(clean)))
		values->failed = true;
}

static void note_at(struct helm_values *values, const char *joined,
		    const char *note)
{
	json_t *list = json_object_get(values->notes, joined);

	if (!list) {
		list = json_array();
		if (json_object_set_new(values->notes, joined, list))
			values->failed = true;
	}
	if (!values->failed)
		add_note(values, list, note);
}

void helm_values_note(struct helm_values *values, const char *path,
		      const char *format, ...)
{
	AUTO_HELM_PATH struct helm_path keys = {0};
	AUTO_TEXT struct text joined = {0};
	AUTO_FREE char *note = NULL;
	struct error ignored = {0};
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&note, format, arguments) < 0)
		note = NULL;
	va_end(arguments);
	if (!note || (path && helm_path_parse(&keys, path, &ignored))) {
		values->failed = true;
		return;
	}
	join_path(&joined, &keys, NULL);
	if (path)
		note_at(values, text_string(&joined), note);
	else
		add_note(values, values->remarks, note);
}

/*
 * Set PATH and KEY to VALUE, which is taken over; NULL: no memory. What says
 * so already is left out where only changes are asked for.
 */
static void put(struct helm_values *values, const struct helm_path *path,
		const char *key, json_t *value, const char *note)
{
	const json_t *present = find(values->present, path, key);
	const char *last =
		key ? key : text_string(&path->keys[path->count - 1]);
	size_t count = key ? path->count : path->count - 1;
	AUTO_TEXT struct text joined = {0};
	json_t *map = values->tree;

	if (value && values->only_changes && json_equal(present, value)) {
		json_decref(value);
		return;
	}
	for (size_t i = 0; map && i < count; i++)
		map = map_at(map, text_string(&path->keys[i]));
	if (!value || !map || json_object_set_new(map, last, value) != 0) {
		values->failed = true;
		return;
	}
	join_path(&joined, path, key);
	if (note)
		note_at(values, text_string(&joined), note);
}

/* Take away what stands there now, of the chart or of the user. */
static void take_away(struct helm_values *values, const struct helm_path *path,
		      const char *key, const char *note)
{
	const json_t *present = find(values->present, path, key);

	if (present)
		put(values, path, key, json_null(), note);
}

/* ---- the fields --------------------------------------------------------- */

/*
 * Where ALL is dropped in the same breath each one is named: containerd adds
 * "ALL" first and drops then (internal/cri/opts/spec_linux_opts.go
 * WithCapabilities()).
 */
static json_t *names_of(const struct helm_wish *wish, bool has_drop)
{
	json_t *list = json_array();
	capset_t all = ((capset_t)2 << CAP_LAST_CAP) - 1;
	capset_t set = wish->has_all ? all : wish->add;

	if (wish->has_all && !has_drop) {
		json_array_append_new(list, json_string("ALL"));
		return list;
	}
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			json_array_append_new(
				list, json_string(capability_short_name(c)));
	return list;
}

/* The same names, in whatever order and spelling. */
static bool is_same_list(const json_t *present, const json_t *wanted)
{
	if (!json_is_array(present) ||
	    json_array_size(present) != json_array_size(wanted))
		return false;
	for (size_t i = 0; i < json_array_size(wanted); i++) {
		const char *name = json_string_value(json_array_get(wanted, i));
		bool is_there = false;

		for (size_t j = 0; j < json_array_size(present); j++) {
			const char *other =
				json_string_value(json_array_get(present, j));

			is_there |= other && name && strcmp(other, name) == 0;
		}
		if (!is_there)
			return false;
	}
	return true;
}

static void put_list(struct helm_values *values, const struct helm_path *path,
		     const char *key, json_t *list, bool even_empty,
		     const char *note)
{
	const json_t *present = find(values->present, path, key);

	/* An empty one matters where there may be one to replace. */
	bool is_idle = !json_array_size(list) && !json_array_size(present) &&
		       (values->only_changes || !even_empty);

	if ((values->only_changes && is_same_list(present, list)) || is_idle)
		json_decref(list);
	else
		put(values, path, key, list, note);
}

static const char replaces[] = "Helm replaces lists: this one stands alone, "
			       "the chart's own goes";

static const char *replaces_if(const json_t *list)
{
	return json_array_size(list) ? replaces : NULL;
}

static void put_capabilities(struct helm_values *values,
			     const struct helm_path *context,
			     const struct helm_path *add,
			     const struct helm_wish *wish)
{
	struct helm_path path = *context; /* its texts are borrowed */
	static char name[] = "capabilities";
	const json_t *old;

	if (!wish->has_capabilities)
		return;
	if (add->count) {
		put_list(values, add, NULL, names_of(wish, true), false,
			 replaces_if(find(values->present, add, NULL)));
		return;
	}
	path.keys[path.count++] =
		(struct text){.data = name, .length = strlen(name)};
	put_list(values, &path, "drop",
		 wish->has_all ? json_array() : json_pack("[s]", "ALL"), true,
		 NULL);
	old = find(values->present, &path, "add");
	put_list(values, &path, "add", names_of(wish, false), false,
		 replaces_if(old));
}

static bool has_sys_admin(const struct helm_wish *wish)
{
	return wish->has_capabilities &&
	       (wish->has_all || (wish->add & ((capset_t)1 << CAP_SYS_ADMIN)));
}

static void put_privileges(struct helm_values *values,
			   const struct helm_path *context,
			   const struct chart_row *place,
			   const struct helm_wish *wish)
{
	static const char key[] = "allowPrivilegeEscalation";
	const json_t *privileged = find(values->present, context, "privileged");
	const json_t *escalation = find(values->present, context, key);

	if (wish->has_capabilities && (!values->only_changes || !privileged ||
				       !json_is_false(privileged)))
		put(values, context, "privileged", json_false(),
		    json_is_true(privileged)
			    ? "true gives every capability and takes the "
			      "seccomp profile and the label away"
			    : NULL);
	if (place->add)
		return;
	if (json_is_false(escalation) && has_sys_admin(wish))
		put(values, context, key, json_true(),
		    "the API server refuses false beside SYS_ADMIN");
	else if (wish->has_no_new_privileges && !has_sys_admin(wish))
		put(values, context, key, json_false(),
		    "recorded under no_new_privs");
}

static void put_selinux(struct helm_values *values,
			const struct helm_path *context,
			const struct helm_wish *wish)
{
	struct helm_path path = *context; /* its texts are borrowed */
	static char name[] = "seLinuxOptions";
	const struct {
		const char *key;
		const char *value;
	} fields[] = {
		{"user", wish->user},
		{"role", wish->role},
		{"type", wish->type},
		{"level", wish->level},
	};

	if (!wish->user && !wish->role && !wish->type && !wish->level)
		return;
	path.keys[path.count++] =
		(struct text){.data = name, .length = strlen(name)};
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++) {
		if (fields[i].value)
			put(values, &path, fields[i].key,
			    json_string(fields[i].value), NULL);
		else
			take_away(values, &path, fields[i].key,
				  "null takes away what stood here");
	}
}

static void put_profile(struct helm_values *values,
			const struct helm_path *path, const char *file)
{
	put(values, path, "type", json_string("Localhost"), NULL);
	put(values, path, "localhostProfile", json_string(file), NULL);
}

static void put_seccomp(struct helm_values *values,
			const struct helm_path *context,
			const struct helm_path *seccomp,
			const struct chart_row *place,
			const struct helm_wish *wish)
{
	struct helm_path path = *context; /* its texts are borrowed */
	static char name[] = "seccompProfile";
	AUTO_TEXT struct text file = {0};

	if (!wish->seccomp)
		return;
	switch (place->seccomp_form) {
	case CHART_SECCOMP_FIELD:
		path.keys[path.count++] =
			(struct text){.data = name, .length = strlen(name)};
		put_profile(values, &path, wish->seccomp);
		break;
	case CHART_SECCOMP_NAME:
		take_away(values, context, name,
			  "the chart writes this key itself: twice is once "
			  "too often");
		text_addf(&file, "localhost/%s", wish->seccomp);
		put(values, seccomp, NULL, json_string(text_string(&file)),
		    NULL);
		break;
	case CHART_SECCOMP_POD:
		put_profile(values, seccomp, wish->seccomp);
		helm_values_note(values, place->seccomp,
				 "the chart has it for the pod alone: its "
				 "other containers get it as well");
		break;
	}
}

static void put_update(struct helm_values *values,
		       const struct helm_path *update,
		       const struct chart_row *place,
		       const struct helm_wish *wish)
{
	if (!wish->on_delete || !place->update)
		return;
	put(values, update, "type", json_string("OnDelete"),
	    "the other nodes keep their pods until these are deleted");
	if (!values->only_changes ||
	    find(values->present, update, "rollingUpdate"))
		put(values, update, "rollingUpdate", json_null(), NULL);
}

/* What the pod says, and the container does not. */
static void remark_pod(struct helm_values *values, const struct helm_path *pod,
		       const struct helm_path *context,
		       const struct helm_wish *wish)
{
	const json_t *user = find(values->present, context, "runAsUser");
	const json_t *root = find(values->present, context, "runAsNonRoot");
	bool is_user;

	if (!user && pod->count)
		user = find(values->present, pod, "runAsUser");
	if (!root && pod->count)
		root = find(values->present, pod, "runAsNonRoot");
	is_user = json_is_true(root) || json_integer_value(user) > 0;
	if (is_user && wish->has_capabilities && (wish->has_all || wish->add))
		helm_values_note(values, NULL,
				 "it does not run as root: of the capabilities "
				 "added none is in effect, unless a file that "
				 "it executes has them");
}

/* ---- all of it ---------------------------------------------------------- */

struct places {
	struct helm_path context, add, seccomp, pod, update;
};

static void places_done(struct places *places)
{
	helm_path_done(&places->context);
	helm_path_done(&places->add);
	helm_path_done(&places->seccomp);
	helm_path_done(&places->pod);
	helm_path_done(&places->update);
}

static enum status places_parse(struct places *ret,
				const struct chart_row *place,
				struct error *err)
{
	enum status status =
		helm_path_parse(&ret->context, place->context, err);

	if (status == STATUS_OK)
		status = helm_path_parse(&ret->add, place->add, err);
	if (status == STATUS_OK)
		status = helm_path_parse(&ret->seccomp, place->seccomp, err);
	if (status == STATUS_OK)
		status = helm_path_parse(&ret->pod, place->pod, err);
	if (status == STATUS_OK)
		status = helm_path_parse(&ret->update, place->update, err);
	/* One key more is put behind a path. */
	if (status == STATUS_OK &&
	    ret->context.count + 1 >= HELM_PATH_DEPTH_MAX)
		status = error_set(err, STATUS_USAGE, NULL,
				   "--helm-path: too deep");
	return status;
}

static enum status start(struct helm_values *ret, const struct chart_row *place,
			 const json_t *user, struct error *err)
{
	ret->tree = json_object();
	ret->notes = json_object();
	ret->remarks = json_array();
	ret->merged = place->defaults ? json_loads(place->defaults, 0, NULL)
				      : json_object();
	ret->present = ret->merged;
	ret->only_changes = user != NULL;
	if (!ret->tree || !ret->notes || !ret->remarks || !ret->merged ||
	    (user && !helm_merge(ret->merged, user)))
		return error_no_memory(err);
	return STATUS_OK;
}

enum status helm_values_make(struct helm_values *ret,
			     const struct chart_row *place, const json_t *user,
			     const struct helm_wish *wish, struct error *err)
{
	struct places at CLEANUP(places_done) = {0};
	enum status status;

	if (!place->context)
		return error_set(err, STATUS_UNSUPPORTED,
				 "patch what it renders: kubectl patch, or "
				 "helm's --post-renderer",
				 "chart %s has no value for the security of "
				 "'%s': %s",
				 place->chart, place->container,
				 place->notes[0]);
	status = places_parse(&at, place, err);
	if (status == STATUS_OK)
		status = start(ret, place, user, err);
	if (status != STATUS_OK)
		return status;
	remark_pod(ret, &at.pod, &at.context, wish);
	for (size_t i = 0; i < CHART_NOTES_MAX && place->notes[i]; i++)
		helm_values_note(ret, NULL, "%s", place->notes[i]);
	put_update(ret, &at.update, place, wish);
	put_privileges(ret, &at.context, place, wish);
	put_capabilities(ret, &at.context, &at.add, wish);
	put_selinux(ret, &at.context, wish);
	put_seccomp(ret, &at.context, &at.seccomp, place, wish);
	return ret->failed ? error_no_memory(err) : STATUS_OK;
}
