/* Fuzz: a table file with any header. Where the header can be read, its root and block digests
 * are made right, as a hostile holder would, so that the reader goes on to the cells. */
#include "private/fetch.h"
#include "private/table_format.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_MAX = 1 << 20 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Rewrites digests, zeros and root, as far as the file reaches. */
static void repair(uint8_t *bytes, size_t size, struct table_facts *facts)
{
    uint8_t *digests = bytes + TABLE_HEADER_BYTES;
    memset(digests, 0, (size_t)facts->cells_offset - TABLE_HEADER_BYTES);
    for (uint32_t i = 0; i < facts->blocks; i++) {
        size_t offset = (size_t)facts->cells_offset + (size_t)i * TABLE_BLOCK_BYTES;
        if (offset + table_block_bytes(facts, i) <= size)
            must(table_block_digest(i, bytes + offset, table_block_bytes(facts, i),
                                    digests + (size_t)i * TABLE_DIGEST_BYTES));
    }
    must(table_root(bytes, digests, facts->blocks, facts->root));
    table_facts_write(facts, bytes);
}

static void read_file(const char *path, size_t size, const struct table_facts *facts)
{
    struct table_expected expected = {.epoch = facts->epoch, .public_key = facts->public_key};
    memcpy(expected.root, facts->root, sizeof expected.root);
    struct table *table = NULL;
    enum err code = table_open(path, &expected, &table, NULL);
    must(code == (size == facts->file_bytes ? ERR_OK : ERR_BAD_INPUT));
    if (code)
        return;
    struct match_output output = {{1}};
    struct table_value values[TABLE_SLOTS];
    must(table_verify(table, NULL) == ERR_OK);
    must(table_lookup(table, &output, values) <= TABLE_SLOTS);
    table_close(table);
}

/* The same bytes as pieces over a line: whole where the file is, refused where it is too long. */
static void fetch_file(const uint8_t *bytes, size_t size, const struct table_facts *facts)
{
    char part[64];
    struct table_expected expected = {.epoch = facts->epoch, .public_key = facts->public_key};
    struct table_fetch *fetch = NULL;
    enum err code = ERR_OK;
    memcpy(expected.root, facts->root, sizeof expected.root);
    snprintf(part, sizeof part, "/dev/shm/liaison-fuzz.%ld", (long)getpid());
    unlink(part);
    must(table_fetch_open(part, &expected, &fetch, NULL) == ERR_OK);
    for (size_t at = 0; !code && at < size; at = (size_t)table_fetch_held(fetch)) {
        size_t n = 1 + (at * 7919 + bytes[at] * 131) % 9000;
        code = table_fetch_put(fetch, at,
                               (struct str){(const char *)bytes + at, n < size - at ? n : size - at}, NULL);
    }
    must((code != ERR_OK) == (size > facts->file_bytes));
    must(code || table_fetch_is_whole(fetch) == (size == facts->file_bytes));
    table_fetch_close(fetch);
    unlink(part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct table_facts facts;
    must(group_start(NULL) == ERR_OK);
    if (size > FILE_MAX || table_facts_read(data, size, &facts, NULL) || facts.cells_offset > size)
        return 0;
    uint8_t *bytes = malloc(size);
    int fd = memfd_create("table", MFD_CLOEXEC);
    must(bytes && fd >= 0);
    memcpy(bytes, data, size);
    repair(bytes, size, &facts);
    must(write(fd, bytes, size) == (ssize_t)size);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    read_file(path, size, &facts);
    fetch_file(bytes, size, &facts);
    close(fd);
    free(bytes);
    return 0;
}
