/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle ingest: a profile from logs. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "collectors/harvest.h"
#include "collectors/label.h"
#include "collectors/log.h"
#include "policies/judge.h"
#include "policies/unseen_checks.h"
#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/ingest_table.h"
#include "profiler/profile_load.h"
#include "profiler/verb.h"

static const struct option_spec ingest_options[] = {
	{"type", 0, "TYPE", "records of this SELinux type"},
	{"context", 0, "CONTEXT",
	 "records of this label; '*' and '?' in it, or no level: any"},
	{"comm", 0, "NAME", "records of processes of this command name"},
	{"exe", 0, "PATH", "records of processes of this program"},
	{"pid", 0, "N", "records of this process and its descendants"},
	{"since", 0, "TIME", "from this audit time stamp on (SECONDS[.MS])"},
	{"until", 0, "TIME", "up to this audit time stamp"},
	{"all", 0, NULL, "everybody's records in one profile"},
	{"list", 0, NULL, "only tell who is in the log"},
	{"name", 0, "NAME", "the subject's name in the profile"},
	{"counts", 0, NULL, "write counts into the profile"},
	{"output", 'o', "FILE", "write the profile there (default: stdout)"},
	{NULL, 0, NULL, NULL},
};

static const char *const ingest_usage[] = {
	"whittle ingest [options] [FILE...]    (\"-\" or nothing: stdin)",
	NULL,
};

#define PID_MAX (1u << 22) /* the kernel's PID_MAX_LIMIT */

struct ingest {
	const struct invocation *invocation;
	struct harvest_config config;
	struct log_range range;
	bool is_list, with_counts;
	bool has_pid;
	uint64_t pid;
	struct family family; /* who started whom, for --pid */
	uint64_t *pids;
	const char *name, *output;
	char **files;
	int file_count;
	/* Filled by reading. */
	struct harvest *harvest;
	struct harvest_stats harvested;
	struct log_stats read;
	struct profile profile; /* of a selection */
};

/* ---- options ------------------------------------------------------------ */

/* "1664902715", "1664902715.647" or, as records have it, with ":SERIAL". */
static bool parse_stamp(const char *text, uint64_t missing_ms, uint64_t *ret)
{
	char seconds[24], ms[24];
	size_t length = strcspn(text, ".:");
	uint64_t whole, part = missing_ms;

	if (length >= sizeof(seconds))
		return false;
	memcpy(seconds, text, length);
	seconds[length] = '\0';
	text += length;
	if (*text == '.') {
		length = strcspn(++text, ":");
		if (length != 3)
			return false;
		memcpy(ms, text, length);
		ms[length] = '\0';
		if (!parse_decimal(ms, 999, &part))
			return false;
		text += length;
	}
	if ((*text && *text != ':') ||
	    !parse_decimal(seconds, UINT64_MAX / 1000 - 1, &whole))
		return false;
	*ret = whole * 1000 + part;
	return true;
}

static enum status set_stamp(const char *name, const char *value,
			     uint64_t missing_ms, uint64_t *ret,
			     struct error *err)
{
	if (parse_stamp(value, missing_ms, ret))
		return STATUS_OK;
	return error_set(err, STATUS_USAGE,
			 "as in records: 1664902715 or 1664902715.647",
			 "--%s '%s' is no time stamp", name, printable(value));
}

static enum status set_option(struct ingest *ingest, const char *name,
			      const char *value, struct error *err)
{
	struct selection *selection = &ingest->config.selection;
	const struct {
		const char *name;
		const char **value;
	} strings[] = {
		{"type", &selection->type}, {"context", &selection->context},
		{"comm", &selection->comm}, {"exe", &selection->exe},
		{"name", &ingest->name},    {"output", &ingest->output},
	};
	const struct {
		const char *name;
		bool *value;
	} flags[] = {
		{"all", &selection->all},
		{"list", &ingest->is_list},
		{"counts", &ingest->with_counts},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(strings); i++)
		if (strcmp(strings[i].name, name) == 0)
			*strings[i].value = value;
	for (size_t i = 0; i < ARRAY_LENGTH(flags); i++)
		if (strcmp(flags[i].name, name) == 0)
			*flags[i].value = true;
	if (strcmp(name, "since") == 0) {
		ingest->range.has_since = true;
		return set_stamp(name, value, 0, &ingest->range.since_ms, err);
	}
	if (strcmp(name, "pid") == 0) {
		ingest->has_pid = true;
		if (!parse_decimal(value, PID_MAX, &ingest->pid) ||
		    !ingest->pid)
			return error_set(err, STATUS_USAGE, NULL,
					 "--pid '%s' is no process number",
					 printable(value));
	}
	if (strcmp(name, "until") == 0) {
		ingest->range.has_until = true;
		return set_stamp(name, value, 999, &ingest->range.until_ms,
				 err);
	}
	return STATUS_OK;
}

