/* Mail: what messages do at a desk: ours when they are released, theirs when they
 * came. Both are one table of effects, seen from either side. */
#include "desk/mail_internal.h"

#include "base/limits.h"
#include "desk/file.h"
#include "desk/peer_quota.h"
#include "desk/request.h"
#include "desk/tip.h"
#include "record/ftm.h"
#include "rules/grading.h"
#include "rules/post.h"

enum { TIP_VALUES_MAX = 512, OUTCOME_DAYS = 7 };

/* One message as its effect needs it. */
struct effect_mail {
    struct task *task;
    int64_t channel;
    bool ours;
    enum kind kind;
    uint64_t number;
    struct str reference; /* its own */
    struct str answers;   /* that of what it answers; empty: of nothing */
    bool answers_ours;    /* whether that was ours */
    uint64_t about;
    time_ms due;
    bool urgent;
    int64_t file;
    struct digest agreement; /* under which it is sent */
    const struct event *content;
};

static struct str said(const struct effect_mail *mail, enum field field)
{
    return event_get_text(mail->content, field);
}

/* A text that has to be there: what was said, or that nothing was. */
static struct str text_of(const struct effect_mail *mail)
{
    struct str text = str_trim(said(mail, FIELD_text));
    return text.n ? text : STR("(no words)");
}

/* --- things that are looked up by reference --- */

struct found {
    int64_t number;
    struct str second; /* state, or whether it is open */
};

static enum err find_by_reference(struct effect_mail *mail, const char *query, int direction,
                                  struct str reference, struct found *found)
{
    struct query q;
    *found = (struct found){0};
    query_open(&q, mail->task->store, query, mail->task->fault);
    query_int(&q, "channel", mail->channel);
    query_text(&q, "direction", word_str(WORDS_toward, direction));
    query_text(&q, "reference", reference);
    if (query_next(&q)) {
        struct str second = query_get_text(&q, 1);
        char *copy = arena_copy(&mail->task->arena, second.p ? second.p : "", second.n);
        *found = (struct found){query_get_int(&q, 0), {copy ? copy : "", copy ? second.n : 0}};
    }
    return query_close(&q);
}

/* The newest obligation of a kind about a message; *open: not ended. */
static enum err find_owed(struct effect_mail *mail, int kind, int direction, uint64_t about,
                          int64_t *obligation, bool *open)
{
    struct query q;
    *obligation = 0;
    *open = false;
    query_open(&q, mail->task->store, "mail/owed", mail->task->fault);
    query_text(&q, "obligation_kind", word_str(WORDS_obligation_kind, kind));
    query_int(&q, "about", (int64_t)about);
    query_int(&q, "channel", mail->channel);
    query_text(&q, "direction", word_str(WORDS_toward, direction));
    if (query_next(&q)) {
        *obligation = query_get_int(&q, 0);
        *open = query_get_int(&q, 1) != 0;
    }
    return query_close(&q);
}

/* --- what is owed for a message --- */

static enum err owe(struct effect_mail *mail, int kind, int urgency, time_ms due)
{
    struct task *task = mail->task;
    int64_t obligation;
    bool open;
    int direction = mail->ours ? BOUND_OUT : BOUND_IN;
    enum err err = find_owed(mail, kind, direction, mail->number, &obligation, &open);
    if (err || obligation)
        return err;
    struct str section = mail->ours ? task->context.actor.section : said(mail, FIELD_section);
    struct owing owing = {.kind = kind,
                          .about = (int64_t)mail->number,
                          .file = mail->file,
                          .section = section,
                          .owner = post_duty(&task->arena, section),
                          .channel = mail->channel,
                          .direction = direction,
                          .urgency = urgency,
                          .due = mail->due ? mail->due : due};
    obligation_create(&task->context, &owing, &task->decision);
    return task_apply(task, ERR_OK);
}

static enum err no_longer_owed(struct effect_mail *mail, int kind)
{
    int64_t obligation;
    bool open;
    enum err err =
        find_owed(mail, kind, mail->answers_ours ? BOUND_OUT : BOUND_IN, mail->about, &obligation, &open);
    if (!err && open)
        obligation_end(&mail->task->decision, obligation, OWED_DONE);
    return task_apply(mail->task, err);
}

/* --- tips --- */

/* The values of a subject as a message tells him. What cannot be read, as a birth date in the future, is left
 * out, but not for want of memory. */
