/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/minimize_key.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "profile/digest.h"
#include "profile/text.h"
#include "profiler/process.h"

#define INSPECT_TIMEOUT_MS 60000u

static void add_words(struct text *text, const char *const *words)
{
	for (; words && *words; words++)
		text_addf(text, "%zu:%s,", strlen(*words), *words);
	text_add(text, ";");
}

static void add_word(struct text *text, const char *word)
{
	text_addf(text, "%zu:%s;", word ? strlen(word) : 0, word ? word : "-");
}

/* Which state of the file PATH; nothing where there is none. */
static void add_file(struct text *text, const char *path)
{
	struct stat info;

	if (path && stat(path, &info) == 0)
		text_addf(text, "%ju/%ju %jd %jd.%09ld;",
			  (uintmax_t)info.st_dev, (uintmax_t)info.st_ino,
			  (intmax_t)info.st_size, (intmax_t)info.st_mtim.tv_sec,
			  info.st_mtim.tv_nsec);
}

/* What the image's name means now. One that is not here yet means nothing. */
static void add_image(struct text *text, const char *image)
{
	const char *const argv[] = {"podman",  "image", "inspect", "--format",
				    "{{.Id}}", "--",	image,	   NULL};
	char id[256] = "";
	int exit_status;

	if (process_run(argv, id, sizeof(id), false, INSPECT_TIMEOUT_MS,
			&exit_status, NULL) == STATUS_OK &&
	    exit_status == 0)
		add_word(text, id);
}

static void add_workload(struct text *text, const struct launch_plan *plan)
{
	char *file AUTO_FREE = NULL;
	char config[PATH_MAX];

	if (plan->image) {
		add_image(text, plan->image);
	} else if (plan->bundle) {
		snprintf(config, sizeof(config), "%s/config.json",
			 plan->bundle);
		add_file(text, config);
	} else {
		file = process_find(plan->command[0]);
		add_file(text, file);
	}
}

static void add_enforcement(struct text *text,
			    const struct enforcement *enforcement)
{
	add_word(text, enforcement->seccomp);
	add_word(text, enforcement->type);
	add_word(text, enforcement->level);
	for (size_t i = 0; i < enforcement->boolean_count; i++)
		text_addf(text, "%s=%d;", enforcement->booleans[i].name,
			  enforcement->booleans[i].is_on);
	add_word(text, enforcement->module_text);
	text_addf(text, "%d;", enforcement->no_new_privileges);
}

enum status minimize_key(const struct verify_job *job,
			 const struct enforcement *enforcement, char key[65],
			 struct error *err)
{
	const struct run_options *run = &job->request.run;
	struct text text AUTO_TEXT = {0};

	add_enforcement(&text, enforcement);
	add_word(&text, job->profile.subject.digest);
	add_words(&text, (const char *const *)run->plan.command);
	add_words(&text, run->plan.engine_args);
	add_words(&text, run->plan.env);
	add_word(&text, run->plan.image);
	add_word(&text, run->plan.bundle);
	add_word(&text, run->plan.engine);
	add_word(&text, run->plan.user);
	add_workload(&text, &run->plan);
	add_word(&text, run->setup);
	add_word(&text, run->ready);
	add_word(&text, run->exercise);
	text_addf(&text, "%" PRIu64 " %d", run->timeout_ms,
		  run->is_without_selinux);
	return text.failed ? error_no_memory(err)
			   : digest_hex(text.data, text.length, key, err);
}
