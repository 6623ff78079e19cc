/* Lies: messages that a desk signs, and never wrote into its own store, with
 * something about them that is not true. For the tests of what a counterpart does
 * with them, in one process and over a line. */
#ifndef LIAISON_TESTS_LIE_H
#define LIAISON_TESTS_LIE_H

#include "channel/body.h"
#include "desk/peer.h"
#include "desk/seal.h"

/* Who lies, to whom. */
struct liar {
    struct desk *desk;
    int64_t channel;
    struct random random;
    const unsigned char *sealing; /* the other's key */
};

struct lie {
    struct header header;
    bool forged, unsealed, tombstone, for_another;
    const char *handling, *purpose; /* NULL: says none */
    const char *person;             /* as record/ftm_write.h has him; NULL: nobody */
    struct digest digest;           /* of the header as it was written */
};

/* A message as it would be true now: a tip with the next number. */
static inline enum err lie_begin(const struct liar *liar, time_ms now, struct lie *out, struct fault *fault)
{
    struct arena arena;
    struct peer peer;
    *out = (struct lie){0};
    arena_init(&arena, 1 << 20);
    enum err err = peer_load(liar->desk, liar->channel, &arena, &peer, fault);
    out->header.kind = KIND_TIP;
    out->purpose = "terrorism";
    if (!err && !track_next(&peer.line, &out->header))
        err = fault_set(fault, ERR_BUSY, "the window is full");
    out->header.message = peer.numbered + 1;
    out->header.written = out->header.sent = now;
    arena_release(&arena);
    return err;
}

static inline enum err lie_seal(const struct liar *liar, const struct lie *lie, struct event *content,
                                struct buf *out, struct fault *fault)
{
    struct digest digest = lie->digest;
    struct buf plain;
    buf_init(&plain, 1 << 16);
    digest.bytes[0] ^= lie->for_another;
    content_write(&plain, &digest, content);
    enum err err = seal_write(out, buf_str(&plain), liar->sealing, &liar->random, fault);
    if (!err && lie->unsealed)
        out->bytes[out->n - 1] ^= 1;
    buf_release(&plain);
    return err;
}

/* Signs it and writes it as a frame. */
static inline enum err lie_add(const struct liar *liar, struct lie *lie, struct buf *body,
                               struct fault *fault)
{
    struct arena arena;
    struct decision decision;
    struct buf header, sealed;
    unsigned char signature[SIGNATURE_BYTES];
    arena_init(&arena, 1 << 20);
    buf_init(&header, 1000);
    buf_init(&sealed, 1 << 16);
    decision_init(&decision, &arena);
    struct event *content = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_text(content, FIELD_text, STR("words"));
    if (lie->handling)
        event_text(content, FIELD_handling, str_of(lie->handling));
    if (lie->person)
        event_text(content, FIELD_subject_json, str_of(lie->person));
    if (lie->purpose)
        event_text(content, FIELD_purpose, str_of(lie->purpose));
    event_commit_values(content, &liar->random);
    event_root(content, &lie->header.root);
    header_write(&header, &lie->header);
    header_digest(buf_str(&header), &lie->digest);
    enum err err = peer_sign(liar->desk, STATEMENT_MESSAGE, buf_str(&header), signature, fault);
    signature[5] ^= lie->forged;
    if (!err && !lie->tombstone)
        err = lie_seal(liar, lie, content, &sealed, fault);
    struct message message = {buf_str(&header), {(char *)signature, sizeof signature}, buf_str(&sealed)};
    size_t opened = body_open(body, FRAME_MESSAGE);
    message_write(body, &message);
    body_close(body, opened);
    buf_release(&header);
    buf_release(&sealed);
    arena_release(&arena);
    return err;
}

#endif
