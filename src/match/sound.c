/* Sound: the learned channel from an alphabet to Latin letters. See sound.h. */
#include "match/sound.h"

#include "base/bits.h"

#include <stdbool.h>
#include <string.h>

enum {
    CHUNKS_MAX = 4096,         /* kinds of Latin chunk, all alphabets together */
    PAIRS = LATIN_LETTERS + 1, /* letters and none */
    TRIPLES = PAIRS * PAIRS * PAIRS,
    UNSEEN_COST = 10 * SOUND_UNIT,       /* a symbol for a letter never seen for it */
    ELSEWHERE_COST = 3 * SOUND_UNIT / 2, /* seen, but never at this place */
    FAR = 1 << 28
};

/* The cost of a longer Latin chunk. */
struct longer {
    uint16_t chunk; /* 0: free */
    uint16_t cost;
};

/* The costs of one source chunk at one place: of nothing, of each single letter, and of the longer Latin
 * chunks that are known for it, a hash table with a Bloom filter before it. */
struct row {
    uint64_t filter;
    struct longer *longer;
    uint16_t longer_n;
    uint16_t longer_mask;
    uint16_t cost[PAIRS];
};

/* One source chunk at each place; rows of one chunk lie together. */
struct rows {
    struct row place[PLACE_COUNT];
};

struct sounds {
    uint16_t *number;   /* [TRIPLES] Latin chunk to number; single letters have those of their own */
    size_t chunks_n;    /* numbers in use */
    struct rows **rows; /* [direction][alphabet][first symbol][second symbol or 0]; NULL where never seen */
    uint16_t *inserted[DIRECTION_COUNT][ALPHABET_COUNT]; /* [letter]: cost of a letter from nothing */
};

static size_t rows_index(enum sound_direction direction, enum alphabet alphabet, unsigned first,
                         unsigned second)
{
    return (((size_t)direction * ALPHABET_COUNT + (size_t)alphabet) * SYMBOL_COUNT + first) * SYMBOL_COUNT +
           second;
}

/* Where the chunk stands, or is to be put: there is always room. */
static struct longer *longer_at(const struct row *row, unsigned chunk)
{
    unsigned at = chunk & row->longer_mask;
    while (row->longer[at].chunk && row->longer[at].chunk != chunk)
        at = (at + 1) & row->longer_mask;
    return &row->longer[at];
}

static uint64_t filter_bit(unsigned chunk)
{
    return 1ULL << (chunk & 63);
}

