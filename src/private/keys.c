/* Match keys: conjunctions of a person's name, date and documents. See keys.h. */
#include "private/keys.h"

#include "base/embed.h"
#include "base/hash.h"
#include "private/wire.h"

#include <ctype.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

EMBED(frozen_rarity_1, "data/frozen/rarity-1.tsv")

enum {
    UNITS = 2 * PERSON_NAME_TOKENS, /* tokens of a name, and neighbours joined */
    FORMED_MOST = 8192              /* conjunctions of one person; a record that gives more is cut there */
};

static const struct key_scheme schemes[] = {
    {.version = 1,
     .bound = 91 * RARITY_UNIT / 4,
     .skeleton_most = 8 * RARITY_UNIT,
     .spelling_most = 25 * RARITY_UNIT / 2,
     .kin = 7 * RARITY_UNIT / 2,
     .whole = 2 * RARITY_UNIT,
     /* 70 years; 365 days, of which a third may be read either way; a document's number, of which some are
        short. */
     .with = {[KEY_YEAR] = 1088, [KEY_DAY] = 1350, [KEY_DATE] = 2438, [KEY_DOCUMENT] = 3584},
     .least = {[KEY_ALONE] = 2, [KEY_YEAR] = 2, [KEY_DAY] = 2, [KEY_DATE] = 2, [KEY_DOCUMENT] = 1},
     .most = {KEYS_STORED, KEYS_ASKED},
     .later_name = 64,
     .later_reading = 512,
     .joined = 512,
     .neighbour = 1024,
     .weak = 1024,
     .again = 128},
};

const struct key_scheme *key_scheme(uint32_t version)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (schemes[i].version == version)
            return &schemes[i];
    return NULL;
}

static struct str frozen_rarity(const struct key_scheme *scheme)
{
    (void)scheme; /* the one there is */
    return EMBEDDED(frozen_rarity_1);
}

enum err key_rarity_load(const struct key_scheme *scheme, struct arena *arena, struct rarity **rarity,
                         struct fault *fault)
{
    return rarity_load(arena, frozen_rarity(scheme), rarity, fault);
}

static void hash_of(const struct key_scheme *scheme, unsigned char digest[crypto_hash_sha256_BYTES])
{
    const int32_t numbers[] = {
        (int32_t)scheme->version,
        scheme->bound,
        scheme->skeleton_most,
        scheme->spelling_most,
        scheme->kin,
        scheme->whole,
        scheme->later_name,
        scheme->later_reading,
        scheme->joined,
        scheme->neighbour,
        scheme->weak,
        scheme->again,
        scheme->most[KEY_STORED],
        scheme->most[KEY_ASKED],
    };
    unsigned char bytes[4 * (sizeof numbers / sizeof *numbers + 2 * KEY_WITH_COUNT)];
    unsigned char *at = bytes;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        at = wire_put(at, (uint32_t)numbers[i], 4);
    for (size_t i = 0; i < KEY_WITH_COUNT; i++) {
        at = wire_put(at, (uint32_t)scheme->with[i], 4);
        at = wire_put(at, scheme->least[i], 4);
    }
    struct str rarity = frozen_rarity(scheme);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, bytes, sizeof bytes);
    crypto_hash_sha256_update(&state, (const unsigned char *)skeleton_hash(), strlen(skeleton_hash()));
    crypto_hash_sha256_update(&state, (const unsigned char *)rarity.p, rarity.n);
    crypto_hash_sha256_final(&state, digest);
}

void key_scheme_hash(const struct key_scheme *scheme, char out[KEY_SCHEME_HASH + 1])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    hash_of(scheme, digest);
    sodium_bin2hex(out, KEY_SCHEME_HASH + 1, digest, sizeof digest);
}

static uint32_t newest_tag;

static void find_newest_tag(void)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    const unsigned char *at = digest;
    hash_of(key_scheme(KEY_SCHEME), digest);
    newest_tag = (uint32_t)wire_take(&at, 4);
}

uint32_t key_scheme_tag(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_newest_tag);
    return newest_tag;
}

/* One way to name a token: by its skeleton, or by its spelling, which is rarer. */
struct reading {
    uint64_t id;
    skeleton skeleton;
    int32_t nats; /* what it adds to the rarity of its culture's names */
    int32_t step; /* how much of that is the spelling's; 0 for a skeleton */
};

