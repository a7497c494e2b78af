/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/selinux_policy_file.h"

#include <endian.h>
#include <errno.h>
#include <sepol/booleans.h>
#include <sepol/cil/cil.h>
#include <sepol/debug.h>
#include <sepol/handle.h>
#include <sepol/kernel_to_cil.h>
#include <sepol/policydb.h>
#include <sepol/policydb/services.h>
#include <string.h>
#include <uthash.h>

#include "profile/text.h"

/* libsepol's own declaration is missing in its headers (3.4). */
extern int sepol_set_policydb_from_file(FILE *stream);

#define POLICY_MAGIC 0xf97cff8cU
#define POLICY_NAME  "SE Linux"

/* A context by its text, and a decision by what was asked. */
struct known_context {
	char *text;
	sepol_security_id_t sid; /* 0: the policy does not have it */
	UT_hash_handle hh;
};

struct known_decision {
	struct question {
		uint32_t source, target, class, requested;
	} question;
	struct selinux_decision decision;
	UT_hash_handle hh;
};

struct selinux_policy {
	sepol_handle_t *handle;
	sepol_policydb_t *policy;
	unsigned int version;
	struct known_context *contexts;
	struct known_decision *decisions;
	struct policy_rules *rules;
	bool has_no_rules; /* tried, without success */
	struct selinux_asker asker;
};

/* The compiler's last error, for policy_file's caller. */
static char compiler_message[256];

static void forget_answers(struct selinux_policy *file)
{
	struct known_context *context, *next_context;
	struct known_decision *decision, *next_decision;

	HASH_ITER (hh, file->contexts, context, next_context) {
		HASH_DEL(file->contexts, context);
		free(context->text);
		free(context);
	}
	HASH_ITER (hh, file->decisions, decision, next_decision) {
		HASH_DEL(file->decisions, decision);
		free(decision);
	}
}

/*
 * Make POLICY the one that the library answers for. It takes no policy but
 * from a stream, and frees the one before; its table of contexts it does not
 * (3.4), which costs some kilobytes each time.
 */
static bool answer_for(struct selinux_policy *file, sepol_policydb_t *policy)
{
	AUTO_FREE void *image = NULL;
	AUTO_FCLOSE FILE *stream = NULL;
	size_t length = 0;

	forget_answers(file);
	if (sepol_policydb_to_image(file->handle, policy, &image, &length) < 0)
		return false;
	stream = fmemopen(image, length, "r");
	return stream && sepol_set_policydb_from_file(stream) == 0;
}

/* ---- asking -------------------------------------------------------------- */

static sepol_security_id_t find_context(struct selinux_policy *file,
					const char *text)
{
	struct known_context *context;

	HASH_FIND_STR(file->contexts, text, context);
	if (context)
		return context->sid;
	context = calloc(1, sizeof(*context));
	if (!context || !(context->text = strdup(text))) {
		free(context);
		return 0;
	}
	if (sepol_context_to_sid(text, strlen(text) + 1, &context->sid) < 0)
		context->sid = 0;
	HASH_ADD_KEYPTR(hh, file->contexts, context->text, strlen(text),
			context);
	return context->sid;
}

static struct selinux_decision compute(const struct question *question)
{
	struct selinux_decision decision = {0};
	struct sepol_av_decision vectors;
	unsigned int reason = 0;

	if (sepol_compute_av_reason(question->source, question->target,
				    (sepol_security_class_t)question->class,
				    question->requested, &vectors, &reason) < 0)
		return decision;
	decision.is_known = true;
	decision.allowed = vectors.allowed;
	decision.silent = ~vectors.allowed & ~vectors.auditdeny;
	if (reason & SEPOL_COMPUTEAV_TE)
		decision.refusals |= SELINUX_BY_TYPE;
	if (reason & SEPOL_COMPUTEAV_CONS)
		decision.refusals |= SELINUX_BY_CONSTRAINT;
	if (reason & SEPOL_COMPUTEAV_RBAC)
		decision.refusals |= SELINUX_BY_ROLE;
	if (reason & SEPOL_COMPUTEAV_BOUNDS)
		decision.refusals |= SELINUX_BY_BOUNDS;
	return decision;
}

static struct selinux_decision ask_decide(void *data, const char *source,
					  const char *target, const char *class,
					  uint32_t requested)
{
	struct selinux_policy *file = data;
	struct question question = {.requested = requested};
	struct known_decision *known;
	sepol_security_class_t class_number;

	question.source = find_context(file, source);
	question.target = find_context(file, target);
	if (!question.source || !question.target ||
	    sepol_string_to_security_class(class, &class_number) < 0)
		return (struct selinux_decision){0};
	question.class = class_number;
	HASH_FIND(hh, file->decisions, &question, sizeof(question), known);
	if (known)
		return known->decision;
	known = calloc(1, sizeof(*known));
	if (!known)
		return compute(&question);
	known->question = question;
	known->decision = compute(&question);
	HASH_ADD(hh, file->decisions, question, sizeof(question), known);
	return known->decision;
}

