/* Store: appending events and reading their openings. See store.h. */
#include "store/internal.h"

#include "base/limits.h"

#include <sodium.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    WRAPPED = NONCE + STORE_KEY_BYTES + TAG
};

static enum err add_event(struct store *store, const struct event *event, int64_t leaf, struct str header,
                          struct fault *fault)
{
    struct query q;
    struct buf open;
    buf_init(&open, LIMIT_EVENT_OPEN_BYTES);
    event_pack(&open, event);
    query_open(&q, store, "core/event_append", fault);
    query_int(&q, "sequence", event->sequence);
    query_int(&q, "ledger", event->ledger);
    query_int(&q, "leaf", leaf);
    query_bytes(&q, "header", header.p, header.n);
    query_text(&q, "kind", event_spec(event->kind)->name);
    query_int(&q, "version", event->version);
    query_int(&q, "time", event->time);
    query_int(&q, "actor", event->actor);
    query_bytes(&q, "open", open.bytes, open.n);
    enum err err = query_run(&q);
    if (!err && buf_failed(&open))
        err = fault_set(fault, buf_error(&open), "the open values of an event, of at most %lld bytes",
                        LIMIT_EVENT_OPEN_BYTES);
    buf_release(&open);
    return err;
}

enum err store_append(struct store *store, struct event *event, int64_t leaf, struct str header,
                      struct fault *fault)
{
    if (!store->writing)
        return fault_set(fault, ERR_BUG, "store: appending outside a transaction");
    event->sequence = store->last_sequence + 1;
    enum err err = add_event(store, event, leaf, header, fault);
    for (size_t i = 0; i < event->count && !err; i++) {
        const struct event_value *value = &event->values[i];
        if (!value->closed && field_spec(value->field)->rest == FIELD_SEALED)
            err = store_seal(store, event, value, fault);
    }
    if (!err)
        err = store_project(store, event, fault);
    if (!err) {
        store->last_sequence = event->sequence;
        store->last_time = event->time;
    }
    return err;
}

/* --- openings --- */

enum err store_erase(struct store *store, int64_t sequence, enum field field, struct fault *fault)
{
    struct query q;
    int64_t erased;
    query_open(&q, store, "core/opening_erase", fault);
    query_int(&q, "sequence", sequence);
    query_text(&q, "field", field_spec(field)->name);
    enum err err = query_one(&q, 0, &erased);
    if (err || erased)
        return err;
    query_open(&q, store, "core/openings_of", fault);
    query_int(&q, "sequence", sequence);
    struct str there = query_next(&q) ? query_get_text(&q, 0) : STR("");
    err = fault_set(fault, ERR_NOT_FOUND, "event %lld: %.*s was erased or never there; sealed there: %.*s",
                    (long long)sequence, STR_ARG(field_spec(field)->name), STR_ARG(there));
    enum err closed = query_close(&q);
    return closed ? closed : err;
}

/* What a sealed opening is bound to, so that rows cannot change places: sequence and field. */
static size_t binding(int64_t sequence, struct str field, unsigned char out[8 + 256])
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)sequence >> (56 - 8 * i));
    memcpy(out + 8, field.p, field.n);
    return 8 + field.n;
}

/* A key of its own seals salt and value; as it seals nothing else, its nonce is zero. */
static enum err seal(struct store *store, const struct event *event, const struct event_value *value,
                     unsigned char wrapped[WRAPPED], struct buf *out, struct fault *fault)
{
    unsigned char key[STORE_KEY_BYTES], scratch[8], bound[8 + 256];
    static const unsigned char zero[NONCE];
    struct str bytes = event_value_bytes(value, scratch);
    size_t n = binding(event->sequence, field_spec(value->field)->name, bound);
    struct buf plain;
    buf_init(&plain, LIMIT_SEALED_BYTES);
    buf_add(&plain, value->salt, EVENT_SALT_BYTES);
    buf_add_str(&plain, bytes);
    buf_add(out, plain.bytes, plain.n);
    buf_add(out, zero, TAG);
    enum err err = ERR_OK;
    if (buf_failed(&plain) || buf_failed(out)) {
        err = fault_set(fault, buf_error(buf_failed(&plain) ? &plain : out),
                        "a sealed value, of at most %lld bytes", LIMIT_SEALED_BYTES);
    } else {
        store->random.fill(store->random.context, key, sizeof key);
        store->random.fill(store->random.context, wrapped, NONCE);
        crypto_aead_xchacha20poly1305_ietf_encrypt((unsigned char *)out->bytes, NULL,
                                                   (const unsigned char *)plain.bytes, plain.n, bound, n,
                                                   NULL, zero, key);
        crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped + NONCE, NULL, key, sizeof key, bound, n, NULL,
                                                   wrapped, store->rest_key);
        sodium_memzero(key, sizeof key);
    }
    if (plain.bytes)
        sodium_memzero(plain.bytes, plain.n);
    buf_release(&plain);
    return err;
}

