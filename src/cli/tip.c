/* liaison tip: what is told about a person, to a counterpart and by one. */
#include "desk/tip.h"
#include "cli/command.h"
#include "cli/letter.h"
#include "cli/page.h"
#include "desk/file.h"
#include "desk/same.h"

/* The translation kept beside the subject's first name; empty where there is none. */
static enum err translation_of(struct task *task, int64_t subject, struct str *translation)
{
    struct query q;
    int64_t sequence = 0;
    *translation = STR("");
    query_open(&q, task->store, "page/subject_name", task->fault);
    query_int(&q, "id", subject);
    enum err err = query_one(&q, 0, &sequence);
    return err || !sequence ? err : task_opening(task, sequence, FIELD_translation, translation);
}

/* A tip, and with --request a request of its own that refers to it. */
static enum err send(struct call *call, struct task *task, json_t **result)
{
    struct subject who;
    struct subject_state state;
    json_t *tip = NULL, *request = NULL;
    int64_t subject = call_number(call, "--subject");
    struct mail_new new = {.subject = subject,
                           .file = call_number(call, "--file"),
                           .obtained = call_text(call, "--obtained"),
                           .urgent = call_has(call, "--urgent"),
                           .person = &who};
    enum err err = call_goes_with(call, "--standing", "--request", task->fault);
    if (!err)
        err = desk_subject(task, subject, &state);
    if (!err)
        err = same_read_subject(task, subject, &who);
    if (!err)
        err = translation_of(task, subject, &new.translation);
    new.subject_role = err ? 0 : state.subject_role;
    if (!err)
        err = letter_begin(call, task, KIND_TIP, &new, &tip);
    if (!err && call_has(call, "--request")) {
        struct mail mail;
        struct mail_new asked = {.channel = new.channel,
                                 .kind = KIND_REQUEST,
                                 .subject = subject,
                                 .file = new.file,
                                 .purpose = call_text(call, "--serves"),
                                 .section = call_text(call, "--section"),
                                 .text = call_text(call, "--request"),
                                 .standing = call_has(call, "--standing")};
        const char *reference = json_string_value(json_object_get(tip, "message"));
        err = mail_find(task, str_of(reference), call_text(call, "--to"), &mail);
        asked.tip = err ? 0 : (int64_t)mail.number;
        if (!err)
            err = mail_draft(task, &asked, &mail);
        if (!err)
            request = letter_said(&mail);
    }
    *result = json_pack("[O, O*]", tip, request);
    json_decref(tip);
    json_decref(request);
    return err;
}

/* The desk's number of a tip that came: by its own number, or by the sender's reference. */
static enum err number_of(struct call *call, struct task *task, int64_t *tip)
{
    return page_number(task, "page/tip_by_reference", "tip", call_text(call, "REF"), tip);
}

static enum err said(struct task *task, int64_t tip, json_t **result)
{
    return page_build(task, "tip", &(const struct page_part){NULL, "page/tip_line"}, 1, tip, result);
}

static enum err assess(struct call *call, struct task *task, json_t **result)
{
    struct tip_answers answers = {.reason = call_text(call, "--reason"),
                                  .protected_origin = call_text(call, "--origin")};
    int64_t tip;
    enum err err = number_of(call, task, &tip);
    if (!err)
        err = call_word(call, "--offence", WORDS_yes_no, &answers.offence, task->fault);
    if (!err && !str_equal(call_text(call, "--protected"), STR("no")))
        err = call_word(call, "--protected", WORDS_protection, &answers.protection, task->fault);
    if (!err)
        err = call_word(call, "--political", WORDS_yes_no, &answers.political, task->fault);
    if (!err)
        err = call_word(call, "--mistreatment", WORDS_yes_no, &answers.mistreatment, task->fault);
    if (!err)
        err = call_word(call, "--ground", WORDS_ground, &answers.ground, task->fault);
    if (!err)
        err = desk_tip_assess(task, tip, &answers);
    return err ? err : said(task, tip, result);
}

/* Its sender hears that a person has taken it up. */
static enum err tell_taken_up(struct task *task, struct str reference)
{
    struct mail tip, told;
    enum err err = mail_find(task, reference, STR(""), &tip);
    struct mail_new new = {.channel = tip.channel, .kind = KIND_TAKEN_UP, .answers = &tip};
    struct mail_release release = {0};
    if (!err)
        err = mail_draft(task, &new, &told);
    if (!err && str_equal(told.state, STR("held")))
        err = mail_release(task, &told, &release);
    return err;
}

