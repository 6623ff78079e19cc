/* Rarity: the table of counts and the letter model. See rarity.h. */
#include "name/rarity.h"

#include "base/hash.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS = 27, DEFAULT_LETTER = 3 * RARITY_UNIT };

struct cell {
    uint64_t key; /* 0: free */
    int32_t cost;
};

struct table {
    struct cell *cell;
    size_t capacity; /* a power of two */
};

struct rarity {
    struct table tokens;    /* by hash of the spelling */
    struct table skeletons; /* by skeleton */
    int16_t *letters;       /* [LETTERS][LETTERS][LETTERS]: a letter after two */
    int32_t unseen;         /* d unseen: what a token not counted costs before its letters */
    int32_t scale;          /* d scale: how much of the letter model counts, in 1/256 */
    int32_t rare_skeleton;  /* d skeleton: a skeleton not counted */
};

/* Never 0. */
static uint64_t hash(struct str s)
{
    uint64_t h = hash_fnv64(s);
    return h ? h : 1;
}

/* Where a key stands, if no other one does. */
static size_t table_place(const struct table *table, uint64_t key)
{
    return (size_t)((key * 0x9e3779b97f4a7c15U) >> 24) & (table->capacity - 1);
}

static struct cell *table_cell(const struct table *table, uint64_t key)
{
    size_t at = table_place(table, key);
    while (table->cell[at].key && table->cell[at].key != key)
        at = (at + 1) & (table->capacity - 1);
    return &table->cell[at];
}

static bool table_init(struct arena *arena, struct table *table, size_t entries)
{
    table->capacity = 64;
    while (table->capacity < entries * 2)
        table->capacity *= 2;
    table->cell = arena_array(arena, table->capacity, sizeof *table->cell);
    return table->cell != NULL;
}

static bool read_number(struct str text, int base, int64_t *value)
{
    char copy[24];
    char *end;
    if (text.n == 0 || text.n >= sizeof copy)
        return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    *value = (int64_t)strtoull(copy, &end, base);
    return *end == '\0';
}

static int letter_code(char c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 1 : c == '_' ? 0 : -1;
}

static bool read_letters(struct rarity *rarity, struct str before, struct str costs)
{
    int a = before.n == 2 ? letter_code(before.p[0]) : -1;
    int b = before.n == 2 ? letter_code(before.p[1]) : -1;
    if (a < 0 || b < 0)
        return false;
    for (int c = 0; c < LETTERS; c++) {
        int64_t cost;
        if (!read_number(str_cut(&costs, ' '), 10, &cost) || cost > INT16_MAX)
            return false;
        rarity->letters[(a * LETTERS + b) * LETTERS + c] = (int16_t)cost;
    }
    return true;
}

static bool read_default(struct rarity *rarity, struct str name, int32_t cost)
{
    int32_t *const slot[] = {&rarity->unseen, &rarity->scale, &rarity->rare_skeleton};
    static const char *const names[] = {"unseen", "scale", "skeleton"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(name, str_of(names[i]))) {
            *slot[i] = cost;
            return true;
        }
    return false;
}

static bool read_line(struct rarity *rarity, struct str line)
{
    struct str kind = str_cut(&line, '\t');
    struct str key = str_cut(&line, '\t');
    int64_t number;
    int64_t bits;
    if (str_equal(kind, STR("g")))
        return read_letters(rarity, key, line);
    if (!read_number(line, 10, &number) || number > INT32_MAX)
        return false;
    if (str_equal(kind, STR("d")))
        return read_default(rarity, key, (int32_t)number);
    if (str_equal(kind, STR("t")))
        *table_cell(&rarity->tokens, hash(key)) = (struct cell){hash(key), (int32_t)number};
    else if (str_equal(kind, STR("s")) && read_number(key, 16, &bits) && bits)
        *table_cell(&rarity->skeletons, (uint64_t)bits) = (struct cell){(uint64_t)bits, (int32_t)number};
    else
        return false;
    return true;
}

static size_t count_lines(struct str text, char kind)
{
    size_t n = 0;
    while (text.p && text.n) {
        struct str line = str_cut(&text, '\n');
        n += line.n && line.p[0] == kind;
    }
    return n;
}

enum err rarity_load(struct arena *arena, struct str text, struct rarity **out, struct fault *fault)
{
    struct rarity *rarity = arena_alloc(arena, sizeof *rarity);
    size_t cells = (size_t)LETTERS * LETTERS * LETTERS;
    if (!rarity || !table_init(arena, &rarity->tokens, count_lines(text, 't')) ||
        !table_init(arena, &rarity->skeletons, count_lines(text, 's')) ||
        !(rarity->letters = arena_array(arena, cells, sizeof *rarity->letters)))
        return fault_set(fault, ERR_NO_MEMORY, "rarity table");
    for (size_t i = 0; i < cells; i++)
        rarity->letters[i] = DEFAULT_LETTER;
    rarity->scale = rarity->unseen = rarity->rare_skeleton = 1;
    for (size_t at = 1; text.p && text.n; at++) {
        struct str line = str_cut(&text, '\n');
        if (line.n && line.p[0] != '#' && !read_line(rarity, line))
            return fault_set(fault, ERR_BAD_INPUT, "rarity table: line %zu is not understood", at);
    }
    *out = rarity;
    return ERR_OK;
}

static int32_t letters_cost(const struct rarity *rarity, struct str latin)
{
    int32_t sum = 0;
    int a = 0;
    int b = 0;
    for (size_t i = 0; i <= latin.n; i++) {
        int c = i < latin.n ? letter_code(latin.p[i]) : 0;
        if (c < 0)
            continue;
        sum += rarity->letters[(a * LETTERS + b) * LETTERS + c];
        a = b;
        b = c;
    }
    return sum;
}

int32_t rarity_of_skeleton(const struct rarity *rarity, skeleton s)
{
    const struct cell *cell = s ? table_cell(&rarity->skeletons, s) : NULL;
    if (!cell)
        return 0;
    return cell->key ? cell->cost : rarity->rare_skeleton;
}

void rarity_expect_skeleton(const struct rarity *rarity, skeleton s)
{
    __builtin_prefetch(&rarity->skeletons.cell[table_place(&rarity->skeletons, s)]);
}

int32_t rarity_of(const struct rarity *rarity, struct str latin)
{
    const struct cell *cell = table_cell(&rarity->tokens, hash(latin));
    return cell->key ? cell->cost : rarity->unseen + letters_cost(rarity, latin) * rarity->scale / 256;
}
