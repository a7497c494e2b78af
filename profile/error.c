/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int exit_code;
} statuses[] = {
#define X(id, name, exit_code, meaning) {name, exit_code},
	STATUS_TABLE(X)
#undef X
};

PRINTF(5, 0)
static void error_fill(struct error *err, enum status status, int errnum,
		       const char *hint, const char *format, va_list args)
{
	size_t used;

	if (!err)
		return;
	err->status = status;
	err->sys_errno = errnum;
	vsnprintf(err->message, sizeof(err->message), format, args);
	used = strlen(err->message);
	if (errnum)
		snprintf(err->message + used, sizeof(err->message) - used,
			 ": %s", strerror(errnum));
	snprintf(err->hint, sizeof(err->hint), "%s", hint ? hint : "");
}

enum status error_set(struct error *err, enum status status, const char *hint,
		      const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_fill(err, status, 0, hint, format, args);
	va_end(args);
	return status;
}

enum status error_set_errno(struct error *err, enum status status, int errnum,
			    const char *hint, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_fill(err, status, errnum, hint, format, args);
	va_end(args);
	return status;
}

enum status error_prefix(struct error *err, const char *format, ...)
{
	char context[sizeof(err->message)];
	char whole[sizeof(err->message)];
	va_list args;

	if (!err)
		return STATUS_INTERNAL;
	va_start(args, format);
	vsnprintf(context, sizeof(context), format, args);
	va_end(args);
	context[sizeof(context) / 2] = '\0';
	snprintf(whole, sizeof(whole), "%.512s: %.500s", context, err->message);
	memcpy(err->message, whole, sizeof(err->message));
	return err->status;
}

enum status error_no_memory(struct error *err)
{
	return error_set(err, STATUS_INTERNAL, NULL, "out of memory");
}

int status_exit_code(enum status status)
{
	return statuses[status].exit_code;
}

const char *status_name(enum status status)
{
	return statuses[status].name;
}

enum status status_worse(enum status a, enum status b)
{
	/* Position in this list is rank; OK is last. */
	static const enum status order[] = {
		STATUS_INTERNAL, STATUS_MALFORMED,  STATUS_UNSUPPORTED,
		STATUS_USAGE,	 STATUS_INCOMPLETE, STATUS_DIFFERS,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(order); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return STATUS_OK;
}

void error_print(const struct error *err)
{
	if (err->hint[0])
		fprintf(stderr, "whittle: %s (%s)\n", err->message, err->hint);
	else
		fprintf(stderr, "whittle: %s\n", err->message);
}
