/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/module_text.h"

/* The assembler takes the file in whole; the Makefile knows it as an input. */
__asm__(".section .rodata\n"
	".global policy_module_text\n"
	".type policy_module_text, @object\n"
	"policy_module_text:\n"
	".incbin \"policies/whittle.cil\"\n"
	"policy_module_end:\n"
	".byte 0\n"
	".balign 8\n"
	".global policy_module_length\n"
	".type policy_module_length, @object\n"
	"policy_module_length:\n"
	".quad policy_module_end - policy_module_text\n"
	".previous\n");
