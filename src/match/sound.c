/* Sound: the learned channel from an alphabet to Latin letters. See sound.h. */
#include "match/sound.h"

#include "base/bits.h"

#include <stdbool.h>
#include <string.h>

enum {
    CHUNKS_MAX = 4096,         /* kinds of Latin chunk, all alphabets together */
    PAIRS = LATIN_LETTERS + 1, /* letters and none */
    TRIPLES = PAIRS * PAIRS * PAIRS,
    SINGLES = ALPHABET_COUNT * SYMBOL_COUNT,
    UNSEEN_COST = 10 * SOUND_UNIT,       /* a symbol for a letter never seen for it */
    ELSEWHERE_COST = 3 * SOUND_UNIT / 2, /* seen, but never at this place */
    FAR_BYTE = 0x3f                      /* four of them cost more than any limit */
};

/* The cost of a longer Latin chunk. */
struct longer {
    uint16_t chunk; /* 0: free */
    uint16_t cost;
};

/* The costs of one source chunk at one place: of nothing, of each single letter, and of the longer Latin
 * chunks that are known for it, a hash table with a Bloom filter before it. */
struct row {
    uint64_t filter[SOUND_FILTER_WORDS];
    uint16_t cost[PAIRS];
    uint16_t longer_n;
    uint16_t longer_mask;
    struct longer *longer;
};

/* One source chunk at each place, and a Bloom filter over the Latin chunks that it may be at any. */
struct rows {
    uint64_t filter[SOUND_FILTER_WORDS];
    struct row place[PLACE_COUNT];
};

struct sounds {
    /* [TRIPLES] Latin chunk to number; nothing and single letters have those of their own. */
    uint16_t *number;
    size_t chunks_n; /* numbers in use */
    uint16_t *pair;  /* [alphabet][first symbol][second symbol] to number of rows; 0 where never seen */
    size_t rows_n;
    struct rows *rows[DIRECTION_COUNT];                  /* SINGLES of one symbol each, then pairs */
    uint16_t *inserted[DIRECTION_COUNT][ALPHABET_COUNT]; /* [letter]: cost of a letter from nothing */
};

static size_t single_number(enum alphabet alphabet, unsigned symbol)
{
    return (size_t)alphabet * SYMBOL_COUNT + symbol;
}

static uint16_t *pair_number(const struct sounds *sounds, enum alphabet alphabet, const uint8_t *symbols)
{
    return &sounds->pair[single_number(alphabet, symbols[0]) * SYMBOL_COUNT + symbols[1]];
}

/* Where the chunk stands, or is to be put: there is always room. */
static struct longer *longer_at(const struct row *row, unsigned chunk)
{
    unsigned at = chunk & row->longer_mask;
    while (row->longer[at].chunk && row->longer[at].chunk != chunk)
        at = (at + 1) & row->longer_mask;
    return &row->longer[at];
}

static void filter_add(uint64_t filter[SOUND_FILTER_WORDS], unsigned chunk)
{
    filter[chunk / 64 % SOUND_FILTER_WORDS] |= 1ULL << chunk % 64;
}

/* 1 or 0. */
static inline uint64_t filter_has(const uint64_t filter[SOUND_FILTER_WORDS], unsigned chunk)
{
    return filter[chunk / 64 % SOUND_FILTER_WORDS] >> chunk % 64 & 1;
}

static inline bool filters_meet(const uint64_t a[SOUND_FILTER_WORDS], const uint64_t b[SOUND_FILTER_WORDS])
{
    uint64_t both = 0;
    for (size_t i = 0; i < SOUND_FILTER_WORDS; i++)
        both |= a[i] & b[i];
    return both != 0;
}

static size_t triple(const uint8_t *letters, size_t n)
{
    size_t code = 0;
    for (size_t i = 0; i < SOUND_LATIN_CHUNK; i++)
        code = code * PAIRS + (i < n ? letters[i] : 0);
    return code;
}

/* One line of the data file, taken apart. */
struct entry {
    enum alphabet alphabet;
    enum sound_place place;
    uint8_t source[SOUND_SOURCE_CHUNK];
    uint8_t latin[SOUND_LATIN_CHUNK];
    size_t source_n;
    size_t latin_n;
    uint16_t cost[DIRECTION_COUNT];
};

