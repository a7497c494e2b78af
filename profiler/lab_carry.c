/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_carry.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "profile/text.h"

enum { TAR_BLOCK = 512, TAR_RECORD = 20 * TAR_BLOCK };

/* A header of POSIX.1-1988 (ustar); long names go before it, as GNU's do. */
struct tar_header {
	char name[100];
	char mode[8];
	char uid[8];
	char gid[8];
	char size[12];
	char mtime[12];
	char checksum[8];
	char type;
	char link_name[100];
	char magic[6];
	char version[2];
	char user[32];
	char group[32];
	char device_major[8];
	char device_minor[8];
	char prefix[155];
	char padding[12];
};
_Static_assert(sizeof(struct tar_header) == TAR_BLOCK, "a tar header");

enum status lab_carry_init(struct lab_carry *carry, struct error *err)
{
	carry->fd = memfd_create("whittle-lab", MFD_CLOEXEC);
	if (carry->fd >= 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
			       "make a file in memory");
}

void lab_carry_done(struct lab_carry *carry)
{
	if (carry->fd >= 0)
		close(carry->fd);
	carry->fd = -1;
}

static enum status put(struct lab_carry *carry, const void *bytes,
		       size_t length, struct error *err)
{
	const char *next = bytes;

	while (length > 0) {
		ssize_t written = write(carry->fd, next, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "archive for the guest");
		next += written;
		length -= (size_t)written;
	}
	return STATUS_OK;
}

static enum status put_zeros(struct lab_carry *carry, size_t length,
			     struct error *err)
{
	static const char zeros[TAR_RECORD];

	return put(carry, zeros, length, err);
}

static size_t padding_of(uint64_t size, size_t unit)
{
	return (unit - size % unit) % unit;
}

static void set_checksum(struct tar_header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	unsigned int sum = 0;

	memset(header->checksum, ' ', sizeof(header->checksum));
	for (size_t i = 0; i < sizeof(*header); i++)
		sum += bytes[i];
	snprintf(header->checksum, sizeof(header->checksum), "%06o", sum);
}

static enum status put_header(struct lab_carry *carry, const char *name,
			      char type, mode_t mode, uint64_t size,
			      const char *target, struct error *err);

/* GNU tar's way with names that do not fit: an entry of their own. */
static enum status put_long_name(struct lab_carry *carry, const char *name,
				 char type, struct error *err)
{
	size_t length = strlen(name) + 1;
	enum status status =
		put_header(carry, "././@LongLink", type, 0644, length, "", err);

	if (status == STATUS_OK)
		status = put(carry, name, length, err);
	if (status == STATUS_OK)
		status = put_zeros(carry, padding_of(length, TAR_BLOCK), err);
	return status;
}

static enum status put_header(struct lab_carry *carry, const char *name,
			      char type, mode_t mode, uint64_t size,
			      const char *target, struct error *err)
{
	struct tar_header header = {.type = type, .magic = "ustar"};
	enum status status = STATUS_OK;

	if (strlen(name) >= sizeof(header.name))
		status = put_long_name(carry, name, 'L', err);
	if (status == STATUS_OK && strlen(target) >= sizeof(header.link_name))
		status = put_long_name(carry, target, 'K', err);
	if (status != STATUS_OK)
		return status;
	memcpy(header.name, name, strnlen(name, sizeof(header.name)));
	memcpy(header.link_name, target,
	       strnlen(target, sizeof(header.link_name)));
	memcpy(header.version, "00", sizeof(header.version));
	snprintf(header.mode, sizeof(header.mode), "%07o", mode & 07777);
	snprintf(header.uid, sizeof(header.uid), "%07o", 0);
	snprintf(header.gid, sizeof(header.gid), "%07o", 0);
	snprintf(header.size, sizeof(header.size), "%011llo",
		 (unsigned long long)size & 077777777777ULL);
	snprintf(header.mtime, sizeof(header.mtime), "%011o", 0);
	set_checksum(&header);
	return put(carry, &header, sizeof(header), err);
}

