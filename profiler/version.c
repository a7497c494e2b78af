/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/version.h"

#include "profile/syscall_names.h"

void version_print(FILE *out)
{
	fprintf(out, "whittle %s\n", WHITTLE_VERSION);
	fprintf(out, "libseccomp %s (API level %u)\n", libseccomp_version(),
		libseccomp_api_level());
	fprintf(out, "built with libaudit %s, libselinux %s, libsemanage %s, "
		     "libcap-ng %s, jansson %s, libfyaml %s\n",
		BUILT_LIBAUDIT, BUILT_LIBSELINUX, BUILT_LIBSEMANAGE,
		BUILT_LIBCAPNG, BUILT_JANSSON, BUILT_LIBFYAML);
}
