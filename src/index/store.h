/* Store: an index in a directory, changed generation by generation.
 *
 *   current       which parts are in force: text, with a checksum of its own
 *   part-G-K.seg  a segment made for generation G (format.h)
 *   gone-G-K      which records of a part are gone since, a bit each
 *   lock          held by who writes
 *
 * A new generation is written beside the old one and comes into force when
 * "current" is renamed; a writer that is killed at any point leaves the old one
 * in force, and what it left behind is removed by the next. Who has an index open keeps what he opened.
 * Readers never wait. */
#ifndef LIAISON_INDEX_STORE_H
#define LIAISON_INDEX_STORE_H

#include "index/index.h"
#include "record/reader.h"

struct store_options {
    struct reader_options reader;
    size_t workers; /* 0: all cores */
    void (*progress)(size_t records);
};

/* What a writer did. */
struct store_change {
    unsigned long generation;
    size_t added;   /* new and changed records */
    size_t removed; /* records gone, changed ones among them */
    size_t persons; /* that can be found now */
};

/* Opens what is in force. NOT_FOUND where dir holds no index; else as segment_open. */
enum err index_open(struct index **index, const struct model *model, const char *dir,
                    struct fault *fault) MUST_USE;

/* Makes a generation of these files alone; dir is created where it is missing.
 * USAGE where two of them have one name; BUSY where another writes; NO_USE where a file holds nobody; STALE
 * where a file changed while it was read; IO. The old generation stays in force after any error, but where
 * the new one's being in force could not be made to last: both are whole then. Where none was in force
 * nothing stays, but the directory if it was there before; of several first builds side by side that all
 * fail, it may stay empty. */
enum err store_build(const char *dir, const struct model *model, const char *const *paths, size_t n,
                     const struct store_options *options, struct store_change *change,
                     struct fault *fault) MUST_USE;

/* Makes the lists of that name what these files now hold: adds what is new or
 * changed, removes what is gone. Other lists stay. As store_build; NOT_FOUND where there is no index. */
enum err store_update(const char *dir, const struct model *model, const char *const *paths, size_t n,
                      const struct store_options *options, struct store_change *change,
                      struct fault *fault) MUST_USE;

#endif
