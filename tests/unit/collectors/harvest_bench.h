/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A harvest on a bench: fed with records as text, its profile looked at. */

#ifndef WHITTLE_TESTS_HARVEST_BENCH_H
#define WHITTLE_TESTS_HARVEST_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "collectors/harvest.h"
#include "profile/text.h"

/* The run's own label, another's, and the container runtime's. */
#define OWN	"system_u:system_r:whittle_t:s0:c1,c2"
#define OTHER	"system_u:system_r:other_t:s0:c3,c4"
#define RUNTIME "system_u:system_r:container_runtime_t:s0"

struct bench {
	struct profile profile;
	struct harvest_config config;
	struct harvest *harvest;
	struct harvest_stats stats;
	uint64_t serial; /* of the last record */
	uint64_t seconds;
};

static inline struct judgement bench_judge(const struct capability_check *check)
{
	return (struct judgement){
		.verdict = check->ns == NAMESPACE_USER ? VERDICT_OWN_NAMESPACE
						       : VERDICT_NEEDED,
		.reason = "judged by the bench",
	};
}

static inline void bench_begin(struct bench *bench,
			       const struct selection *selection)
{
	*bench = (struct bench){.seconds = 1000};
	profile_init(&bench->profile);
	bench->config = (struct harvest_config){.judge = bench_judge};
	if (selection) {
		bench->config.profile = &bench->profile;
		bench->config.selection = *selection;
	}
	assert_int_equal(harvest_new(&bench->config, &bench->harvest, NULL),
			 STATUS_OK);
}

static inline void bench_own(struct bench *bench)
{
	bench_begin(bench, &(struct selection){.context = OWN});
}

/* A record with the serial of the last one. */
PRINTF(3, 4)
static inline void also(struct bench *bench, uint16_t type, const char *format,
			...)
{
	struct text text AUTO_TEXT = {0};
	struct record record;
	char *fields AUTO_FREE = NULL;
	va_list args;

	va_start(args, format);
	assert_true(vasprintf(&fields, format, args) >= 0);
	va_end(args);
	text_addf(&text, "audit(%llu.000:%llu): %s",
		  (unsigned long long)bench->seconds,
		  (unsigned long long)bench->serial, fields);
	assert_int_equal(
		record_from_kernel(type, text.data, text.length, &record),
		RECORD_OK);
	harvest_add(bench->harvest, &record);
}

/* A record of an event of its own. */
#define add(bench, type, ...)                                                  \
	do {                                                                   \
		(bench)->serial++;                                             \
		also((bench), (type), __VA_ARGS__);                            \
	} while (0)

/* An x86_64 call NUMBER that PID makes under LABEL. */
static inline void call(struct bench *bench, const char *label,
			unsigned int pid, const char *comm, unsigned int number)
{
	add(bench, AUDIT_SECCOMP,
	    "auid=1 uid=0 gid=0 ses=5 subj=%s pid=%u comm=\"%s\" "
	    "exe=\"/usr/bin/%s\" sig=0 arch=c000003e syscall=%u compat=0 "
	    "ip=0x7f code=0x7ffc0000",
	    label, pid, comm, comm, number);
}

static inline void bench_finish(struct bench *bench)
{
	assert_int_equal(harvest_finish(bench->harvest, &bench->stats, NULL),
			 STATUS_OK);
}

static inline void bench_end(struct bench *bench)
{
	harvest_free(bench->harvest);
	profile_done(&bench->profile);
}

/* The phases of a call of PROFILE; 0: not in it. */
static inline phaseset_t phases_of(const struct profile *profile,
				   const char *name)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (profile->syscalls[i].name &&
		    strcmp(profile->syscalls[i].name, name) == 0)
			return profile->syscalls[i].phases;
	return 0;
}

#define IN(phase) (1u << PHASE_##phase)

static inline bool has_note(const struct profile *profile, const char *part)
{
	for (size_t i = 0; i < profile->notes.count; i++)
		if (strstr(profile->notes.items[i], part))
			return true;
	return false;
}

#endif
