/* Forming: persons, values, keys. See forming.h. */
#include "desk/forming.h"

#include "desk/values.h"
#include "private/contact.h"
#include "private/keys.h"
#include "rules/words.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>

enum { FORMING_ARENA = 64 << 20, TABLES_ARENA = 1 << 28, ENCODE_AT_ONCE = 1 << 16, CONTACT_BYTES = 4096 };

static size_t keys_of_one(const struct forming *forming)
{
    return forming->kind == EPOCH_CONTACTS ? (size_t)FORMING_CONTACTS : (size_t)KEYS_STORED;
}

static void drop_keys(struct forming *forming)
{
    if (forming->keys)
        sodium_memzero(forming->keys, forming->count * keys_of_one(forming) * sizeof *forming->keys);
    free(forming->keys);
    forming->keys = NULL;
}

void forming_free(struct forming *forming)
{
    drop_keys(forming);
    if (forming->pairs)
        sodium_memzero(forming->pairs, forming->count * keys_of_one(forming) * sizeof *forming->pairs);
    free(forming->persons);
    free(forming->values);
    free(forming->pairs);
}

uint64_t forming_capacity(const struct forming *forming)
{
    uint64_t persons = 1;
    while (persons < forming->count)
        persons *= 2;
    uint64_t keys = persons * keys_of_one(forming);
    return keys > TABLE_CAPACITY_MIN ? keys : TABLE_CAPACITY_MIN;
}

/* --- persons --- */

static void open_persons(struct query *query, struct desk *desk, int64_t channel,
                         const struct forming *forming, struct fault *fault)
{
    query_open(query, desk_store(desk), "holding/persons", fault);
    query_int(query, "channel", channel);
    query_text(query, "holding",
               word_str(WORDS_holding, forming->kind == EPOCH_CONTACTS ? HOLDING_CONTACTS : HOLDING_PERSONS));
}

enum err forming_persons(struct desk *desk, int64_t channel, struct forming *forming, struct fault *fault)
{
    struct query query;
    size_t room = 0;
    open_persons(&query, desk, channel, forming, fault);
    while (query_next(&query)) {
        if (forming->count == room) {
            room = room ? 2 * room : 256;
            int64_t *grown = realloc(forming->persons, room * sizeof *grown);
            if (!grown) {
                query.err = fault_set(fault, ERR_NO_MEMORY, "a holding");
                break;
            }
            forming->persons = grown;
        }
        forming->persons[forming->count++] = query_get_int(&query, 0);
    }
    enum err err = query_close(&query);
    if (!err && !forming->count)
        err = fault_set(fault, ERR_NOT_FOUND, "nobody is in the holding for this counterpart");
    return err;
}

enum err forming_still_holds(struct desk *desk, int64_t channel, const struct forming *forming,
                             struct fault *fault)
{
    struct query query;
    size_t n = 0;
    bool same = true;
    open_persons(&query, desk, channel, forming, fault);
    for (; same && query_next(&query); n++)
        same = n < forming->count && forming->persons[n] == query_get_int(&query, 0);
    enum err err = query_close(&query);
    if (!err && (!same || n != forming->count))
        err = fault_set(fault, ERR_STALE, "the holding changed while its table was made: publish again");
    return err;
}

/* --- keys --- */

static void add_key(struct forming *forming, size_t which, const struct match_key *key)
{
    forming->keys[forming->pairs_count] = *key;
    forming->pairs[forming->pairs_count++].value = forming->values[which];
}

/* What keys of persons are formed with. */
struct key_tables {
    struct arena arena;
    struct model model;
    struct rarity *rarity;
};

/* A person whose name cannot be read has none. */
static enum err form_person(const struct key_tables *tables, const struct subject *record, size_t which,
                            struct arena *work, struct forming *forming, struct fault *fault)
{
    const struct key_scheme *scheme = key_scheme(KEY_SCHEME);
    struct person person;
    struct match_key key;
    struct key_set set = {0};
    enum err err = person_init(work, &tables->model, record, &person, fault);
    if (!err)
        err = keys_of_person(scheme, tables->rarity, &person, KEY_STORED, work, &set, fault);
    if (err == ERR_NO_USE)
        err = ERR_OK;
    for (size_t i = 0; !err && i < set.n; i++) {
        key_digest(scheme, &set.at[i], &key);
        add_key(forming, which, &key);
    }
    return err;
}

/* The key of one written contact; what is none in that form is passed over. */
static enum err form_contact(enum contact_kind kind, struct str written, size_t which, size_t last,
                             struct forming *forming, struct fault *fault)
{
    struct buf normal;
    struct match_key key;
    buf_init(&normal, CONTACT_BYTES);
    enum err err = contact_normal(kind, written, &normal, fault);
    if (!err && forming->pairs_count < last) {
        contact_key(KEY_SCHEME, kind, buf_str(&normal), &key);
        add_key(forming, which, &key);
    }
    buf_release(&normal);
    return err == ERR_BAD_INPUT || err == ERR_TOO_LARGE ? ERR_OK : err;
}

/* The word of "passport RU 4508123456" that is its number: the last with a digit; empty where there is but
 * one word. */
static struct str number_of_document(struct str written)
{
    struct str rest = str_trim(written), number = {0};
    bool single = !memchr(rest.n ? rest.p : "", ' ', rest.n);
    while (!single && rest.p && rest.n) {
        struct str word = str_cut(&rest, ' ');
        for (size_t i = 0; i < word.n; i++)
            if (isdigit((unsigned char)word.p[i]))
                number = word;
    }
    return number;
}

