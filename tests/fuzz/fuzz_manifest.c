/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A manifest: refused with a line, or containers that have a name. */
#include "profile/kube_manifest.h"

#include <string.h>

#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_KUBE_MANIFEST struct kube_manifest manifest = {0};
	const struct kube_container *found = NULL;
	struct error err = {0};
	enum status status =
		kube_manifest_read(&manifest, (const char *)data, size, &err);

	if (status != STATUS_OK) {
		CLAIM(status == STATUS_MALFORMED && err.message[0]);
		return 0;
	}
	CLAIM(manifest.count > 0);
	for (size_t i = 0; i < manifest.count; i++) {
		const struct kube_container *one = &manifest.containers[i];

		CLAIM(one->name && one->object && one->kind && one->list &&
		      one->api_version);
		/* By its name it is found, or there is more than one. */
		status = kube_manifest_find(&found, &manifest, one->name, NULL,
					    &err);
		CLAIM(status == STATUS_OK || status == STATUS_USAGE);
		CLAIM(status != STATUS_OK ||
		      strcmp(found->name, one->name) == 0);
	}
	return 0;
}
