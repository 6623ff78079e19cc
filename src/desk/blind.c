/* Blind index: rows made, taken away, found and verified. See blind.h. */
#include "desk/blind.h"

#include "base/limits.h"
#include "base/pack.h"
#include "desk/blind_record.h"
#include "desk/internal.h"
#include "desk/values.h"
#include "index/reach.h"

#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CACHE_BYTES = 32 * 1024 * 1024,
    IV = crypto_shorthash_BYTES,
    POSTING = IV + 8,
    KEY_ROW = 8 + 4, /* of a list */
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    LIST_MAX = 1 << 24
};

_Static_assert((int)BLIND_KEY == (int)crypto_kdf_KEYBYTES &&
                   (int)BLIND_SHORT_KEY == (int)crypto_shorthash_KEYBYTES &&
                   (int)IV == (int)crypto_stream_chacha20_NONCEBYTES,
               "keys");

/* --- what it is made with --- */

static enum err derive_keys(struct blind *blind, const struct keeper *keeper, struct fault *fault)
{
    unsigned char rest[STORE_KEY_BYTES];
    static const char context[] = "blindidx";
    enum err err = keeper->rest_key(keeper->context, rest, fault);
    if (!err) {
        crypto_kdf_derive_from_key(blind->tag_key, BLIND_KEY, 1, context, rest);
        crypto_kdf_derive_from_key(blind->posting_key, BLIND_KEY, 2, context, rest);
        crypto_kdf_derive_from_key(blind->list_key, BLIND_KEY, 3, context, rest);
        crypto_kdf_derive_from_key(blind->record_key, BLIND_KEY, 5, context, rest);
        crypto_kdf_derive_from_key(blind->iv_key, BLIND_SHORT_KEY, 4, context, rest);
    }
    sodium_memzero(rest, sizeof rest);
    return err;
}

void blind_free(struct blind *blind)
{
    if (!blind)
        return;
    comparer_free(blind->comparer);
    forms_cache_free(blind->cache);
    arena_release(&blind->scratch);
    arena_release(&blind->arena);
    sodium_memzero(blind, sizeof *blind);
    free(blind);
}

enum err blind_of(struct desk *desk, struct blind **out, struct fault *fault)
{
    *out = desk->blind;
    if (desk->blind)
        return ERR_OK;
    struct blind *blind = calloc(1, sizeof *blind);
    if (!blind)
        return fault_set(fault, ERR_NO_MEMORY, "the blind index");
    arena_init(&blind->arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    arena_init(&blind->scratch, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    enum err err = model_load(&blind->arena, &blind->model, fault);
    if (!err)
        err = derive_keys(blind, &desk->env.keeper, fault);
    if (!err) {
        model_fingerprint(&blind->model, blind->fingerprint);
        blind->cache = forms_cache_new(CACHE_BYTES);
        blind->comparer = comparer_new(&blind->model);
        if (!blind->cache || !blind->comparer)
            err = fault_set(fault, ERR_NO_MEMORY, "the blind index");
    }
    if (err)
        blind_free(blind);
    else
        *out = desk->blind = blind;
    return err;
}

/* --- keys, tags, postings --- */

/* A match key with the code of the date kept beside it. */
struct keyed {
    uint64_t key;
    uint32_t date;
};

struct keyed_list {
    struct arena *arena;
    struct keyed *at;
    size_t n, room;
};

static bool push(struct keyed_list *list, uint64_t key, uint32_t date)
{
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : 128;
        struct keyed *grown = arena_array(list->arena, room, sizeof *grown);
        if (!grown)
            return false;
        if (list->n)
            memcpy(grown, list->at, list->n * sizeof *grown);
        list->at = grown;
        list->room = room;
    }
    list->at[list->n++] = (struct keyed){key, date};
    return true;
}

/* What a slip leaves of a document's number is not kept here. */
static bool push_told(void *context, const struct told_key *told)
{
    return told->kind == KEY_SLIP || push(context, told->key, told->date);
}

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->date > y->date) - (x->date < y->date);
}

