/* Letter: what the commands that write messages share. See letter.h. */
#include "cli/letter.h"

#include "cli/page.h"
#include "desk/file.h"
#include "record/json.h"

json_t *letter_said(const struct mail *mail)
{
    bool held = str_equal(mail->state, STR("held"));
    return json_pack("{s:s#, s:s, s:s#}", "message", mail->reference.p, (int)mail->reference.n, "kind",
                     kind_word(mail->kind), "state", held ? "held for release" : mail->state.p,
                     held ? (int)sizeof "held for release" - 1 : (int)mail->state.n);
}

enum err letter_find(struct call *call, struct task *task, struct mail *mail)
{
    return mail_find(task, call_text(call, "REF"),
                     call_takes(call, "--line") ? call_text(call, "--line") : STR(""), mail);
}

static struct str given(const struct call *call, const char *name)
{
    return call_takes(call, name) ? call_text(call, name) : STR("");
}

/* What the options say, before anything is looked up. */
static enum err read_options(struct call *call, struct mail_new *new, struct fault *fault)
{
    enum err err = call_takes(call, "--text") ? call_free_text(call, &new->text, fault) : ERR_OK;
    new->section = given(call, "--section");
    new->handling = given(call, "--handling");
    new->purpose = given(call, "--serves");
    if (!err && call_takes(call, "--grading"))
        err = call_grading(call, &new->reliability, &new->credibility, fault);
    return err;
}

static enum err draft(struct task *task, struct mail_new *new, json_t **result)
{
    struct mail mail;
    enum err err = mail_draft(task, new, &mail);
    if (!err)
        *result = letter_said(&mail);
    return err;
}

enum err letter_answer(struct call *call, struct task *task, enum kind kind, struct mail_new *new,
                       json_t **result)
{
    struct mail about;
    enum err err = read_options(call, new, task->fault);
    if (!err)
        err = letter_find(call, task, &about);
    if (err)
        return err;
    new->channel = about.channel;
    new->kind = kind;
    new->answers = &about;
    new->file = new->file ? new->file : about.file;
    new->subject = new->subject ? new->subject : about.subject;
    return draft(task, new, result);
}

enum err letter_begin(struct call *call, struct task *task, enum kind kind, struct mail_new *new,
                      json_t **result)
{
    struct file file;
    enum err err = read_options(call, new, task->fault);
    if (!err)
        err = page_channel(task, call_text(call, "--to"), &new->channel);
    if (!err && new->file)
        err = desk_file(task, new->file, &file);
    if (!err && new->file && !new->subject)
        new->subject = file.subject;
    new->kind = kind;
    return err ? err : draft(task, new, result);
}

/* Who it is about, as written in the message, becomes a part of the page that a person can read. */
static void lay_open(json_t *page, const char *key)
{
    const char *text = json_string_value(json_object_get(page, key));
    bool starved = false;
    json_error_t error;
    json_t *who = text ? json_read(str_of(text), 0, &error, &starved) : NULL;
    json_t *properties = json_object_get(who, "properties");
    if (json_is_object(properties))
        json_object_set(page, key, properties);
    json_decref(who);
}

enum err letter_show(struct call *call, struct task *task, const struct mail *mail, json_t **result)
{
    static const struct page_part parts[] = {
        {NULL, "page/message"}, {"clock", "page/message_request"}, {"answers", "page/message_answers"}};
    enum err err = page_consult(call, task, "message", mail->content);
    if (!err)
        err = page_build(task, "message", parts, 3, mail->content, result);
    if (err)
        return err;
    lay_open(*result, "person");
    lay_open(*result, "asked_about");
    json_object_set_new(*result, "kind", json_string(kind_word(mail->kind)));
    return err;
}
