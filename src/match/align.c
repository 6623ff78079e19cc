/* Align: two names put together token by token. See align.h. */
#include "match/align.h"

#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool token_matrix_begin(struct token_matrix *matrix, const struct model *model, const struct person *a,
                        const struct person *b)
{
    size_t cells = a->tokens_n * b->tokens_n;
    if (cells > matrix->capacity) {
        free(matrix->cell);
        free(matrix->known);
        matrix->cell = malloc(cells * sizeof *matrix->cell);
        matrix->known = malloc(cells);
        matrix->capacity = matrix->cell && matrix->known ? cells : 0;
        if (!matrix->capacity)
            return false;
    }
    if (cells)
        memset(matrix->known, 0, cells);
    matrix->model = model;
    matrix->a = a;
    matrix->b = b;
    return true;
}

void token_matrix_release(struct token_matrix *matrix)
{
    free(matrix->cell);
    free(matrix->known);
    *matrix = (struct token_matrix){0};
}

/* Particles say nothing of who bears a name: a fused token agrees with a word no better than the names behind
 * the particles of both. */
static struct token_evidence compare_fused(const struct model *model, const struct person *person,
                                           const struct person_token *fused, const struct person_token *word,
                                           struct token_evidence evidence)
{
    struct str left[NAME_UNFUSED_MOST];
    struct token_evidence best = {.nats = -INFINITY};
    if (evidence.nats <= 0 || fused->behind == UINT16_MAX)
        return evidence;
    const struct person_token *name = &person->tokens[fused->behind];
    if (str_equal(fused->text, word->text))
        best = token_compare(model, name, name);
    size_t n = best.nats > 0 ? 0 : person_token_unfused(person, fused, word, left);
    for (size_t i = 0; i < n; i++) {
        struct person_token room;
        struct roman_form form;
        person_token_left(model, word, left[i], &form, &room);
        struct token_evidence apart = token_compare(model, name, &room);
        best = apart.nats > best.nats ? apart : best;
    }
    return best.nats > -INFINITY && best.nats < evidence.nats ? best : evidence;
}

static struct token_evidence compare_tokens(const struct token_matrix *matrix, size_t a, size_t b)
{
    const struct person_token *left = &matrix->a->tokens[a];
    const struct person_token *right = &matrix->b->tokens[b];
    struct token_evidence evidence = token_compare(matrix->model, left, right);
    if (left->fused)
        return compare_fused(matrix->model, matrix->a, left, right, evidence);
    if (right->fused)
        return compare_fused(matrix->model, matrix->b, right, left, evidence);
    return evidence;
}

static const struct token_evidence *cell_of(struct token_matrix *matrix, size_t a, size_t b)
{
    size_t at = a * matrix->b->tokens_n + b;
    if (!matrix->known[at]) {
        matrix->cell[at] = compare_tokens(matrix, a, b);
        matrix->known[at] = 1;
    }
    return &matrix->cell[at];
}

/* The most that a token, or it and its neighbour as one, agrees with a name. */
static double best_agreement(struct token_matrix *matrix, uint16_t token, const struct person_name *name)
{
    double best = 0;
    if (token == UINT16_MAX)
        return 0;
    for (size_t j = 0; j < name->tokens_n; j++) {
        best = greater(best, cell_of(matrix, token, name->token[j])->nats);
        if (name->joined[j] != UINT16_MAX)
            best = greater(best, cell_of(matrix, token, name->joined[j])->nats);
    }
    return best;
}

double align_bound(struct token_matrix *matrix, const struct person_name *a, const struct person_name *b)
{
    double sum = 0;
    for (size_t i = 0; i < a->tokens_n; i++)
        sum += best_agreement(matrix, a->token[i], b) + best_agreement(matrix, a->joined[i], b);
    return sum;
}

/* The alignment runs over the shorter name's tokens in order; "rows" is that
 * name, "columns" the other, whichever person they belong to. */
struct sides {
    struct token_matrix *matrix;
    const struct person_name *rows;
    const struct person_name *columns;
    bool swapped;   /* rows belong to person b */
    uint16_t parts; /* of the columns */
};

static const struct token_evidence *evidence_of(const struct sides *sides, uint16_t row, uint16_t column)
{
    return sides->swapped ? cell_of(sides->matrix, column, row) : cell_of(sides->matrix, row, column);
}

/* How a state was reached: the best way to have used a set of columns after so many rows. */
struct state {
    double value; /* what the search maximises */
    uint16_t from_columns;
    uint8_t from_rows;
    uint8_t column;
    uint8_t row_n;
    uint8_t column_n; /* 0: the row stands alone */
};