/* A person's keys, each once, in order. */
static enum err keys_of(const struct blind *blind, const struct person *person, double least,
                        struct keyed_list *list, struct fault *fault)
{
    size_t n = 0;
    struct key_teller teller = {.tell = push_told, .context = list};
    if (!person_keys(&blind->model, person, fmax(least, RARE_NATS), &teller))
        return fault_set(fault, ERR_NO_MEMORY, "match keys");
    if (list->n)
        qsort(list->at, list->n, sizeof *list->at, by_key);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || by_key(&list->at[n - 1], &list->at[i]) != 0)
            list->at[n++] = list->at[i];
    list->n = n;
    return ERR_OK;
}

static void put_number(unsigned char out[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(value >> (56 - 8 * i));
}

static uint64_t get_number(const unsigned char *bytes)
{
    return unpack_number(&(struct unpack){{(const char *)bytes, 8}, false}, 8);
}

static int64_t tag_of(const struct blind *blind, uint64_t key)
{
    unsigned char in[8], out[32];
    put_number(in, key);
    crypto_generichash(out, sizeof out, in, sizeof in, blind->tag_key, sizeof blind->tag_key);
    return (int64_t)get_number(out);
}

static void iv_of(const struct blind *blind, uint64_t key, const unsigned char plain[8],
                  unsigned char out[IV])
{
    unsigned char in[16];
    put_number(in, key);
    memcpy(in + 8, plain, 8);
    crypto_shorthash(out, in, sizeof in, blind->iv_key);
}

static void seal_posting(const struct blind *blind, const struct keyed *keyed, int64_t subject,
                         unsigned char out[POSTING])
{
    unsigned char plain[8];
    put_number(plain, (uint64_t)subject << DATE_BITS | keyed->date);
    iv_of(blind, keyed->key, plain, out);
    crypto_stream_chacha20_xor(out + IV, plain, sizeof plain, out, blind->posting_key);
}

static bool open_posting(const struct blind *blind, uint64_t key, struct str posting, int64_t *subject,
                         uint32_t *date)
{
    unsigned char plain[8], iv[IV];
    const unsigned char *bytes = (const unsigned char *)posting.p;
    if (posting.n != POSTING)
        return false;
    crypto_stream_chacha20_xor(plain, bytes + IV, sizeof plain, bytes, blind->posting_key);
    iv_of(blind, key, plain, iv);
    uint64_t value = get_number(plain);
    *subject = (int64_t)(value >> DATE_BITS);
    *date = (uint32_t)(value & ((1U << DATE_BITS) - 1));
    return sodium_memcmp(iv, bytes, IV) == 0;
}

/* --- the sealed list of a subject's keys --- */

static enum err add_list(struct desk *desk, const struct blind *blind, int64_t subject,
                         const struct keyed_list *list, struct fault *fault)
{
    struct query q;
    struct buf plain;
    unsigned char bound[8];
    size_t n = list->n * (size_t)KEY_ROW;
    put_number(bound, (uint64_t)subject);
    buf_init(&plain, LIST_MAX);
    for (size_t i = 0; i < list->n; i++) {
        pack_number(&plain, list->at[i].key, 8);
        pack_number(&plain, list->at[i].date, 4);
    }
    unsigned char *sealed = arena_alloc(list->arena, NONCE + n + TAG_BYTES);
    enum err err = ERR_OK;
    if (buf_failed(&plain) || !sealed) {
        err = fault_set(fault, ERR_NO_MEMORY, "match keys");
    } else {
        desk->env.random.fill(desk->env.random.context, sealed, NONCE);
        crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, (const unsigned char *)plain.bytes,
                                                   n, bound, sizeof bound, NULL, sealed, blind->list_key);
        query_open(&q, desk->store, "blind/subject_add", fault);
        query_int(&q, "subject", subject);
        query_bytes(&q, "keys", sealed, NONCE + n + TAG_BYTES);
        err = query_run(&q);
    }
    if (plain.n)
        sodium_memzero(plain.bytes, plain.n);
    buf_release(&plain);
    return err;
}

