/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/selinux_source.h"

#include <string.h>

#include "policies/selinux_bottlerocket.h"
#include "profile/text.h"
#include "profiler/selinux_ask.h"
#include "profiler/selinux_policy_file.h"

/* Words that a shell, YAML and CIL take as they are. */
static bool is_type_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_.";

	return *name && !name[strspn(name, letters)];
}

static enum status read_names(struct selinux_source *source,
			      const struct selinux_request *request,
			      struct error *err)
{
	if (request->platform &&
	    !selinux_platform_from_name(request->platform,
					&source->options.platform))
		return error_set(err, STATUS_USAGE,
				 "container-selinux, fedora, rhel, refpolicy, "
				 "debian, bottlerocket",
				 "no such platform: '%s'",
				 printable(request->platform));
	for (size_t i = 0; i < request->candidate_count; i++)
		if (!is_type_name(request->candidates[i]))
			return error_set(err, STATUS_USAGE,
					 "container_logreader_t is one",
					 "--candidate '%s' is no name of a "
					 "type",
					 printable(request->candidates[i]));
	source->options.types = request->candidates;
	return STATUS_OK;
}

static enum status read_boolean(const char *word, char name[64], bool *ret_on,
				struct error *err)
{
	const char *sign = strchr(word, '=');
	const char *value = sign ? sign + 1 : "";

	if (!sign || sign == word || sign - word > 63 ||
	    (strcmp(value, "0") != 0 && strcmp(value, "1") != 0))
		return error_set(err, STATUS_USAGE,
				 "write it as container_manage_cgroup=1",
				 "--boolean '%s' is not NAME=0 or NAME=1",
				 printable(word));
	snprintf(name, 64, "%.*s", (int)(sign - word), word);
	*ret_on = *value == '1';
	return STATUS_OK;
}

/* The loaded policy stays as it is: its copy in memory is changed. */
static enum status suppose_loaded(struct selinux_source *source,
				  const char *name, bool is_on,
				  struct error *err)
{
	const struct selinux_asker *asker = source->options.asker;
	const char *problem;

	if (asker->boolean(asker->data, name) == SELINUX_BOOLEAN_ABSENT)
		return error_set(
			err, STATUS_USAGE, "getsebool -a lists those of a host",
			"the policy has no boolean '%s'", printable(name));
	if (asker->suppose(asker->data, name, is_on))
		return STATUS_OK;
	problem = selinux_loaded_problem(source->loaded);
	return error_set(err, STATUS_UNSUPPORTED,
			 "be root, or give a policy with --policy",
			 "--boolean needs the loaded policy's copy: %s",
			 problem ? problem : "it cannot be read");
}

static enum status set_booleans(struct selinux_source *source,
				const struct selinux_request *request,
				struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < request->boolean_count && status == STATUS_OK;
	     i++) {
		char name[64];
		bool is_on = false;

		status = read_boolean(request->booleans[i], name, &is_on, err);
		if (status != STATUS_OK)
			break;
		if (source->file)
			status = selinux_policy_set(source->file, name, is_on,
						    err);
		else if (source->loaded)
			status = suppose_loaded(source, name, is_on, err);
		else
			status = error_set(err, STATUS_USAGE,
					   "give one with --policy FILE",
					   "--boolean needs a policy to ask");
	}
	return status;
}

/* Another platform than this host's is not answered by this host. */
static void open_loaded(struct selinux_source *source)
{
	const struct selinux_asker *asker;
	const char *name = selinux_loaded_name();

	source->loaded = selinux_loaded_new();
	asker = source->loaded ? selinux_loaded_asker(source->loaded) : NULL;
	if (asker && (source->options.platform == PLATFORM_UNKNOWN ||
		      selinux_platform_of(asker) == source->options.platform)) {
		source->options.asker = asker;
		snprintf(source->words, sizeof(source->words),
			 "the policy loaded here (%s)", name ? name : "?");
		return;
	}
	selinux_loaded_free(source->loaded);
	source->loaded = NULL;
	if (source->options.platform != PLATFORM_BOTTLEROCKET)
		return;
	source->options.asker = &selinux_bottlerocket;
	snprintf(source->words, sizeof(source->words),
		 "what is known of its policy");
}

enum status selinux_source_open(struct selinux_source *source,
				const struct selinux_request *request,
				struct error *err)
{
	enum status status;

	*source = (struct selinux_source){0};
	status = read_names(source, request, err);
	if (status != STATUS_OK)
		return status;
	if (request->policy) {
		status = selinux_policy_open(&source->file, request->policy,
					     err);
		if (status != STATUS_OK)
			return status;
		source->options.asker = selinux_policy_asker(source->file);
		snprintf(source->words, sizeof(source->words), "'%s'",
			 printable(request->policy));
	} else {
		open_loaded(source);
	}
	source->options.policy = source->words;
	return set_booleans(source, request, err);
}

void selinux_source_done(struct selinux_source *source)
{
	selinux_policy_free(source->file);
	selinux_loaded_free(source->loaded);
	source->file = NULL;
	source->loaded = NULL;
}
