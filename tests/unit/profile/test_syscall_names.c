/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "profile/syscall_names.h"
#include "profile/text.h"

#define ARCH_UNKNOWN 0x12345678u

static void common_calls_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(syscall_name(ARCH_X86_64, 0), "read");
	assert_string_equal(syscall_name(ARCH_X86, 3), "read");
	assert_string_equal(syscall_name(ARCH_AARCH64, 63), "read");
	assert_string_equal(syscall_name(ARCH_ARM, 3), "read");
	assert_string_equal(syscall_name(ARCH_X86_64, 257), "openat");
	/* Asked again, it comes from memory. */
	assert_ptr_equal(syscall_name(ARCH_X86_64, 257),
			 syscall_name(ARCH_X86_64, 257));
}

static void the_x32_bit_is_an_architecture_of_its_own(void **state)
{
	uint32_t arch = ARCH_X86_64, number = X32_SYSCALL_BIT | 1;

	(void)state;
	syscall_normalize(&arch, &number);
	assert_int_equal(arch, ARCH_X32);
	assert_int_equal(number, X32_SYSCALL_BIT | 1);
	assert_string_equal(syscall_name(arch, number), "write");
}

static void calls_without_the_x32_bit_stay_what_they_are(void **state)
{
	static const uint32_t pairs[][2] = {
		{ARCH_X86_64, 1},
		{ARCH_X86_64, UINT32_MAX}, /* a tracer's "no call" */
		{ARCH_X86, X32_SYSCALL_BIT | 1},
		{ARCH_AARCH64, X32_SYSCALL_BIT | 1},
		{ARCH_UNKNOWN, X32_SYSCALL_BIT},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++) {
		uint32_t arch = pairs[i][0], number = pairs[i][1];

		syscall_normalize(&arch, &number);
		assert_int_equal(arch, pairs[i][0]);
		assert_int_equal(number, pairs[i][1]);
	}
}

static void normalizing_twice_is_normalizing_once(void **state)
{
	uint32_t arch = ARCH_X86_64, number = X32_SYSCALL_BIT | 520;

	(void)state;
	syscall_normalize(&arch, &number);
	syscall_normalize(&arch, &number);
	assert_int_equal(arch, ARCH_X32);
	assert_string_equal(syscall_name(arch, number), "execve");
}

static void x32_numbers_without_their_bit_have_no_name(void **state)
{
	(void)state;
	assert_null(syscall_name(ARCH_X32, 1));
	assert_null(syscall_name(ARCH_X32, X32_SYSCALL_BIT - 1));
}

static void numbers_without_a_name_have_none(void **state)
{
	static const uint32_t numbers[] = {1000,       1023,	   1024,
					   4095,       983045,	   0x3fffffff,
					   0x7fffffff, 0x80000000, UINT32_MAX};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
		assert_null(syscall_name(ARCH_X86_64, numbers[i]));
		assert_null(syscall_name(ARCH_UNKNOWN, numbers[i]));
	}
	assert_null(syscall_name(ARCH_UNKNOWN, 0));
	assert_null(arch_name(ARCH_UNKNOWN));
	assert_null(arch_oci_name(ARCH_UNKNOWN));
}

/* Every program with threads calls set_tls: arch/arm/kernel/traps.c. */
static void the_private_calls_of_arm_have_names(void **state)
{
	uint32_t number;

	(void)state;
	assert_string_equal(syscall_name(ARCH_ARM, 0x0f0005), "set_tls");
	assert_string_equal(syscall_name(ARCH_ARM, 0x0f0002), "cacheflush");
	assert_ptr_equal(syscall_name(ARCH_ARM, 0x0f0005),
			 syscall_name(ARCH_ARM, 0x0f0005));
	assert_true(syscall_number(ARCH_ARM, "set_tls", &number));
	assert_int_equal(number, 0x0f0005);
	assert_null(syscall_name(ARCH_ARM, 0x0f0000));
	assert_null(syscall_name(ARCH_ARM, 0x0f00ff));
}

static void names_and_numbers_agree(void **state)
{
	static const uint32_t archs[] = {ARCH_X86_64, ARCH_X86, ARCH_X32,
					 ARCH_AARCH64, ARCH_ARM};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(archs); i++) {
		uint32_t base = archs[i] == ARCH_X32 ? X32_SYSCALL_BIT : 0;

		for (uint32_t number = base; number < base + 600; number++) {
			const char *name = syscall_name(archs[i], number);
			uint32_t found;

			if (!name)
				continue;
			if (!syscall_number(archs[i], name, &found) ||
			    found != number)
				fail_msg("%s on %s: %u is %u", name,
					 arch_name(archs[i]), number, found);
		}
	}
}

/* The library prefers a number of its own for what socketcall can make. */
static void socket_calls_of_x86_have_their_own_numbers(void **state)
{
	uint32_t number = 7;

	(void)state;
	assert_true(syscall_number(ARCH_X86, "socket", &number));
	assert_int_equal(number, 359);
	assert_true(syscall_number(ARCH_X86, "socketcall", &number));
	assert_int_equal(number, 102);
}

static void names_that_an_architecture_lacks_have_no_number(void **state)
{
	uint32_t number = 7;

	(void)state;
	assert_false(syscall_number(ARCH_X86_64, "no_such_call", &number));
	assert_false(syscall_number(ARCH_X86_64, "", &number));
	/* The library knows these, with a negative number of its own. */
	assert_false(syscall_number(ARCH_X86_64, "socketcall", &number));
	assert_false(syscall_number(ARCH_AARCH64, "open", &number));
	assert_false(syscall_number(ARCH_UNKNOWN, "read", &number));
	assert_int_equal(number, 7);
}

static void architectures_have_names_that_are_read_back(void **state)
{
	static const uint32_t archs[] = {ARCH_X86_64, ARCH_X86, ARCH_X32,
					 ARCH_AARCH64, ARCH_ARM};
	uint32_t found = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(archs); i++) {
		assert_true(arch_from_name(arch_name(archs[i]), &found));
		assert_int_equal(found, archs[i]);
		assert_true(has_prefix(arch_oci_name(archs[i]), "SCMP_ARCH_",
				       NULL));
	}
	found = 7;
	assert_false(arch_from_name("X86_64", &found));
	assert_false(arch_from_name("", &found));
	assert_int_equal(found, 7);
	assert_non_null(arch_name(arch_native()));
}

static void the_library_tells_its_version(void **state)
{
	unsigned int major, minor, micro;

	(void)state;
	assert_int_equal(sscanf(libseccomp_version(), "%u.%u.%u", &major,
				&minor, &micro),
			 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(common_calls_have_their_names),
		TEST(the_x32_bit_is_an_architecture_of_its_own),
		TEST(calls_without_the_x32_bit_stay_what_they_are),
		TEST(normalizing_twice_is_normalizing_once),
		TEST(x32_numbers_without_their_bit_have_no_name),
		TEST(numbers_without_a_name_have_none),
		TEST(the_private_calls_of_arm_have_names),
		TEST(names_and_numbers_agree),
		TEST(socket_calls_of_x86_have_their_own_numbers),
		TEST(names_that_an_architecture_lacks_have_no_number),
		TEST(architectures_have_names_that_are_read_back),
		TEST(the_library_tells_its_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
