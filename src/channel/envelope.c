/* Envelope: a message as bytes. See envelope.h. */
#include "channel/envelope.h"

#include "base/pack.h"

#include <inttypes.h>
#include <stdio.h>

static const struct str MAGIC = {"LIAISONM", 8};

static void pack_digest(struct buf *out, const struct digest *digest)
{
    buf_add(out, digest->bytes, DIGEST_BYTES);
}

static void unpack_digest(struct unpack *from, struct digest *digest)
{
    unpack_copy(from, digest->bytes, DIGEST_BYTES);
}

void header_write(struct buf *out, const struct header *header)
{
    buf_add_str(out, MAGIC);
    pack_number(out, ENVELOPE_VERSION, 2);
    pack_number(out, header->kind, 2);
    pack_number(out, header->urgent, 1);
    pack_digest(out, &header->sender);
    pack_digest(out, &header->recipient);
    pack_digest(out, &header->channel);
    pack_digest(out, &header->agreement);
    pack_number(out, header->sender_card, 4);
    pack_number(out, header->recipient_card, 4);
    pack_number(out, header->sequence, 8);
    pack_number(out, header->position, 8);
    pack_digest(out, &header->previous);
    pack_number(out, header->message, 8);
    pack_number(out, header->whose, 1);
    pack_number(out, header->about, 8);
    pack_number(out, (uint64_t)header->due, 8);
    pack_number(out, (uint64_t)header->written, 8);
    pack_number(out, (uint64_t)header->sent, 8);
    pack_digest(out, &header->root);
}

/* The fields after magic and version. */
static void header_unpack(struct unpack *from, struct header *out)
{
    out->kind = (enum kind)unpack_number(from, 2);
    uint64_t urgent = unpack_number(from, 1);
    from->failed |= urgent > 1;
    out->urgent = urgent == 1;
    unpack_digest(from, &out->sender);
    unpack_digest(from, &out->recipient);
    unpack_digest(from, &out->channel);
    unpack_digest(from, &out->agreement);
    out->sender_card = (uint32_t)unpack_number(from, 4);
    out->recipient_card = (uint32_t)unpack_number(from, 4);
    out->sequence = unpack_number(from, 8);
    out->position = unpack_number(from, 8);
    unpack_digest(from, &out->previous);
    out->message = unpack_number(from, 8);
    out->whose = (enum whose)unpack_number(from, 1);
    out->about = unpack_number(from, 8);
    out->due = (time_ms)unpack_number(from, 8);
    out->written = (time_ms)unpack_number(from, 8);
    out->sent = (time_ms)unpack_number(from, 8);
    unpack_digest(from, &out->root);
}

static bool time_is_sane(time_ms time)
{
    return time >= 0 && time <= WIRE_TIME_MAX;
}

/* What no honest desk writes. Numbers and times fit the signed integers of a store. */
static bool sane(const struct header *header)
{
    const uint64_t most = INT64_MAX;
    return header->sequence >= 1 && header->sequence <= most && header->position <= most &&
           header->message >= 1 && header->message <= most && header->about <= most &&
           time_is_sane(header->due) && time_is_sane(header->written) && time_is_sane(header->sent) &&
           header->whose <= WHOSE_RECIPIENT && (header->whose == WHOSE_NONE) == (header->about == 0);
}

enum err header_read(struct header *out, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct str magic = unpack_bytes(&from, MAGIC.n);
    uint64_t version = unpack_number(&from, 2);
    if (from.failed || !str_equal(magic, MAGIC))
        return fault_set(fault, ERR_BAD_INPUT, "header: does not begin as one");
    if (version != ENVELOPE_VERSION)
        return fault_set(fault, ERR_UNSUPPORTED, "header: version %" PRIu64 ", not %d", version,
                         (int)ENVELOPE_VERSION);
    header_unpack(&from, out);
    if (!unpack_ended(&from))
        return fault_set(fault, ERR_BAD_INPUT, "header: %zu bytes, not %d, or a value out of range", bytes.n,
                         (int)HEADER_BYTES);
    if (!sane(out))
        return fault_set(fault, ERR_BAD_INPUT, "header: a value out of range");
    return ERR_OK;
}

void header_digest(struct str bytes, struct digest *out)
{
    static const char label[] = "liaison/header/1";
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, label, sizeof label - 1);
    digest_add(&state, bytes.p, bytes.n);
    digest_end(&state, out);
}

struct str statement_encode(char out[STATEMENT_BYTES], enum statement type, struct str payload)
{
    static const char *const types[STATEMENT_COUNT] = {
        "application/vnd.liaison.message.1",   "application/vnd.liaison.receipt.1",
        "application/vnd.liaison.agreement.1", "application/vnd.liaison.level.1",
        "application/vnd.liaison.card.1",      "application/vnd.liaison.cut.1",
        "application/vnd.liaison.match.1",     "application/vnd.liaison.vouch.1"};
    struct str name = str_of(types[type]);
    if (payload.n > (size_t)LIMIT_AGREEMENT_BYTES)
        return (struct str){0};
    size_t n = (size_t)snprintf(out, STATEMENT_HEAD, "DSSEv1 %zu %s %zu ", name.n, name.p, payload.n);
    memcpy(out + n, payload.p, payload.n);
    return (struct str){out, n + payload.n};
}

void message_write(struct buf *out, const struct message *message)
{
    buf_add_str(out, message->header);
    buf_add_str(out, message->signature);
    pack_run(out, message->sealed);
}

enum err message_read(struct message *out, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    out->header = unpack_bytes(&from, HEADER_BYTES);
    out->signature = unpack_bytes(&from, SIGNATURE_BYTES);
    out->sealed = unpack_run(&from, (size_t)LIMIT_MESSAGE_BYTES);
    return unpack_ended(&from) ? ERR_OK
                               : fault_set(fault, ERR_BAD_INPUT, "message: cut off, or longer than it says");
}

void content_write(struct buf *out, const struct digest *header, const struct event *event)
{
    pack_digest(out, header);
    event_pack_all(out, event);
}

enum err content_read(struct event *event, struct arena *arena, struct str bytes,
                      const struct digest *header_digest, const struct digest *root, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct digest bound, found;
    unpack_digest(&from, &bound);
    if (from.failed || !digest_equal(&bound, header_digest))
        return fault_set(fault, ERR_FORGED, "content: sealed for another header");
    enum err err = event_unpack(event, arena, from.rest, fault);
    if (err)
        return err;
    for (size_t i = 0; i < event->count; i++)
        if (event->values[i].closed)
            return fault_set(fault, ERR_BAD_INPUT, "content: a value is missing");
    event_root(event, &found);
    if (!digest_equal(&found, root))
        return fault_set(fault, ERR_FORGED, "content: not what the header's root was made of");
    return ERR_OK;
}

void leaf_write(struct buf *out, enum direction direction, struct str header)
{
    buf_add_char(out, (char)direction);
    buf_add_str(out, header);
}

void channel_id(const struct digest *one, const struct digest *other, struct digest *out)
{
    static const char label[] = "liaison/channel/1";
    bool ordered = memcmp(one->bytes, other->bytes, DIGEST_BYTES) < 0;
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, label, sizeof label - 1);
    digest_add(&state, ordered ? one->bytes : other->bytes, DIGEST_BYTES);
    digest_add(&state, ordered ? other->bytes : one->bytes, DIGEST_BYTES);
    digest_end(&state, out);
}
