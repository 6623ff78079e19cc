/* Fuzz: a table file with any header. Where the header can be read, its root and block digests
 * are made right, as a hostile holder would, so that the reader goes on to the cells. */
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
    uint64_t held = 0;
    uint64_t whole = 0;
    must(table_resume(path, &expected, &held, &whole, NULL) == ERR_OK);
    must(held <= whole && held <= size && whole == facts->file_bytes);
    enum err code = table_open(path, &expected, &table, NULL);
    must(code == (size == facts->file_bytes ? ERR_OK : ERR_BAD_INPUT));
    if (code)
        return;
    struct match_output output = {{1}};
    struct table_value values[TABLE_SLOTS];
    must(table_verify(table, NULL) == ERR_OK && held == whole);
    must(table_lookup(table, &output, values) <= TABLE_SLOTS);
    table_close(table);
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
    close(fd);
    free(bytes);
    return 0;
}
