/* Epoch: its bytes and its comparison. See epoch.h. */
#include "private/epoch.h"

#include "private/wire.h"

#include <inttypes.h>

void epoch_encode(const struct epoch *epoch, unsigned char out[EPOCH_BYTES])
{
    out = wire_put_bytes(out, epoch->channel, EPOCH_CHANNEL_BYTES);
    out = wire_put(out, epoch->number, 8);
    out = wire_put(out, epoch->scheme, 4);
    out = wire_put(out, (uint64_t)epoch->direction, 1);
    out = wire_put(out, (uint64_t)epoch->kind, 1);
    wire_put(out, 0, 2);
}

enum err epoch_decode(const unsigned char bytes[EPOCH_BYTES], struct epoch *epoch, struct fault *fault)
{
    wire_take_bytes(&bytes, epoch->channel, EPOCH_CHANNEL_BYTES);
    epoch->number = wire_take(&bytes, 8);
    epoch->scheme = (uint32_t)wire_take(&bytes, 4);
    uint64_t direction = wire_take(&bytes, 1);
    uint64_t kind = wire_take(&bytes, 1);
    if (direction != EPOCH_FIRST_HOLDS && direction != EPOCH_SECOND_HOLDS)
        return fault_set(fault, ERR_BAD_INPUT, "there is no direction %" PRIu64, direction);
    if (kind != EPOCH_PERSONS && kind != EPOCH_CONTACTS)
        return fault_set(fault, ERR_BAD_INPUT, "there is no kind %" PRIu64, kind);
    if (wire_take(&bytes, 2) != 0)
        return fault_set(fault, ERR_BAD_INPUT, "reserved bytes are not zero");
    epoch->direction = (enum epoch_direction)direction;
    epoch->kind = (enum epoch_kind)kind;
    return ERR_OK;
}

enum err epoch_check(const struct epoch *found, const struct epoch *expected, const char *what,
                     struct fault *fault)
{
    if (memcmp(found->channel, expected->channel, EPOCH_CHANNEL_BYTES) != 0)
        return fault_set(fault, ERR_BAD_INPUT, "the %s belongs to another channel", what);
    if (found->direction != expected->direction)
        return fault_set(fault, ERR_BAD_INPUT, "the %s is of the channel's other direction", what);
    if (found->kind != expected->kind)
        return fault_set(fault, ERR_BAD_INPUT, "the %s is of another kind (persons, contacts)", what);
    if (found->scheme != expected->scheme)
        return fault_set(fault, ERR_STALE, "the %s uses key scheme %08" PRIx32 ", not %08" PRIx32, what,
                         found->scheme, expected->scheme);
    if (found->number != expected->number)
        return fault_set(fault, ERR_STALE, "the %s is of epoch %" PRIu64 ", not %" PRIu64, what,
                         found->number, expected->number);
    return ERR_OK;
}
