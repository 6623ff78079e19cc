/* Cut: read, written, compared. See cut.h. */
#include "channel/cut.h"

#include "base/limits.h"
#include "base/pack.h"

#include <inttypes.h>

static const struct str MAGIC = {"LIAISONC", 8};

static void pack_pair(struct buf *out, uint64_t number, const struct digest *digest)
{
    pack_number(out, number, 8);
    buf_add(out, digest->bytes, DIGEST_BYTES);
}

static void unpack_pair(struct unpack *from, uint64_t *number, struct digest *digest)
{
    *number = unpack_number(from, 8);
    unpack_copy(from, digest->bytes, DIGEST_BYTES);
}

void cut_write(struct buf *out, const struct cut *cut)
{
    buf_add_str(out, MAGIC);
    pack_number(out, CUT_VERSION, 2);
    buf_add(out, cut->channel.bytes, DIGEST_BYTES);
    buf_add(out, cut->proposer.bytes, DIGEST_BYTES);
    pack_number(out, cut->number, 8);
    pack_number(out, (uint64_t)cut->time, 8);
    pack_pair(out, cut->sent.sequence, &cut->sent.head);
    pack_pair(out, cut->received.sequence, &cut->received.head);
    pack_pair(out, cut->ledger.size, &cut->ledger.root);
    pack_pair(out, cut->counterpart.size, &cut->counterpart.root);
    buf_add(out, cut->statistics.bytes, DIGEST_BYTES);
}

enum err cut_read(struct cut *out, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct str magic = unpack_bytes(&from, MAGIC.n);
    uint64_t version = unpack_number(&from, 2);
    if (from.failed || !str_equal(magic, MAGIC))
        return fault_set(fault, ERR_BAD_INPUT, "cut: does not begin as one");
    if (version != CUT_VERSION)
        return fault_set(fault, ERR_UNSUPPORTED, "cut: version %" PRIu64 ", not %d", version,
                         (int)CUT_VERSION);
    unpack_copy(&from, out->channel.bytes, DIGEST_BYTES);
    unpack_copy(&from, out->proposer.bytes, DIGEST_BYTES);
    out->number = unpack_number(&from, 8);
    out->time = (time_ms)unpack_number(&from, 8);
    unpack_pair(&from, &out->sent.sequence, &out->sent.head);
    unpack_pair(&from, &out->received.sequence, &out->received.head);
    unpack_pair(&from, &out->ledger.size, &out->ledger.root);
    unpack_pair(&from, &out->counterpart.size, &out->counterpart.root);
    unpack_copy(&from, out->statistics.bytes, DIGEST_BYTES);
    if (!unpack_ended(&from) || out->time < 0 || out->time > WIRE_TIME_MAX || out->number > INT64_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "cut: %zu bytes, not %d, or a value out of range", bytes.n,
                         (int)CUT_BYTES);
    return ERR_OK;
}

enum cut_verdict cut_compare(const struct track *line, const struct cut *cut, time_ms now)
{
    if (!digest_equal(&cut->channel, &line->channel) || !digest_equal(&cut->proposer, &line->theirs) ||
        cut->time > now + LIMIT_CLOCK_SKEW_MS)
        return CUT_FOREIGN;
    bool theirs_same = cut->sent.sequence == line->received.sequence;
    bool ours_same = cut->received.sequence == line->sent.sequence;
    if ((theirs_same && !digest_equal(&cut->sent.head, &line->received.head)) ||
        (ours_same && !digest_equal(&cut->received.head, &line->sent.head)))
        return CUT_FORKED;
    return theirs_same && ours_same && line->receipted == line->sent.sequence ? CUT_AGREED : CUT_LATER;
}
