/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/audit_control.h"

#include <errno.h>
#include <fcntl.h>
#include <libaudit.h>
#include <linux/netlink.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "profile/file.h"

#define REPLY_TIMEOUT_MS 5000
#define READLOG_GROUP	 1u /* AUDIT_NLGRP_READLOG as a bind() mask */

static const char *const setting_names[] = {
	[AUDIT_SETTING_ENABLED] = "enabled",
	[AUDIT_SETTING_BACKLOG_LIMIT] = "backlog_limit",
	[AUDIT_SETTING_RATE_LIMIT] = "rate_limit",
};

static enum status unsupported(int errnum, const char *what, struct error *err)
{
	const char *hint = "run as root, in the host's own namespaces, on a "
			   "kernel with audit (not booted with audit=0)";

	return error_set_errno(err, STATUS_UNSUPPORTED, errnum, hint, "%s",
			       what);
}

static enum status control_open(int *ret_fd, struct error *err)
{
	int fd = audit_open();

	if (fd < 0)
		return unsupported(errno, "open audit netlink", err);
	*ret_fd = fd;
	return STATUS_OK;
}

/* One reply; false after REPLY_TIMEOUT_MS or an error (errno). */
static bool wait_reply(int fd, struct audit_reply *reply)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	int ready;

	do
		ready = poll(&poll_fd, 1, REPLY_TIMEOUT_MS);
	while (ready < 0 && errno == EINTR);
	if (ready == 0)
		errno = ETIMEDOUT;
	if (ready <= 0)
		return false;
	return audit_get_reply(fd, reply, GET_REPLY_NONBLOCKING, 0) > 0;
}

/* Wait for a reply of TYPE. An error that the kernel answers goes to errno. */
static bool wait_reply_type(int fd, int type, struct audit_reply *reply)
{
	while (wait_reply(fd, reply)) {
		if (reply->type == type || reply->type == NLMSG_DONE)
			return true;
		if (reply->type == NLMSG_ERROR && reply->error->error) {
			errno = -reply->error->error;
			return false;
		}
	}
	return false;
}

enum status audit_state_get(struct audit_state *ret, struct error *err)
{
	int fd AUTO_CLOSE = -1;
	struct audit_reply reply;
	enum status status = control_open(&fd, err);

	if (status != STATUS_OK)
		return status;
	if (audit_request_status(fd) <= 0 ||
	    !wait_reply_type(fd, AUDIT_GET, &reply) || reply.type != AUDIT_GET)
		return unsupported(errno, "ask audit for its state", err);
	*ret = (struct audit_state){
		.enabled = reply.status->enabled,
		.owner = reply.status->pid,
		.rate_limit = reply.status->rate_limit,
		.backlog_limit = reply.status->backlog_limit,
		.backlog = reply.status->backlog,
		.lost = reply.status->lost,
		.failure = reply.status->failure,
	};
	return STATUS_OK;
}

static bool rule_excludes(const struct audit_rule_data *rule, uint32_t type)
{
	bool is_type_asked = false;

	for (uint32_t i = 0; i < rule->field_count; i++) {
		uint32_t operation = rule->fieldflags[i];
		uint32_t value = rule->values[i];

		if (rule->fields[i] != AUDIT_MSGTYPE)
			return false; /* only for some subjects */
		is_type_asked = true;
		if ((operation == AUDIT_EQUAL && value != type) ||
		    (operation == AUDIT_NOT_EQUAL && value == type) ||
		    (operation == AUDIT_LESS_THAN && type >= value) ||
		    (operation == AUDIT_LESS_THAN_OR_EQUAL && type > value) ||
		    (operation == AUDIT_GREATER_THAN && type <= value) ||
		    (operation == AUDIT_GREATER_THAN_OR_EQUAL && type < value))
			return false;
	}
	return is_type_asked;
}

static void rule_note(const struct audit_rule_data *rule,
		      struct audit_rules *rules)
{
	uint32_t filter = rule->flags & AUDIT_FILTER_MASK;

	rules->count++;
	if (filter == AUDIT_FILTER_TASK && rule->action == AUDIT_NEVER &&
	    rule->field_count == 0)
		rules->has_task_never = true;
	if (filter != AUDIT_FILTER_EXCLUDE)
		return;
	if (rule_excludes(rule, AUDIT_SECCOMP))
		rules->is_seccomp_excluded = true;
	if (rule_excludes(rule, AUDIT_AVC))
		rules->is_avc_excluded = true;
}

enum status audit_rules_get(struct audit_rules *ret, struct error *err)
{
	int fd AUTO_CLOSE = -1;
	struct audit_reply reply;
	struct audit_rules rules = {0};
	enum status status = control_open(&fd, err);

	if (status != STATUS_OK)
		return status;
	if (audit_request_rules_list_data(fd) <= 0)
		return unsupported(errno, "ask audit for its rules", err);
	while (wait_reply_type(fd, AUDIT_LIST_RULES, &reply)) {
		if (reply.type == NLMSG_DONE) {
			*ret = rules;
			return STATUS_OK;
		}
		rule_note(reply.ruledata, &rules);
	}
	return unsupported(errno, "read audit's rules", err);
}

