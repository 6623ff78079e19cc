/* Bound: the most that a comparison can reach. See bound.h. */
#include "match/bound.h"

#include "base/bits.h"
#include "base/hash.h"
#include "match/align.h"
#include "name/rarity.h"

#include <math.h>
#include <stdlib.h>

static uint16_t rounded_up(float nats)
{
    float units = ceilf(nats * RARITY_UNIT);
    return (uint16_t)(units < 0 ? 0 : units > UINT16_MAX ? UINT16_MAX : units);
}

static uint16_t stem_hash(struct str stem)
{
    /* Stems of up to three letters are no evidence (token.c). */
    return stem.n > 3 ? (uint16_t)(hash_str(stem, 0) | 1) : 0;
}

/* A form that two tokens share has one skeleton too. */
static void add_form(struct token_sketch *sketch, struct str latin, skeleton s)
{
    sketch->form_bits[0] |= 1ULL << (hash_str(latin, 0) >> 58);
    sketch->form_bits[1] |= 1ULL << (hash_mix(s) >> 58);
}

void token_sketch_init(const struct person_token *token, struct token_sketch *sketch)
{
    *sketch = (struct token_sketch){.skeleton = skeleton_of_latin(token->latin),
                                    .latin_n = (uint8_t)(token->latin.n < 255 ? token->latin.n : 255),
                                    .script = (uint8_t)token->script,
                                    .alphabet = (uint8_t)token->alphabet,
                                    .joined = token->joined};
    memcpy(sketch->latin, token->latin.p, token->latin.n < SKETCH_LETTERS ? token->latin.n : SKETCH_LETTERS);
    token_sketch_add(token, sketch);
}

void token_sketch_add(const struct person_token *token, struct token_sketch *sketch)
{
    uint16_t rarity = rounded_up(token->rarity);
    uint16_t class_rarity = rounded_up(token->class_rarity);
    for (size_t i = 0; i < token->forms_n; i++)
        add_form(sketch, token->forms[i].latin, skeleton_of_latin(token->forms[i].latin));
    sketch->rarity = sketch->rarity > rarity ? sketch->rarity : rarity;
    sketch->class_rarity = sketch->class_rarity > class_rarity ? sketch->class_rarity : class_rarity;
    sketch->class_bits |= token->class_bits;
    uint16_t stem = stem_hash(token->stem);
    if (stem != sketch->stems[0])
        sketch->stems[sketch->stems[0] != 0] = stem;
}

static bool share_stem(const struct token_sketch *a, const struct token_sketch *b)
{
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            if (a->stems[i] && a->stems[i] == b->stems[j])
                return true;
    return false;
}

enum { FORMS_APART = 8 /* classes that the forms of one token differ in */ };

/* Lengths less twice the longest common subsequence, as in token.c. */
static int letters_apart(const struct token_sketch *a, const struct token_sketch *b)
{
    uint32_t where[32] = {0};
    uint32_t open = UINT32_MAX;
    for (size_t i = 0; i < a->latin_n; i++)
        where[a->latin[i] & 31] |= 1U << i;
    for (size_t i = 0; i < b->latin_n; i++) {
        uint32_t match = open & where[b->latin[i] & 31];
        open = (open + match) | (open - match);
    }
    return a->latin_n + b->latin_n - 2 * bits_set(~open & ((1U << a->latin_n) - 1));
}

