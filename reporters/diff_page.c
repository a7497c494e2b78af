/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/diff_page.h"

#include <sha2.h>
#include <string.h>

/* The assembler takes the files in whole; the Makefile knows them as inputs. */
__asm__(".section .rodata\n"
	".global diff_page_css\n"
	".type diff_page_css, @object\n"
	"diff_page_css:\n"
	".incbin \"reporters/diff_page.css\"\n"
	".byte 0\n"
	".global diff_page_js\n"
	".type diff_page_js, @object\n"
	"diff_page_js:\n"
	".incbin \"reporters/diff_page.js\"\n"
	".byte 0\n"
	".previous\n");

void diff_page_hash(const char *text, char ret[64])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	/* One zero byte more: 33 are eleven groups of three. */
	uint8_t digest[SHA256_DIGEST_LENGTH + 1] = {0};
	SHA2_CTX context;
	char *p = stpcpy(ret, "sha256-");

	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)text, strlen(text));
	SHA256Final(digest, &context);
	for (size_t i = 0; i < sizeof(digest); i += 3) {
		uint32_t bits = (uint32_t)digest[i] << 16 |
				(uint32_t)digest[i + 1] << 8 | digest[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6)
			*p++ = digits[bits >> shift & 63];
	}
	p[-1] = '='; /* the last group had two bytes */
	*p = '\0';
}
