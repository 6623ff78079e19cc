/* Wire: big-endian numbers and byte runs at fixed places. The formats of this
 * layer have constant sizes, checked once before; so these do not check. Each
 * returns, or leaves in *at, the place after what it wrote or read. */
#ifndef LIAISON_PRIVATE_WIRE_H
#define LIAISON_PRIVATE_WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The n low bytes of value, highest first. */
static inline unsigned char *wire_put(unsigned char *at, uint64_t value, size_t n)
{
    for (size_t i = n; i-- > 0; value >>= 8)
        at[i] = (unsigned char)(value & 0xff);
    return at + n;
}

static inline unsigned char *wire_put_bytes(unsigned char *at, const void *bytes, size_t n)
{
    memcpy(at, bytes, n);
    return at + n;
}

static inline uint64_t wire_take(const unsigned char **at, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | (*at)[i];
    *at += n;
    return value;
}

static inline void wire_take_bytes(const unsigned char **at, void *bytes, size_t n)
{
    memcpy(bytes, *at, n);
    *at += n;
}

#endif
