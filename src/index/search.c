/* Search: one person against an index. See index.h.
 *
 * The keys of the query give records; of each a bound of the evidence is worked
 * out from sketches, and only those that may reach the threshold are compared in full. */
#include "base/hash.h"
#include "base/limits.h"
#include "index/index.h"
#include "index/keys.h"
#include "index/reach.h"
#include "index/record.h"
#include "match/dates.h"
#include "match/ties.h"
#include "match/token_cache.h"

#include <math.h>
#include <stdlib.h>

enum { CACHE_BYTES = 32 * 1024 * 1024, SCRATCH_BYTES = 256 * 1024 * 1024, FIRST_SEEN = 1024 };

struct keys {
    uint64_t *at;
    size_t n;
    size_t capacity;
};

enum { COLUMN_SLOTS = 4096, COLUMNS_MOST = 2048, COLUMN_TOKENS = 24 };

/* What the tokens of the query agree with tokens of the part, each worked out once a query. */
struct columns {
    uint32_t stamp; /* of the query and part at hand */
    uint32_t n;
    uint32_t stamps[COLUMN_SLOTS];
    uint32_t token[COLUMN_SLOTS]; /* number << 1 | gendered */
    uint32_t agrees[COLUMN_SLOTS];
    uint32_t exact[COLUMN_SLOTS]; /* a bit a token of the query: compared in truth, not by sketches */
    float value[COLUMN_SLOTS][COLUMN_TOKENS];
};

enum { PAIR_SLOTS = 1 << 16 };

/* The evidence of a pair of tokens compared before, whatever the query. */
struct known_pair {
    uint64_t key;
    float nats;
};

struct searcher {
    const struct index *index;
    struct token_cache *cache;
    struct arena query_arena;
    struct arena scratch; /* of the record at hand */
    struct comparer *comparer;
    struct keys keys;
    struct keys records; /* found in the part at hand, each once */
    uint32_t *seen;      /* hash set of records and one; 0: free */
    size_t seen_slots;   /* a power of two */
    struct person query;
    const struct person *asked; /* in the search under way */
    double threshold;           /* evidence in nats that a candidate needs */
    struct bound_person *query_bound;
    struct bound_person *record_bound;
    uint32_t bound_token[BOUND_TOKENS]; /* their numbers in the part */
    size_t bound_column[BOUND_TOKENS];  /* and slots in columns */
    struct columns *columns;
    struct known_pair *pairs;
    uint64_t token_hash[COLUMN_TOKENS]; /* of the query's tokens */
};

struct searcher *searcher_new(const struct index *index)
{
    struct searcher *searcher = calloc(1, sizeof *searcher);
    if (!searcher)
        return NULL;
    searcher->index = index;
    arena_init(&searcher->query_arena, (size_t)SCRATCH_BYTES);
    arena_init(&searcher->scratch, (size_t)SCRATCH_BYTES);
    searcher->cache = token_cache_new(CACHE_BYTES);
    searcher->comparer = comparer_new(index->model);
    searcher->seen_slots = FIRST_SEEN;
    searcher->seen = calloc(FIRST_SEEN, sizeof *searcher->seen);
    searcher->query_bound = malloc(sizeof *searcher->query_bound);
    searcher->record_bound = malloc(sizeof *searcher->record_bound);
    searcher->columns = calloc(1, sizeof *searcher->columns);
    searcher->pairs = calloc(PAIR_SLOTS, sizeof *searcher->pairs);
    if (searcher->pairs && searcher->columns && searcher->cache && searcher->comparer && searcher->seen &&
        searcher->query_bound && searcher->record_bound)
        return searcher;
    searcher_free(searcher);
    return NULL;
}

void searcher_free(struct searcher *searcher)
{
    if (!searcher)
        return;
    token_cache_free(searcher->cache);
    comparer_free(searcher->comparer);
    arena_release(&searcher->query_arena);
    arena_release(&searcher->scratch);
    free(searcher->keys.at);
    free(searcher->records.at);
    free(searcher->seen);
    free(searcher->query_bound);
    free(searcher->record_bound);
    free(searcher->columns);
    free(searcher->pairs);
    free(searcher);
}

enum err searcher_query(struct searcher *searcher, const struct subject *subject, const struct person **query,
                        struct fault *fault)
{
    arena_reset(&searcher->query_arena);
    token_cache_trim(searcher->cache);
    *query = &searcher->query;
    return person_init_cached(&searcher->query_arena, searcher->cache, searcher->index->model, subject,
                              &searcher->query, fault);
}

