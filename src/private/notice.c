/* Notice: see notice.h. */
#include "private/notice.h"

#include "base/pack.h"
#include "private/wire.h"

#define MAGIC "LIAISONN"

void notice_encode(const struct notice *notice, unsigned char out[NOTICE_BYTES])
{
    unsigned char *at = wire_put_bytes(out, MAGIC, 8);
    epoch_encode(&notice->table.epoch, at);
    at = wire_put_bytes(at + EPOCH_BYTES, notice->table.public_key.b, GROUP_BYTES);
    at = wire_put_bytes(at, notice->table.root, TABLE_ROOT_BYTES);
    at = wire_put_bytes(at, notice->commitments.bytes, sizeof notice->commitments.bytes);
    at = wire_put(at, notice->capacity, 8);
    wire_put(at, notice->dropped, 8);
}

enum err notice_decode(struct str bytes, struct notice *notice, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    unsigned char epoch[EPOCH_BYTES];
    struct str magic = unpack_bytes(&from, 8);
    unpack_copy(&from, epoch, sizeof epoch);
    unpack_copy(&from, notice->table.public_key.b, GROUP_BYTES);
    unpack_copy(&from, notice->table.root, TABLE_ROOT_BYTES);
    unpack_copy(&from, notice->commitments.bytes, sizeof notice->commitments.bytes);
    notice->capacity = unpack_number(&from, 8);
    notice->dropped = unpack_number(&from, 8);
    if (!unpack_ended(&from) || !str_equal(magic, STR(MAGIC)))
        return fault_set(fault, ERR_BAD_INPUT, "no notice of a table");
    enum err err = epoch_decode(epoch, &notice->table.epoch, fault);
    return err ? err : group_check_point(&notice->table.public_key, "a notice's public key", 0, fault);
}
