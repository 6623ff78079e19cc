/* Peer: taking in what the counterpart says: positions, messages, receipts, heads,
 * cuts. One transaction a body; nothing is said to it before that is durable. */
#include "desk/peer_internal.h"

#include "base/limits.h"
#include "base/pack.h"
#include "channel/leaf.h"
#include "desk/asked.h"
#include "desk/mail_internal.h"
#include "desk/peer_intake.h"
#include "desk/seal.h"
#include "rules/handling.h"

enum { REJECTED_A_DAY = 1000 };

/* --- positions --- */

/* An old backup was put back here: said once, and nothing more is numbered until people have settled it. */
static enum err say_set_back(struct peer_intake *intake, uint64_t received, struct fault *fault)
{
    struct query q;
    int64_t known = 0;
    query_open(&q, desk_store(intake->desk), "peer/alarm_known", fault);
    query_int(&q, "channel", intake->peer.channel);
    query_text(&q, "alarm", STR("set back"));
    query_int(&q, "first", (int64_t)received);
    enum err err = query_one(&q, 0, &known);
    return err || known ? err : peer_alarm(intake->desk, intake->peer.channel, "set back", received, fault);
}

static enum err take_position(struct peer_intake *intake, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct peer_view view = {.known = true};
    view.received = unpack_number(&from, 8);
    unpack_copy(&from, view.head.bytes, DIGEST_BYTES);
    view.receipted = unpack_number(&from, 8);
    view.size = unpack_number(&from, 8);
    view.countersigned = unpack_number(&from, 8);
    view.cosigned = unpack_number(&from, 8);
    unsigned closed = (unsigned)unpack_number(&from, 1);
    if (!unpack_ended(&from))
        return ERR_OK;
    *intake->view = view;
    enum err err = peer_is_behind(intake->desk, &intake->peer, &view, &intake->behind, fault);
    if (!err && (closed == VERDICT_FLOOD || closed == VERDICT_RESERVE))
        err = peer_alarm_daily(intake->desk, intake->peer.channel,
                               closed == VERDICT_FLOOD ? "flood: the counterpart takes nothing more in today"
                                                       : "disk reserve: the counterpart takes nothing in",
                               0, fault);
    if (err || !intake->behind || view.received <= intake->peer.line.sent.sequence ||
        view.received > INT64_MAX)
        return err;
    return say_set_back(intake, view.received, fault);
}

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

/* --- messages --- */

static enum err known_digest(struct peer_intake *intake, uint64_t sequence, struct digest *out, bool *known,
                             struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(intake->desk), "peer/line_at", fault);
    query_int(&q, "channel", intake->peer.channel);
    query_int(&q, "direction", DIRECTION_RECEIVED);
    query_int(&q, "first", (int64_t)sequence);
    *known = query_next(&q);
    if (*known)
        memcpy(out->bytes, query_get_text(&q, 0).p, DIGEST_BYTES);
    return query_close(&q);
}

static enum err line_verdict(struct peer_intake *intake, const struct arrived *arrived, enum verdict *verdict,
                             struct fault *fault)
{
    struct card card;
    struct digest known;
    bool is_known = false;
    enum err err = peer_card_at(intake->desk, intake->peer.channel, arrived->header.sender_card,
                                intake->arena, &card, NULL);
    bool card_known = err == ERR_OK && !intake->peer.stolen;
    if (err && err != ERR_NOT_FOUND)
        return fault_set(fault, err, "a card of the counterpart");
    if (arrived->header.sequence <= intake->peer.line.received.sequence)
        err = known_digest(intake, arrived->header.sequence, &known, &is_known, fault);
    else
        err = ERR_OK;
    struct track_arrival arrival = {.header = &arrived->header,
                                    .digest = &arrived->digest,
                                    .known = is_known ? &known : NULL,
                                    .card_known = card_known,
                                    .tombstone = arrived->message.sealed.n == 0,
                                    .vouched = arrived->header.sequence <= intake->vouched,
                                    .now = desk_now(intake->desk)};
    arrival.signature_holds =
        card_known &&
        peer_signed(card.messages, STATEMENT_MESSAGE, arrived->message.header,
                    (const unsigned char *)arrived->message.signature.p, arrived->message.signature.n);
    if (!err)
        *verdict = track_receive(&intake->peer.line, &arrival);
    return err;
}