static bool push(struct keys *keys, uint64_t key)
{
    if (keys->n == keys->capacity) {
        size_t capacity = keys->capacity ? keys->capacity * 2 : 64;
        uint64_t *at = realloc(keys->at, capacity * sizeof *at);
        if (!at)
            return false;
        keys->at = at;
        keys->capacity = capacity;
    }
    keys->at[keys->n++] = key;
    return true;
}

/* --- The keys of the query --- */

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void make_distinct(struct keys *keys)
{
    size_t n = 0;
    qsort(keys->at, keys->n, sizeof *keys->at, ascending);
    for (size_t i = 0; i < keys->n; i++)
        if (n == 0 || keys->at[n - 1] != keys->at[i])
            keys->at[n++] = keys->at[i];
    keys->n = n;
}

static bool add_key(void *context, uint64_t key, uint32_t date)
{
    (void)date;
    return push(context, key);
}

static bool query_keys(struct searcher *searcher, const struct person *query)
{
    searcher->keys.n = 0;
    bool good = person_keys(searcher->index->model, query, reach_rarity(searcher->threshold), add_key,
                            &searcher->keys);
    make_distinct(&searcher->keys);
    return good;
}

/* --- Finding records --- */

static bool grow_seen(struct searcher *searcher)
{
    uint32_t *seen = calloc(searcher->seen_slots * 2, sizeof *seen);
    if (!seen)
        return false;
    free(searcher->seen);
    searcher->seen = seen;
    searcher->seen_slots *= 2;
    for (size_t i = 0; i < searcher->records.n; i++) {
        size_t at = (size_t)hash_mix(searcher->records.at[i]) & (searcher->seen_slots - 1);
        while (seen[at])
            at = (at + 1) & (searcher->seen_slots - 1);
        seen[at] = (uint32_t)searcher->records.at[i] + 1;
    }
    return true;
}

static bool note(struct searcher *searcher, uint32_t record)
{
    size_t at = (size_t)hash_mix(record) & (searcher->seen_slots - 1);
    for (; searcher->seen[at]; at = (at + 1) & (searcher->seen_slots - 1))
        if (searcher->seen[at] == record + 1)
            return true;
    searcher->seen[at] = record + 1;
    if (!push(&searcher->records, record))
        return false;
    return searcher->records.n * 2 < searcher->seen_slots || grow_seen(searcher);
}

static void forget_records(struct searcher *searcher)
{
    enum { MANY = 64 };
    if (searcher->records.n * MANY > searcher->seen_slots)
        memset(searcher->seen, 0, searcher->seen_slots * sizeof *searcher->seen);
    else
        for (size_t i = 0; i < searcher->records.n; i++) {
            /* All of a run of slots belong to records noted: clear until a free one. */
            size_t at = (size_t)hash_mix(searcher->records.at[i]) & (searcher->seen_slots - 1);
            for (; searcher->seen[at]; at = (at + 1) & (searcher->seen_slots - 1))
                searcher->seen[at] = 0;
        }
    searcher->records.n = 0;
}

static bool find_records(struct searcher *searcher, const struct part *part, const struct reach *reach,
                         struct search_counts *counts)
{
    bool good = true;
    for (size_t i = 0; i < searcher->keys.n; i++)
        segment_expect_key(part->segment, searcher->keys.at[i]);
    for (size_t i = 0; i < searcher->keys.n; i++) {
        size_t n;
        const uint64_t *entries = segment_find(part->segment, searcher->keys.at[i], &n);
        counts->entries += n;
        for (size_t k = 0; k < n; k++)
            if (reach_date(reach, entry_date(entries[k]))) {
                segment_expect_record(part->segment, entry_record(entries[k]));
                good = note(searcher, entry_record(entries[k])) && good;
            }
    }
    counts->keys += searcher->keys.n;
    return good;
}

/* --- The bound of a record --- */

