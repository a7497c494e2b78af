/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/yaml_json.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "profile/text.h"

#define DOCUMENTS_MAX 1000u

static enum status malformed(struct fy_diag *diag, struct error *err)
{
	void *previous = NULL;
	const struct fy_diag_error *error =
		diag ? fy_diag_errors_iterate(diag, &previous) : NULL;

	if (error && error->msg)
		return error_set(err, STATUS_MALFORMED, NULL,
				 "line %d: no YAML: %s", error->line + 1,
				 error->msg);
	return error_set(err, STATUS_MALFORMED, NULL, "neither JSON nor YAML");
}

static enum status take_document(struct fy_document *document,
				 enum status (*take)(void *context,
						     const char *json,
						     struct error *err),
				 void *context, struct error *err)
{
	struct fy_node *root = fy_document_root(document);
	enum status status;
	char *json;

	if (!root)
		return STATUS_OK;
	json = fy_emit_node_to_string(root, FYECF_MODE_JSON_ONELINE |
						    FYECF_WIDTH_INF);
	if (!json)
		return error_set(err, STATUS_MALFORMED,
				 "aliases and tags are not followed",
				 "YAML that has no form in JSON");
	status = take(context, json, err);
	free(json);
	return status;
}

enum status yaml_each_as_json(const char *text, size_t length,
			      enum status (*take)(void *context,
						  const char *json,
						  struct error *err),
			      void *context, struct error *err)
{
	struct fy_diag_cfg quiet;
	struct fy_parse_cfg config = {.flags = FYPCF_QUIET};
	struct fy_document *document;
	struct fy_parser *parser;
	struct fy_diag *diag;
	enum status status = STATUS_OK;
	size_t at;

	/* libfyaml 0.7 may not come back from bytes that are no UTF-8. */
	if (!text_is_document(text, length, &at))
		return error_set(err, STATUS_MALFORMED, NULL,
				 "byte %zu: no UTF-8 text, or a control byte",
				 at + 1);
	fy_diag_cfg_default(&quiet);
	diag = fy_diag_create(&quiet);
	if (!diag)
		return error_no_memory(err);
	fy_diag_set_collect_errors(diag, true);
	config.diag = diag;
	parser = fy_parser_create(&config);
	if (!parser) {
		fy_diag_destroy(diag);
		return error_no_memory(err);
	}
	if (fy_parser_set_string(parser, text, length) != 0)
		status = malformed(diag, err);
	for (unsigned int n = 0; status == STATUS_OK && n < DOCUMENTS_MAX;
	     n++) {
		document = fy_parse_load_document(parser);
		if (!document)
			break;
		status = take_document(document, take, context, err);
		fy_parse_document_destroy(parser, document);
	}
	if (status == STATUS_OK && fy_diag_got_error(diag))
		status = malformed(diag, err);
	fy_parser_destroy(parser);
	fy_diag_destroy(diag);
	return status;
}
