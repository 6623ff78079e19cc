/* Rates, counting: the names and dates of one person held against each other. See rates.h. */
#include "synth/rates.h"

#include "base/limits.h"
#include "name/parse.h"
#include "record/date.h"

enum { TOKENS_MAX = 16, LETTERS_MAX = 40, SLIP_LETTERS = 4, WIDE_SLIP_LETTERS = 8 };

struct tokens {
    struct name_token *at[TOKENS_MAX];
    size_t n;
};

/* Romanised tokens that name him; particles and titles come and go with no error. */
static enum err tokens_of(struct arena *arena, struct str text, struct tokens *tokens, struct fault *fault)
{
    struct name name;
    tokens->n = 0;
    enum err err = name_parse(arena, text, NAME_WHOLE, &name, fault);
    if (err == ERR_NO_MEMORY)
        return err;
    for (size_t i = 0; !err && i < name.tokens_n && tokens->n < TOKENS_MAX; i++) {
        struct name_token *token = &name.tokens[i];
        bool names_him =
            token->part != PART_PARTICLE && token->part != PART_TITLE && token->part != PART_NICKNAME;
        if (names_him && token->forms_n && token->script == SCRIPT_LATIN)
            tokens->at[tokens->n++] = token;
    }
    return ERR_OK;
}

/* Letters to change, insert, leave out or swap with a neighbour (optimal string alignment). */
static size_t distance(struct str a, struct str b)
{
    size_t row[3][LETTERS_MAX + 1];
    if (a.n > LETTERS_MAX || b.n > LETTERS_MAX)
        return LETTERS_MAX;
    for (size_t j = 0; j <= b.n; j++)
        row[1][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = row[(i + 1) % 3];
        const size_t *before = row[i % 3];
        const size_t *earlier = row[(i + 2) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t least = before[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            least = before[j] + 1 < least ? before[j] + 1 : least;
            least = now[j - 1] + 1 < least ? now[j - 1] + 1 : least;
            bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
            if (swapped && earlier[j - 2] + 1 < least)
                least = earlier[j - 2] + 1;
            now[j] = least;
        }
    }
    return row[(a.n + 1) % 3][b.n];
}

enum likeness { UNLIKE, LIKE_INITIAL, LIKE_SLIP, LIKE_RESPELLED, LIKE_EQUAL };

static enum likeness likeness_of(const struct name_token *a, const struct name_token *b)
{
    struct str x = a->forms[0].latin;
    struct str y = b->forms[0].latin;
    size_t shorter = x.n < y.n ? x.n : y.n;
    if (str_equal(x, y))
        return LIKE_EQUAL;
    if (shorter == 1)
        return x.p[0] == y.p[0] ? LIKE_INITIAL : UNLIKE;
    if (a->skeleton && a->skeleton == b->skeleton)
        return LIKE_RESPELLED;
    size_t allowed = shorter >= WIDE_SLIP_LETTERS ? 2 : shorter >= SLIP_LETTERS ? 1 : 0;
    return distance(x, y) <= allowed ? LIKE_SLIP : UNLIKE;
}

/* Pairs the tokens, the likest first. match[i] is the token of b for the i-th of a, or b->n. */
static void pair_up(const struct tokens *a, const struct tokens *b, size_t match[TOKENS_MAX],
                    enum likeness likeness[TOKENS_MAX])
{
    bool taken[TOKENS_MAX] = {false};
    for (size_t i = 0; i < a->n; i++)
        match[i] = b->n;
    for (enum likeness want = LIKE_EQUAL; want > UNLIKE; want--)
        for (size_t i = 0; i < a->n; i++)
            for (size_t j = 0; j < b->n && match[i] == b->n; j++) {
                if (taken[j] || likeness_of(a->at[i], b->at[j]) != want)
                    continue;
                match[i] = j;
                likeness[i] = want;
                taken[j] = true;
            }
}

static void count(struct rate_counts *counts, enum rate rate, bool seen)
{
    counts->of[rate]++;
    counts->seen[rate] += seen;
}

/* Names that have less than two tokens in common are other names, no errors. */
static void count_names(struct rate_counts *counts, const struct tokens *a, const struct tokens *b)
{
    size_t match[TOKENS_MAX];
    enum likeness likeness[TOKENS_MAX];
    size_t common = 0;
    size_t last = 0;
    bool reordered = false;
    pair_up(a, b, match, likeness);
    for (size_t i = 0; i < a->n; i++) {
        if (match[i] == b->n)
            continue;
        reordered |= common > 0 && match[i] < last;
        last = match[i];
        common++;
    }
    if (common < 2)
        return;
    count(counts, RATE_REORDERED, reordered);
    for (size_t i = 0; i < a->n; i++) {
        count(counts, RATE_OMITTED, match[i] == b->n);
        if (match[i] == b->n)
            continue;
        count(counts, RATE_RESPELLED, likeness[i] == LIKE_RESPELLED);
        count(counts, RATE_SLIP, likeness[i] == LIKE_SLIP);
        count(counts, RATE_INITIAL, likeness[i] == LIKE_INITIAL);
    }
    for (size_t j = 0; j < b->n; j++)
        count(counts, RATE_ADDED, j >= common);
}

static bool one_digit_differs(int a, int b)
{
    int differ = 0;
    for (int i = 0; i < 4; i++, a /= 10, b /= 10)
        differ += a % 10 != b % 10;
    return differ == 1;
}

static void count_date(struct rate_counts *counts, struct date first, struct date other)
{
    bool year = first.year == other.year;
    bool month = first.month == other.month;
    bool day = first.day == other.day;
    int apart = first.year > other.year ? first.year - other.year : other.year - first.year;
    bool near = month && day && !year && apart <= 2;
    count(counts, RATE_DATE_SWAPPED, year && !month && first.month == other.day && first.day == other.month);
    count(counts, RATE_DATE_DAY, year && month);
    count(counts, RATE_DATE_MONTH, year && day);
    count(counts, RATE_DATE_YEAR_NEAR, near);
    count(counts, RATE_DATE_DIGIT,
          month && day && !year && !near && one_digit_differs(first.year, other.year));
}

static void count_dates(struct rate_counts *counts, const struct values *values)
{
    struct date first = {0};
    if (values->n == 0)
        return;
    count(counts, RATE_DATE_MANY, values->n > 1);
    for (size_t i = 0; i < values->n; i++) {
        struct date date;
        if (date_parse(values->at[i], &date, NULL) != ERR_OK)
            continue;
        count(counts, RATE_DATE_YEAR, date.month == 0);
        if (first.day && date.day)
            count_date(counts, first, date);
        if (!first.day)
            first = date;
    }
}

enum err rates_count(struct rate_counts *counts, const struct subject *subject, struct arena *scratch,
                     struct fault *fault)
{
    const enum property others[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    struct tokens first;
    struct tokens other;
    count_dates(counts, &subject->values[PROPERTY_BIRTH_DATE]);
    if (subject->values[PROPERTY_NAME].n == 0)
        return ERR_OK;
    arena_reset(scratch);
    enum err err = tokens_of(scratch, subject->values[PROPERTY_NAME].at[0], &first, fault);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        for (size_t i = others[k] == PROPERTY_NAME; !err && i < subject->values[others[k]].n; i++) {
            err = tokens_of(scratch, subject->values[others[k]].at[i], &other, fault);
            if (!err)
                count_names(counts, &first, &other);
        }
    return err;
}
