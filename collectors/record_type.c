/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/record.h"

/*
 * The record types that are worth a name here: those that are read, and
 * those that one meets between them. Source: include/uapi/linux/audit.h (Linux
 * 6.12); audit-userspace lib/audit-records.h for user space's.
 */
#define RECORD_TYPE_TABLE(X)                                                   \
	X(1006, "LOGIN")                                                       \
	X(1100, "USER_AUTH")                                                   \
	X(1101, "USER_ACCT")                                                   \
	X(1103, "CRED_ACQ")                                                    \
	X(1104, "CRED_DISP")                                                   \
	X(1105, "USER_START")                                                  \
	X(1106, "USER_END")                                                    \
	X(1107, "USER_AVC")                                                    \
	X(1110, "CRED_REFR")                                                   \
	X(1111, "USER_CHAUTHTOK")                                              \
	X(1112, "USER_LOGIN")                                                  \
	X(1113, "USER_LOGOUT")                                                 \
	X(1123, "USER_CMD")                                                    \
	X(1124, "USER_TTY")                                                    \
	X(1130, "SERVICE_START")                                               \
	X(1131, "SERVICE_STOP")                                                \
	X(1200, "DAEMON_START")                                                \
	X(1201, "DAEMON_END")                                                  \
	X(1202, "DAEMON_ABORT")                                                \
	X(1203, "DAEMON_CONFIG")                                               \
	X(1204, "DAEMON_RECONFIG")                                             \
	X(1205, "DAEMON_ROTATE")                                               \
	X(1206, "DAEMON_RESUME")                                               \
	X(1300, "SYSCALL")                                                     \
	X(1302, "PATH")                                                        \
	X(1303, "IPC")                                                         \
	X(1304, "SOCKETCALL")                                                  \
	X(1305, "CONFIG_CHANGE")                                               \
	X(1306, "SOCKADDR")                                                    \
	X(1307, "CWD")                                                         \
	X(1309, "EXECVE")                                                      \
	X(1311, "IPC_SET_PERM")                                                \
	X(1312, "MQ_OPEN")                                                     \
	X(1317, "FD_PAIR")                                                     \
	X(1318, "OBJ_PID")                                                     \
	X(1319, "TTY")                                                         \
	X(1320, "EOE")                                                         \
	X(1321, "BPRM_FCAPS")                                                  \
	X(1322, "CAPSET")                                                      \
	X(1323, "MMAP")                                                        \
	X(1324, "NETFILTER_PKT")                                               \
	X(1325, "NETFILTER_CFG")                                               \
	X(1326, "SECCOMP")                                                     \
	X(1327, "PROCTITLE")                                                   \
	X(1328, "FEATURE_CHANGE")                                              \
	X(1330, "KERN_MODULE")                                                 \
	X(1331, "FANOTIFY")                                                    \
	X(1334, "BPF")                                                         \
	X(1335, "EVENT_LISTENER")                                              \
	X(1336, "URINGOP")                                                     \
	X(1337, "OPENAT2")                                                     \
	X(1400, "AVC")                                                         \
	X(1401, "SELINUX_ERR")                                                 \
	X(1402, "AVC_PATH")                                                    \
	X(1403, "MAC_POLICY_LOAD")                                             \
	X(1404, "MAC_STATUS")                                                  \
	X(1405, "MAC_CONFIG_CHANGE")                                           \
	X(1700, "ANOM_PROMISCUOUS")                                            \
	X(1701, "ANOM_ABEND")                                                  \
	X(1702, "ANOM_LINK")                                                   \
	X(2000, "KERNEL")                                                      \
	X(2404, "CRYPTO_KEY_USER")                                             \
	X(2500, "VIRT_CONTROL")

static const struct {
	uint16_t number;
	struct span name;
} types[] = {
#define X(number, name) {number, {name, sizeof(name) - 1}},
	RECORD_TYPE_TABLE(X)
#undef X
};

bool record_type_is_kernel(uint16_t type)
{
	/* 1000 to 1099 are commands, LOGIN alone is a record of the kernel;
	   1100 to 1199 and from 2100 up anybody with CAP_AUDIT_WRITE sends;
	   1200 to 1299 are the daemon's. */
	return type == AUDIT_LOGIN || (type >= 1300 && type <= 2000);
}

const char *record_type_name(uint16_t type)
{
	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
		if (types[i].number == type)
			return types[i].name.data;
	return NULL;
}

bool record_type_from_name(struct span name, uint16_t *ret)
{
	uint64_t number;

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
		if (span_equals(types[i].name, name)) {
			*ret = types[i].number;
			return true;
		}
	}
	if (span_has_prefix(name, SPAN("UNKNOWN[")) &&
	    name.data[name.length - 1] == ']')
		name = span_between(name.data + 8, span_end(name) - 1);
	if (!span_to_decimal(name, &number) || number > UINT16_MAX)
		return false;
	*ret = (uint16_t)number;
	return true;
}

bool record_type_from_next_name(struct span name, struct type_memo *memo,
				uint16_t *ret)
{
	size_t at;

	if (!name.length || name.length > sizeof(memo->places[0].name))
		return record_type_from_name(name, ret);
	at = (name.length + 7u * (unsigned char)name.data[0] +
	      (unsigned char)name.data[name.length - 1]) %
	     TYPE_MEMO_COUNT;
	if (memo->places[at].length == name.length &&
	    memcmp(memo->places[at].name, name.data, name.length) == 0) {
		*ret = memo->places[at].type;
		return true;
	}
	if (!record_type_from_name(name, ret))
		return false;
	memcpy(memo->places[at].name, name.data, name.length);
	memo->places[at].length = (uint8_t)name.length;
	memo->places[at].type = *ret;
	return true;
}
