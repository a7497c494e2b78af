/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_lab.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/lab_carry.h"
#include "profiler/lab_place.h"
#include "profiler/lab_result.h"
#include "profiler/lab_session.h"

#define SUITE	       "trixie"
#define CARRIED	       "/opt/whittle/"
#define START_LIMIT_MS (20u * 60 * 1000)
#define WORDS_MAX      1024u

/*
 * In the guest: $0 is the marker, $1 the verb. The profile, if one was made,
 * goes behind the marker.
 */
static const char guest_script[] = "profile=$(mktemp /tmp/in-the-guest.XXXXXX) "
				   "&& verb=$1 && shift "
				   "&& whittle \"$verb\" -o \"$profile\" "
				   "\"$@\"\n"
				   "status=$?\n"
				   "printf %s \"$0\"\n"
				   "cat \"$profile\"\n"
				   "exit $status\n";

/* The guest's command line; its words are owned. */
struct words {
	char *items[WORDS_MAX + 1];
	size_t count;
	bool failed;
};

static void words_done(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->items[i]);
}

static void add(struct words *words, const char *word)
{
	char *copy = words->count < WORDS_MAX ? strdup(word) : NULL;

	if (copy)
		words->items[words->count++] = copy;
	words->failed |= !copy;
}

static void add_option(struct words *words, const char *option,
		       const char *value)
{
	if (!value)
		return;
	add(words, option);
	add(words, value);
}

static void add_number(struct words *words, const char *option, uint64_t number,
		       const char *unit)
{
	char value[32];

	if (!number)
		return;
	snprintf(value, sizeof(value), "%" PRIu64 "%s", number, unit);
	add_option(words, option, value);
}

static void add_flag(struct words *words, const char *flag, bool is_set)
{
	if (is_set)
		add(words, flag);
}

/* All but what names a file of this host. */
static void add_options(struct words *words, const struct run_request *request,
			const struct invocation *invocation)
{
	static const char *const collectors[] = {
		[COLLECTOR_AUTO] = NULL,
		[COLLECTOR_UNICAST] = "unicast",
		[COLLECTOR_MULTICAST] = "multicast",
	};
	const struct run_options *run = &request->run;

	add_flag(words, "-q", invocation->is_quiet);
	for (int i = 0; i < invocation->verbosity; i++)
		add(words, "-v");
	add_option(words, "--image", run->plan.image);
	add_option(words, "--engine", request->engine);
	for (size_t i = 0; i < request->engine_arg_count; i++)
		add_option(words, "--engine-arg", request->engine_args[i]);
	for (size_t i = 0; i < request->env_count; i++)
		add_option(words, "--env", request->env[i]);
	add_option(words, "--user", run->plan.user);
	add_option(words, "--setup", run->setup);
	add_option(words, "--ready", run->ready);
	add_option(words, "--exercise", run->exercise);
	add_option(words, "--collector", collectors[run->collector]);
	add_number(words, "--timeout", run->timeout_ms, "ms");
	add_number(words, "--warmup", request->warmup_ms, "ms");
	add_number(words, "--audit-backlog", run->backlog_limit, "");
	add_number(words, "--audit-buffer", run->buffer_bytes, "");
	add_number(words, "--log-budget", run->log_budget_bytes, "");
	add_option(words, "--log-budget",
		   run->is_log_budget_off ? "none" : NULL);
	add_option(words, "--without",
		   run->is_without_selinux ? "selinux" : NULL);
	add_flag(words, "--counts", request->with_counts);
	add_flag(words, "--arg-rules", run->has_arguments);
}

/* Carry PATH into FOLDER; its place in the guest is added as a word. */
static enum status carry_word(struct lab_carry *carry, struct words *words,
			      const char *folder, const char *path,
			      struct error *err)
{
	char *real AUTO_FREE = realpath(path, NULL);
	struct text name AUTO_TEXT = {0}, place AUTO_TEXT = {0};
	enum status status;

	if (!real)
		return error_set_errno(err, STATUS_USAGE, errno, NULL,
				       "carry '%s' into the guest",
				       printable(path));
	text_addf(&name, "%s/%s", folder, strrchr(real, '/') + 1);
	text_addf(&place, CARRIED "%s", text_string(&name));
	if (name.failed || place.failed)
		return error_no_memory(err);
	status = lab_carry_add(carry, real, name.data, err);
	add(words, place.data);
	return status;
}

/* A command with a slash is a file of this host, if there is one. */
static enum status add_command(struct lab_carry *carry, struct words *words,
			       const struct run_request *request,
			       struct error *err)
{
	char *const *command = request->run.plan.command;
	enum status status = STATUS_OK;
	struct stat st;