static bool open_list(const struct blind *blind, int64_t subject, struct str sealed, struct keyed_list *list)
{
    unsigned char bound[8];
    const unsigned char *bytes = (const unsigned char *)sealed.p;
    if (sealed.n < NONCE + TAG_BYTES || (sealed.n - NONCE - TAG_BYTES) % KEY_ROW)
        return false;
    size_t n = sealed.n - NONCE - TAG_BYTES;
    unsigned char *plain = arena_alloc(list->arena, n + 1);
    put_number(bound, (uint64_t)subject);
    if (!plain ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + NONCE, sealed.n - NONCE, bound,
                                                   sizeof bound, bytes, blind->list_key))
        return false;
    struct unpack from = unpack_of((struct str){(const char *)plain, n});
    bool good = true;
    for (size_t i = 0; good && i < n / KEY_ROW; i++) {
        uint64_t key = unpack_number(&from, 8);
        good = push(list, key, (uint32_t)unpack_number(&from, 4));
    }
    return good;
}

/* The keys that a subject's rows were made of; *there is false where he has none. */
static enum err read_list(struct desk *desk, const struct blind *blind, int64_t subject,
                          struct keyed_list *list, bool *there, struct fault *fault)
{
    struct query q;
    bool good = true;
    query_open(&q, desk->store, "blind/keys", fault);
    query_int(&q, "subject", subject);
    *there = query_next(&q);
    if (*there)
        good = open_list(blind, subject, query_get_text(&q, 0), list);
    enum err err = query_close(&q);
    if (err || good)
        return err;
    return arena_failed(list->arena)
               ? fault_set(fault, ERR_NO_MEMORY, "match keys")
               : fault_set(fault, ERR_FORGED, "the blind index: the keys of subject %" PRId64 " were changed",
                           subject);
}

/* --- making rows --- */

static enum err run(struct store *store, const char *statement, const char *name, int64_t value,
                    struct fault *fault)
{
    struct query q;
    query_open(&q, store, statement, fault);
    query_int(&q, name, value);
    return query_run(&q);
}

/* Adds or takes away the rows of a list. */
static enum err each_row(struct desk *desk, const struct blind *blind, const char *statement, int64_t subject,
                         const struct keyed_list *list, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < list->n && !err; i++) {
        struct query q;
        unsigned char posting[POSTING];
        seal_posting(blind, &list->at[i], subject, posting);
        query_open(&q, desk->store, statement, fault);
        query_int(&q, "tag", tag_of(blind, list->at[i].key));
        query_bytes(&q, "posting", posting, sizeof posting);
        err = query_run(&q);
    }
    return err;
}

static enum err remove_subject(struct desk *desk, struct blind *blind, int64_t subject, struct fault *fault)
{
    struct keyed_list list = {.arena = &blind->scratch};
    bool there;
    arena_reset(&blind->scratch);
    enum err err = read_list(desk, blind, subject, &list, &there, fault);
    if (err || !there)
        return err;
    err = each_row(desk, blind, "blind/remove", subject, &list, fault);
    if (!err)
        err = run(desk->store, "blind/subject_remove", "subject", subject, fault);
    if (!err)
        err = run(desk->store, "blind/record_remove", "subject", subject, fault);
    return err ? err : run(desk->store, "blind/persons", "more", -1, fault);
}

/* The keys of a subject's values as they are; *any is false where neither a name nor a document of his can be
 * read. */
static enum err make_keys(struct desk *desk, struct blind *blind, int64_t subject, struct keyed_list *list,
                          struct subject *record, bool *any, struct fault *fault)
{
    struct person person;
    *any = false;
    enum err err = desk_values_read(desk->store, subject, list->arena, record, fault);
    if (err)
        return err;
    forms_cache_trim(blind->cache);
    err = person_init_cached(list->arena, blind->cache, &blind->model, record, &person, fault);
    if (err == ERR_NO_USE)
        return ERR_OK;
    *any = !err;
    return err ? err : keys_of(blind, &person, 0, list, fault);
}

