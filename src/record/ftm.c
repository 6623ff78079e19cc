/* FtM: FollowTheMoney entities in JSON. See ftm.h. */
#include "record/ftm.h"

#include "base/limits.h"
#include "record/format.h"
#include "record/json.h"

#include <stdio.h>

/* The key that an error text of jansson's quotes at its end, as near '"name"';
 * it quotes no long ones. */
static struct str doubled_key(const json_error_t *error)
{
    const char *start = strstr(error->text, "'\"");
    const char *end = start ? strstr(start + 2, "\"'") : NULL;
    return end ? (struct str){start + 2, (size_t)(end - start - 2)} : STR("...");
}

/* Says why jansson would not read a line, without the text that it quotes from
 * the file; only a doubled key is named. */
static enum err tell_broken(struct str line, const json_error_t *error, struct intake *intake,
                            struct fault *fault)
{
    size_t bad = utf8_bad_at(line);
    if (bad < line.n)
        return intake_problem(intake, fault, "byte %zu is not UTF-8: row skipped", bad + 1);
    enum json_error_code code = json_error_code(error);
    if (code == json_error_duplicate_key) {
        struct str key = doubled_key(error);
        return intake_problem(intake, fault, "the key \"%.*s\" stands twice: row skipped", STR_ARG(key));
    }
    if (code == json_error_stack_overflow)
        return intake_problem(intake, fault, "over %lld levels deep: row skipped", LIMIT_JSON_DEPTH);
    if (code == json_error_premature_end_of_input)
        return intake_problem(intake, fault, "JSON broken off at its end: row skipped");
    return intake_problem(intake, fault, "no JSON at byte %d: row skipped", error->position);
}

/* True where value nests no deeper than levels; looks no deeper than that. */
static bool is_shallow(const json_t *value, long long levels)
{
    if (!json_is_array(value) && !json_is_object(value))
        return true;
    if (levels == 0)
        return false;
    size_t index;
    const char *key;
    json_t *inner;
    json_array_foreach(value, index, inner) if (!is_shallow(inner, levels - 1)) return false;
    json_object_foreach((json_t *)value, key, inner) if (!is_shallow(inner, levels - 1)) return false;
    return true;
}

enum err ftm_parse(struct str line, struct intake *intake, json_t **object, struct fault *fault)
{
    json_error_t error;
    bool starved;
    *object = json_read(line, JSON_REJECT_DUPLICATES, &error, &starved);
    if (starved)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    if (!*object)
        return tell_broken(line, &error, intake, fault);
    enum err err = ERR_OK;
    if (!is_shallow(*object, LIMIT_JSON_DEPTH))
        err = intake_problem(intake, fault, "over %lld levels deep: row skipped", LIMIT_JSON_DEPTH);
    else if (!json_is_object(*object))
        err = intake_problem(intake, fault, "no JSON object: row skipped");
    else
        return ERR_OK;
    json_decref(*object);
    *object = NULL;
    return err;
}

static struct str json_str(const json_t *text)
{
    return (struct str){json_string_value(text), json_string_length(text)};
}

/* All values of one property, a single text or a list of texts. */
static enum err read_property(const json_t *given, enum property property, struct intake *intake,
                              struct arena *arena, struct values *values, struct fault *fault)
{
    struct str field = str_of(property_ftm(property));
    size_t n = json_is_array(given) ? json_array_size(given) : 1;
    size_t room = n < (size_t)LIMIT_VALUES_PER_PROPERTY ? n : (size_t)LIMIT_VALUES_PER_PROPERTY;
    *values = (struct values){arena_array(arena, room, sizeof *values->at), 0};
    if (!values->at)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    bool full = false;
    enum err err = ERR_OK;
    for (size_t i = 0; i < n && !full && err == ERR_OK; i++) {
        const json_t *value = json_is_array(given) ? json_array_get(given, i) : given;
        if (json_is_string(value))
            err = intake_add(intake, values, property, field, json_str(value), &full, fault);
        else if (!json_is_null(value))
            err = intake_problem(intake, fault, "%s: a value that is no text: value skipped", field.p);
    }
    return err == ERR_OK ? intake_keep(intake, arena, property, values, fault) : err;
}

static bool is_left_out(struct str key)
{
    return str_equal(key, STR("religion")) || str_equal(key, STR("political")) ||
           str_equal(key, STR("ethnicity"));
}

static enum err read_properties(const json_t *properties, struct intake *intake, struct arena *arena,
                                struct subject *subject, struct fault *fault)
{
    const char *key;
    json_t *given;
    json_object_foreach((json_t *)properties, key, given)
    {
        enum property property = property_by_ftm(str_of(key));
        if (property == PROPERTY_COUNT) {
            if (is_left_out(str_of(key)))
                intake_left_out(intake);
            continue;
        }
        enum err err = read_property(given, property, intake, arena, &subject->values[property], fault);
        if (err != ERR_OK)
            return err;
    }
    return ERR_OK;
}

/* The id as written, a number also; empty where there is none. */
static struct str read_id(const json_t *id, char number[32])
{
    if (json_is_string(id))
        return json_str(id);
    if (!json_is_integer(id))
        return STR("");
    snprintf(number, 32, "%lld", (long long)json_integer_value(id));
    return str_of(number);
}

enum err subject_from_json(const json_t *entity, struct intake *intake, struct arena *arena,
                           struct subject *subject, enum row *row, struct fault *fault)
{
    *row = ROW_SKIPPED;
    const json_t *schema = json_object_get(entity, "schema");
    const json_t *properties = json_object_get(entity, "properties");
    if (!json_is_object(entity))
        return intake_problem(intake, fault, "no JSON object: row skipped");
    if (schema && !json_is_string(schema))
        return intake_problem(intake, fault, "schema: no text: row skipped");
    if (schema && !str_equal(json_str(schema), STR("Person"))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    if (!json_is_object(properties))
        return intake_problem(intake, fault, "properties: %s: row skipped",
                              properties ? "no JSON object" : "missing");
    *subject = (struct subject){0};
    enum err err = read_properties(properties, intake, arena, subject, fault);
    if (err != ERR_OK)
        return err;
    char number[32];
    struct str id = read_id(json_object_get(entity, "id"), number);
    return intake_finish(intake, arena, id, subject, row, fault);
}

enum err ftm_row(struct str line, struct intake *intake, struct arena *arena, struct subject *subject,
                 enum row *row, struct fault *fault)
{
    json_t *object;
    *row = ROW_SKIPPED;
    enum err err = ftm_parse(line, intake, &object, fault);
    if (err != ERR_OK || !object)
        return err;
    err = subject_from_json(object, intake, arena, subject, row, fault);
    json_decref(object);
    return err;
}

/* --- Files of it --- */

static bool begins(struct str start)
{
    start = str_trim(start);
    return start.n == 0 || start.p[0] == '{';
}

/* The source itself is all the state there is. */
static enum err open_ftm(void **state, struct format_source *source, struct fault *fault)
{
    (void)fault;
    *state = source;
    return ERR_OK;
}

static enum err next_ftm(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                         struct fault *fault)
{
    struct format_source *source = state;
    struct str line;
    enum err err = lines_next(source->lines, &line, end, fault);
    while (err == ERR_OK && !*end && str_trim(line).n == 0)
        err = lines_next(source->lines, &line, end, fault);
    if (err != ERR_OK || *end)
        return err;
    intake_row(source->intake, source->lines->line);
    return ftm_row(line, source->intake, arena, subject, row, fault);
}

static void close_ftm(void *state)
{
    (void)state;
}

const struct format format_ftm = {begins, open_ftm, next_ftm, close_ftm};
