/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/syscall_record.h"

#include "collectors/field.h"
#include "profile/syscall_names.h"

enum kind { HEX, DECIMAL, SIGNED, YES_NO, STRING };

/* Raw values by their place in the table below. */
struct raw {
	bool is_there;
	uint64_t number;
	struct span text;
};

#define FIELD_TABLE(X)                                                         \
	X(ARCH, "arch", HEX)                                                   \
	X(SYSCALL, "syscall", SIGNED)                                          \
	X(SUCCESS, "success", YES_NO)                                          \
	X(EXIT, "exit", SIGNED)                                                \
	X(A0, "a0", HEX)                                                       \
	X(A1, "a1", HEX)                                                       \
	X(A2, "a2", HEX)                                                       \
	X(A3, "a3", HEX)                                                       \
	X(PPID, "ppid", DECIMAL)                                               \
	X(PID, "pid", DECIMAL)                                                 \
	X(UID, "uid", DECIMAL)                                                 \
	X(GID, "gid", DECIMAL)                                                 \
	X(EUID, "euid", DECIMAL)                                               \
	X(EGID, "egid", DECIMAL)                                               \
	X(FSUID, "fsuid", DECIMAL)                                             \
	X(FSGID, "fsgid", DECIMAL)                                             \
	X(SES, "ses", DECIMAL)                                                 \
	X(COMM, "comm", STRING)                                                \
	X(EXE, "exe", STRING)

enum {
#define X(id, key, kind) FIELD_##id,
	FIELD_TABLE(X)
#undef X
		FIELD_COUNT
};

static const struct {
	struct span key;
	enum kind kind;
} fields[] = {
#define X(id, key, kind) {{key, sizeof(key) - 1}, kind},
	FIELD_TABLE(X)
#undef X
};

static bool take_value(enum kind kind, struct span value, struct raw *ret)
{
	int64_t number;

	ret->text = value;
	switch (kind) {
	case HEX:
		return span_to_hex(value, &ret->number);
	case DECIMAL:
		return span_to_decimal(value, &ret->number);
	case SIGNED:
		if (!span_to_signed(value, &number))
			return false;
		ret->number = (uint64_t)number;
		return true;
	case YES_NO:
		ret->number = span_is(value, "yes");
		return ret->number || span_is(value, "no");
	case STRING:
		break;
	}
	return true;
}

static void take_field(struct raw *raws, const struct field *field)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (raws[i].text.data ||
		    !span_equals(field->key, fields[i].key))
			continue;
		raws[i].is_there =
			take_value(fields[i].kind, field->value, &raws[i]);
		return;
	}
}

static bool has_ids(const struct raw *raws)
{
	for (size_t i = FIELD_UID; i <= FIELD_FSGID; i++)
		if (!raws[i].is_there || raws[i].number > UINT32_MAX)
			return false;
	return true;
}

static void fill(const struct raw *raws, struct syscall_record *record)
{
	*record = (struct syscall_record){
		.arch = (uint32_t)raws[FIELD_ARCH].number,
		.number = (uint32_t)raws[FIELD_SYSCALL].number,
		.has_success = raws[FIELD_SUCCESS].is_there &&
			       raws[FIELD_EXIT].is_there,
		.is_success = raws[FIELD_SUCCESS].number,
		.exit = (int64_t)raws[FIELD_EXIT].number,
		.has_pid = raws[FIELD_PID].is_there,
		.pid = raws[FIELD_PID].number,
		.parent = raws[FIELD_PPID].number,
		.has_session = raws[FIELD_SES].is_there,
		.session = raws[FIELD_SES].number,
		.has_ids = has_ids(raws),
		.uid = (uint32_t)raws[FIELD_UID].number,
		.gid = (uint32_t)raws[FIELD_GID].number,
		.euid = (uint32_t)raws[FIELD_EUID].number,
		.egid = (uint32_t)raws[FIELD_EGID].number,
		.fsuid = (uint32_t)raws[FIELD_FSUID].number,
		.fsgid = (uint32_t)raws[FIELD_FSGID].number,
		.comm = raws[FIELD_COMM].text,
		.exe = raws[FIELD_EXE].text,
	};
	for (size_t i = 0; i < ARRAY_LENGTH(record->args); i++) {
		record->args[i] = raws[FIELD_A0 + i].number;
		record->lacks_args |= raws[FIELD_A0 + i].text.data &&
				      !raws[FIELD_A0 + i].is_there;
	}
	syscall_normalize(&record->arch, &record->number);
}

bool syscall_record_parse(struct span text, struct syscall_record *ret)
{
	struct raw raws[FIELD_COUNT] = {0};
	struct field field;

	while (field_next(&text, &field)) {
		if (field_begins_record(&field))
			return false;
		take_field(raws, &field);
	}
	if (!raws[FIELD_ARCH].is_there || !raws[FIELD_SYSCALL].is_there ||
	    !raws[FIELD_PID].is_there || raws[FIELD_ARCH].number > UINT32_MAX)
		return false;
	fill(raws, ret);
	return true;
}
