/* Text line: the pieces that the text forms of a ledger are made of: numbers without
 * leading zeros, base64 (RFC 4648, section 4, padded, canonical), one hash a
 * line. The readers are strict: one spelling for each value, so that what is
 * read and written again is the same bytes. */
#ifndef LIAISON_LEDGER_TEXT_LINE_H
#define LIAISON_LEDGER_TEXT_LINE_H

#include "base/buf.h"
#include "ledger/tree.h"

/* The line before the next newline, which is taken away too. False, and *rest
 * untouched, where no newline is left. */
bool text_line_next(struct str *rest, struct str *line);

/* A decimal number without sign or leading zero, at most 2^63 - 1. */
bool text_line_decimal(struct str text, uint64_t *value);

/* The bytes of a base64 text; false where it is not canonical or they are more than maximum. */
bool text_line_base64(struct str text, void *bytes, size_t maximum, size_t *n);
void text_line_add_base64(struct buf *out, const void *bytes, size_t n);

/* A hash in base64: 44 characters. */
bool text_line_hash(struct str text, struct tree_hash *hash);
void text_line_add_hash(struct buf *out, const struct tree_hash *hash);

/* The lines of a proof up to an empty line, which is taken too. False where a
 * line is no hash, there are more than TREE_PROOF_MAX, or the empty line lacks. */
bool text_line_proof(struct str *rest, struct tree_proof *proof);
void text_line_add_proof(struct buf *out, const struct tree_proof *proof);

/* True for well-formed UTF-8 without control characters (below U+0020, and
 * U+007F) other than the newline. */
bool text_line_is_clean(struct str text);

#endif
