/* Glance: the most that two names can bring. See glance.h. */
#include "match/glance.h"

#include "match/align.h"

#include <math.h>

/* Rounded up; without ceil, which is a call where the processor may be an old one. */
static int16_t in_units(double nats)
{
    double units = nats * GLANCE_UNIT;
    if (units > INT16_MAX - 1)
        return INT16_MAX;
    if (units < INT16_MIN)
        return INT16_MIN;
    int whole = (int)units;
    return (int16_t)(whole + (units > whole));
}

static int16_t larger(int16_t a, int16_t b)
{
    return a > b ? a : b;
}

static int16_t best_of(const struct glance *glance, const struct glance_column *column)
{
    int16_t best = 0;
    for (size_t i = 0; i < glance->sieve.n; i++)
        best = larger(best, column->most[i]);
    return best;
}

void glance_column_set(const struct glance *glance, struct glance_column *column, size_t i, double nats)
{
    int16_t before = column->most[i];
    column->most[i] = in_units(nats);
    column->agrees &= ~(1ULL << i);
    column->agrees |= (uint64_t)(column->most[i] > glance->other.most[i]) << i;
    column->best = before == column->best ? best_of(glance, column) : larger(column->best, column->most[i]);
}

void glance_column_init(const struct glance *glance, const struct bound_person *query,
                        const struct token_sketch *sketch, struct glance_column *column)
{
    struct sifted sifted = sieve_token(&glance->sieve, sketch);
    *column = glance->other;
    for (uint64_t rest = sifted.near; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        glance_column_set(glance, column, i,
                          token_bound(glance->model, &query->sketch[i], &query->shape[i], sketch));
    }
    for (uint64_t rest = sifted.half; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        bool left = false;
        bool right = false;
        token_may_be_half(&query->sketch[i], &query->shape[i], sketch, &left, &right);
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
        out->tokens |= 1ULL << name->token[i];
        if (name->joined[i] != BOUND_NONE)
            out->tokens |= 1ULL << name->joined[i];
        out->must |= (uint64_t)must_agree(name->part[i]) << i;
    }
}

void glance_init(const struct model *model, const struct bound_person *query, struct glance *glance)
{
    glance->model = model;
    glance->whole = query->whole && query->tokens_n <= GLANCE_TOKENS;
    glance->names_n = query->names_n;
    for (size_t i = 0; glance->whole && i < query->names_n; i++)
        name_init(model, &query->name[i], &glance->name[i]);
    if (!glance->whole)
        return;
    sieve_init(&glance->sieve, query->sketch, query->tokens_n);
    glance->other = (struct glance_column){0};
    for (size_t i = 0; i < query->tokens_n; i++)
        glance->other.most[i] = in_units(token_other(&model->weights));
    glance->left_by_other = align_undisputed((double)glance->other.most[0] / GLANCE_UNIT);
    for (size_t i = 0; i < query->tokens_n; i++)
        glance->most[i] = in_units((double)query->sketch[i].class_rarity / RARITY_UNIT + TOKEN_SPELLED);
}

/* What each token of the query finds in a name. */
struct seen {
    int16_t most[GLANCE_TOKENS];
    uint64_t joined; /* tokens that two neighbours may be */
};

static void look(const struct glance *glance, const struct glance_column *const *columns, size_t n,
                 struct seen *seen)
{
    enum { SIDE_BY_SIDE = 8 /* that one instruction takes */ };
    seen->joined = 0;
    for (size_t i = 0; i < glance->sieve.n; i += SIDE_BY_SIDE)
        for (size_t k = i; k < i + SIDE_BY_SIDE; k++)
            seen->most[k] = INT16_MIN;
    for (size_t j = 0; j < n; j++) {
        const int16_t *most = columns[j]->most;
        for (size_t i = 0; i < glance->sieve.n; i += SIDE_BY_SIDE)
            for (size_t k = i; k < i + SIDE_BY_SIDE; k++)
                seen->most[k] = larger(seen->most[k], most[k]);
        if (j + 1 < n)
            seen->joined |= columns[j]->left & columns[j + 1]->right;
    }
    for (uint64_t rest = seen->joined; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        seen->most[i] = larger(seen->most[i], glance->most[i]);
    }
}

/* What the tokens of the shorter name that find nothing say against. */
struct disputed {
    double against;    /* nats */
    double undisputed; /* the share of what agrees that they leave (align.c) */
};