/* A token of the part, ready to be compared; bare is where it lies if the cache is full. */
static const struct person_token *load_token(struct searcher *searcher, struct segment *segment,
                                             uint32_t token, struct person_token *bare)
{
    enum name_part part = (enum name_part)(token & ((1U << RECORD_PART_BITS) - 1));
    struct name_token named;
    enum script script;
    struct str text;
    if (!segment_token(segment, token >> RECORD_PART_BITS, &script, &text) ||
        !name_token_init(&searcher->scratch, token_cache_forms(searcher->cache), text, script, part,
                         &named) ||
        named.forms_n == 0)
        return NULL;
    *bare = (struct person_token){.text = named.folded,
                                  .script = script,
                                  .forms = named.forms,
                                  .forms_n = (uint8_t)named.forms_n,
                                  .stem = named.stem};
    const struct person_token *ready = token_cache_get(searcher->cache, searcher->index->model, bare);
    if (!ready)
        person_token_fill(searcher->index->model, bare);
    return ready ? ready : bare;
}

/* The evidence of the query's token i and a token of the part, key and number of which are given. */
static float compare_pair(struct searcher *searcher, struct segment *segment, size_t i, uint32_t key,
                          uint32_t token, const struct person_token **ready, struct person_token *bare)
{
    uint64_t hash = hash_pair(searcher->token_hash[i], (uintptr_t)segment + key);
    struct known_pair *pair = &searcher->pairs[hash % PAIR_SLOTS];
    if (pair->key == hash)
        return pair->nats;
    if (!*ready)
        *ready = load_token(searcher, segment, token, bare);
    if (!*ready)
        return INFINITY;
    const struct model *model = searcher->index->model;
    *pair = (struct known_pair){
        hash, (float)(token_compare(model, &searcher->asked->tokens[i], *ready).nats + 1e-4)};
    return pair->nats;
}

/* What the query's tokens agree at most, by sketches. */
static void fill_column(struct searcher *searcher, const struct token_sketch *sketch, size_t at)
{
    const struct bound_person *query = searcher->query_bound;
    float *column = searcher->columns->value[at];
    uint32_t agrees = 0;
    for (size_t i = 0; i < query->tokens_n; i++) {
        column[i] = (float)token_bound(searcher->index->model, &query->sketch[i], &query->shape[i], sketch);
        agrees |= (uint32_t)(column[i] > -1) << i;
    }
    searcher->columns->agrees[at] = agrees;
    searcher->columns->exact[at] = 0;
}

/* Makes what a token of the part agrees with some of the query's (a bit each) true; false
 * where it was so. */
static bool make_exact(struct searcher *searcher, struct segment *segment, uint32_t token, size_t at,
                       uint32_t wanted)
{
    struct columns *columns = searcher->columns;
    const struct person_token *ready = NULL;
    struct person_token bare;
    float *column = columns->value[at];
    bool changed = false;
    wanted &= ~columns->exact[at];
    for (size_t i = 0; i < searcher->query_bound->tokens_n; i++) {
        if (!(wanted >> i & 1) || column[i] <= 0)
            continue;
        column[i] = compare_pair(searcher, segment, i, columns->token[at], token, &ready, &bare);
        changed = true;
        if (column[i] <= -1)
            columns->agrees[at] &= ~(1U << i);
    }
    columns->exact[at] |= wanted;
    return changed;
}

static uint32_t tokens_of(const struct bound_name *name)
{
    uint32_t tokens = 0;
    for (size_t i = 0; i < name->tokens_n; i++) {
        tokens |= 1U << name->token[i];
        if (name->joined[i] != BOUND_NONE)
            tokens |= 1U << name->joined[i];
    }
    return tokens;
}

/* Makes the bound of a pair of names nearer to the truth, by a token of the record's; false where it is
 * the truth. */
static bool sharpen(struct searcher *searcher, struct segment *segment, const struct bound_pair *pair)
{
    struct bound_person *bound = searcher->record_bound;
    if (!pair->query || searcher->query_bound->tokens_n > COLUMN_TOKENS)
        return false;
    uint32_t wanted = tokens_of(pair->query);
    for (size_t k = 0; k < pair->record->tokens_n; k++) {
        size_t i = pair->record->token[k];
        size_t at = searcher->bound_column[i];
        if (at == COLUMN_SLOTS)
            continue;
        bool changed = make_exact(searcher, segment, searcher->bound_token[i], at, wanted);
        /* It may have been made so for a record before. */
        changed = changed || bound->agrees[i] != searcher->columns->agrees[at];
        bound->agrees[i] = searcher->columns->agrees[at];
        if (changed)
            return true;
    }
    return false;
}

