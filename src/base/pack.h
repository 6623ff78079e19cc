/* Pack: binary formats, big-endian, written into a buf and read by a cursor
 * with a sticky failure: a reader takes all its fields, asks unpack_ended once,
 * and believes none of them before. Nothing here allocates but the buf. */
#ifndef LIAISON_BASE_PACK_H
#define LIAISON_BASE_PACK_H

#include "base/buf.h"

#include <stdint.h>

/* The width low bytes of value, highest first; width at most 8. */
void pack_number(struct buf *out, uint64_t value, size_t width);

/* Four bytes of length, then the bytes. */
void pack_run(struct buf *out, struct str bytes);

struct unpack {
    struct str rest;
    bool failed;
};

static inline struct unpack unpack_of(struct str bytes)
{
    return (struct unpack){bytes, false};
}

/* 0, and the cursor has failed, where fewer bytes are left. */
uint64_t unpack_number(struct unpack *from, size_t width);

/* n borrowed bytes; on failure an empty str. */
struct str unpack_bytes(struct unpack *from, size_t n);

/* What pack_run wrote, at most maximum bytes of it. */
struct str unpack_run(struct unpack *from, size_t maximum);

/* Copies n bytes to out; on failure out is zeroed. */
void unpack_copy(struct unpack *from, void *out, size_t n);

/* True where nothing failed and nothing is left. */
static inline bool unpack_ended(const struct unpack *from)
{
    return !from->failed && from->rest.n == 0;
}

#endif