static bool read_chunk(enum alphabet alphabet, struct str text, uint8_t *out, size_t most, size_t *n)
{
    uint8_t symbols[SYMBOLS_MAX];
    if (str_equal(text, STR("-"))) {
        *n = 0;
        return true;
    }
    *n = alphabet_symbols(alphabet, text, symbols);
    if (*n == 0 || *n > most)
        return false;
    memcpy(out, symbols, *n);
    return true;
}

/* Jamo are written in the file as their numbers, "12.30", since single jamo are no syllables. */
static bool read_jamo(struct str text, struct entry *entry)
{
    if (str_equal(text, STR("-"))) {
        entry->source_n = 0;
        return true;
    }
    entry->source_n = 0;
    while (text.p) {
        struct str part = str_cut(&text, '.');
        unsigned value = 0;
        for (size_t i = 0; i < part.n; i++) {
            if (part.p[i] < '0' || part.p[i] > '9' || value > SYMBOL_COUNT)
                return false;
            value = value * 10 + (unsigned)(part.p[i] - '0');
        }
        if (value == 0 || value >= SYMBOL_COUNT || entry->source_n == SOUND_SOURCE_CHUNK)
            return false;
        entry->source[entry->source_n++] = (uint8_t)value;
    }
    return entry->source_n > 0;
}

static bool read_place(struct str text, enum sound_place *place)
{
    static const char letters[PLACE_COUNT] = {'m', 'f', 'l'};
    for (int i = 0; i < PLACE_COUNT; i++)
        if (text.n == 1 && text.p[0] == letters[i]) {
            *place = (enum sound_place)i;
            return true;
        }
    return false;
}

static bool read_cost(struct str text, uint16_t *cost)
{
    unsigned value = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || value >= SOUND_IMPOSSIBLE)
            return false;
        value = value * 10 + (unsigned)(text.p[i] - '0');
    }
    *cost = (uint16_t)value;
    return text.n > 0 && value < SOUND_IMPOSSIBLE;
}

static bool read_entry(struct str line, struct entry *entry)
{
    *entry = (struct entry){0};
    entry->alphabet = alphabet_by_word(str_cut(&line, '\t'));
    if (entry->alphabet == ALPHABET_COUNT)
        return false;
    struct str source = str_cut(&line, '\t');
    bool good = entry->alphabet == ALPHABET_HANGUL ? read_jamo(source, entry)
                                                   : read_chunk(entry->alphabet, source, entry->source,
                                                                SOUND_SOURCE_CHUNK, &entry->source_n);
    good = good &&
           read_chunk(ALPHABET_LATIN, str_cut(&line, '\t'), entry->latin, SOUND_LATIN_CHUNK, &entry->latin_n);
    good = good && read_place(str_cut(&line, '\t'), &entry->place);
    good = good && read_cost(str_cut(&line, '\t'), &entry->cost[TO_LATIN]);
    return good && read_cost(line, &entry->cost[FROM_LATIN]) && (entry->source_n || entry->latin_n == 1);
}

/* The next line that says something; false at the end. */
static bool next_line(struct str *text, struct str *line, size_t *number)
{
    while (text->p && text->n) {
        *line = str_cut(text, '\n');
        ++*number;
        if (line->n && line->p[0] != '#')
            return true;
    }
    return false;
}

/* First pass: gives every Latin chunk of the file its number, and every pair of symbols. */
static enum err number_chunks(struct sounds *sounds, struct str text, struct fault *fault)
{
    struct str line;
    struct entry entry;
    size_t at = 0;
    sounds->rows_n = SINGLES;
    sounds->chunks_n = 1;
    for (unsigned letter = 1; letter <= LATIN_LETTERS; letter++)
        sounds->number[(size_t)letter * PAIRS * PAIRS] = (uint16_t)sounds->chunks_n++;
    while (next_line(&text, &line, &at)) {
        if (!read_entry(line, &entry))
            return fault_set(fault, ERR_BAD_INPUT, "sound costs: line %zu is not understood", at);
        uint16_t *number = &sounds->number[triple(entry.latin, entry.latin_n)];
        uint16_t *pair = pair_number(sounds, entry.alphabet, entry.source);
        if (entry.latin_n && !*number)
            *number = (uint16_t)sounds->chunks_n++;
        if (entry.source_n > 1 && !*pair)
            *pair = (uint16_t)sounds->rows_n++;
        if (sounds->chunks_n > CHUNKS_MAX || sounds->rows_n > UINT16_MAX)
            return fault_set(fault, ERR_TOO_LARGE,
                             "sound costs: line %zu: over %d Latin chunks, or %d others", at, CHUNKS_MAX,
                             UINT16_MAX);
    }
    return ERR_OK;
}

