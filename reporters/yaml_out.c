/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/yaml_out.h"

#include <assert.h>
#include <libfyaml.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "profile/text.h"

#define DEPTH_MAX  32
#define PAGE_WIDTH 79

/* A comment, and the line of the document that it stands above. */
struct comment {
	size_t line;
	char *text;
};

struct container {
	struct fy_node *node; /* borrowed from the document */
	bool is_list;
	bool is_fresh; /* nothing in it yet */
};

/*
 * libfyaml can keep the comments of a document that it reads, but not add
 * any. So the document is built as a tree, and its comments are put in where
 * the emitter's output starts a line: lines are counted while the tree grows
 * (line_built) and as text comes out (line_emitted). Each key of a map and
 * each item of a list is one line, but for the first key of a map in a list.
 */
struct yaml_out {
	struct fy_document *document;
	struct container stack[DEPTH_MAX];
	size_t depth;
	size_t line_built;
	struct comment *comments;
	size_t comment_count;
	bool has_comments;
	bool failed;
	/* while it is emitted */
	struct text text;
	size_t line_emitted;
	size_t indent;
	bool is_line_start;
};

/* Words of TEXT up to the page's width, each line after INDENT and "# ". */
static void fold_comment(struct text *out, const char *text, size_t indent)
{
	size_t width = PAGE_WIDTH > indent + 22 ? PAGE_WIDTH - indent - 2 : 20;
	size_t used = 0;

	for (const char *word = text; *word;) {
		size_t length = strcspn(word, " ");

		if (used && used + 1 + length > width) {
			text_add(out, "\n");
			used = 0;
		}
		if (!used)
			text_addf(out, "%*s#", (int)indent, "");
		text_add(out, " ");
		text_add_bytes(out, word, length);
		used += 1 + length;
		word += length;
		word += strspn(word, " ");
	}
	text_add(out, "\n");
}

static void begin_line(struct yaml_out *yaml)
{
	for (size_t i = 0; i < yaml->comment_count; i++)
		if (yaml->comments[i].line == yaml->line_emitted)
			fold_comment(&yaml->text, yaml->comments[i].text,
				     yaml->indent);
	text_addf(&yaml->text, "%*s", (int)yaml->indent, "");
	yaml->is_line_start = false;
}

/* Those that nothing follows. */
static void end_document(struct yaml_out *yaml)
{
	for (size_t i = 0; i < yaml->comment_count; i++)
		if (yaml->comments[i].line >= yaml->line_emitted)
			fold_comment(&yaml->text, yaml->comments[i].text, 0);
}

static int emit(struct fy_emitter *emitter, enum fy_emitter_write_type type,
		const char *chunk, int length, void *data)
{
	struct yaml_out *yaml = data;

	(void)emitter;
	if (type == fyewt_terminating_zero)
		return length;
	if (type == fyewt_linebreak) {
		text_add(&yaml->text, "\n");
		yaml->line_emitted++;
		yaml->is_line_start = true;
		yaml->indent = 0;
		return length;
	}
	if (type == fyewt_indent && yaml->is_line_start) {
		yaml->indent += (size_t)length;
		return length;
	}
	if (yaml->is_line_start)
		begin_line(yaml);
	text_add_bytes(&yaml->text, chunk, (size_t)length);
	return length;
}

struct yaml_out *yaml_out_new(bool has_comments)
{
	struct yaml_out *yaml = calloc(1, sizeof(*yaml));

	if (!yaml)
		return NULL;
	yaml->has_comments = has_comments;
	yaml->is_line_start = true;
	yaml->document = fy_document_create(NULL);
	if (!yaml->document) {
		free(yaml);
		return NULL;
	}
	return yaml;
}

void yaml_out_free(struct yaml_out *yaml)
{
	if (!yaml)
		return;
	fy_document_destroy(yaml->document);
	for (size_t i = 0; i < yaml->comment_count; i++)
		free(yaml->comments[i].text);
	free(yaml->comments);
	text_done(&yaml->text);
	free(yaml);
}

/*
 * Plain only where no reader of YAML 1.1 or 1.2 takes it for anything but a
 * string: a letter first, no sign that means something, no reserved word.
 */
static bool is_plain(const char *value)
{
	static const char *const reserved[] = {
		"yes",	"no", "on", "off",	"true", "false",
		"null", "y",  "n",  "infinity", "nan",	"inf"};
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-./";

	if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
		    value[0]) ||
	    !value[0] || value[strspn(value, harmless)])
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(reserved); i++)
		if (strcasecmp(value, reserved[i]) == 0)
			return false;
	return true;
}

/*
 * The library makes a plain scalar wherever the syntax allows one, which says
 * nothing of types. A quoted one it makes from quoted text only; VALUE has no
 * control bytes, so the quote is all there is to double.
 */
static struct fy_node *quoted(struct yaml_out *yaml, const char *value)
{
	AUTO_TEXT struct text text = {0};

