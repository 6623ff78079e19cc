/* Receipt: read and written. See receipt.h. */
#include "channel/receipt.h"

#include "base/pack.h"

#include <inttypes.h>

static const struct str MAGIC = {"LIAISONR", 8};

void receipt_write(struct buf *out, const struct receipt *receipt)
{
    buf_add_str(out, MAGIC);
    pack_number(out, RECEIPT_VERSION, 2);
    buf_add(out, receipt->channel.bytes, DIGEST_BYTES);
    buf_add(out, receipt->signer.bytes, DIGEST_BYTES);
    pack_number(out, receipt->card, 4);
    pack_number(out, (uint64_t)receipt->time, 8);
    pack_number(out, receipt->sequence, 8);
    pack_number(out, receipt->position, 8);
    pack_number(out, receipt->count, 2);
    for (size_t i = 0; i < receipt->count; i++) {
        buf_add(out, receipt->entries[i].header.bytes, DIGEST_BYTES);
        pack_number(out, receipt->entries[i].verdict, 1);
    }
}

static void entries_unpack(struct unpack *from, struct receipt *out)
{
    for (size_t i = 0; i < out->count && !from->failed; i++) {
        unpack_copy(from, out->entries[i].header.bytes, DIGEST_BYTES);
        unsigned verdict = (unsigned)unpack_number(from, 1);
        out->entries[i].verdict = (enum verdict)verdict;
        from->failed |= !verdict_word(verdict) || !verdict_uses_number((enum verdict)verdict);
    }
}

enum err receipt_read(struct receipt *out, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct str magic = unpack_bytes(&from, MAGIC.n);
    uint64_t version = unpack_number(&from, 2);
    if (from.failed || !str_equal(magic, MAGIC))
        return fault_set(fault, ERR_BAD_INPUT, "receipt: does not begin as one");
    if (version != RECEIPT_VERSION)
        return fault_set(fault, ERR_UNSUPPORTED, "receipt: version %" PRIu64 ", not %d", version,
                         (int)RECEIPT_VERSION);
    unpack_copy(&from, out->channel.bytes, DIGEST_BYTES);
    unpack_copy(&from, out->signer.bytes, DIGEST_BYTES);
    out->card = (uint32_t)unpack_number(&from, 4);
    out->time = (time_ms)unpack_number(&from, 8);
    out->sequence = unpack_number(&from, 8);
    out->position = unpack_number(&from, 8);
    out->count = (size_t)unpack_number(&from, 2);
    if (from.failed || out->count == 0 || out->count > RECEIPT_MESSAGES_MAX || out->sequence == 0 ||
        out->sequence > INT64_MAX - RECEIPT_MESSAGES_MAX ||
        out->position > INT64_MAX - RECEIPT_MESSAGES_MAX || out->time < 0 || out->time > WIRE_TIME_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "receipt: cut off, or a value out of range");
    entries_unpack(&from, out);
    return unpack_ended(&from) ? ERR_OK
                               : fault_set(fault, ERR_BAD_INPUT, "receipt: its entries are not well formed");
}