struct align_scratch {
    struct state state[PERSON_NAME_TOKENS + 1][ALIGN_STATES];
    /* What each row says with each column: one with one; the row and its neighbour, or the column and its,
     * taken for one. */
    double one[PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
    double two_rows[PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
    double two_columns[PERSON_NAME_TOKENS][PERSON_NAME_TOKENS];
};

struct align_scratch *align_scratch_new(void)
{
    return malloc(sizeof(struct align_scratch));
}

void align_scratch_free(struct align_scratch *scratch)
{
    free(scratch);
}

/* A bit a kind of part that a name has. */
static uint16_t parts_of(const struct person_name *name)
{
    uint16_t parts = 0;
    for (size_t i = 0; i < name->tokens_n; i++)
        parts |= (uint16_t)(1U << name->part[i]);
    return parts;
}

/* What it costs that the longer name has a token more. */
static double missing_cost(const struct weights *w, const struct person_name *name, size_t i)
{
    if (!align_is_full(name->part[i]))
        return w->missing_part;
    return i == 0 && name->part[i] != PART_FAMILY ? w->missing_first : w->missing;
}

/* Whether a token of the shorter name that finds no partner contradicts, as whatever is all there is of a
 * name does. */
static bool contradicts(const struct sides *sides, uint8_t part)
{
    return sides->rows->tokens_n == 1 || align_must_agree(part, sides->parts);
}

static double pair_value(const struct weights *w, const struct sides *sides, size_t row, size_t column,
                         const struct token_evidence *evidence)
{
    uint8_t a = sides->rows->part[row];
    uint8_t b = sides->columns->part[column];
    bool crossed = (a == PART_FAMILY && b == PART_GIVEN) || (a == PART_GIVEN && b == PART_FAMILY);
    return evidence->nats - (crossed && evidence->nats > 0 ? w->order : 0);
}

static void reach(struct align_scratch *scratch, size_t rows, size_t columns, const struct state *state)
{
    struct state *old = &scratch->state[rows][columns];
    if (state->value > old->value)
        *old = *state;
}

static void extend(const struct weights *w, const struct sides *sides, struct align_scratch *scratch,
                   size_t row, size_t used)
{
    const struct state *here = &scratch->state[row][used];
    const struct person_name *rows = sides->rows;
    const struct person_name *columns = sides->columns;
    struct state next = {.from_columns = (uint16_t)used, .from_rows = (uint8_t)row, .row_n = 1};
    next.value = here->value - (contradicts(sides, rows->part[row]) ? w->contradicted : w->missing_part);
    reach(scratch, row + 1, used, &next);
    for (size_t j = 0; j < columns->tokens_n; j++) {
        if (used >> j & 1)
            continue;
        next.column = (uint8_t)j;
        next.column_n = 1;
        next.row_n = 1;
        next.value = here->value + scratch->one[row][j];
        reach(scratch, row + 1, used | 1U << j, &next);
        /* Two tokens stand for one only where they agree with it. */
        if (scratch->two_rows[row][j] > 0) {
            next.row_n = 2;
            next.value = here->value + scratch->two_rows[row][j];
            reach(scratch, row + 2, used | 1U << j, &next);
        }
        if (scratch->two_columns[row][j] > 0 && !(used >> (j + 1) & 1)) {
            next.row_n = 1;
            next.column_n = 2;
            next.value = here->value + scratch->two_columns[row][j];
            reach(scratch, row + 1, used | 3U << j, &next);
        }
    }
}

static void fill_values(const struct weights *w, const struct sides *sides, struct align_scratch *scratch)
{
    const struct person_name *rows = sides->rows;
    const struct person_name *columns = sides->columns;
    for (size_t i = 0; i < rows->tokens_n; i++)
        for (size_t j = 0; j < columns->tokens_n; j++) {
            uint16_t row = rows->token[i];
            uint16_t column = columns->token[j];
            scratch->one[i][j] = pair_value(w, sides, i, j, evidence_of(sides, row, column));
            scratch->two_rows[i][j] =
                rows->joined[i] == UINT16_MAX ? 0 : evidence_of(sides, rows->joined[i], column)->nats;
            scratch->two_columns[i][j] =
                columns->joined[j] == UINT16_MAX ? 0 : evidence_of(sides, row, columns->joined[j])->nats;
        }
}

static double search(const struct weights *w, const struct sides *sides, struct align_scratch *scratch,
                     size_t *best_used)
{
    size_t rows = sides->rows->tokens_n;
    size_t states = 1U << sides->columns->tokens_n;
    for (size_t i = 0; i <= rows; i++)
        for (size_t used = 0; used < states; used++)
            scratch->state[i][used].value = -INFINITY;
    scratch->state[0][0].value = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t used = 0; used < states; used++)
            if (scratch->state[i][used].value > -INFINITY)
                extend(w, sides, scratch, i, used);
    double best = -INFINITY;
    for (size_t used = 0; used < states; used++) {
        double value = scratch->state[rows][used].value;
        for (size_t j = 0; j < sides->columns->tokens_n; j++)
            value -= used >> j & 1 ? 0 : missing_cost(w, sides->columns, j);
        if (value > best) {
            best = value;
            *best_used = used;
        }
    }
    return best;
}

enum { UNCLEAR = 1 /* nats against that may be an odd spelling: no contradiction yet */ };

double align_undisputed(double nats)
{
    return nats < -UNCLEAR ? exp((nats + UNCLEAR) / 2) : 1;
}

/* What the pairs of an alignment sum up to. */
struct sums {
    double agreeing;   /* of the pairs that agree */
    double against;    /* of all others, below 0 */
    double undisputed; /* 1 with no contradiction, towards 0 with a full one */
    size_t agreeing_n;
};

static void add_pair(struct sums *sums, struct alignment *alignment, const struct align_pair *pair,
                     bool swapped, bool contradiction)
{
    double nats = pair->evidence.nats;
    if (nats > 0) {
        sums->agreeing += nats;
        if (pair->evidence.how != HOW_INITIAL)
            sums->agreeing_n += (size_t)(pair->a_n > pair->b_n ? pair->a_n : pair->b_n);
    } else {
        sums->against += nats;
        if (contradiction)
            sums->undisputed *= align_undisputed(nats);
    }
    if (alignment->pairs_n == ALIGN_PAIRS)
        return;
    struct align_pair *out = &alignment->pair[alignment->pairs_n++];
    *out = *pair;
    if (swapped)
        *out = (struct align_pair){
            .a = pair->b, .a_n = pair->b_n, .b = pair->a, .b_n = pair->a_n, .evidence = pair->evidence};
}

/* The pair that a state stands for. */
static struct align_pair state_pair(const struct weights *w, const struct sides *sides,
                                    const struct state *state, bool *contradiction)
{
    size_t row = state->from_rows;
    struct align_pair pair = {
        .a = (uint8_t)row, .a_n = state->row_n, .b = state->column, .b_n = state->column_n};
    *contradiction = true;
    if (state->column_n == 0) {
        *contradiction = contradicts(sides, sides->rows->part[row]);
        pair.evidence = (struct token_evidence){.nats = *contradiction ? -w->contradicted : -w->missing_part,
                                                .how = HOW_OTHER};
        return pair;
    }
    uint16_t a = state->row_n == 2 ? sides->rows->joined[row] : sides->rows->token[row];
    uint16_t b =
        state->column_n == 2 ? sides->columns->joined[state->column] : sides->columns->token[state->column];
    pair.evidence = *evidence_of(sides, a, b);
    if (state->row_n == 1 && state->column_n == 1)
        pair.evidence.nats = pair_value(w, sides, row, state->column, &pair.evidence);
    return pair;
}

static void walk_back(const struct weights *w, const struct sides *sides, const struct align_scratch *scratch,
                      size_t used, struct sums *sums, struct alignment *alignment)
{
    for (size_t j = 0; j < sides->columns->tokens_n; j++)
        if (!(used >> j & 1)) {
            struct align_pair extra = {.b = (uint8_t)j, .b_n = 1, .evidence.how = HOW_OTHER};
            extra.evidence.nats = -missing_cost(w, sides->columns, j);
            add_pair(sums, alignment, &extra, sides->swapped, false);
        }
    size_t row = sides->rows->tokens_n;
    while (row > 0) {
        const struct state *state = &scratch->state[row][used];
        bool contradiction;
        struct align_pair pair = state_pair(w, sides, state, &contradiction);
        add_pair(sums, alignment, &pair, sides->swapped, contradiction);
        used = state->from_columns;
        row = state->from_rows;
    }
}

/* Whether b is to be the rows: the shorter name; of two as long the one that
 * comes first in an order that sides and order of tokens do not change. */
static bool rows_are_b(const struct token_matrix *matrix, const struct person_name *a,
                       const struct person_name *b)
{
    uint64_t x = 0;
    uint64_t y = 0;
    int order = 0;
    if (a->tokens_n != b->tokens_n)
        return a->tokens_n > b->tokens_n;
    for (size_t i = 0; i < a->tokens_n; i++) {
        const struct person_token *left = &matrix->a->tokens[a->token[i]];
        const struct person_token *right = &matrix->b->tokens[b->token[i]];
        x += left->text_hash;
        y += right->text_hash;
        if (order == 0)
            order = a->part[i] - b->part[i];
    }
    return x > y || (x == y && order > 0);
}

static bool given_agrees(const struct alignment *alignment, const struct person_name *a,
                         const struct person_name *b)
{
    for (size_t i = 0; i < alignment->pairs_n; i++) {
        const struct align_pair *pair = &alignment->pair[i];
        if (pair->evidence.nats > 0 && pair->evidence.how != HOW_INITIAL && pair->a_n && pair->b_n &&
            a->part[pair->a] == PART_GIVEN && b->part[pair->b] == PART_GIVEN)
            return true;
    }
    return false;
}

/* Names of one origin or family come together. */
static double together(const struct weights *w, double agreeing)
{
    return -w->together * greater(0, agreeing - w->usual);
}

double names_together(const struct weights *w, double agreeing)
{
    return agreeing + together(w, agreeing);
}

static bool is_numbered(const struct person_name *name)
{
    return name->generation == GENERATION_II || name->generation == GENERATION_LATER;
}

/* Whether a letter I in one of the names agrees with a token of the other: it is an initial then. */
static bool letter_agrees(const struct token_matrix *matrix, const struct alignment *alignment,
                          const struct person_name *a, const struct person_name *b)
{
    for (size_t i = 0; i < alignment->pairs_n; i++) {
        const struct align_pair *pair = &alignment->pair[i];
        if (pair->evidence.nats > 0 && pair->a_n == 1 && pair->b_n == 1 &&
            ((a->part[pair->a] == PART_INITIAL &&
              str_equal(matrix->a->tokens[a->token[pair->a]].latin, STR("i"))) ||
             (b->part[pair->b] == PART_INITIAL &&
              str_equal(matrix->b->tokens[b->token[pair->b]].latin, STR("i")))))
            return true;
    }
    return false;
}

/* A father and a son share a name by custom: what agrees says nothing then. */
static bool other_generation(const struct token_matrix *matrix, const struct alignment *alignment,
                             const struct person_name *a, const struct person_name *b)
{
    if (!a->generation || !b->generation)
        return false;
    enum generation left = name_generation_said((enum generation)a->generation);
    enum generation right = name_generation_said((enum generation)b->generation);
    if (left && right)
        return left != right;
    return ((a->generation == GENERATION_MAY_BE_I && is_numbered(b)) ||
            (b->generation == GENERATION_MAY_BE_I && is_numbered(a))) &&
           !letter_agrees(matrix, alignment, a, b);
}

void align_names(struct token_matrix *matrix, struct align_scratch *scratch, const struct person_name *a,
                 const struct person_name *b, struct alignment *alignment)
{
    const struct weights *w = &matrix->model->weights;
    bool swapped = rows_are_b(matrix, a, b);
    struct sides sides = {
        .matrix = matrix, .rows = swapped ? b : a, .columns = swapped ? a : b, .swapped = swapped};
    sides.parts = parts_of(sides.columns);
    struct sums sums = {.undisputed = 1};
    size_t used = 0;
    alignment->pairs_n = 0;
    fill_values(w, &sides, scratch);
    search(w, &sides, scratch, &used);
    walk_back(w, &sides, scratch, used, &sums, alignment);
    bool namesakes = other_generation(matrix, alignment, a, b);
    alignment->disputed = namesakes ? 1 : 1 - sums.undisputed;
    alignment->together = together(w, sums.agreeing);
    double share = namesakes ? 1 : w->relative;
    alignment->relative =
        -alignment->disputed * (share * (sums.agreeing + alignment->together) + w->contradiction);
    bool single = sums.agreeing_n <= 1 && sums.agreeing > 0 && sides.columns->tokens_n > 1;
    alignment->single = single ? -(w->single + w->single_share * sums.agreeing) * sums.undisputed : 0;
    alignment->given = !namesakes && given_agrees(alignment, a, b);
    alignment->nats =
        sums.agreeing + sums.against + alignment->together + alignment->relative + alignment->single;
}
