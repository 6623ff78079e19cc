/* Xml file: what the formats that are XML share. Internal to record/. */
#ifndef LIAISON_RECORD_XML_FILE_H
#define LIAISON_RECORD_XML_FILE_H

#include "record/draft.h"
#include "record/format.h"
#include "record/xml.h"

/* Takes a record into a draft; its id into *id. *row, ROW_PERSON before, tells of one that is no
 * person. What they borrow of the record lasts until the next is read. */
typedef enum err (*xml_take)(void *context, const struct xml_node *record, struct intake *intake,
                             struct draft *draft, struct str *id, enum row *row, struct fault *fault);

/* Opens a file whose records have these names, each taken by take, which is given
 * context. The state is for xml_file_next. */
enum err xml_file_open(void **state, struct format_source *source, const char *const *records, xml_take take,
                       void *context, struct fault *fault) MUST_USE;
enum err xml_file_next(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                       struct fault *fault) MUST_USE;
void xml_file_close(void *state);

#endif
