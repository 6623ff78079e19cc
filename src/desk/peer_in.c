/* Peer: taking in what the counterpart says. A body's frames, each to the file of its kind (peer_message.c,
 * peer_receipt.c, peer_head.c, peer_cut.c, peer_restore.c, peer_table.c); one transaction a body, and nothing
 * is said to it before that is durable. */
#include "desk/peer_intake.h"

#include "base/pack.h"
#include "channel/vouch.h"

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
        return peer_message_take(intake, bytes, fault);
    case FRAME_RECEIPT:
        return peer_receipt_take(intake, bytes, fault);
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

/* What the body says under the card in force of what was signed under an earlier one. */
static bool find_vouch(const struct peer_intake *intake, struct body body, struct vouch *out)
{
    enum frame kind;
    struct str bytes;
    while (body_next(&body, &kind, &bytes)) {
        if (kind != FRAME_VOUCH || bytes.n != SIGNATURE_BYTES + VOUCH_BYTES)
            continue;
        struct str said = {bytes.p + SIGNATURE_BYTES, VOUCH_BYTES};
        return vouch_read(out, said) && digest_equal(&out->channel, &intake->peer.line.channel) &&
               peer_signed(intake->peer.card.messages, STATEMENT_VOUCH, said, (const unsigned char *)bytes.p,
                           SIGNATURE_BYTES);
    }
    return false;
}

/* The messages under an earlier card that are vouched for: those that lead, each by the digest of the one
 * before, to the one that is named. It was under way when the key was taken back. */
static void find_vouched(struct peer_intake *intake, struct body body)
{
    enum frame kind;
    struct str bytes;
    struct vouch vouch;
    struct digest before = intake->peer.line.received.head;
    uint64_t sequence = intake->peer.line.received.sequence;
    intake->vouched = 0;
    if (!find_vouch(intake, body, &vouch))
        return;
    while (sequence < vouch.sequence && body_next(&body, &kind, &bytes)) {
        struct message message;
        struct header header;
        if (kind != FRAME_MESSAGE || message_read(&message, bytes, NULL) ||
            header_read(&header, message.header, NULL) || header.sequence <= sequence)
            continue;
        if (header.sequence != sequence + 1 || !digest_equal(&header.previous, &before))
            return;
        header_digest(message.header, &before);
        sequence++;
    }
    if (sequence == vouch.sequence && digest_equal(&before, &vouch.header))
        intake->vouched = sequence;
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
    if (!err)
        err = peer_check_all(intake, *body, fault);
    while (!err && body_next(body, &kind, &bytes))
        err = take_frame(intake, kind, bytes, fault);
    if (!err)
        err = table_settle(intake->desk, &intake->peer, fault);
    return err ? err : peer_receipt_give(intake, fault);
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
    peer_check_forget(intake);
    buf_release(&intake->edge);
    arena_release(&arena);
    return err;
}
