/* Builder: makes a segment out of subjects, over all cores.
 *
 * Everything is held in memory until the segment is written, some 700 bytes a
 * subject. The segment does not depend on how many workers made it. */
#ifndef LIAISON_INDEX_BUILDER_H
#define LIAISON_INDEX_BUILDER_H

#include "index/format.h"
#include "match/model.h"
#include "record/reader.h"

struct builder;

/* Workers: 0 for all cores. Free with builder_free. NO_MEMORY. */
enum err builder_new(struct builder **builder, const struct model *model, size_t workers,
                     struct fault *fault) MUST_USE;
void builder_free(struct builder *builder);

/* Adds subjects, who may go afterwards; lines may be NULL. A subject whose names cannot be read is kept,
 * but found by nothing but his documents. TOO_LARGE over SEGMENT_RECORDS_MAX. */
enum err builder_add(struct builder *builder, const char *list, const struct subject *subjects,
                     const size_t *lines, size_t n, struct fault *fault) MUST_USE;

/* Adds the persons of a file, reading while others are being taken in. NO_USE where
 * there are none; else the reader's errors. STALE where the file changed meanwhile. */
enum err builder_add_file(struct builder *builder, const char *path, const struct reader_options *options,
                          void (*progress)(size_t records), struct fault *fault) MUST_USE;

/* How many were added, and how many of them can be found (person_says_who). */
size_t builder_records(const struct builder *builder);
size_t builder_readable(const struct builder *builder);

/* Writes the segment to a new file, and it is on the disk when this returns. The builder can then only be
 * freed. IO names what failed (no space left); the file is then removed. */
enum err builder_write(struct builder *builder, const char *path, struct fault *fault) MUST_USE;

#endif