static bool new_rows(struct arena *arena, struct sounds *sounds)
{
    for (int direction = 0; direction < DIRECTION_COUNT; direction++) {
        struct rows *rows = arena_array(arena, sounds->rows_n, sizeof *rows);
        if (!rows)
            return false;
        for (size_t i = 0; i < sounds->rows_n * PLACE_COUNT; i++)
            memset(rows[i / PLACE_COUNT].place[i % PLACE_COUNT].cost, 0xff, sizeof rows->place->cost);
        sounds->rows[direction] = rows;
    }
    return true;
}

/* Makes room for one more, so that at most two thirds of the table are used. */
static bool grow_longer(struct arena *arena, struct row *row)
{
    enum { LEAST = 4 };
    struct row old = *row;
    size_t room = old.longer ? (size_t)old.longer_mask + 1 : 0;
    if ((size_t)(old.longer_n + 1) * 3 <= room * 2)
        return true;
    room = room ? room * 2 : LEAST;
    row->longer = arena_array(arena, room, sizeof *row->longer);
    row->longer_mask = (uint16_t)(room - 1);
    for (size_t i = 0; row->longer && old.longer && i <= old.longer_mask; i++)
        if (old.longer[i].chunk)
            *longer_at(row, old.longer[i].chunk) = old.longer[i];
    return row->longer != NULL;
}

static bool offer(struct arena *arena, struct rows *rows, int place, unsigned chunk, unsigned cost)
{
    struct row *row = &rows->place[place];
    uint16_t *slot = &row->cost[chunk < PAIRS ? chunk : 0];
    filter_add(rows->filter, chunk);
    if (chunk >= PAIRS) {
        if (!grow_longer(arena, row))
            return false;
        struct longer *longer = longer_at(row, chunk);
        if (!longer->chunk) {
            *longer = (struct longer){(uint16_t)chunk, SOUND_IMPOSSIBLE};
            row->longer_n++;
        }
        filter_add(row->filter, chunk);
        slot = &longer->cost;
    }
    if (cost < *slot)
        *slot = (uint16_t)cost;
    return true;
}

/* What was seen elsewhere in a token may also stand at its ends. */
static enum err fill_entry(struct arena *arena, struct sounds *sounds, const struct entry *entry,
                           enum sound_direction direction)
{
    if (entry->source_n == 0) {
        uint16_t *cost = &sounds->inserted[direction][entry->alphabet][entry->latin[0]];
        if (entry->cost[direction] < *cost)
            *cost = entry->cost[direction];
        return ERR_OK;
    }
    size_t number = entry->source_n > 1 ? *pair_number(sounds, entry->alphabet, entry->source)
                                        : single_number(entry->alphabet, entry->source[0]);
    struct rows *rows = &sounds->rows[direction][number];
    unsigned chunk = entry->latin_n ? sounds->number[triple(entry->latin, entry->latin_n)] : 0;
    bool good = offer(arena, rows, (int)entry->place, chunk, entry->cost[direction]);
    for (int place = 0; good && entry->place == PLACE_MIDDLE && place < PLACE_COUNT; place++)
        if (place != PLACE_MIDDLE)
            good = offer(arena, rows, place, chunk, entry->cost[direction] + ELSEWHERE_COST);
    return good ? ERR_OK : ERR_NO_MEMORY;
}

/* Second pass: the costs themselves. */
static enum err fill_rows(struct arena *arena, struct sounds *sounds, struct str text)
{
    struct str line;
    struct entry entry;
    size_t at = 0;
    enum err err = new_rows(arena, sounds) ? ERR_OK : ERR_NO_MEMORY;
    while (!err && next_line(&text, &line, &at)) {
        if (!read_entry(line, &entry))
            return ERR_BUG;
        err = fill_entry(arena, sounds, &entry, TO_LATIN);
        if (!err)
            err = fill_entry(arena, sounds, &entry, FROM_LATIN);
    }
    return err;
}

/* What was never seen of a single symbol may stand at the price of a slip. */
static enum err fill_unseen(struct arena *arena, struct sounds *sounds)
{
    for (size_t i = 0; i < (size_t)DIRECTION_COUNT * SINGLES; i++)
        for (int place = 0; place < PLACE_COUNT; place++)
            for (unsigned letter = 0; letter < PAIRS; letter++)
                if (!offer(arena, &sounds->rows[i / SINGLES][i % SINGLES], place, letter, UNSEEN_COST))
                    return ERR_NO_MEMORY;
    return ERR_OK;
}

