/* liaison file: cases about subjects. */
#include "desk/file.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/page.h"

#include "base/limits.h"
#include "desk/rights.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static json_t *said(int64_t file, const char *state)
{
    return json_pack("{s:I, s:s}", "file", (json_int_t)file, "state", state);
}

static enum err open_file(struct call *call, struct task *task, json_t **result)
{
    int64_t file = 0;
    struct file made;
    struct file_new new = {.subject = call_number(call, "--subject"),
                           .section = call_text(call, "--section"),
                           .theirs = call_text(call, "--their")};
    if (!new.section.n)
        new.section = task->context.actor.section;
    enum err err = desk_file_open(task, new, &file);
    if (!err)
        err = desk_file(task, file, &made);
    if (!err)
        *result =
            json_pack("{s:I, s:s, s:s#, s:s#}", "file", (json_int_t)file, "state", "open", "reference",
                      made.reference.p, (int)made.reference.n, "owner", made.owner.p, (int)made.owner.n);
    return err;
}

static enum err close_file(struct call *call, struct task *task, json_t **result)
{
    int outcome = call_has(call, "--cleared") ? FILE_CLEARED : FILE_UNRESOLVED;
    int64_t file = call_number(call, "N");
    enum err err = desk_file_close(task, file, outcome, call_text(call, "--reason"));
    if (!err)
        *result = said(file, word(WORDS_file_state, outcome));
    return err;
}

static enum err reopen(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_file_reopen(task, call_number(call, "N"), call_text(call, "--reason"));
    if (!err)
        *result = said(call_number(call, "N"), "open");
    return err;
}

static enum err hold(struct call *call, struct task *task, json_t **result)
{
    int64_t person = 0;
    enum err err = call_has(call, "--by") ? page_person(task, call_text(call, "--by"), &person) : ERR_OK;
    if (!err)
        err = desk_file_hold(task, call_number(call, "N"), call_text(call, "--section"), person);
    if (!err)
        *result = said(call_number(call, "N"), "held");
    return err;
}

static enum err reader(struct call *call, struct task *task, json_t **result)
{
    int64_t person = 0;
    bool reads = !call_has(call, "--remove");
    enum err err = page_person(task, call_text(call, "--person"), &person);
    if (!err)
        err = desk_file_name_reader(task, call_number(call, "N"), person, reads, call_text(call, "--reason"));
    if (!err)
        *result = said(call_number(call, "N"), reads ? "reader named" : "reader removed");
    return err;
}

static enum err refer(struct call *call, struct task *task, json_t **result)
{
    int64_t channel = 0;
    struct str theirs = call_text(call, "--their");
    enum err err = page_channel(task, call_text(call, "--from"), &channel);
    if (!err)
        err = desk_file_refer(task, call_number(call, "N"), channel, theirs);
    if (!err)
        *result = json_pack("{s:I, s:s#}", "file", (json_int_t)call_number(call, "N"), "theirs", theirs.p,
                            (int)theirs.n);
    return err;
}

static enum err add_subject(struct call *call, struct task *task, json_t **result)
{
    int role;
    enum err err = call_word(call, "--role", WORDS_subject_role, &role, task->fault);
    if (!err)
        err = desk_file_add_subject(task, call_number(call, "N"), call_number(call, "--subject"), role,
                                    call_text(call, "--reason"));
    if (!err)
        *result =
            json_pack("{s:I, s:I, s:s}", "file", (json_int_t)call_number(call, "N"), "subject",
                      (json_int_t)call_number(call, "--subject"), "role", word(WORDS_subject_role, role));
    return err;
}

static enum err note(struct call *call, struct task *task, json_t **result)
{
    struct str text;
    enum err err = call_free_text(call, &text, task->fault);
    if (!err && !text.n)
        err = fault_set(task->fault, ERR_USAGE, "file note wants --text or --text-file");
    if (!err)
        err = desk_file_note(task, call_number(call, "N"), text);
    if (!err)
        *result = said(call_number(call, "N"), "note added");
    return err;
}

static enum err correct(struct call *call, struct task *task, json_t **result)
{
    struct correction_new correction = {.file = call_number(call, "N"),
                                        .reason = call_text(call, "--reason")};
    size_t told = 0;
    enum err err = call_free_text(call, &correction.text, task->fault);
    if (!err)
        err = desk_correction_make(task, &correction, &told);
    if (!err)
        *result = json_pack("{s:I, s:s, s:I}", "file", (json_int_t)correction.file, "state", "corrected",
                            "owed_to", (json_int_t)told);
    return err;
}

static enum err attach(struct call *call, struct task *task, json_t **result)
{
    struct str content, path = call_text(call, "PATH");
    const char *slash = strrchr(path.p, '/');
    struct str media =
        call_has(call, "--media") ? call_text(call, "--media") : STR("application/octet-stream");
    enum err err = call_file(call, path.p, LIMIT_ATTACHMENT_BYTES, &content, task->fault);
    if (!err)
        err = desk_file_attach(task, call_number(call, "N"), str_of(slash ? slash + 1 : path.p), media,
                               content);
    if (!err)
        *result = json_pack("{s:I, s:s, s:I}", "file", (json_int_t)call_number(call, "N"), "attached",
                            slash ? slash + 1 : path.p, "bytes", (json_int_t)content.n);
    return err;
}