/* A token of a name, or two neighbours written as one. */
struct unit {
    struct reading reading[2 * KEY_READINGS];
    size_t readings;
    size_t skeletons; /* the first of them */
    uint32_t covers;  /* bits of the tokens it stands for */
    bool joined;
};

struct forming {
    const struct key_scheme *scheme;
    const struct rarity *rarity;
    const struct person *person;
    struct str *documents;
    size_t documents_n;
    enum key_side side;
    struct unit unit[UNITS];
    size_t units;
    struct conjunction *formed;
    size_t n;
};

/* Names of one culture go together: what the culture alone is rare by counts once, in rarity_of_choice. */
static int32_t beyond_kin(const struct key_scheme *scheme, int32_t nats, int32_t most)
{
    nats = (nats < most ? nats : most) - scheme->kin;
    return nats > 0 ? nats : 0;
}

static int32_t skeleton_nats(const struct forming *f, skeleton s)
{
    return beyond_kin(f->scheme, rarity_of_skeleton(f->rarity, s), f->scheme->skeleton_most);
}

static void add_skeleton(const struct forming *f, struct unit *unit, skeleton s)
{
    for (size_t i = 0; i < unit->readings; i++)
        if (unit->reading[i].id == s)
            return;
    if (s && unit->readings < KEY_READINGS)
        unit->reading[unit->readings++] = (struct reading){s, s, skeleton_nats(f, s), 0};
    unit->skeletons = unit->readings;
}

uint64_t key_spelling(struct str latin)
{
    return hash_fnv64(latin);
}

/* Where the spelling says no more than its skeleton, there is none. */
static void add_spelling(const struct forming *f, struct unit *unit, struct str latin)
{
    skeleton s = skeleton_of_latin(latin);
    int32_t nats = beyond_kin(f->scheme, rarity_of(f->rarity, latin), f->scheme->spelling_most);
    int32_t step = nats - skeleton_nats(f, s);
    if (step > 0)
        unit->reading[unit->readings++] = (struct reading){key_spelling(latin), s, nats, step};
}

static void add_unit(struct forming *f, const struct person_token *token, uint32_t covers)
{
    skeleton all[ROMAN_FORMS_MAX];
    struct unit *unit = &f->unit[f->units];
    *unit = (struct unit){.covers = covers, .joined = token->joined};
    add_skeleton(f, unit, token->skeleton);
    size_t n = skeletons_of_forms(token->forms, token->forms_n, all);
    for (size_t i = 0; i < n; i++)
        add_skeleton(f, unit, all[i]);
    for (size_t i = 0; i < token->forms_n && i < KEY_READINGS; i++)
        add_spelling(f, unit, token->forms[i].latin);
    f->units += unit->readings > 0;
}

static void read_name(struct forming *f, const struct person_name *name)
{
    f->units = 0;
    for (size_t i = 0; i < name->tokens_n; i++)
        if (name->part[i] != PART_INITIAL)
            add_unit(f, &f->person->tokens[name->token[i]], 1U << i);
    for (size_t i = 0; i < name->tokens_n; i++)
        if (name->joined[i] != UINT16_MAX)
            add_unit(f, &f->person->tokens[name->joined[i]], 3U << i);
}

/* Tokens chosen from one name: what every conjunction of them shares. */
struct choice {
    struct reading token[KEY_TOKENS];
    size_t tokens;
    uint32_t covers;
    int32_t cost;
};

static void add(struct forming *f, const struct choice *choice, enum key_with with, uint32_t when,
                struct str document, int32_t cost)
{
    if (f->n == FORMED_MOST)
        return;
    struct conjunction *c = &f->formed[f->n++];
    *c = (struct conjunction){.tokens = (uint8_t)choice->tokens,
                              .with = (uint8_t)with,
                              .when = when,
                              .document = document,
                              .cost = cost};
    for (size_t i = 0; i < choice->tokens; i++) {
        size_t k = i;
        for (; k > 0 && c->token[k - 1] > choice->token[i].id; k--)
            c->token[k] = c->token[k - 1];
        c->token[k] = choice->token[i].id;
    }
}

static int32_t rarity_of_choice(const struct forming *f, const struct choice *choice)
{
    int32_t sum = f->scheme->kin;
    for (size_t i = 0; i < choice->tokens; i++)
        sum += choice->token[i].nats;
    return sum;
}

