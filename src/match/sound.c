/* Sound: the learned channel from an alphabet to Latin letters. See sound.h. */
#include "match/sound.h"

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

struct sounds {
    uint16_t *number; /* [TRIPLES] Latin chunk to number */
    size_t chunks_n;  /* numbers in use */
    uint16_t **rows; /* [direction][alphabet][place][first symbol][second symbol or 0]: costs by number, 0 for
                        "nothing" */
    uint16_t *inserted[DIRECTION_COUNT][ALPHABET_COUNT]; /* [letter]: cost of a letter from nothing */
};

static size_t row_index(enum sound_direction direction, enum alphabet alphabet, enum sound_place place,
                        unsigned first, unsigned second)
{
    return ((((size_t)direction * ALPHABET_COUNT + (size_t)alphabet) * PLACE_COUNT + (size_t)place) *
                SYMBOL_COUNT +
            first) *
               SYMBOL_COUNT +
           second;
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

static uint16_t *new_row(struct arena *arena, const struct sounds *sounds)
{
    uint16_t *row = arena_array(arena, sounds->chunks_n, sizeof *row);
    if (row)
        memset(row, 0xff, sounds->chunks_n * sizeof *row);
    return row;
}

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
    size_t at = row_index(direction, entry->alphabet, entry->place, entry->source[0], second);
    uint16_t **row = &sounds->rows[at];
    if (!*row && !(*row = new_row(arena, sounds)))
        return ERR_NO_MEMORY;
    (*row)[entry->latin_n ? sounds->number[triple(entry->latin, entry->latin_n)] : 0] =
        entry->cost[direction];
    return ERR_OK;
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

/* What was seen elsewhere in a token may also stand here; what was never seen, at the price of a slip. */
static void soften(uint16_t *row, const uint16_t *elsewhere, size_t n, bool single)
{
    for (size_t i = 0; i < n; i++) {
        unsigned other = elsewhere ? elsewhere[i] + (unsigned)ELSEWHERE_COST : SOUND_IMPOSSIBLE;
        if (other < row[i])
            row[i] = (uint16_t)other;
        if (single && i <= LATIN_LETTERS && row[i] > UNSEEN_COST)
            row[i] = UNSEEN_COST;
    }
}

static enum err soften_chunk(struct arena *arena, struct sounds *sounds, enum sound_direction direction,
                             enum alphabet alphabet, unsigned first, unsigned second)
{
    for (int place = 0; place < PLACE_COUNT; place++) {
        uint16_t **row =
            &sounds->rows[row_index(direction, alphabet, (enum sound_place)place, first, second)];
        uint16_t *middle = sounds->rows[row_index(direction, alphabet, PLACE_MIDDLE, first, second)];
        if (second && !*row && !middle)
            continue;
        if (!*row && !(*row = new_row(arena, sounds)))
            return ERR_NO_MEMORY;
        soften(*row, place == PLACE_MIDDLE ? NULL : middle, sounds->chunks_n, second == 0);
    }
    return ERR_OK;
}

static enum err soften_rows(struct arena *arena, struct sounds *sounds)
{
    enum err err = ERR_OK;
    for (int direction = 0; direction < DIRECTION_COUNT; direction++)
        for (int alphabet = 0; alphabet < ALPHABET_COUNT; alphabet++)
            for (unsigned first = 1; first < SYMBOL_COUNT; first++)
                for (unsigned second = 0; second < SYMBOL_COUNT && !err; second++)
                    err = soften_chunk(arena, sounds, (enum sound_direction)direction,
                                       (enum alphabet)alphabet, first, second);
    return err;
}

enum err sounds_load(struct arena *arena, struct str text, struct sounds **out, struct fault *fault)
{
    struct sounds *sounds = arena_alloc(arena, sizeof *sounds);
    size_t rows = (size_t)DIRECTION_COUNT * ALPHABET_COUNT * PLACE_COUNT * SYMBOL_COUNT * SYMBOL_COUNT;
    if (!sounds || !(sounds->number = arena_array(arena, TRIPLES, sizeof *sounds->number)) ||
        !(sounds->rows = arena_array(arena, rows, sizeof *sounds->rows)))
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
        err = soften_rows(arena, sounds);
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

/* The costs that a source chunk may have here, by where the chunk of letters would stand. */
struct step {
    const uint16_t *row[PLACE_COUNT];
    size_t length;
};

static size_t steps_at(const struct sounds *sounds, enum sound_direction direction, enum alphabet alphabet,
                       const uint8_t *symbols, size_t left, struct step steps[SOUND_SOURCE_CHUNK])
{
    size_t n = 0;
    for (size_t length = 1; length <= SOUND_SOURCE_CHUNK && length <= left; length++) {
        unsigned second = length > 1 ? symbols[1] : 0;
        steps[n].length = length;
        for (int place = 0; place < PLACE_COUNT; place++)
            steps[n].row[place] =
                sounds->rows[row_index(direction, alphabet, (enum sound_place)place, symbols[0], second)];
        if (steps[n].row[PLACE_MIDDLE])
            n++;
    }
    return n;
}

static inline void improve(int32_t *best, int32_t cost)
{
    if (cost < *best)
        *best = cost;
}

/* Carries the costs of row i forward over one source chunk; ahead is the row that it reaches. */
static void advance(const struct step *step, bool first, bool last, const struct sound_latin *latin,
                    const int32_t *here, int32_t *ahead)
{
    size_t n = latin->n;
    for (size_t j = 0; j <= n; j++) {
        if (here[j] >= FAR)
            continue;
        const uint16_t *row = step->row[first && j == 0 ? PLACE_FIRST : PLACE_MIDDLE];
        for (size_t length = 0; length <= SOUND_LATIN_CHUNK && j + length <= n; length++) {
            uint16_t chunk = length ? latin->chunk[length - 1][j] : 0;
            if (length > 1 && !chunk)
                continue;
            const uint16_t *used = last && j + length == n ? step->row[PLACE_LAST] : row;
            if (used[chunk] != SOUND_IMPOSSIBLE)
                improve(&ahead[j + length], here[j] + used[chunk]);
        }
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
            advance(&steps[k], i == 0, reached == n, latin, here, ahead);
        }
        /* Every segmentation stands in this row or, stepping over it, in the next. */
        const int32_t *next = cost[(i + 1) % (SOUND_SOURCE_CHUNK + 1)];
        for (size_t j = 0; j < width; j++)
            improve(&least, next[j]);
        if (least > limit)
            return least;
        for (size_t j = 0; j < width; j++)
            here[j] = FAR;
    }
    int32_t *end = cost[n % (SOUND_SOURCE_CHUNK + 1)];
    insert_letters(inserted, latin, end);
    return end[latin->n];
}
