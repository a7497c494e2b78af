/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program of this host: fork, exec context, filter, exec. */
#include <cap-ng.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "profile/capset.h"
#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/domain.h"
#include "profiler/door_image.h"
#include "profiler/filter.h"
#include "profiler/filter_program.h"
#include "profiler/journal.h"
#include "profiler/process.h"
#include "profiler/workload.h"

/* Who the program runs as. */
struct identity {
	bool is_set;
	uid_t uid;
	gid_t gid;
	const char *name; /* for the supplementary groups, or NULL */
	const struct launch_plan *plan;
	char **words; /* of an enforced launch: the file, its arguments */
};

static void identity_done(struct identity *identity)
{
	free(identity->words);
}

static bool parse_id(const char *text, uint32_t *ret)
{
	uint64_t value;

	if (!parse_decimal(text, UINT32_MAX - 1, &value))
		return false;
	*ret = (uint32_t)value;
	return true;
}

static enum status find_group(const char *name, gid_t *ret, struct error *err)
{
	const struct group *group;

	if (parse_id(name, ret))
		return STATUS_OK;
	group = getgrnam(name);
	if (!group)
		return error_set(err, STATUS_USAGE, NULL,
				 "--user: no group '%s'", printable(name));
	*ret = group->gr_gid;
	return STATUS_OK;
}

/* "USER", "USER:GROUP", by name or number. */
static enum status find_identity(const char *spec, struct identity *identity,
				 struct error *err)
{
	char *user AUTO_FREE = NULL;
	const struct passwd *entry;
	char *group;

	if (!spec)
		return STATUS_OK;
	user = strdup(spec);
	if (!user)
		return error_no_memory(err);
	group = strchr(user, ':');
	if (group)
		*group++ = '\0';
	if (parse_id(user, &identity->uid))
		entry = getpwuid(identity->uid);
	else
		entry = getpwnam(user);
	if (!entry && !parse_id(user, &identity->uid))
		return error_set(err, STATUS_USAGE, NULL,
				 "--user: no user '%s'", printable(user));
	identity->is_set = true;
	if (entry) {
		identity->uid = entry->pw_uid;
		identity->gid = entry->pw_gid;
		identity->name = entry->pw_name;
	}
	return group ? find_group(group, &identity->gid, err) : STATUS_OK;
}

static enum status write_door(const char *path, struct error *err)
{
	int fd AUTO_CLOSE =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	int errnum = errno;

	(void)!domain_set_create(NULL);
	if (fd >= 0 && fchmod(fd, 0755) == 0 &&
	    write(fd, door_image, door_image_length) ==
		    (ssize_t)door_image_length)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, fd < 0 ? errnum : errno,
			       NULL, "write '%s'", path);
}

/*
 * A container's type is not entered through the host's programs, but through a
 * file of its own; it lies where no mount option is in the way, as nosuid is
 * on /run.
 */
static bool has_door(const struct launch_plan *plan)
{
	return plan->enforcement && plan->label;
}

static void door_path(const struct launch_plan *plan, char *buffer, size_t size)
{
	snprintf(buffer, size, JOURNAL_STATE_DIRECTORY "/%s/door", plan->id);
}

/* The child is in the group already; that needs no undo of its own. */
static enum status announce(const struct launch_plan *plan, struct error *err)
{
	if (!has_door(plan))
		return STATUS_OK;
	return journal_add(err, "directory " JOURNAL_STATE_DIRECTORY "/%s",
			   plan->id);
}

static enum status make_door(const struct launch_plan *plan, struct error *err)
{
	char path[128];
	char *slash;

	if (!has_door(plan))
		return STATUS_OK;
	door_path(plan, path, sizeof(path));
	slash = strrchr(path, '/');
	*slash = '\0';
	if ((mkdir(JOURNAL_STATE_DIRECTORY, 0755) != 0 && errno != EEXIST) ||
	    mkdir(path, 0755) != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "make '%s'", path);
	*slash = '/';
	if (domain_set_create("system_u:object_r:container_file_t:s0") != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno,
				       "the policy has no files of containers",
				       "label '%s'", path);
	return write_door(path, err);
}

static int become_user(const struct identity *identity)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
		return -errno;
	if (identity->name ? initgroups(identity->name, identity->gid)
			   : setgroups(0, NULL))
		return -errno;
	if (setresgid(identity->gid, identity->gid, identity->gid) != 0 ||
	    setresuid(identity->uid, identity->uid, identity->uid) != 0)
		return -errno;
	return 0;
}

/* What the bounding set lacks, no execve gives back. */
static int drop_bounds(capset_t set)
{
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (!capset_has(set, i) &&
		    prctl(PR_CAPBSET_READ, i, 0, 0, 0) == 1 &&
		    prctl(PR_CAPBSET_DROP, i, 0, 0, 0) != 0)
			return -errno;
	return 0;
}

/*
 * All permitted capabilities in effect, and those of SET beyond the execve as
 * well, so that every check is a visible one.
 */
