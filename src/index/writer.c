/* Writer: a segment's bytes with their checksums. See writer.h. */
#include "index/writer.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Written at once, a piece of a file may stay in memory as one page of the processor: so many bytes, from a
 * multiple of it on. */
enum { BUFFER_BYTES = 2 * 1024 * 1024 };

static enum err failed(const struct writer *writer, struct fault *fault)
{
    return fault_set(fault, ERR_IO, "%s: %s", writer->path, strerror(errno));
}

static enum err write_all(struct writer *writer, const unsigned char *bytes, size_t n, off_t at,
                          struct fault *fault)
{
    while (n > 0) {
        ssize_t written = pwrite(writer->fd, bytes, n, at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed(writer, fault);
        bytes += written;
        at += written;
        n -= (size_t)written;
    }
    return ERR_OK;
}

/* Writes what the buffer holds, whole blocks, and notes their checksums. */
static enum err flush(struct writer *writer, struct fault *fault)
{
    size_t blocks = writer->n / BLOCK_BYTES;
    if (writer->blocks + blocks > writer->sums_capacity) {
        size_t capacity = writer->sums_capacity * 2 + blocks + 1024;
        uint64_t *sums = realloc(writer->sums, capacity * sizeof *sums);
        if (!sums)
            return fault_set(fault, ERR_NO_MEMORY, "%s", writer->path);
        writer->sums = sums;
        writer->sums_capacity = capacity;
    }
    for (size_t i = 0; i < blocks; i++)
        writer->sums[writer->blocks + i] =
            hash_block(writer->buffer + i * BLOCK_BYTES, BLOCK_BYTES, writer->blocks + i);
    enum err err =
        write_all(writer, writer->buffer, blocks * BLOCK_BYTES, (off_t)(writer->blocks * BLOCK_BYTES), fault);
    writer->blocks += blocks;
    writer->n = 0;
    return err;
}

static enum err pad(struct writer *writer, struct fault *fault)
{
    size_t rest = writer->n % BLOCK_BYTES;
    if (rest) {
        memset(writer->buffer + writer->n, 0, BLOCK_BYTES - rest);
        writer->n += BLOCK_BYTES - rest;
    }
    return writer->n == BUFFER_BYTES ? flush(writer, fault) : ERR_OK;
}

enum err writer_open(struct writer *writer, const char *path, struct fault *fault)
{
    *writer = (struct writer){.path = path, .fd = -1};
    writer->buffer = malloc(BUFFER_BYTES);
    if (!writer->buffer)
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    writer->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (writer->fd < 0)
        return failed(writer, fault);
    /* The header's block, filled in at the end. */
    memset(writer->buffer, 0, BLOCK_BYTES);
    writer->n = BLOCK_BYTES;
    return ERR_OK;
}

enum err writer_add(struct writer *writer, const void *bytes, size_t n, struct fault *fault)
{
    const unsigned char *from = bytes;
    enum err err = ERR_OK;
    while (n > 0 && !err) {
        size_t part = BUFFER_BYTES - writer->n < n ? BUFFER_BYTES - writer->n : n;
        memcpy(writer->buffer + writer->n, from, part);
        writer->n += part;
        from += part;
        n -= part;
        if (writer->n == BUFFER_BYTES)
            err = flush(writer, fault);
    }
    return err;
}

void writer_section(struct writer *writer, struct segment_header *header, enum section section)
{
    header->section[section].at = writer->blocks * BLOCK_BYTES + writer->n;
}

enum err writer_end_section(struct writer *writer, struct segment_header *header, enum section section,
                            struct fault *fault)
{
    header->section[section].bytes = writer->blocks * BLOCK_BYTES + writer->n - header->section[section].at;
    return pad(writer, fault);
}

enum err writer_finish(struct writer *writer, struct segment_header *header, struct fault *fault)
{
    unsigned char block[BLOCK_BYTES] = {0};
    enum err err = flush(writer, fault);
    if (err)
        return err;
    /* Blocks of 32 bytes, for the sum. */
    size_t sums = (writer->blocks + 3) / 4 * 4;
    uint64_t *padded = calloc(sums, sizeof *padded);
    if (!padded)
        return fault_set(fault, ERR_NO_MEMORY, "%s", writer->path);
    memcpy(padded, writer->sums, writer->blocks * sizeof *padded);
    padded[0] = 0; /* the header has a sum of its own */
    header->version = FORMAT_VERSION;
    header->block_bytes = BLOCK_BYTES;
    header->checksums_at = writer->blocks * BLOCK_BYTES;
    header->file_bytes = header->checksums_at + sums * sizeof *padded;
    header->checksums_sum = hash_block((const unsigned char *)padded, sums * sizeof *padded, 0);
    memcpy(header->magic, SEGMENT_MAGIC, sizeof header->magic);
    header->header_sum = 0;
    memcpy(block, header, sizeof *header);
    header->header_sum = hash_block(block, BLOCK_BYTES, 0);
    memcpy(block, header, sizeof *header);
    err = write_all(writer, (const unsigned char *)padded, sums * sizeof *padded, (off_t)header->checksums_at,
                    fault);
    free(padded);
    if (!err)
        err = write_all(writer, block, BLOCK_BYTES, 0, fault);
    if (!err && fsync(writer->fd) != 0)
        err = failed(writer, fault);
    return err;
}

void writer_release(struct writer *writer)
{
    if (writer->fd >= 0)
        close(writer->fd);
    free(writer->buffer);
    free(writer->sums);
    *writer = (struct writer){.fd = -1};
}
