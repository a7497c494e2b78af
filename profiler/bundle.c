/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/bundle.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#include "profile/capset.h"
#include "profile/file.h"
#include "profile/text.h"
#include "profiler/filter.h"

#define CONFIG_MAX (16u << 20)

static void free_json(json_t **json)
{
	json_decref(*json);
}

static enum status malformed(const struct launch_plan *plan, const char *what,
			     struct error *err)
{
	return error_set(err, STATUS_MALFORMED,
			 "a bundle is a folder with config.json and a rootfs",
			 "bundle '%s': %s", printable(plan->bundle), what);
}

static enum status load_config(const struct launch_plan *plan, json_t **ret,
			       struct error *err)
{
	struct text path AUTO_TEXT = {0};
	char *body AUTO_FREE = NULL;
	json_error_t problem;
	enum status status;
	size_t length;

	text_addf(&path, "%s/config.json", plan->bundle);
	status = file_read(text_string(&path), CONFIG_MAX, &body, &length, err);
	if (status != STATUS_OK)
		return status;
	*ret = json_loadb(body, length, 0, &problem);
	if (!*ret)
		return malformed(plan, printable(problem.text), err);
	if (json_is_object(*ret))
		return STATUS_OK;
	json_decref(*ret);
	*ret = NULL;
	return malformed(plan, "config.json is not an object", err);
}

/* OBJECT's member KEY, made as an empty object when it is not there. */
static json_t *object_in(json_t *object, const char *key)
{
	json_t *member = json_object_get(object, key);

	if (json_is_object(member))
		return member;
	json_object_set_new(object, key, json_object());
	return json_object_get(object, key);
}

/* A path relative to the bundle becomes absolute. */
static bool make_absolute(json_t *object, const char *key, const char *base)
{
	const char *path = json_string_value(json_object_get(object, key));
	struct text whole AUTO_TEXT = {0};

	if (!path || path[0] == '/')
		return true;
	text_addf(&whole, "%s/%s", base, path);
	return json_object_set_new(object, key,
				   json_string(text_string(&whole))) == 0;
}

/* A bind mount's source is a path; that of a tmpfs is only a word. */
static bool is_bind_mount(const json_t *mount)
{
	const char *type = json_string_value(json_object_get(mount, "type"));
	size_t index;
	const json_t *option;

	if (type && strcmp(type, "bind") == 0)
		return true;
	json_array_foreach (json_object_get(mount, "options"), index, option) {
		const char *word = json_string_value(option);

		if (word &&
		    (strcmp(word, "bind") == 0 || strcmp(word, "rbind") == 0))
			return true;
	}
	return false;
}

static bool make_paths_absolute(json_t *config, const char *base)
{
	size_t index;
	json_t *mount;
	bool is_done = make_absolute(object_in(config, "root"), "path", base);

	json_array_foreach (json_object_get(config, "mounts"), index, mount) {
		if (is_bind_mount(mount))
			is_done &= make_absolute(mount, "source", base);
	}
	return is_done;
}

static void hold_capabilities(json_t *process, capset_t set)
{
	static const char *const sets[] = {
		"bounding", "effective", "inheritable", "permitted", "ambient"};
	json_t *capabilities = json_object();
	json_t *all = json_array();

	for (unsigned int i = 0; i <= capability_last(); i++)
		if (capset_has(set, i))
			json_array_append_new(all,
					      json_string(capability_name(i)));
	for (size_t i = 0; i < ARRAY_LENGTH(sets); i++)
		json_object_set(capabilities, sets[i], all);
	json_decref(all);
	json_object_set_new(process, "capabilities", capabilities);
}

/* Numbers only: names belong to the image's own files. */
static enum status set_user(const struct launch_plan *plan, json_t *process,
			    struct error *err)
{
	struct text user AUTO_TEXT = {0};
	uint64_t uid, gid;
	char *group;

	if (!plan->user)
		return STATUS_OK;
	text_add(&user, plan->user);
	if (user.failed)
		return error_no_memory(err);
	group = strchr(user.data, ':');
	if (group)
		*group++ = '\0';
	if (!parse_decimal(user.data, UINT32_MAX - 1, &uid) ||
	    (group && !parse_decimal(group, UINT32_MAX - 1, &gid)))
		return error_set(err, STATUS_USAGE, NULL,
				 "--user of a bundle is UID or UID:GID, not "
				 "'%s'",
				 printable(plan->user));
	json_object_set_new(object_in(process, "user"), "uid",
			    json_integer((json_int_t)uid));
	json_object_set_new(object_in(process, "user"), "gid",
			    json_integer(group ? (json_int_t)gid : 0));
	return STATUS_OK;
}