static enum err add_subject(struct desk *desk, struct blind *blind, int64_t subject, struct fault *fault)
{
    struct keyed_list list = {.arena = &blind->scratch};
    struct subject record;
    bool any;
    arena_reset(&blind->scratch);
    enum err err = make_keys(desk, blind, subject, &list, &record, &any, fault);
    if (err || !any)
        return err;
    err = each_row(desk, blind, "blind/add", subject, &list, fault);
    if (!err)
        err = add_list(desk, blind, subject, &list, fault);
    if (!err)
        err = blind_record_write(desk, blind, subject, &record, fault);
    return err ? err : run(desk->store, "blind/persons", "more", 1, fault);
}

/* One who was merged has no rows: those of whom he was merged into hold his. */
static enum err remake(struct desk *desk, struct blind *blind, int64_t subject, struct fault *fault)
{
    struct query q;
    int64_t root;
    query_open(&q, desk->store, "blind/root", fault);
    query_int(&q, "subject", subject);
    enum err err = query_one(&q, subject, &root);
    if (!err)
        err = remove_subject(desk, blind, subject, fault);
    if (!err && root != subject)
        err = remove_subject(desk, blind, root, fault);
    return err ? err : add_subject(desk, blind, root, fault);
}

/* --- keeping it fresh --- */

static enum err read_state(struct desk *desk, const struct blind *blind, bool *same, int64_t *persons,
                           struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "blind/state", fault);
    bool there = query_next(&q);
    struct str made = there ? query_get_text(&q, 0) : STR("");
    *same = str_equal(made, (struct str){(const char *)blind->fingerprint, sizeof blind->fingerprint});
    *persons = there ? query_get_int(&q, 1) : 0;
    return query_close(&q);
}

/* Forgets all rows and marks everybody. */
static enum err begin_anew(struct desk *desk, const struct blind *blind, struct fault *fault)
{
    static const char *const forget[] = {"blind/forget_rows", "blind/forget_subjects", "blind/forget_records",
                                         "blind/forget_state", "blind/all_stale"};
    struct query q;
    enum err err = ERR_OK;
    for (size_t i = 0; i < sizeof forget / sizeof *forget && !err; i++) {
        query_open(&q, desk->store, forget[i], fault);
        err = query_run(&q);
    }
    if (err)
        return err;
    query_open(&q, desk->store, "blind/begin", fault);
    query_bytes(&q, "fingerprint", blind->fingerprint, sizeof blind->fingerprint);
    return query_run(&q);
}

enum err blind_touch(struct desk *desk, const struct event *event, struct fault *fault)
{
    struct query q;
    bool erases = event->kind == EVENT_OPENING_ERASED;
    if (!erases && event->kind != EVENT_SUBJECT_VALUE_ADDED && event->kind != EVENT_SUBJECT_MERGED &&
        event->kind != EVENT_SUBJECT_SPLIT)
        return ERR_OK;
    desk->blind_touched = true;
    query_open(&q, desk->store, "blind/touch", fault);
    if (erases)
        query_int(&q, "erased", event_get_int(event, FIELD_erased, 0));
    else
        query_int(&q, "subject", event_get_int(event, FIELD_subject, 0));
    return query_run(&q);
}

enum err blind_refresh(struct desk *desk, struct fault *fault)
{
    struct blind *blind;
    int64_t next = 0, persons;
    bool same;
    enum err err = blind_of(desk, &blind, fault);
    if (!err)
        err = read_state(desk, blind, &same, &persons, fault);
    if (!err && !same)
        err = begin_anew(desk, blind, fault);
    while (!err) {
        struct query q;
        query_open(&q, desk->store, "blind/next_stale", fault);
        err = query_one(&q, 0, &next);
        if (err || !next)
            break;
        err = remake(desk, blind, next, fault);
        if (!err)
            err = run(desk->store, "blind/fresh", "subject", next, fault);
    }
    desk->blind_touched = desk->blind_touched && err;
    return err;
}

