/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle policy: the SELinux module on this host. */
#include <string.h>

#include "policies/module_text.h"
#include "profile/file.h"
#include "profile/text.h"
#include "profiler/domain.h"
#include "profiler/journal.h"
#include "profiler/module_store.h"
#include "profiler/verb.h"

#define MODULE_NAME "whittle"

static const char *const usage[] = {
	"whittle policy install   load the module (some seconds, once)",
	"whittle policy remove    take it out again",
	"whittle policy status    is it there, and as it must be",
	NULL,
};

static const struct option_spec options[] = {
	{NULL, 0, NULL, NULL},
};

/* Whose policy it is about, and what of this program belongs into it. */
static void tell_place(const struct invocation *invocation)
{
	struct selinux_status state;

	selinux_state_get(&state);
	say_detail(invocation,
		   "SELinux is %s; the store is that of the policy that "
		   "/etc/selinux/config names%s%s",
		   !state.is_enabled	? "off"
		   : state.is_enforcing ? "enforcing"
					: "permissive",
		   state.policy[0] ? ": " : "", state.policy);
	say_detail(invocation,
		   "this program's module is '" MODULE_NAME
		   "', %zu bytes of CIL",
		   policy_module_length);
}

/* A run that is under way would lose its domain. */
static enum status lock_out_runs(int *ret_lock, struct error *err)
{
	struct error busy = {0};
	enum status status = journal_lock(0, ret_lock, &busy);

	/* Where the lock cannot be made there is no run either. */
	if (status == STATUS_OK || busy.sys_errno)
		return STATUS_OK;
	*err = busy;
	return status;
}

static enum status policy_install(const struct invocation *invocation,
				  struct error *err)
{
	struct selinux_status state;
	bool is_found, is_same;
	int lock AUTO_CLOSE = -1;
	enum status status =
		module_find(MODULE_NAME, policy_module_text,
			    policy_module_length, &is_found, &is_same, err);

	if (status == STATUS_OK && !is_same)
		status = lock_out_runs(&lock, err);
	if (status != STATUS_OK)
		return status;
	if (is_same) {
		say_hint(invocation, "the module is installed already");
	} else {
		say_hint(invocation,
			 "installing the module: the whole policy is "
			 "rebuilt, once");
		status = module_install(MODULE_NAME, policy_module_text,
					policy_module_length, err);
	}
	if (status != STATUS_OK)
		return status;
	selinux_state_get(&state);
	/* Where SELinux is off it serves from the next boot on. */
	return state.is_enabled ? domain_check(&state, err) : STATUS_OK;
}

static enum status policy_remove(const struct invocation *invocation,
				 struct error *err)
{
	int lock AUTO_CLOSE = -1;
	bool is_found;
	enum status status = lock_out_runs(&lock, err);

	if (status == STATUS_OK)
		status = module_remove(MODULE_NAME, &is_found, err);
	if (status == STATUS_OK && !is_found)
		say_hint(invocation, "the module was not installed");
	return status;
}

static enum status policy_status(struct error *err)
{
	struct selinux_status state;
	bool is_found, is_same;
	enum status status =
		module_find(MODULE_NAME, policy_module_text,
			    policy_module_length, &is_found, &is_same, err);
	enum status domain;

	if (status != STATUS_OK)
		return status;
	printf("module: %s\n", !is_found ? "not installed"
			       : is_same ? "installed"
					 : "another version is installed");
	selinux_state_get(&state);
	domain = domain_check(&state, err);
	printf("domain " DOMAIN_TYPE ": %s\n",
	       domain == STATUS_OK ? "loaded, permissive, grants no "
				     "capability, audits every check"
				   : err->message);
	/* The finding is printed; it is no failure of this verb. */
	err->message[0] = '\0';
	return is_same && domain == STATUS_OK ? STATUS_OK : STATUS_DIFFERS;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value, *word;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	status = option_next(&parser, &spec, &value, err);
	if (status != STATUS_OK)
		return status;
	if (parser.position + 1 != argc)
		return error_set(err, STATUS_USAGE, "see whittle policy --help",
				 "policy takes one word: install, remove "
				 "or status");
	word = argv[parser.position];
	tell_place(invocation);
	if (strcmp(word, "install") == 0)
		return policy_install(invocation, err);
	if (strcmp(word, "remove") == 0)
		return policy_remove(invocation, err);
	if (strcmp(word, "status") == 0)
		return policy_status(err);
	return error_set(err, STATUS_USAGE, "see whittle policy --help",
			 "no such thing as policy '%s'", printable(word));
}

const struct verb verb_policy = {
	.name = "policy",
	.summary = "install, remove or check the SELinux module",
	.usage = usage,
	.options = options,
	.run = run,
};