/* The slot of a token's column (number << RECORD_PART_BITS | part); COLUMN_SLOTS where there is no room. */
static size_t column_of(struct searcher *searcher, uint32_t token, const struct token_sketch *sketch)
{
    struct columns *columns = searcher->columns;
    if (searcher->query_bound->tokens_n > COLUMN_TOKENS || columns->n >= COLUMNS_MOST)
        return COLUMN_SLOTS;
    enum name_part part = (enum name_part)(token & ((1U << RECORD_PART_BITS) - 1));
    uint32_t key = token >> RECORD_PART_BITS << 1 | name_token_is_gendered(part, (enum script)sketch->script);
    size_t at = (size_t)hash_mix(key) % COLUMN_SLOTS;
    for (; columns->stamps[at] == columns->stamp; at = (at + 1) % COLUMN_SLOTS)
        if (columns->token[at] == key)
            return at;
    columns->stamps[at] = columns->stamp;
    columns->token[at] = key;
    columns->n++;
    fill_column(searcher, sketch, at);
    return at;
}

static void forget_columns(struct columns *columns)
{
    columns->n = 0;
    if (++columns->stamp == 0) {
        memset(columns->stamps, 0, sizeof columns->stamps);
        columns->stamp = 1;
    }
}

/* The index of a token in the bound person, added where it is new; BOUND_NONE where there is no room. */
static uint8_t bound_token(struct searcher *searcher, struct segment *segment, uint32_t token)
{
    struct bound_person *bound = searcher->record_bound;
    for (size_t i = 0; i < bound->tokens_n; i++)
        if (searcher->bound_token[i] == token)
            return (uint8_t)i;
    const struct token_sketch *sketch = segment_sketch(segment, token >> RECORD_PART_BITS);
    if (!sketch || bound->tokens_n == BOUND_TOKENS)
        return BOUND_NONE;
    searcher->bound_token[bound->tokens_n] = token;
    bound->sketch[bound->tokens_n] = *sketch;
    size_t column = column_of(searcher, token, sketch);
    searcher->bound_column[bound->tokens_n] = column;
    bound->column[bound->tokens_n] = column < COLUMN_SLOTS ? searcher->columns->value[column] : NULL;
    bound->agrees[bound->tokens_n] = column < COLUMN_SLOTS ? searcher->columns->agrees[column] : UINT32_MAX;
    return (uint8_t)bound->tokens_n++;
}

static void bound_names(struct searcher *searcher, struct segment *segment, struct record_reader *reader)
{
    struct bound_person *bound = searcher->record_bound;
    size_t names = record_names(reader);
    bound->names_n = 0;
    bound->tokens_n = 0;
    bound->whole = names <= BOUND_NAMES;
    for (size_t i = 0; i < names; i++) {
        struct record_name name;
        record_name(reader, &name);
        if (!bound->whole)
            continue;
        struct bound_name *out = &bound->name[bound->names_n++];
        out->tokens_n = name.tokens_n;
        out->weak = name.weak;
        for (size_t k = 0; k < name.tokens_n; k++) {
            out->part[k] = name.token[k] & ((1U << RECORD_PART_BITS) - 1);
            out->token[k] = bound_token(searcher, segment, name.token[k]);
            bound->whole = bound->whole && out->token[k] != BOUND_NONE;
        }
    }
}

static void skip_names(struct record_reader *reader)
{
    struct record_name name;
    for (size_t names = record_names(reader); names > 0; names--)
        record_name(reader, &name);
}

/* The most that the record can bring. */
static double record_most(struct searcher *searcher, struct segment *segment, const struct reach *reach,
                          struct str bytes)
{
    const struct weights *w = reach->w;
    struct record_reader reader;
    struct record_reader names;
    struct person person = {0};
    record_open(&reader, bytes);
    names = reader;
    skip_names(&reader);
    record_facts(&reader, &searcher->scratch, &person);
    struct ties ties;
    ties_compare(w, reach->query, &person, &ties);
    double most =
        dates_compare(w, reach->query->dates, reach->query->dates_n, person.dates, person.dates_n).nats;
    if (ties.same_document)
        most = fmax(most, -w->mistaken_date);
    most += ties_sum(&ties);
    if (reach->query->gender && person.gender && reach->query->gender != person.gender)
        most += w->gender_other;
    if (person.places_n)
        most += reach->query->places_n ? fmax(w->place_same, 0) : 0;
    if (person.birth_countries.n)
        most += reach->query->birth_countries.n ? fmax(w->country_same, 0) : 0;
    double besides = ties.same_document ? fmax(reach->besides, -w->mistaken) : reach->besides;
    if (most + besides < reach->threshold)
        return most + besides;
    bound_names(searcher, segment, &names);
    const struct model *model = searcher->index->model;
    struct bound_pair pair;
    double by_names;
    do {
        by_names = names_bound(model, searcher->query_bound, searcher->record_bound, &pair);
        if (ties.same_document)
            by_names = fmax(by_names, -w->mistaken);
    } while (most + by_names >= reach->threshold && sharpen(searcher, segment, &pair));
    return most + by_names;
}