static void dispute(const struct glance *glance, int16_t found, struct disputed *disputed)
{
    double nats = (double)found / GLANCE_UNIT;
    if (found >= 0)
        return;
    disputed->against += nats;
    disputed->undisputed *= found == glance->other.most[0] ? glance->left_by_other : align_undisputed(nats);
}

/* What that takes, beside so much that agrees. */
static double disputed_nats(const struct disputed *disputed, const struct weights *w, double agreeing)
{
    return disputed->against -
           (1 - disputed->undisputed) * (w->relative * fmax(agreeing, 0) + w->contradiction);
}

/* By the query's name. */
static struct disputed dispute_query(const struct glance *glance, const struct glance_name *query,
                                     const struct seen *seen)
{
    struct disputed disputed = {.undisputed = 1};
    for (size_t i = 0; i < query->tokens_n; i++) {
        int16_t found = seen->most[query->token[i]];
        if (!(query->must >> i & 1))
            continue;
        if (query->joined[i] != BOUND_NONE)
            found = larger(found, seen->most[query->joined[i]]);
        if (i > 0 && query->joined[i - 1] != BOUND_NONE)
            found = larger(found, seen->most[query->joined[i - 1]]);
        dispute(glance, found, &disputed);
    }
    return disputed;
}

/* By the record's. */
static struct disputed dispute_record(const struct glance *glance, const struct glance_name *query,
                                      const struct glance_column *const *columns, const uint8_t *parts,
                                      size_t n)
{
    struct disputed disputed = {.undisputed = 1};
    for (size_t j = 0; j < n; j++) {
        uint64_t halves = (j > 0 ? columns[j - 1]->left & columns[j]->right : 0) |
                          (j + 1 < n ? columns[j]->left & columns[j + 1]->right : 0);
        int16_t found = INT16_MIN;
        if (!must_agree(parts[j]) || halves & query->tokens)
            continue;
        for (size_t i = 0; i < query->tokens_n; i++) {
            found = larger(found, columns[j]->most[query->token[i]]);
            if (query->joined[i] != BOUND_NONE)
                found = larger(found, columns[j]->most[query->joined[i]]);
        }
        dispute(glance, found, &disputed);
    }
    return disputed;
}

/* What the tokens find at most, one by one or with their neighbours. */
static int sum_of(const struct glance_name *query, const struct seen *seen)
{
    int before = 0; /* without the last one */
    int sum = 0;
    for (size_t i = 0; i < query->tokens_n; i++) {
        int next = sum + larger(seen->most[query->token[i]], 0);
        if (i > 0 && query->joined[i - 1] != BOUND_NONE) {
            int joined = before + larger(seen->most[query->joined[i - 1]], 0);
            next = next > joined ? next : joined;
        }
        before = sum;
        sum = next;
    }
    return sum;
}

/* What the tokens can bring, each what it agrees best with, before anything disputes it. */
static double undisputed_most(const struct glance *glance, const struct glance_column *const *columns,
                              size_t n)
{
    int sum = 0;
    for (size_t j = 0; j < n; j++) {
        if (j + 1 < n && (columns[j]->left & columns[j + 1]->right))
            return INFINITY;
        sum += columns[j]->best;
    }
    return names_together(&glance->model->weights, (double)sum / GLANCE_UNIT);
}

double glance_name(const struct glance *glance, const struct glance_column *const *columns,
                   const uint8_t *parts, size_t tokens_n, bool weak, double needed, size_t *best)
{
    const struct weights *w = &glance->model->weights;
    struct seen seen;
    double undisputed = undisputed_most(glance, columns, tokens_n);
    double most = -INFINITY;
    if (undisputed < needed)
        return undisputed;
    look(glance, columns, tokens_n, &seen);
    for (size_t i = 0; i < glance->names_n; i++) {
        const struct glance_name *query = &glance->name[i];
        double nats = fmin(undisputed, names_together(w, (double)sum_of(query, &seen) / GLANCE_UNIT)) -
                      query->weak - (weak ? w->weak : 0);
        if (nats <= most)
            continue;
        /* Of two names as long either may be the one whose tokens must find partners (align.c). */
        double against = -INFINITY;
        if (query->tokens_n <= tokens_n) {
            struct disputed by_query = dispute_query(glance, query, &seen);
            against = disputed_nats(&by_query, w, nats);
        }
        if (query->tokens_n >= tokens_n && against < 0) {
            struct disputed by_record = dispute_record(glance, query, columns, parts, tokens_n);
            against = fmax(against, disputed_nats(&by_record, w, nats));
        }
        nats += against;
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
