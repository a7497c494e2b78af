/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/runtime_table.h - what container runtimes call between loading a
 * seccomp filter and the execve of the workload, as measured. These calls
 * are judged by the filter, and what it refuses keeps the container from
 * starting, or an exec (every probe is one) from entering it.
 */

#ifndef WHITTLE_POLICIES_RUNTIME_TABLE_H
#define WHITTLE_POLICIES_RUNTIME_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One way to be started. Rows of a runtime go from old to new versions. */
struct runtime_row {
	const char *runtime; /* "crun", "runc" */
	const char *version; /* "1.21" */
	bool no_new_privileges;
	bool is_exec;	   /* a process more in a running container */
	bool has_user;	   /* to run as somebody else than root */
	const char *calls; /* names with a blank between, sorted */
};

/* Calls that are there or not by chance: how threads were scheduled. */
struct runtime_chance {
	const char *runtime;
	const char *calls;
	const char *why;
};

/* Values of a call's argument, whatever the row: for narrow rules. */
struct runtime_argument {
	const char *runtime;
	const char *call;
	unsigned int index;
	const uint64_t *values;
	size_t count;
};

/* All end with a NULL runtime. */
extern const struct runtime_row runtime_rows[];
extern const struct runtime_chance runtime_chances[];
extern const struct runtime_argument runtime_arguments[];

/* The runtimes of the table, "crun, runc". */
#define RUNTIME_NAMES "crun, runc"

/* Is there a row, or chance, of RUNTIME (NULL: of any) with NAME? */
bool runtime_may_call(const char *runtime, const char *name);
bool runtime_calls_by_chance(const char *runtime, const char *name);
bool runtime_is_known(const char *runtime);

/* The oldest and the newest version of RUNTIME in the table. */
const char *runtime_oldest(const char *runtime);
const char *runtime_newest(const char *runtime);

/*
 * Is VERSION ("1.21.0", "1.1.15+ds1") the table's KNOWN ("1.21")? What
 * follows on KNOWN must not go on with a digit, nor with more numbers than
 * zeros.
 */
bool runtime_is_version(const char *known, const char *version);

/* Has RUNTIME's VERSION, or NULL, a row? */
bool runtime_is_measured(const char *runtime, const char *version);

/* Is NAME one of CALLS' words? */
bool runtime_calls_have(const char *calls, const char *name);

#endif
