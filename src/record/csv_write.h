/* CSV write: subjects as CSV under the FollowTheMoney property names, a row each. */
#ifndef LIAISON_RECORD_CSV_WRITE_H
#define LIAISON_RECORD_CSV_WRITE_H

#include "base/buf.h"
#include "record/subject.h"

/* "id,name,alias,..." and a line end. */
void csv_write_headings(struct buf *out);

/* A row under them, after RFC 4180. Several values stand in one cell with ';'
 * between where the reader takes such a cell apart (csv_person.h); of the others,
 * names go to the aliases, and only the first value of the rest is kept: how many
 * values that leaves out is returned. Check buf_failed. */
size_t csv_write(struct buf *out, const struct subject *subject);

/* Appends one cell, quoted where it must be. */
void csv_write_cell(struct buf *out, struct str cell);

#endif
