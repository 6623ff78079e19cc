/* Messages, headers, receipts, cuts and bodies: what is read and written again is the same bytes. */
#include "channel/envelope.h"
#include "channel/body.h"
#include "channel/cut.h"
#include "channel/leaf.h"
#include "channel/receipt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void same(const struct buf *out, struct str in)
{
    if (buf_failed(out) || !str_equal(buf_str(out), in))
        abort();
}

static void try_receipt(struct str in, struct buf *out)
{
    static struct receipt receipt;
    if (receipt_read(&receipt, in, NULL))
        return;
    receipt_write(out, &receipt);
    same(out, in);
}

static void try_body(struct str in)
{
    struct body body;
    enum frame kind;
    struct str frame;
    size_t taken = 0;
    if (body_read(&body, in, NULL))
        return;
    while (body_next(&body, &kind, &frame))
        taken += frame.n + FRAME_HEAD_BYTES;
    if (taken + BODY_HEAD_BYTES != in.n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str in = {(const char *)bytes, n};
    struct buf out;
    struct header header;
    struct message message;
    struct cut cut;
    int64_t number;
    struct str value;
    unsigned char scratch[DIGEST_BYTES];
    buf_init(&out, 1 << 20);
    if (!header_read(&header, in, NULL)) {
        header_write(&out, &header);
        same(&out, in);
    }
    buf_clear(&out);
    if (!message_read(&message, in, NULL)) {
        message_write(&out, &message);
        same(&out, in);
    }
    buf_clear(&out);
    if (!cut_read(&cut, in, NULL)) {
        cut_write(&out, &cut);
        same(&out, in);
    }
    buf_clear(&out);
    try_receipt(in, &out);
    try_body(in);
    leaf_value(in, STR("sequence"), &number, &value, scratch);
    buf_release(&out);
    return 0;
}