static enum err values_of(struct effect_mail *mail, struct value_new *values, size_t *values_n)
{
    struct subject who;
    struct intake intake = {.file = "message", .last_birth = date_last_birth(mail->task->context.now)};
    enum row row = ROW_SKIPPED;
    size_t n = 0;
    struct str json = str_trim(said(mail, FIELD_subject_json));
    struct fault fault;
    enum err err = json.n ? ftm_row(json, &intake, &mail->task->arena, &who, &row, &fault) : ERR_OK;
    *values_n = 0;
    if (err == ERR_NO_MEMORY)
        return fault_set(mail->task->fault, err, "%s", fault.detail);
    if (err || row != ROW_PERSON)
        return ERR_OK;
    for (int p = 0; p < PROPERTY_COUNT; p++)
        for (size_t i = 0; i < who.values[p].n && n < TIP_VALUES_MAX; i++)
            values[n++] = (struct value_new){
                .property = str_of(property_ftm((enum property)p)),
                .value = who.values[p].at[i],
                .translation = p == PROPERTY_NAME && i == 0 ? said(mail, FIELD_translation) : STR(""),
                .source = mail->reference,
                .reliability = said(mail, FIELD_reliability),
                .credibility = said(mail, FIELD_credibility)};
    *values_n = n;
    return ERR_OK;
}

static enum err tip_came(struct effect_mail *mail)
{
    struct task *task = mail->task;
    struct value_new *values = arena_array(&task->arena, TIP_VALUES_MAX, sizeof *values);
    struct tip_new new = {.section = said(mail, FIELD_section),
                          .channel = mail->channel,
                          .theirs = mail->reference,
                          .reliability = said(mail, FIELD_reliability),
                          .credibility = said(mail, FIELD_credibility),
                          .obtained = said(mail, FIELD_obtained),
                          .text = text_of(mail),
                          .tlp = mail_tlp(said(mail, FIELD_handling)),
                          .urgency = mail->urgent ? URGENCY_URGENT : URGENCY_NORMAL};
    int64_t tip;
    size_t duplicates, n;
    if (!values)
        return fault_set(task->fault, ERR_NO_MEMORY, "a tip");
    if (!grading_is_reliability(new.reliability) || !grading_is_credibility(new.credibility)) {
        new.reliability = STR("F");
        new.credibility = STR("6"); /* cannot be judged */
    }
    if (!new.section.n)
        new.section = STR("desk"); /* its duty post finds the section */
    enum err err = values_of(mail, values, &n);
    return err ? err
               : desk_tip_receive(task, new, word_value(WORDS_subject_role, said(mail, FIELD_subject_role)),
                                  values, n, &tip, &duplicates);
}

static enum err tip_effect(struct effect_mail *mail)
{
    if (!mail->ours)
        return tip_came(mail);
    return owe(mail, OBLIGATION_OUTCOME, URGENCY_NORMAL, mail->task->context.now + OUTCOME_DAYS * DAY_MS);
}

/* The outcome of a tip. Ours ends what we owe for their tip, whose own number is the desk's. */
static enum err outcome_effect(struct effect_mail *mail)
{
    struct found tip;
    struct owed owed;
    if (mail->answers_ours)
        return no_longer_owed(mail, OBLIGATION_OUTCOME);
    enum err err = find_by_reference(mail, "mail/tip", BOUND_IN, mail->answers, &tip);
    if (!err && tip.number)
        err = task_owed(mail->task, OBLIGATION_OUTCOME, tip.number, STR(""), &owed);
    if (!err && tip.number && owed.obligation)
        obligation_end(&mail->task->decision, owed.obligation, OWED_DONE);
    return task_apply(mail->task, err);
}

/* --- requests --- */

/* A request that shows a match proof is about whom the proof names, and so goes to who holds his file. */
static enum err find_proven(struct effect_mail *mail)
{
    struct query q;
    if (mail->ours || !said(mail, FIELD_match_proof).n)
        return ERR_OK;
    query_open(&q, mail->task->store, "question/proven", mail->task->fault);
    query_int(&q, "channel", mail->channel);
    query_int(&q, "number", (int64_t)mail->number);
    return query_one(&q, 0, &mail->file);
}