static bool sounds_room(struct arena *arena, struct sounds *sounds)
{
    sounds->number = arena_array(arena, TRIPLES, sizeof *sounds->number);
    sounds->pair = arena_array(arena, (size_t)SINGLES * SYMBOL_COUNT, sizeof *sounds->pair);
    return sounds->number && sounds->pair;
}

enum err sounds_load(struct arena *arena, struct str text, struct sounds **out, struct fault *fault)
{
    struct sounds *sounds = arena_alloc(arena, sizeof *sounds);
    if (!sounds || !sounds_room(arena, sounds))
        return fault_set(fault, ERR_NO_MEMORY, "sound costs");
    for (int i = 0; i < DIRECTION_COUNT * ALPHABET_COUNT; i++) {
        uint16_t **inserted = &sounds->inserted[i / ALPHABET_COUNT][i % ALPHABET_COUNT];
        if (!(*inserted = arena_array(arena, PAIRS, sizeof **inserted)))
            return fault_set(fault, ERR_NO_MEMORY, "sound costs");
        for (int letter = 0; letter < PAIRS; letter++)
            (*inserted)[letter] = UNSEEN_COST;
    }
    enum err err = number_chunks(sounds, text, fault);
    if (err)
        return err;
    err = fill_rows(arena, sounds, text);
    if (!err)
        err = fill_unseen(arena, sounds);
    if (err)
        return fault_set(fault, err, "sound costs");
    *out = sounds;
    return ERR_OK;
}

void sound_latin_init(const struct sounds *sounds, struct str latin, struct sound_latin *ready)
{
    *ready = (struct sound_latin){0};
    ready->n = (uint8_t)alphabet_symbols(ALPHABET_LATIN, latin, ready->letters);
    filter_add(ready->filter, 0);
    for (size_t at = 0; at < ready->n; at++)
        filter_add(ready->filter, ready->letters[at]);
    for (size_t length = 2; length <= SOUND_LATIN_CHUNK; length++)
        for (size_t at = 0; at + length <= ready->n; at++) {
            ready->chunk[length - 2][at] = sounds->number[triple(ready->letters + at, length)];
            filter_add(ready->filter, ready->chunk[length - 2][at]);
        }
}

/* Lengths less twice the longest common subsequence, as in token.c. */
int sound_letters_apart(const struct sound_latin *a, const struct sound_latin *b)
{
    uint64_t where[PAIRS] = {0};
    uint64_t open = UINT64_MAX;
    for (size_t i = 0; i < a->n; i++)
        where[a->letters[i]] |= 1ULL << i;
    for (size_t i = 0; i < b->n; i++) {
        uint64_t match = open & where[b->letters[i]];
        open = (open + match) | (open - match);
    }
    return a->n + b->n - 2 * bits_set(~open & ((1ULL << a->n) - 1));
}

/* The costs of so many letters for so many symbols; none is within the limit but from low to high. */
struct front {
    int32_t cost[SYMBOLS_MAX + 1];
    size_t low;
    size_t high;
};

static inline void front_clear(struct front *front)
{
    memset(front->cost, FAR_BYTE, sizeof front->cost);
    front->low = SYMBOLS_MAX;
    front->high = 0;
}

/* Stores either way: which is less cannot be foretold, and a wrong guess costs more than the store. */
static inline void improve(int32_t *best, int32_t cost)
{
    *best = cost < *best ? cost : *best;
}

/* Letters from nothing. Then low to high is what is within the limit; false where nothing is. */
static bool front_settle(struct front *front, const uint16_t *inserted, const struct sound_latin *latin,
                         int32_t limit)
{
    size_t low = front->low;
    while (low <= front->high && front->cost[low] > limit)
        low++;
    if (low > front->high)
        return false;
    size_t high = low;
    for (size_t j = low; j <= latin->n && (j <= front->high || front->cost[j] <= limit); j++) {
        high = front->cost[j] <= limit ? j : high;
        if (j < latin->n)
            improve(&front->cost[j + 1], front->cost[j] + inserted[latin->letters[j]]);
    }
    front->low = low;
    front->high = high;
    return true;
}

