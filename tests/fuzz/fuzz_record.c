/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One record as the kernel sends it: two bytes of type, then its text. */
#include "collectors/avc.h"
#include "collectors/field.h"
#include "collectors/seccomp.h"
#include "collectors/syscall_record.h"
#include "tests/fuzz/target.h"

static void claim_inside(struct span part, struct span whole)
{
	CLAIM(part.length == 0 ||
	      (part.data >= whole.data && span_end(part) <= span_end(whole)));
}

static void read_fields(struct span text)
{
	struct span rest = text, decoded;
	char buffer[64];
	struct field field;

	while (field_next(&rest, &field)) {
		claim_inside(field.key, text);
		claim_inside(field.value, text);
		CLAIM(!memchr(field.key.data, '"', field.key.length) ||
		      field.key.length);
		if (field_decode(field.value, buffer, sizeof(buffer), &decoded))
			CLAIM(decoded.length <= field.value.length);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record record;
	struct seccomp seccomp;
	struct syscall_record syscall;
	struct avc avc;
	struct span permission;

	if (size < 2)
		return 0;
	if (record_from_kernel((uint16_t)(data[0] << 8 | data[1]),
			       (const char *)data + 2, size - 2,
			       &record) != RECORD_OK)
		return 0;
	CLAIM(record_type_is_kernel(record.type));
	CLAIM(record.text.length <= RECORD_TEXT_MAX);
	read_fields(record.text);
	if (seccomp_parse(record.text, &seccomp))
		claim_inside(seccomp.label, record.text);
	if (syscall_record_parse(record.text, &syscall))
		claim_inside(syscall.exe, record.text);
	if (avc_parse(record.text, &avc) == RECORD_OK) {
		claim_inside(avc.source, record.text);
		CLAIM(avc.capability <= CAPABILITY_MAX);
		while (avc_next_permission(&avc.permissions, &permission))
			CLAIM(permission.length > 0);
	}
	return 0;
}
