/* Table format: header, slots, digests. See table_format.h. */
#include "private/table_format.h"

#include "private/wire.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char MAGIC[8] = "LIAISONT";
static const char BLOCK_TAG[8] = "LIAISONB";
static const char SLOT_TAG[16] = "liaison table v1";

enum { BLOCK_BITS = 20 };

_Static_assert(TABLE_TAG_BYTES + TABLE_VALUE_BYTES == FUSE_CELL_BYTES, "tag and value fill the cell");
_Static_assert(crypto_core_hchacha20_KEYBYTES == sizeof(struct match_output), "an output is a key");
_Static_assert(crypto_core_hchacha20_INPUTBYTES == sizeof(struct table_slot_input) + 1,
               "the slot is the last byte");
_Static_assert(1 << BLOCK_BITS == TABLE_BLOCK_BYTES, "the header's block bits say the block size");

bool table_slot_input_of(const struct table_facts *facts, struct table_slot_input *out)
{
    unsigned char text[sizeof SLOT_TAG + TABLE_SALT_BYTES + EPOCH_BYTES];
    unsigned char digest[crypto_hash_sha256_BYTES];
    unsigned char *at = wire_put_bytes(text, SLOT_TAG, sizeof SLOT_TAG);
    at = wire_put_bytes(at, facts->salt, TABLE_SALT_BYTES);
    epoch_encode(&facts->epoch, at);
    bool good = crypto_hash_sha256(digest, text, sizeof text) == 0;
    memcpy(out->b, digest, sizeof out->b);
    return good;
}

bool table_slot_of(const struct table_slot_input *input, const struct match_output *output, unsigned slot,
                   struct table_slot *out)
{
    unsigned char text[crypto_core_hchacha20_INPUTBYTES];
    unsigned char stream[crypto_core_hchacha20_OUTPUTBYTES];
    wire_put(wire_put_bytes(text, input->b, sizeof input->b), slot, 1);
    bool good = crypto_core_hchacha20(stream, text, output->b, NULL) == 0;
    const unsigned char *from = stream;
    out->hash = wire_take(&from, 8);
    wire_take_bytes(&from, out->mask.b, FUSE_CELL_BYTES);
    sodium_memzero(stream, sizeof stream);
    return good;
}

void table_facts_size(struct table_facts *facts)
{
    uint64_t bytes = fuse_cells(&facts->shape) * FUSE_CELL_BYTES;
    facts->blocks = (uint32_t)((bytes + TABLE_BLOCK_BYTES - 1) / TABLE_BLOCK_BYTES);
    uint64_t head = TABLE_HEADER_BYTES + (uint64_t)facts->blocks * TABLE_DIGEST_BYTES;
    facts->cells_offset = (head + TABLE_PAGE_BYTES - 1) / TABLE_PAGE_BYTES * TABLE_PAGE_BYTES;
    facts->file_bytes = facts->cells_offset + bytes;
}

void table_facts_write(const struct table_facts *facts, unsigned char out[TABLE_HEADER_BYTES])
{
    unsigned char *at = wire_put_bytes(out, MAGIC, sizeof MAGIC);
    at = wire_put(at, TABLE_VERSION, 2);
    at = wire_put(at, TABLE_SLOTS, 2);
    at = wire_put(at, facts->shape.segment_bits, 1);
    at = wire_put(at, BLOCK_BITS, 1);
    at = wire_put(at, 0, 2);
    epoch_encode(&facts->epoch, at);
    at = wire_put(at + EPOCH_BYTES, facts->capacity, 8);
    at = wire_put(at, facts->shape.segments, 4);
    at = wire_put(at, facts->blocks, 4);
    at = wire_put_bytes(at, facts->salt, TABLE_SALT_BYTES);
    at = wire_put_bytes(at, facts->public_key.b, GROUP_BYTES);
    wire_put_bytes(at, facts->root, TABLE_ROOT_BYTES);
}

static enum err bad_header(struct fault *fault, const char *field)
{
    return fault_set(fault, ERR_BAD_INPUT, "table: the header's %s is out of range", field);
}

/* What stands before the epoch: magic, version and the layout's constants. */
static enum err read_layout(const unsigned char **at, struct table_facts *facts, struct fault *fault)
{
    if (memcmp(*at, MAGIC, sizeof MAGIC) != 0)
        return fault_set(fault, ERR_BAD_INPUT, "table: the file does not begin as a table does");
    *at += sizeof MAGIC;
    uint64_t version = wire_take(at, 2);
    if (version != TABLE_VERSION)
        return fault_set(fault, ERR_UNSUPPORTED, "table: version %" PRIu64 ", not %d", version,
                         (int)TABLE_VERSION);
    if (wire_take(at, 2) != TABLE_SLOTS)
        return bad_header(fault, "number of slots");
    facts->shape.segment_bits = (uint32_t)wire_take(at, 1);
    if (wire_take(at, 1) != BLOCK_BITS)
        return bad_header(fault, "block size");
    if (wire_take(at, 2) != 0)
        return bad_header(fault, "reserved field");
    return ERR_OK;
}

