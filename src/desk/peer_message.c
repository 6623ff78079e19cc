/* Peer: one message that came. Its place in the line and its quota, then what it says and refers to, give a
 * verdict; under its number it becomes an event whose leaf is its header, and has its effects. */
#include "desk/peer_intake.h"

#include "base/limits.h"
#include "desk/asked.h"
#include "desk/mail_internal.h"
#include "desk/seal.h"
#include "rules/handling.h"

enum { REJECTED_A_DAY = 1000 };

/* --- refusals without a number --- */

static enum err reject(struct peer_intake *intake, enum verdict verdict, const struct digest *digest,
                       uint64_t sequence, struct fault *fault)
{
    struct query q;
    int64_t before = 0, today = 0;
    struct fact fact;
    intake->stopped = verdict != VERDICT_REPLAY;
    /* A counterpart that has the receipt sends nothing again: somebody else did, or a duplicate was late. */
    if (verdict == VERDICT_REPLAY && sequence > intake->acknowledged)
        return ERR_OK;
    query_open(&q, desk_store(intake->desk), "peer/rejected", fault);
    query_int(&q, "channel", intake->peer.channel);
    query_bytes(&q, "digest", digest->bytes, DIGEST_BYTES);
    query_int(&q, "verdict", verdict);
    enum err err = query_one(&q, 0, &before);
    if (!err && !before) {
        query_open(&q, desk_store(intake->desk), "peer/rejected_count", fault);
        query_int(&q, "channel", intake->peer.channel);
        query_int(&q, "since", desk_now(intake->desk) - DAY_MS);
        err = query_one(&q, 0, &today);
    }
    if (err || before || today >= REJECTED_A_DAY)
        return err;
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_REJECTED);
    event_int(event, FIELD_channel, intake->peer.channel);
    event_int(event, FIELD_verdict, verdict);
    event_bytes(event, FIELD_digest, digest->bytes, DIGEST_BYTES);
    event_int(event, FIELD_first, (int64_t)(sequence & INT64_MAX));
    err = fact_add(&fact, intake->desk, fault);
    if (!err && verdict == VERDICT_FORK)
        err = peer_alarm(intake->desk, intake->peer.channel, "fork", sequence & INT64_MAX, fault);
    if (!err && (verdict == VERDICT_RESERVE || verdict == VERDICT_FLOOD))
        err = peer_alarm_daily(intake->desk, intake->peer.channel,
                               verdict == VERDICT_FLOOD ? "flood: nothing more is taken in today"
                                                        : "disk reserve: nothing is taken in",
                               sequence & INT64_MAX, fault);
    return err;
}
/* --- its place in the line --- */

enum err peer_intake_card(struct peer_intake *intake, uint32_t number, struct fault *fault)
{
    if (intake->card_read && intake->card.number == number)
        return ERR_OK;
    enum err err =
        peer_card_at(intake->desk, intake->peer.channel, number, intake->arena, &intake->card, NULL);
    intake->card_read = err == ERR_OK;
    return err && err != ERR_NOT_FOUND ? fault_set(fault, err, "a card of the counterpart") : ERR_OK;
}

static enum err line_verdict(struct peer_intake *intake, const struct arrived *arrived, enum verdict *verdict,
                             struct fault *fault)
{
    struct line_entry known = {0};
    enum err err = peer_intake_card(intake, arrived->header.sender_card, fault);
    bool card_known = intake->card_read && !intake->peer.stolen;
    if (err)
        return err;
    if (arrived->header.sequence <= intake->peer.line.received.sequence)
        err = line_at(intake->desk, intake->peer.channel, DIRECTION_RECEIVED, arrived->header.sequence,
                      &known, fault);
    struct track_arrival arrival = {.header = &arrived->header,
                                    .digest = &arrived->digest,
                                    .known = known.there ? &known.digest : NULL,
                                    .card_known = card_known,
                                    .tombstone = arrived->message.sealed.n == 0,
                                    .vouched = arrived->header.sequence <= intake->vouched,
                                    .now = desk_now(intake->desk)};
    const struct checked *checked = peer_checked(intake, &arrived->message);
    arrival.signature_holds =
        card_known &&
        (checked ? checked->signature_holds
                 : peer_signed(intake->card.messages, STATEMENT_MESSAGE, arrived->message.header,
                               (const unsigned char *)arrived->message.signature.p,
                               arrived->message.signature.n));
    if (!err)
        *verdict = track_receive(&intake->peer.line, &arrival);
    return err;
}
/* --- what it says --- */

