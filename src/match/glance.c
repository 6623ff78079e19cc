/* Glance: the most that two names can bring. See glance.h. */
#include "match/glance.h"

#include <math.h>

/* A name contradicted beyond this brings nothing, however much else agrees (align.c: relative). */
#define CONTRADICTED (-5.0)

static int16_t in_units(double nats)
{
    double units = ceil(nats * GLANCE_UNIT);
    return (int16_t)(units > INT16_MAX ? INT16_MAX : units < INT16_MIN ? INT16_MIN : units);
}

void glance_column_set(struct glance_column *column, size_t i, double nats)
{
    column->most[i] = in_units(nats);
    if (nats <= CONTRADICTED)
        column->agrees &= ~(1ULL << i);
    else
        column->agrees |= 1ULL << i;
}

void glance_column_init(const struct model *model, const struct bound_person *query,
                        const struct token_sketch *sketch, struct glance_column *column)
{
    struct token_marks marks = token_marks_of(sketch);
    int16_t other = in_units(token_other(&model->weights));
    *column = (struct glance_column){0};
    for (size_t i = 0; i < query->tokens_n && i < GLANCE_TOKENS; i++) {
        const struct token_sketch *own = &query->sketch[i];
        if (token_is_other(own, query->marks[i], sketch, marks))
            column->most[i] = other;
        else
            glance_column_set(column, i, token_bound(model, own, &query->shape[i], sketch));
        /* What is half of a word has none but its classes. */
        if (own->joined || marks.kinds & ~query->marks[i].kinds)
            continue;
        bool left = false;
        bool right = false;
        token_may_be_half(own, &query->shape[i], sketch, &left, &right);
        column->left |= (uint64_t)left << i;
        column->right |= (uint64_t)right << i;
    }
}

static bool must_agree(uint8_t part)
{
    return part == PART_UNKNOWN || part == PART_FAMILY || part == PART_GIVEN;
}

static void name_init(const struct model *model, const struct bound_name *name, struct glance_name *out)
{
    *out = (struct glance_name){.tokens_n = name->tokens_n};
    out->weak = name->weak ? model->weights.weak : 0;
    for (size_t i = 0; i < name->tokens_n; i++) {
        out->token[i] = name->token[i];
        out->joined[i] = name->joined[i];
        out->with[i] |= 1ULL << name->token[i];
        if (name->joined[i] != BOUND_NONE) {
            out->with[i] |= 1ULL << name->joined[i];
            out->with[i + 1] |= 1ULL << name->joined[i];
        }
        out->must |= (uint64_t)must_agree(name->part[i]) << i;
    }
    for (size_t i = 0; i < name->tokens_n; i++)
        out->tokens |= out->with[i];
}

void glance_init(const struct model *model, const struct bound_person *query, struct glance *glance)
{
    glance->model = model;
    glance->whole = query->whole && query->tokens_n <= GLANCE_TOKENS;
    glance->names_n = query->names_n;
    for (size_t i = 0; glance->whole && i < query->names_n; i++)
        name_init(model, &query->name[i], &glance->name[i]);
    for (size_t i = 0; glance->whole && i < query->tokens_n; i++)
        glance->most[i] = in_units((double)query->sketch[i].class_rarity / RARITY_UNIT + TOKEN_SPELLED);
}

/* What each token of the query finds in a name. */
struct seen {
    int16_t most[GLANCE_TOKENS];
    uint64_t agrees;
    uint64_t joined; /* tokens that two neighbours may be */
};

static void look(const struct glance *glance, const struct glance_column *const *columns, size_t n,
                 struct seen *seen)
{
    memset(seen, 0, sizeof *seen);
    for (size_t j = 0; j < n; j++) {
        const int16_t *most = columns[j]->most;
        for (size_t i = 0; i < GLANCE_TOKENS; i++)
            seen->most[i] = seen->most[i] > most[i] ? seen->most[i] : most[i];
        seen->agrees |= columns[j]->agrees;
        if (j + 1 < n)
            seen->joined |= columns[j]->left & columns[j + 1]->right;
    }
    for (uint64_t rest = seen->joined; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        seen->most[i] = seen->most[i] > glance->most[i] ? seen->most[i] : glance->most[i];
    }
    seen->agrees |= seen->joined;
}

/* True where a token of the shorter name contradicts, whatever stands beside it. */
static bool contradict(const struct glance_name *query, const struct seen *seen,
                       const struct glance_column *const *columns, const uint8_t *parts, size_t n)
{
    if (query->tokens_n <= n) {
        for (size_t i = 0; i < query->tokens_n; i++)
            if (!(seen->agrees & query->with[i]) && query->must >> i & 1)
                return true;
        return false;
    }
    for (size_t j = 0; j < n; j++) {
        uint64_t agrees = columns[j]->agrees;
        if (j > 0)
            agrees |= columns[j - 1]->left & columns[j]->right;
        if (j + 1 < n)
            agrees |= columns[j]->left & columns[j + 1]->right;
        if (!(agrees & query->tokens) && must_agree(parts[j]))
            return true;
    }
    return false;
}

/* What the tokens find at most, one by one or with their neighbours. */
static int sum_of(const struct glance_name *query, const struct seen *seen)
{
    int before = 0; /* without the last one */
    int sum = 0;
    for (size_t i = 0; i < query->tokens_n; i++) {
        int next = sum + seen->most[query->token[i]];
        if (i > 0 && query->joined[i - 1] != BOUND_NONE) {
            int joined = before + seen->most[query->joined[i - 1]];
            next = next > joined ? next : joined;
        }
        before = sum;
        sum = next;
    }
    return sum;
}

double glance_name(const struct glance *glance, const struct glance_column *const *columns,
                   const uint8_t *parts, size_t tokens_n, bool weak, size_t *best)
{
    const struct weights *w = &glance->model->weights;
    struct seen seen;
    double most = -INFINITY;
    look(glance, columns, tokens_n, &seen);
    for (size_t i = 0; i < glance->names_n; i++) {
        const struct glance_name *query = &glance->name[i];
        bool contradicted = contradict(query, &seen, columns, parts, tokens_n);
        double nats =
            contradicted ? -w->contradiction : names_together(w, (double)sum_of(query, &seen) / GLANCE_UNIT);
        nats -= query->weak + (weak ? w->weak : 0);
        if (nats > most) {
            most = nats;
            *best = i;
        }
    }
    return most;
}

double glance_alternatives(const struct glance *glance, size_t record_names)
{
    size_t n = glance->names_n * record_names;
    return n > 1 ? -log((double)n) * glance->model->weights.alternatives : 0;
}
