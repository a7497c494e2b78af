/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the cluster gets: values, a patch or a Pod. */
#include "reporters/preparation.h"

#include <ctype.h>
#include <string.h>

#include "reporters/helm_values.h"

#define DNS_LABEL_MAX 63

/* A name that the API server takes: RFC 1123, in lower case. */
static void make_label(char ret[DNS_LABEL_MAX + 1], const char *name)
{
	size_t length = 0;

	for (; *name && length < DNS_LABEL_MAX; name++) {
		char c = (char)tolower((unsigned char)*name);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			ret[length++] = c;
		else if (length && ret[length - 1] != '-')
			ret[length++] = '-';
	}
	while (length && ret[length - 1] == '-')
		length--;
	ret[length] = '\0';
	if (!length)
		strcpy(ret, "whittle");
}

static void comment_steps(struct yaml_out *yaml,
			  const struct preparation *preparation)
{
	AUTO_TEXT struct text ingest = {0};

	prepare_add_ingest(&ingest, preparation, "node.log");
	yaml_out_comment(yaml,
			 "On the node before: whittle prepare -f node "
			 ">" PREPARE_SCRIPT "; sh " PREPARE_SCRIPT " apply");
	yaml_out_comment(yaml,
			 "Then, when it was exercised: sh " PREPARE_SCRIPT
			 " collect >node.log; %s",
			 text_string(&ingest));
	yaml_out_comment(yaml, "In the end take this back, and on the node: "
			       "sh " PREPARE_SCRIPT " undo");
}

static void write_context(struct yaml_out *yaml,
			  const struct preparation *preparation, bool is_patch)
{
	yaml_out_map_begin(yaml, "securityContext");
	yaml_out_comment(yaml, "privileged would take the label and the "
			       "filter away");
	yaml_out_bool(yaml, "privileged", false);
	yaml_out_bool(yaml, "allowPrivilegeEscalation", true);
	yaml_out_map_begin(yaml, "capabilities");
	if (is_patch) {
		yaml_out_list_begin(yaml, "drop");
		yaml_out_end(yaml);
	}
	yaml_out_comment(yaml, "what it does not hold it cannot be seen to "
			       "ask for");
	yaml_out_list_begin(yaml, "add");
	yaml_out_string(yaml, NULL, "ALL");
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	yaml_out_map_begin(yaml, "seLinuxOptions");
	yaml_out_string(yaml, "user", "system_u");
	yaml_out_string(yaml, "role", "system_r");
	yaml_out_comment(yaml, "permissive: it logs and refuses nothing");
	yaml_out_string(yaml, "type", preparation->type);
	yaml_out_comment(yaml, "tells its records from all others");
	yaml_out_string(yaml, "level", preparation->level);
	yaml_out_end(yaml);
	yaml_out_comment(yaml, "logs every call: " KUBELET_SECCOMP
			       "/" PREPARE_SECCOMP " on the node");
	yaml_out_map_begin(yaml, "seccompProfile");
	yaml_out_string(yaml, "type", "Localhost");
	yaml_out_string(yaml, "localhostProfile", PREPARE_SECCOMP);
	yaml_out_end(yaml);
	yaml_out_end(yaml);
}

/* ---- a Pod -------------------------------------------------------------- */

/* podman kube play (5.4) passes over the field; Kubernetes since 1.27 over the
   annotation. */
static void write_annotation(struct yaml_out *yaml, const char *container)
{
	AUTO_TEXT struct text key = {0};

	text_addf(&key, "container.seccomp.security.alpha.kubernetes.io/%s",
		  container);
	yaml_out_map_begin(yaml, "annotations");
	yaml_out_comment(yaml, "for podman kube play, which does not know "
			       "seccompProfile");
	yaml_out_string(yaml, text_string(&key), "localhost/" PREPARE_SECCOMP);
	yaml_out_end(yaml);
}

enum status prepare_pod(FILE *out, const struct preparation *preparation,
			struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!preparation->no_comments);
	const char *container = preparation->container ? preparation->container
						       : preparation->name;
	char label[DNS_LABEL_MAX + 1];

	if (!yaml)
		return error_no_memory(err);
	if (!preparation->image)
		return error_set(err, STATUS_USAGE, NULL,
				 "a Pod wants --image");
	comment_steps(yaml, preparation);
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "apiVersion", "v1");
	yaml_out_string(yaml, "kind", "Pod");
	yaml_out_map_begin(yaml, "metadata");
	make_label(label, preparation->name);
	yaml_out_string(yaml, "name", label);
	make_label(label, container);
	write_annotation(yaml, label);
	yaml_out_end(yaml);
	yaml_out_map_begin(yaml, "spec");
	if (preparation->node)
		yaml_out_string(yaml, "nodeName", preparation->node);
	yaml_out_comment(yaml, "started again, it would be two runs in one");
	yaml_out_string(yaml, "restartPolicy", "Never");
	yaml_out_list_begin(yaml, "containers");
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "name", label);
	yaml_out_string(yaml, "image", preparation->image);
	write_context(yaml, preparation, false);
	for (int open = 0; open < 4; open++)
		yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}