enum err blind_persons(struct desk *desk, size_t *n, struct fault *fault)
{
    struct blind *blind;
    int64_t persons = 0;
    bool same;
    enum err err = blind_of(desk, &blind, fault);
    if (!err)
        err = read_state(desk, blind, &same, &persons, fault);
    *n = (size_t)persons;
    return err;
}

/* --- finding --- */

struct finding {
    struct arena *arena;
    int64_t *at;
    size_t n, room;
};

static bool add_found(struct finding *finding, int64_t subject)
{
    if (finding->n == finding->room) {
        size_t room = finding->room ? 2 * finding->room : 256;
        int64_t *grown = arena_array(finding->arena, room, sizeof *grown);
        if (!grown)
            return false;
        if (finding->n)
            memcpy(grown, finding->at, finding->n * sizeof *grown);
        finding->at = grown;
        finding->room = room;
    }
    finding->at[finding->n++] = subject;
    return true;
}

static enum err find_key(struct desk *desk, const struct blind *blind, const struct reach *reach,
                         uint64_t key, struct finding *finding, struct fault *fault)
{
    struct query q;
    enum err err = ERR_OK;
    query_open(&q, desk->store, "blind/find", fault);
    query_int(&q, "tag", tag_of(blind, key));
    while (!err && query_next(&q)) {
        int64_t subject;
        uint32_t date;
        if (!open_posting(blind, key, query_get_text(&q, 0), &subject, &date))
            err = fault_set(fault, ERR_FORGED, "the blind index: a row was changed");
        else if (reach_date(reach, date) && !add_found(finding, subject))
            err = fault_set(fault, ERR_NO_MEMORY, "candidates");
    }
    enum err closed = query_close(&q);
    return err ? err : closed;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum err blind_find(struct desk *desk, const struct person *person, double prior, double score,
                    struct arena *arena, int64_t **out, size_t *n, struct fault *fault)
{
    struct blind *blind;
    struct reach reach;
    struct finding finding = {.arena = arena};
    struct keyed_list keys = {.arena = arena};
    *n = 0;
    enum err err = blind_of(desk, &blind, fault);
    if (err)
        return err;
    reach_init(&reach, &blind->model.weights, person, prior, score);
    err = keys_of(blind, person, reach_rarity(reach.threshold), &keys, fault);
    for (size_t i = 0; i < keys.n && !err; i++)
        if (i == 0 || keys.at[i - 1].key != keys.at[i].key)
            err = find_key(desk, blind, &reach, keys.at[i].key, &finding, fault);
    if (finding.n)
        qsort(finding.at, finding.n, sizeof *finding.at, ascending);
    for (size_t i = 0; i < finding.n && !err; i++)
        if (*n == 0 || finding.at[*n - 1] != finding.at[i])
            finding.at[(*n)++] = finding.at[i];
    *out = finding.at;
    return err;
}

/* --- verifying --- */

struct verifying {
    struct desk *desk;
    struct blind *blind;
    void (*differs)(void *context, const char *what);
    void *context;
    struct fault *fault;
    int64_t rows, subjects;
};

static void say(struct verifying *v, const char *what, int64_t subject)
{
    char text[FAULT_DETAIL_MAX + 40];
    snprintf(text, sizeof text, "subject %" PRId64 ": %s", subject, what);
    v->differs(v->context, text);
}

/* Whether all rows of a list are there. */
static enum err has_rows(struct verifying *v, int64_t subject, const struct keyed_list *list, bool *all)
{
    enum err err = ERR_OK;
    *all = true;
    for (size_t i = 0; i < list->n && !err; i++) {
        struct query q;
        int64_t there = 0;
        unsigned char posting[POSTING];
        seal_posting(v->blind, &list->at[i], subject, posting);
        query_open(&q, v->desk->store, "blind/has", v->fault);
        query_int(&q, "tag", tag_of(v->blind, list->at[i].key));
        query_bytes(&q, "posting", posting, sizeof posting);
        err = query_one(&q, 0, &there);
        *all = *all && there == 1;
    }
    return err;
}

static bool same_values(const struct subject *a, const struct subject *b)
{
    bool same = true;
    for (int p = 0; same && p < PROPERTY_COUNT; p++) {
        same = a->values[p].n == b->values[p].n;
        for (size_t i = 0; same && i < a->values[p].n; i++)
            same = str_equal(a->values[p].at[i], b->values[p].at[i]);
    }
    return same;
}

/* Whether the sealed record is that of his values; there is none where he has neither name nor document to
 * read. */
static enum err has_record(struct verifying *v, int64_t subject, const struct subject *made, bool any,
                           bool *same)
{
    struct subject kept = {0};
    struct fault fault = {0};
    enum err err = blind_record_read(v->desk, v->blind, subject, &v->blind->scratch, &kept, &fault);
    *same = any ? !err && same_values(made, &kept) : err == ERR_NOT_FOUND;
    return err == ERR_FORGED || err == ERR_NOT_FOUND || !err ? ERR_OK
                                                             : fault_set(v->fault, err, "%s", fault.detail);
}

static enum err verify_subject(struct verifying *v, int64_t subject)
{
    struct keyed_list made = {.arena = &v->blind->scratch}, kept = {.arena = &v->blind->scratch};
    struct fault fault = {0};
    struct subject record = {0};
    bool any, there, all = true, recorded = true;
    arena_reset(&v->blind->scratch);
    enum err err = make_keys(v->desk, v->blind, subject, &made, &record, &any, &fault);
    if (!err)
        err = read_list(v->desk, v->blind, subject, &kept, &there, &fault);
    if (err == ERR_FORGED) {
        say(v, fault.detail, subject);
        return ERR_OK;
    }
    if (err)
        return fault_set(v->fault, err, "%s", fault.detail);
    bool same = any == there && made.n == kept.n;
    for (size_t i = 0; same && i < made.n; i++)
        same = by_key(&made.at[i], &kept.at[i]) == 0;
    if (same)
        err = has_rows(v, subject, &made, &all);
    if (!err)
        err = has_record(v, subject, &record, any, &recorded);
    if (!same || !all || !recorded)
        say(v, "its rows are not those of its values", subject);
    v->rows += (int64_t)made.n;
    v->subjects += any;
    return err;
}

/* False: nobody was put in yet, and no table is to be loaded. */
static enum err is_made(struct desk *desk, bool *made, struct fault *fault)
{
    struct query q;
    query_open(&q, desk->store, "blind/state", fault);
    *made = query_next(&q);
    return query_close(&q);
}

enum err blind_verify(struct desk *desk, void (*differs)(void *context, const char *what), void *context,
                      struct fault *fault)
{
    struct verifying v = {.desk = desk, .differs = differs, .context = context, .fault = fault};
    struct query q;
    int64_t persons;
    bool same = false;
    enum err err = is_made(desk, &same, fault);
    if (!err && same)
        err = blind_of(desk, &v.blind, fault);
    if (!err && same)
        err = read_state(desk, v.blind, &same, &persons, fault);
    /* Made with other tables, or not at all: it is made anew at the next change or question. */
    if (err || !same)
        return err;
    query_open(&q, desk->store, "blind/roots", fault);
    while (!err && query_next(&q))
        err = verify_subject(&v, query_get_int(&q, 0));
    enum err closed = query_close(&q);
    if (err || closed)
        return err ? err : closed;
    query_open(&q, desk->store, "blind/counts", fault);
    if (query_next(&q) &&
        (query_get_int(&q, 0) != v.rows || query_get_int(&q, 1) != v.subjects || persons != v.subjects))
        differs(context, "it holds rows of nobody");
    return query_close(&q);
}
