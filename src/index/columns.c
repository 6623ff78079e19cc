/* Columns: what tokens of a query agree with tokens of a part. See columns.h. */
#include "index/columns.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/random.h"
#include "index/record.h"

#include <math.h>
#include <stdlib.h>

enum {
    COLUMNS_MOST = 16384,
    COLUMNS_SPARE = 1024, /* that one record may need: GLANCE_NAMES of PERSON_NAME_TOKENS */
    PAIR_SLOTS = 1 << 18,
    SCRATCH_BYTES = 1024 * 1024
};

/* The evidence of a pair of tokens compared before, whatever the query. */
struct known_pair {
    uint64_t key;
    float nats;
};

struct columns {
    const struct model *model;
    struct forms_cache *cache;
    struct arena scratch;
    const struct person *query;
    const struct glance *glance;
    uint64_t seed; /* drawn: strangers choose the names, and a pair that is known is not compared again */
    uint64_t token_hash[GLANCE_TOKENS]; /* of the query's tokens */
    struct segment *segment;
    uint64_t salt;  /* the segment's: their tokens have the same numbers */
    uint32_t *slot; /* of a token, twice: with a gendered ending set aside or not; may be stale */
    size_t slots;
    struct glance_column *at;
    uint32_t *owner; /* of a column: whose slot it is */
    size_t n;
    struct known_pair *pairs;
};

struct columns *columns_new(const struct model *model, struct forms_cache *cache)
{
    struct columns *columns = calloc(1, sizeof *columns);
    if (!columns)
        return NULL;
    struct random random = random_system();
    random.fill(random.context, &columns->seed, sizeof columns->seed);
    columns->model = model;
    columns->cache = cache;
    arena_init(&columns->scratch, SCRATCH_BYTES);
    columns->at = calloc(COLUMNS_MOST, sizeof *columns->at);
    columns->owner = calloc(COLUMNS_MOST, sizeof *columns->owner);
    columns->pairs = calloc(PAIR_SLOTS, sizeof *columns->pairs);
    if (columns->at && columns->owner && columns->pairs)
        return columns;
    columns_free(columns);
    return NULL;
}

void columns_free(struct columns *columns)
{
    if (!columns)
        return;
    arena_release(&columns->scratch);
    free(columns->slot);
    free(columns->at);
    free(columns->owner);
    free(columns->pairs);
    free(columns);
}

void columns_ask(struct columns *columns, const struct person *query, const struct glance *glance)
{
    columns->query = query;
    columns->glance = glance;
    for (size_t i = 0; i < query->tokens_n && i < GLANCE_TOKENS; i++) {
        const struct person_token *token = &query->tokens[i];
        uint64_t kind = (uint64_t)token->classes_n << 16 | (uint64_t)token->script << 2 |
                        (uint64_t)token->fused << 1 | token->joined;
        columns->token_hash[i] = hash_str(token->stem, hash_str(token->text, columns->seed ^ kind));
    }
}

bool columns_begin(struct columns *columns, struct segment *segment)
{
    size_t slots = (size_t)segment->header.tokens * 2;
    columns->segment = segment;
    columns->salt = hash_mix((uintptr_t)segment);
    columns->n = 0;
    if (slots <= columns->slots)
        return true;
    free(columns->slot);
    columns->slot = calloc(slots, sizeof *columns->slot);
    columns->slots = columns->slot ? slots : 0;
    return columns->slot != NULL;
}

void columns_trim(struct columns *columns)
{
    if (columns->n > COLUMNS_MOST - COLUMNS_SPARE)
        columns->n = 0;
}

/* A token is one with its gendered ending set aside, and one as it is: parts differ in no more. */
static uint32_t owner_of(uint32_t token)
{
    enum name_part part = (enum name_part)(token & ((1U << RECORD_PART_BITS) - 1));
    return token >> RECORD_PART_BITS << 1 | (part == PART_UNKNOWN || part == PART_FAMILY);
}

static struct glance_column *column_of(struct columns *columns, uint32_t token)
{
    uint32_t owner = owner_of(token);
    if (token >> RECORD_PART_BITS >= columns->segment->header.tokens)
        return NULL;
    uint32_t slot = columns->slot[owner];
    if (slot < columns->n && columns->owner[slot] == owner)
        return &columns->at[slot];
    const struct token_sketch *sketch = segment_sketch(columns->segment, token >> RECORD_PART_BITS);
    if (!sketch || columns->n == COLUMNS_MOST)
        return NULL;
    slot = (uint32_t)columns->n++;
    columns->slot[owner] = slot;
    columns->owner[slot] = owner;
    glance_column_init(columns->glance, sketch, &columns->at[slot]);
    return &columns->at[slot];
}

void columns_expect(const struct columns *columns, uint32_t token)
{
    uint32_t number = token >> RECORD_PART_BITS;
    if (number >= columns->segment->header.tokens)
        return;
    __builtin_prefetch(&columns->slot[owner_of(token)]);
    __builtin_prefetch(columns->segment->section[SECTION_SKETCHES] +
                       (size_t)number * sizeof(struct token_sketch));
}

const struct glance_column *columns_get(struct columns *columns, uint32_t token)
{
    return column_of(columns, token);
}

/* A token of the part, ready to be compared; room is where it lies if the cache is full. */
static const struct person_token *load_token(struct columns *columns, uint32_t token,
                                             struct person_token *room)
{
    enum name_part part = (enum name_part)(token & ((1U << RECORD_PART_BITS) - 1));
    struct name_token named;
    enum script script;
    struct str text;
    arena_reset(&columns->scratch);
    if (!segment_token(columns->segment, token >> RECORD_PART_BITS, &script, &text) ||
        !name_token_init(&columns->scratch, columns->cache, text, script, part, &named) || named.forms_n == 0)
        return NULL;
    return person_token_ready(columns->cache, columns->model, &named, room);
}

/* The evidence of the query's token i and a token of the part, which is loaded where it is not known. */
static float compare_pair(struct columns *columns, size_t i, uint32_t token,
                          const struct person_token **ready, struct person_token *room)
{
    uint64_t hash = hash_pair(columns->token_hash[i], columns->salt + owner_of(token));
    struct known_pair *pair = &columns->pairs[hash % PAIR_SLOTS];
    if (pair->key == hash)
        return pair->nats;
    if (!*ready)
        *ready = load_token(columns, token, room);
    if (!*ready)
        return INFINITY;
    *pair = (struct known_pair){
        hash, (float)(token_compare(columns->model, &columns->query->tokens[i], *ready).nats + 1e-4)};
    return pair->nats;
}

bool columns_sharpen(struct columns *columns, uint32_t token, uint64_t wanted)
{
    struct glance_column *column = column_of(columns, token);
    const struct person_token *ready = NULL;
    struct person_token room;
    bool changed = false;
    if (!column)
        return false;
    wanted &= ~column->exact;
    column->exact |= wanted;
    for (uint64_t rest = wanted; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        if (column->most[i] <= 0)
            continue;
        glance_column_set(columns->glance, column, i, (double)compare_pair(columns, i, token, &ready, &room));
        changed = true;
    }
    return changed;
}