static int hold_capabilities(capset_t set)
{
	if (capng_get_caps_process() != 0)
		return -EPERM;
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++) {
		if (!capng_have_capability(CAPNG_PERMITTED, i))
			continue;
		capng_update(CAPNG_ADD, CAPNG_EFFECTIVE, i);
		if (capset_has(set, i))
			capng_update(CAPNG_ADD, CAPNG_INHERITABLE, i);
	}
	if (capng_apply(CAPNG_SELECT_CAPS) != 0)
		return -EPERM;
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(set, i) &&
		    capng_have_capability(CAPNG_PERMITTED, i) &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) != 0)
			return -errno;
	return 0;
}

static int set_environment(const struct launch_plan *plan)
{
	for (const char *const *entry = plan->env; entry && *entry; entry++) {
		char *copy = strdup(*entry);

		if (!copy || putenv(copy) != 0)
			return -ENOMEM;
	}
	return 0;
}

/*
 * The last steps of an enforced launch, whose filter allows no call of ours
 * but the execve: it is made here.
 */
static int execute_confined(const struct identity *identity,
			    const char **ret_what)
{
	const struct enforcement *enforcement = identity->plan->enforcement;
	char door[128];
	int result;

	door_path(identity->plan, door, sizeof(door));
	*ret_what = "confine";
	result = filter_program_confine(enforcement->filter,
					enforcement->capabilities,
					enforcement->no_new_privileges);
	if (result)
		return result;
	*ret_what = "execute";
	if (has_door(identity->plan))
		execv(door, identity->words);
	else
		execv(identity->words[0], identity->words + 1);
	return -errno;
}

static int prepare(void *context, const char **ret_what)
{
	const struct identity *identity = context;
	const struct enforcement *enforcement = identity->plan->enforcement;
	int result;

	*ret_what = "drop capabilities for";
	result = enforcement ? drop_bounds(enforcement->capabilities) : 0;
	if (result)
		return result;
	*ret_what = "set the environment for";
	result = set_environment(identity->plan);
	if (result)
		return result;
	*ret_what = "set the label for";
	if (identity->plan->label && domain_set_exec(identity->plan->label))
		return -errno;
	*ret_what = "become the user for";
	result = identity->is_set ? become_user(identity) : 0;
	if (result)
		return result;
	*ret_what = "hold capabilities for";
	if (identity->is_set && identity->uid != 0)
		result = hold_capabilities(
			enforcement ? enforcement->capabilities : ~CAPSET_NONE);
	if (result)
		return result;
	if (enforcement)
		return execute_confined(identity, ret_what);
	*ret_what = "load the logging filter for";
	return filter_load_log(&identity->plan->filter);
}

/*
 * The file to execute and the program's arguments, for an enforced launch: a
 * search would be calls that its filter need not allow.
 */
static enum status find_words(struct identity *identity, char **ret_file,
			      struct error *err)
{
	char *const *command = identity->plan->command;
	size_t count = 0;

	*ret_file = process_find(command[0]);
	if (!*ret_file || access(*ret_file, X_OK) != 0)
		return error_set_errno(err, STATUS_USAGE,
				       *ret_file ? errno : ENOENT, NULL,
				       "execute '%s'", printable(command[0]));
	while (command[count])
		count++;
	identity->words = calloc(count + 2, sizeof(*identity->words));
	if (!identity->words)
		return error_no_memory(err);
	identity->words[0] = *ret_file;
	memcpy(identity->words + 1, command, count * sizeof(*command));
	return STATUS_OK;
}

static enum status start(struct workload *workload, struct error *err)
{
	struct identity identity CLEANUP(identity_done) = {
		.plan = workload->plan};
	char *file AUTO_FREE = NULL;
	enum status status =
		find_identity(workload->plan->user, &identity, err);

	if (status == STATUS_OK && workload->plan->enforcement)
		status = find_words(&identity, &file, err);
	if (status == STATUS_OK)
		status = make_door(workload->plan, err);
	if (status != STATUS_OK)
		return status;
	status = workload_spawn(workload, workload->plan->command, prepare,
				&identity, err);
	workload->inner_pid = workload->pid;
	workload_read_port_start(workload);
	return status;
}

static bool stop_command(const struct workload *workload, const char *argv[8])
{
	(void)workload;
	(void)argv;
	return false;
}

static void describe(struct workload *workload, struct profile *profile)
{
	const struct enforcement *enforcement = workload->plan->enforcement;

	profile->environment.has_no_new_privileges = true;
	profile->environment.no_new_privileges =
		prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ||
		(enforcement && enforcement->no_new_privileges);
}

/* A daemon's parent ends at once; the daemon is in the group. */
static bool is_alive(const struct workload *workload)
{
	return cgroup_is_populated(workload->plan->cgroup);
}

const struct workload_ops launch_program = {
	.name = "program",
	.announce = announce,
	.start = start,
	.stop_command = stop_command,
	.describe = describe,
	.is_alive = is_alive,
};