static bool is_rare(const struct forming *f, size_t tokens, int32_t nats, enum key_with with)
{
    const struct key_scheme *s = f->scheme;
    int32_t whole = with == KEY_DATE && tokens == KEY_TOKENS ? s->whole : 0;
    return tokens >= s->least[with] && nats + s->with[with] + whole >= s->bound;
}

/* True where less than the choice would do: a token fewer, or a skeleton for a spelling. */
static bool is_more_than_enough(const struct forming *f, const struct choice *choice, int32_t nats,
                                enum key_with with)
{
    for (size_t i = 0; i < choice->tokens; i++) {
        const struct reading *token = &choice->token[i];
        if (is_rare(f, choice->tokens - 1, nats - token->nats, with) ||
            (token->step && is_rare(f, choice->tokens, nats - token->step, with)))
            return true;
    }
    return false;
}

/* True where the choice with what else is rare enough, and nothing smaller of it is. */
static bool is_wanted(const struct forming *f, const struct choice *choice, enum key_with with)
{
    int32_t nats = rarity_of_choice(f, choice);
    size_t n = choice->tokens;
    if (!is_rare(f, n, nats, with) || is_more_than_enough(f, choice, nats, with))
        return false;
    if (with == KEY_DATE && (is_rare(f, n, nats, KEY_YEAR) || is_rare(f, n, nats, KEY_DAY)))
        return false;
    return with == KEY_ALONE || !is_rare(f, n, nats, KEY_ALONE);
}

/* Day and month in either order; 0 where there are none, also on 1 January, which is written for "unknown".
 */
static uint32_t day_of(struct date d)
{
    if (d.day == 0 || (d.day == 1 && d.month == 1))
        return 0;
    return d.day < d.month ? (uint32_t)d.day << 8 | d.month : (uint32_t)d.month << 8 | d.day;
}

static void add_dated(struct forming *f, const struct choice *choice, enum key_with with, struct date date)
{
    uint32_t day = day_of(date);
    if (with == KEY_DAY) {
        if (day)
            add(f, choice, with, day, STR(""), choice->cost);
        return;
    }
    if (with == KEY_DATE && !day)
        return;
    for (int off = -1; off <= 1; off++) {
        if (off && f->side == KEY_STORED)
            continue;
        uint32_t year = (uint32_t)(date.year + off) << 16;
        add(f, choice, with, with == KEY_DATE ? year | day : year, STR(""),
            choice->cost + (off ? f->scheme->neighbour : 0));
    }
}

static void add_choice(struct forming *f, const struct choice *choice)
{
    const struct person *person = f->person;
    for (enum key_with with = 0; with < KEY_WITH_COUNT; with++) {
        if (!is_wanted(f, choice, with))
            continue;
        if (with == KEY_ALONE)
            add(f, choice, with, 0, STR(""), choice->cost);
        else if (with == KEY_DOCUMENT)
            for (size_t i = 0; i < f->documents_n; i++)
                add(f, choice, with, 0, f->documents[i], choice->cost);
        else
            for (size_t i = 0; i < person->dates_n; i++)
                add_dated(f, choice, with, person->dates[i]);
    }
}

static bool chosen(const struct choice *choice, skeleton s)
{
    for (size_t i = 0; i < choice->tokens; i++)
        if (choice->token[i].skeleton == s)
            return true;
    return false;
}

static int32_t reading_cost(const struct key_scheme *scheme, const struct unit *unit, size_t reading)
{
    size_t earlier = reading < unit->skeletons ? reading : reading - unit->skeletons;
    return (int32_t)earlier * scheme->later_reading + (unit->joined ? scheme->joined : 0);
}

/* All choices that begin with choice and go on with units from first on. */
static void choose(struct forming *f, const struct choice *choice, size_t first)
{
    if (choice->tokens)
        add_choice(f, choice);
    if (choice->tokens == KEY_TOKENS)
        return;
    for (size_t i = first; i < f->units; i++) {
        const struct unit *unit = &f->unit[i];
        if (unit->covers & choice->covers)
            continue;
        for (size_t r = 0; r < unit->readings; r++) {
            struct choice next = *choice;
            if (chosen(choice, unit->reading[r].skeleton))
                continue;
            next.token[next.tokens++] = unit->reading[r];
            next.covers |= unit->covers;
            next.cost += reading_cost(f->scheme, unit, r);
            choose(f, &next, i + 1);
        }
    }
}