/* --- The record as a person --- */

static bool lay_out_names(struct searcher *searcher, struct segment *segment, struct arena *arena,
                          struct record_reader *reader, size_t names, struct spelling *spellings)
{
    struct forms_cache *forms = token_cache_forms(searcher->cache);
    for (size_t i = 0; i < names; i++) {
        struct record_name name;
        record_name(reader, &name);
        struct name_token *tokens = arena_array(arena, name.tokens_n, sizeof *tokens);
        if (!tokens || reader->bad)
            return false;
        spellings[i].tokens_n = name.tokens_n;
        spellings[i].property = name.weak ? PROPERTY_WEAK_ALIAS : PROPERTY_NAME;
        for (size_t k = 0; k < name.tokens_n; k++) {
            enum name_part part = (enum name_part)(name.token[k] & ((1U << RECORD_PART_BITS) - 1));
            enum script script;
            struct str text;
            if (!segment_token(segment, name.token[k] >> RECORD_PART_BITS, &script, &text) ||
                part >= PART_COUNT || !name_token_init(arena, forms, text, script, part, &tokens[k]) ||
                tokens[k].forms_n == 0)
                return false;
            spellings[i].token[k] = &tokens[k];
        }
    }
    return true;
}

/* The record's subject, and where each name was written; false where it contradicts itself. */
static bool take_source(struct record_reader *reader, struct arena *arena, struct spelling *spellings,
                        size_t names, struct record_source *source, struct subject *subject)
{
    record_source(reader, arena, names, source);
    if (reader->bad)
        return false;
    record_subject(reader, arena, subject);
    for (size_t i = 0; i < names; i++) {
        bool weak = spellings[i].property == PROPERTY_WEAK_ALIAS;
        spellings[i].property = source->spellings[i].property;
        spellings[i].value = source->spellings[i].value;
        if (weak != (spellings[i].property == PROPERTY_WEAK_ALIAS) ||
            spellings[i].value >= subject->values[spellings[i].property].n)
            return false;
    }
    return !reader->bad;
}

static enum err bad_record(const struct searcher *searcher, record_number record, struct fault *fault)
{
    const struct segment *segment = searcher->index->parts[record >> 32].segment;
    enum err err = segment_damage(segment, fault);
    return err ? err
               : fault_set(fault, ERR_FORGED, "%s: record %u contradicts itself", segment->path,
                           (unsigned)record);
}

/* The record as a person; with a subject where one is asked for. */
static enum err load_record(struct searcher *searcher, record_number record, struct arena *arena,
                            struct list_person *shown, struct person *person, struct fault *fault)
{
    struct segment *segment = searcher->index->parts[record >> 32].segment;
    struct record_reader reader;
    struct record_source source = {0};
    record_open(&reader, segment_record(segment, (uint32_t)record));
    size_t names = record_names(&reader);
    struct spelling *spellings = arena_array(arena, names, sizeof *spellings);
    static const struct subject not_shown;
    *person = (struct person){.subject = &not_shown};
    if (!spellings || !lay_out_names(searcher, segment, arena, &reader, names, spellings))
        return bad_record(searcher, record, fault);
    record_facts(&reader, arena, person);
    size_t given = names;
    if (shown) {
        if (!take_source(&reader, arena, spellings, names, &source, &shown->subject))
            return bad_record(searcher, record, fault);
        shown->line = source.line;
        shown->list = segment_list(segment, source.list).p;
        person->subject = &shown->subject;
        person->id = shown->subject.id;
        given = source.given;
    } else {
        record_source(&reader, arena, names, &source);
        given = source.given;
    }
    if (reader.bad || given < names)
        return bad_record(searcher, record, fault);
    return person_lay_out(arena, searcher->cache, searcher->index->model, spellings, names, given, person,
                          fault);
}

