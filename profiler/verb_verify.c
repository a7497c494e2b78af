/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle verify: run a workload with only what its profile grants. */
#include <string.h>
#include <unistd.h>

#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/seccomp_request.h"
#include "profiler/verb.h"
#include "profiler/verify.h"

#define RUNS_MAX	  100u
#define TRIAL_PATIENCE_MS (10u * 60 * 1000)

static const char *const usage[] = {
	"whittle verify [options] PROFILE -- COMMAND [ARG...]",
	"whittle verify [options] --image REF PROFILE [-- ARG...]",
	"whittle verify [options] --bundle DIR PROFILE [-- ARG...]",
	NULL,
};

static const struct option_spec options[] = {
	{"image", 0, "REF", "verify a container image (podman)"},
	{"bundle", 0, "DIR", "verify an OCI bundle (crun, runc)"},
	{"engine", 0, "NAME", "podman for images; crun or runc for bundles"},
	{"engine-arg", 0, "ARG", "a further argument for the engine; repeat"},
	{"output", 'o', "FILE",
	 "the profile that it becomes (default PROFILE itself)"},
	{"name", 0, "NAME", "the subject's name in it from now on"},
	{"heal", 0, NULL, "add what was denied to the profile, and try again"},
	{"minimize", 0, NULL,
	 "leave out one capability after the other: which are not needed?"},
	{"syscalls", 0, NULL, "minimize: system calls as well, in groups"},
	{"selinux", 0, NULL, "minimize: types nearer than the chosen one, too"},
	{"module", 0, NULL,
	 "install the module that report -f cil writes, for the run"},
	{"max-runs", 0, "N", "minimize: at most so many runs (default 100)"},
	{"progress", 0, "auto|never", "a line on a terminal: how far it is"},
	{"confined-only", 0, NULL,
	 "never record it with everything to see what it lacks"},
	{"exact", 0, NULL, "seccomp: only what was seen, as report has it"},
	{"runtime", 0, "runc,crun",
	 "seccomp: the runtimes that shall start it (default: both)"},
	{"timeout", 0, "DURATION", "then the workload is stopped"},
	{"setup", 0, "COMMAND",
	 "run before each start: makes it a first one again"},
	{"ready", 0, "COMMAND", "retried until it succeeds: it is up"},
	{"exercise", 0, "COMMAND", "run once it is up: does it work?"},
	{"user", 0, "USER", "run as USER or USER:GROUP"},
	{"env", 0, "KEY=VALUE", "set in its environment; repeat"},
	{"collector", 0, "auto|unicast|multicast", "how records are read"},
	{"without", 0, "selinux", "enforce capabilities and seccomp alone"},
	{"wait", 0, "DURATION",
	 "how long for another run to end (default: as it takes)"},
	{"log-budget", 0, "SIZE|none",
	 "how much a run may add to auditd's log on disk"},
	{"audit-backlog", 0, "RECORDS", "the kernel's queue (default 65536)"},
	{"audit-buffer", 0, "SIZE", "the socket's buffer (default 64M)"},
	{"lab", 0, NULL, "all this in the guest; see whittle lab"},
	{NULL, 0, NULL, NULL},
};

/* The last ones count, should they be too many. */
static void keep_for_lab(struct verify_job *job, const char *name,
			 const char *value)
{
	if (job->lab_option_count == VERIFY_LAB_OPTIONS_MAX)
		memmove(job->lab_options, job->lab_options + 1,
			--job->lab_option_count * sizeof(*job->lab_options));
	job->lab_options[job->lab_option_count++] =
		(struct run_lab_option){name, value};
}