static int compare_keys(const struct conjunction *a, const struct conjunction *b)
{
    if (a->with != b->with)
        return a->with < b->with ? -1 : 1;
    for (size_t i = 0; i < KEY_TOKENS; i++)
        if (a->token[i] != b->token[i])
            return a->token[i] < b->token[i] ? -1 : 1;
    if (a->when != b->when)
        return a->when < b->when ? -1 : 1;
    return str_compare(a->document, b->document);
}

static int by_key(const void *a, const void *b)
{
    const struct conjunction *x = a;
    const struct conjunction *y = b;
    int order = compare_keys(x, y);
    return order ? order : (x->cost > y->cost) - (x->cost < y->cost);
}

static int by_priority(const void *a, const void *b)
{
    const struct conjunction *x = a;
    const struct conjunction *y = b;
    return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : compare_keys(x, y);
}

static void cut(struct forming *f, struct key_set *set)
{
    size_t n = 0;
    qsort(f->formed, f->n, sizeof *f->formed, by_key);
    for (size_t i = 0; i < f->n; i++)
        if (n == 0 || compare_keys(&f->formed[n - 1], &f->formed[i]) != 0)
            f->formed[n++] = f->formed[i];
        else
            f->formed[n - 1].cost -= f->scheme->again;
    qsort(f->formed, n, sizeof *f->formed, by_priority);
    set->formed = n;
    set->n = n < f->scheme->most[f->side] ? n : f->scheme->most[f->side];
    set->at = f->formed;
}

/* A document's number in this scheme: ASCII letters, large, and digits, one at least, five or more together.
 * Digits of other scripts are none: to fold them, as comparing does, would be a scheme of its own. */
static void add_documents(struct forming *f, const struct values *values, struct arena *arena)
{
    enum { LEAST = 5 };
    for (size_t i = 0; i < values->n; i++) {
        struct str written = values->at[i];
        char *bytes = arena_alloc(arena, written.n + 1);
        size_t n = 0;
        for (size_t k = 0; bytes && k < written.n; k++)
            if (isalnum((unsigned char)written.p[k]))
                bytes[n++] = (char)toupper((unsigned char)written.p[k]);
        if (n >= LEAST && str_has_digit(written))
            f->documents[f->documents_n++] = (struct str){bytes, n};
    }
}

enum err keys_of_person(const struct key_scheme *scheme, const struct rarity *rarity,
                        const struct person *person, enum key_side side, struct arena *arena,
                        struct key_set *set, struct fault *fault)
{
    struct forming *f = arena_alloc(arena, sizeof *f);
    struct conjunction *formed = arena_array(arena, FORMED_MOST, sizeof *formed);
    const struct values *ids = &person->subject->values[PROPERTY_ID_NUMBER];
    const struct values *passports = &person->subject->values[PROPERTY_PASSPORT_NUMBER];
    struct str *documents = arena_array(arena, ids->n + passports->n, sizeof *documents);
    if (!f || !formed || !documents)
        return fault_set(fault, ERR_NO_MEMORY, "match keys");
    *f = (struct forming){.scheme = scheme,
                          .rarity = rarity,
                          .person = person,
                          .documents = documents,
                          .side = side,
                          .formed = formed};
    add_documents(f, ids, arena);
    add_documents(f, passports, arena);
    if (arena_failed(arena))
        return fault_set(fault, ERR_NO_MEMORY, "match keys");
    /* Of a fused name the frozen table does not know how many bear it. */
    for (size_t i = 0; i < person->apart_n; i++) {
        const struct person_name *name = &person->names[i];
        struct choice none = {.cost = (int32_t)i * scheme->later_name + (name->weak ? scheme->weak : 0)};
        read_name(f, name);
        choose(f, &none, 0);
    }
    cut(f, set);
    return ERR_OK;
}

void key_digest(const struct key_scheme *scheme, const struct conjunction *c, struct match_key *key)
{
    unsigned char head[64];
    crypto_hash_sha256_state state;
    unsigned char *at = wire_put_bytes(head, "liaison match key", 17);
    at = wire_put(at, scheme->version, 4);
    at = wire_put(at, c->with, 1);
    at = wire_put(at, c->tokens, 1);
    for (size_t i = 0; i < KEY_TOKENS; i++)
        at = wire_put(at, c->token[i], 8);
    at = wire_put(at, c->when, 4);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, head, (unsigned long long)(at - head));
    crypto_hash_sha256_update(&state, (const unsigned char *)c->document.p, c->document.n);
    crypto_hash_sha256_final(&state, key->b);
}