/* Carries a cost over a source chunk that gives nothing or the letter at j; end is the row of chunks that end
 * the token. 1 where a longer chunk that begins there may be known too, else 0. */
static inline uint64_t advance_short(const struct row *row, const struct row *end,
                                     const struct sound_latin *latin, size_t j, int32_t here, int32_t *ahead)
{
    size_t left = latin->n - j;
    improve(&ahead[j], here + row->cost[0]);
    improve(&ahead[j + 1], here + (left == 1 ? end : row)->cost[latin->letters[j]]);
    return filter_has((left == 2 ? end : row)->filter, latin->chunk[0][j]) |
           filter_has((left == 3 ? end : row)->filter, latin->chunk[1][j]);
}

/* Carries a cost over the longer chunks that begin at j. */
static void advance_longer(const struct row *row, const struct row *end, const struct sound_latin *latin,
                           size_t j, int32_t here, struct front *ahead)
{
    for (size_t length = 2; length <= SOUND_LATIN_CHUNK && j + length <= latin->n; length++) {
        const struct row *at = j + length == latin->n ? end : row;
        unsigned chunk = latin->chunk[length - 2][j];
        if (!filter_has(at->filter, chunk))
            continue;
        const struct longer *longer = longer_at(at, chunk);
        if (!longer->chunk)
            continue;
        improve(&ahead->cost[j + length], here + longer->cost);
        ahead->high = ahead->high > j + length ? ahead->high : j + length;
    }
}

/* Carries the costs of a front over one source chunk. */
static void advance(const struct rows *rows, bool first, bool last, const struct sound_latin *latin,
                    const struct front *here, struct front *ahead)
{
    const struct row *middle = &rows->place[PLACE_MIDDLE];
    const struct row *start = first ? &rows->place[PLACE_FIRST] : middle;
    const struct row *end = last ? &rows->place[PLACE_LAST] : middle;
    size_t n = latin->n;
    size_t high = here->high < n ? here->high + 1 : n;
    uint64_t longer = 0;
    size_t j = here->low;
    if (j == 0 && n > 0) {
        longer = advance_short(start, last ? end : start, latin, 0, here->cost[0], ahead->cost);
        j++;
    }
    for (; j < high; j++)
        longer |= advance_short(middle, end, latin, j, here->cost[j], ahead->cost) << j;
    if (here->high == n)
        improve(&ahead->cost[n], here->cost[n] + (last ? end : n > 0 ? middle : start)->cost[0]);
    ahead->low = ahead->low < here->low ? ahead->low : here->low;
    ahead->high = ahead->high > high ? ahead->high : high;
    for (; longer; longer &= longer - 1) {
        j = (size_t)__builtin_ctzll(longer);
        const struct row *row = j == 0 ? start : middle;
        advance_longer(row, last ? end : row, latin, j, here->cost[j], ahead);
    }
}

int32_t sounds_cost(const struct sounds *sounds, enum sound_direction direction, enum alphabet alphabet,
                    const uint8_t *symbols, size_t n, const struct sound_latin *latin, int32_t limit)
{
    const uint16_t *inserted = sounds->inserted[direction][alphabet];
    const struct rows *rows = sounds->rows[direction];
    struct front fronts[SOUND_SOURCE_CHUNK + 1];
    struct front *here = &fronts[0];
    struct front *next = &fronts[1];
    struct front *after = &fronts[2];
    bool alive = true;
    if (limit < 0)
        return limit + 1;
    front_clear(here);
    front_clear(next);
    here->cost[0] = 0;
    here->low = 0;
    for (size_t i = 0; i < n; i++) {
        bool was_alive = alive;
        alive = front_settle(here, inserted, latin, limit);
        /* Every segmentation stands in this front or, stepping over it, in the next. */
        if (!alive && !was_alive)
            return limit + 1;
        front_clear(after);
        unsigned pair = i + 1 < n ? *pair_number(sounds, alphabet, symbols + i) : 0;
        if (alive)
            advance(&rows[single_number(alphabet, symbols[i])], i == 0, i + 1 == n, latin, here, next);
        if (alive && pair && filters_meet(rows[pair].filter, latin->filter))
            advance(&rows[pair], i == 0, i + 2 == n, latin, here, after);
        struct front *spent = here;
        here = next;
        next = after;
        after = spent;
    }
    front_settle(here, inserted, latin, limit);
    return here->cost[latin->n] < limit ? here->cost[latin->n] : limit + 1;
}
