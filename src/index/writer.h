/* Writer: the bytes of a segment, one after another, to a new file, with a
 * checksum a block. */
#ifndef LIAISON_INDEX_WRITER_H
#define LIAISON_INDEX_WRITER_H

#include "base/error.h"
#include "index/format.h"

#include <stddef.h>

struct writer {
    int fd;
    const char *path; /* for messages; borrowed */
    unsigned char *buffer;
    size_t n;
    size_t blocks; /* written */
    uint64_t *sums;
    size_t sums_capacity;
};

/* Creates the file at path, which must not exist. Release it also after a failure. */
enum err writer_open(struct writer *writer, const char *path, struct fault *fault) MUST_USE;

/* Appends; a section begins at the start of a block. */
enum err writer_add(struct writer *writer, const void *bytes, size_t n, struct fault *fault) MUST_USE;
void writer_section(struct writer *writer, struct segment_header *header, enum section section);

/* Ends the section last begun. */
enum err writer_end_section(struct writer *writer, struct segment_header *header, enum section section,
                            struct fault *fault) MUST_USE;

/* Writes checksums and header, and waits until all is on the disk. */
enum err writer_finish(struct writer *writer, struct segment_header *header, struct fault *fault) MUST_USE;

void writer_release(struct writer *writer);

#endif
