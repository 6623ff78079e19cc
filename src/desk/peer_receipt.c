/* Peer: receipts. The one for the messages of a body that came, and the counterpart's for ours: what it
 * proves, and what our messages do now that it tells their time. */
#include "desk/peer_intake.h"

#include "base/limits.h"
#include "base/pack.h"
#include "desk/mail.h"

/* --- given --- */

enum err peer_receipt_begin(struct peer_intake *intake, uint64_t sequence, struct fault *fault)
{
    struct desk_ledger *ledger;
    enum err err = desk_ledger_find(intake->desk, intake->peer.channel, &ledger, fault);
    if (err)
        return err;
    intake->receipt.sequence = sequence;
    intake->receipt.position = ledger->tree.size;
    head_edge_write(&intake->edge, &ledger->tree);
    return buf_failed(&intake->edge) ? fault_set(fault, buf_error(&intake->edge), "a receipt") : ERR_OK;
}

enum err peer_receipt_add(struct peer_intake *intake, const struct receipt_given *given, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_RECEIPT_GIVEN);
    event_int(event, FIELD_channel, intake->peer.channel);
    event_int(event, FIELD_first, (int64_t)given->receipt->sequence);
    event_int(event, FIELD_count, (int64_t)given->receipt->count);
    event_int(event, FIELD_position, (int64_t)given->receipt->position);
    event_bytes(event, FIELD_receipt, given->bytes.p, given->bytes.n);
    event_bytes(event, FIELD_signature, given->signature.p, given->signature.n);
    event_bytes(event, FIELD_edge, given->edge.p, given->edge.n);
    if (given->covered)
        event_int(event, FIELD_size, (int64_t)given->covered);
    /* It was given before a loss: what it covers came then, and not today. */
    if (given->receipt->time != desk_now(intake->desk))
        event_time(event, FIELD_since, given->receipt->time);
    return fact_add(&fact, intake->desk, fault);
}

enum err peer_receipt_give(struct peer_intake *intake, struct fault *fault)
{
    struct receipt *receipt = &intake->receipt;
    unsigned char signature[SIGNATURE_BYTES];
    struct buf bytes;
    if (receipt->count == 0)
        return ERR_OK;
    receipt->channel = intake->peer.line.channel;
    receipt->signer = intake->peer.line.ours;
    receipt->card = intake->peer.line.our_card;
    receipt->time = desk_now(intake->desk);
    buf_init(&bytes, (size_t)LIMIT_AGREEMENT_BYTES);
    receipt_write(&bytes, receipt);
    enum err err = peer_sign_written(intake->desk, STATEMENT_RECEIPT, &bytes, signature, fault);
    struct receipt_given given = {.receipt = receipt,
                                  .bytes = buf_str(&bytes),
                                  .signature = {(const char *)signature, sizeof signature},
                                  .edge = buf_str(&intake->edge),
                                  .covered = intake->bytes};
    if (!err)
        err = peer_receipt_add(intake, &given, fault);
    buf_release(&bytes);
    return err;
}

/* --- got --- */

static enum err sent_at(struct peer_intake *intake, uint64_t sequence, struct line_entry *out,
                        struct fault *fault)
{
    return line_at(intake->desk, intake->peer.channel, DIRECTION_SENT, sequence, out, fault);
}

static bool digest_at(void *context, uint64_t sequence, struct digest *out)
{
    struct line_entry entry;
    if (sent_at(context, sequence, &entry, NULL) || !entry.there)
        return false;
    *out = entry.digest;
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

/* What our message does now that its receipt tells its time: the same as at the counterpart. */
static enum err sent_effect(struct peer_intake *intake, const struct receipt *receipt, size_t i,
                            struct fault *fault)
{
    struct line_entry sent;
    struct event event, content;
    struct header header;
    struct str bytes;
    int64_t content_at;
    enum err err = sent_at(intake, receipt->sequence + i, &sent, fault);
    if (err || (kind_effect(sent.kind) == EFFECT_INFORMS && sent.kind != KIND_FEEDBACK))
        return err;
    err = line_event(intake->desk, sent.event, intake->arena, &event, &bytes, fault);
    if (!err)
        err = header_read(&header, bytes, fault);
    if (!err)
        err = line_content(intake->desk, intake->peer.channel, DIRECTION_SENT, sent.message, &content_at,
                           fault);
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
                           .urgent = header.urgent,
                           .agreement = header.agreement,
                           .ground = event_get_text(&content, FIELD_ground),
                           .useful = (int)event_get_int(&content, FIELD_useful, 0)};
    err = effect_apply(intake->desk, intake->peer.channel, &of, fault);
    /* It had come whole although it was taken back here, or another answer was: what it ended is ended. */
    if (!err && (kind_effect(sent.kind) == EFFECT_ENDS || kind_effect(sent.kind) == EFFECT_TAKES))
        err =
            mail_sent_before(intake->desk, intake->peer.channel, sent.message, desk_now(intake->desk), fault);
    return err;
}

/* What it refused did nothing there, so nothing here: but for a tombstone, which gave it back before, and for
 * what had its effect under an earlier number. */
static enum err sent_refused(struct peer_intake *intake, uint64_t sequence, enum verdict verdict,
                             struct fault *fault)
{
    struct line_entry sent;
    enum err err = peer_intake_refused(intake, true, sequence, verdict, fault);
    if (err || verdict == VERDICT_TOMBSTONE || verdict == VERDICT_DUPLICATE)
        return err;
    err = sent_at(intake, sequence, &sent, fault);
    return err ? err : mail_returned(intake->desk, intake->peer.channel, sent.message, fault);
}

static enum err keep_receipt(struct peer_intake *intake, const struct receipt *receipt,
                             const struct receipt_frame *frame, struct fault *fault)
{
    struct fact fact;
    enum err err = ERR_OK;
    for (size_t i = 0; i < receipt->count && !err; i++) {
        if (receipt->entries[i].verdict != VERDICT_ACCEPTED)
            err = sent_refused(intake, receipt->sequence + i, receipt->entries[i].verdict, fault);
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

enum err peer_receipt_take(struct peer_intake *intake, struct str bytes, struct fault *fault)
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
    enum err err = whole ? peer_card_over(intake->desk, intake->peer.channel, receipt->card,
                                          receipt->position, intake->arena, &card, &found)
                         : ERR_OK;
    if (peer_failed_here(err))
        return fault_set(fault, err, "%s", found.detail);
    if (!whole || err ||
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
    err = line_leaves(intake->desk, intake->peer.channel, receipt, intake->arena, leaves, fault);
    if (err)
        return err;
    err = head_check_edge(&intake->peer, &card, frame.edge, receipt->position, leaves, receipt->count,
                          frame.note, &found);
    if (peer_failed_here(err))
        return fault_set(fault, err, "%s", found.detail);
    if (err)
        return peer_alarm(intake->desk, intake->peer.channel, "receipt unproven", receipt->sequence, fault);
    return keep_receipt(intake, receipt, &frame, fault);
}