static enum err request_effect(struct effect_mail *mail)
{
    struct found request, tip = {0};
    int direction = mail->ours ? BOUND_OUT : BOUND_IN;
    struct task *task = mail->task;
    int64_t tip_number = event_get_int(mail->content, FIELD_tip, 0), number;
    enum err err = find_by_reference(mail, "mail/request", direction, mail->reference, &request);
    if (!err && !request.number)
        err = find_proven(mail);
    if (err || request.number)
        return err;
    struct request_new new = {.direction = direction,
                              .channel = mail->channel,
                              .section = mail->ours ? STR("") : said(mail, FIELD_section),
                              .file = mail->file,
                              .urgency = mail->urgent ? URGENCY_URGENT : URGENCY_NORMAL,
                              .standing = event_get_int(mail->content, FIELD_standing, 0) != 0,
                              .text = text_of(mail),
                              .due = mail->due};
    err = effect_profile(task->desk, mail->channel, &mail->agreement, &new.profile, task->fault);
    if (mail->ours && !mail->file)
        new.section = task->context.actor.section;
    *(mail->ours ? &new.reference : &new.theirs) = mail->reference;
    if (!err && !mail->ours && tip_number > 0) {
        struct str counterpart = mail->reference;
        while (counterpart.n && counterpart.p[counterpart.n - 1] != '-')
            counterpart.n--;
        counterpart.n -= counterpart.n > 0;
        err = find_by_reference(mail, "mail/tip", direction,
                                mail_reference(task, counterpart, (uint64_t)tip_number), &tip);
        new.tip = tip.number;
        if (!new.section.n)
            new.section = tip.second;
    }
    return err ? err : desk_request_open(task, &new, &number);
}

static int end_of_kind(enum kind kind)
{
    switch (kind) {
    case KIND_ANSWERED:
        return REQUEST_ANSWERED;
    case KIND_NOTHING_HELD:
        return REQUEST_NOTHING_HELD;
    case KIND_NEITHER:
        return REQUEST_NEITHER;
    case KIND_REFUSED:
        return REQUEST_REFUSED;
    case KIND_WITHDRAWN:
        return REQUEST_WITHDRAWN;
    case KIND_HANDED_OVER:
        return REQUEST_HANDED_OVER;
    default:
        return REQUEST_NONE;
    }
}

/* What happens to a request that was asked before; nothing where it has ended. */
static enum err request_changed(struct effect_mail *mail)
{
    struct task *task = mail->task;
    struct found request;
    struct str text = text_of(mail);
    enum err err = find_by_reference(mail, "mail/request", mail->answers_ours ? BOUND_OUT : BOUND_IN,
                                     mail->answers, &request);
    int state = word_value(WORDS_request_state, request.second);
    bool open = state == REQUEST_OPEN || state == REQUEST_CLARIFYING;
    if (err || !request.number)
        return err;
    struct request_end end = {.state = end_of_kind(mail->kind),
                              .ground = word_value(WORDS_ground, said(mail, FIELD_ground)),
                              .reason = text,
                              .theirs = !mail->ours};
    if (mail->kind == KIND_DISPUTE)
        return desk_request_dispute(task, request.number, text);
    if (!open)
        return ERR_OK;
    if (end.state)
        return desk_request_end(task, request.number, &end);
    if (mail->kind == KIND_PART)
        return desk_request_interim(task, request.number, text);
    if (mail->kind == KIND_CLARIFY && state == REQUEST_OPEN)
        return desk_request_clarify(task, request.number, text);
    if (mail->kind == KIND_CLARIFIED && state == REQUEST_CLARIFYING)
        return desk_request_clarified(task, request.number, text);
    if (mail->kind == KIND_EXTENSION && mail->due > task->context.now)
        return desk_request_extend(task, request.number, mail->due, text);
    return ERR_OK;
}

/* --- handovers --- */

static enum err handover_effect(struct effect_mail *mail)
{
    struct found handover;
    int64_t number;
    int direction = mail->ours ? BOUND_OUT : BOUND_IN;
    struct handover_new new = {.direction = direction,
                               .channel = mail->channel,
                               .file = mail->file,
                               .section =
                                   mail->ours ? mail->task->context.actor.section : said(mail, FIELD_section),
                               .theirs = mail->reference,
                               .text = text_of(mail)};
    enum err err = find_by_reference(mail, "mail/handover", direction, mail->reference, &handover);
    if (mail->file)
        new.section = STR("");
    if (err || handover.number)
        return err;
    return desk_handover_offer(mail->task, &new, &number);
}

