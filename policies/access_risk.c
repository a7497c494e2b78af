/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/access_risk.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "profile/attributes.h"

struct row {
	const char *classes;	 /* with blanks around each */
	const char *permissions; /* likewise; NULL: any */
	bool is_on_others;	 /* not for what belongs to the workload */
	struct access_risk risk;
};

/*
 * The first that fits counts. Classes and permissions: the kernel's
 * security/selinux/include/classmap.h (6.12.107).
 */
static const struct row rows[] = {
	{" security ",
	 NULL,
	 false,
	 {5, "asks or changes the SELinux policy itself"}},
	{" system ",
	 " module_load module_request ",
	 false,
	 {5, "brings code into the host's kernel"}},
	{" system ", NULL, false, {3, "asks the host's kernel or init"}},
	{" process ",
	 " ptrace ",
	 true,
	 {4, "reads and takes over another process"}},
	{" process ",
	 " transition dyntransition ",
	 false,
	 {4, "goes on in another domain"}},
	{" process ",
	 " execmem execstack execheap ",
	 false,
	 {3, "runs code that it wrote into memory"}},
	{" process ", NULL, true, {3, "acts on processes of another domain"}},
	{" bpf perf_event io_uring user_namespace ",
	 NULL,
	 false,
	 {4, "uses an interface that widens what of the kernel it reaches"}},
	{" blk_file ", NULL, true, {5, "reaches a disk below its files"}},
	{" chr_file ",
	 " write append ioctl map open ",
	 true,
	 {3, "drives a device"}},
	{" packet_socket rawip_socket ",
	 NULL,
	 false,
	 {3, "sends and reads packets as they are"}},
	{" netlink_audit_socket netlink_selinux_socket netlink_xfrm_socket "
	 "netlink_netfilter_socket netlink_generic_socket ",
	 NULL,
	 false,
	 {3, "talks to the kernel's configuration"}},
	{" unix_stream_socket unix_dgram_socket ",
	 " connectto sendto ",
	 true,
	 {3, "talks to another domain's server"}},
	{" file lnk_file fifo_file sock_file dir ",
	 " relabelfrom relabelto mounton setattr ",
	 true,
	 {3, "changes whose files these are, or what they mean"}},
	{" file lnk_file fifo_file sock_file ",
	 " write append create unlink rename link ",
	 true,
	 {3, "changes files that are not its own"}},
	{" dir ",
	 " write add_name remove_name create rmdir rename reparent ",
	 true,
	 {3, "changes folders that are not its own"}},
	{" file ",
	 " execute execute_no_trans entrypoint execmod ",
	 true,
	 {2, "runs programs of another type"}},
	{" file lnk_file fifo_file sock_file dir filesystem fd chr_file ",
	 NULL,
	 true,
	 {2, "reads what is not its own"}},
	{" tcp_socket udp_socket ",
	 " name_bind name_connect node_bind ",
	 true,
	 {2, "takes or reaches a port"}},
};

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = words; length && (p = strstr(p, word)); p++)
		if (p[-1] == ' ' && p[length] == ' ')
			return true;
	return false;
}

struct access_risk access_risk(const char *target, const char *class,
			       const char *permission)
{
	bool is_own = strcmp(target, "@self") == 0 ||
		      strstr(target, ":@level") != NULL;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct row *row = &rows[i];

		if (has_word(row->classes, class) &&
		    (!row->permissions ||
		     has_word(row->permissions, permission)) &&
		    !(row->is_on_others && is_own))
			return row->risk;
	}
	return (struct access_risk){1, "stays with what is its own"};
}
