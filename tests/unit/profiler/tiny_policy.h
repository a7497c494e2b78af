/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A policy made up for tests, compiled by libsepol: container_t and spc_t,
 * categories, booleans, a type bounded by another, and ten domains. TYPES
 * further types other_0_t ... are there to be asked about.
 */

#ifndef WHITTLE_TESTS_TINY_POLICY_H
#define WHITTLE_TESTS_TINY_POLICY_H

#include <sepol/cil/cil.h>
#include <sepol/policydb.h>

#include "profile/text.h"
#include "support.h"

static const char tiny_head[] =
	"(handleunknown deny) (mls true) (sid kernel) (sidorder (kernel))\n"
	"(class file (read open write append getattr entrypoint execute map))\n"
	"(class dir (read open search write add_name))\n"
	"(class process (transition signal signull fork))\n"
	"(class process2 (nnp_transition nosuid_transition))\n"
	"(class capability (chown net_raw sys_admin))\n"
	"(classorder (file dir process process2 capability))\n"
	"(sensitivity s0) (sensitivityorder (s0))\n"
	"(user system_u) (user unconfined_u) (role system_r)\n"
	"(role unconfined_r) (role object_r) (roleallow unconfined_r "
	"system_r)\n"
	"(userrole system_u system_r) (userrole system_u object_r)\n"
	"(userrole unconfined_u unconfined_r) (userrole unconfined_u "
	"object_r)\n";

static const char tiny_rules[] =
	"(userlevel system_u (s0)) (userlevel unconfined_u (s0))\n"
	"(userrange system_u ((s0) (s0 (range c0 c1023))))\n"
	"(userrange unconfined_u ((s0) (s0 (range c0 c1023))))\n"
	"(type kernel_t) (roletype system_r kernel_t)\n"
	"(sidcontext kernel (system_u system_r kernel_t ((s0) (s0))))\n"
	"(type container_t) (roletype system_r container_t)\n"
	"(type spc_t) (roletype system_r spc_t)\n"
	"(type bounded_t) (roletype system_r bounded_t)\n"
	"(type unconfined_t) (roletype unconfined_r unconfined_t)\n"
	"(typebounds container_t bounded_t)\n"
	"(type container_file_t) (roletype object_r container_file_t)\n"
	"(type var_log_t) (roletype object_r var_log_t)\n"
	"(type default_t) (roletype object_r default_t)\n"
	"(type root_t) (roletype object_r root_t)\n"
	"(type quiet_t) (roletype object_r quiet_t)\n"
	"(typeattribute container_domain) (typeattribute constrained)\n"
	"(typeattributeset container_domain (container_t spc_t))\n"
	"(typeattributeset constrained (container_t bounded_t))\n"
	"(typeattribute all_files)\n"
	"(typeattributeset all_files (var_log_t default_t quiet_t))\n"
	"(allow container_domain container_file_t (file (read open write "
	"entrypoint execute map)))\n"
	"(allow container_domain container_file_t (dir (search read)))\n"
	"(allow container_domain self (process (signal signull fork)))\n"
	"(allow container_t self (capability (chown)))\n"
	"(allow container_t container_t (process (signal)))\n"
	"(allow spc_t all_files (file (read open write getattr)))\n"
	"(allow spc_t self (capability (chown net_raw sys_admin)))\n"
	"(allow spc_t container_t (process (signal signull)))\n"
	"(allow unconfined_t container_domain (process (transition)))\n"
	"(allow unconfined_t container_domain (process2 (nnp_transition)))\n"
	"(dontaudit container_t quiet_t (file (getattr)))\n"
	"(allow spc_t unconfined_t (process (transition)))\n"
	"(boolean container_use_raw false)\n"
	"(boolean container_use_all false)\n"
	"(booleanif container_use_raw (true\n"
	"(allow container_t self (capability (net_raw)))))\n"
	"(booleanif container_use_all (true\n"
	"(allow container_t self (capability (net_raw sys_admin)))))\n"
	"(mlsconstrain (process (signal)) (or (dom h1 h2) "
	"(neq t1 constrained)))\n"
	"(mlsconstrain (file (read write)) (or (dom h1 h2) "
	"(neq t1 constrained)))\n";

static inline void tiny_text(struct text *text, unsigned int types)
{
	text_add(text, tiny_head);
	for (int c = 0; c < 1024; c++)
		text_addf(text, "(category c%d)", c);
	text_add(text, "\n(categoryorder (");
	for (int c = 0; c < 1024; c++)
		text_addf(text, "c%d ", c);
	text_add(text, "))\n(sensitivitycategory s0 (range c0 c1023))\n");
	text_add(text, tiny_rules);
	for (int i = 0; i < 10; i++)
		text_addf(text,
			  "(type domain_%d_t) (roletype system_r domain_%d_t)\n"
			  "(allow domain_%d_t container_file_t (file "
			  "(entrypoint)))\n",
			  i, i, i);
	for (unsigned int i = 0; i < types; i++)
		text_addf(text,
			  "(type other_%u_t) (roletype object_r other_%u_t)\n"
			  "(allow spc_t other_%u_t (file (read)))\n",
			  i, i, i);
}

/* Compile it into PATH. */
static inline void tiny_policy_write(const char *path, unsigned int types)
{
	AUTO_TEXT struct text text = {0};
	sepol_policy_file_t *output = NULL;
	sepol_policydb_t *policy = NULL;
	cil_db_t *compiler = NULL;
	FILE *stream = fopen(path, "we");

	tiny_text(&text, types);
	cil_db_init(&compiler);
	cil_set_mls(compiler, 1);
	assert_int_equal(
		cil_add_file(compiler, "tiny", text_string(&text), text.length),
		0);
	assert_int_equal(cil_compile(compiler), 0);
	assert_int_equal(cil_build_policydb(compiler, &policy), 0);
	assert_int_equal(sepol_policy_file_create(&output), 0);
	sepol_policy_file_set_fp(output, stream);
	assert_int_equal(sepol_policydb_write(policy, output), 0);
	fclose(stream);
	sepol_policy_file_free(output);
	sepol_policydb_free(policy);
	cil_db_destroy(&compiler);
}

#endif
