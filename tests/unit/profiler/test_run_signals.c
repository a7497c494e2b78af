/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals are a run's own while it lasts, and then everybody's again. */
#include "support.h"

#include "profiler/run_signals.h"

/* ---- helpers ------------------------------------------------------------ */

static volatile sig_atomic_t taken;

static void count(int number)
{
	(void)number;
	taken++;
}

static int setup(void **state)
{
	(void)state;
	taken = 0;
	signal(SIGTERM, count);
	signal(SIGUSR1, count);
	return 0;
}

static struct run_signals block(void)
{
	struct run_signals signals = {.fd = -1};
	struct error err = {0};

	if (run_signals_block(&signals, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	return signals;
}

/* ---- claims ------------------------------------------------------------- */

static void a_signal_that_nobody_took_takes_effect_after_the_run(void **state)
{
	struct run_signals signals = block();
	sigset_t mask;

	(void)state;
	raise(SIGTERM);
	assert_int_equal(taken, 0);
	run_signals_release(&signals);
	assert_int_equal(taken, 1);
	assert_int_equal(signals.fd, -1);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	assert_false(sigismember(&mask, SIGTERM));
	assert_false(sigismember(&mask, SIGCHLD));
	/* Nothing is blocked: nothing is given back. */
	run_signals_release(&signals);
}

static void an_order_that_was_taken_has_had_its_effect(void **state)
{
	struct run_signals signals = block();

	(void)state;
	raise(SIGTERM);
	raise(SIGUSR1);
	assert_true(run_signals_take(&signals));
	assert_false(run_signals_take(&signals));
	raise(SIGUSR1);
	assert_false(run_signals_take(&signals));
	run_signals_release(&signals);
	assert_int_equal(taken, 0);
}

static void what_was_blocked_before_stays_so(void **state)
{
	struct run_signals signals;
	sigset_t set;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = block();
	run_signals_release(&signals);
	raise(SIGTERM);
	assert_int_equal(taken, 0);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	assert_int_equal(taken, 1);
}

#define SIGNAL_TEST(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIGNAL_TEST(
			a_signal_that_nobody_took_takes_effect_after_the_run),
		SIGNAL_TEST(an_order_that_was_taken_has_had_its_effect),
		SIGNAL_TEST(what_was_blocked_before_stays_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
