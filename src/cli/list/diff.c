/* liaison list diff: what changed between two versions of a list, person by person. */
#include "base/clock.h"
#include "base/limits.h"
#include "cli/list/list.h"
#include "cli/options.h"
#include "cli/output.h"
#include "record/ftm_write.h"
#include "record/reader.h"

#include <stdlib.h>
#include <string.h>

/* One version of the list, its persons by their ids. */
struct version {
    struct arena arena;
    struct subject *at;
    size_t n;
    size_t capacity;
};

struct differing {
    struct output output;
    bool json;
    size_t added;
    size_t removed;
    size_t changed;
    size_t same;
};

static enum err read_version(struct version *version, const char *path, const struct reader_options *options,
                             struct fault *fault)
{
    struct reader *reader;
    bool end = false;
    arena_init(&version->arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = reader_open(&reader, path, options, fault);
    while (!err) {
        if (version->n == version->capacity) {
            version->capacity = version->capacity * 2 + 1024;
            struct subject *at = realloc(version->at, version->capacity * sizeof *at);
            if (!at) {
                err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
                break;
            }
            version->at = at;
        }
        err = reader_next(reader, &version->arena, &version->at[version->n], &end, fault);
        if (err || end)
            break;
        version->n++;
    }
    reader_close(reader);
    return err || version->n ? err : fault_set(fault, ERR_NO_USE, "%s: no persons in it", path);
}

static int by_id(const void *a, const void *b)
{
    return str_compare(((const struct subject *)a)->id, ((const struct subject *)b)->id);
}

static bool has(const struct values *values, struct str value)
{
    for (size_t i = 0; i < values->n; i++)
        if (str_equal(values->at[i], value))
            return true;
    return false;
}

/* Values of one that the other has not; how many. Only counted where out is NULL. */
static size_t values_alone(const struct values *one, const struct values *other, const char *sign,
                           enum property property, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < one->n; i++) {
        if (has(other, one->at[i]))
            continue;
        n++;
        if (!out)
            continue;
        buf_printf(out, "    %s %s: ", sign, property_ftm(property));
        buf_add_clean(out, one->at[i]);
        buf_add_char(out, '\n');
    }
    return n;
}

static bool is_changed(const struct subject *old, const struct subject *new)
{
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        enum property property = (enum property)i;
        if (values_alone(&old->values[i], &new->values[i], "", property, NULL) ||
            values_alone(&new->values[i], &old->values[i], "", property, NULL))
            return true;
    }
    return false;
}

/* The values of one that the other has not, as the value of a JSON key. */
static void json_alone(struct buf *out, const struct values *one, const struct values *other)
{
    bool first = true;
    buf_add_char(out, '[');
    for (size_t i = 0; i < one->n; i++) {
        if (has(other, one->at[i]))
            continue;
        buf_add_str(out, first ? STR("") : STR(","));
        first = false;
        json_write_text(out, one->at[i]);
    }
    buf_add_char(out, ']');
}

static void json_properties(struct buf *out, const struct subject *old, const struct subject *new)
{
    bool first = true;
    buf_add_str(out, STR(",\"properties\":{"));
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        const struct values *was = &old->values[i];
        const struct values *is = &new->values[i];
        if (!values_alone(was, is, "", (enum property)i, NULL) &&
            !values_alone(is, was, "", (enum property)i, NULL))
            continue;
        buf_printf(out, "%s\"%s\":{\"removed\":", first ? "" : ",", property_ftm((enum property)i));
        first = false;
        json_alone(out, was, is);
        buf_add_str(out, STR(",\"added\":"));
        json_alone(out, is, was);
        buf_add_char(out, '}');
    }
    buf_add_char(out, '}');
}

static struct str name_of(const struct subject *subject)
{
    const enum property names[] = {PROPERTY_NAME, PROPERTY_LAST_NAME, PROPERTY_FIRST_NAME, PROPERTY_ALIAS};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (subject->values[names[i]].n)
            return subject->values[names[i]].at[0];
    return STR("");
}

