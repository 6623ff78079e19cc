/* Mail: drafts and their release. See mail.h; mail_effect.c has what messages do. */
#include "desk/mail_internal.h"

#include "desk/ask.h"
#include "desk/due.h"
#include "desk/file.h"
#include "desk/held.h"
#include "desk/load.h"
#include "desk/peer_internal.h"
#include "desk/release.h"
#include "record/ftm_write.h"
#include "rules/obligation.h"

#include <stdio.h>
#include <stdlib.h>

int mail_tlp(struct str label)
{
    int tlp = TLP_NONE;
    return handling_read_tlp(label, &tlp, NULL) ? TLP_NONE : tlp;
}

struct str mail_reference(struct task *task, struct str desk, uint64_t number)
{
    char text[CARD_NAME_MAX + 24];
    int n = snprintf(text, sizeof text, "%.*s-%llu", (int)(desk.n < CARD_NAME_MAX ? desk.n : CARD_NAME_MAX),
                     desk.p, (unsigned long long)number);
    char *copy = arena_copy(&task->arena, text, (size_t)n);
    return (struct str){copy ? copy : "", copy ? (size_t)n : 0};
}

enum err mail_load(struct task *task, int64_t channel, bool ours, uint64_t number, struct mail *out)
{
    struct query q;
    struct str desk = desk_id(task->desk), state;
    bool found = false;
    query_open(&q, task->store, "mail/message", task->fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", ours ? DIRECTION_SENT : DIRECTION_RECEIVED);
    query_int(&q, "number", (int64_t)number);
    if (query_next(&q)) {
        found = true;
        *out = (struct mail){.channel = channel,
                             .ours = ours,
                             .number = number,
                             .kind = (enum kind)query_get_int(&q, 0),
                             .urgent = query_get_int(&q, 1) != 0,
                             .author = query_get_int(&q, 3),
                             .file = query_get_int(&q, 4),
                             .subject = query_get_int(&q, 5),
                             .sighting = query_get_int(&q, 6),
                             .whose = (enum whose)query_get_int(&q, 7),
                             .about = (uint64_t)query_get_int(&q, 8),
                             .due = query_get_int(&q, 9),
                             .content = query_get_int(&q, 10)};
        state = query_get_text(&q, 2);
        out->state = (struct str){arena_copy(&task->arena, state.p, state.n), state.n};
        if (!ours)
            desk = query_get_text(&q, 11);
        out->reference = mail_reference(task, desk, number);
    }
    enum err err = query_close(&q);
    if (!err && !found)
        err = fault_set(task->fault, ERR_NOT_FOUND, "no message %llu", (unsigned long long)number);
    return err;
}

/* "R-3" in its parts; false where it is none. */
static bool read_reference(struct str reference, struct str *desk, uint64_t *number)
{
    size_t dash = reference.n;
    while (dash > 0 && reference.p[dash - 1] != '-')
        dash--;
    if (dash < 2 || dash == reference.n || reference.n - dash > 19)
        return false;
    *desk = (struct str){reference.p, dash - 1};
    *number = 0;
    for (size_t i = dash; i < reference.n; i++) {
        if (reference.p[i] < '0' || reference.p[i] > '9')
            return false;
        *number = *number * 10 + (uint64_t)(reference.p[i] - '0');
    }
    return *number > 0 && *number <= INT64_MAX;
}

enum err mail_find(struct task *task, struct str reference, struct str desk, struct mail *out)
{
    struct query q;
    struct str sender;
    uint64_t number;
    int64_t channel = 0;
    size_t n = 0;
    if (!read_reference(reference, &sender, &number))
        return fault_set(task->fault, ERR_USAGE, "'%.*s' is no reference of a message, as R-3 is",
                         STR_ARG(reference));
    bool ours = str_equal(sender, desk_id(task->desk));
    query_open(&q, task->store, "mail/find", task->fault);
    query_int(&q, "direction", ours ? DIRECTION_SENT : DIRECTION_RECEIVED);
    query_int(&q, "number", (int64_t)number);
    if (!ours || desk.n)
        query_text(&q, "desk", ours ? desk : sender);
    while (query_next(&q)) {
        channel = query_get_int(&q, 0);
        n++;
    }
    enum err err = query_close(&q);
    if (!err && n != 1)
        err = fault_set(task->fault, n ? ERR_USAGE : ERR_NOT_FOUND,
                        n ? "%.*s was sent to several desks: say to which" : "no message %.*s",
                        STR_ARG(reference));
    return err ? err : mail_load(task, channel, ours, number, out);
}

static void put(struct event *event, enum field field, struct str text)
{
    if (text.n)
        event_text(event, field, text);
}

static struct str whole_text(struct task *task, const struct mail_new *new)
{
    struct str text = new->text, first = new->first;
    size_t n = first.n + 1 + text.n;
    char *whole = first.n && text.n ? arena_alloc(&task->arena, n) : NULL;
    if (!whole)
        return first.n ? first : text;
    memcpy(whole, first.p, first.n);
    whole[first.n] = '\n';
    memcpy(whole + first.n + 1, text.p, text.n);
    return (struct str){whole, n};
}

/* The content of a draft, as record/event.h lists it. */
static enum err write_content(struct task *task, const struct mail_new *new)
{
    struct buf json;
    struct event *event = event_add(&task->decision, EVENT_MESSAGE_DRAFTED);
    if (new->person) {
        buf_init(&json, 1 << 20);
        ftm_write(&json, new->person);
        enum err err = buf_error(&json);
        char *copy = err ? NULL : arena_copy(&task->arena, json.bytes, json.n);
        put(event, FIELD_subject_json, (struct str){copy ? copy : "", copy ? json.n : 0});
        buf_release(&json);
        if (!copy)
            return fault_set(task->fault, err ? err : ERR_NO_MEMORY, "a person");
    }
    put(event, FIELD_text, whole_text(task, new));
    put(event, FIELD_obtained, new->obtained);
    put(event, FIELD_translation, new->translation);
    put(event, FIELD_reliability, new->reliability);
    put(event, FIELD_credibility, new->credibility);
    put(event, FIELD_handling, new->handling);
    put(event, FIELD_purpose, new->purpose);
    put(event, FIELD_ground, new->ground);
    put(event, FIELD_section, new->section);
    put(event, FIELD_subject_role, word_str(WORDS_subject_role, new->subject_role));
    put(event, FIELD_way, word_str(WORDS_way, new->way));
    if (new->standing)
        event_int(event, FIELD_standing, 1);
    if (new->tip)
        event_int(event, FIELD_tip, new->tip);
    if (new->useful)
        event_int(event, FIELD_useful, new->useful);
    return ERR_OK;
}

/* What a draft is about is the writer's: the message that it answers, or file, subject and sighting. */
static enum err about_held(struct task *task, const struct mail_new *new)
{
    struct file file;
    struct sighting sighting;
    const struct mail none = {0}, *answers = new->answers ? new->answers : &none;
    enum err err = new->answers ? held_message(task, answers->content) : ERR_OK;
    if (!err && new->file &&new->file != answers->file)
        err = held_file(task, new->file, &file);
    if (!err && new->subject &&new->subject != answers->subject && !new->file)
        err = held_subject(task, new->subject);
    if (!err && new->subject && !new->answers)
        err = desk_subject_taken_up(task, new->subject);
    if (!err && new->sighting)
        err = task_load(task, "sighting/get", "sighting", new->sighting, &shape_sighting, &sighting);
    if (!err && new->sighting && sighting.file != new->file)
        err = held_file(task, sighting.file, &file);
    return err;
}

/* What it is for: as what it answers, else as given or, where the agreement has one purpose only, that. */
static enum err purpose_of(struct task *task, const struct mail_new *new, const struct event *answered,
                           const struct peer *peer, struct str *purpose)
{
    struct str inherited = event_get_text(answered, FIELD_purpose);
    *purpose = new->purpose.n ? new->purpose : inherited;
    if (inherited.n && !str_equal(*purpose, inherited))
        return fault_set(task->fault, ERR_REFUSED, "%.*s is for '%.*s', and so is what answers it",
                         STR_ARG(new->answers->reference), STR_ARG(inherited));
    if (inherited.n || (!purpose->n && !kind_serves(new->kind)))
        return ERR_OK;
    return agreement_purpose(&peer->agreement, new->purpose, purpose, task->fault);
}

/* Its label: as given, else the agreement's; what answers something is handled at least as strictly as that,
 * unless it says nothing of it, and what another desk gave at least as strictly as that desk said. */
static enum err handling_of(struct task *task, const struct mail_new *new, const struct event *answered,
                            const struct peer *peer, struct str *label)
{
    struct str inherited = event_get_text(answered, FIELD_handling);
    struct handling told = {0};
    int ours = TLP_NONE, theirs = mail_tlp(inherited);
    *label = new->handling.n ? new->handling : peer->agreement.handling;
    enum err err = label->n ? handling_read_tlp(*label, &ours, task->fault) : ERR_OK;
    if (!err)
        err = desk_handling(task, new->file, desk_carried(str_of(kind_word(new->kind)), new->subject), &told);
    if (!err && theirs > ours && (kind_serves(new->kind) || kind_passes(new->kind, LEVEL_SUSPENDED))) {
        *label = inherited;
        ours = theirs;
    }
    if (!err && told.originator && told.originator != peer->channel && handling_tlp(&told) > ours)
        *label = word_str(WORDS_tlp, handling_tlp(&told));
    return err;
}

enum err mail_reach(struct task *task, const struct mail *mail, struct mail_reach *out)
{
    struct query q;
    int64_t acted = 0;
    *out = (struct mail_reach){.readers = arena_array(&task->arena, 64, sizeof *out->readers)};
    if (!out->readers)
        return fault_set(task->fault, ERR_NO_MEMORY, "readers");
    query_open(&q, task->store, "mail/readers", task->fault);
    query_int(&q, "channel", mail->channel);
    query_int(&q, "number", (int64_t)mail->number);
    query_text(&q, "reference", mail->reference);
    while (query_next(&q) && out->count < 64)
        out->readers[out->count++] = query_get_int(&q, 0);
    enum err err = query_close(&q);
    query_open(&q, task->store, "mail/acted_on", task->fault);
    query_int(&q, "channel", mail->channel);
    query_int(&q, "number", (int64_t)mail->number);
    query_text(&q, "reference", mail->reference);
    enum err closed = query_one(&q, 0, &acted);
    out->acted_on = acted > 0;
    return err ? err : closed;
}

enum err mail_draft(struct task *task, const struct mail_new *new, struct mail *out)
{
    uint64_t number = 0;
    struct draft draft = {.channel = new->channel,
                          .kind = new->kind,
                          .urgent = new->urgent,
                          .person = task->context.actor.person,
                          .file = new->file,
                          .subject = new->subject,
                          .sighting = new->sighting,
                          .due = new->due};
    if (new->answers) {
        draft.whose = new->answers->ours ? WHOSE_SENDER : WHOSE_RECIPIENT;
        draft.about = new->answers->number;
    }
    struct peer peer;
    struct event answered = {0};
    struct mail_new labelled = *new;
    enum err err = actor_needs(&task->context, ROLE_OFFICER, task->fault);
    if (!err && new->due != 0 && new->due <= task->context.now)
        err = rule_refuse(task->fault, RULE_TIME, "it would be due before it is sent");
    if (!err)
        err = about_held(task, new);
    if (!err && new->kind == KIND_EXTENSION &&new->due > task->context.now + EXTENSION_MOST)
        err =
            rule_refuse(task->fault, RULE_TIME, "an extension is of 90 days at most, and may be given again");
    if (!err)
        err = peer_load(task->desk, new->channel, &task->arena, &peer, task->fault);
    if (!err && new->answers &&new->answers->content)
        err = desk_event(task->desk, new->answers->content, &task->arena, &answered, task->fault);
    if (!err)
        err = handling_of(task, new, &answered, &peer, &labelled.handling);
    if (!err)
        err = purpose_of(task, new, &answered, &peer, &labelled.purpose);
    if (!err)
        err = write_content(task, &labelled);
    if (!err)
        err = peer_draft(task->desk, &draft, &task->decision, &number, task->fault);
    decision_init(&task->decision, &task->arena);
    return err ? err : mail_load(task, new->channel, true, number, out);
}

/* What agreement and level say to a message of this kind. */
static enum err line_of(struct task *task, const struct mail *mail, struct release_line *line)
{
    static const int levels[] = {[LEVEL_OPEN] = CHANNEL_OPEN,
                                 [LEVEL_RESTRICTED] = CHANNEL_RESTRICTED,
                                 [LEVEL_SUSPENDED] = CHANNEL_SUSPENDED};
    struct peer peer;
    enum err err = peer_load(task->desk, mail->channel, &task->arena, &peer, task->fault);
    if (err)
        return err;
    *line = (struct release_line){
        .channel = mail->channel,
        .level = levels[level_in_force(peer.agreement.level, peer.level_ours, peer.level_theirs)],
        .ceiling = handling_ceiling(peer.agreement.handling),
        .kind_agreed = agreement_carries(&peer.agreement, mail->kind),
        .purpose_agreed = true};
    return desk_country(task, mail->channel, &line->origin);
}

/* What the message itself says that the check has to know: its label, whether its purpose may still be its,
 * the ground that it names, whether it has words. */
static enum err read_draft(struct task *task, const struct mail *mail, struct release_new *out)
{
    struct event content = {0};
    struct peer peer;
    struct effect_of of = {.sent = true, .kind = mail->kind, .whose = mail->whose, .about = mail->about};
    enum err err = desk_event(task->desk, mail->content, &task->arena, &content, task->fault);
    if (!err)
        err = peer_load(task->desk, mail->channel, &task->arena, &peer, task->fault);
    if (err)
        return err;
    out->tlp = mail_tlp(event_get_text(&content, FIELD_handling));
    out->ground = word_value(WORDS_ground, event_get_text(&content, FIELD_ground));
    out->words = str_trim(event_get_text(&content, FIELD_text)).n > 0 ||
                 event_get_text(&content, FIELD_reliability).n > 0;
    return effect_serves(task->desk, &peer, &of, event_get_text(&content, FIELD_purpose),
                         &out->line.purpose_agreed, task->fault);
}

/* Whom a match proof of theirs named that this answers, or else whom its sighting is of; 0: neither. */
static enum err named_by(struct task *task, const struct mail *mail, int64_t *subject)
{
    struct query q;
    struct sighting sighting = {0};
    enum err err = ERR_OK;
    *subject = 0;
    if (mail->whose == WHOSE_RECIPIENT) {
        query_open(&q, task->store, "question/shown_of", task->fault);
        query_int(&q, "channel", mail->channel);
        query_int(&q, "number", (int64_t)mail->about);
        err = query_one(&q, 0, subject);
    }
    if (err || *subject || !mail->sighting)
        return err;
    err = task_load(task, "sighting/get", "sighting", mail->sighting, &shape_sighting, &sighting);
    *subject = sighting.subject;
    return err;
}

/* Whom it tells of, whatever file and subject it is put on: whoever our question was about, him whom the
 * proof names or who was seen. */
static enum err told_of(struct task *task, const struct mail *mail, struct release_new *out)
{
    int64_t *subjects = NULL, subject = 0;
    enum err err = ask_known(task, mail->channel, mail->number, &out->question, &subjects, &out->others_n);
    out->others = subjects;
    if (err || out->question) {
        out->subject = 0;
        return err;
    }
    err = named_by(task, mail, &subject);
    if (!subject)
        return err;
    out->subject = subject;
    out->others = &mail->subject;
    out->others_n = mail->subject != 0;
    return err;
}

static enum err decide_risk(struct task *task, const struct mail *mail, const struct release_new *new,
                            const struct mail_release *release)
{
    int64_t number;
    bool of_nobody = !new->subject && !new->file && !new->question;
    if (of_nobody && release_tells_person(str_of(kind_word(mail->kind))))
        return fault_set(task->fault, ERR_REFUSED,
                         "%.*s is on no file, so that there is nobody whose risk is decided: take it back by "
                         "'message withdraw' and write it anew with --file",
                         STR_ARG(mail->reference));
    if (of_nobody)
        return ERR_OK;
    struct risk_new risk = {.file = mail->file,
                            .subject = new->subject,
                            .question = new->question,
                            .channel = mail->channel,
                            .author = mail->author,
                            .risk = release->risk,
                            .assurances = release->assurances,
                            .reason = release->reason};
    return desk_risk_decide(task, &risk, &number);
}

enum err mail_release(struct task *task, const struct mail *mail, const struct mail_release *release)
{
    int64_t number;
    struct release_new new = {.way = WAY_MESSAGE,
                              .message = str_of(kind_word(mail->kind)),
                              .about = (int64_t)mail->number,
                              .file = mail->file,
                              .subject = mail->subject,
                              .sighting = mail->sighting,
                              .author = mail->author,
                              .reason = release->reason};
    enum err err = line_of(task, mail, &new.line);
    if (!err && !mail->ours)
        err = fault_set(task->fault, ERR_USAGE, "%.*s is not ours to release", STR_ARG(mail->reference));
    if (!err && !str_equal(mail->state, STR("held")))
        err = fault_set(task->fault, ERR_REFUSED, "%.*s is %.*s, not held for release",
                        STR_ARG(mail->reference), STR_ARG(mail->state));
    if (!err)
        err = held_message(task, mail->content);
    if (!err)
        err = read_draft(task, mail, &new);
    if (!err)
        err = told_of(task, mail, &new);
    if (!err && release->risk)
        err = decide_risk(task, mail, &new, release);
    if (!err)
        err = desk_release(task, &new, &number);
    if (!err)
        err = peer_release(task->desk, mail->channel, mail->number, task->fault);
    return err ? err : mail_effect_sent(task, mail);
}

enum err mail_withdraw(struct task *task, const struct mail *mail)
{
    const struct actor *actor = &task->context.actor;
    int least = actor->person == mail->author ? ROLE_OFFICER : ROLE_SUPERVISOR;
    enum err err = actor_needs(&task->context, least, task->fault);
    if (!err && !mail->ours)
        err = fault_set(task->fault, ERR_USAGE, "%.*s is not ours to take back", STR_ARG(mail->reference));
    if (!err)
        err = held_message(task, mail->content);
    if (!err)
        err = peer_withdraw(task->desk, mail->channel, mail->number, task->fault);
    return err ? err : mail_effect_withdrawn(task, mail);
}
