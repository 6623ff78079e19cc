/* Learning the sound model: forward-backward over all segmentations. See learn_sound.h. */
#include "match/learn_sound.h"

#include "match/sound.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTHS = SOUND_LATIN_CHUNK + 1, SOURCES = SOUND_SOURCE_CHUNK + 1 };

/* A chunk pair at a place, its probability, and the count expected of it this round. */
struct chunk {
    uint64_t key; /* 0: free */
    double probability;
    double expected;
};

struct chunks {
    struct chunk *slot;
    size_t capacity; /* a power of two */
    size_t used;
};

static uint64_t chunk_key(const uint8_t *source, size_t source_n, const uint8_t *latin, size_t latin_n,
                          enum sound_place place)
{
    uint64_t key = 1;
    for (size_t i = 0; i < SOUND_SOURCE_CHUNK; i++)
        key = key << 8 | (i < source_n ? source[i] : 0);
    for (size_t i = 0; i < SOUND_LATIN_CHUNK; i++)
        key = key << 8 | (i < latin_n ? latin[i] : 0);
    return key << 2 | (uint64_t)place;
}

static uint8_t key_source(uint64_t key, size_t i)
{
    return (uint8_t)(key >> (2 + 8 * (SOUND_LATIN_CHUNK + SOUND_SOURCE_CHUNK - 1 - i)));
}

static uint8_t key_latin(uint64_t key, size_t i)
{
    return (uint8_t)(key >> (2 + 8 * (SOUND_LATIN_CHUNK - 1 - i)));
}

static struct chunk *find(const struct chunks *chunks, uint64_t key)
{
    size_t at = (size_t)((key * 0x9e3779b97f4a7c15U) >> 20) & (chunks->capacity - 1);
    while (chunks->slot[at].key && chunks->slot[at].key != key)
        at = (at + 1) & (chunks->capacity - 1);
    return &chunks->slot[at];
}

static bool chunks_init(struct chunks *chunks, size_t capacity)
{
    *chunks = (struct chunks){.capacity = capacity};
    chunks->slot = calloc(capacity, sizeof *chunks->slot);
    return chunks->slot != NULL;
}

/* Moves to a table sized for the chunks that live on (all: every one; else those still expected). */
static bool rehash(struct chunks *chunks, bool all)
{
    struct chunks next;
    size_t live = 0;
    for (size_t i = 0; i < chunks->capacity; i++)
        live += chunks->slot[i].key && (all || chunks->slot[i].probability > 0);
    size_t capacity = 1024;
    while (capacity < live * 4)
        capacity *= 2;
    if (!chunks_init(&next, capacity))
        return false;
    for (size_t i = 0; i < chunks->capacity; i++)
        if (chunks->slot[i].key && (all || chunks->slot[i].probability > 0))
            *find(&next, chunks->slot[i].key) = chunks->slot[i];
    next.used = live;
    free(chunks->slot);
    *chunks = next;
    return true;
}

/* Before anything is known: short chunks, as long on one side as on the other. */
static double first_guess(size_t source_n, size_t latin_n)
{
    double uneven = source_n > latin_n ? (double)(source_n - latin_n) : (double)(latin_n - source_n);
    return pow(0.02, uneven) * pow(0.01, (double)(source_n + latin_n));
}

static bool allowed(size_t source_n, size_t latin_n)
{
    return source_n > 0 || latin_n == 1;
}

struct lattice {
    struct chunk *arc[SYMBOLS_MAX + 1][SYMBOLS_MAX + 1][SOURCES][LENGTHS];
    double forward[SYMBOLS_MAX + 1][SYMBOLS_MAX + 1];
    double backward[SYMBOLS_MAX + 1][SYMBOLS_MAX + 1];
};

static enum sound_place place_of(const struct sound_pair *pair, size_t i, size_t j, size_t a, size_t b)
{
    if (a == 0)
        return PLACE_MIDDLE;
    if (i + a == pair->symbols_n && j + b == pair->letters_n)
        return PLACE_LAST;
    return i == 0 && j == 0 ? PLACE_FIRST : PLACE_MIDDLE;
}

/* Calls out of the lattice walk over every arc that starts in (i, j). */
#define FOR_ARCS(lattice, pair, i, j, a, b, x)                                                               \
    for (size_t a = 0; a < SOURCES && (i) + a <= (pair)->symbols_n; a++)                                     \
        for (size_t b = 0; b < LENGTHS && (j) + b <= (pair)->letters_n; b++)                                 \
            for (struct chunk *x = (lattice)->arc[i][j][a][b]; x; x = NULL)