/* The document with that number on the file; NOT_FOUND also where it was erased. */
static enum err attachment_of(struct task *task, int64_t file, int64_t number, struct str *content)
{
    struct query query;
    int64_t sequence = 0;
    query_open(&query, task->store, "file/attachment", task->fault);
    query_int(&query, "file", file);
    query_int(&query, "sequence", number);
    enum err err = query_one(&query, 0, &sequence);
    if (!err && sequence)
        err = task_opening(task, sequence, FIELD_content, content);
    if (!err && !content->n)
        err = fault_set(task->fault, ERR_NOT_FOUND, "file %lld has no attachment %lld", (long long)file,
                        (long long)number);
    return err;
}

/* Reads it, in the call's arena: that it was read is in the log before it is written anywhere. */
static enum err read_attachment(struct call *call, struct task *task, struct str *content)
{
    struct task reading;
    struct str there = STR("");
    int64_t file = call_number(call, "N");
    enum err err = task_begin(&reading, task->desk, task->context.actor.person, task->fault);
    if (!err)
        err = page_consult(call, &reading, "file", file);
    if (!err)
        err = attachment_of(&reading, file, call_number(call, "--attachment"), &there);
    char *copy = err ? NULL : arena_copy(call_arena(call), there.p, there.n);
    *content = (struct str){copy, there.n};
    if (!err && !copy)
        err = fault_set(task->fault, ERR_NO_MEMORY, "an attachment");
    return task_end(&reading, err);
}

/* Written for its reader alone. */
static enum err save(struct call *call, struct task *task, json_t **result)
{
    struct output out;
    struct str content, path = call_text(call, "--out");
    if (str_equal(path, STR("-")))
        return fault_set(task->fault, ERR_USAGE, "--out: the path of a file");
    if (access(path.p, F_OK) == 0)
        return fault_set(task->fault, ERR_BUSY, "%s: is there already", path.p);
    enum err err = read_attachment(call, task, &content);
    if (err)
        return err;
    err = output_open(&out, path.p, task->fault);
    if (!err && fchmod(fileno(out.file), S_IRUSR | S_IWUSR) != 0)
        err = fault_set(task->fault, ERR_IO, "%s: cannot be kept from others", path.p);
    buf_add_str(&out.buf, content);
    err = output_close(&out, err, task->fault);
    if (!err)
        *result = json_pack("{s:I, s:I, s:s, s:I}", "file", (json_int_t)call_number(call, "N"), "attachment",
                            (json_int_t)call_number(call, "--attachment"), "saved", path.p, "bytes",
                            (json_int_t)content.n);
    return err;
}

static enum err review(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_file_review(task, call_number(call, "N"), call_text(call, "--reason"));
    if (!err)
        *result = said(call_number(call, "N"), "reviewed");
    return err;
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {
        {NULL, "page/file"},
        {"subjects", "page/file_subjects"},
        {"flags", "page/file_flags"},
        {"watches", "page/file_watches"},
        {"sightings", "page/file_sightings"},
        {"requests", "page/file_requests"},
        {"tips", "page/file_tips"},
        {"owed", "page/file_owed"},
        {"decisions", "page/file_proposals"},
        {"notes", "page/file_notes"},
        {"attachments", "page/file_attachments"},
        {"clearances", "page/file_clearances"},
        {"readers", "page/file_readers"},
    };
    enum err err = page_consult(call, task, "file", call_number(call, "N"));
    return err ? err
               : page_build(task, "file", parts, sizeof parts / sizeof *parts, call_number(call, "N"),
                            result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "file", 0);
    return err ? err
               : page_rows_last(task, "page/files", call_text(call, "--section"), call_number(call, "--last"),
                                call_number(call, "--before"), result);
}

int command_file(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"open", VERB_ACT, open_file, "--subject N [--section ID] [--their REFERENCE]",
         "a file on a subject"},
        {"close", VERB_ACT, close_file, "N --unresolved|--cleared --reason TEXT",
         "closing ends no request; clearing, a supervisor's decision, ends the watches"},
        {"reopen", VERB_ACT, reopen, "N --reason TEXT", "a supervisor opens it again"},
        {"hold", VERB_ACT, hold, "N --section ID [--by PERSON]", "another section or person holds it"},
        {"reader", VERB_ACT, reader, "N --person LOGIN --reason TEXT [--remove]",
         "a supervisor names who else reads what is TLP:RED"},
        {"refer", VERB_ACT, refer, "N --from DESK --their REFERENCE", "how a counterpart calls it"},
        {"subject", VERB_ACT, add_subject, "N --subject N --role ROLE --reason TEXT",
         "another person on the file"},
        {"note", VERB_ACT, note, "N [--text TEXT] [--text-file PATH]", "a note"},
        {"attach", VERB_ACT, attach, "N PATH [--media TYPE]",
         "a document; its digest is committed, its content sealed"},
        {"save", VERB_LONG, save, "N --attachment N --out PATH",
         "a document of the file, read and written out"},
        {"correct", VERB_ACT, correct, "N --reason TEXT [--text TEXT] [--text-file PATH]",
         "what was wrong: a correction is owed to each counterpart that was told of the file"},
        {"review", VERB_ACT, review, "N --reason TEXT", "keep it: the next review is due in five years"},
        {"show", VERB_READ, show, "N", "all that the file holds"},
        {"list", VERB_READ, list, "[--section ID] [--last N] [--before N]", "the files"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