static enum err handover_decided(struct effect_mail *mail)
{
    struct found handover;
    enum err err = find_by_reference(mail, "mail/handover", mail->answers_ours ? BOUND_OUT : BOUND_IN,
                                     mail->answers, &handover);
    if (err || !handover.number || word_value(WORDS_handover_state, handover.second) != HANDOVER_OFFERED)
        return err;
    return desk_handover_decide(mail->task, handover.number, mail->kind == KIND_ACCEPTED, text_of(mail),
                                !mail->ours);
}

/* --- the table --- */

static const struct {
    enum kind kind;
    int owed, urgency;
} owed_for[] = {
#define G(kind, owed, urgency) {KIND_##kind, OBLIGATION_##owed, URGENCY_##urgency},
#include "desk/mail.def"
#undef G
};

/* The form for a threat to life used beyond its bound: not lost, but an ordinary message, and that is said.
 */
static enum err threat_came(struct effect_mail *mail)
{
    struct task *task = mail->task;
    struct peer peer = {.channel = mail->channel};
    struct peer_quota quota;
    enum err err = quota_load(task->desk, &peer, &quota, task->fault);
    bool misused = !err && quota_is_misused(&quota);
    if (!err)
        err = owe(mail, OBLIGATION_NOTICE, misused ? URGENCY_NORMAL : URGENCY_AT_ONCE, 0);
    /* Last, as it is a task of its own, with numbers of its own. */
    if (!err && misused)
        err = peer_alarm_daily(task->desk, mail->channel,
                               "threats to life beyond their bound: from here on ordinary", mail->number,
                               task->fault);
    return err;
}

/* A recall of theirs: owed by the section, and each who has read what is taken back is told in person. */
static enum err recall_came(struct effect_mail *mail)
{
    struct task *task = mail->task;
    struct mail recalled = {.channel = mail->channel, .number = mail->about, .reference = mail->answers};
    struct mail_reach reach = {0};
    struct str section = said(mail, FIELD_section);
    enum err err = owe(mail, OBLIGATION_RECALL, URGENCY_URGENT, 0);
    if (!err)
        err = mail_reach(task, &recalled, &reach);
    for (size_t i = 0; !err && i < reach.count; i++) {
        struct owing owing = {.kind = OBLIGATION_NOTICE,
                              .about = (int64_t)mail->number,
                              .section = section,
                              .owner = post_duty(&task->arena, section),
                              .person = reach.readers[i],
                              .channel = mail->channel,
                              .direction = BOUND_IN,
                              .urgency = URGENCY_URGENT};
        obligation_create(&task->context, &owing, &task->decision);
        err = task_apply(task, ERR_OK);
    }
    return err;
}

/* Their leave is for the file and the way that we asked about, as our own message says: what the grant says
 * widens nothing. */
static enum err granted(struct effect_mail *mail)
{
    struct task *task = mail->task;
    struct mail asked;
    struct event content;
    enum err err = no_longer_owed(mail, OBLIGATION_QUERY);
    if (err || mail->ours || !mail->answers_ours)
        return err;
    err = mail_load(task, mail->channel, true, mail->about, &asked);
    if (!err)
        err = desk_event(task->desk, asked.content, &task->arena, &content, task->fault);
    struct str way = err ? STR("") : event_get_text(&content, FIELD_way);
    if (!err && asked.kind == KIND_PERMISSION && asked.file && way.n)
        DECIDE(&task->decision, PERMISSION_GIVEN, SAY(channel, mail->channel), SAY_TEXT(entity, STR("file")),
               SAY(about, asked.file), SAY_TEXT(way, way));
    return task_apply(task, err);
}

static enum err other_effect(struct effect_mail *mail)
{
    if (mail->kind == KIND_GRANTED)
        return granted(mail);
    if (mail->kind == KIND_RECALL && !mail->ours)
        return recall_came(mail);
    if (mail->kind == KIND_THREAT && !mail->ours)
        return threat_came(mail);
    for (size_t i = 0; i < sizeof owed_for / sizeof *owed_for; i++) {
        if (owed_for[i].kind == mail->kind)
            return owe(mail, owed_for[i].owed, owed_for[i].urgency, 0);
        if (owed_for[i].kind == kind_answers(mail->kind))
            return no_longer_owed(mail, owed_for[i].owed);
    }
    if (mail->kind == KIND_SIGHTING && !mail->ours)
        return owe(mail, OBLIGATION_NOTICE, URGENCY_NORMAL, 0);
    return ERR_OK;
}