	add(words, "--");
	if (command[0] && !request->run.plan.image &&
	    !request->run.plan.bundle && strchr(command[0], '/') &&
	    stat(command[0], &st) == 0)
		status = carry_word(carry, words, "workload", *command++, err);
	while (*command)
		add(words, *command++);
	return status;
}

/* Those of the verb alone, as --NAME or --NAME=VALUE. */
static void add_own_options(struct words *words,
			    const struct run_lab_errand *errand)
{
	for (size_t i = 0; i < errand->option_count; i++) {
		const struct run_lab_option *option = &errand->options[i];
		struct text word AUTO_TEXT = {0};

		text_addf(&word, "--%s%s%s", option->name,
			  option->value ? "=" : "",
			  option->value ? option->value : "");
		add(words, text_string(&word));
		words->failed |= word.failed;
	}
}

/* What names a file of this host goes along, the command last. */
static enum status add_files(struct lab_carry *carry, struct words *words,
			     const struct run_lab_errand *errand,
			     struct error *err)
{
	const struct run_request *request = errand->request;
	enum status status = STATUS_OK;

	if (request->refine) {
		add(words, "--refine");
		status =
			carry_word(carry, words, "known", request->refine, err);
	}
	if (status == STATUS_OK && request->run.plan.bundle) {
		add(words, "--bundle");
		status = carry_word(carry, words, "workload",
				    request->run.plan.bundle, err);
	}
	if (status == STATUS_OK && errand->profile)
		status = carry_word(carry, words, "profile", errand->profile,
				    err);
	return status == STATUS_OK ? add_command(carry, words, request, err)
				   : status;
}

static enum status fill(const struct run_lab_errand *errand,
			const struct invocation *invocation,
			struct lab_carry *carry, struct words *words,
			struct error *err)
{
	enum status status = lab_carry_init(carry, err);

	if (status == STATUS_OK)
		status = lab_carry_add(carry, "/proc/self/exe", "bin/whittle",
				       err);
	add(words, errand->verb);
	add_options(words, errand->request, invocation);
	add_own_options(words, errand);
	add_option(words, "--name", errand->name);
	if (status == STATUS_OK)
		status = add_files(carry, words, errand, err);
	if (status == STATUS_OK && words->failed)
		status = error_set(err, STATUS_USAGE, NULL,
				   "more than %u words for the guest",
				   WORDS_MAX);
	return status;
}

/* Run it; what comes back as the profile, into TEXT. */
static enum status run_guest(const struct run_lab_errand *errand,
			     struct invocation *invocation,
			     struct lab_place *place, struct text *text,
			     struct error *err)
{
	struct lab_carry carry = {.fd = -1};
	struct words words CLEANUP(words_done) = {0};
	struct lab_result result;
	struct lab_request session = {
		.command = (const char *const *)words.items,
		.has_progress = !errand->request->run.is_progress_off,
		.timeout_ms = START_LIMIT_MS + errand->patience_ms,
	};
	enum status status = lab_result_begin(&result, err), ended;

	add(&words, "sh");
	add(&words, "-c");
	add(&words, guest_script);
	add(&words, result.marker);
	if (status == STATUS_OK)
		status = fill(errand, invocation, &carry, &words, err);
	if (status == STATUS_OK)
		status = lab_session_run(invocation, place, &session, &carry,
					 &invocation->exit_status, err);
	lab_carry_done(&carry);
	ended = lab_result_end(&result, text, status == STATUS_OK ? err : NULL);
	return status == STATUS_OK ? ended : status;
}

/* The guest is no better than any other input. */
static enum status write_result(const struct text *text, const char *output,
				struct error *err)
{
	struct profile profile AUTO_PROFILE = {0};
	enum status status;

	profile_init(&profile);
	status = profile_from_json(&profile, text->data, text->length,
				   "the guest's profile", err);
	if (status != STATUS_OK)
		return status;
	return file_write(output, text->data, text->length, 0644, err);
}

enum status run_in_lab(const struct run_lab_errand *errand,
		       struct invocation *invocation, struct error *err)
{
	struct lab_place place = {.lock = -1};
	struct text text AUTO_TEXT = {0};
	const char *output = errand->output;
	enum status status = file_check_writable(output, err);

	if (status == STATUS_OK)
		status = lab_place_find(&place, SUITE, err);
	if (status == STATUS_OK)
		status = lab_place_hold(&place, err);
	if (status == STATUS_OK)
		status = run_guest(errand, invocation, &place, &text, err);
	lab_place_done(&place);
	/* Without a profile whittle in the guest has said why. */
	if (status != STATUS_OK || !text.length)
		return status;
	status = write_result(&text, output, err);
	if (status != STATUS_OK)
		invocation->exit_status = -1;
	else
		say_hint(invocation,
			 "brought here from the guest: profile in %s",
			 strcmp(output, "-") ? printable(output)
					     : "standard output");
	return status;
}