bool peer_failed_here(enum err err)
{
    return err == ERR_NO_MEMORY || err == ERR_IO || err == ERR_BUSY;
}

enum err peer_intake_open(struct peer_intake *intake, struct arrived *arrived, enum verdict *verdict,
                          struct fault *fault)
{
    struct buf plain;
    struct fault found = {0};
    buf_init(&plain, (size_t)LIMIT_MESSAGE_BYTES);
    const struct checked *checked = peer_checked(intake, &arrived->message);
    enum err err = checked && checked->asked
                       ? seal_open_with(&plain, arrived->message.sealed, &checked->key, &found)
                       : seal_open(&plain, arrived->message.sealed, &desk_env(intake->desk)->keeper, &found);
    char *kept = err ? NULL : arena_copy(intake->arena, plain.bytes, plain.n);
    arrived->content = (struct event){.kind = EVENT_MESSAGE_RECEIVED};
    if (!err && !kept)
        err = ERR_NO_MEMORY;
    if (!err)
        err = content_read(&arrived->content, intake->arena, (struct str){kept, plain.n}, &arrived->digest,
                           &arrived->header.root, &found);
    buf_release(&plain);
    if (err == ERR_OK && !event_fits(&arrived->content, EVENT_MESSAGE_DRAFTED))
        err = ERR_BAD_INPUT;
    if (peer_failed_here(err))
        return fault_set(fault, err, "a message's content");
    *verdict = err == ERR_OK ? VERDICT_ACCEPTED : err == ERR_FORGED ? VERDICT_SEAL : VERDICT_CONTENT;
    return ERR_OK;
}

static struct effect_of effect_of_arrived(const struct arrived *arrived, time_ms at)
{
    return (struct effect_of){.sent = false,
                              .kind = arrived->header.kind,
                              .number = arrived->header.message,
                              .whose = arrived->header.whose,
                              .about = arrived->header.about,
                              .due = arrived->header.due,
                              .at = at,
                              .urgent = arrived->header.urgent,
                              .agreement = arrived->header.agreement,
                              .ground = event_get_text(&arrived->content, FIELD_ground),
                              .useful = (int)event_get_int(&arrived->content, FIELD_useful, 0)};
}

enum err peer_intake_effects(struct peer_intake *intake, const struct arrived *arrived, time_ms at,
                             struct fault *fault)
{
    struct effect_of of = effect_of_arrived(arrived, at);
    enum err err = effect_apply(intake->desk, intake->peer.channel, &of, fault);
    if (!err)
        err = peer_took(intake->desk, &intake->peer, &arrived->header, at, &arrived->content, intake->arena,
                        fault);
    return err ? err
               : mail_received(intake->desk, intake->peer.channel, &arrived->header, at, &arrived->content,
                               fault);
}

static enum err had_effect(struct peer_intake *intake, uint64_t number, bool *had, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(intake->desk), "peer/message", fault);
    query_int(&q, "channel", intake->peer.channel);
    query_int(&q, "direction", DIRECTION_RECEIVED);
    query_int(&q, "number", (int64_t)number);
    /* A tombstone had none. */
    *had = query_next(&q) && query_get_int(&q, 14) != VERDICT_TOMBSTONE;
    return query_close(&q);
}

/* Content beyond what the agreement lets pass; what passes at every level is bound by no agreement. A message
 * without a label is handled by the agreement's, one with an unknown label as red. */
static enum err judge_terms(struct peer_intake *intake, const struct arrived *arrived,
                            const struct effect_of *of, enum verdict *verdict, struct fault *fault)
{
    struct str label = event_get_text(&arrived->content, FIELD_handling);
    struct handling handling = {.tlp = mail_tlp(label)};
    int ceiling = handling_ceiling(intake->peer.agreement.handling);
    struct str purpose = event_get_text(&arrived->content, FIELD_purpose);
    bool serves, names = event_get_text(&arrived->content, FIELD_subject_json).n > 0;
    if (kind_passes(of->kind, LEVEL_SUSPENDED))
        return ERR_OK;
    enum err err = effect_serves(intake->desk, &intake->peer, of, purpose, &serves, fault);
    if (label.n && ceiling && handling_tlp(&handling) > ceiling)
        *verdict = VERDICT_HANDLING;
    else if (!err && (!serves || (names && !purpose.n))) /* of whatever kind */
        *verdict = VERDICT_PURPOSE;
    return err;
}

