/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/door_image.h"

__asm__(".section .rodata\n"
	".global door_image\n"
	"door_image:\n"
	".incbin \"" DOOR_FILE "\"\n"
	"door_image_end:\n"
	".balign 8\n"
	".global door_image_length\n"
	"door_image_length:\n"
	".quad door_image_end - door_image\n"
	".previous\n");
