/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "profiler/filter_program.h"

#define ALLOW(names, more)                                                     \
	"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":1,"         \
	"\"architectures\":[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_S390\"],"         \
	"\"syscalls\":[{\"names\":[" names                                     \
	"],\"action\":\"SCMP_ACT_ALLOW\"}" more "]}"
#define CALLS "\"exit_group\",\"getppid\",\"no_such_call\""

static struct filter_program *make(const char *text)
{
	struct filter_program *program = NULL;

	assert_int_equal(filter_program_make(&program, text, NULL), STATUS_OK);
	assert_non_null(program);
	return program;
}

/* What a child under TEXT gets for getuid, getppid and ioctl(-1, COMMAND, 0):
   the errnos, one in eight bits each. */
static unsigned int ask(const char *text, unsigned long command)
{
	struct filter_program *program = make(text);
	int ends[2], errnos[3] = {0};
	unsigned int answer = 0;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		int result = filter_program_confine(program, CAPSET_NONE, true);

		errnos[0] = result		      ? -result
			    : syscall(SYS_getuid) < 0 ? errno
						      : 0;
		errnos[1] = syscall(SYS_getppid) < 0 ? errno : 0;
		errnos[2] = syscall(SYS_ioctl, -1, command, 0) < 0 ? errno : 0;
		syscall(SYS_exit_group,
			errnos[0] | errnos[1] << 2 | (errnos[2] == EBADF) << 4);
	}
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(waitpid(pid, (int *)&answer, 0), pid);
	assert_true(WIFEXITED(answer));
	filter_program_free(program);
	return WEXITSTATUS(answer);
}

static void what_is_not_in_the_list_gets_its_errno(void **state)
{
	(void)state;
	assert_int_equal(ask(ALLOW(CALLS, ""), 1), EPERM);
	assert_int_equal(ask(ALLOW(CALLS ",\"getuid\"", ""), 1), 0);
}

static void a_rule_can_refuse_with_another_errno(void **state)
{
	(void)state;
	assert_int_equal(ask(ALLOW(CALLS, ",{\"names\":[\"getuid\"],\"action\":"
					  "\"SCMP_ACT_ERRNO\",\"errnoRet\":2}"),
			     1),
			 ENOENT);
}

static void a_rule_can_hold_for_some_arguments(void **state)
{
	static const char text[] =
		ALLOW(CALLS ",\"getuid\"",
		      ",{\"names\":[\"ioctl\"],\"action\":\"SCMP_ACT_ALLOW\","
		      "\"args\":[{\"index\":1,\"value\":21505,"
		      "\"op\":\"SCMP_CMP_EQ\"}]}");

	(void)state;
	assert_int_equal(ask(text, 21505), 1 << 4);
	assert_int_equal(ask(text, 21506), 0);
}

static void what_it_cannot_say_is_refused(void **state)
{
	struct filter_program *program = NULL;
	struct error err = {0};

	(void)state;
	assert_int_equal(filter_program_make(&program, "{}", &err),
			 STATUS_MALFORMED);
	assert_int_equal(
		filter_program_make(&program,
				    "{\"defaultAction\":\"SCMP_ACT_TRACE\","
				    "\"syscalls\":[]}",
				    &err),
		STATUS_MALFORMED);
	assert_null(program);
	filter_program_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_in_the_list_gets_its_errno),
		cmocka_unit_test(a_rule_can_refuse_with_another_errno),
		cmocka_unit_test(a_rule_can_hold_for_some_arguments),
		cmocka_unit_test(what_it_cannot_say_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