static bool may_sound_alike(const struct token_sketch *a, const struct token_sketch *b, int apart,
                            int classes, bool both_short)
{
    bool whole = a->latin_n <= SKETCH_LETTERS && b->latin_n <= SKETCH_LETTERS;
    if (a->joined || b->joined)
        return apart <= TOKEN_APART_JOINED &&
               (!whole || alphabet_is_abjad(a->alphabet) != alphabet_is_abjad(b->alphabet) ||
                letters_apart(a, b) <= TOKEN_LETTERS_JOINED + 1);
    if (alphabet_is_syllabic(a->alphabet) != alphabet_is_syllabic(b->alphabet))
        return apart <= SYLLABIC_APART;
    if (alphabet_is_abjad(a->alphabet) != alphabet_is_abjad(b->alphabet))
        return apart <= TOKEN_APART_ABJAD && (apart <= 1 || apart * 3 <= classes);
    if (a->alphabet != b->alphabet)
        return apart <= TOKEN_APART_MOST;
    if (apart > (both_short ? TOKEN_APART_SHORT : TOKEN_APART_MOST))
        return false;
    return apart == 0 || !whole || letters_apart(a, b) <= 1 + (a->latin_n + b->latin_n) / TOKEN_LETTERS_OF;
}

static bool may_be_slip(const struct token_sketch *a, const struct token_sketch *b)
{
    if (a->script != b->script || a->latin_n < TOKEN_SLIP_LETTERS || b->latin_n < TOKEN_SLIP_LETTERS ||
        a->joined || b->joined || abs(a->latin_n - b->latin_n) > 1)
        return false;
    return a->latin_n > SKETCH_LETTERS || b->latin_n > SKETCH_LETTERS ||
           token_one_slip((struct str){a->latin, a->latin_n}, (struct str){b->latin, b->latin_n});
}

/* What being alike in sound can bring where the skeletons are so far apart. */
static double sound_most(const struct weights *w, const struct token_sketch *a, const struct token_sketch *b,
                         int apart, double class_rarity)
{
    double x = (double)a->rarity / RARITY_UNIT;
    double y = (double)b->rarity / RARITY_UNIT;
    double nats = fmax(x, y) - fmin(w->sound_base, w->syllable_base);
    if (a->alphabet == ALPHABET_LATIN && b->alphabet == ALPHABET_LATIN)
        nats = (x + y) / 2 - w->sound_base - w->consonant * apart;
    return nats > class_rarity ? class_rarity + TOKEN_BEYOND * (nats - class_rarity) : nats;
}

/* What letters that romanisations do not share take from that, of two alphabets. Of a million pairs of tokens
 * that agree by sound alone one in a hundred loses less. */
static double letters_cost(const struct token_sketch *a, const struct token_sketch *b)
{
    enum { FREE = 3 };
    static const double each = 0.8;
    if (a->alphabet == b->alphabet || a->latin_n > SKETCH_LETTERS || b->latin_n > SKETCH_LETTERS)
        return 0;
    return each * fmax(0, letters_apart(a, b) - FREE);
}

int token_classes(skeleton s)
{
    return s ? (67 - __builtin_clzll(s)) / 4 : 0;
}

double token_other(const struct weights *w)
{
    return -w->contradicted * (1 - exp(-2));
}

double token_bound(const struct model *model, const struct token_sketch *a, const struct token_shape *a_shape,
                   const struct token_sketch *b)
{
    const struct weights *w = &model->weights;
    if ((a->latin_n == 1) != (b->latin_n == 1))
        return w->initial;
    /* Of the second the distance needs no more. */
    struct token_shape b_shape = {.classes = b->skeleton, .n = (uint8_t)token_classes(b->skeleton)};
    int apart = token_shape_distance(a_shape, &b_shape);
    double class_rarity =
        (double)(a->class_rarity < b->class_rarity ? a->class_rarity : b->class_rarity) / RARITY_UNIT;
    bool forms =
        (a->form_bits[0] & b->form_bits[0]) && (a->form_bits[1] & b->form_bits[1]) && apart <= FORMS_APART;
    double best = -INFINITY;
    if (forms || (a->class_bits & b->class_bits) || share_stem(a, b))
        best = class_rarity + TOKEN_SPELLED;
    else if (apart <= TOKEN_SLIP_APART && may_be_slip(a, b))
        best = class_rarity + TOKEN_SPELLED - w->slip_cost;
    if (may_sound_alike(a, b, apart, a_shape->n + b_shape.n,
                        a_shape->n <= TOKEN_SHORT && b_shape.n <= TOKEN_SHORT))
        best = fmax(best, sound_most(w, a, b, apart, class_rarity) - letters_cost(a, b));
    if (best > -INFINITY)
        return fmax(best, 0);
    return token_other(w);
}