static uint32_t ask_permission(void *data, const char *class,
			       const char *permission)
{
	sepol_security_class_t class_number;
	sepol_access_vector_t vector = 0;

	(void)data;
	if (sepol_string_to_security_class(class, &class_number) < 0 ||
	    sepol_string_to_av_perm(class_number, permission, &vector) < 0)
		return 0;
	return vector;
}

static bool ask_has_context(void *data, const char *context)
{
	return find_context(data, context) != 0;
}

static enum selinux_boolean ask_boolean(void *data, const char *name)
{
	struct selinux_policy *file = data;
	sepol_bool_key_t *key = NULL;
	sepol_bool_t *boolean = NULL;
	enum selinux_boolean answer = SELINUX_BOOLEAN_ABSENT;

	if (sepol_bool_key_create(file->handle, name, &key) < 0)
		return SELINUX_BOOLEAN_ABSENT;
	if (sepol_bool_query(file->handle, file->policy, key, &boolean) == 0 &&
	    boolean)
		answer = sepol_bool_get_value(boolean) ? SELINUX_BOOLEAN_ON
						       : SELINUX_BOOLEAN_OFF;
	sepol_bool_free(boolean);
	sepol_bool_key_free(key);
	return answer;
}

/* ---- supposing ----------------------------------------------------------- */

static bool set_boolean(struct selinux_policy *file, const char *name,
			bool is_on)
{
	sepol_bool_key_t *key = NULL;
	sepol_bool_t *boolean = NULL;
	bool is_set = false;

	if (ask_boolean(file, name) == SELINUX_BOOLEAN_ABSENT)
		return false;
	if (sepol_bool_key_create(file->handle, name, &key) == 0 &&
	    sepol_bool_create(file->handle, &boolean) == 0 &&
	    sepol_bool_set_name(file->handle, boolean, name) == 0) {
		sepol_bool_set_value(boolean, is_on);
		is_set = sepol_bool_set(file->handle, file->policy, key,
					boolean) == 0;
	}
	sepol_bool_free(boolean);
	sepol_bool_key_free(key);
	return is_set;
}

static bool suppose_boolean(void *data, const char *name, bool is_on)
{
	struct selinux_policy *file = data;

	return set_boolean(file, name, is_on) && answer_for(file, file->policy);
}

static const struct policy_rules *read_rules(void *data)
{
	struct selinux_policy *file = data;
	char *text = NULL;
	size_t length = 0;
	FILE *stream;
	int failed;

	if (file->rules || file->has_no_rules)
		return file->rules;
	file->has_no_rules = true;
	stream = open_memstream(&text, &length);
	if (!stream)
		return NULL;
	/* The public struct sepol_policydb has a struct policydb and no more.
	 */
	failed = sepol_kernel_policydb_to_cil(stream,
					      (struct policydb *)file->policy);
	if (fclose(stream) != 0 || failed) {
		free(text);
		return NULL;
	}
	file->rules = policy_rules_new(text, length);
	return file->rules;
}

static void keep_message(int level, const char *message)
{
	if (level == CIL_ERR && !compiler_message[0])
		snprintf(compiler_message, sizeof(compiler_message), "%.*s",
			 (int)strcspn(message, "\n"), message);
}

static sepol_policydb_t *compile(struct selinux_policy *file, const char *base,
				 const char *module)
{
	AUTO_TEXT struct text excerpt = {0};
	sepol_policydb_t *policy = NULL;
	cil_db_t *compiler = NULL;

	policy_rules_excerpt(file->rules, base, &excerpt);
	if (excerpt.failed)
		return NULL;
	cil_db_init(&compiler);
	cil_set_log_handler(keep_message);
	cil_set_log_level(CIL_ERR);
	cil_set_mls(compiler, sepol_policydb_mls_enabled(file->policy));
	if (cil_add_file(compiler, "policy", text_string(&excerpt),
			 excerpt.length) == 0 &&
	    cil_add_file(compiler, "module", module, strlen(module)) == 0 &&
	    cil_compile(compiler) == 0 &&
	    cil_build_policydb(compiler, &policy) != 0)
		policy = NULL;
	cil_db_destroy(&compiler);
	return policy;
}

static bool extend(void *data, const char *module, const char *base,
		   const char **ret_why)
{
	struct selinux_policy *file = data;
	sepol_policydb_t *policy;
	bool is_answering;

	compiler_message[0] = '\0';
	*ret_why = compiler_message;
	if (!module)
		return answer_for(file, file->policy);
	if (!read_rules(file)) {
		*ret_why = "libsepol could not write the policy as CIL";
		return false;
	}
	policy = compile(file, base, module);
	if (!policy)
		return false;
	is_answering = answer_for(file, policy);
	sepol_policydb_free(policy);
	return is_answering;
}

