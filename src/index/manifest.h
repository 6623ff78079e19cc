/* Manifest: which parts make a generation; the file "current". Internal to index/. */
#ifndef LIAISON_INDEX_MANIFEST_H
#define LIAISON_INDEX_MANIFEST_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum { MANIFEST_PARTS = 64, MANIFEST_NAME = 48 };

struct manifest_part {
    char segment[MANIFEST_NAME];
    char gone[MANIFEST_NAME]; /* "-": none */
    uint64_t gone_sum;
    size_t gone_n;
    size_t gone_readable;
    size_t readable;
};

struct manifest {
    unsigned long generation;
    size_t parts_n;
    struct manifest_part part[MANIFEST_PARTS];
};

/* NOT_FOUND where there is none; UNSUPPORTED, STALE (another version), FORGED, IO. */
enum err manifest_read(const char *dir, struct manifest *manifest, struct fault *fault) MUST_USE;

/* Puts it into force: when this returns, it is on the disk. IO, NO_MEMORY. */
enum err manifest_write(const char *dir, const struct manifest *manifest, struct fault *fault) MUST_USE;

/* The highest generation that a part or gone file of dir is named after; 0 where there is none. */
unsigned long manifest_newest(const char *dir);

/* Removes every part and gone file of dir that the manifest does not name. */
void manifest_clean(const char *dir, const struct manifest *manifest);

/* Writes a whole new file; it is on the disk when this returns. */
enum err file_write(const char *path, const void *bytes, size_t n, struct fault *fault) MUST_USE;

/* Reads a whole file of at most max bytes, to be freed. NOT_FOUND, TOO_LARGE, IO, NO_MEMORY. */
enum err file_read(const char *path, size_t max, char **bytes, size_t *n, struct fault *fault) MUST_USE;

#endif