/* Whether b is a without one class. */
static bool is_one_less(skeleton a, skeleton b)
{
    while (b && (a & 15) == (b & 15)) {
        a >>= 4;
        b >>= 4;
    }
    return a >> 4 == b;
}

/* Whether two skeletons of so many classes are equal but for one that one of them has more. */
static bool is_near(skeleton a, int a_n, skeleton b, int b_n)
{
    if (a_n == b_n)
        return a == b;
    if (a_n == b_n + 1)
        return is_one_less(a, b);
    return b_n == a_n + 1 && is_one_less(b, a);
}

void token_may_be_half(const struct token_sketch *own, const struct token_shape *shape,
                       const struct token_sketch *half, bool *left, bool *right)
{
    int n = token_classes(half->skeleton);
    *left = *right = n == 0;
    if (half->latin_n > own->latin_n + 1 || half->latin_n > SKETCH_LETTERS || n > shape->n + 1)
        return;
    /* Romanisations of syllables have little more in common than how they begin and end. */
    if (alphabet_is_syllabic(own->alphabet) && half->alphabet == ALPHABET_LATIN && n > 0 && shape->n > 0) {
        *left = (half->skeleton >> (4 * (n - 1)) & 15) == (shape->classes >> (4 * (shape->n - 1)) & 15);
        *right = n == 1 || (half->skeleton & 15) == (shape->classes & 15);
    }
    for (int k = n > 1 ? n - 1 : 1; k <= n + 1 && k <= shape->n; k++) {
        skeleton first = shape->classes >> (4 * (shape->n - k));
        skeleton last = k < 16 ? shape->classes & ((1ULL << (4 * k)) - 1) : shape->classes;
        *left = *left || is_near(half->skeleton, n, first, k);
        *right = *right || is_near(half->skeleton, n, last, k);
    }
}

void bound_person_init(const struct person *person, struct bound_person *bound)
{
    bound->names_n = 0;
    bound->tokens_n = 0;
    bound->whole = person->names_n <= BOUND_NAMES && person->tokens_n <= BOUND_TOKENS;
    if (!bound->whole)
        return;
    bound->tokens_n = person->tokens_n;
    for (size_t i = 0; i < person->tokens_n; i++) {
        token_sketch_init(&person->tokens[i], &bound->sketch[i]);
        bound->shape[i] = person->tokens[i].shape;
    }
    for (size_t i = 0; i < person->names_n; i++) {
        const struct person_name *name = &person->names[i];
        struct bound_name *out = &bound->name[bound->names_n++];
        *out = (struct bound_name){.tokens_n = name->tokens_n, .weak = name->weak};
        memcpy(out->part, name->part, sizeof out->part);
        for (size_t k = 0; k < name->tokens_n; k++) {
            out->token[k] = (uint8_t)name->token[k];
            out->joined[k] = name->joined[k] == UINT16_MAX ? BOUND_NONE : (uint8_t)name->joined[k];
        }
    }
}

struct bounds {
    const struct model *model;
    const struct bound_person *query;
    const struct bound_person *record;
};

static double pair_bound(const struct bounds *bounds, uint8_t query, uint8_t record)
{
    const struct bound_person *q = bounds->query;
    if (bounds->record->column[record])
        return (double)bounds->record->column[record][query] / RARITY_UNIT;
    return token_bound(bounds->model, &q->sketch[query], &q->shape[query], &bounds->record->sketch[record]);
}

