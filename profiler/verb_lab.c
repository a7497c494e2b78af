/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle lab: the SELinux guest. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "profile/text.h"
#include "profiler/lab_carry.h"
#include "profiler/lab_place.h"
#include "profiler/lab_session.h"
#include "profiler/verb.h"

enum { CARRY_MAX = 64, DEFAULT_TIMEOUT_MS = 20 * 60 * 1000 };

struct lab_options {
	struct invocation *invocation;
	const char *suite;
	const char *mirror;
	const char *console;
	bool is_refresh;
	uint64_t timeout_ms;
	const char *carry[CARRY_MAX];
	size_t carry_count;
	char **command; /* what stands behind the options, NULL-terminated */
};

static const struct option_spec lab_options[] = {
	{"suite", 0, "NAME", "Debian release of the guest (default trixie)"},
	{"mirror", 0, "URL",
	 "build: where packages come from (default: as this host's apt)"},
	{"refresh", 0, NULL, "build: anew, with today's packages"},
	{"timeout", 0, "DURATION",
	 "run: deadline, the start included (default 20m; 0: none)"},
	{"carry", 0, "PATH[:NAME]",
	 "run, shell: put PATH into the guest as /opt/whittle/NAME; "
	 "repeatable"},
	{"console", 0, "FILE", "run, shell: write the guest's console there"},
	{NULL, 0, NULL, NULL},
};

static const char *const lab_usage[] = {
	"whittle lab build  [--suite NAME] [--mirror URL] [--refresh]",
	"whittle lab run    [--timeout DURATION] [--carry PATH[:NAME]]... -- "
	"COMMAND [ARG...]",
	"whittle lab shell  [--carry PATH[:NAME]]...",
	"whittle lab status [--suite NAME]",
	NULL,
};

static void print_usage(void)
{
	for (const char *const *line = lab_usage; *line; line++)
		printf("  %s\n", *line);
	for (const struct option_spec *spec = lab_options; spec->name; spec++)
		printf("  --%s%s%s\n        %s\n", spec->name,
		       spec->argument ? " " : "",
		       spec->argument ? spec->argument : "", spec->help);
}

static enum status add_carry(struct lab_options *options, const char *value,
			     struct error *err)
{
	if (options->carry_count == CARRY_MAX)
		return error_set(err, STATUS_USAGE, "carry a directory",
				 "more than %d times --carry", CARRY_MAX);
	options->carry[options->carry_count++] = value;
	return STATUS_OK;
}

static enum status set_option(struct lab_options *options, const char *name,
			      const char *value, struct error *err)
{
	if (strcmp(name, "carry") == 0)
		return add_carry(options, value, err);
	if (strcmp(name, "suite") == 0)
		options->suite = value;
	else if (strcmp(name, "mirror") == 0)
		options->mirror = value;
	else if (strcmp(name, "console") == 0)
		options->console = value;
	else if (strcmp(name, "refresh") == 0)
		options->is_refresh = true;
	else if (!parse_duration(value, &options->timeout_ms))
		return error_set(err, STATUS_USAGE, "for example 90s or 5m",
				 "--timeout '%s' is no duration",
				 printable(value));
	return STATUS_OK;
}

static enum status read_options(struct lab_options *options, int argc,
				char **argv, bool *ret_help, struct error *err)
{
	const struct option_spec *spec;
	struct option_parser parser;
	const char *value;
	enum status status;

	*ret_help = false;
	option_parser_init(&parser, options->invocation, lab_options, argc,
			   argv);
	parser.stops_at_operand = true;
	for (;;) {
		status = option_next(&parser, &spec, &value, err);
		if (status != STATUS_OK || !spec)
			break;
		if (strcmp(spec->name, "help") == 0) {
			*ret_help = true;
			return STATUS_OK;
		}
		status = set_option(options, spec->name, value, err);
		if (status != STATUS_OK)
			break;
	}
	options->command = argv + parser.position;
	return status;
}

