/* Json: jansson where there is no memory.
 *
 * jansson's reader goes on where a text's room cannot grow, with a byte of it
 * lost: a name one letter short, a number that ends early or, where the byte is
 * the closing quote, a read past the text. And what builds a value may ignore
 * that a part of it could not be added. So all reading is by json_read, and
 * what is built is shown only where json_starved says no. */
#ifndef LIAISON_RECORD_JSON_H
#define LIAISON_RECORD_JSON_H

#include "base/str.h"

#include <jansson.h>
#include <stdbool.h>

/* As json_loadb: the value of a text, to be freed with json_decref, or NULL. Where
 * any allocation failed it is NULL and *starved, whatever the error says. */
json_t *json_read(struct str text, size_t flags, json_error_t *error, bool *starved);

/* From here on this thread remembers that an allocation of jansson's failed, outside of json_read. */
void json_watch(void);
bool json_starved(void);

#endif