/* Add WORD to the end of LIST. JSON has no bytes that are not UTF-8. */
static enum status add_word(json_t *list, const char *word, struct error *err)
{
	if (json_array_append_new(list, json_string(word)) == 0)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, "a bundle's config.json is UTF-8",
			 "'%s' cannot stand in a bundle", printable(word));
}

static enum status set_arguments(const struct launch_plan *plan,
				 json_t *process, struct error *err)
{
	json_t *args CLEANUP(free_json) = json_array();
	enum status status = STATUS_OK;

	for (char *const *word = plan->command;
	     status == STATUS_OK && word && *word; word++)
		status = add_word(args, *word, err);
	if (json_array_size(args))
		json_object_set(process, "args", args);
	return status;
}

static enum status add_environment(const struct launch_plan *plan,
				   json_t *process, struct error *err)
{
	enum status status = STATUS_OK;
	json_t *env = json_object_get(process, "env");

	if (!json_is_array(env)) {
		json_object_set_new(process, "env", json_array());
		env = json_object_get(process, "env");
	}
	for (const char *const *entry = plan->env;
	     status == STATUS_OK && entry && *entry; entry++)
		status = add_word(env, *entry, err);
	return status;
}

static void set_label(const struct launch_plan *plan, json_t *process,
		      json_t *linux_part)
{
	struct text mount_label AUTO_TEXT = {0};

	if (!plan->label) {
		json_object_del(process, "selinuxLabel");
		json_object_del(linux_part, "mountLabel");
		return;
	}
	json_object_set_new(process, "selinuxLabel", json_string(plan->label));
	/* What the runtime mounts for it is the container's own file type. */
	text_addf(&mount_label, "system_u:object_r:container_file_t:%s",
		  plan->level);
	json_object_set_new(linux_part, "mountLabel",
			    json_string(text_string(&mount_label)));
}

static void set_filter(const struct launch_plan *plan, json_t *linux_part)
{
	struct text filter AUTO_TEXT = {0};

	if (!plan->enforcement)
		filter_add_oci_json(&plan->filter, &filter);
	else if (plan->enforcement->seccomp)
		text_add(&filter, plan->enforcement->seccomp);
	else
		json_object_del(linux_part, "seccomp");
	if (filter.length)
		json_object_set_new(linux_part, "seccomp",
				    json_loads(text_string(&filter), 0, NULL));
}

static enum status change_config(const struct launch_plan *plan, json_t *config,
				 const char *cgroup, struct bundle_facts *ret,
				 struct error *err)
{
	json_t *process = json_object_get(config, "process");
	json_t *linux_part = object_in(config, "linux");
	enum status status;

	if (!json_is_object(process))
		return malformed(plan, "config.json has no process", err);
	status = set_arguments(plan, process, err);
	if (status == STATUS_OK)
		status = add_environment(plan, process, err);
	if (status != STATUS_OK)
		return status;
	hold_capabilities(process, plan->enforcement
					   ? plan->enforcement->capabilities
					   : ~CAPSET_NONE);
	set_label(plan, process, linux_part);
	set_filter(plan, linux_part);
	json_object_set_new(linux_part, "cgroupsPath", json_string(cgroup));
	if (plan->enforcement)
		json_object_set_new(
			process, "noNewPrivileges",
			json_boolean(plan->enforcement->no_new_privileges));
	ret->no_new_privileges =
		json_is_true(json_object_get(process, "noNewPrivileges"));
	ret->has_terminal = json_is_true(json_object_get(process, "terminal"));
	return set_user(plan, process, err);
}

static enum status write_config(const struct launch_plan *plan,
				const json_t *config, struct error *err)
{
	struct text path AUTO_TEXT = {0};
	char *body AUTO_FREE = json_dumps(config, JSON_INDENT(2));

	text_addf(&path, "%s/bundle", plan->directory);
	if (!body || path.failed)
		return error_no_memory(err);
	if (mkdir(path.data, 0700) != 0 && errno != EEXIST)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "make '%s'", path.data);
	text_add(&path, "/config.json");
	if (path.failed)
		return error_no_memory(err);
	return file_write(path.data, body, strlen(body), 0600, err);
}

enum status bundle_prepare(const struct launch_plan *plan, const char *cgroup,
			   struct bundle_facts *ret, struct error *err)
{
	json_t *config CLEANUP(free_json) = NULL;
	char *base AUTO_FREE = realpath(plan->bundle, NULL);
	enum status status;

	if (!base)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "bundle '%s'", printable(plan->bundle));
	status = load_config(plan, &config, err);
	if (status != STATUS_OK)
		return status;
	if (!make_paths_absolute(config, base))
		return malformed(plan, "its path is not UTF-8", err);
	status = change_config(plan, config, cgroup, ret, err);
	if (status != STATUS_OK)
		return status;
	return write_config(plan, config, err);
}
