/* Load, check, record: releases, reading, "anything on him?". */
#include "desk/release.h"

#include "desk/file.h"
#include "desk/held.h"
#include "desk/same.h"
#include "rules/obligation.h"

enum err desk_risk_decide(struct task *task, const struct risk_new *risk, int64_t *number)
{
    struct risk_new new = *risk;
    struct file file;
    enum err err = risk->file ? desk_file(task, risk->file, &file) : ERR_OK;
    if (!err && risk->file && !risk->subject && !risk->question)
        new.subject = file.subject;
    if (!err)
        err = risk_decide(&task->context, &new, number, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_handling(struct task *task, int64_t file, int64_t subject, struct handling *out)
{
    struct query query;
    size_t n = 0;
    *out = (struct handling){.tlp = file ? TLP_CLEAR : TLP_NONE};
    query_open(&query, task->store, "file/handling", task->fault);
    if (file)
        query_int(&query, "file", file);
    query_int(&query, "subject", subject);
    while (query_next(&query)) {
        struct handling one = {.tlp = word_value(WORDS_tlp, query_get_text(&query, 0)),
                               .pap = word_value(WORDS_pap, query_get_text(&query, 1)),
                               .europol = word_value(WORDS_europol, query_get_text(&query, 2)),
                               .originator = query_get_int(&query, 3)};
        *out = n++ ? handling_combine(*out, one) : one;
    }
    return query_close(&query);
}

int64_t desk_carried(struct str message, int64_t subject)
{
    return str_equal(message, STR("tip")) ? subject : 0;
}

/* What the originator of a file's content gave for this way and was not used yet; 0: nothing. */
static enum err permitted(struct task *task, int64_t originator, int64_t file, int way, int64_t *permission)
{
    struct query query;
    query_open(&query, task->store, "release/permission", task->fault);
    query_int(&query, "channel", originator);
    query_text(&query, "entity", STR("file"));
    query_int(&query, "about", file);
    query_text(&query, "way", word_str(WORDS_way, way));
    return query_one(&query, 0, permission);
}

/* The newest risk decision on him whom the message tells of, for a channel; NULL: none. */
static enum err newest_risk(struct task *task, const struct release_new *release, const struct file *file,
                            struct risk_decision **risk)
{
    struct query query;
    size_t n;
    query_open(&query, task->store, "risk_decision/last", task->fault);
    if (release->question)
        query_int(&query, "question", release->question);
    else
        query_int(&query, "subject", release->subject ? release->subject : file->subject);
    query_int(&query, "channel", release->line.channel);
    enum err err = load_all(&query, &shape_risk_decision, &task->arena, risk, &n);
    if (!n)
        *risk = NULL;
    return err;
}

/* Protection of a subject and, with a release, of whom its file and sighting are about. Where several states
 * of origin come together, none is named, and so every counterpart counts as one. */
static enum err add_protection(struct task *task, int64_t subject, const struct release_new *release,
                               struct release_case *out)
{
    struct query query;
    enum err err = ERR_OK;
    query_open(&query, task->store, "release/protected", task->fault);
    query_int(&query, "subject", subject);
    query_int(&query, "file", release->file);
    query_int(&query, "sighting", release->sighting);
    query_int(&query, "members", str_equal(release->message, STR("handover")));
    while (!err && query_next(&query)) {
        struct str origin = query_get_text(&query, 1);
        bool alike = !out->protection || str_equal(origin, out->protected_from);
        char *copy = arena_copy(&task->arena, origin.p ? origin.p : "", alike ? origin.n : 0);
        if (!copy)
            err = fault_set(task->fault, ERR_NO_MEMORY, "a state of origin");
        out->protected_from = (struct str){copy, copy && alike ? origin.n : 0};
        out->protection = word_value(WORDS_protection, query_get_text(&query, 0));
    }
    enum err closed = query_close(&query);
    return err ? err : closed;
}

/* Of all whom the message tells of. */
static enum err load_protection(struct task *task, const struct release_new *release,
                                struct release_case *out)
{
    enum err err = add_protection(task, release->subject, release, out);
    for (size_t i = 0; !err && i < release->others_n; i++)
        err = add_protection(task, release->others[i], release, out);
    return err;
}

/* Whether the counterpart knows of the file. */
static enum err load_known(struct task *task, const struct release_new *release, bool *known)
{
    int64_t channels[FILE_CHANNELS_MAX];
    size_t n = 0;
    enum err err = release->file ? desk_file_channels(task, release->file, channels, &n) : ERR_OK;
    for (size_t i = 0; i < n; i++)
        *known = *known || channels[i] == release->line.channel;
    return err;
}

/* What the check has to know of file, subject and sighting. */
static enum err load_case(struct task *task, const struct release_new *release, struct release_case *out)
{
    struct file file = {0};
    struct sighting sighting = {0};
    struct risk_decision *risk = NULL;
    enum err err = release->file ? desk_file(task, release->file, &file) : ERR_OK;
    if (!err)
        err = load_protection(task, release, out);
    if (!err)
        err = load_known(task, release, &out->known);
    if (!err && release->sighting)
        err = task_load(task, "sighting/get", "sighting", release->sighting, &shape_sighting, &sighting);
    if (!err)
        err = desk_handling(task, release->file, desk_carried(release->message, release->subject),
                            &out->handling);
    out->way = release->way;
    /* What another desk gave, sent to a third. */
    if (out->way == WAY_MESSAGE && out->handling.originator &&
        out->handling.originator != release->line.channel)
        out->way = WAY_FORWARD;
    struct handling own = {.tlp = release->tlp};
    bool rests = release->file || out->handling.tlp || out->handling.originator;
    if (!err && release->tlp)
        out->handling = rests ? handling_combine(out->handling, own) : own;
    if (!err && release->file)
        err = permitted(task, out->handling.originator, release->file, out->way, &out->permission);
    if (!err)
        err = newest_risk(task, release, &file, &risk);
    out->message = release->message;
    out->line = release->line;
    out->file_state = file.file_state;
    out->file_section = file.section;
    out->ground = release->ground;
    out->author = release->author;
    out->words = release->words;
    out->sighting_unconfirmed = release->sighting && sighting.sighting_state != SIGHTING_CONFIRMED;
    out->risk = risk;
    out->purpose = release->purpose;
    return err;
}

/* Kept aside: the transaction that is refused leaves nothing, so task_end records it in one of its own. */
static void keep_refusal(struct task *task, const struct release_new *release, int way, enum rule rule)
{
    task->refusal = (struct refused_way){.rule = rule_name(rule),
                                         .message = release->message.n ? release->message : STR("content"),
                                         .about = release->about ? release->about : release->file,
                                         .channel = release->line.channel,
                                         .way = way};
}

/* Word of a correction or clearance that was owed to the channel, or that its leave is asked, goes with this
 * release. */
static enum err fulfil(struct task *task, const struct release_new *release)
{
    struct query query;
    struct owed *owed;
    size_t n;
    query_open(&query, task->store, "obligation/to_tell", task->fault);
    query_text(&query, "obligation_kind", release->message);
    query_int(&query, "file", release->file);
    query_int(&query, "channel", release->line.channel);
    enum err err = load_all(&query, &shape_owed, &task->arena, &owed, &n);
    for (size_t i = 0; !err && i < n; i++)
        obligation_end(&task->decision, owed[i].obligation, OWED_DONE);
    return err;
}

enum err desk_release(struct task *task, const struct release_new *release, int64_t *number)
{
    struct release_case loaded = {0};
    enum rule rule;
    enum err err = load_case(task, release, &loaded);
    if (err)
        return task_apply(task, err);
    err = release_check(&task->context, &loaded, &rule, task->fault);
    if (err) {
        keep_refusal(task, release, loaded.way, rule);
        return err;
    }
    *number = context_number(&task->context, ENTITY_release);
    DECIDE(&task->decision, RELEASE_APPROVED, SAY(release, *number), SAY_TEXT(message, release->message),
           SAY(about, release->about), SAY(file, release->file), SAY(subject, release->subject),
           SAY(channel, release->line.channel), SAY_WORD(way, way, loaded.way), SAY(author, release->author),
           SAY(risk_decision, loaded.risk ? loaded.risk->risk_decision : 0),
           SAY_WORD(purpose, purpose, release->purpose), SAY(permission, loaded.permission),
           SAY_TEXT(reason, release->reason));
    return task_apply(task, fulfil(task, release));
}

static int purpose_of_section(struct str section)
{
    int purpose = word_value(WORDS_purpose, section);
    return purpose ? purpose : PURPOSE_INVESTIGATION;
}

static enum err release_file_holding(struct task *task, int64_t file, const struct release_new *onward,
                                     struct str reason)
{
    struct handling handling;
    int64_t permission = 0;
    enum rule rule;
    enum err err = desk_handling(task, file, 0, &handling);
    if (!err)
        err = permitted(task, handling.originator, file, onward->way, &permission);
    if (err)
        return err;
    err = release_holding(&task->context, &handling, onward->line.channel, permission, &rule, task->fault);
    if (err) {
        keep_refusal(task, onward, onward->way, rule);
        return err;
    }
    if (permission && handling.originator != onward->line.channel)
        DECIDE(&task->decision, CONTENT_DISCLOSED, SAY_TEXT(entity, STR("file")), SAY(about, file),
               SAY_WORD(way, way, onward->way),
               SAY_WORD(purpose, purpose, purpose_of_section(task->context.actor.section)),
               SAY_TEXT(reason, reason), SAY(channel, onward->line.channel), SAY(permission, permission));
    return ERR_OK;
}

enum err desk_release_holding(struct task *task, int64_t subject, int64_t channel, struct str reason)
{
    struct release_new onward = {
        .way = WAY_FORWARD, .message = STR("table"), .about = subject, .line = {.channel = channel}};
    struct file *files;
    size_t n;
    enum err err = task_list(task, "file/of_subject", "subject", subject, &shape_file, &files, &n);
    for (size_t i = 0; !err && i < n; i++)
        err = release_file_holding(task, files[i].file, &onward, reason);
    return err;
}

/* What the reader's section owes about a file or tip, so that its purpose is the reading's. */
static enum err task_of_reader(struct task *task, const struct access *access, int64_t *obligation)
{
    struct query query;
    query_open(&query, task->store, access->tip ? "obligation/task_tip" : "obligation/task", task->fault);
    query_int(&query, "file", access->file);
    query_int(&query, "tip", access->tip);
    query_text(&query, "section", task->context.actor.section);
    query_int(&query, "person", task->context.actor.person);
    query_int(&query, "now", task->context.now);
    return query_one(&query, 0, obligation);
}

/* The case of reading a file, or a tip that is on none. */
static enum err load_reading(struct task *task, struct access *access, struct release_case *out)
{
    struct tip tip = {0};
    struct file file = {0};
    struct held_reader reader = {0};
    enum err err = access->tip ? task_load(task, "tip/get", "tip", access->tip, &shape_tip, &tip) : ERR_OK;
    if (!err && tip.file)
        *access = (struct access){.file = tip.file,
                                  .way = access->way,
                                  .purpose = access->purpose,
                                  .reason = access->reason,
                                  .terms_shown = access->terms_shown};
    struct release_new as_release = {.way = access->way, .file = access->file};
    if (!err && access->file)
        err = desk_file(task, access->file, &file);
    if (!err)
        err = load_case(task, &as_release, out);
    if (!err)
        err = task_of_reader(task, access, &out->task);
    if (!err && access->file)
        err = held_reader(task, access->file, &reader);
    if (access->tip) {
        out->file_section = tip.section;
        out->handling = (struct handling){tip.tlp, tip.pap, tip.europol, tip.channel};
    }
    if (access->message)
        out->file_section = access->section;
    out->terms_shown = access->terms_shown;
    out->purpose = access->purpose;
    /* A tip or message that is on no file yet is for the post that it was sent to. */
    out->named = access->file ? !reader.kept
                              : access->message || out->task || task->context.actor.role == ROLE_SUPERVISOR;
    out->decided = reader.decided;
    if (!out->purpose && (out->task || (file.holder && file.holder == task->context.actor.person)))
        out->purpose = purpose_of_section(task->context.actor.section);
    return err;
}

enum err desk_access(struct task *task, const struct access *wanted)
{
    struct access access = *wanted;
    struct release_case loaded = {0};
    enum rule rule;
    if (!access.way)
        return fault_set(task->fault, ERR_USAGE, "reading is done in some way: screen, print, export ...");
    enum err err = load_reading(task, &access, &loaded);
    if (err)
        return err;
    err = release_check(&task->context, &loaded, &rule, task->fault);
    if (err) {
        struct release_new as_release = {.way = access.way, .file = access.file};
        keep_refusal(task, &as_release, access.way, rule);
        return err;
    }
    struct said entity = SAY_TEXT(entity, access.message ? STR("message")
                                          : access.tip   ? STR("tip")
                                                         : STR("file"));
    struct said about = SAY(about, access.message ? access.message : access.tip ? access.tip : access.file);
    if (access.way == WAY_SCREEN)
        DECIDE(&task->decision, CONTENT_CONSULTED, entity, about, SAY_WORD(purpose, purpose, loaded.purpose),
               SAY(obligation, loaded.task), SAY_TEXT(reason, access.reason));
    else
        DECIDE(&task->decision, CONTENT_DISCLOSED, entity, about, SAY_WORD(way, way, access.way),
               SAY_WORD(purpose, purpose, loaded.purpose), SAY_TEXT(reason, access.reason),
               SAY(permission, loaded.permission));
    return task_apply(task, ERR_OK);
}

static enum err load_facts(struct task *task, int64_t file, struct query_facts *out)
{
    struct query query;
    struct proposal *pending = NULL;
    *out = (struct query_facts){0};
    enum err err = desk_file(task, file, &out->file);
    if (!err && out->file.proposal) {
        pending = arena_alloc(&task->arena, sizeof *pending);
        err = pending
                  ? task_load(task, "proposal/get", "proposal", out->file.proposal, &shape_proposal, pending)
                  : fault_set(task->fault, ERR_NO_MEMORY, "file %lld", (long long)file);
    }
    if (err)
        return err;
    query_open(&query, task->store, "file/facts", task->fault);
    query_int(&query, "file", file);
    while (query_next(&query)) {
        out->requests = query_get_int(&query, 0);
        out->watches = query_get_int(&query, 1);
        out->flags_since = query_get_int(&query, 2);
    }
    out->pending = pending;
    out->holds = str_equal(out->file.section, task->context.actor.section);
    return query_close(&query);
}

enum err desk_query(struct task *task, const struct subject *who, int purpose, struct query_line **lines,
                    size_t *n)
{
    struct same *same = NULL;
    size_t count = 0;
    *n = 0;
    enum err err = same_person(task, who, &same, &count);
    struct query_facts *facts = arena_array(&task->arena, count + 1, sizeof *facts);
    *lines = arena_array(&task->arena, count + 1, sizeof **lines);
    if (!err && (!facts || !*lines))
        err = fault_set(task->fault, ERR_NO_MEMORY, "the answer");
    for (size_t i = 0; !err && i < count; i++)
        err = load_facts(task, same[i].file, &facts[i]);
    if (!err)
        err = query_answer(&task->context, count ? same[0].subject : 0, purpose, facts, count, *lines, n,
                           &task->decision, task->fault);
    return task_apply(task, err);
}