static const struct {
    enum property property;
    enum contact_kind kind;
} contact_properties[] = {{PROPERTY_PHONE, CONTACT_TELEPHONE},
                          {PROPERTY_EMAIL, CONTACT_MAIL},
                          {PROPERTY_HANDLE, CONTACT_HANDLE},
                          {PROPERTY_ID_NUMBER, CONTACT_DOCUMENT},
                          {PROPERTY_PASSPORT_NUMBER, CONTACT_DOCUMENT}};

/* The first FORMING_CONTACTS, kind by kind. A document stands as written and as its number alone. */
static enum err form_contacts(const struct subject *record, size_t which, struct forming *forming,
                              struct fault *fault)
{
    enum err err = ERR_OK;
    size_t last = forming->pairs_count + FORMING_CONTACTS;
    for (size_t k = 0; k < sizeof contact_properties / sizeof *contact_properties; k++) {
        const struct values *values = &record->values[contact_properties[k].property];
        for (size_t i = 0; !err && i < values->n; i++) {
            err = form_contact(contact_properties[k].kind, values->at[i], which, last, forming, fault);
            struct str number = contact_properties[k].kind == CONTACT_DOCUMENT
                                    ? number_of_document(values->at[i])
                                    : (struct str){0};
            if (!err && number.n)
                err = form_contact(CONTACT_DOCUMENT, number, which, last, forming, fault);
        }
    }
    return err;
}

static bool is_written(enum contact_kind kind, struct str written, struct str normal)
{
    struct buf own;
    buf_init(&own, CONTACT_BYTES);
    bool is = written.n && !contact_normal(kind, written, &own, NULL) && str_equal(buf_str(&own), normal);
    buf_release(&own);
    return is;
}

bool forming_has_contact(const struct subject *record, enum contact_kind kind, struct str normal)
{
    for (size_t k = 0; k < sizeof contact_properties / sizeof *contact_properties; k++) {
        const struct values *values = &record->values[contact_properties[k].property];
        for (size_t i = 0; contact_properties[k].kind == kind && i < values->n; i++)
            if (is_written(kind, values->at[i], normal) ||
                (kind == CONTACT_DOCUMENT && is_written(kind, number_of_document(values->at[i]), normal)))
                return true;
    }
    return false;
}

static enum err form_one(struct desk *desk, const struct key_tables *tables, struct forming *forming,
                         size_t which, struct arena *work, struct fault *fault)
{
    struct subject record;
    size_t before = forming->pairs_count;
    enum err err = desk_values_read(desk_store(desk), forming->persons[which], work, &record, fault);
    if (!err)
        err = forming->kind == EPOCH_CONTACTS ? form_contacts(&record, which, forming, fault)
                                              : form_person(tables, &record, which, work, forming, fault);
    forming->keyless += !err && forming->pairs_count == before;
    return err;
}

static enum err load_tables(struct key_tables *tables, struct fault *fault)
{
    enum err err = model_load(&tables->arena, &tables->model, fault);
    return err ? err : key_rarity_load(key_scheme(KEY_SCHEME), &tables->arena, &tables->rarity, fault);
}

enum err forming_keys(struct desk *desk, struct forming *forming, struct fault *fault)
{
    const struct random *random = &desk_env(desk)->random;
    struct key_tables tables;
    struct arena work;
    size_t most = forming->count * keys_of_one(forming);
    forming->values = calloc(forming->count, sizeof *forming->values);
    forming->keys = calloc(most, sizeof *forming->keys);
    forming->pairs = calloc(most, sizeof *forming->pairs);
    if (!forming->values || !forming->keys || !forming->pairs)
        return fault_set(fault, ERR_NO_MEMORY, "the keys of a holding");
    random->fill(random->context, forming->values, forming->count * sizeof *forming->values);
    arena_init(&tables.arena, TABLES_ARENA);
    arena_init(&work, FORMING_ARENA);
    enum err err = forming->kind == EPOCH_CONTACTS ? ERR_OK : load_tables(&tables, fault);
    for (size_t i = 0; !err && i < forming->count; i++) {
        arena_reset(&work);
        err = form_one(desk, &tables, forming, i, &work, fault);
    }
    arena_release(&work);
    arena_release(&tables.arena);
    return err;
}

enum err forming_encode(struct desk *desk, const struct epoch *epoch, struct forming *forming,
                        struct fault *fault)
{
    struct oprf_engine engine = desk_env(desk)->keeper.engine;
    struct match_output *outputs = calloc(ENCODE_AT_ONCE, sizeof *outputs);
    enum err err = outputs ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "the keys of a holding");
    for (size_t done = 0; !err && done < forming->pairs_count;) {
        size_t left = forming->pairs_count - done, now = left < ENCODE_AT_ONCE ? left : ENCODE_AT_ONCE;
        err = engine.encode(engine.context, epoch, forming->keys + done, now, outputs, fault);
        for (size_t i = 0; !err && i < now; i++)
            forming->pairs[done + i].output = outputs[i];
        done += now;
    }
    if (outputs)
        sodium_memzero(outputs, ENCODE_AT_ONCE * sizeof *outputs);
    free(outputs);
    drop_keys(forming);
    return err;
}