static inline unsigned longer_cost(const struct row *row, unsigned chunk)
{
    if (!(row->filter & filter_bit(chunk)))
        return SOUND_IMPOSSIBLE;
    const struct longer *longer = longer_at(row, chunk);
    return longer->chunk ? longer->cost : SOUND_IMPOSSIBLE;
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

/* First pass: gives every Latin chunk of the file its number. */
static enum err number_chunks(struct sounds *sounds, struct str text, struct fault *fault)
{
    struct str line;
    struct entry entry;
    size_t at = 0;
    sounds->chunks_n = 1;
    for (unsigned letter = 1; letter <= LATIN_LETTERS; letter++)
        sounds->number[(size_t)letter * PAIRS * PAIRS] = (uint16_t)sounds->chunks_n++;
    while (next_line(&text, &line, &at)) {
        if (!read_entry(line, &entry))
            return fault_set(fault, ERR_BAD_INPUT, "sound costs: line %zu is not understood", at);
        uint16_t *number = &sounds->number[triple(entry.latin, entry.latin_n)];
        if (entry.latin_n == 0 || *number)
            continue;
        if (sounds->chunks_n == CHUNKS_MAX)
            return fault_set(fault, ERR_TOO_LARGE, "sound costs: line %zu: over %d Latin chunks", at,
                             CHUNKS_MAX);
        *number = (uint16_t)sounds->chunks_n++;
    }
    return ERR_OK;
}

static struct rows *new_rows(struct arena *arena)
{
    struct rows *rows = arena_alloc(arena, sizeof *rows);
    for (int place = 0; rows && place < PLACE_COUNT; place++) {
        rows->place[place] = (struct row){0};
        memset(rows->place[place].cost, 0xff, sizeof rows->place[place].cost);
    }
    return rows;
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

static bool offer(struct arena *arena, struct row *row, unsigned chunk, unsigned cost)
{
    uint16_t *slot = &row->cost[chunk < PAIRS ? chunk : 0];
    if (chunk >= PAIRS) {
        if (!grow_longer(arena, row))
            return false;
        struct longer *longer = longer_at(row, chunk);
        if (!longer->chunk) {
            *longer = (struct longer){(uint16_t)chunk, SOUND_IMPOSSIBLE};
            row->longer_n++;
        }
        row->filter |= filter_bit(chunk);
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
    unsigned second = entry->source_n > 1 ? entry->source[1] : 0;
    struct rows **rows = &sounds->rows[rows_index(direction, entry->alphabet, entry->source[0], second)];
    if (!*rows && !(*rows = new_rows(arena)))
        return ERR_NO_MEMORY;
    unsigned chunk = entry->latin_n ? sounds->number[triple(entry->latin, entry->latin_n)] : 0;
    bool good = offer(arena, &(*rows)->place[entry->place], chunk, entry->cost[direction]);
    for (int place = 0; good && entry->place == PLACE_MIDDLE && place < PLACE_COUNT; place++)
        if (place != PLACE_MIDDLE)
            good = offer(arena, &(*rows)->place[place], chunk, entry->cost[direction] + ELSEWHERE_COST);
    return good ? ERR_OK : ERR_NO_MEMORY;
}

/* Second pass: the costs themselves. */
static enum err fill_rows(struct arena *arena, struct sounds *sounds, struct str text)
{
    struct str line;
    struct entry entry;
    size_t at = 0;
    enum err err = ERR_OK;
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
    for (size_t i = 0; i < (size_t)DIRECTION_COUNT * ALPHABET_COUNT * SYMBOL_COUNT; i++) {
        struct rows **rows = &sounds->rows[i * SYMBOL_COUNT];
        if (!*rows && !(*rows = new_rows(arena)))
            return ERR_NO_MEMORY;
        for (int place = 0; place < PLACE_COUNT; place++)
            for (unsigned letter = 0; letter < PAIRS; letter++)
                if (!offer(arena, &(*rows)->place[place], letter, UNSEEN_COST))
                    return ERR_NO_MEMORY;
    }
    return ERR_OK;
}

static bool sounds_room(struct arena *arena, struct sounds *sounds)
{
    size_t rows = (size_t)DIRECTION_COUNT * ALPHABET_COUNT * SYMBOL_COUNT * SYMBOL_COUNT;
    sounds->number = arena_array(arena, TRIPLES, sizeof *sounds->number);
    sounds->rows = arena_array(arena, rows, sizeof(struct rows *));
    return sounds->number && sounds->rows;
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
    for (size_t length = 1; length <= SOUND_LATIN_CHUNK; length++)
        for (size_t at = 0; at + length <= ready->n; at++)
            ready->chunk[length - 1][at] = sounds->number[triple(ready->letters + at, length)];
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

/* The costs that a source chunk may have here. */
struct step {
    const struct rows *rows;
    size_t length;
};

static size_t steps_at(const struct sounds *sounds, enum sound_direction direction, enum alphabet alphabet,
                       const uint8_t *symbols, size_t left, struct step steps[SOUND_SOURCE_CHUNK])
{
    size_t n = 0;
    for (size_t length = 1; length <= SOUND_SOURCE_CHUNK && length <= left; length++) {
        unsigned second = length > 1 ? symbols[1] : 0;
        steps[n].length = length;
        steps[n].rows = sounds->rows[rows_index(direction, alphabet, symbols[0], second)];
        if (steps[n].rows)
            n++;
    }
    return n;
}

/* Stores either way: which is less cannot be foretold, and a wrong guess costs more than the store. */
static inline void improve(int32_t *best, int32_t cost)
{
    *best = cost < *best ? cost : *best;
}

/* The longer Latin chunks that begin at j. */
static inline void advance_longer(const struct rows *rows, bool last, enum sound_place place,
                                  const struct sound_latin *latin, size_t j, int32_t here, int32_t *ahead)
{
    for (size_t length = 2; length <= SOUND_LATIN_CHUNK && j + length <= latin->n; length++) {
        uint16_t chunk = latin->chunk[length - 1][j];
        if (chunk)
            improve(&ahead[j + length],
                    here + (int32_t)longer_cost(
                               &rows->place[last && j + length == latin->n ? PLACE_LAST : place], chunk));
    }
}

/* Carries the costs of row i forward over one source chunk; ahead is the row
 * that it reaches. What is impossible costs more than any limit. */
static void advance(const struct step *step, bool first, bool last, const struct sound_latin *latin,
                    int32_t limit, const int32_t *here, int32_t *ahead)
{
    const struct rows *rows = step->rows;
    size_t n = latin->n;
    for (size_t j = 0; j <= n; j++) {
        if (here[j] > limit)
            continue;
        enum sound_place place = first && j == 0 ? PLACE_FIRST : PLACE_MIDDLE;
        const struct row *row = &rows->place[place];
        improve(&ahead[j], here[j] + (last && j == n ? rows->place[PLACE_LAST].cost[0] : row->cost[0]));
        if (j == n)
            break;
        unsigned letter = latin->letters[j];
        improve(&ahead[j + 1],
                here[j] + (last && j + 1 == n ? rows->place[PLACE_LAST].cost[letter] : row->cost[letter]));
        if (row->filter | rows->place[PLACE_LAST].filter)
            advance_longer(rows, last, place, latin, j, here[j], ahead);
    }
}

static int32_t insert_letters(const uint16_t *inserted, const struct sound_latin *latin, int32_t *here)
{
    int32_t least = here[0];
    for (size_t j = 0; j < latin->n; j++) {
        improve(&here[j + 1], here[j] + inserted[latin->letters[j]]);
        improve(&least, here[j + 1]);
    }
    return least;
}

int32_t sounds_cost(const struct sounds *sounds, enum sound_direction direction, enum alphabet alphabet,
                    const uint8_t *symbols, size_t n, const struct sound_latin *latin, int32_t limit)
{
    const uint16_t *inserted = sounds->inserted[direction][alphabet];
    int32_t cost[SOUND_SOURCE_CHUNK + 1][SYMBOLS_MAX + 1];
    size_t width = (size_t)latin->n + 1;
    for (size_t k = 0; k <= SOUND_SOURCE_CHUNK; k++)
        for (size_t j = 0; j < width; j++)
            cost[k][j] = FAR;
    cost[0][0] = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t *here = cost[i % (SOUND_SOURCE_CHUNK + 1)];
        int32_t least = insert_letters(inserted, latin, here);
        struct step steps[SOUND_SOURCE_CHUNK];
        size_t steps_n = steps_at(sounds, direction, alphabet, symbols + i, n - i, steps);
        for (size_t k = 0; k < steps_n; k++) {
            size_t reached = i + steps[k].length;
            int32_t *ahead = cost[reached % (SOUND_SOURCE_CHUNK + 1)];
            advance(&steps[k], i == 0, reached == n, latin, limit, here, ahead);
        }
        /* Every segmentation stands in this row or, stepping over it, in the next. */
        const int32_t *next = cost[(i + 1) % (SOUND_SOURCE_CHUNK + 1)];
        for (size_t j = 0; j < width; j++)
            improve(&least, next[j]);
        if (least > limit)
            return limit + 1;
        for (size_t j = 0; j < width; j++)
            here[j] = FAR;
    }
    int32_t *end = cost[n % (SOUND_SOURCE_CHUNK + 1)];
    insert_letters(inserted, latin, end);
    return end[latin->n] < limit ? end[latin->n] : limit + 1;
}
