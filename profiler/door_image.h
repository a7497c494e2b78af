/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/door_image.h - the program profiler/door/door.c, made part of this
   one. */

#ifndef WHITTLE_PROFILER_DOOR_IMAGE_H
#define WHITTLE_PROFILER_DOOR_IMAGE_H

#include <stddef.h>

extern const char door_image[];
extern const size_t door_image_length;

#endif
