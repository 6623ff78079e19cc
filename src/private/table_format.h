/* Table format: what the builder and the reader of a table share. See table.h
 * for the public side and doc/private-question.md for the bytes. */
#ifndef LIAISON_PRIVATE_TABLE_FORMAT_H
#define LIAISON_PRIVATE_TABLE_FORMAT_H

#include "private/table.h"

enum { TABLE_DIGEST_BYTES = 32, TABLE_DIGESTED_BYTES = TABLE_HEADER_BYTES - TABLE_ROOT_BYTES };

/* One slot of a key: where it lies, and what covers it. Secret. */
struct table_slot {
    uint64_t hash;
    struct fuse_cell mask;
};

/* What slots of one table have in common: the first 15 bytes of
 * SHA-256("liaison table v1" || salt || epoch). */
struct table_slot_input {
    unsigned char b[15];
};

/* False: libsodium failed. */
MUST_USE bool table_slot_input_of(const struct table_facts *facts, struct table_slot_input *out);

/* HChaCha20 (draft-irtf-cfrg-xchacha section 2.2) under the key's output, of input || slot:
 * bytes 0 to 7 are the hash, 8 to 23 the mask. False: libsodium failed. */
MUST_USE bool table_slot_of(const struct table_slot_input *input, const struct match_output *output,
                            unsigned slot, struct table_slot *out);

/* Fills in blocks, cells_offset and file_bytes from capacity and shape. */
void table_facts_size(struct table_facts *facts);

/* The header with the root that facts hold. */
void table_facts_write(const struct table_facts *facts, unsigned char out[TABLE_HEADER_BYTES]);

/* SHA-256("LIAISONB" || index || bytes of the block). */
MUST_USE bool table_block_digest(uint32_t index, const unsigned char *bytes, size_t n,
                                 unsigned char digest[TABLE_DIGEST_BYTES]);

/* The bytes of block index, of which the last may be short. */
size_t table_block_bytes(const struct table_facts *facts, uint32_t index);

/* SHA-256(header without its root || block digests). */
MUST_USE bool table_root(const unsigned char header[TABLE_HEADER_BYTES], const unsigned char *digests,
                         uint32_t blocks, unsigned char root[TABLE_ROOT_BYTES]);

/* What the ledger said must hold before any digest is worth computing. */
MUST_USE enum err table_check_expected(const struct table_facts *facts, const struct table_expected *expected,
                                       struct fault *fault);

/* Of the first n bytes of a table: the root over header and digests, and zeros between these and the cells.
 */
MUST_USE enum err table_check_head(const unsigned char *bytes, size_t n, const struct table_facts *facts,
                                   struct fault *fault);

#endif
