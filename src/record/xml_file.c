/* Xml file: see xml_file.h. */
#include "record/xml_file.h"

#include "base/limits.h"

#include <stdlib.h>

struct xml_file {
    struct xml *xml;
    struct format_source *source;
    xml_take take;
    void *context;      /* of take */
    struct arena arena; /* of the record being read */
};

static enum err read_bytes(void *context, struct str *bytes, bool *end, struct fault *fault)
{
    return lines_bytes(context, bytes, end, fault);
}

enum err xml_file_open(void **state, struct format_source *source, const char *const *records, xml_take take,
                       void *context, struct fault *fault)
{
    struct xml_file *file = calloc(1, sizeof *file);
    if (!file)
        return fault_set(fault, ERR_NO_MEMORY, "%s", source->intake->file);
    file->source = source;
    file->take = take;
    file->context = context;
    arena_init(&file->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    *state = file;
    struct xml_source bytes = {read_bytes, source->lines, source->intake->file};
    return xml_open(&file->xml, bytes, records, fault);
}

enum err xml_file_next(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                       struct fault *fault)
{
    struct xml_file *file = state;
    struct intake *intake = file->source->intake;
    struct xml_node *record = NULL;
    struct draft draft;
    struct str id = STR("");
    size_t line = 0;
    arena_reset(&file->arena);
    enum err err = xml_next(file->xml, &file->arena, &record, &line, end, fault);
    if (err || *end)
        return err;
    intake_row(intake, line);
    draft_begin(&draft, &file->arena);
    *row = ROW_PERSON;
    err = file->take(file->context, record, intake, &draft, &id, row, fault);
    if (err || *row != ROW_PERSON)
        return err;
    return draft_finish(&draft, intake, arena, id, subject, row, fault);
}

void xml_file_close(void *state)
{
    struct xml_file *file = state;
    if (!file)
        return;
    xml_close(file->xml);
    arena_release(&file->arena);
    free(file);
}