/* Whether two skeletons one behind the other are near enough; where they meet, a class may be lost or won. */
static bool may_be_joined(const struct token_shape *own, skeleton left, skeleton right)
{
    enum { MEETING = 1 };
    int right_n = token_classes(right);
    int n = token_classes(left) + right_n;
    if (abs(n - own->n) > TOKEN_APART_JOINED + MEETING)
        return false;
    if (n > 16 || right_n == 0)
        return true;
    if (left && (left & 15) == right >> (4 * (right_n - 1)))
        left >>= 4;
    struct token_shape both = {.classes = right_n < 16 ? left << (4 * right_n) | right : right};
    both.n = (uint8_t)token_classes(both.classes);
    return token_shape_distance(own, &both) <= TOKEN_APART_JOINED + MEETING;
}

/* Whether a token of the query may be two neighbours of the record written as one. */
static bool may_join(const struct bounds *bounds, uint8_t token, const struct bound_name *name, size_t j)
{
    enum { LETTERS_OF = 3 /* of so many letters one may be more or less */ };
    const struct token_sketch *own = &bounds->query->sketch[token];
    const struct token_sketch *left = &bounds->record->sketch[name->token[j]];
    const struct token_sketch *right = &bounds->record->sketch[name->token[j + 1]];
    int n = left->latin_n + right->latin_n;
    bool whole = left->latin_n <= SKETCH_LETTERS && right->latin_n <= SKETCH_LETTERS;
    return left->script == right->script && whole && abs(n - own->latin_n) <= 1 + n / LETTERS_OF &&
           may_be_joined(&bounds->query->shape[token], left->skeleton, right->skeleton);
}

/* What they can bring. */
static double joined_bound(const struct bounds *bounds, uint8_t token, const struct bound_name *name,
                           size_t j)
{
    const struct token_sketch *own = &bounds->query->sketch[token];
    const struct token_sketch *left = &bounds->record->sketch[name->token[j]];
    const struct token_sketch *right = &bounds->record->sketch[name->token[j + 1]];
    char latin[2 * SKETCH_LETTERS];
    int n = left->latin_n + right->latin_n;
    if (!may_join(bounds, token, name, j))
        return 0;
    memcpy(latin, left->latin, left->latin_n);
    memcpy(latin + left->latin_n, right->latin, right->latin_n);
    /* As rare as what it is held against: more would not count. */
    struct token_sketch both = {.skeleton = skeleton_of_latin((struct str){latin, (size_t)n}),
                                .rarity = own->rarity,
                                .class_rarity = own->class_rarity,
                                .latin_n = (uint8_t)n,
                                .script = left->script,
                                .alphabet = left->alphabet,
                                .joined = 1};
    memcpy(both.latin, latin, n < SKETCH_LETTERS ? (size_t)n : SKETCH_LETTERS);
    add_form(&both, (struct str){latin, (size_t)n}, both.skeleton);
    return token_bound(bounds->model, own, &bounds->query->shape[token], &both);
}

/* A pair of names, rows the shorter one's tokens: what each pair can bring, and
 * a row with its neighbour, and with two columns. */
