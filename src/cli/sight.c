/* liaison sight: who was seen, against the subjects of all files. A manifest is
 * read row by row; each candidate becomes a sighting, a work item with an owner. */
#include "cli/command.h"
#include "cli/page.h"
#include "cli/report.h"
#include "cli/values.h"

#include "base/limits.h"
#include "desk/same.h"
#include "desk/watch.h"
#include "record/ftm_write.h"
#include "record/reader.h"

enum { CANDIDATES_MAX = 64, ROW_BYTES = 1024 * 1024 };

struct sight {
    struct call *call;
    struct task *task;
    struct sighting_new new;
    struct buf row;    /* the passenger as he came, kept sealed */
    struct buf called; /* and his name */
    json_t *result;
    size_t rows, candidates;
};

static struct str first_value(const struct subject *who, enum property property)
{
    return who->values[property].n ? who->values[property].at[0] : STR("");
}

static void put(json_t *row, const char *key, struct str text)
{
    if (text.n)
        json_object_set_new(row, key, json_stringn(text.p, text.n));
}

/* One line of the answer: a passenger and the file that he may be the subject of. */
static json_t *candidate_json(const struct sight *sight, const struct subject *who, int64_t sighting,
                              int64_t file, int64_t evidence, int64_t clearance)
{
    json_t *row = json_object();
    if (sighting)
        json_object_set_new(row, "sighting", json_integer(sighting));
    json_object_set_new(row, "state", json_string("candidate"));
    json_object_set_new(row, "file", json_integer(file));
    put(row, "name", buf_str(&sight->called));
    put(row, "born", first_value(who, PROPERTY_BIRTH_DATE));
    json_object_set_new(row, "evidence", json_real((double)evidence / 1000));
    if (clearance)
        json_object_set_new(row, "clearance", json_integer(clearance));
    return row;
}

/* What would be a candidate, without recording it. */
static enum err try_one(struct sight *sight, const struct subject *who)
{
    struct same *same;
    size_t n;
    enum err err = same_person(sight->task, who, &same, &n);
    for (size_t i = 0; i < n && !err; i++)
        json_array_append_new(
            sight->result, candidate_json(sight, who, 0, same[i].file, same[i].evidence, same[i].clearance));
    sight->candidates += err ? 0 : n;
    return err;
}

static enum err record_one(struct sight *sight, const struct subject *who)
{
    struct sighted sighted[CANDIDATES_MAX];
    size_t n = 0;
    buf_clear(&sight->row);
    ftm_write(&sight->row, who);
    if (buf_failed(&sight->row))
        return fault_set(sight->task->fault, buf_error(&sight->row), "a row of the manifest");
    sight->new.original = sight->row.bytes;
    sight->new.original_n = sight->row.n;
    sight->new.text = buf_str(&sight->called);
    enum err err = desk_sight(sight->task, who, &sight->new, sighted, CANDIDATES_MAX, &n);
    for (size_t i = 0; i < n && !err; i++)
        json_array_append_new(sight->result, candidate_json(sight, who, sighted[i].sighting, sighted[i].file,
                                                            sighted[i].evidence, sighted[i].clearance));
    sight->candidates += err ? 0 : n;
    return err;
}

static enum err read_rows(struct sight *sight, const char *path)
{
    const struct reader_options options = {.now = sight->task->context.now, .warn = command_warn};
    struct reader *reader = NULL;
    struct fault *fault = sight->task->fault;
    bool dry = call_has(sight->call, "--dry-run");
    enum err err = reader_open(&reader, path, &options, fault);
    for (bool end = false; !err && !end;) {
        struct subject who;
        err = reader_next(reader, call_arena(sight->call), &who, &end, fault);
        if (err || end)
            break;
        sight->rows++;
        buf_clear(&sight->called);
        subject_called(&sight->called, &who);
        err = (dry ? try_one : record_one)(sight, &who);
    }
    reader_close(reader);
    if (!err && sight->rows == 0)
        err = fault_set(fault, ERR_NO_USE, "%s: no person in it", path);
    return err;
}

static enum err see(struct call *call, struct task *task, json_t **result)
{
    struct sight sight = {
        .call = call,
        .task = task,
        .result = json_array(),
        .new = {.kind = SEEN_TRAVEL,
                .section = call_text(call, "--section"),
                .seen = call_has(call, "--at") ? call_time(call, "--at") : task->context.now,
                .country = call_text(call, "--country")}};
    buf_init(&sight.row, ROW_BYTES);
    buf_init(&sight.called, ROW_BYTES);
    if (!sight.new.section.n)
        sight.new.section = task->context.actor.section;
    enum err err = call_word(call, "--direction", WORDS_toward, &sight.new.direction, task->fault);
    if (!err && call_has(call, "--kind"))
        err = call_word(call, "--kind", WORDS_sighting_kind, &sight.new.kind, task->fault);
    if (!err)
        err = read_rows(&sight, call_text(call, "--manifest").p);
    if (!err && sight.candidates == 0 && !call_json(call))
        json_array_append_new(sight.result,
                              json_pack("{s:I, s:s}", "persons", (json_int_t)sight.rows, "state",
                                        "no candidate, or none that is not known already"));
    buf_release(&sight.row);
    buf_release(&sight.called);
    *result = sight.result;
    return err;
}

/* One sighting of a file's own subject, typed in. */
static enum err add(struct call *call, struct task *task, json_t **result)
{
    struct sighting_new new = {.kind = SEEN_TRAVEL,
                               .section = task->context.actor.section,
                               .seen = call_has(call, "--at") ? call_time(call, "--at") : task->context.now,
                               .country = call_text(call, "--country")};
    int64_t sighting = 0;
    enum err err = call_free_text(call, &new.text, task->fault);
    if (!err)
        err = call_word(call, "--direction", WORDS_toward, &new.direction, task->fault);
    if (!err && call_has(call, "--kind"))
        err = call_word(call, "--kind", WORDS_sighting_kind, &new.kind, task->fault);
    if (!err)
        err = desk_sighting_report(task, call_number(call, "--file"), &new, &sighting);
    if (!err)
        *result = json_pack("[{s:I, s:s, s:I}]", "sighting", (json_int_t)sighting, "state", "candidate",
                            "file", (json_int_t)call_number(call, "--file"));
    return err;
}

int command_sight(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", VERB_READ, add,
         "--file N [--kind KIND] [--direction WORD] [--country CC] [--at DATE] [--text TEXT] [--text-file "
         "PATH]",
         "the subject of a file was seen"},
        {NULL, VERB_READ, see,
         "--manifest PATH [--section ID] [--kind KIND] [--direction WORD] [--country CC] [--at DATE] "
         "[--dry-run]",
         "every person of a manifest or list, against the subjects of all files"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