static enum err effect(struct effect_mail *mail)
{
    if (mail->kind == KIND_TIP)
        return tip_effect(mail);
    if (mail->kind == KIND_OUTCOME)
        return outcome_effect(mail);
    if (mail->kind == KIND_REQUEST)
        return request_effect(mail);
    if (kind_answers(mail->kind) == KIND_REQUEST)
        return request_changed(mail);
    if (mail->kind == KIND_HANDOVER)
        return handover_effect(mail);
    if (kind_answers(mail->kind) == KIND_HANDOVER)
        return handover_decided(mail);
    return other_effect(mail);
}

/* A due time that had passed before is none: the usual one counts from now. */
static time_ms due_after(time_ms due, time_ms now)
{
    return due > now ? due : 0;
}

/* The names of the message and of what it answers. */
static enum err name_message(struct effect_mail *mail, enum whose whose, struct fault *fault)
{
    struct peer peer;
    struct task *task = mail->task;
    enum err err = peer_load(task->desk, mail->channel, &task->arena, &peer, fault);
    if (err)
        return err;
    struct str us = desk_id(task->desk);
    if (mail->ours)
        mail->agreement = peer.line.agreement;
    mail->reference = mail_reference(task, mail->ours ? us : peer.counterpart, mail->number);
    mail->answers_ours = (whose == WHOSE_SENDER) == mail->ours;
    mail->answers = whose == WHOSE_NONE
                        ? STR("")
                        : mail_reference(task, mail->answers_ours ? us : peer.counterpart, mail->about);
    return ERR_OK;
}

enum err mail_effect_sent(struct task *task, const struct mail *mail)
{
    struct event content;
    struct effect_mail of = {.task = task,
                             .channel = mail->channel,
                             .ours = true,
                             .kind = mail->kind,
                             .number = mail->number,
                             .about = mail->about,
                             .due = due_after(mail->due, task->context.now),
                             .urgent = mail->urgent,
                             .file = mail->file,
                             .content = &content};
    enum err err = desk_event(task->desk, mail->content, &task->arena, &content, task->fault);
    if (!err)
        err = name_message(&of, mail->whose, task->fault);
    return err ? err : effect(&of);
}

static enum err request_withdrawn(struct effect_mail *mail, struct str reason)
{
    struct found request;
    struct request_end end = {.state = REQUEST_WITHDRAWN, .reason = reason};
    enum err err = find_by_reference(mail, "mail/request", BOUND_OUT, mail->reference, &request);
    if (err || !request.number || word_value(WORDS_request_state, request.second) != REQUEST_OPEN)
        return err;
    return desk_request_end(mail->task, request.number, &end);
}

static enum err handover_withdrawn(struct effect_mail *mail, struct str reason)
{
    struct found handover;
    enum err err = find_by_reference(mail, "mail/handover", BOUND_OUT, mail->reference, &handover);
    if (err || !handover.number || word_value(WORDS_handover_state, handover.second) != HANDOVER_OFFERED)
        return err;
    return desk_handover_withdraw(mail->task, handover.number, reason);
}

/* What was owed for the message itself: the outcome of a tip, and what owed_for says. */
static enum err owed_withdrawn(struct effect_mail *mail)
{
    int64_t obligation;
    bool open = false;
    int kind = mail->kind == KIND_TIP ? OBLIGATION_OUTCOME : 0;
    for (size_t i = 0; i < sizeof owed_for / sizeof *owed_for; i++)
        if (owed_for[i].kind == mail->kind)
            kind = owed_for[i].owed;
    enum err err = kind ? find_owed(mail, kind, BOUND_OUT, mail->number, &obligation, &open) : ERR_OK;
    if (!err && open)
        obligation_end(&mail->task->decision, obligation, OWED_WITHDRAWN);
    return task_apply(mail->task, err);
}

static void owed_again(struct task *task, int64_t obligation, enum kind answer)
{
    DECIDE(&task->decision, OBLIGATION_RETURNED, SAY(obligation, obligation),
           SAY(message_kind, (int64_t)answer));
}

/* What an answer of ours ended or moved is as before: the counterpart does not have it. */
static enum err answer_returned(struct effect_mail *mail)
{
    struct query q;
    query_open(&q, mail->task->store, "mail/answered", mail->task->fault);
    query_int(&q, "channel", mail->channel);
    query_text(&q, "direction", word_str(WORDS_toward, mail->answers_ours ? BOUND_OUT : BOUND_IN));
    query_text(&q, "reference", mail->answers);
    query_int(&q, "about", (int64_t)mail->about);
    query_int(&q, "message_kind", mail->kind);
    while (query_next(&q))
        owed_again(mail->task, query_get_int(&q, 0), mail->kind);
    return task_apply(mail->task, query_close(&q));
}