enum err store_seal(struct store *store, const struct event *event, const struct event_value *value,
                    struct fault *fault)
{
    unsigned char wrapped[WRAPPED];
    struct buf sealed;
    struct query q;
    buf_init(&sealed, LIMIT_SEALED_BYTES + TAG);
    enum err err = seal(store, event, value, wrapped, &sealed, fault);
    if (!err) {
        query_open(&q, store, "core/opening_append", fault);
        query_int(&q, "sequence", event->sequence);
        query_text(&q, "field", field_spec(value->field)->name);
        query_bytes(&q, "key", wrapped, sizeof wrapped);
        query_bytes(&q, "sealed", sealed.bytes, sealed.n);
        err = query_run(&q);
    }
    buf_release(&sealed);
    return err;
}

/* Opens one row; out gets salt and value. */
static bool unseal(const struct store *store, int64_t sequence, struct str field, struct str wrapped,
                   struct str sealed, struct buf *out)
{
    static const unsigned char zero[NONCE];
    unsigned char key[STORE_KEY_BYTES], bound[8 + 256];
    size_t n = binding(sequence, field, bound);
    if (wrapped.n != WRAPPED || sealed.n < TAG + EVENT_SALT_BYTES)
        return false;
    const unsigned char *w = (const unsigned char *)wrapped.p;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL, w + NONCE, WRAPPED - NONCE, bound, n, w,
                                                   store->rest_key))
        return false;
    size_t start = out->n;
    buf_add(out, sealed.p, sealed.n - TAG);
    int failed = buf_failed(out) || crypto_aead_xchacha20poly1305_ietf_decrypt(
                                        (unsigned char *)out->bytes + start, NULL, NULL,
                                        (const unsigned char *)sealed.p, sealed.n, bound, n, zero, key);
    sodium_memzero(key, sizeof key);
    return !failed;
}

enum err store_opening_salted(struct store *store, int64_t sequence, enum field field, struct buf *out,
                              struct fault *fault)
{
    struct str name = field_spec(field)->name;
    struct query q;
    query_open(&q, store, "core/opening", fault);
    query_int(&q, "sequence", sequence);
    query_text(&q, "field", name);
    bool there = query_next(&q);
    bool opened = there && unseal(store, sequence, name, query_get_text(&q, 0), query_get_text(&q, 1), out);
    enum err err = query_close(&q);
    if (!err && !there)
        return fault_set(fault, ERR_NOT_FOUND, "event %lld: %.*s was erased or never there",
                         (long long)sequence, STR_ARG(name));
    if (!err && !opened)
        return buf_failed(out)
                   ? fault_set(fault, buf_error(out), "event %lld: %.*s", (long long)sequence, STR_ARG(name))
                   : fault_set(fault, ERR_FORGED, "event %lld: the opening of %.*s was changed",
                               (long long)sequence, STR_ARG(name));
    return err;
}

enum err store_opening(struct store *store, int64_t sequence, enum field field, struct buf *out,
                       struct fault *fault)
{
    struct buf salted;
    buf_init(&salted, LIMIT_SEALED_BYTES);
    enum err err = store_opening_salted(store, sequence, field, &salted, fault);
    if (!err) {
        buf_add(out, salted.bytes + EVENT_SALT_BYTES, salted.n - EVENT_SALT_BYTES);
        sodium_memzero(salted.bytes, salted.n);
        if (buf_failed(out))
            err = fault_set(fault, buf_error(out), "a sealed value");
    }
    buf_release(&salted);
    return err;
}