static enum status refuse_operands(const struct lab_options *options,
				   const char *subcommand, struct error *err)
{
	if (!options->command[0])
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, NULL, "lab %s takes no '%s'",
			 subcommand, printable(options->command[0]));
}

/* ---- build -------------------------------------------------------------- */

static NORETURN void become_builder(const struct lab_options *options,
				    const struct lab_place *place)
{
	const char *argv[16] = {"sh",	     place->builder, "build",
				"--cache",   place->cache,   "--suite",
				place->suite};
	size_t count = 7;

	if (options->mirror) {
		argv[count++] = "--mirror";
		argv[count++] = options->mirror;
	}
	if (options->is_refresh)
		argv[count++] = "--refresh";
	if (options->invocation->is_quiet)
		argv[count++] = "--quiet";
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	execvp("sh", (char *const *)argv);
	_exit(127);
}

/* The builder says itself what went wrong; its exit codes are ours. */
static enum status lab_build(struct lab_options *options,
			     struct lab_place *place, struct error *err)
{
	enum status status = refuse_operands(options, "build", err);
	int wait_status = 0;
	pid_t pid;

	if (status != STATUS_OK)
		return status;
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become_builder(options, place);
	if (pid < 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "run '%s'", printable(place->builder));
	while (waitpid(pid, &wait_status, 0) < 0 && errno == EINTR)
		;
	if (wait_status == 0)
		return STATUS_OK;
	options->invocation->exit_status =
		WIFEXITED(wait_status) && WEXITSTATUS(wait_status) <= 6
			? WEXITSTATUS(wait_status)
			: status_exit_code(STATUS_INTERNAL);
	return STATUS_DIFFERS;
}

/* ---- run and shell ------------------------------------------------------ */

/* PATH, or PATH:NAME where there is no file that is called just so. */
static enum status carry_one(struct lab_carry *carry, const char *value,
			     struct error *err)
{
	AUTO_FREE char *path = duplicate_string(value);
	AUTO_FREE char *real = NULL;
	const char *name = NULL;
	char *colon;

	if (!path)
		return error_no_memory(err);
	colon = strrchr(path, ':');
	if (colon && colon[1] && access(path, F_OK) < 0) {
		*colon = '\0';
		name = colon + 1;
	}
	real = realpath(path, NULL);
	if (!real)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "--carry '%s'", printable(value));
	if (!name)
		name = strrchr(real, '/') + 1;
	if (name[0] == '/' || name[0] == '.' || strstr(name, ".."))
		return error_set(err, STATUS_USAGE, NULL,
				 "--carry: '%s' is no name in /opt/whittle",
				 printable(name));
	return lab_carry_add(carry, real, name, err);
}

/* The program itself goes along, so that the guest has this very build. */
static enum status fill_carry(const struct lab_options *options,
			      struct lab_carry *carry, struct error *err)
{
	enum status status = lab_carry_init(carry, err);

	if (status == STATUS_OK)
		status = lab_carry_add(carry, "/proc/self/exe", "bin/whittle",
				       err);
	for (size_t i = 0; i < options->carry_count && status == STATUS_OK; i++)
		status = carry_one(carry, options->carry[i], err);
	return status;
}

static enum status run_in_guest(struct lab_options *options,
				struct lab_place *place,
				const char *const *command, struct error *err)
{
	const struct lab_request request = {
		.command = command,
		.timeout_ms = options->timeout_ms,
		.console = options->console,
	};
	struct lab_carry carry = {.fd = -1};
	enum status status = lab_place_hold(place, err);

	if (status == STATUS_OK)
		status = fill_carry(options, &carry, err);
	if (status == STATUS_OK)
		status = lab_session_run(
			options->invocation, place, &request, &carry,
			&options->invocation->exit_status, err);
	lab_carry_done(&carry);
	return status;
}

