/* Envelope: a message as bytes. What is signed is a header of constant size; the
 * root in it binds the content, which travels sealed beside it. doc/channel.md
 * gives the formats to the byte.
 *
 *   signed      DSSE pre-authentication encoding (secure-systems-lab/dsse, v1) of a header or statement
 *   leaf        direction (1 byte) || header: what both desks put into their ledgers
 *   content     digest of the header || packed values, sealed to the recipient
 *   message     header || signature (64) || length (4) || sealed content; none is a tombstone */
#ifndef LIAISON_CHANNEL_ENVELOPE_H
#define LIAISON_CHANNEL_ENVELOPE_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "channel/kind.h"
#include "record/event.h"

enum {
    ENVELOPE_VERSION = 1,
    HEADER_BYTES = 270,
    LEAF_BYTES = HEADER_BYTES + 1,
    SIGNATURE_BYTES = 64,
    PUBLIC_BYTES = 32
};

/* The end of the year 9999: no time on the wire is later, so that sums of times stay numbers. */
#define WIRE_TIME_MAX ((time_ms)253402300799999)

enum direction { DIRECTION_SENT = 1, DIRECTION_RECEIVED = 2 };

/* Whose numbering a reference is in, from the sender's view. */
enum whose { WHOSE_NONE = 0, WHOSE_SENDER = 1, WHOSE_RECIPIENT = 2 };

struct header {
    enum kind kind;
    bool urgent;
    struct digest sender, recipient; /* desk ids: the digests of their first cards */
    struct digest channel, agreement;
    uint32_t sender_card, recipient_card; /* numbers of the cards: signed with, sealed to */
    uint64_t sequence;                    /* from 1, without a gap */
    uint64_t position;                    /* of its leaf in the sender's ledger */
    struct digest previous;               /* of the header before it; of the first, zero */
    uint64_t message;                     /* the sender's number of it, kept when it is sent anew */
    enum whose whose;
    uint64_t about; /* the message that this one answers, or 0 */
    time_ms due;    /* 0: none */
    time_ms written, sent;
    struct digest root;
};

/* Appends HEADER_BYTES. */
void header_write(struct buf *out, const struct header *header);

/* ERR_BAD_INPUT or ERR_UNSUPPORTED (another version) with the reason. Nothing in a header may be
 * believed before its signature is checked. A kind that is not known is read: it is for the line to refuse.
 */
MUST_USE enum err header_read(struct header *out, struct str bytes, struct fault *fault);

/* The digest by which the next header, receipts and refusals name a header. */
void header_digest(struct str bytes, struct digest *out);

/* What may be signed with the key for messages; each type of statement has a payload type of its own. */
enum statement {
    STATEMENT_MESSAGE,
    STATEMENT_RECEIPT,
    STATEMENT_AGREEMENT,
    STATEMENT_LEVEL,
    STATEMENT_CARD,
    STATEMENT_CUT,
    STATEMENT_MATCH,
    STATEMENT_VOUCH,
    STATEMENT_COUNT
};

/* The bytes to be signed, in out: DSSE PAE(payload type, payload). p is NULL where the payload is over
 * LIMIT_AGREEMENT_BYTES. */
enum { STATEMENT_HEAD = 128, STATEMENT_BYTES = STATEMENT_HEAD + SIZE_AGREEMENT_BYTES };
struct str statement_encode(char out[STATEMENT_BYTES], enum statement type, struct str payload);

/* A message cut into its parts, borrowed from the bytes. */
struct message {
    struct str header, signature, sealed;
};
void message_write(struct buf *out, const struct message *message);
MUST_USE enum err message_read(struct message *out, struct str bytes, struct fault *fault);

/* Content: values in order, each with its salt, whatever their rest. Writing needs the commitments computed.
 */
void content_write(struct buf *out, const struct digest *header, const struct event *event);

/* Reads opened content into event->values (in the arena) and checks that it belongs to this header
 * (ERR_FORGED: sealed for another header) and has its root (ERR_FORGED). */
MUST_USE enum err content_read(struct event *event, struct arena *arena, struct str bytes,
                               const struct digest *header_digest, const struct digest *root,
                               struct fault *fault);

/* Appends the leaf. */
void leaf_write(struct buf *out, enum direction direction, struct str header);

/* The channel of two desks: the same whoever asks. */
void channel_id(const struct digest *one, const struct digest *other, struct digest *out);

#endif
