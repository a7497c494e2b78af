/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/text.h"
#include "profiler/process.h"
#include "profiler/run_private.h"

#define SETUP_TIMEOUT_MS (10u * 60 * 1000)

enum status run_setup(const struct run *run, struct error *err)
{
	const char *setup = run->options->setup;
	const char *const argv[] = {"/bin/sh", "-c", setup, NULL};
	enum status status;
	int exit_status;

	if (!setup)
		return STATUS_OK;
	status = process_run(argv, NULL, 0, true, SETUP_TIMEOUT_MS,
			     &exit_status, err);
	if (status != STATUS_OK || exit_status == 0)
		return status;
	if (run->options->outcome)
		run->options->outcome->has_setup_failed = true;
	return error_set(err, STATUS_DIFFERS, NULL,
			 "the --setup failed with status %d: '%s'", exit_status,
			 printable(setup));
}
