/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For tests/bench/merge.sh: "make BASE DIR COUNT" writes COUNT profiles like
 * BASE, each a run of its own that lacks some of its items and has one that
 * few others have; "read FILE..." reads files with the JSON library alone.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *some_of(json_t *list)
{
	json_t *some = json_array();
	size_t index;
	json_t *item;

	json_array_foreach (list, index, item)
		if (random() % 20)
			json_array_append(some, item);
	return some;
}

static json_t *rare_access(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/var/lib/app/%ld", random() % 500);
	return json_pack("{s:s, s:s, s:s, s:[s], s:s, s:s}", "source", "@self",
			 "target", "system_u:object_r:var_lib_t:s0", "class",
			 "file", "permissions", "open", "path", path, "phase",
			 "exercise");
}

static int make(const char *base, const char *folder, long count)
{
	json_t *root = json_load_file(base, 0, NULL);

	srandom(1);
	for (long i = 0; root && i < count; i++) {
		json_t *own = json_copy(root), *accesses;
		char path[4096], id[65];

		accesses = some_of(json_object_get(root, "accesses"));
		json_array_append_new(accesses, rare_access());
		json_object_set_new(own, "accesses", accesses);
		json_object_set_new(own, "syscalls",
				    some_of(json_object_get(root, "syscalls")));
		snprintf(id, sizeof(id), "%064lx", i);
		json_object_set_new(
			own, "runs",
			json_pack("[{s:s, s:i}]", "id", id, "exit", 0));
		snprintf(path, sizeof(path), "%s/%05ld.json", folder, i);
		if (json_dump_file(own, path, JSON_INDENT(2)) != 0)
			return 1;
		json_decref(own);
	}
	return !root;
}

static int read_all(char **paths)
{
	for (; *paths; paths++) {
		json_t *root =
			json_load_file(*paths, JSON_REJECT_DUPLICATES, NULL);

		if (!root)
			return 1;
		json_decref(root);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "make") == 0)
		return make(argv[2], argv[3], strtol(argv[4], NULL, 10));
	if (argc > 2 && strcmp(argv[1], "read") == 0)
		return read_all(argv + 2);
	return 2;
}