/* Whether it ends what it answers or moves its clock. */
static bool moves(enum kind kind)
{
    enum effect does = kind_effect(kind);
    return kind_answers(kind) != KIND_ANY && does != EFFECT_OPENS && does != EFFECT_INFORMS &&
           does != EFFECT_DISPUTES;
}

/* The word that was owed to the counterpart with a file, and went with the release. */
static enum err word_returned(struct task *task, const struct mail *mail)
{
    struct query q;
    struct owed *owed;
    size_t n;
    query_open(&q, task->store, "obligation/to_tell", task->fault);
    query_text(&q, "obligation_kind", str_of(kind_word(mail->kind)));
    query_int(&q, "file", mail->file);
    query_int(&q, "channel", mail->channel);
    query_int(&q, "number", (int64_t)mail->number);
    enum err err = load_all(&q, &shape_owed, &task->arena, &owed, &n);
    for (size_t i = 0; !err && i < n; i++)
        owed_again(task, owed[i].obligation, mail->kind);
    return task_apply(task, err);
}

enum err mail_returned(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault)
{
    struct task task;
    struct mail mail;
    enum err err = task_join(&task, desk, fault);
    if (!err)
        err = mail_load(&task, channel, true, number, &mail);
    if (!err)
        err = moves(mail.kind) ? mail_effect_withdrawn(&task, &mail) : word_returned(&task, &mail);
    return task_end(&task, err);
}

enum err mail_effect_withdrawn(struct task *task, const struct mail *mail)
{
    struct str reason = STR("its message was withdrawn");
    struct effect_mail of = {.task = task,
                             .channel = mail->channel,
                             .ours = true,
                             .kind = mail->kind,
                             .number = mail->number,
                             .about = mail->about};
    enum err err = name_message(&of, mail->whose, task->fault);
    if (err)
        return err;
    /* Of an answer that is not released nothing has begun, or it came back before. */
    if (moves(mail->kind))
        return str_equal(mail->state, STR("held")) ? ERR_OK : answer_returned(&of);
    err = word_returned(task, mail);
    if (err)
        return err;
    if (mail->kind == KIND_REQUEST)
        return request_withdrawn(&of, reason);
    return mail->kind == KIND_HANDOVER ? handover_withdrawn(&of, reason) : owed_withdrawn(&of);
}

/* Whether a rule, or what the message says, stands against its effect; all else is the desk's own failure. */
static bool is_said(enum err err)
{
    return err == ERR_REFUSED || err == ERR_USAGE || err == ERR_BAD_INPUT || err == ERR_NOT_FOUND ||
           err == ERR_TOO_LARGE;
}

/* Ends what a message did: where a rule stood against it, an alarm and nothing else. */
static enum err effect_ended(struct task *task, enum err err, int64_t channel, uint64_t number,
                             const struct fault *why, struct fault *fault)
{
    struct desk *desk = task->desk;
    err = task_end(task, err);
    if (is_said(err))
        return peer_alarm(desk, channel, "a message without effect", number, fault);
    return err ? fault_set(fault, err, "%s", why->detail) : ERR_OK;
}

enum err mail_sent_before(struct desk *desk, int64_t channel, uint64_t number, time_ms at,
                          struct fault *fault)
{
    struct task task;
    struct mail mail;
    struct fault why = {0};
    enum err err = task_join(&task, desk, &why);
    task.context.now = at;
    task.context.again = true;
    if (!err)
        err = mail_load(&task, channel, true, number, &mail);
    if (!err)
        err = mail_effect_sent(&task, &mail);
    return effect_ended(&task, err, channel, number, &why, fault);
}

enum err mail_received(struct desk *desk, int64_t channel, const struct header *header, time_ms at,
                       const struct event *content, struct fault *fault)
{
    struct task task;
    struct fault why = {0};
    struct effect_mail of = {.task = &task,
                             .channel = channel,
                             .kind = header->kind,
                             .number = header->message,
                             .about = header->about,
                             .due = due_after(header->due, at),
                             .urgent = header->urgent,
                             .agreement = header->agreement,
                             .content = content};
    enum err err = task_join(&task, desk, &why);
    task.context.now = at;
    if (!err)
        err = name_message(&of, header->whose, &why);
    if (!err)
        err = effect(&of);
    return effect_ended(&task, err, channel, header->message, &why, fault);
}