static enum status read_options(struct ingest *ingest,
				struct invocation *invocation, int argc,
				char **argv, struct error *err)
{
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value;
	enum status status;

	option_parser_init(&parser, invocation, ingest_options, argc, argv);
	while ((status = option_next(&parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		status = set_option(ingest, spec->name, value, err);
		if (status != STATUS_OK)
			return status;
	}
	ingest->files = argv + parser.position;
	ingest->file_count = argc - parser.position;
	return status;
}

/* ---- reading ------------------------------------------------------------ */

static enum status read_path(struct log_reader *reader, const char *path,
			     struct error *err)
{
	int fd AUTO_CLOSE = -1;
	enum status status;

	if (strcmp(path, "-") == 0) {
		status = log_read_file(reader, STDIN_FILENO, err);
		return status == STATUS_OK
			       ? status
			       : error_prefix(err, "standard input");
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "open '%s'", printable(path));
	status = log_read_file(reader, fd, err);
	return status == STATUS_OK ? status
				   : error_prefix(err, "'%s'", printable(path));
}

static enum status read_files(struct ingest *ingest, struct log_reader *reader,
			      struct error *err)
{
	enum status status = STATUS_OK;

	if (ingest->file_count == 0)
		return read_path(reader, "-", err);
	for (int i = 0; i < ingest->file_count && status == STATUS_OK; i++)
		status = read_path(reader, ingest->files[i], err);
	return status;
}

/* Files that can be read twice: the first time to know who is of the family. */
static enum status check_rereadable(const struct ingest *ingest,
				    struct error *err)
{
	bool is_pipe = ingest->file_count == 0;
	struct stat info;

	for (int i = 0; i < ingest->file_count; i++)
		is_pipe |= stat(ingest->files[i], &info) == 0 &&
			   !S_ISREG(info.st_mode);
	for (int i = 0; i < ingest->file_count; i++)
		is_pipe |= strcmp(ingest->files[i], "-") == 0;
	if (!is_pipe)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, "give the log as a file",
			 "--pid reads the log twice, and a pipe can be read "
			 "once");
}

static enum status find_family(struct ingest *ingest, struct error *err)
{
	struct profile nobody AUTO_PROFILE = {0};
	struct harvest_config config = {.profile = &nobody,
					.family = &ingest->family};
	struct selection *selection = &ingest->config.selection;
	struct harvest *harvest = NULL;
	struct log_reader *reader = NULL;
	enum status status = check_rereadable(ingest, err);

	if (status != STATUS_OK)
		return status;
	profile_init(&nobody);
	status = harvest_new(&config, &harvest, err);
	if (status == STATUS_OK)
		status = log_reader_new(harvest, &ingest->range, &reader, err);
	if (status == STATUS_OK)
		status = read_files(ingest, reader, err);
	if (status == STATUS_OK)
		status = family_of(&ingest->family, ingest->pid, &ingest->pids,
				   &selection->pid_count, err);
	selection->pids = ingest->pids;
	log_reader_free(reader);
	harvest_free(harvest);
	return status;
}

static void note_family(const struct ingest *ingest, struct profile *profile)
{
	if (!ingest->has_pid)
		return;
	profile_note(profile,
		     "the descendants of a process are known by the ppid of "
		     "SYSCALL records alone: one that left none is not in this "
		     "profile");
	if (ingest->family.lost)
		profile_note_incomplete(profile,
					"%" PRIu64 " children were more than "
					"are kept",
					ingest->family.lost);
}

static enum status harvest_files(struct ingest *ingest, struct error *err)
{
	struct log_reader *reader = NULL;
	enum status status;

	if (ingest->has_pid) {
		status = find_family(ingest, err);
		if (status != STATUS_OK)
			return status;
	}
	status = harvest_new(&ingest->config, &ingest->harvest, err);
	if (status != STATUS_OK)
		return status;
	status = log_reader_new(ingest->harvest, &ingest->range, &reader, err);
	if (status == STATUS_OK)
		status = read_files(ingest, reader, err);
	/* What makes no sense is known when its event has ended. */
	if (status == STATUS_OK)
		status = harvest_finish(ingest->harvest, &ingest->harvested,
					err);
	if (status == STATUS_OK)
		ingest->read = *log_reader_stats(reader);
	log_reader_free(reader);
	return status;
}

static void tell_reading(const struct ingest *ingest)
{
	const struct log_stats *read = &ingest->read;

	say_detail(ingest->invocation,
		   "%" PRIu64 " lines, %" PRIu64 " records of the kernel, "
		   "%" PRIu64 " of them used",
		   read->lines, read->results[RECORD_OK],
		   ingest->harvested.used);
	for (int i = 0; i < RECORD_RESULT_COUNT; i++) {
		if (i == RECORD_OK || i == RECORD_NONE || !read->results[i])
			continue;
		say_detail(ingest->invocation,
			   "%" PRIu64 " line%s: %s (first: line %" PRIu64 ")",
			   read->results[i], read->results[i] == 1 ? "" : "s",
			   record_result_text((enum record_result)i),
			   read->first_line[i]);
	}
}

/* ---- the result --------------------------------------------------------- */

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

/* "system_u:system_r:container_t:s0": container_t. */
static const char *type_of(struct profile *profile, const char *context)
{
	struct label label;

	if (!label_pattern_parse(span_of(context), &label))
		return context;
	return profile_intern_raw(profile, label.type.data, label.type.length);
}

static const char *subject_name(const struct ingest *ingest,
				struct profile *profile,
				const struct harvest_subject *subject)
{
	const struct selection *selection = &ingest->config.selection;

	if (ingest->name)
		return ingest->name;
	if (subject)
		return subject->label ? type_of(profile, subject->label)
				      : last_part(subject->exe);
	if (selection->comm)
		return selection->comm;
	if (selection->exe)
		return last_part(selection->exe);
	if (selection->type)
		return selection->type;
	if (ingest->has_pid)
		return "process";
	return selection->context ? type_of(profile, selection->context)
				  : "all";
}

/* Whose profile it is, and who said so. */
static void tell_subject(const struct ingest *ingest,
			 const struct profile *profile,
			 const struct harvest_subject *subject)
{
	say_detail(ingest->invocation,
		   "the subject is '%s'%s: %s%s; %zu capabilities, %zu system "
		   "calls, %zu accesses",
		   printable(profile->subject.name),
		   ingest->name ? "" : " (otherwise: --name)",
		   subject ? "the only one in the log, " : "what was selected",
		   !subject	    ? ""
		   : subject->label ? printable(subject->label)
				    : printable(subject->exe),
		   profile->capability_count, profile->syscall_count,
		   profile->access_count);
}

static enum status write_profile(struct ingest *ingest, struct profile *profile,
				 const struct harvest_subject *subject,
				 struct error *err)
{
	const char *name = subject_name(ingest, profile, subject);
	char *text AUTO_FREE = NULL;
	enum status status;

	profile->subject.name = profile_intern_raw(profile, name, strlen(name));
	profile->subject.engine = profile_intern(profile, "log");
	log_note_losses(&ingest->read, profile);
	note_family(ingest, profile);
	status = policy_note_unseen(profile, err);
	if (status == STATUS_OK)
		status = profile_to_json(profile, ingest->with_counts, &text,
					 err);
	if (status == STATUS_OK)
		status = file_write(ingest->output ? ingest->output : "-", text,
				    strlen(text), 0644, err);
	if (status == STATUS_OK)
		tell_subject(ingest, profile, subject);
	if (status != STATUS_OK)
		return status;
	detail_verdicts(ingest->invocation, profile);
	if (profile->is_complete) {
		detail_notes(ingest->invocation, profile);
		return status;
	}
	for (size_t i = 0; i < profile->notes.count; i++)
		say_hint(ingest->invocation, "note: %s",
			 printable(profile->notes.items[i]));
	say_hint(ingest->invocation,
		 "evidence was lost or damaged: the profile is incomplete");
	return STATUS_INCOMPLETE;
}

/* Of input without a record: what it may be instead. */
static const char *guess_input(const struct ingest *ingest)
{
	AUTO_PROFILE struct profile profile;

	profile_init(&profile);
	if (ingest->read.results[RECORD_FOREIGN])
		return "audit text under another name is not believed; of a "
		       "journal give -o json";
	if (ingest->file_count == 1 && strcmp(ingest->files[0], "-") != 0 &&
	    profile_load(&profile, ingest->files[0], NULL) == STATUS_OK)
		return "that is a profile: whittle report";
	return "an audit.log, or the kernel's log";
}

/* Where there is no profile to hold them: false when nothing was lost. */
static bool tell_losses(const struct ingest *ingest)
{
	AUTO_PROFILE struct profile losses;

	profile_init(&losses);
	harvest_note_losses(ingest->harvest, &losses);
	log_note_losses(&ingest->read, &losses);
	for (size_t i = 0; !losses.is_complete && i < losses.notes.count; i++)
		say_hint(ingest->invocation, "note: %s",
			 printable(losses.notes.items[i]));
	return !losses.is_complete;
}

static enum status refuse_empty(const struct ingest *ingest, struct error *err)
{
	tell_losses(ingest);
	if (!ingest->read.results[RECORD_OK])
		return error_set(
			err, STATUS_MALFORMED, guess_input(ingest),
			"no audit record of the kernel in %" PRIu64
			" lines%s%s",
			ingest->read.lines, ingest->read.damage ? ": " : "",
			ingest->read.damage ? ingest->read.damage : "");
	return error_set(err, STATUS_USAGE,
			 "whittle ingest --list tells who is in it",
			 "no record of %" PRIu64
			 " is an access, a capability check or a system call "
			 "of the one selected",
			 ingest->read.results[RECORD_OK]);
}

static enum status finish_survey(struct ingest *ingest, struct error *err)
{
	const struct harvest_subject *subjects;
	size_t count;

	subjects = harvest_survey(ingest->harvest, &count);
	if (ingest->is_list && ingest->read.results[RECORD_OK]) {
		ingest_table_print(stdout, subjects, count);
		return tell_losses(ingest) ? STATUS_INCOMPLETE : STATUS_OK;
	}
	if (count == 0)
		return refuse_empty(ingest, err);
	if (count == 1)
		return write_profile(ingest, subjects[0].profile, subjects,
				     err);
	tell_losses(ingest);
	ingest_table_print(stderr, subjects, count);
	return error_set(err, STATUS_USAGE, NULL,
			 "%zu subjects are in the log: choose one", count);
}

static enum status finish(struct ingest *ingest, struct error *err)
{
	tell_reading(ingest);
	if (!ingest->config.profile)
		return finish_survey(ingest, err);
	if (!ingest->harvested.used)
		return refuse_empty(ingest, err);
	return write_profile(ingest, &ingest->profile, NULL, err);
}

static bool is_same_file(const struct stat *output, const char *path)
{
	struct stat input;
	int result = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &input)
					    : stat(path, &input);

	return result == 0 && input.st_dev == output->st_dev &&
	       input.st_ino == output->st_ino;
}