static enum status lab_run(struct lab_options *options, struct lab_place *place,
			   struct error *err)
{
	if (!options->command[0])
		return error_set(err, STATUS_USAGE,
				 "whittle lab run -- COMMAND [ARG...]",
				 "lab run needs a command");
	return run_in_guest(options, place,
			    (const char *const *)options->command, err);
}

/* Without a terminal the shell reads its commands from standard input. */
static enum status lab_shell(struct lab_options *options,
			     struct lab_place *place, struct error *err)
{
	static const char *const login[] = {"bash", "--login", NULL};
	bool is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	enum status status = refuse_operands(options, "shell", err);

	if (status != STATUS_OK)
		return status;
	return run_in_guest(options, place, is_terminal ? NULL : login, err);
}

/* ---- status ------------------------------------------------------------- */

static enum status lab_status(struct lab_options *options,
			      struct lab_place *place, struct error *err)
{
	enum status status = refuse_operands(options, "status", err);
	struct stat disk;

	if (status != STATUS_OK)
		return status;
	printf("guest:        %s\n",
	       place->is_built ? "ready"
			       : "not built for these inputs (whittle lab "
				 "build)");
	printf("suite:        %s\n", place->suite);
	printf("key:          %s\n", place->key);
	printf("directory:    %s\n", place->guest);
	if (place->is_built && stat(place->disk, &disk) == 0)
		printf("disk:         %llu MiB used of %llu MiB\n",
		       (unsigned long long)disk.st_blocks * 512 >> 20,
		       (unsigned long long)disk.st_size >> 20);
	if (place->why[0])
		printf("accelerator:  %s (%s)\n",
		       place->has_kvm ? "kvm" : "tcg", place->why);
	return place->is_built ? STATUS_OK : STATUS_DIFFERS;
}

/* ---- the verb ----------------------------------------------------------- */

static const struct subcommand {
	const char *name;
	enum status (*run)(struct lab_options *options, struct lab_place *place,
			   struct error *err);
} subcommands[] = {
	{"build", lab_build},
	{"run", lab_run},
	{"shell", lab_shell},
	{"status", lab_status},
};

static enum status find_subcommand(const char *name,
				   const struct subcommand **ret,
				   struct error *err)
{
	for (size_t i = 0; name && i < ARRAY_LENGTH(subcommands); i++) {
		if (strcmp(subcommands[i].name, name) == 0) {
			*ret = &subcommands[i];
			return STATUS_OK;
		}
	}
	return error_set(err, STATUS_USAGE, "see whittle lab --help",
			 name ? "lab knows no '%s'"
			      : "lab needs build, run, shell or status",
			 name ? printable(name) : "");
}

static enum status run_lab(struct invocation *invocation, int argc, char **argv,
			   struct error *err)
{
	struct lab_options options = {
		.invocation = invocation,
		.suite = "trixie",
		.timeout_ms = DEFAULT_TIMEOUT_MS,
	};
	const struct subcommand *subcommand = NULL;
	struct lab_place place = {.lock = -1};
	enum status status;
	bool is_help = false;

	/* Options may stand before the subcommand and behind it. */
	status = read_options(&options, argc, argv, &is_help, err);
	if (status == STATUS_OK && !is_help) {
		char **rest = options.command;

		status = find_subcommand(rest[0], &subcommand, err);
		if (status == STATUS_OK)
			status = read_options(&options,
					      argc - (int)(rest - argv), rest,
					      &is_help, err);
	}
	if (status == STATUS_OK && is_help) {
		print_usage();
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = lab_place_find(&place, options.suite, err);
	if (status == STATUS_OK)
		say_detail(invocation, "the lab's files: %s; its guests: %s",
			   place.builder, place.cache);
	if (status == STATUS_OK)
		status = subcommand->run(&options, &place, err);
	lab_place_done(&place);
	return status;
}

const struct verb verb_lab = {
	.name = "lab",
	.summary = "the SELinux guest, where the host has no SELinux",
	.usage = lab_usage,
	.options = lab_options,
	.takes_command = true,
	.run = run_lab,
};
