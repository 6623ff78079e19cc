/* Fetch: pieces of a table taken, checked and put in force. See fetch.h. */
#include "private/fetch.h"

#include "base/file.h"
#include "base/limits.h"
#include "private/table_format.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* How much of the table is known to be right. */
enum stage { STAGE_NOTHING, STAGE_HEADER, STAGE_HEAD };

struct table_fetch {
    char *path;
    int fd;
    struct table_expected expected;
    enum stage stage;
    struct table_facts facts;
    unsigned char *head;  /* header, digests and zeros: cells_offset bytes */
    unsigned char *block; /* the one that is being checked */
    uint32_t blocks;      /* that are full and right */
    uint64_t held;        /* bytes in the file */
};

static enum err io_fault(const struct table_fetch *fetch, const char *what, struct fault *fault)
{
    return fault_set(fault, ERR_IO, "%s: %s: %s", fetch->path, what, strerror(errno));
}

static bool read_at(int fd, void *bytes, size_t n, uint64_t offset)
{
    unsigned char *at = bytes;
    while (n > 0) {
        ssize_t got = pread(fd, at, n, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        offset += (uint64_t)got;
        n -= (size_t)got;
    }
    return true;
}

static bool write_at(int fd, struct str bytes, uint64_t offset)
{
    while (bytes.n > 0) {
        ssize_t done = pwrite(fd, bytes.p, bytes.n, (off_t)offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes = (struct str){bytes.p + done, bytes.n - (size_t)done};
        offset += (uint64_t)done;
    }
    return true;
}

/* --- what is right so far --- */

/* Where the bytes end that were checked. */
static uint64_t checked_end(const struct table_fetch *fetch)
{
    if (fetch->stage < STAGE_HEAD)
        return 0;
    uint64_t end = fetch->facts.cells_offset + (uint64_t)fetch->blocks * TABLE_BLOCK_BYTES;
    return end < fetch->facts.file_bytes ? end : fetch->facts.file_bytes;
}

/* Cuts the file to what was checked; a wrong header leaves nothing. */
static enum err cut(struct table_fetch *fetch, struct fault *fault)
{
    fetch->held = checked_end(fetch);
    if (fetch->stage < STAGE_HEAD)
        fetch->stage = STAGE_NOTHING;
    return ftruncate(fetch->fd, (off_t)fetch->held) == 0 ? ERR_OK : io_fault(fetch, "cutting it", fault);
}

static enum err check_room(const struct table_fetch *fetch, struct fault *fault)
{
    struct statvfs room;
    if (fetch->facts.file_bytes > (uint64_t)LIMIT_TABLE_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "table: %" PRIu64 " bytes, at most %lld",
                         fetch->facts.file_bytes, LIMIT_TABLE_BYTES);
    if (fstatvfs(fetch->fd, &room) != 0)
        return io_fault(fetch, "its disk", fault);
    uint64_t rest = fetch->facts.file_bytes > fetch->held ? fetch->facts.file_bytes - fetch->held : 0;
    if ((uint64_t)room.f_bavail * room.f_frsize < rest + (uint64_t)LIMIT_DISK_RESERVE_BYTES)
        return fault_set(fault, ERR_IO, "%s: the disk has no room for a table of %" PRIu64 " bytes",
                         fetch->path, fetch->facts.file_bytes);
    return ERR_OK;
}

static enum err check_header(struct table_fetch *fetch, struct fault *fault)
{
    unsigned char header[TABLE_HEADER_BYTES];
    if (!read_at(fetch->fd, header, sizeof header, 0))
        return io_fault(fetch, "reading it", fault);
    enum err code = table_facts_read(header, sizeof header, &fetch->facts, fault);
    if (!code)
        code = table_check_expected(&fetch->facts, &fetch->expected, fault);
    if (!code)
        code = check_room(fetch, fault);
    if (!code)
        fetch->stage = STAGE_HEADER;
    return code;
}

static enum err check_digests(struct table_fetch *fetch, struct fault *fault)
{
    size_t n = (size_t)fetch->facts.cells_offset;
    free(fetch->head);
    fetch->head = malloc(n);
    if (!fetch->head)
        return fault_set(fault, ERR_NO_MEMORY, "the digests of a table");
    if (!read_at(fetch->fd, fetch->head, n, 0))
        return io_fault(fetch, "reading it", fault);
    enum err code = table_check_head(fetch->head, n, &fetch->facts, fault);
    if (!code)
        fetch->stage = STAGE_HEAD;
    return code;
}

static enum err check_block(struct table_fetch *fetch, struct fault *fault)
{
    unsigned char digest[TABLE_DIGEST_BYTES];
    size_t n = table_block_bytes(&fetch->facts, fetch->blocks);
    const unsigned char *expected = fetch->head + TABLE_HEADER_BYTES + (size_t)fetch->blocks * sizeof digest;
    if (!read_at(fetch->fd, fetch->block, n, checked_end(fetch)))
        return io_fault(fetch, "reading it", fault);
    if (!table_block_digest(fetch->blocks, fetch->block, n, digest))
        return fault_set(fault, ERR_BUG, "libsodium failed to hash");
    if (memcmp(digest, expected, sizeof digest) != 0)
        return fault_set(fault, ERR_FORGED, "table: block %" PRIu32 " of %" PRIu32 " differs from its digest",
                         fetch->blocks, fetch->facts.blocks);
    /* Begun now, so that the sync in the end has little left to wait for; what fails here fails there. */
    (void)sync_file_range(fetch->fd, (off_t)checked_end(fetch), (off_t)n, SYNC_FILE_RANGE_WRITE);
    fetch->blocks++;
    return ERR_OK;
}

/* Checks what became whole. */
static enum err check_held(struct table_fetch *fetch, struct fault *fault)
{
    enum err code = ERR_OK;
    if (fetch->stage == STAGE_NOTHING && fetch->held >= TABLE_HEADER_BYTES)
        code = check_header(fetch, fault);
    if (!code && fetch->stage == STAGE_HEADER && fetch->held >= fetch->facts.cells_offset)
        code = check_digests(fetch, fault);
    while (!code && fetch->stage == STAGE_HEAD && fetch->blocks < fetch->facts.blocks &&
           fetch->held - checked_end(fetch) >= table_block_bytes(&fetch->facts, fetch->blocks))
        code = check_block(fetch, fault);
    return code;
}

/* --- the file --- */

/* What a crash left is checked as if it came now; a block that was not full goes. */
static enum err go_on(struct table_fetch *fetch, struct fault *fault)
{
    struct fault found = {0};
    off_t end = lseek(fetch->fd, 0, SEEK_END);
    if (end < 0)
        return io_fault(fetch, "its size", fault);
    fetch->held = (uint64_t)end;
    enum err code = check_held(fetch, &found);
    if (code == ERR_NO_MEMORY || code == ERR_BUG)
        return fault_set(fault, code, "%s", found.detail);
    return cut(fetch, fault);
}

enum err table_fetch_open(const char *path, const struct table_expected *expected, struct table_fetch **out,
                          struct fault *fault)
{
    struct table_fetch *fetch = calloc(1, sizeof *fetch);
    *out = NULL;
    if (!fetch)
        return fault_set(fault, ERR_NO_MEMORY, "a table that comes");
    fetch->expected = *expected;
    fetch->path = strdup(path);
    fetch->block = malloc(TABLE_BLOCK_BYTES);
    fetch->fd = -1;
    enum err code = group_start(fault);
    if (!code && (!fetch->path || !fetch->block))
        code = fault_set(fault, ERR_NO_MEMORY, "a table that comes");
    if (!code) {
        fetch->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        code = fetch->fd < 0 ? io_fault(fetch, "opening it", fault) : go_on(fetch, fault);
    }
    if (code) {
        table_fetch_close(fetch);
        return code;
    }
    *out = fetch;
    return ERR_OK;
}

void table_fetch_close(struct table_fetch *fetch)
{
    if (!fetch)
        return;
    if (fetch->fd >= 0)
        close(fetch->fd);
    free(fetch->path);
    free(fetch->head);
    free(fetch->block);
    free(fetch);
}

uint64_t table_fetch_held(const struct table_fetch *fetch)
{
    return fetch->held;
}

bool table_fetch_is_whole(const struct table_fetch *fetch)
{
    return fetch->stage == STAGE_HEAD && fetch->held == fetch->facts.file_bytes &&
           fetch->blocks == fetch->facts.blocks;
}

static enum err keep_piece(struct table_fetch *fetch, struct str piece, struct fault *fault)
{
    if (fetch->stage >= STAGE_HEADER && piece.n > fetch->facts.file_bytes - fetch->held)
        return fault_set(fault, ERR_TOO_LARGE, "table: more than the %" PRIu64 " bytes its header says",
                         fetch->facts.file_bytes);
    if (!write_at(fetch->fd, piece, fetch->held))
        return io_fault(fetch, "writing it", fault);
    fetch->held += piece.n;
    enum err code = check_held(fetch, fault);
    if (!code && fetch->stage >= STAGE_HEADER && fetch->held > fetch->facts.file_bytes)
        code = fault_set(fault, ERR_TOO_LARGE, "table: more than the %" PRIu64 " bytes its header says",
                         fetch->facts.file_bytes);
    return code;
}

enum err table_fetch_put(struct table_fetch *fetch, uint64_t offset, struct str piece, struct fault *fault)
{
    if (offset != fetch->held || piece.n == 0)
        return ERR_OK;
    enum err code = keep_piece(fetch, piece, fault);
    if (code) {
        enum err cutting = cut(fetch, NULL);
        (void)cutting; /* the first fault is told */
    }
    return code;
}

enum err table_fetch_finish(struct table_fetch *fetch, const char *path, struct fault *fault)
{
    enum err code = ERR_OK;
    if (!table_fetch_is_whole(fetch))
        code = fault_set(fault, ERR_BAD_INPUT, "table: truncated after %" PRIu64 " bytes", fetch->held);
    else if (fsync(fetch->fd) != 0)
        code = io_fault(fetch, "syncing it", fault);
    else if (rename(fetch->path, path) != 0)
        code = io_fault(fetch, "renaming it", fault);
    else
        code = file_sync_directory(path, fault);
    table_fetch_close(fetch);
    return code;
}