static enum err take(struct call *call, struct task *task, json_t **result)
{
    int64_t tip, file = call_number(call, "--file");
    enum err err = number_of(call, task, &tip);
    if (!err)
        err = desk_tip_take_up(task, tip, task->context.actor.person, &file);
    if (!err)
        err = tell_taken_up(task, call_text(call, "REF"));
    return err ? err : said(task, tip, result);
}

static enum err agree(struct call *call, struct task *task, json_t **result)
{
    int64_t tip;
    enum err err = number_of(call, task, &tip);
    if (!err)
        err = desk_tip_agree(task, tip, call_text(call, "--reason"));
    return err ? err : said(task, tip, result);
}

/* Refused, with the outcome drafted that tells its sender the ground. */
static enum err refuse(struct call *call, struct task *task, json_t **result)
{
    int64_t tip;
    int ground = 0;
    enum err err = number_of(call, task, &tip);
    if (!err)
        err = call_word(call, "--ground", WORDS_ground, &ground, task->fault);
    if (!err)
        err = desk_tip_refuse(task, tip, ground, call_text(call, "--reason"));
    struct mail_new new = {.text = STR("refused"), .ground = word_str(WORDS_ground, ground)};
    return err ? err : letter_answer(call, task, KIND_OUTCOME, &new, result);
}

static enum err outcome(struct call *call, struct task *task, json_t **result)
{
    struct mail_new new = {0};
    struct tip tip;
    int64_t number;
    enum err err = number_of(call, task, &number);
    if (!err)
        err = task_load(task, "tip/get", "tip", number, &shape_tip, &tip);
    new.file = err ? 0 : tip.file;
    new.subject = err ? 0 : tip.subject;
    return err ? err : letter_answer(call, task, KIND_OUTCOME, &new, result);
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/tip"},
                                             {"person", "page/tip_values"},
                                             {"may_be", "page/tip_same"},
                                             {"owed", "page/tip_owed"}};
    int64_t tip;
    struct mail mail;
    enum err err = mail_find(task, call_text(call, "REF"), STR(""), &mail);
    if (!err && mail.ours)
        return letter_show(call, task, &mail, result);
    if (!err)
        err = number_of(call, task, &tip);
    if (!err)
        err = page_consult(call, task, "tip", tip);
    return err ? err : page_build(task, "tip", parts, 4, tip, result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    int64_t before = 0;
    enum err err = call_has(call, "--before") ? page_number(task, "page/tip_by_reference", "tip",
                                                            call_text(call, "--before"), &before)
                                              : ERR_OK;
    return err ? err
               : page_rows_last(task, "page/tips", STR(""), call_number(call, "--last"), before, result);
}

int command_tip(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"send", VERB_READ, send,
         "--to DESK --subject N [--file N] --grading GRADE --obtained TEXT [--handling LABEL] [--serves "
         "PURPOSE] [--section ID] "
         "[--text TEXT] [--text-file PATH] [--request TEXT] [--standing] [--urgent]",
         "tell a counterpart about a person, held for release"},
        {"assess", VERB_ACT, assess,
         "REF --offence WORD --protected WORD [--origin CC] --political WORD --mistreatment WORD --ground "
         "WORD "
         "--reason TEXT",
         "record what must be known before a tip may be acted on"},
        {"agree", VERB_ACT, agree, "REF --reason TEXT",
         "the overseer agrees that a tip from his state about a protected person is acted on"},
        {"take", VERB_ACT, take, "REF [--file N]", "take it up, onto a file or onto a new one"},
        {"refuse", VERB_ACT, refuse, "REF --ground WORD --reason TEXT [--line DESK]",
         "refuse it; the outcome that tells the ground is held for release"},
        {"outcome", VERB_ACT, outcome, "REF [--text TEXT] [--text-file PATH] [--line DESK]",
         "what came of it, held for release"},
        {"show", VERB_READ, show, "REF", "a tip, and who it may be about"},
        {"list", VERB_READ, list, "[--last N] [--before REF]", "the tips that came"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
