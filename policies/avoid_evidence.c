/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/avoid_evidence.h"

#include <linux/capability.h>
#include <string.h>

#include "policies/dac_class.h"
#include "policies/user_namespace.h"

#define PROC_SYS "/proc/sys/"

/* "33:4" */
static bool read_owner(const char *owner, uint32_t *ret_uid, uint32_t *ret_gid)
{
	char uid[12];
	size_t length = owner ? strcspn(owner, ":") : 0;
	uint64_t value;

	if (!length || length >= sizeof(uid) || owner[length] != ':')
		return false;
	memcpy(uid, owner, length);
	uid[length] = '\0';
	if (!parse_decimal(uid, UINT32_MAX, &value))
		return false;
	*ret_uid = (uint32_t)value;
	if (!parse_decimal(owner + length + 1, UINT32_MAX, &value))
		return false;
	*ret_gid = (uint32_t)value;
	return true;
}

/* "0640" */
static bool read_mode(const char *mode, unsigned int *ret)
{
	unsigned int value = 0;

	if (!mode || !*mode || strlen(mode) > 4)
		return false;
	for (; *mode; mode++) {
		if (*mode < '0' || *mode > '7')
			return false;
		value = value << 3 | (unsigned int)(*mode - '0');
	}
	*ret = value;
	return true;
}

bool evidence_blames_folder(const struct capability_need *need,
			    const struct evidence *evidence,
			    const struct reason *reason)
{
	(void)need;
	return evidence->path && strcmp(reason->id, "dac-folder") == 0;
}

bool evidence_names_file(const struct capability_need *need,
			 const struct evidence *evidence,
			 const struct reason *reason)
{
	uint32_t uid, gid;
	unsigned int mode;

	return evidence->path && reason->has_uid &&
	       !evidence_blames_folder(need, evidence, reason) &&
	       read_owner(evidence->owner, &uid, &gid) &&
	       read_mode(evidence->mode, &mode);
}

bool evidence_has_owner(const struct capability_need *need,
			const struct evidence *evidence,
			const struct reason *reason)
{
	uint32_t uid, gid;

	return evidence->path && reason->has_uid &&
	       !evidence_blames_folder(need, evidence, reason) &&
	       read_owner(evidence->owner, &uid, &gid) && uid != 0 &&
	       uid != reason->uid;
}

bool evidence_is_sysctl(const struct capability_need *need,
			const struct evidence *evidence,
			const struct reason *reason)
{
	(void)need;
	(void)reason;
	return evidence->path && has_prefix(evidence->path, PROC_SYS, NULL);
}

/* A row of check_sites may say that it was none. */
bool evidence_may_be_icmp(const struct capability_need *need,
			  const struct evidence *evidence,
			  const struct reason *reason)
{
	(void)need;
	(void)evidence;
	return !reason->id[0] || strcmp(reason->id, "needed") == 0 ||
	       strstr(reason->id, "icmp") || strstr(reason->id, "raw-socket");
}

bool evidence_is_oom_score(const struct capability_need *need,
			   const struct evidence *evidence,
			   const struct reason *reason)
{
	const char *last = evidence->path ? strrchr(evidence->path, '/') : NULL;

	(void)need;
	(void)reason;
	return last && has_prefix(last, "/oom_", NULL);
}

bool evidence_is_dmesg(const struct capability_need *need,
		       const struct evidence *evidence,
		       const struct reason *reason)
{
	(void)need;
	(void)reason;
	return is_same_string(evidence->path, "/dev/kmsg") ||
	       is_same_string(evidence->syscall, "syslog");
}

bool need_works_in_userns(const struct capability_need *need,
			  const struct evidence *evidence,
			  const struct reason *reason)
{
	const struct userns_row *row = userns_row(need->capability);

	(void)evidence;
	(void)reason;
	return row && row->reach == USERNS_WORKS;
}

bool need_is_of_one_program(const struct capability_need *need,
			    const struct evidence *evidence,
			    const struct reason *reason)
{
	(void)reason;
	if (!evidence->exe)
		return false;
	for (size_t i = 0; i < need->evidence_count; i++)
		if (!is_same_string(need->evidence[i].exe, evidence->exe))
			return false;
	return true;
}

static void add_file(struct text *text, const struct evidence *evidence)
{
	text_addf(text, "'%s'", printable(evidence->path));
	if (evidence->mode && evidence->owner)
		text_addf(text, " (%s %s)", printable(evidence->mode),
			  printable(evidence->owner));
}

void avoid_describe_mode(struct text *text, const struct evidence *evidence,
			 const struct reason *reason)
{
	uint32_t uid = 0, gid = 0;

	text_add(text, "let ");
	if (reason->has_gid)
		text_addf(text, "uid %u or gid %u in at ", reason->uid,
			  reason->gid);
	else
		text_addf(text, "uid %u in at ", reason->uid);
	add_file(text, evidence);
	text_add(text, ": by mode, owner or group");
	if (strstr(reason->says, DAC_ONLY_GROUP) &&
	    read_owner(evidence->owner, &uid, &gid))
		text_addf(text, "; or run with supplementary group %u", gid);
}

void avoid_describe_folder(struct text *text, const struct evidence *evidence,
			   const struct reason *reason)
{
	text_addf(text, "let uid %u search the folders on the way to '%s'",
		  reason->uid, printable(evidence->path));
}

void avoid_describe_owner(struct text *text, const struct evidence *evidence,
			  const struct reason *reason)
{
	uint32_t uid = 0, gid = 0;

	(void)reason;
	if (read_owner(evidence->owner, &uid, &gid))
		text_addf(text, "run as uid %u, who owns '%s'", uid,
			  printable(evidence->path));
}

void avoid_describe_chown(struct text *text, const struct evidence *evidence,
			  const struct reason *reason)
{
	(void)reason;
	if (evidence->path)
		text_addf(text,
			  "give '%s' its owner when the image is built, or the "
			  "volume by fsGroup",
			  printable(evidence->path));
}

/* /proc/sys/net/ipv4/ip_forward is net.ipv4.ip_forward. */
void avoid_describe_sysctl(struct text *text, const struct evidence *evidence,
			   const struct reason *reason)
{
	const char *p = printable(evidence->path);

	(void)reason;
	if (!has_prefix(p, PROC_SYS, &p))
		return;
	text_add(text, "have the sysctl ");
	for (; *p; p++)
		text_add_bytes(text, *p == '/' ? "." : p, 1);
	text_add(text, " set from outside (securityContext.sysctls, --sysctl)");
}

void avoid_describe_setcap(struct text *text, const struct evidence *evidence,
			   const struct reason *reason)
{
	(void)reason;
	if (evidence->exe)
		text_addf(text,
			  "run it as a user, and put the capability on '%s' "
			  "alone (setcap)",
			  printable(evidence->exe));
}