/* Opens the content; a verdict where it is not what was signed. */
enum verdict peer_intake_open(struct peer_intake *intake, struct arrived *arrived)
{
    struct buf plain;
    struct fault found = {0};
    buf_init(&plain, (size_t)LIMIT_MESSAGE_BYTES);
    enum err err = seal_open(&plain, arrived->message.sealed, &desk_env(intake->desk)->keeper, &found);
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
    return err == ERR_OK ? VERDICT_ACCEPTED : err == ERR_FORGED ? VERDICT_SEAL : VERDICT_CONTENT;
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
static enum verdict terms_verdict(const struct agreement *agreement, const struct arrived *arrived)
{
    struct str label = event_get_text(&arrived->content, FIELD_handling);
    struct str purpose = event_get_text(&arrived->content, FIELD_purpose);
    struct handling handling = {.tlp = mail_tlp(label)};
    int ceiling = mail_tlp(agreement->handling);
    if (kind_passes(arrived->header.kind, LEVEL_SUSPENDED))
        return VERDICT_ACCEPTED;
    if (label.n && ceiling && handling_tlp(&handling) > ceiling)
        return VERDICT_HANDLING;
    return purpose.n && !list_has(agreement->purposes, purpose) ? VERDICT_PURPOSE : VERDICT_ACCEPTED;
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
    *verdict = peer_intake_open(intake, arrived);
    if (*verdict == VERDICT_ACCEPTED)
        *verdict = terms_verdict(&intake->peer.agreement, arrived);
    if (*verdict != VERDICT_ACCEPTED)
        return ERR_OK;
    of = effect_of_arrived(arrived, desk_now(intake->desk));
    err = effect_allowed(intake->desk, intake->peer.channel, &of, &allowed, fault);
    if (!err && !allowed)
        *verdict = VERDICT_REFERENCE;
    if (err || !allowed)
        return err;
    return asked_judge(intake->desk, &intake->peer, &arrived->header, &arrived->content, intake->arena,
                       verdict, fault);
}

/* The event: the header as leaf, the signature, and of an accepted message its values. */
enum err peer_intake_add(struct peer_intake *intake, struct arrived *arrived, enum verdict verdict,
                         struct fault *fault)
{
    struct fact fact;
    struct buf leaf;
    buf_init(&leaf, LEAF_BYTES);
    leaf_write(&leaf, DIRECTION_RECEIVED, arrived->message.header);
    struct event *event = fact_begin(&fact, EVENT_MESSAGE_RECEIVED);
    event_bytes(event, FIELD_header_signature, arrived->message.signature.p, arrived->message.signature.n);
    for (size_t i = 0; event && verdict == VERDICT_ACCEPTED && i < arrived->content.count; i++)
        event_take(event, &arrived->content.values[i]);
    if (event) {
        event->ledger = intake->peer.channel;
        event->leaf = buf_str(&leaf);
    }
    enum err err = fact_add(&fact, intake->desk, fault);
    buf_release(&leaf);
    return err;
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

/* Where the receipt of this body's messages begins: the ledger's edge before them. */
static enum err begin_receipt(struct peer_intake *intake, const struct arrived *arrived, struct fault *fault)
{
    struct desk_ledger *ledger;
    enum err err = desk_ledger_find(intake->desk, intake->peer.channel, &ledger, fault);
    if (err)
        return err;
    intake->receipt.sequence = arrived->header.sequence;
    intake->receipt.position = ledger->tree.size;
    head_edge_write(&intake->edge, &ledger->tree);
    return ERR_OK;
}

static enum err take_numbered(struct peer_intake *intake, struct arrived *arrived, enum verdict verdict,
                              struct fault *fault)
{
    struct receipt *receipt = &intake->receipt;
    enum err err = receipt->count == 0 ? begin_receipt(intake, arrived, fault) : ERR_OK;
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

static enum err take_message(struct peer_intake *intake, struct str bytes, struct fault *fault)
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

/* One signed receipt for all the messages of the body. */
static enum err give_receipt(struct peer_intake *intake, struct fault *fault)
{
    struct receipt *receipt = &intake->receipt;
    unsigned char signature[SIGNATURE_BYTES];
    struct buf bytes;
    struct fact fact;
    if (receipt->count == 0)
        return ERR_OK;
    receipt->channel = intake->peer.line.channel;
    receipt->signer = intake->peer.line.ours;
    receipt->card = intake->peer.line.our_card;
    receipt->time = desk_now(intake->desk);
    buf_init(&bytes, (size_t)LIMIT_AGREEMENT_BYTES);
    receipt_write(&bytes, receipt);
    enum err err = peer_sign(intake->desk, STATEMENT_RECEIPT, buf_str(&bytes), signature, fault);
    if (!err) {
        struct event *event = fact_begin(&fact, EVENT_RECEIPT_GIVEN);
        event_int(event, FIELD_channel, intake->peer.channel);
        event_int(event, FIELD_first, (int64_t)receipt->sequence);
        event_int(event, FIELD_count, (int64_t)receipt->count);
        event_int(event, FIELD_position, (int64_t)receipt->position);
        event_bytes(event, FIELD_receipt, bytes.bytes, bytes.n);
        event_bytes(event, FIELD_signature, signature, sizeof signature);
        event_bytes(event, FIELD_edge, intake->edge.bytes, intake->edge.n);
        event_int(event, FIELD_size, (int64_t)intake->bytes);
        err = fact_add(&fact, intake->desk, fault);
    }
    buf_release(&bytes);
    return err;
}

/* --- receipts --- */

/* What we sent under a sequence. */
struct sent_row {
    bool there;
    struct digest digest;
    uint64_t number;
    enum kind kind;
    int64_t event;
};

static enum err sent_at(struct peer_intake *intake, uint64_t sequence, struct sent_row *out,
                        struct fault *fault)
{
    struct query q;
    *out = (struct sent_row){0};
    query_open(&q, desk_store(intake->desk), "peer/line_at", fault);
    query_int(&q, "channel", intake->peer.channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "first", (int64_t)sequence);
    if (query_next(&q)) {
        out->there = true;
        memcpy(out->digest.bytes, query_get_text(&q, 0).p, DIGEST_BYTES);
        out->number = (uint64_t)query_get_int(&q, 1);
        out->kind = (enum kind)query_get_int(&q, 2);
        out->event = query_get_int(&q, 3);
    }
    return query_close(&q);
}

static bool digest_at(void *context, uint64_t sequence, struct digest *out)
{
    struct sent_row row;
    if (sent_at(context, sequence, &row, NULL) || !row.there)
        return false;
    *out = row.digest;
    return true;
}

struct receipt_frame {
    struct str signature, receipt, edge, note;
};

static bool receipt_frame_read(struct receipt_frame *out, struct str bytes)
{
    struct unpack from = unpack_of(bytes);
    out->signature = unpack_bytes(&from, SIGNATURE_BYTES);
    out->receipt = unpack_run(&from, (size_t)LIMIT_AGREEMENT_BYTES);
    out->edge = unpack_run(&from, TREE_LEVELS * TREE_HASH_BYTES);
    out->note = unpack_run(&from, (size_t)LIMIT_NOTE_BYTES);
    return unpack_ended(&from);
}

/* The leaves that the counterpart's ledger must hold for the receipt: our headers, as received. */
static enum err receipt_leaves(struct peer_intake *intake, const struct receipt *receipt,
                               struct tree_hash *leaves, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < receipt->count && !err; i++) {
        struct sent_row row;
        struct event event;
        enum direction direction;
        struct str header;
        struct buf leaf;
        err = sent_at(intake, receipt->sequence + i, &row, fault);
        if (!err)
            err = desk_event(intake->desk, row.event, intake->arena, &event, fault);
        if (!err)
            err = leaf_read(event.leaf, &direction, &header, fault);
        if (err)
            break;
        buf_init(&leaf, LEAF_BYTES);
        leaf_write(&leaf, DIRECTION_RECEIVED, header);
        tree_hash_leaf(buf_str(&leaf), &leaves[i]);
        buf_release(&leaf);
    }
    return err;
}

/* What our message does now that its receipt tells its time: the same as at the counterpart. */
static enum err sent_effect(struct peer_intake *intake, const struct receipt *receipt, size_t i,
                            struct fault *fault)
{
    struct sent_row row;
    struct event event, content;
    struct header header;
    enum direction direction;
    struct str bytes;
    struct query q;
    int64_t content_at = 0;
    enum err err = sent_at(intake, receipt->sequence + i, &row, fault);
    if (err || (kind_effect(row.kind) == EFFECT_INFORMS && row.kind != KIND_FEEDBACK))
        return err;
    err = desk_event(intake->desk, row.event, intake->arena, &event, fault);
    if (!err)
        err = leaf_read(event.leaf, &direction, &bytes, fault);
    if (!err)
        err = header_read(&header, bytes, fault);
    query_open(&q, desk_store(intake->desk), "peer/message", fault);
    query_int(&q, "channel", intake->peer.channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "number", (int64_t)row.number);
    if (query_next(&q))
        content_at = query_get_int(&q, 8);
    enum err closed = query_close(&q);
    err = err ? err : closed;
    if (!err)
        err = desk_event(intake->desk, content_at, intake->arena, &content, fault);
    if (err)
        return err;
    struct effect_of of = {.sent = true,
                           .kind = header.kind,
                           .number = header.message,
                           .whose = header.whose,
                           .about = header.about,
                           .due = header.due,
                           .at = receipt->time,
                           .ground = event_get_text(&content, FIELD_ground),
                           .useful = (int)event_get_int(&content, FIELD_useful, 0)};
    return effect_apply(intake->desk, intake->peer.channel, &of, fault);
}

static enum err keep_receipt(struct peer_intake *intake, const struct receipt *receipt,
                             const struct receipt_frame *frame, struct fault *fault)
{
    struct fact fact;
    enum err err = ERR_OK;
    for (size_t i = 0; i < receipt->count && !err; i++) {
        if (receipt->entries[i].verdict != VERDICT_ACCEPTED)
            err =
                peer_intake_refused(intake, true, receipt->sequence + i, receipt->entries[i].verdict, fault);
        else if (receipt->sequence + i > intake->peer.line.receipted)
            err = sent_effect(intake, receipt, i, fault);
    }
    if (err)
        return err;
    struct event *event = fact_begin(&fact, EVENT_RECEIPT_GOT);
    event_int(event, FIELD_channel, intake->peer.channel);
    event_int(event, FIELD_first, (int64_t)receipt->sequence);
    event_int(event, FIELD_count, (int64_t)receipt->count);
    event_time(event, FIELD_since, receipt->time);
    event_bytes(event, FIELD_receipt, frame->receipt.p, frame->receipt.n);
    event_bytes(event, FIELD_signature, frame->signature.p, frame->signature.n);
    event_bytes(event, FIELD_edge, frame->edge.p, frame->edge.n);
    event_bytes(event, FIELD_checkpoint_note, frame->note.p, frame->note.n);
    intake->peer.line.receipted = receipt->sequence + receipt->count - 1;
    return fact_add(&fact, intake->desk, fault);
}

static const char *receipt_alarm(enum receipt_worth worth)
{
    switch (worth) {
    case RECEIPT_UNSENT:
        return "receipt for what was never sent";
    case RECEIPT_ANOTHER:
        return "fork";
    case RECEIPT_FOREIGN:
        return "receipt of another channel";
    default:
        return NULL;
    }
}

static enum err take_receipt(struct peer_intake *intake, struct str bytes, struct fault *fault)
{
    struct receipt_frame frame;
    struct receipt *receipt = arena_alloc(intake->arena, sizeof *receipt);
    struct tree_hash *leaves = arena_array(intake->arena, RECEIPT_MESSAGES_MAX, sizeof *leaves);
    struct card card;
    struct fault found = {0};
    if (!receipt || !leaves)
        return fault_set(fault, ERR_NO_MEMORY, "receipt");
    bool whole = receipt_frame_read(&frame, bytes) && receipt_read(receipt, frame.receipt, &found) == ERR_OK;
    if (whole && receipt->card > intake->peer.line.their_card)
        return ERR_OK; /* its rollover is under way: the receipt comes again */
    if (!whole ||
        peer_card_over(intake->desk, intake->peer.channel, receipt->card, receipt->position, intake->arena,
                       &card, &found) ||
        !peer_signed(card.messages, STATEMENT_RECEIPT, frame.receipt,
                     (const unsigned char *)frame.signature.p, frame.signature.n))
        return peer_alarm(intake->desk, intake->peer.channel, "receipt forged", 0, fault);
    if (receipt->time > desk_now(intake->desk) + LIMIT_CLOCK_SKEW_MS)
        return peer_alarm(intake->desk, intake->peer.channel, "receipt from the future", receipt->sequence,
                          fault);
    enum receipt_worth worth = track_acknowledge(&intake->peer.line, receipt, digest_at, intake);
    const char *alarm = receipt_alarm(worth);
    if (alarm)
        return peer_alarm(intake->desk, intake->peer.channel, alarm, receipt->sequence, fault);
    if (worth != RECEIPT_NEW)
        return ERR_OK;
    enum err err = receipt_leaves(intake, receipt, leaves, fault);
    if (!err && head_check_edge(&intake->peer, &card, frame.edge, receipt->position, leaves, receipt->count,
                                frame.note, &found))
        return peer_alarm(intake->desk, intake->peer.channel, "receipt unproven", receipt->sequence, fault);
    return err ? err : keep_receipt(intake, receipt, &frame, fault);
}

/* --- the body --- */

static enum err take_frame(struct peer_intake *intake, enum frame kind, struct str bytes, struct fault *fault)
{
    /* What came since the backup has its place after what is given back. */
    bool waits = intake->behind || intake->peer.unsettled;
    if (intake->peer.stolen && kind != FRAME_MESSAGE)
        return ERR_OK;
    if (waits && kind != FRAME_POSITION && kind != FRAME_BACK && kind != FRAME_BACK_END)
        return ERR_OK;
    switch (kind) {
    case FRAME_POSITION:
        return take_position(intake, bytes, fault);
    case FRAME_MESSAGE:
        return take_message(intake, bytes, fault);
    case FRAME_RECEIPT:
        return take_receipt(intake, bytes, fault);
    case FRAME_COSIGN:
        return head_cosign(intake->desk, &intake->peer, bytes, fault);
    case FRAME_COSIGNATURE:
        return head_countersigned(intake->desk, &intake->peer, bytes, fault);
    case FRAME_CUT:
        return cut_take(intake->desk, &intake->peer, bytes, fault);
    case FRAME_FETCH:
        return back_asked(intake, bytes, fault);
    case FRAME_BACK:
        return back_take(intake, bytes, fault);
    case FRAME_BACK_END:
        return back_ended(intake, bytes, fault);
    case FRAME_TABLE_WANTED:
        table_wanted_take(intake->view, bytes);
        return ERR_OK;
    case FRAME_TABLE_PIECE:
        return table_piece_take(intake->desk, &intake->peer, bytes, fault);
    default:
        return ERR_OK;
    }
}

/* Whether a body brings a threat to life, for whose sake what stands before it is taken in on a full disk. */
static bool has_threat(struct body body)
{
    enum frame kind;
    struct str bytes;
    while (body_next(&body, &kind, &bytes)) {
        struct message message;
        struct header header;
        if (kind == FRAME_MESSAGE && message_read(&message, bytes, NULL) == ERR_OK &&
            header_read(&header, message.header, NULL) == ERR_OK && header.kind == KIND_THREAT)
            return true;
    }
    return false;
}

/* The messages under an earlier card that one under the card in force, in the same body, names as those
 * before it: what was under way when the key was taken back. */
static void find_vouched(struct peer_intake *intake, struct body body)
{
    enum frame kind;
    struct str bytes;
    struct digest before = intake->peer.line.received.head;
    uint64_t sequence = intake->peer.line.received.sequence;
    intake->vouched = 0;
    while (body_next(&body, &kind, &bytes)) {
        struct message message;
        struct header header;
        if (kind != FRAME_MESSAGE || message_read(&message, bytes, NULL) ||
            header_read(&header, message.header, NULL) || header.sequence <= sequence)
            continue;
        if (header.sequence != sequence + 1 || !digest_equal(&header.previous, &before))
            break;
        if (header.sender_card == intake->peer.line.their_card) {
            if (peer_signed(intake->peer.card.messages, STATEMENT_MESSAGE, message.header,
                            (const unsigned char *)message.signature.p, message.signature.n))
                intake->vouched = sequence;
            break;
        }
        header_digest(message.header, &before);
        sequence++;
    }
}

static enum err take_body(struct peer_intake *intake, struct body *body, int64_t channel, struct fault *fault)
{
    enum frame kind;
    struct str bytes;
    enum err err = peer_load(intake->desk, channel, intake->arena, &intake->peer, fault);
    if (!err && !digest_equal(&body->recipient, &intake->peer.line.ours))
        err = fault_set(fault, ERR_REFUSED, "a body for another desk");
    intake->acknowledged = intake->view->known ? intake->view->receipted : 0;
    if (!err)
        err = quota_load(intake->desk, &intake->peer, &intake->quota, fault);
    if (!err)
        find_vouched(intake, *body);
    intake->quota.threat_follows = intake->quota.tight && has_threat(*body);
    while (!err && body_next(body, &kind, &bytes))
        err = take_frame(intake, kind, bytes, fault);
    if (!err)
        err = table_settle(intake->desk, &intake->peer, fault);
    return err ? err : give_receipt(intake, fault);
}

enum err peer_incoming(struct desk *desk, struct str bytes, int64_t *channel, struct peer_view *view,
                       struct fault *fault)
{
    struct arena arena;
    struct body body;
    struct peer_intake *intake;
    enum err err = peer_sender(desk, bytes, channel, fault);
    if (!err)
        err = peer_keys_ready(desk, fault);
    if (err)
        return err;
    arena_init(&arena, PEER_ARENA_BYTES);
    intake = arena_alloc(&arena, sizeof *intake);
    if (!intake) {
        arena_release(&arena);
        return fault_set(fault, ERR_NO_MEMORY, "a body");
    }
    intake->desk = desk;
    intake->arena = &arena;
    intake->view = view;
    buf_init(&intake->edge, TREE_LEVELS * TREE_HASH_BYTES);
    err = body_read(&body, bytes, fault);
    if (!err)
        err = desk_begin(desk, ACTOR_DESK, fault);
    if (!err)
        err = take_body(intake, &body, *channel, fault);
    if (!err)
        err = desk_commit(desk, fault);
    desk_rollback(desk);
    buf_release(&intake->edge);
    arena_release(&arena);
    return err;
}