/* One of the two is NULL where the person is only in the other version. */
static void tell(struct differing *differing, const struct subject *old, const struct subject *new)
{
    static const struct subject nobody;
    struct buf *out = &differing->output.buf;
    const struct subject *known = new ? new : old;
    const char *what = !old ? "added" : !new ? "removed" : "changed";
    if (differing->json) {
        buf_printf(out, "{\"change\":\"%s\",\"id\":", what);
        json_write_text(out, known->id);
        buf_add_str(out, STR(",\"name\":"));
        json_write_text(out, name_of(known));
        json_properties(out, old ? old : &nobody, new ? new : &nobody);
        buf_add_str(out, STR("}\n"));
        return;
    }
    buf_printf(out, "%-8s ", what);
    buf_add_clean(out, known->id);
    buf_add_str(out, STR("  "));
    buf_add_clean(out, name_of(known));
    buf_add_char(out, '\n');
    for (size_t i = 0; old && new &&i < PROPERTY_COUNT; i++) {
        values_alone(&old->values[i], &new->values[i], "-", (enum property)i, out);
        values_alone(&new->values[i], &old->values[i], "+", (enum property)i, out);
    }
}

static enum err compare(struct differing *differing, const struct version *old, const struct version *new,
                        struct fault *fault)
{
    size_t i = 0;
    size_t j = 0;
    enum err err = ERR_OK;
    while (!err && (i < old->n || j < new->n)) {
        int order = i == old->n ? 1 : j == new->n ? -1 : str_compare(old->at[i].id, new->at[j].id);
        const struct subject *was = order <= 0 ? &old->at[i++] : NULL;
        const struct subject *is = order >= 0 ? &new->at[j++] : NULL;
        differing->added += !was;
        differing->removed += !is;
        if (was && is && !is_changed(was, is)) {
            differing->same++;
            continue;
        }
        differing->changed += was && is;
        tell(differing, was, is);
        err = output_step(&differing->output, fault);
    }
    return err;
}

static enum err run(struct differing *differing, const char *old_path, const char *new_path,
                    const struct reader_options *options, struct fault *fault)
{
    struct version old = {.n = 0};
    struct version new = {.n = 0};
    enum err err = read_version(&old, old_path, options, fault);
    if (!err)
        err = read_version(&new, new_path, options, fault);
    if (!err) {
        qsort(old.at, old.n, sizeof *old.at, by_id);
        qsort(new.at, new.n, sizeof *new.at, by_id);
        err = output_open(&differing->output, "-", fault);
        if (!err)
            err = compare(differing, &old, &new, fault);
        err = output_close(&differing->output, err, fault);
    }
    free(old.at);
    free(new.at);
    arena_release(&old.arena);
    arena_release(&new.arena);
    return err;
}

int list_diff(int argc, char **argv)
{
    const char *format = "table";
    struct texts files = {0};
    struct fault fault;
    struct reader_options options = {.now = clock_system_now(), .warn = command_warn};
    struct differing differing = {0};
    const struct option table[] = {{"--format", OPTION_TEXT, &format},
                                   {"--map", OPTION_TEXT, &options.header_map},
                                   {"--strict", OPTION_FLAG, &options.strict}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &files, &fault);
    if (!err && files.n != 2)
        err = fault_set(&fault, ERR_USAGE, "list diff wants OLD and NEW");
    differing.json = strcmp(format, "jsonl") == 0;
    if (!err && !differing.json && strcmp(format, "table") != 0)
        err = fault_set(&fault, ERR_USAGE, "--format: '%s' is none of table, jsonl", format);
    if (!err)
        err = run(&differing, files.at[0], files.at[1], &options, &fault);
    if (err)
        return command_fail(&fault);
    fprintf(stderr, "%zu added, %zu removed, %zu changed, %zu the same\n", differing.added, differing.removed,
            differing.changed, differing.same);
    return 0;
}