/* Before the log is read: the answer must have a place, and not the log's. */
static enum status check_output(const struct ingest *ingest, struct error *err)
{
	struct stat output;
	bool is_input;

	if (!ingest->output || strcmp(ingest->output, "-") == 0)
		return STATUS_OK;
	if (stat(ingest->output, &output) != 0 || !S_ISREG(output.st_mode))
		return file_check_writable(ingest->output, err);
	is_input = !ingest->file_count && is_same_file(&output, "-");
	for (int i = 0; i < ingest->file_count; i++)
		is_input |= is_same_file(&output, ingest->files[i]);
	if (!is_input)
		return file_check_writable(ingest->output, err);
	return error_set(err, STATUS_USAGE, "name another file",
			 "-o '%s' is the log itself",
			 printable(ingest->output));
}

static void tell_unused(const struct ingest *ingest)
{
	if (ingest->is_list &&
	    (ingest->has_pid || selection_is_set(&ingest->config.selection)))
		say_hint(ingest->invocation,
			 "--list tells of everybody, whatever is selected but "
			 "by --since and --until");
}

static enum status ingest_run(struct invocation *invocation, int argc,
			      char **argv, struct error *err)
{
	struct ingest ingest = {
		.invocation = invocation,
		.config.judge = policy_judge_capability,
		.config.is_log = true,
	};
	enum status status;

	status = read_options(&ingest, invocation, argc, argv, err);
	if (status == STATUS_OK)
		status = check_output(&ingest, err);
	if (status != STATUS_OK)
		return status;
	tell_unused(&ingest);
	profile_init(&ingest.profile);
	if ((selection_is_set(&ingest.config.selection) || ingest.has_pid) &&
	    !ingest.is_list)
		ingest.config.profile = &ingest.profile;
	status = harvest_files(&ingest, err);
	if (status == STATUS_OK)
		status = finish(&ingest, err);
	harvest_free(ingest.harvest);
	profile_done(&ingest.profile);
	family_done(&ingest.family);
	free(ingest.pids);
	return status;
}

const struct verb verb_ingest = {
	.name = "ingest",
	.summary = "profile from logs",
	.usage = ingest_usage,
	.options = ingest_options,
	.run = ingest_run,
};