static enum status set_option(struct verify_job *job, const char *name,
			      const char *value, struct error *err)
{
	bool is_taken = false;
	enum status status =
		seccomp_request_set(&job->seccomp, name, value, &is_taken, err);

	if (status == STATUS_OK && is_taken)
		keep_for_lab(job, name, value);
	if (status != STATUS_OK || is_taken)
		return status;
	if (strcmp(name, "heal") == 0)
		job->is_healing = true;
	else if (strcmp(name, "minimize") == 0)
		job->is_minimizing = true;
	else if (strcmp(name, "syscalls") == 0)
		job->has_calls = true;
	else if (strcmp(name, "selinux") == 0)
		job->has_types = true;
	else if (strcmp(name, "module") == 0)
		job->has_module = true;
	else if (strcmp(name, "confined-only") == 0)
		job->is_confined_only = true;
	else if (strcmp(name, "max-runs") != 0)
		return run_request_set(&job->request, name, value, err);
	else if (!parse_decimal(value, 1u << 20, &job->max_runs) ||
		 !job->max_runs)
		return error_set(err, STATUS_USAGE, NULL,
				 "--max-runs is a number of runs, not '%s'",
				 printable(value));
	keep_for_lab(job, name, value);
	return STATUS_OK;
}

static enum status take_operands(struct verify_job *job, int count,
				 char **words,
				 const struct option_parser *parser,
				 struct error *err)
{
	const char *hint = "see whittle verify --help";

	/* "verify -- true", "verify true": the first word is the command. */
	if (count < 1 || (count == 1 && !job->request.run.plan.image &&
			  !job->request.run.plan.bundle))
		return error_set(err, STATUS_USAGE, hint,
				 "verify takes a profile and the workload: "
				 "PROFILE -- COMMAND, --image REF PROFILE, or "
				 "--bundle DIR PROFILE");
	if (parser->has_separator && !parser->before_separator)
		return error_set(err, STATUS_USAGE, hint,
				 "verify takes a profile before the -- of the "
				 "command '%s'",
				 printable(words[0]));
	job->path = words[0];
	words++;
	if (*words && !parser->has_separator)
		return error_set(err, STATUS_USAGE, hint,
				 "write -- before the command '%s'",
				 printable(*words));
	if (job->is_healing && job->is_minimizing)
		return error_set(err, STATUS_USAGE, hint,
				 "--heal and --minimize are two errands: heal "
				 "it first");
	if ((job->has_calls || job->has_types) && !job->is_minimizing)
		return error_set(err, STATUS_USAGE, hint,
				 "--syscalls and --selinux go with --minimize");
	if (job->max_runs && !job->is_minimizing)
		return error_set(err, STATUS_USAGE, hint,
				 "--max-runs goes with --minimize");
	if (!job->max_runs)
		job->max_runs = RUNS_MAX;
	if (job->request.run.is_without_selinux &&
	    (job->has_types || job->has_module))
		return error_set(err, STATUS_USAGE, hint,
				 "--selinux and --module need SELinux: not "
				 "with --without selinux");
	return run_request_finish(&job->request, words, "verify", err);
}

