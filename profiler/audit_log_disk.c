/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/audit_log_disk.h"

#include <ctype.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "profile/attributes.h"
#include "profile/file.h"
#include "profile/text.h"

#define AUDITD_CONF	  "/etc/audit/auditd.conf"
#define CAUTIOUS_CAPACITY (40u << 20) /* auditd's own default: 5 times 8 MB */
#define JOURNAL_CAPACITY  (200u << 20)

struct auditd_settings {
	uint64_t megabytes;
	uint64_t files;
	bool is_written;
	bool is_rotated;
	bool stops_host;
};

/* KEY and VALUE of "key = value", in place; false for anything else. */
static bool split_setting(char *line, char **key, char **value)
{
	char *equals = strchr(line, '=');
	char *end;

	if (!equals || line[0] == '#')
		return false;
	*equals = '\0';
	*key = line + strspn(line, " \t");
	(*key)[strcspn(*key, " \t")] = '\0';
	*value = equals + 1 + strspn(equals + 1, " \t");
	end = *value + strcspn(*value, "\r\n");
	while (end > *value && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return true;
}

static bool is_stopping(const char *action)
{
	return strcasecmp(action, "halt") == 0 ||
	       strcasecmp(action, "single") == 0 ||
	       strcasecmp(action, "suspend") == 0;
}

static void read_setting(const char *key, const char *value,
			 struct auditd_settings *settings)
{
	uint64_t number;

	if (strcasecmp(key, "max_log_file") == 0 &&
	    parse_decimal(value, 1u << 20, &number))
		settings->megabytes = number;
	else if (strcasecmp(key, "num_logs") == 0 &&
		 parse_decimal(value, 999, &number))
		settings->files = number;
	else if (strcasecmp(key, "write_logs") == 0)
		settings->is_written = strcasecmp(value, "no") != 0;
	else if (strcasecmp(key, "max_log_file_action") == 0)
		settings->is_rotated = strcasecmp(value, "rotate") == 0;
	else if (strcasecmp(key, "disk_full_action") == 0 ||
		 strcasecmp(key, "admin_space_left_action") == 0)
		settings->stops_host |= is_stopping(value);
}

static FILE *open_below(const char *root, const char *path)
{
	struct text whole AUTO_TEXT = {0};

	text_addf(&whole, "%s%s", root, path);
	return whole.failed ? NULL : fopen(whole.data, "re");
}

static struct auditd_settings read_auditd_conf(const char *root)
{
	struct auditd_settings settings = {.megabytes = 8,
					   .files = 5,
					   .is_written = true,
					   .is_rotated = true};
	FILE *file AUTO_FCLOSE = open_below(root, AUDITD_CONF);
	char line[1024];
	char *key, *value;

	while (file && fgets(line, sizeof(line), file))
		if (split_setting(line, &key, &value))
			read_setting(key, value, &settings);
	return settings;
}

static void describe_auditd(const char *root, struct audit_log_disk *ret)
{
	struct auditd_settings settings = read_auditd_conf(root);

	snprintf(ret->writer, sizeof(ret->writer), "auditd");
	ret->is_written = settings.is_written;
	ret->stops_host = settings.stops_host;
	ret->capacity_bytes = settings.megabytes * settings.files << 20;
	if (!settings.is_rotated || !ret->capacity_bytes)
		ret->capacity_bytes = CAUTIOUS_CAPACITY;
	ret->safe_bytes = ret->capacity_bytes / 2;
}

/* Is any socket in the multicast group of records? (journald's is.) */
static bool has_multicast_reader(const char *root)
{
	FILE *file AUTO_FCLOSE = open_below(root, "/proc/net/netlink");
	char line[256];

	while (file && fgets(line, sizeof(line), file)) {
		unsigned int protocol, port, groups;

		if (sscanf(line, "%*s %u %u %x", &protocol, &port, &groups) ==
			    3 &&
		    protocol == NETLINK_AUDIT && (groups & 1))
			return true;
	}
	return false;
}

void audit_log_disk_read(const char *root, uint32_t owner,
			 struct audit_log_disk *ret)
{
	*ret = (struct audit_log_disk){0};
	if (owner) {
		describe_auditd(root, ret);
	} else if (has_multicast_reader(root)) {
		ret->is_written = true;
		snprintf(ret->writer, sizeof(ret->writer), "%s",
			 "systemd-journald");
		ret->capacity_bytes = JOURNAL_CAPACITY;
		ret->safe_bytes = JOURNAL_CAPACITY / 2;
	}
}

void audit_log_disk_get(uint32_t owner, struct audit_log_disk *ret)
{
	audit_log_disk_read("", owner, ret);
}