	text_add(&text, "'");
	for (const char *p = value; *p; p++)
		text_add_bytes(&text, *p == '\'' ? "''" : p,
			       *p == '\'' ? 2 : 1);
	text_add(&text, "'");
	if (text.failed)
		return NULL;
	/* The tree points into its text, so it is given the text. */
	return fy_node_build_from_malloc_string(yaml->document,
						text_take(&text), FY_NT);
}

static struct fy_node *scalar(struct yaml_out *yaml, const char *value)
{
	AUTO_FREE char *clean = text_sanitize(value, strlen(value));

	if (!clean)
		return NULL;
	return is_plain(clean) ? fy_node_create_scalar_copy(yaml->document,
							    clean, FY_NT)
			       : quoted(yaml, clean);
}

static void count_line(struct yaml_out *yaml)
{
	struct container *in = &yaml->stack[yaml->depth - 1];
	bool shares_line = in->is_fresh && !in->is_list && yaml->depth > 1 &&
			   yaml->stack[yaml->depth - 2].is_list;

	if (!shares_line)
		yaml->line_built++;
	in->is_fresh = false;
}

/* Takes NODE over; NULL: memory ran out. */
static void add(struct yaml_out *yaml, const char *key, struct fy_node *node)
{
	struct container *in;
	int result;

	if (!node || yaml->failed) {
		fy_node_free(node);
		yaml->failed = true;
		return;
	}
	if (!yaml->depth) {
		fy_document_set_root(yaml->document, node);
		return;
	}
	in = &yaml->stack[yaml->depth - 1];
	assert(in->is_list == !key);
	count_line(yaml);
	result = key ? fy_node_mapping_append(in->node, scalar(yaml, key), node)
		     : fy_node_sequence_append(in->node, node);
	yaml->failed = result != 0;
}

static void push(struct yaml_out *yaml, const char *key, struct fy_node *node,
		 bool is_list)
{
	assert(yaml->depth < DEPTH_MAX);
	add(yaml, key, node);
	yaml->stack[yaml->depth++] = (struct container){
		.node = node, .is_list = is_list, .is_fresh = true};
}

void yaml_out_map_begin(struct yaml_out *yaml, const char *key)
{
	push(yaml, key, fy_node_create_mapping(yaml->document), false);
}

void yaml_out_list_begin(struct yaml_out *yaml, const char *key)
{
	push(yaml, key, fy_node_create_sequence(yaml->document), true);
}

void yaml_out_end(struct yaml_out *yaml)
{
	assert(yaml->depth);
	yaml->depth--;
}

void yaml_out_string(struct yaml_out *yaml, const char *key, const char *value)
{
	add(yaml, key, scalar(yaml, value));
}

void yaml_out_bool(struct yaml_out *yaml, const char *key, bool value)
{
	add(yaml, key,
	    fy_node_create_scalar_copy(yaml->document, value ? "true" : "false",
				       FY_NT));
}

void yaml_out_number(struct yaml_out *yaml, const char *key,
		     unsigned long value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lu", value);
	add(yaml, key,
	    fy_node_create_scalar_copy(yaml->document, digits, FY_NT));
}

void yaml_out_null(struct yaml_out *yaml, const char *key)
{
	add(yaml, key,
	    fy_node_create_scalar_copy(yaml->document, "null", FY_NT));
}

void yaml_out_comment(struct yaml_out *yaml, const char *format, ...)
{
	struct comment *grown;
	char *line = NULL;
	va_list arguments;

	if (!yaml->has_comments || yaml->failed)
		return;
	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		line = NULL;
	va_end(arguments);
	grown = reallocarray(yaml->comments, yaml->comment_count + 1,
			     sizeof(*grown));
	if (grown)
		yaml->comments = grown;
	if (!grown || !line) {
		free(line);
		yaml->failed = true;
		return;
	}
	/* Tabs and line ends too: they are no part of a comment. */
	grown[yaml->comment_count++] = (struct comment){
		yaml->line_built, text_sanitize(line, strlen(line))};
	free(line);
	if (!grown[yaml->comment_count - 1].text)
		yaml->comment_count--, yaml->failed = true;
}

enum status yaml_out_finish(struct yaml_out *yaml, FILE *out, struct error *err)
{
	const struct fy_emitter_cfg config = {
		.flags = FYECF_MODE_BLOCK | FYECF_INDENT_2 | FYECF_WIDTH_INF |
			 FYECF_DOC_START_MARK_OFF | FYECF_DOC_END_MARK_OFF |
			 FYECF_VERSION_DIR_OFF | FYECF_TAG_DIR_OFF,
		.output = emit,
		.userdata = yaml,
	};
	struct fy_emitter *emitter;

	assert(!yaml->depth);
	emitter = yaml->failed ? NULL : fy_emitter_create(&config);
	if (!emitter || fy_emit_document(emitter, yaml->document) != 0)
		yaml->failed = true;
	fy_emitter_destroy(emitter);
	end_document(yaml);
	if (yaml->failed || yaml->text.failed)
		return error_no_memory(err);
	fputs(text_string(&yaml->text), out);
	return STATUS_OK;
}
