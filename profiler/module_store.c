/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/module_store.h"

#include <errno.h>
#include <semanage/modules.h>
#include <semanage/semanage.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "profile/text.h"

#define MODULE_PRIORITY 400 /* what semodule -i uses */
#define MODULE_LANGUAGE "cil"

/* The library's last error message, for ours. */
static char last_message[256];

PRINTF(3, 4)
static void keep_message(void *argument, semanage_handle_t *handle,
			 const char *format, ...)
{
	va_list args;

	(void)argument;
	if (semanage_msg_get_level(handle) != SEMANAGE_MSG_ERR)
		return;
	va_start(args, format);
	vsnprintf(last_message, sizeof(last_message), format, args);
	va_end(args);
}

static void store_close(semanage_handle_t **handle)
{
	if (!*handle)
		return;
	if (semanage_is_connected(*handle))
		semanage_disconnect(*handle);
	semanage_handle_destroy(*handle);
}

static enum status failure(const char *what, const char *name,
			   struct error *err)
{
	last_message[strcspn(last_message, "\n")] = '\0';
	return error_set(err, STATUS_UNSUPPORTED,
			 "run as root on a host with an SELinux policy store "
			 "(/var/lib/selinux)",
			 "%s '%s': %s", what, printable(name),
			 last_message[0] ? printable(last_message)
					 : "no reason given");
}

static enum status store_open(semanage_handle_t **ret, const char *name,
			      struct error *err)
{
	semanage_handle_t *handle = semanage_handle_create();

	last_message[0] = '\0';
	if (!handle)
		return error_no_memory(err);
	*ret = handle;
	semanage_msg_set_callback(handle, keep_message, NULL);
	if (!semanage_is_managed(handle))
		return error_set(err, STATUS_UNSUPPORTED,
				 "install the package selinux-policy-default "
				 "(Debian) or selinux-policy-targeted "
				 "(Fedora)",
				 "this host has no SELinux policy store");
	if (semanage_connect(handle) < 0)
		return failure("open the policy store for", name, err);
	return STATUS_OK;
}

enum status module_install(const char *name, const char *text, size_t length,
			   struct error *err)
{
	semanage_handle_t *handle CLEANUP(store_close) = NULL;
	char *copy AUTO_FREE = NULL;
	enum status status = store_open(&handle, name, err);

	if (status != STATUS_OK)
		return status;
	copy = malloc(length + 1); /* the library takes it as writable */
	if (!copy)
		return error_no_memory(err);
	memcpy(copy, text, length);
	copy[length] = '\0';
	semanage_set_default_priority(handle, MODULE_PRIORITY);
	if (semanage_begin_transaction(handle) < 0 ||
	    semanage_module_install(handle, copy, length, name,
				    MODULE_LANGUAGE) < 0 ||
	    semanage_commit(handle) < 0)
		return failure("install module", name, err);
	return STATUS_OK;
}

enum status module_remove(const char *name, bool *ret_found,
			  struct error *err)
{
	semanage_handle_t *handle CLEANUP(store_close) = NULL;
	enum status status = module_find(name, NULL, 0, ret_found, NULL, err);

	if (status != STATUS_OK || !*ret_found)
		return status;
	status = store_open(&handle, name, err);
	if (status != STATUS_OK)
		return status;
	semanage_set_default_priority(handle, MODULE_PRIORITY);
	if (semanage_begin_transaction(handle) < 0 ||
	    semanage_module_remove(handle, (char *)(uintptr_t)name) < 0 ||
	    semanage_commit(handle) < 0)
		return failure("remove module", name, err);
	return STATUS_OK;
}

/* Compare the stored module's source with TEXT. */
static bool has_same_text(semanage_handle_t *handle, const char *name,
			  const char *text, size_t length)
{
	semanage_module_key_t *key = NULL;
	semanage_module_info_t *info = NULL;
	void *stored = NULL;
	size_t stored_length = 0;
	bool is_same = false;

	if (semanage_module_key_create(handle, &key) == 0 &&
	    semanage_module_key_set_name(handle, key, name) == 0 &&
	    semanage_module_key_set_priority(handle, key, MODULE_PRIORITY) ==
		    0 &&
	    semanage_module_extract(handle, key, 1, &stored, &stored_length,
				    &info) == 0)
		is_same = stored_length == length &&
			  memcmp(stored, text, length) == 0;
	if (stored)
		munmap(stored, stored_length);
	if (info) {
		semanage_module_info_destroy(handle, info);
		free(info);
	}
	if (key) {
		semanage_module_key_destroy(handle, key);
		free(key);
	}
	return is_same;
}

enum status module_find(const char *name, const char *text, size_t length,
			bool *ret_found, bool *ret_is_same, struct error *err)
{
	semanage_handle_t *handle CLEANUP(store_close) = NULL;
	semanage_module_info_t *list = NULL;
	int count = 0;
	enum status status = store_open(&handle, name, err);

	if (status != STATUS_OK)
		return status;
	if (semanage_module_list(handle, &list, &count) < 0)
		return failure("list modules for", name, err);
	*ret_found = false;
	for (int i = 0; i < count; i++) {
		semanage_module_info_t *info =
			semanage_module_list_nth(list, i);
		const char *found = semanage_module_get_name(info);

		if (found && strcmp(found, name) == 0)
			*ret_found = true;
		semanage_module_info_datum_destroy(info);
	}
	free(list);
	if (ret_is_same)
		*ret_is_same = *ret_found &&
			       has_same_text(handle, name, text, length);
	return STATUS_OK;
}
