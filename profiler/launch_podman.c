/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An image through podman: label, level, filter and all capabilities are
   given to it; what it starts is found again by the container's name. */
#include <string.h>

#include "profile/capset.h"
#include "profile/file.h"
#include "profile/text.h"
#include "profiler/filter.h"
#include "profiler/journal.h"
#include "profiler/process.h"
#include "profiler/workload.h"

#define QUERY_TIMEOUT_MS 60000u
#define WORDS_MAX	 256u

/* A command line; strings are the workload's or the text's. */
struct words {
	const char *items[WORDS_MAX];
	size_t count;
	struct text owned[8];
	size_t owned_count;
};

static void words_done(struct words *words)
{
	for (size_t i = 0; i < words->owned_count; i++)
		text_done(&words->owned[i]);
}

static void words_add(struct words *words, const char *word)
{
	if (words->count + 1 < WORDS_MAX)
		words->items[words->count++] = word;
}

/* Add PREFIX and VALUE as one word. */
static void words_add_joined(struct words *words, const char *prefix,
			     const char *value)
{
	struct text *text = &words->owned[words->owned_count++];

	text_addf(text, "%s%s", prefix, value);
	words_add(words, text_string(text));
}

static void file_in(const struct launch_plan *plan, const char *name,
		    char *buffer, size_t size)
{
	snprintf(buffer, size, "%s/%s", plan->directory, name);
}

static void add_capabilities(struct words *words,
			     const struct enforcement *enforcement)
{
	struct text *list;

	if (!enforcement) {
		words_add(words, "--cap-add=ALL");
		return;
	}
	words_add(words, "--cap-drop=ALL");
	if (!enforcement->capabilities)
		return;
	list = &words->owned[words->owned_count++];
	text_add(list, "--cap-add=");
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(enforcement->capabilities, i))
			text_addf(list, "%s,", capability_name(i));
	if (!list->failed)
		list->data[list->length - 1] = '\0';
	words_add(words, text_string(list));
}

static void add_security(struct words *words, const struct launch_plan *plan)
{
	const struct enforcement *enforcement = plan->enforcement;
	char file[256];

	file_in(plan, "seccomp.json", file, sizeof(file));
	add_capabilities(words, enforcement);
	if (!enforcement || enforcement->seccomp)
		words_add_joined(words, "--security-opt=seccomp=", file);
	else
		words_add(words, "--security-opt=seccomp=unconfined");
	if (enforcement && enforcement->no_new_privileges)
		words_add(words, "--security-opt=no-new-privileges");
	if (plan->label) {
		words_add_joined(words, "--security-opt=label=type:",
				 enforcement ? enforcement->type : "whittle_t");
		words_add_joined(words,
				 "--security-opt=label=level:", plan->level);
	} else {
		words_add(words, "--security-opt=label=disable");
	}
}

static void make_words(struct words *words, const struct launch_plan *plan)
{
	char file[256];

	workload_pid_file(plan, file, sizeof(file));
	words_add(words, "podman");
	words_add(words, "run");
	words_add(words, "--name");
	words_add(words, plan->id);
	words_add_joined(words, "--pidfile=", file);
	words_add(words, "--interactive");
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		words_add(words, "--tty");
	add_security(words, plan);
	if (plan->user)
		words_add_joined(words, "--user=", plan->user);
	for (const char *const *env = plan->env; env && *env; env++) {
		words_add(words, "--env");
		words_add(words, *env);
	}
	for (const char *const *arg = plan->engine_args; arg && *arg; arg++)
		words_add(words, *arg);
	words_add(words, plan->image);
	for (char *const *arg = plan->command; arg && *arg; arg++)
		words_add(words, *arg);
}

/* Without it nothing is written down: nobody could undo that. */
static enum status announce(const struct launch_plan *plan, struct error *err)
{
	if (!process_is_installed("podman"))
		return error_set(err, STATUS_UNSUPPORTED,
				 "install the package podman",
				 "podman is not installed");
	return journal_add(err, "container podman %s", plan->id);
}

static enum status start(struct workload *workload, struct error *err)
{
	const struct launch_plan *plan = workload->plan;
	struct text json AUTO_TEXT = {0};
	struct words words CLEANUP(words_done) = {0};
	char file[256];
	enum status status = STATUS_OK;

	file_in(plan, "seccomp.json", file, sizeof(file));
	if (!plan->enforcement)
		filter_add_oci_json(&plan->filter, &json);
	else if (plan->enforcement->seccomp)
		text_add(&json, plan->enforcement->seccomp);
	if (json.failed)
		return error_no_memory(err);
	if (json.length)
		status = file_write(file, json.data, json.length, 0600, err);
	if (status != STATUS_OK)
		return status;
	make_words(&words, plan);
	if (words.count + 1 >= WORDS_MAX)
		return error_set(err, STATUS_USAGE, NULL,
				 "more than %u words for podman", WORDS_MAX);
	status = workload_spawn(workload, (char *const *)words.items, NULL,
				NULL, err);
	return status;
}

static bool stop_command(const struct workload *workload, const char *argv[8])
{
	static const char seconds[] = "10";

	argv[0] = "podman";
	argv[1] = "stop";
	argv[2] = "-t";
	argv[3] = seconds;
	argv[4] = workload->plan->id;
	argv[5] = NULL;
	return true;
}

/* The next line of *CURSOR, which is moved behind it. */
static const char *next_line(char **cursor)
{
	char *line = strsep(cursor, "\n");

	return line && *line && strcmp(line, "<no value>") ? line : NULL;
}

static void describe(struct workload *workload, struct profile *profile)
{
	static const char format[] =
		"{{.ImageDigest}}\n{{.OCIRuntime}}\n{{.OCIConfigPath}}\n"
		"{{.HostConfig.SecurityOpt}}\n{{.Config.User}}\n";
	const char *const argv[] = {"podman",	"container", "inspect",
				    "--format", format,	     workload->plan->id,
				    NULL};
	char output[4096];
	char *cursor = output;
	const char *digest, *runtime, *options, *user;
	int status;

	if (process_run(argv, output, sizeof(output), false, QUERY_TIMEOUT_MS,
			&status, NULL) != STATUS_OK ||
	    status != 0)
		return;
	digest = next_line(&cursor);
	runtime = next_line(&cursor);
	next_line(&cursor);
	options = next_line(&cursor);
	user = next_line(&cursor);
	if (digest)
		profile->subject.digest =
			profile_intern_raw(profile, digest, strlen(digest));
	if (user && !profile->subject.user)
		profile->subject.user =
			profile_intern_raw(profile, user, strlen(user));
	profile->environment.has_no_new_privileges = options != NULL;
	profile->environment.no_new_privileges =
		options && strstr(options, "no-new-privileges") != NULL;
	if (runtime)
		workload_describe_runtime(profile, runtime);
}

/* The client stays attached: with it the container has ended. */
static bool is_alive(const struct workload *workload)
{
	(void)workload;
	return false;
}

const struct workload_ops launch_podman = {
	.name = "podman",
	.announce = announce,
	.start = start,
	.stop_command = stop_command,
	.describe = describe,
	.is_alive = is_alive,
};