enum err searcher_record(struct searcher *searcher, record_number record, struct arena *arena,
                         struct list_person *person, struct fault *fault)
{
    return load_record(searcher, record, arena, person, &person->person, fault);
}

static bool is_gone(const struct part *part, uint32_t record)
{
    return part->gone && (part->gone[record / 8] >> (record % 8) & 1);
}

enum err searcher_query_record(struct searcher *searcher, record_number record, const struct person **query,
                               struct fault *fault)
{
    arena_reset(&searcher->query_arena);
    token_cache_trim(searcher->cache);
    *query = &searcher->query;
    searcher->query = (struct person){0};
    if (is_gone(&searcher->index->parts[record >> 32], (uint32_t)record))
        return ERR_OK;
    return load_record(searcher, record, &searcher->query_arena, NULL, &searcher->query, fault);
}

/* --- The search --- */

/* Keeps out sorted, best first; a later record stands behind an equal one. */
static void insert(struct found *out, size_t *n, size_t limit, struct found found)
{
    size_t at = *n;
    if (at == limit) {
        if (out[at - 1].evidence >= found.evidence)
            return;
        at--;
    } else {
        ++*n;
    }
    for (; at > 0 && out[at - 1].evidence < found.evidence; at--)
        out[at] = out[at - 1];
    out[at] = found;
}

static enum err search_part(struct searcher *searcher, size_t number, const struct reach *reach,
                            const struct screening *screening, struct found *out, size_t *n,
                            struct search_counts *counts, struct fault *fault)
{
    const struct part *part = &searcher->index->parts[number];
    enum err err = ERR_OK;
    forget_columns(searcher->columns);
    if (!find_records(searcher, part, reach, counts))
        err = fault_set(fault, ERR_NO_MEMORY, "searching");
    if (!err)
        err = segment_damage(part->segment, fault);
    if (searcher->records.n)
        qsort(searcher->records.at, searcher->records.n, sizeof *searcher->records.at, ascending);
    for (size_t i = 0; !err && i < searcher->records.n; i++) {
        uint32_t record = (uint32_t)searcher->records.at[i];
        struct str bytes = is_gone(part, record) ? STR("") : segment_record(part->segment, record);
        arena_reset(&searcher->scratch);
        if (bytes.n == 0)
            continue;
        counts->bounded++;
        if (record_most(searcher, part->segment, reach, bytes) < reach->threshold)
            continue;
        struct person person;
        struct found found = {.record = (record_number)number << 32 | record};
        counts->compared++;
        err = load_record(searcher, found.record, &searcher->scratch, NULL, &person, fault);
        if (!err && person.names_n)
            err = compare_persons(searcher->comparer, reach->query, &person, &found.evidence, NULL, fault);
        if (!err && person.names_n &&
            score_of((double)found.evidence / 1e6, screening->prior) >= screening->threshold)
            insert(out, n, screening->limit, found);
    }
    forget_records(searcher);
    return err ? err : segment_damage(part->segment, fault);
}

enum err searcher_search(struct searcher *searcher, const struct person *query,
                         const struct screening *screening, struct found *out, size_t *n,
                         struct search_counts *counts, struct fault *fault)
{
    struct search_counts own = {0};
    struct reach reach;
    reach_init(&reach, &searcher->index->model->weights, query, screening->prior, screening->threshold);
    enum err err = ERR_OK;
    *n = 0;
    if (query->names_n == 0)
        return ERR_OK;
    searcher->asked = query;
    searcher->threshold = reach.threshold;
    bound_person_init(query, searcher->query_bound);
    for (size_t i = 0; i < query->tokens_n && i < COLUMN_TOKENS; i++) {
        const struct person_token *token = &query->tokens[i];
        uint64_t kind = (uint64_t)token->script << 1 | token->joined;
        searcher->token_hash[i] = hash_str(token->stem, hash_str(token->text, kind));
    }
    if (!query_keys(searcher, query))
        return fault_set(fault, ERR_NO_MEMORY, "searching");
    for (size_t i = 0; !err && i < searcher->index->parts_n; i++)
        err = search_part(searcher, i, &reach, screening, out, n, counts ? counts : &own, fault);
    return err;
}
