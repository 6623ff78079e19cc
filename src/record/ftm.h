/* FtM: persons out of FollowTheMoney entities in JSON.
 *
 * An entity is {"id": text, "schema": "Person", "properties": {name: value or
 * list of values}}, every value a text. An entity of no stated schema is taken
 * for a person. Properties that we do not keep are passed over; religion,
 * political and ethnicity with a remark, once a file. */
#ifndef LIAISON_RECORD_FTM_H
#define LIAISON_RECORD_FTM_H

#include "record/intake.h"

#include <jansson.h>

/* Reads one line of JSON, which must be an object, into *object, to be freed
 * with json_decref. What is no such thing (broken off, no UTF-8, a key twice, over
 * LIMIT_JSON_DEPTH levels) is a problem of the row and leaves *object NULL. */
enum err ftm_parse(struct str line, struct intake *intake, json_t **object, struct fault *fault) MUST_USE;

/* The person of an entity into *subject, all strings in the arena. What stands
 * in *subject is of use only where *row becomes ROW_PERSON. */
enum err subject_from_json(const json_t *entity, struct intake *intake, struct arena *arena,
                           struct subject *subject, enum row *row, struct fault *fault) MUST_USE;

/* Both at once: one line of a file. */
enum err ftm_row(struct str line, struct intake *intake, struct arena *arena, struct subject *subject,
                 enum row *row, struct fault *fault) MUST_USE;

#endif