static struct chunk *arc_chunk(struct chunks *chunks, uint64_t key, bool first, size_t a, size_t b)
{
    struct chunk *chunk = find(chunks, key);
    if (chunk->key)
        return chunk->probability > 0 ? chunk : NULL;
    if (!first)
        return NULL;
    chunk->key = key;
    chunk->probability = first_guess(a, b);
    chunks->used++;
    return chunk;
}

static void draw_lattice(struct chunks *chunks, const struct sound_pair *pair, size_t source_chunk,
                         bool first, struct lattice *lattice)
{
    for (size_t i = 0; i <= pair->symbols_n; i++)
        for (size_t j = 0; j <= pair->letters_n; j++)
            for (size_t a = 0; a < SOURCES; a++)
                for (size_t b = 0; b < LENGTHS; b++) {
                    struct chunk **arc = &lattice->arc[i][j][a][b];
                    *arc = NULL;
                    if (a <= source_chunk && allowed(a, b) && i + a <= pair->symbols_n &&
                        j + b <= pair->letters_n) {
                        enum sound_place place = place_of(pair, i, j, a, b);
                        uint64_t key = chunk_key(pair->symbols + i, a, pair->letters + j, b, place);
                        *arc = arc_chunk(chunks, key, first, a, b);
                    }
                }
}

/* The probability of the pair: all segmentations summed, from the front and from the back. */
static double sum_paths(const struct sound_pair *pair, struct lattice *lattice)
{
    size_t m = pair->symbols_n;
    size_t n = pair->letters_n;
    memset(lattice->forward, 0, sizeof lattice->forward);
    memset(lattice->backward, 0, sizeof lattice->backward);
    lattice->forward[0][0] = 1;
    for (size_t i = 0; i <= m; i++)
        for (size_t j = 0; j <= n; j++)
            FOR_ARCS(lattice, pair, i, j, a, b, chunk)
    lattice->forward[i + a][j + b] += lattice->forward[i][j] * chunk->probability;
    lattice->backward[m][n] = 1;
    for (size_t i = m + 1; i-- > 0;)
        for (size_t j = n + 1; j-- > 0;)
            FOR_ARCS(lattice, pair, i, j, a, b, chunk)
    lattice->backward[i][j] += chunk->probability * lattice->backward[i + a][j + b];
    return lattice->forward[m][n];
}

static void expect(const struct sound_pair *pair, struct lattice *lattice, double total)
{
    for (size_t i = 0; i <= pair->symbols_n; i++)
        for (size_t j = 0; j <= pair->letters_n; j++)
            FOR_ARCS(lattice, pair, i, j, a, b, chunk)
    chunk->expected += (double)pair->weight * lattice->forward[i][j] * chunk->probability *
                       lattice->backward[i + a][j + b] / total;
}

/* Counts become probabilities; a chunk of two symbols must earn its keep twice. */
static void maximise(struct chunks *chunks, double discount)
{
    double total = 0;
    for (size_t i = 0; i < chunks->capacity; i++) {
        struct chunk *chunk = &chunks->slot[i];
        double less = key_source(chunk->key, 1) ? 2 * discount : discount;
        chunk->expected = chunk->expected > less ? chunk->expected - less : 0;
        total += chunk->expected;
    }
    for (size_t i = 0; i < chunks->capacity; i++) {
        chunks->slot[i].probability = total > 0 ? chunks->slot[i].expected / total : 0;
        chunks->slot[i].expected = 0;
    }
}

static enum err run_round(struct chunks *chunks, const struct sound_pair *pairs, size_t n,
                          const struct sound_learning *learning, bool first, struct lattice *lattice,
                          double *likelihood)
{
    double sum = 0;
    size_t explained = 0;
    for (size_t i = 0; i < n; i++) {
        if (first && chunks->used > chunks->capacity / 2 && !rehash(chunks, true))
            return ERR_NO_MEMORY;
        draw_lattice(chunks, &pairs[i], learning->source_chunk, first, lattice);
        double total = sum_paths(&pairs[i], lattice);
        if (total <= 0)
            continue;
        expect(&pairs[i], lattice, total);
        sum += log(total);
        explained++;
    }
    maximise(chunks, learning->discount);
    *likelihood = explained ? sum / (double)explained : 0;
    return rehash(chunks, false) ? ERR_OK : ERR_NO_MEMORY;
}

/* Sums of the probabilities of all chunks at a place: by source, and by Latin letters. */
struct totals {
    double source[SYMBOL_COUNT][SYMBOL_COUNT][PLACE_COUNT];
    double latin[LATIN_LETTERS + 1][LATIN_LETTERS + 1][LATIN_LETTERS + 1][PLACE_COUNT];
    double all;
};