/* ---- a patch ------------------------------------------------------------ */

/* Where the Pod's spec stands in a workload of KIND: maps to open. */
static unsigned int open_template(struct yaml_out *yaml, const char *kind)
{
	unsigned int depth = 1;

	yaml_out_map_begin(yaml, "spec");
	if (strcmp(kind, "CronJob") == 0) {
		yaml_out_map_begin(yaml, "jobTemplate");
		yaml_out_map_begin(yaml, "spec");
		depth += 2;
	}
	if (strcmp(kind, "DaemonSet") == 0) {
		yaml_out_comment(yaml, "the other nodes keep their pods: "
				       "delete the one on the node to be "
				       "profiled");
		yaml_out_map_begin(yaml, "updateStrategy");
		yaml_out_string(yaml, "type", "OnDelete");
		yaml_out_null(yaml, "rollingUpdate");
		yaml_out_end(yaml);
	}
	yaml_out_map_begin(yaml, "template");
	yaml_out_map_begin(yaml, "spec");
	return depth + 2;
}

static void comment_patch(struct yaml_out *yaml,
			  const struct preparation *preparation)
{
	AUTO_TEXT struct text words = {0};

	for (const char *c = preparation->kind; *c; c++)
		text_addf(&words, "%c", tolower((unsigned char)*c));
	text_add(&words, " ");
	if (preparation->workload)
		prepare_add_word(&words, preparation->workload);
	else
		text_add(&words, "NAME");
	yaml_out_comment(yaml,
			 "kubectl patch %s --type strategic --patch-file FILE",
			 text_string(&words));
}

enum status prepare_patch(FILE *out, const struct preparation *preparation,
			  struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!preparation->no_comments);
	unsigned int depth;

	if (!yaml)
		return error_no_memory(err);
	if (!preparation->container)
		return error_set(err, STATUS_USAGE, NULL,
				 "a patch wants --container, its name in the "
				 "Pod");
	comment_patch(yaml, preparation);
	comment_steps(yaml, preparation);
	yaml_out_map_begin(yaml, NULL);
	depth = open_template(yaml, preparation->kind);
	/* A DaemonSet's controller chooses the nodes. */
	if (preparation->node && strcmp(preparation->kind, "DaemonSet") != 0)
		yaml_out_string(yaml, "nodeName", preparation->node);
	yaml_out_list_begin(yaml, "containers");
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "name", preparation->container);
	write_context(yaml, preparation, true);
	for (depth += 3; depth; depth--)
		yaml_out_end(yaml);
	return yaml_out_finish(yaml, out, err);
}

/* ---- values ------------------------------------------------------------- */

static enum status make_values(struct helm_values *ret,
			       const struct preparation *preparation,
			       struct error *err)
{
	const struct chart_row at_path = {.context = preparation->helm_path};
	const struct helm_wish wish = {
		.has_capabilities = true,
		.has_all = true,
		.user = "system_u",
		.role = "system_r",
		.type = preparation->type,
		.level = preparation->level,
		.seccomp = PREPARE_SECCOMP,
		.on_delete = true,
	};
	json_t *user = NULL;
	enum status status = STATUS_OK;

	if (preparation->values) {
		status = helm_values_read(&user, preparation->values,
					  strlen(preparation->values), err);
		if (status != STATUS_OK)
			return error_prefix(err, "--values");
	}
	status = helm_values_make(
		ret, preparation->chart ? preparation->chart : &at_path, user,
		&wish, err);
	json_decref(user);
	return status;
}

enum status prepare_helm(FILE *out, const struct preparation *preparation,
			 struct error *err)
{
	AUTO_YAML_OUT struct yaml_out *yaml =
		yaml_out_new(!preparation->no_comments);
	const struct chart_row *chart = preparation->chart;
	AUTO_HELM_VALUES struct helm_values values = {0};
	enum status status;

	if (!yaml)
		return error_no_memory(err);
	if (!chart && !preparation->helm_path)
		return error_set(err, STATUS_USAGE, NULL,
				 "values want --chart or --helm-path");
	status = make_values(&values, preparation, err);
	if (status != STATUS_OK)
		return status;
	if (chart)
		yaml_out_comment(yaml, "%s, container %s; checked against %s",
				 chart->chart, chart->container, chart->source);
	comment_steps(yaml, preparation);
	if (!chart || !chart->update)
		yaml_out_comment(yaml, "a DaemonSet replaces its pods on all "
				       "nodes: prepare each of them, or let "
				       "it update OnDelete");
	helm_values_write(yaml, &values);
	return yaml_out_finish(yaml, out, err);
}
