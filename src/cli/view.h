/* View: a result, built as JSON, written for a program or for a reader.
 *
 * For a program: an object is one line, an array one line an element; numbers have 15
 * digits at most, so that 0.57 is written so. NULL makes the buffer failed. For a reader:
 * an array of objects is a table, its columns the keys in the order that the rows have them in, or,
 * where that is wider than the terminal's columns, a block a row; an object is one "key  value" a line, with
 * what it contains indented below; null, "" and empty arrays are left out. Control characters never reach a
 * terminal: they become '?'. */
#ifndef LIAISON_CLI_VIEW_H
#define LIAISON_CLI_VIEW_H

#include "base/buf.h"

#include <jansson.h>
#include <stdbool.h>

void view_json(struct buf *out, const json_t *value);
void view_text(struct buf *out, const json_t *value, size_t room); /* room: columns; 0: as many as it takes */

/* The columns of the terminal; 0 where standard output is none. */
size_t view_room(void);

/* An object in one line: "file 1  open"; the key "state" stands for itself. */
void view_line(struct buf *out, const json_t *object);

/* A count as a number; other text as it is. */
json_t *view_value(struct str text);

#endif