const char *audit_setting_name(enum audit_setting setting)
{
	return setting_names[setting];
}

uint32_t audit_setting_of(const struct audit_state *state,
			  enum audit_setting setting)
{
	switch (setting) {
	case AUDIT_SETTING_ENABLED:
		return state->enabled;
	case AUDIT_SETTING_BACKLOG_LIMIT:
		return state->backlog_limit;
	case AUDIT_SETTING_RATE_LIMIT:
		return state->rate_limit;
	}
	return 0;
}

enum status audit_setting_set(enum audit_setting setting, uint32_t value,
			      struct error *err)
{
	int fd AUTO_CLOSE = -1;
	int result = -EINVAL;
	enum status status = control_open(&fd, err);

	if (status != STATUS_OK)
		return status;
	switch (setting) {
	case AUDIT_SETTING_ENABLED:
		result = audit_set_enabled(fd, value);
		break;
	case AUDIT_SETTING_BACKLOG_LIMIT:
		result = audit_set_backlog_limit(fd, value);
		break;
	case AUDIT_SETTING_RATE_LIMIT:
		result = audit_set_rate_limit(fd, value);
		break;
	}
	if (result > 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, -result, NULL,
			       "set audit %s to %u", setting_names[setting],
			       value);
}

enum status audit_rule_set(enum audit_rule_id id, const char *type,
			   bool is_wanted, struct error *err)
{
	struct audit_rule_data *rule AUTO_FREE = audit_rule_make(id, type);
	int fd AUTO_CLOSE = -1;
	enum status status = control_open(&fd, err);
	int result;

	if (status != STATUS_OK)
		return status;
	if (!rule)
		return error_set(err, STATUS_INTERNAL, NULL,
				 "make the audit rule '%s'",
				 audit_rule_name(id));
	if (is_wanted)
		result = audit_add_rule_data(fd, rule, AUDIT_FILTER_EXIT,
					     AUDIT_ALWAYS);
	else
		result = audit_delete_rule_data(fd, rule, AUDIT_FILTER_EXIT,
						AUDIT_ALWAYS);
	if (result > 0 || result == -EEXIST || result == -ENOENT)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, -result, NULL,
			       "%s the audit rule '%s'",
			       is_wanted ? "add" : "remove",
			       audit_rule_name(id));
}

void audit_owner_name(const struct audit_state *state, char *buffer,
		      size_t size)
{
	char path[64];

	buffer[0] = '\0';
	if (!state->owner)
		return;
	snprintf(path, sizeof(path), "/proc/%u/comm", state->owner);
	file_read_line(path, buffer, size);
}

/* SO_RCVBUF counts the kernel's own overhead too and is doubled by it. */
static uint64_t set_buffer(int fd, uint64_t bytes)
{
	int wanted = bytes > INT32_MAX / 2 ? INT32_MAX / 2 : (int)bytes;
	int given = 0;
	socklen_t length = sizeof(given);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted,
		       sizeof(wanted)) != 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof(wanted));
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &given, &length);
	return (uint64_t)given / 2;
}

static enum status open_multicast(int fd, struct error *err)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK,
				      .nl_groups = READLOG_GROUP};

	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, errno,
			       "CAP_AUDIT_READ is needed",
			       "join the audit multicast group");
}

static enum status open_unicast(int fd, struct error *err)
{
	struct audit_state state;
	char owner[64];
	int result = audit_set_pid(fd, (uint32_t)getpid(), WAIT_YES);

	if (result > 0)
		return STATUS_OK;
	if (result == -EEXIST && audit_state_get(&state, NULL) == STATUS_OK) {
		audit_owner_name(&state, owner, sizeof(owner));
		return error_set(err, STATUS_UNSUPPORTED,
				 "use --collector multicast, or stop it",
				 "own the audit system: process %u (%s) owns "
				 "it",
				 state.owner, owner[0] ? owner : "gone");
	}
	return error_set_errno(err, STATUS_UNSUPPORTED, -result,
			       "use --collector multicast",
			       "own the audit system");
}

enum status audit_collector_open(enum collector_mode mode,
				 uint64_t buffer_bytes, int *ret_fd,
				 uint64_t *ret_buffer_bytes, struct error *err)
{
	int fd AUTO_CLOSE = -1;
	uint64_t given;
	enum status status;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	if (fd < 0)
		return unsupported(errno, "open audit netlink", err);
	given = set_buffer(fd, buffer_bytes);
	if (mode == COLLECTOR_MULTICAST)
		status = open_multicast(fd, err);
	else
		status = open_unicast(fd, err);
	if (status != STATUS_OK)
		return status;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	if (ret_buffer_bytes)
		*ret_buffer_bytes = given;
	*ret_fd = take_fd(&fd);
	return STATUS_OK;
}

void audit_collector_close(enum collector_mode mode, int *fd)
{
	if (*fd < 0)
		return;
	if (mode != COLLECTOR_MULTICAST)
		audit_set_pid(*fd, 0, WAIT_NO);
	close(*fd);
	*fd = -1;
}
