/* Body: frames written and read. See body.h. */
#include "channel/body.h"

#include "base/limits.h"

#include <inttypes.h>

static const struct str MAGIC = {"LIAISONB", 8};

void body_begin(struct buf *out, const struct digest *sender, const struct digest *recipient)
{
    buf_add_str(out, MAGIC);
    pack_number(out, BODY_VERSION, 2);
    buf_add(out, sender->bytes, DIGEST_BYTES);
    buf_add(out, recipient->bytes, DIGEST_BYTES);
}

void body_add(struct buf *out, enum frame kind, struct str bytes)
{
    pack_number(out, kind, 1);
    pack_run(out, bytes);
}

size_t body_open(struct buf *out, enum frame kind)
{
    pack_number(out, kind, 1);
    pack_number(out, 0, 4);
    return out->n;
}

void body_close(struct buf *out, size_t opened)
{
    if (out->failed || out->n - opened > UINT32_MAX) {
        out->failed = true;
        return;
    }
    size_t n = out->n - opened;
    for (int i = 0; i < 4; i++)
        out->bytes[opened - 1 - (size_t)i] = (char)(unsigned char)(n >> 8 * i & 0xff);
}

/* How many frames of a kind a body may hold: so many as an honest desk writes, as each costs its reader a
 * signature or more. */
static size_t most_of(uint64_t kind)
{
    switch (kind) {
    case FRAME_POSITION:
    case FRAME_COSIGN:
    case FRAME_COSIGNATURE:
    case FRAME_VOUCH:
        return 1;
    case FRAME_CUT:
        return 2;
    case FRAME_RECEIPT:
        return BODY_RECEIPTS_MAX;
    case FRAME_MESSAGE:
        return (size_t)LIMIT_WINDOW_MESSAGES;
    default:
        return (size_t)LIMIT_BODY_FRAMES;
    }
}

enum err body_read(struct body *out, struct str bytes, struct fault *fault)
{
    if (bytes.n > (size_t)LIMIT_BODY_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "body: %zu bytes, at most %lld", bytes.n, LIMIT_BODY_BYTES);
    size_t of_kind[FRAME_END] = {0};
    struct unpack from = unpack_of(bytes);
    struct str magic = unpack_bytes(&from, MAGIC.n);
    uint64_t version = unpack_number(&from, 2);
    unpack_copy(&from, out->sender.bytes, DIGEST_BYTES);
    unpack_copy(&from, out->recipient.bytes, DIGEST_BYTES);
    if (from.failed || !str_equal(magic, MAGIC))
        return fault_set(fault, ERR_BAD_INPUT, "body: does not begin as one");
    if (version != BODY_VERSION)
        return fault_set(fault, ERR_UNSUPPORTED, "body: version %" PRIu64 ", not %d", version,
                         (int)BODY_VERSION);
    out->frames = from;
    for (size_t count = 0; from.rest.n; count++) {
        uint64_t kind = unpack_number(&from, 1);
        unpack_run(&from, (size_t)LIMIT_BODY_BYTES);
        if (from.failed || kind == 0 || kind >= FRAME_END)
            return fault_set(fault, ERR_BAD_INPUT, "body: frame %zu is cut off or of no kind", count + 1);
        if (count >= (size_t)LIMIT_BODY_FRAMES)
            return fault_set(fault, ERR_TOO_LARGE, "body: more than %lld frames", LIMIT_BODY_FRAMES);
        if (++of_kind[kind] > most_of(kind))
            return fault_set(fault, ERR_TOO_LARGE, "body: more than %zu frames of kind %d", most_of(kind),
                             (int)kind);
    }
    return ERR_OK;
}

bool body_next(struct body *body, enum frame *kind, struct str *bytes)
{
    if (body->frames.failed || body->frames.rest.n == 0)
        return false;
    *kind = (enum frame)unpack_number(&body->frames, 1);
    *bytes = unpack_run(&body->frames, (size_t)LIMIT_BODY_BYTES);
    return !body->frames.failed;
}