/* ---- opening ------------------------------------------------------------- */

/* Tells a policy that is too new from a file that is none. */
static enum status check_header(FILE *stream, const char *path,
				unsigned int *ret_version, struct error *err)
{
	unsigned char head[8 + sizeof(POLICY_NAME) - 1 + 4];
	uint32_t magic, version;
	unsigned int max = (unsigned int)sepol_policy_kern_vers_max();

	if (fread(head, 1, sizeof(head), stream) != sizeof(head))
		memset(head, 0, sizeof(head));
	memcpy(&magic, head, 4);
	memcpy(&version, head + sizeof(head) - 4, 4);
	version = le32toh(version);
	if (le32toh(magic) != POLICY_MAGIC ||
	    memcmp(head + 8, POLICY_NAME, sizeof(POLICY_NAME) - 1) != 0)
		return error_set(err, STATUS_MALFORMED,
				 "a copy of /sys/fs/selinux/policy or of "
				 "/etc/selinux/TYPE/policy/policy.N is one",
				 "'%s' is no binary SELinux policy",
				 printable(path));
	*ret_version = version;
	if (version > max)
		return error_set(
			err, STATUS_UNSUPPORTED,
			"install a newer libsepol (Debian: libsepol2, Fedora: "
			"libsepol; 3.8 reads version 34), or take "
			"/sys/fs/selinux/policy of the node, whose version is "
			"its kernel's",
			"policy '%s' has version %u, and libsepol here reads "
			"up to %u",
			printable(path), version, max);
	rewind(stream);
	return STATUS_OK;
}

static enum status read_policy(struct selinux_policy *file, FILE *stream,
			       const char *path, struct error *err)
{
	sepol_policy_file_t *input = NULL;
	int failed = -1;

	if (sepol_policydb_create(&file->policy) < 0 ||
	    sepol_policy_file_create(&input) < 0)
		return error_no_memory(err);
	sepol_policy_file_set_fp(input, stream);
	sepol_policy_file_set_handle(input, file->handle);
	failed = sepol_policydb_read(file->policy, input);
	sepol_policy_file_free(input);
	if (failed || !answer_for(file, file->policy))
		return error_set(err, STATUS_MALFORMED,
				 "is it whole, and a kernel's policy?",
				 "libsepol cannot read the policy '%s'",
				 printable(path));
	return STATUS_OK;
}

static enum status open_file(struct selinux_policy *file, const char *path,
			     struct error *err)
{
	AUTO_FCLOSE FILE *stream = fopen(path, "re");
	enum status status;

	if (!stream)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "open the policy '%s'", printable(path));
	status = check_header(stream, path, &file->version, err);
	return status == STATUS_OK ? read_policy(file, stream, path, err)
				   : status;
}

enum status selinux_policy_open(struct selinux_policy **ret, const char *path,
				struct error *err)
{
	struct selinux_policy *file = calloc(1, sizeof(*file));
	enum status status;

	if (!file || !(file->handle = sepol_handle_create())) {
		free(file);
		return error_no_memory(err);
	}
	file->asker = (struct selinux_asker){
		.permission = ask_permission,
		.decide = ask_decide,
		.has_context = ask_has_context,
		.boolean = ask_boolean,
		.suppose = suppose_boolean,
		.extend = extend,
		.rules = read_rules,
		.data = file,
	};
	/* It would print to standard error. */
	sepol_debug(0);
	sepol_msg_set_callback(file->handle, NULL, NULL);
	status = open_file(file, path, err);
	if (status == STATUS_OK)
		*ret = file;
	else
		selinux_policy_free(file);
	return status;
}

void selinux_policy_free(struct selinux_policy *file)
{
	if (!file)
		return;
	forget_answers(file);
	policy_rules_free(file->rules);
	sepol_policydb_free(file->policy);
	sepol_handle_destroy(file->handle);
	free(file);
}

unsigned int selinux_policy_version(const struct selinux_policy *file)
{
	return file->version;
}

enum status selinux_policy_set(struct selinux_policy *file, const char *name,
			       bool is_on, struct error *err)
{
	if (ask_boolean(file, name) == SELINUX_BOOLEAN_ABSENT)
		return error_set(
			err, STATUS_USAGE, "getsebool -a lists those of a host",
			"the policy has no boolean '%s'", printable(name));
	if (!suppose_boolean(file, name, is_on))
		return error_set(err, STATUS_INTERNAL, NULL,
				 "libsepol could not set boolean '%s'",
				 printable(name));
	return STATUS_OK;
}

const struct selinux_asker *selinux_policy_asker(struct selinux_policy *file)
{
	return &file->asker;
}
