/* Fetch: a table that comes in pieces, over a line or from a stick, into a file
 * that nobody reads until it is whole. Header and digests are checked against the
 * ledger's root as soon as they are there, and then each block as it is full, so
 * that of a wrong table little is ever kept. What broke off goes on where it
 * stopped: the file is the only state, and is checked again when it is opened. */
#ifndef LIAISON_PRIVATE_FETCH_H
#define LIAISON_PRIVATE_FETCH_H

#include "base/str.h"
#include "private/table.h"

struct table_fetch;

/* Goes on with the file at path, or begins it. Of what is there, what is not the expected table is cut off.
 * ERR_IO with the path, ERR_NO_MEMORY. */
MUST_USE enum err table_fetch_open(const char *path, const struct table_expected *expected,
                                   struct table_fetch **out, struct fault *fault);
void table_fetch_close(struct table_fetch *fetch); /* NULL-safe; the file stays */

/* Where the next piece begins. */
uint64_t table_fetch_held(const struct table_fetch *fetch);
bool table_fetch_is_whole(const struct table_fetch *fetch);

/* Takes the piece that begins at offset; one from elsewhere came twice, or after another was cut off, and is
 * passed over. Named refusals, after which what was wrong is cut off and the same place may be tried again:
 * those of table_open for the header; ERR_FORGED names a block that differs from its digest; ERR_TOO_LARGE:
 * more than the header says, or a table over LIMIT_TABLE_BYTES; ERR_IO: also where the disk has no room for
 * the rest of it and LIMIT_DISK_RESERVE_BYTES beside. */
MUST_USE enum err table_fetch_put(struct table_fetch *fetch, uint64_t offset, struct str piece,
                                  struct fault *fault);

/* Puts the whole table in force: synced, then renamed over path, of which readers keep what they have open.
 * Closes the fetch, also on an error; then path is as it was. */
MUST_USE enum err table_fetch_finish(struct table_fetch *fetch, const char *path, struct fault *fault);

#endif