/* SIZE bytes of FD; when it has shrunk meanwhile, zeros for the rest. */
static enum status put_content(struct lab_carry *carry, int fd, uint64_t size,
			       struct error *err)
{
	char buffer[64 * 1024];
	uint64_t left = size;
	enum status status = STATUS_OK;

	while (left > 0 && status == STATUS_OK) {
		size_t wanted = left < sizeof(buffer) ? left : sizeof(buffer);
		ssize_t got = read(fd, buffer, wanted);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			memset(buffer, 0, wanted);
			got = (ssize_t)wanted;
		}
		left -= (uint64_t)got;
		status = put(carry, buffer, (size_t)got, err);
	}
	if (status == STATUS_OK)
		status = put_zeros(carry, padding_of(size, TAR_BLOCK), err);
	return status;
}

static enum status cannot_carry(const char *path, int errnum, struct error *err)
{
	return error_set_errno(err, STATUS_MALFORMED, errnum, NULL,
			       "carry '%s' into the guest", printable(path));
}

static enum status add_file(struct lab_carry *carry, const char *path,
			    const char *name, struct error *err)
{
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	enum status status;

	if (fd < 0 || fstat(fd, &st) < 0)
		return cannot_carry(path, errno, err);
	status = put_header(carry, name, '0', st.st_mode, (uint64_t)st.st_size,
			    "", err);
	if (status == STATUS_OK)
		status = put_content(carry, fd, (uint64_t)st.st_size, err);
	return status;
}

static enum status add_link(struct lab_carry *carry, const char *path,
			    const char *name, struct error *err)
{
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target) - 1);

	if (length < 0)
		return cannot_carry(path, errno, err);
	target[length] = '\0';
	return put_header(carry, name, '2', 0777, 0, target, err);
}

static enum status add_entry(struct lab_carry *carry, const FTSENT *entry,
			     const char *name, struct error *err)
{
	switch (entry->fts_info) {
	case FTS_D:
		return put_header(carry, name, '5', entry->fts_statp->st_mode,
				  0, "", err);
	case FTS_F:
		return add_file(carry, entry->fts_accpath, name, err);
	case FTS_SL:
	case FTS_SLNONE:
		return add_link(carry, entry->fts_accpath, name, err);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return cannot_carry(entry->fts_path, entry->fts_errno, err);
	default:
		return STATUS_OK;
	}
}

enum status lab_carry_add(struct lab_carry *carry, const char *path,
			  const char *name, struct error *err)
{
	char *const roots[] = {(char *)path, NULL};
	FTS *tree = fts_open(roots, FTS_COMFOLLOW | FTS_PHYSICAL | FTS_NOCHDIR,
			     NULL);
	enum status status = STATUS_OK;
	FTSENT *entry;

	if (!tree)
		return cannot_carry(path, errno, err);
	while (status == STATUS_OK && (entry = fts_read(tree)) != NULL) {
		struct text inside AUTO_TEXT = {0};

		text_add(&inside, name);
		text_add(&inside, entry->fts_path + strlen(path));
		status = inside.failed ? error_no_memory(err)
				       : add_entry(carry, entry,
						   text_string(&inside), err);
	}
	fts_close(tree);
	return status;
}

enum status lab_carry_add_bytes(struct lab_carry *carry, const char *name,
				const char *bytes, size_t length,
				struct error *err)
{
	enum status status =
		put_header(carry, name, '0', 0644, length, "", err);

	if (status == STATUS_OK)
		status = put(carry, bytes, length, err);
	if (status == STATUS_OK)
		status = put_zeros(carry, padding_of(length, TAR_BLOCK), err);
	return status;
}

enum status lab_carry_finish(struct lab_carry *carry, struct error *err)
{
	enum status status = put_zeros(carry, 2 * (size_t)TAR_BLOCK, err);
	off_t size = lseek(carry->fd, 0, SEEK_CUR);

	if (status == STATUS_OK)
		status = put_zeros(carry,
				   padding_of((uint64_t)size, TAR_RECORD), err);
	if (status == STATUS_OK && lseek(carry->fd, 0, SEEK_SET) < 0)
		status = error_set_errno(err, STATUS_INTERNAL, errno, NULL,
					 "archive for the guest");
	return status;
}