static double *source_total(struct totals *totals, uint64_t key)
{
    return &totals->source[key_source(key, 0)][key_source(key, 1)][key & 3];
}

static double *latin_total(struct totals *totals, uint64_t key)
{
    return &totals->latin[key_latin(key, 0)][key_latin(key, 1)][key_latin(key, 2)][key & 3];
}

static struct totals *sum_totals(const struct chunks *chunks)
{
    struct totals *totals = calloc(1, sizeof *totals);
    for (size_t i = 0; totals && i < chunks->capacity; i++) {
        const struct chunk *chunk = &chunks->slot[i];
        if (!chunk->key)
            continue;
        *source_total(totals, chunk->key) += chunk->probability;
        *latin_total(totals, chunk->key) += chunk->probability;
        totals->all += chunk->probability;
    }
    return totals;
}

static void write_source(enum alphabet alphabet, uint64_t key, struct buf *out)
{
    for (size_t i = 0; i < SOUND_SOURCE_CHUNK && key_source(key, i); i++) {
        char text[8];
        if (alphabet == ALPHABET_HANGUL) {
            buf_printf(out, "%s%d", i ? "." : "", key_source(key, i));
        } else {
            alphabet_text(alphabet, key_source(key, i), text);
            buf_add_str(out, str_of(text));
        }
    }
    if (!key_source(key, 0))
        buf_add_char(out, '-');
}

/* -ln of a share, in the file's unit. What comes from nothing on either side is priced by all chunks. */
static double share_cost(double part, double whole)
{
    return fabs(log(part / whole)) * SOUND_UNIT;
}

static void write_chunk(enum alphabet alphabet, const struct chunk *chunk, struct totals *totals, bool mutual,
                        struct buf *out)
{
    static const char places[PLACE_COUNT] = {'m', 'f', 'l'};
    double p = chunk->probability;
    double cost = share_cost(p, key_source(chunk->key, 0) ? *source_total(totals, chunk->key) : totals->all);
    double back = share_cost(p, key_latin(chunk->key, 0) ? *latin_total(totals, chunk->key) : totals->all);
    if (cost > 12 * SOUND_UNIT && back > 12 * SOUND_UNIT)
        return;
    if (mutual)
        cost = back = (cost + back) / 2;
    buf_printf(out, "%s\t", alphabet_word(alphabet));
    write_source(alphabet, chunk->key, out);
    buf_add_char(out, '\t');
    for (size_t i = 0; i < SOUND_LATIN_CHUNK && key_latin(chunk->key, i); i++)
        buf_add_char(out, (char)('a' + key_latin(chunk->key, i) - 1));
    if (!key_latin(chunk->key, 0))
        buf_add_char(out, '-');
    buf_printf(out, "\t%c\t%.0f\t%.0f\n", places[chunk->key & 3], cost, back);
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = ((const struct chunk *)a)->key;
    uint64_t y = ((const struct chunk *)b)->key;
    return (x > y) - (x < y);
}

static enum err write_costs(enum alphabet alphabet, struct chunks *chunks, bool mutual, struct buf *out)
{
    struct totals *totals = sum_totals(chunks);
    if (!totals)
        return ERR_NO_MEMORY;
    qsort(chunks->slot, chunks->capacity, sizeof *chunks->slot, by_key);
    for (size_t i = 0; i < chunks->capacity; i++)
        if (chunks->slot[i].key && chunks->slot[i].probability > 0)
            write_chunk(alphabet, &chunks->slot[i], totals, mutual, out);
    free(totals);
    return buf_failed(out) ? ERR_NO_MEMORY : ERR_OK;
}

enum err learn_sound(enum alphabet alphabet, const struct sound_pair *pairs, size_t n,
                     struct sound_learning *learning, struct buf *out, struct fault *fault)
{
    struct chunks chunks = {0};
    enum err err = ERR_NO_MEMORY;
    struct lattice *lattice = malloc(sizeof *lattice);
    if (!lattice || !chunks_init(&chunks, 1 << 16))
        goto out;
    err = ERR_OK;
    for (size_t round = 0; !err && round < learning->rounds; round++)
        err = run_round(&chunks, pairs, n, learning, round == 0, lattice, &learning->likelihood);
    if (!err)
        err = write_costs(alphabet, &chunks, learning->mutual, out);
    learning->chunks = chunks.used;
out:
    free(chunks.slot);
    free(lattice);
    return err ? fault_set(fault, err, "learning the sounds of %s", alphabet_word(alphabet)) : ERR_OK;
}