/* What stands after the epoch. The sizes must agree with each other: a file's length follows from them. */
static enum err read_sizes(const unsigned char **at, struct table_facts *facts, struct fault *fault)
{
    facts->capacity = wire_take(at, 8);
    facts->shape.segments = (uint32_t)wire_take(at, 4);
    if (!fuse_shape_is_sound(&facts->shape))
        return bad_header(fault, "shape");
    if (facts->capacity < TABLE_CAPACITY_MIN || facts->capacity > fuse_cells(&facts->shape))
        return bad_header(fault, "capacity");
    table_facts_size(facts);
    if (wire_take(at, 4) != facts->blocks)
        return bad_header(fault, "number of blocks");
    return ERR_OK;
}

enum err table_facts_read(const unsigned char *bytes, size_t n, struct table_facts *facts,
                          struct fault *fault)
{
    if (n < TABLE_HEADER_BYTES)
        return fault_set(fault, ERR_BAD_INPUT, "table: truncated in the header, after %zu bytes", n);
    const unsigned char *at = bytes;
    enum err code = read_layout(&at, facts, fault);
    if (!code)
        code = epoch_decode(at, &facts->epoch, fault);
    at += EPOCH_BYTES;
    if (!code)
        code = read_sizes(&at, facts, fault);
    if (code)
        return code;
    wire_take_bytes(&at, facts->salt, TABLE_SALT_BYTES);
    wire_take_bytes(&at, facts->public_key.b, GROUP_BYTES);
    wire_take_bytes(&at, facts->root, TABLE_ROOT_BYTES);
    return ERR_OK;
}

bool table_block_digest(uint32_t index, const unsigned char *bytes, size_t n,
                        unsigned char digest[TABLE_DIGEST_BYTES])
{
    unsigned char head[sizeof BLOCK_TAG + 4];
    crypto_hash_sha256_state state;
    wire_put(wire_put_bytes(head, BLOCK_TAG, sizeof BLOCK_TAG), index, 4);
    return crypto_hash_sha256_init(&state) == 0 &&
           crypto_hash_sha256_update(&state, head, sizeof head) == 0 &&
           crypto_hash_sha256_update(&state, bytes, n) == 0 && crypto_hash_sha256_final(&state, digest) == 0;
}

size_t table_block_bytes(const struct table_facts *facts, uint32_t index)
{
    uint64_t cells = facts->file_bytes - facts->cells_offset;
    uint64_t left = cells - (uint64_t)index * TABLE_BLOCK_BYTES;
    return left < TABLE_BLOCK_BYTES ? (size_t)left : TABLE_BLOCK_BYTES;
}

bool table_root(const unsigned char header[TABLE_HEADER_BYTES], const unsigned char *digests, uint32_t blocks,
                unsigned char root[TABLE_ROOT_BYTES])
{
    crypto_hash_sha256_state state;
    return crypto_hash_sha256_init(&state) == 0 &&
           crypto_hash_sha256_update(&state, header, TABLE_DIGESTED_BYTES) == 0 &&
           crypto_hash_sha256_update(&state, digests, (size_t)blocks * TABLE_DIGEST_BYTES) == 0 &&
           crypto_hash_sha256_final(&state, root) == 0;
}

enum err table_check_expected(const struct table_facts *facts, const struct table_expected *expected,
                              struct fault *fault)
{
    enum err code = epoch_check(&facts->epoch, &expected->epoch, "table", fault);
    if (code)
        return code;
    if (memcmp(&facts->public_key, &expected->public_key, sizeof facts->public_key) != 0)
        return fault_set(fault, ERR_BAD_INPUT, "the table is for another public key than the ledger's");
    if (memcmp(facts->root, expected->root, TABLE_ROOT_BYTES) != 0)
        return fault_set(fault, ERR_FORGED, "the table's root is not the one in the ledger");
    return ERR_OK;
}

enum err table_check_head(const unsigned char *bytes, size_t n, const struct table_facts *facts,
                          struct fault *fault)
{
    unsigned char root[TABLE_ROOT_BYTES];
    if (n < facts->cells_offset)
        return fault_set(fault, ERR_BAD_INPUT, "table: truncated in the digests, after %zu bytes", n);
    if (!table_root(bytes, bytes + TABLE_HEADER_BYTES, facts->blocks, root))
        return fault_set(fault, ERR_BUG, "libsodium failed to hash");
    if (memcmp(root, facts->root, sizeof root) != 0)
        return fault_set(fault, ERR_FORGED, "table: header and block digests do not give its root");
    size_t end = TABLE_HEADER_BYTES + (size_t)facts->blocks * TABLE_DIGEST_BYTES;
    if (!sodium_is_zero(bytes + end, (size_t)facts->cells_offset - end))
        return fault_set(fault, ERR_BAD_INPUT, "table: the bytes before the cells are not zero");
    return ERR_OK;
}
