/* Pack: binary formats. See pack.h. */
#include "base/pack.h"

void pack_number(struct buf *out, uint64_t value, size_t width)
{
    unsigned char bytes[8];
    for (size_t i = width; i-- > 0; value >>= 8)
        bytes[i] = (unsigned char)(value & 0xff);
    buf_add(out, bytes, width);
}

void pack_run(struct buf *out, struct str bytes)
{
    if (bytes.n > UINT32_MAX) {
        out->failed = true;
        return;
    }
    pack_number(out, bytes.n, 4);
    buf_add_str(out, bytes);
}

struct str unpack_bytes(struct unpack *from, size_t n)
{
    if (from->failed || n > from->rest.n) {
        from->failed = true;
        return (struct str){0};
    }
    struct str bytes = {from->rest.p, n};
    from->rest.p += n;
    from->rest.n -= n;
    return bytes;
}

uint64_t unpack_number(struct unpack *from, size_t width)
{
    struct str bytes = unpack_bytes(from, width);
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.n; i++)
        value = value << 8 | (unsigned char)bytes.p[i];
    return value;
}

struct str unpack_run(struct unpack *from, size_t maximum)
{
    uint64_t n = unpack_number(from, 4);
    if (n > maximum) {
        from->failed = true;
        return (struct str){0};
    }
    return unpack_bytes(from, (size_t)n);
}

void unpack_copy(struct unpack *from, void *out, size_t n)
{
    struct str bytes = unpack_bytes(from, n);
    if (from->failed)
        memset(out, 0, n);
    else if (n)
        memcpy(out, bytes.p, n);
}