/* What this desk says to a message that has its place in the line. */
static enum err judge(struct peer_intake *intake, struct arrived *arrived, enum verdict *verdict,
                      struct fault *fault)
{
    bool had = false, allowed = true;
    struct effect_of of;
    enum err err = had_effect(intake, arrived->header.message, &had, fault);
    if (err || *verdict != VERDICT_ACCEPTED)
        return err;
    if (had) {
        *verdict = VERDICT_DUPLICATE;
        return ERR_OK;
    }
    if (!kind_passes(arrived->header.kind, LEVEL_SUSPENDED) &&
        !agreement_carries(&intake->peer.agreement, arrived->header.kind)) {
        *verdict = VERDICT_KIND;
        return ERR_OK;
    }
    err = peer_intake_open(intake, arrived, verdict, fault);
    if (err || *verdict != VERDICT_ACCEPTED)
        return err;
    of = effect_of_arrived(arrived, desk_now(intake->desk));
    err = effect_allowed(intake->desk, intake->peer.channel, &of, &allowed, fault);
    if (!err && !allowed)
        *verdict = VERDICT_REFERENCE;
    if (!err && allowed)
        err = judge_terms(intake, arrived, &of, verdict, fault);
    if (err || *verdict != VERDICT_ACCEPTED)
        return err;
    return asked_judge(intake->desk, &intake->peer, &arrived->header, &arrived->content, intake->arena,
                       verdict, fault);
}

/* --- under its number --- */

/* The event: the header as leaf, the signature, and of an accepted message its values. */
enum err peer_intake_add(struct peer_intake *intake, struct arrived *arrived, enum verdict verdict,
                         struct fault *fault)
{
    struct fact fact;
    struct event *event = line_fact_begin(&fact, intake->peer.channel, DIRECTION_RECEIVED,
                                          arrived->message.header, arrived->message.signature);
    for (size_t i = 0; event && verdict == VERDICT_ACCEPTED && i < arrived->content.count; i++)
        event_take(event, &arrived->content.values[i]);
    return fact_add(&fact, intake->desk, fault);
}

enum err peer_intake_refused(struct peer_intake *intake, bool ours, uint64_t sequence, enum verdict verdict,
                             struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_REFUSED);
    event_int(event, FIELD_channel, intake->peer.channel);
    event_int(event, FIELD_ours, ours);
    event_int(event, FIELD_first, (int64_t)sequence);
    event_int(event, FIELD_verdict, verdict);
    return fact_add(&fact, intake->desk, fault);
}
static enum err take_numbered(struct peer_intake *intake, struct arrived *arrived, enum verdict verdict,
                              struct fault *fault)
{
    struct receipt *receipt = &intake->receipt;
    enum err err = receipt->count == 0 ? peer_receipt_begin(intake, arrived->header.sequence, fault) : ERR_OK;
    if (!err)
        err = judge(intake, arrived, &verdict, fault);
    if (!err)
        err = peer_intake_add(intake, arrived, verdict, fault);
    if (!err && verdict != VERDICT_ACCEPTED)
        err = peer_intake_refused(intake, false, arrived->header.sequence, verdict, fault);
    if (!err && verdict == VERDICT_ACCEPTED)
        err = peer_intake_effects(intake, arrived, desk_now(intake->desk), fault);
    if (err)
        return err;
    receipt->entries[receipt->count++] = (struct receipt_entry){arrived->digest, verdict};
    quota_count(&intake->quota, arrived->header.kind, verdict, arrived->message.sealed.n);
    intake->bytes += arrived->message.sealed.n;
    track_advance(&intake->peer.line.received, &arrived->digest);
    return ERR_OK;
}

enum err peer_message_take(struct peer_intake *intake, struct str bytes, struct fault *fault)
{
    struct arrived arrived = {0};
    struct fault found = {0};
    enum verdict verdict = VERDICT_FORM;
    if (intake->stopped || intake->receipt.count == RECEIPT_MESSAGES_MAX)
        return ERR_OK;
    enum err err = message_read(&arrived.message, bytes, &found);
    struct str named = err ? bytes : arrived.message.header;
    header_digest(named, &arrived.digest);
    if (!err)
        err = header_read(&arrived.header, arrived.message.header, &found);
    if (err)
        return reject(intake, err == ERR_UNSUPPORTED ? VERDICT_VERSION : VERDICT_FORM, &arrived.digest, 0,
                      fault);
    err = line_verdict(intake, &arrived, &verdict, fault);
    if (err)
        return err;
    if (verdict == VERDICT_ACCEPTED)
        verdict = quota_verdict(&intake->quota, arrived.header.kind, bytes.n);
    return verdict_uses_number(verdict)
               ? take_numbered(intake, &arrived, verdict, fault)
               : reject(intake, verdict, &arrived.digest, arrived.header.sequence, fault);
}
