/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/workload.h - what is profiled, and the ways to launch it: one row
 * of ops and one profiler/launch_NAME.c each.
 */

#ifndef WHITTLE_PROFILER_WORKLOAD_H
#define WHITTLE_PROFILER_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "profile/error.h"
#include "profile/profile.h"
#include "profiler/enforcement.h"
#include "profiler/filter.h"

#define WORKLOAD_STOP_SECONDS 10 /* from the order to stop to SIGKILL */

/* Borrowed strings, NULL: not given. */
struct launch_plan {
	char *const *command; /* NULL-terminated; may be empty for images */
	const char *image;
	const char *bundle;
	const char *engine; /* "program", "podman", "crun", "runc" */
	const char *const *engine_args; /* NULL-terminated */
	const char *user;
	const char *const *env; /* "KEY=VALUE", NULL-terminated */
	const char *label; /* NULL: without SELinux, or the launcher's own */
	const char *level; /* of label */
	struct filter_plan filter; /* of the workload */
	const char *id; /* "whittle-1a2b3c4d": names what the run makes */
	const char *directory; /* of the run, below /run, 0700 */
	const char *cgroup;    /* the client's or the program's group */
	bool has_session;      /* an audit session of its own */
	/* NULL: nothing is refused, and the filter logs (a profiling run). */
	const struct enforcement *enforcement;
};

struct workload {
	const struct workload_ops *ops;
	const struct launch_plan *plan;
	pid_t pid;	 /* the child: the program, or the engine's client */
	pid_t inner_pid; /* of the container's first process, 0: not yet */
	char inner_group[512]; /* its control group, "": not known */
	/* The first port that needs no capability, in its network namespace. */
	bool has_port_start;
	uint32_t port_start;
	bool is_ended;	 /* the child was waited for */
	int exit_status; /* as a shell has it */
};

struct workload_ops {
	const char *name; /* of the first column of launch_plan.engine */
	/* Undo lines for the journal, before start(). */
	enum status (*announce)(const struct launch_plan *plan,
				struct error *err);
	/* Start it; returns once it runs, or has failed to. */
	enum status (*start)(struct workload *workload, struct error *err);
	/* The command that orders it to stop, or NULL: signal the group.
	   ARGV has room for 8 words. */
	bool (*stop_command)(const struct workload *workload,
			     const char *argv[8]);
	/* After the end: what the engine knows (digest, runtime, ...), then
	   remove what the launch made. */
	void (*describe)(struct workload *workload, struct profile *profile);
	/* Does anything of it still run, now that the child has ended? */
	bool (*is_alive)(const struct workload *workload);
};

extern const struct workload_ops launch_program, launch_podman, launch_bundle;

/*
 * Fork the child that becomes the program or the engine's client: in PLAN's
 * group, with a session of its own where it wants one, ordinary signals;
 * then PREPARE(CONTEXT) is called (may be NULL; returns 0 or -errno, and what
 * failed), then ARGV is executed. Returns when the execve was done.
 * STATUS_USAGE when there is no such program, else STATUS_UNSUPPORTED.
 */
MUST_CHECK enum status workload_spawn(struct workload *workload,
				      char *const argv[],
				      int (*prepare)(void *context,
						     const char **ret_what),
				      void *context, struct error *err);

/*
 * Where a container's runtime or engine writes the pid of its first process,
 * below the run's directory, and that pid: 0 while there is none yet.
 */
void workload_pid_file(const struct launch_plan *plan, char *buffer,
		       size_t size);
pid_t workload_read_pid(const struct launch_plan *plan);

/*
 * Read net.ipv4.ip_unprivileged_port_start of the network namespace that
 * WORKLOAD's first process is in.
 */
void workload_read_port_start(struct workload *workload);

/*
 * Is it the workload's own program by now, and no longer the runtime that
 * starts it? True also once it has gone.
 */
bool workload_is_executed(const struct workload *workload);

/* Name and version ("PATH --version") of the runtime, into PROFILE. */
void workload_describe_runtime(struct profile *profile, const char *path);

#endif
