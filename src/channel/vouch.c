/* Vouch: written and read. See vouch.h. */
#include "channel/vouch.h"

#include "base/pack.h"

void vouch_write(struct buf *out, const struct vouch *vouch)
{
    buf_add(out, vouch->channel.bytes, DIGEST_BYTES);
    pack_number(out, vouch->sequence, 8);
    buf_add(out, vouch->header.bytes, DIGEST_BYTES);
}

bool vouch_read(struct vouch *out, struct str bytes)
{
    struct unpack from = unpack_of(bytes);
    unpack_copy(&from, out->channel.bytes, DIGEST_BYTES);
    out->sequence = unpack_number(&from, 8);
    unpack_copy(&from, out->header.bytes, DIGEST_BYTES);
    return unpack_ended(&from);
}