static enum status parse(struct verify_job *job, struct invocation *invocation,
			 int argc, char **argv, struct error *err)
{
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	while ((status = option_next(&parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		status = set_option(job, spec->name, value, err);
		if (status != STATUS_OK)
			return status;
	}
	if (status == STATUS_OK)
		status = seccomp_request_check(&job->seccomp, err);
	if (status != STATUS_OK)
		return status;
	if (job->is_minimizing) {
		/* One line for all runs, none for each. */
		job->has_progress = !job->request.run.is_progress_off &&
				    !invocation->is_quiet &&
				    isatty(STDERR_FILENO);
		job->request.run.is_progress_off = true;
	}
	return take_operands(job, argc - parser.position,
			     argv + parser.position, &parser, err);
}

static enum status load(struct verify_job *job, struct error *err)
{
	enum status status = file_read(job->path, PROFILE_FILE_MAX, &job->text,
				       &job->length, err);

	if (status == STATUS_OK)
		status = profile_from_json(&job->profile, job->text,
					   job->length, job->path, err);
	if (status != STATUS_OK)
		return status;
	if (job->request.name)
		job->profile.subject.name =
			profile_intern(&job->profile, job->request.name);
	profile_sort(&job->profile);
	detail_profile(job->invocation, &job->profile, job->path);
	job->output = job->request.output ? job->request.output : job->path;
	if (strcmp(job->output, "-") == 0 && job->is_minimizing)
		return error_set(err, STATUS_USAGE, "give a file with -o",
				 "--minimize keeps what it learns beside its "
				 "output, which is no file");
	status = file_check_writable(job->output, err);
	return status == STATUS_OK ? profile_check(&job->profile, err) : status;
}

enum status verify_grant_of(const struct verify_job *job,
			    struct verify_grant **ret, struct error *err)
{
	const struct run_options *run = &job->request.run;
	const struct verify_target target = {
		.launch = run->launch,
		.engine = run->plan.engine,
		.is_without_selinux = run->is_without_selinux,
		.has_module = job->has_module,
	};

	return verify_grant_make(ret, &job->profile, &target, &job->seccomp,
				 err);
}

enum status verify_write(struct verify_job *job,
			 const struct verification *verification,
			 struct error *err)
{
	char *text AUTO_FREE = NULL;
	enum status status =
		profile_rewrite(&job->profile, job->text, job->length,
				verification, &text, err);

	if (status != STATUS_OK)
		return status;
	return file_write(job->output, text, strlen(text), 0644, err);
}

void verify_describe(const struct verify_job *job,
		     const struct verify_trial *trial,
		     const struct verify_grant *grant, struct verification *ret)
{
	const struct enforcement *enforcement = verify_grant_enforcement(grant);

	*ret = (struct verification){
		.seen = &trial->denied,
		.ready = job->request.run.ready,
		.exercise = job->request.run.exercise,
		.capabilities = enforcement->capabilities,
		.is_exact = job->seccomp.is_exact,
		.has_seccomp = enforcement->seccomp != NULL,
		.is_complete = trial->is_complete,
	};
}

static enum status verify(struct verify_job *job, struct error *err)
{
	enum status status = load(job, err);

	if (status != STATUS_OK)
		return status;
	/* All that was seen is tried again, whatever was found before. */
	if (job->has_calls) {
		job->no_calls = calloc(job->profile.syscall_count + 1,
				       sizeof(*job->no_calls));
		if (!job->no_calls)
			return error_no_memory(err);
		job->seccomp.left_out = job->no_calls;
	}
	status = run_request_share_input(&job->request,
					 job->is_minimizing || job->is_healing,
					 job->invocation, err);
	if (status != STATUS_OK)
		return status;
	if (job->is_minimizing)
		return verify_minimize(job, err);
	return verify_rounds(job, err);
}

/* The profile goes along and comes back; what is learned besides stays there.
 */
static enum status verify_there(struct verify_job *job,
				struct invocation *invocation,
				struct error *err)
{
	const struct run_request *request = &job->request;
	uint64_t runs = job->is_minimizing ? job->max_runs
			: job->is_healing  ? 2 * VERIFY_ROUNDS_MAX
					   : 2;

	return run_in_lab(
		&(struct run_lab_errand){
			.verb = "verify",
			.request = request,
			.options = job->lab_options,
			.option_count = job->lab_option_count,
			.name = request->name,
			.profile = job->path,
			.output = request->output ? request->output : job->path,
			.patience_ms = runs * (request->run.timeout_ms
						       ? request->run.timeout_ms
						       : TRIAL_PATIENCE_MS),
		},
		invocation, err);
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct verify_job job = {
		.invocation = invocation,
	};
	enum status status;

	profile_init(&job.profile);
	status = parse(&job, invocation, argc, argv, err);
	if (status == STATUS_OK)
		status = job.request.is_lab
				 ? verify_there(&job, invocation, err)
				 : verify(&job, err);
	profile_done(&job.profile);
	free(job.text);
	free(job.no_calls);
	return status;
}

const struct verb verb_verify = {
	.name = "verify",
	.summary = "run it again with only what the profile grants",
	.usage = usage,
	.options = options,
	.run = run,
};
