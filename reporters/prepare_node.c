/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The script for the node, with the module and the seccomp profile in it. */
#include "reporters/preparation.h"

#include <string.h>

#include "policies/module_text.h"

/* The assembler takes the file in whole; the Makefile knows it as an input. */
__asm__(".section .rodata\n"
	".type prepare_node_script, @object\n"
	"prepare_node_script:\n"
	".incbin \"reporters/prepare_node.sh\"\n"
	".byte 0\n"
	".previous\n");
extern const char prepare_node_script[];

/* TEXT without line ends behind it: the script has its own. */
static void put_text(FILE *out, const char *text)
{
	size_t length = strlen(text);

	while (length && text[length - 1] == '\n')
		length--;
	fwrite(text, 1, length, out);
}

enum status prepare_node(FILE *out, const struct preparation *preparation,
			 struct error *err)
{
	const struct {
		const char *mark;
		const char *text;
	} parts[] = {
		{"@MODULE@", policy_module_text},
		{"@SECCOMP@", preparation->seccomp_json},
		{"@TYPE@", preparation->type},
		{"@ARCH@", preparation->arch},
		{"@FILE@", PREPARE_SECCOMP},
	};
	const char *rest = prepare_node_script;

	(void)err;
	while (*rest) {
		size_t plain = strcspn(rest, "@");
		size_t i = 0;

		fwrite(rest, 1, plain, out);
		rest += plain;
		while (i < ARRAY_LENGTH(parts) &&
		       !has_prefix(rest, parts[i].mark, NULL))
			i++;
		if (i < ARRAY_LENGTH(parts)) {
			put_text(out, parts[i].text);
			rest += strlen(parts[i].mark);
		} else if (*rest) {
			fputc(*rest++, out);
		}
	}
	return STATUS_OK;
}
