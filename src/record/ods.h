/* Ods: the rows of an OpenDocument spreadsheet (ISO/IEC 26300), as those of a CSV.
 *
 * A zip file of which content.xml is read as a stream, by libzip and the XML
 * reader. Rows that are repeated stand once, empty ones not at all; a date is
 * given as YYYY-MM-DD whatever the cell shows. */
#ifndef LIAISON_RECORD_ODS_H
#define LIAISON_RECORD_ODS_H

#include "record/csv.h"

struct ods;

/* Opens the file of that path, or, where path is NULL, bytes that must outlive
 * ods. name is for messages. BAD_INPUT, UNSUPPORTED where it is no such file. */
enum err ods_open(struct ods **ods, const char *name, const char *path, struct str bytes,
                  struct fault *fault) MUST_USE;

/* The next row, as csv_next. TOO_LARGE where content.xml is over LIMIT_UNPACKED_BYTES. */
enum err ods_next(struct ods *ods, struct csv_row *row, bool *end, struct fault *fault) MUST_USE;

/* NULL-safe. */
void ods_close(struct ods *ods);

/* True where a file that begins like this is such a spreadsheet. */
bool ods_begins(struct str start);

#endif