struct table {
    const struct weights *w;
    const struct bound_name *row;
    const struct bound_name *column;
    float one[PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
    float two_rows[PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
    float two_columns[PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
    float other[PERSON_NAME_TOKENS];  /* of a row that agrees with nothing */
    bool missing[PERSON_NAME_TOKENS]; /* which then is missing on the other side, and contradicts nothing */
};

static bool has_part(const struct bound_name *name, uint8_t part)
{
    for (size_t i = 0; i < name->tokens_n; i++)
        if (name->part[i] == part)
            return true;
    return false;
}

/* Whether a token of the shorter name that nothing agrees with is missing, and does not contradict. */
static bool is_missing(const struct table *table, size_t row)
{
    uint8_t part = table->row->part[row];
    bool contradicts = part == PART_UNKNOWN || part == PART_FAMILY || part == PART_GIVEN ||
                       part == PART_NISBA || part == PART_INITIAL || table->row->tokens_n == 1 ||
                       has_part(table->column, part);
    return !contradicts;
}

static void fill_table(const struct bounds *bounds, const struct bound_name *query,
                       const struct bound_name *record, struct table *table)
{
    bool turned = table->row != query;
    for (size_t i = 0; i < table->row->tokens_n; i++) {
        table->missing[i] = is_missing(table, i);
        table->other[i] = (float)-(table->missing[i] ? table->w->missing_part : table->w->contradicted);
    }
    for (size_t i = 0; i < query->tokens_n; i++)
        for (size_t j = 0; j < record->tokens_n; j++) {
            size_t row = turned ? j : i;
            size_t column = turned ? i : j;
            uint8_t joined = query->joined[i];
            double one = pair_bound(bounds, query->token[i], record->token[j]);
            double ours = joined == BOUND_NONE ? 0 : pair_bound(bounds, joined, record->token[j]);
            double theirs = j + 1 < record->tokens_n ? joined_bound(bounds, query->token[i], record, j) : 0;
            table->one[row][column] = (float)one;
            table->two_rows[row][column] = (float)(turned ? theirs : ours);
            table->two_columns[row][column] = (float)(turned ? ours : theirs);
            if (one <= 0 && one > table->other[row])
                table->other[row] = (float)one;
        }
}

double names_together(const struct weights *w, double agreeing)
{
    return agreeing - w->together * fmax(0, agreeing - w->usual);
}

/* What an assignment has come to. */
struct come {
    double agreeing;
    double against;
    double undisputed;
    size_t agreeing_n;
    unsigned used; /* columns */
};

static struct come with(const struct come *come, double nats, unsigned used, size_t n)
{
    struct come next = *come;
    next.used |= used;
    next.agreeing += fmax(nats, 0);
    next.against += fmin(nats, 0);
    next.agreeing_n += nats > 0 ? n : 0;
    next.undisputed *= align_undisputed(nats);
    return next;
}

static double total(const struct table *table, const struct come *come)
{
    const struct weights *w = table->w;
    size_t columns = table->column->tokens_n;
    double missing = fmin(w->missing_part, fmin(w->missing, w->missing_first));
    size_t unused = columns > table->row->tokens_n && come->agreeing_n <= table->row->tokens_n
                        ? columns - table->row->tokens_n
                        : 0;
    double agreeing = names_together(w, come->agreeing);
    double relative = (1 - come->undisputed) * (w->relative * agreeing + w->contradiction);
    bool one = come->agreeing_n <= 1 && come->agreeing > 0 && columns > 1;
    double single = one ? (w->single + w->single_share * come->agreeing) * come->undisputed : 0;
    return agreeing + come->against - relative - single - (double)unused * missing;
}

/* The best assignment from this row on: every column to one row at most. */
static double assign(const struct table *table, size_t row, const struct come *come)
{
    if (row >= table->row->tokens_n)
        return total(table, come);
    struct come next = with(come, table->other[row], 0, 0);
    if (table->missing[row])
        next.undisputed = come->undisputed;
    double best = assign(table, row + 1, &next);
    for (size_t j = 0; j < table->column->tokens_n; j++) {
        if (come->used >> j & 1)
            continue;
        if (table->one[row][j] > 0) {
            next = with(come, table->one[row][j], 1U << j, 1);
            best = fmax(best, assign(table, row + 1, &next));
        }
        if (table->two_rows[row][j] > 0) {
            next = with(come, table->two_rows[row][j], 1U << j, 2);
            best = fmax(best, assign(table, row + 2, &next));
        }
        if (table->two_columns[row][j] > 0 && !(come->used >> (j + 1) & 1)) {
            next = with(come, table->two_columns[row][j], 3U << j, 2);
            best = fmax(best, assign(table, row + 1, &next));
        }
    }
    return best;
}

static bool must_agree(uint8_t part)
{
    return part == PART_UNKNOWN || part == PART_FAMILY || part == PART_GIVEN;
}

/* Whether a token of the query may be one with neighbours of the record as one. */
static bool may_be_any_joined(const struct bounds *bounds, uint8_t token, const struct bound_name *record)
{
    for (size_t j = 0; j + 1 < record->tokens_n; j++)
        if (may_join(bounds, token, record, j))
            return true;
    return false;
}

/* Whether token j of the record, with a neighbour, may be one with a token of the query. */
static bool may_be_part(const struct bounds *bounds, const struct bound_name *query,
                        const struct bound_name *record, size_t j)
{
    for (size_t i = 0; i < query->tokens_n; i++)
        if ((j > 0 && may_join(bounds, query->token[i], record, j - 1)) ||
            (j + 1 < record->tokens_n && may_join(bounds, query->token[i], record, j)))
            return true;
    return false;
}

/* True where a token of the rows that must agree finds nothing, whatever is joined: the
 * names contradict each other, and no assignment needs to be sought. */
static bool contradict(const struct bounds *bounds, const struct bound_name *query,
                       const struct bound_name *record, bool query_is_row)
{
    const struct bound_person *other = bounds->record;
    uint64_t agree = 0;
    if (bounds->query->tokens_n > 64)
        return false;
    if (!query_is_row) {
        for (size_t j = 0; j < record->tokens_n; j++)
            if (other->agrees[record->token[j]] == 0 && must_agree(record->part[j]) &&
                !may_be_part(bounds, query, record, j))
                return true;
        return false;
    }
    for (size_t j = 0; j < record->tokens_n; j++)
        agree |= other->agrees[record->token[j]];
    for (size_t i = 0; i < query->tokens_n; i++) {
        uint64_t bits = 1ULL << query->token[i];
        if (query->joined[i] != BOUND_NONE)
            bits |= 1ULL << query->joined[i];
        if (i > 0 && query->joined[i - 1] != BOUND_NONE)
            bits |= 1ULL << query->joined[i - 1];
        if (!(agree & bits) && must_agree(query->part[i]) &&
            !may_be_any_joined(bounds, query->token[i], record))
            return true;
    }
    return false;
}

/* With the query's tokens as rows, or the record's. */
static double rows_bound(const struct bounds *bounds, const struct bound_name *query,
                         const struct bound_name *record, bool query_is_row)
{
    struct table table = {.w = &bounds->model->weights,
                          .row = query_is_row ? query : record,
                          .column = query_is_row ? record : query};
    struct come none = {.undisputed = 1};
    if (contradict(bounds, query, record, query_is_row))
        return -bounds->model->weights.contradiction;
    fill_table(bounds, query, record, &table);
    return assign(&table, 0, &none);
}

/* Which of two names as long has the rows, a hash of their letters tells (align.c), which is not kept. */
static double name_bound(const struct bounds *bounds, const struct bound_name *query,
                         const struct bound_name *record)
{
    double by_query =
        query->tokens_n <= record->tokens_n ? rows_bound(bounds, query, record, true) : -INFINITY;
    double by_record =
        query->tokens_n >= record->tokens_n ? rows_bound(bounds, query, record, false) : -INFINITY;
    return fmax(by_query, by_record);
}

double names_bound(const struct model *model, const struct bound_person *query,
                   const struct bound_person *record, struct bound_pair *pair)
{
    struct bounds bounds = {.model = model, .query = query, .record = record};
    *pair = (struct bound_pair){0};
    double best = -INFINITY;
    if (!query->whole || !record->whole)
        return INFINITY;
    if (query->names_n == 0 || record->names_n == 0)
        return 0;
    for (size_t i = 0; i < query->names_n; i++)
        for (size_t j = 0; j < record->names_n; j++) {
            double weak = (query->name[i].weak + record->name[j].weak) * model->weights.weak;
            double nats = name_bound(&bounds, &query->name[i], &record->name[j]) - weak;
            if (nats > best) {
                best = nats;
                *pair = (struct bound_pair){&query->name[i], &record->name[j]};
            }
        }
    if (query->names_n * record->names_n > 1)
        best -= log((double)(query->names_n * record->names_n)) * model->weights.alternatives;
    return best;
}
