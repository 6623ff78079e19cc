/* Blind record: packed, sealed, opened. See blind_record.h. */
#include "desk/blind_record.h"

#include "base/limits.h"
#include "base/pack.h"
#include "desk/internal.h"

#include <inttypes.h>
#include <sodium.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    RECORD_MAX = 1 << 24,
    VALUE_MORE = 64 /* desk/values.c reads so many over the limit */
};

static void bind_subject(unsigned char out[8], int64_t subject)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)subject >> (56 - 8 * i));
}

/* For each property its FollowTheMoney name, how many values, and these. */
static void pack_record(struct buf *out, const struct subject *record)
{
    for (int p = 0; p < PROPERTY_COUNT; p++) {
        const struct values *values = &record->values[p];
        if (!values->n)
            continue;
        pack_run(out, str_of(property_ftm((enum property)p)));
        pack_number(out, values->n, 4);
        for (size_t i = 0; i < values->n; i++)
            pack_run(out, values->at[i]);
    }
}

static bool unpack_record(struct unpack *from, struct arena *arena, struct subject *out)
{
    *out = (struct subject){0};
    while (!from->failed && from->rest.n) {
        enum property property = property_by_ftm(unpack_run(from, (size_t)LIMIT_VALUE_BYTES + VALUE_MORE));
        uint64_t n = unpack_number(from, 4);
        if (from->failed || property == PROPERTY_COUNT || n > from->rest.n)
            return false;
        struct str *at = arena_array(arena, n, sizeof *at);
        if (!at)
            return false;
        for (uint64_t i = 0; i < n; i++)
            at[i] = unpack_run(from, (size_t)LIMIT_VALUE_BYTES + VALUE_MORE);
        out->values[property] = (struct values){at, n};
    }
    return !from->failed;
}

enum err blind_record_write(struct desk *desk, const struct blind *blind, int64_t subject,
                            const struct subject *record, struct fault *fault)
{
    struct query q;
    struct buf plain, sealed;
    unsigned char bound[8], nonce[NONCE];
    static const unsigned char zero[TAG_BYTES];
    bind_subject(bound, subject);
    buf_init(&plain, RECORD_MAX);
    buf_init(&sealed, RECORD_MAX + NONCE + TAG_BYTES);
    pack_record(&plain, record);
    desk->env.random.fill(desk->env.random.context, nonce, NONCE);
    buf_add(&sealed, nonce, NONCE);
    buf_add(&sealed, plain.bytes, plain.n);
    buf_add(&sealed, zero, TAG_BYTES);
    enum err err = ERR_OK;
    if (buf_failed(&plain) || buf_failed(&sealed)) {
        err = fault_set(fault, buf_error(buf_failed(&plain) ? &plain : &sealed),
                        "the values of subject %" PRId64, subject);
    } else {
        crypto_aead_xchacha20poly1305_ietf_encrypt((unsigned char *)sealed.bytes + NONCE, NULL,
                                                   (const unsigned char *)plain.bytes, plain.n, bound,
                                                   sizeof bound, NULL, nonce, blind->record_key);
        query_open(&q, desk->store, "blind/record_add", fault);
        query_int(&q, "subject", subject);
        query_bytes(&q, "sealed", sealed.bytes, sealed.n);
        err = query_run(&q);
    }
    if (plain.n)
        sodium_memzero(plain.bytes, plain.n);
    buf_release(&plain);
    buf_release(&sealed);
    return err;
}

static bool open_record(const struct blind *blind, int64_t subject, struct str sealed, struct arena *arena,
                        struct subject *out)
{
    unsigned char bound[8];
    const unsigned char *bytes = (const unsigned char *)sealed.p;
    bind_subject(bound, subject);
    if (sealed.n < NONCE + TAG_BYTES)
        return false;
    size_t n = sealed.n - NONCE - TAG_BYTES;
    unsigned char *plain = arena_alloc(arena, n + 1);
    if (!plain ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + NONCE, sealed.n - NONCE, bound,
                                                   sizeof bound, bytes, blind->record_key))
        return false;
    struct unpack from = unpack_of((struct str){(const char *)plain, n});
    return unpack_record(&from, arena, out);
}

enum err blind_record_read(struct desk *desk, const struct blind *blind, int64_t subject, struct arena *arena,
                           struct subject *out, struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "blind/record", fault);
    query_int(&q, "subject", subject);
    bool there = query_next(&q);
    bool good = there && open_record(blind, subject, query_get_text(&q, 0), arena, out);
    enum err err = query_close(&q);
    if (!err && !there)
        return fault_set(fault, ERR_NOT_FOUND, "the blind index: no values of subject %" PRId64, subject);
    if (!err && !good && arena_failed(arena))
        return fault_set(fault, ERR_NO_MEMORY, "the values of subject %" PRId64, subject);
    if (!err && !good)
        return fault_set(fault, ERR_FORGED, "the blind index: the values of subject %" PRId64 " were changed",
                         subject);
    return err;
}
