/* Glance: the most that two names can bring. See glance.h. */
#include "match/glance.h"

#include "base/number.h"
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
    column->best = before == column->best ? best_of(glance, column) : larger(column->best, column->most[i]);
}

void glance_column_init(const struct glance *glance, const struct token_sketch *sketch,
                        struct glance_column *column)
{
    struct sifted sifted = sieve_token(&glance->sieve, sketch);
    *column = glance->other;
    column->sketch = sketch;
    for (uint64_t rest = sifted.near; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        glance_column_set(glance, column, i, token_bound(glance->model, &glance->token[i], sketch));
    }
    for (uint64_t rest = sifted.half; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        bool left = false;
        bool right = false;
        token_may_be_half(&glance->token[i], sketch, &left, &right);
        column->left |= (uint64_t)left << i;
        column->right |= (uint64_t)right << i;
    }
}

static void name_init(const struct model *model, const struct person_name *name, struct glance_name *out)
{
    *out = (struct glance_name){.tokens_n = name->tokens_n};
    out->weak = name->weak ? model->weights.weak : 0;
    out->may_be_fused = name->may_be_fused;
    for (size_t i = 0; i < name->tokens_n; i++) {
        out->token[i] = (uint8_t)name->token[i];
        out->tokens |= 1ULL << name->token[i];
        out->joined[i] = GLANCE_NONE;
        if (name->joined[i] != UINT16_MAX) {
            out->joined[i] = (uint8_t)name->joined[i];
            out->tokens |= 1ULL << name->joined[i];
        }
        out->part[i] = name->part[i];
        out->parts |= (uint16_t)(1U << name->part[i]);
        out->full += align_is_full(name->part[i]);
    }
}

void glance_init(const struct model *model, const struct person *query, struct glance *glance)
{
    glance->model = model;
    glance->names_n = query->names_n;
    glance->apart_n = query->apart_n;
    glance->may_be_fused = false;
    for (size_t i = 0; i < query->names_n; i++) {
        name_init(model, &query->names[i], &glance->name[i]);
        glance->may_be_fused = glance->may_be_fused || query->names[i].may_be_fused;
    }
    for (size_t i = 0; i < query->tokens_n; i++) {
        asking_token_init(&query->tokens[i], &glance->token[i]);
        glance->halves_most[i] = in_units(token_halves_most(model, &glance->token[i]));
    }
    sieve_init(&glance->sieve, glance->token, query->tokens_n, query->apart_tokens_n);
    glance->other = (struct glance_column){0};
    for (size_t i = 0; i < query->tokens_n; i++)
        glance->other.most[i] = in_units(token_other(&model->weights));
    glance->left_by_other = align_undisputed((double)glance->other.most[0] / GLANCE_UNIT);
}

/* A name of the record. */
struct looked {
    const struct glance_column *const *columns;
    const uint8_t *part;
    size_t n;
    bool weak;
    bool fused;
    bool may_be_fused;
    uint16_t parts; /* a bit a kind of part that it has */
    size_t full;    /* given and family names */
    /* What each token of the query finds in it. */
    int16_t most[GLANCE_TOKENS];
    /* A bit a token of the query that this one and the next, written as one, may be. */
    uint64_t halves[PERSON_NAME_TOKENS];
    double undisputed; /* what its tokens can bring, each what it agrees best with */
};

static void look(const struct glance *glance, struct looked *name)
{
    enum { SIDE_BY_SIDE = 8 /* that one instruction takes */ };
    name->parts = 0;
    name->full = 0;
    for (size_t i = 0; i < glance->sieve.n; i += SIDE_BY_SIDE)
        for (size_t k = i; k < i + SIDE_BY_SIDE; k++)
            name->most[k] = INT16_MIN;
    for (size_t j = 0; j < name->n; j++) {
        const int16_t *most = name->columns[j]->most;
        for (size_t i = 0; i < glance->sieve.n; i += SIDE_BY_SIDE)
            for (size_t k = i; k < i + SIDE_BY_SIDE; k++)
                name->most[k] = larger(name->most[k], most[k]);
        name->halves[j] = 0;
        name->parts |= (uint16_t)(1U << name->part[j]);
        name->full += align_is_full(name->part[j]);
    }
    name->may_be_fused = false;
    for (size_t j = 0; glance->apart_n < glance->names_n && j < name->n; j++)
        name->may_be_fused = name->may_be_fused || name->columns[j]->sketch->may_be_fused;
}

/* What its tokens can bring, each what it agrees best with; and whether two neighbours may be halves of a
 * token, at first sight. */
static bool look_first(const struct glance *glance, struct looked *name)
{
    uint64_t halves = 0;
    int sum = 0;
    for (size_t j = 0; j < name->n; j++) {
        sum += name->columns[j]->best;
        halves |= j + 1 < name->n ? name->columns[j]->left & name->columns[j + 1]->right : 0;
    }
    name->undisputed = names_together(&glance->model->weights, (double)sum / GLANCE_UNIT);
    return halves != 0;
}

/* The same at most if neighbours that may be halves of a token are. */
static double undisputed_with_halves(const struct glance *glance, const struct looked *name)
{
    int sum = 0;
    for (size_t j = 0; j < name->n; j++) {
        int16_t most = 0;
        uint64_t rest = j + 1 < name->n ? name->columns[j]->left & name->columns[j + 1]->right : 0;
        for (; rest; rest &= rest - 1)
            most = larger(most, glance->halves_most[__builtin_ctzll(rest)]);
        sum += name->columns[j]->best + most;
    }
    return names_together(&glance->model->weights, (double)sum / GLANCE_UNIT);
}

/* Finds the neighbours that are, and what they can be; false where there are none. */
static bool find_halves(const struct glance *glance, struct looked *name)
{
    bool found = false;
    int sum = 0;
    for (size_t j = 0; j < name->n; j++) {
        int16_t best = 0;
        uint64_t rest = j + 1 < name->n ? name->columns[j]->left & name->columns[j + 1]->right : 0;
        for (; rest; rest &= rest - 1) {
            size_t i = (size_t)__builtin_ctzll(rest);
            int16_t nats = in_units(token_halves_bound(
                glance->model, &glance->token[i], name->columns[j]->sketch, name->columns[j + 1]->sketch));
            if (nats <= 0)
                continue;
            name->halves[j] |= 1ULL << i;
            name->most[i] = larger(name->most[i], nats);
            best = larger(best, nats);
            found = true;
        }
        sum += name->columns[j]->best + best;
    }
    name->undisputed = names_together(&glance->model->weights, (double)sum / GLANCE_UNIT);
    return found;
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
           (1 - disputed->undisputed) * (w->relative * greater(agreeing, 0) + w->contradiction);
}

/* By the query's name. */
static struct disputed dispute_query(const struct glance *glance, const struct glance_name *query,
                                     const struct looked *name)
{
    struct disputed disputed = {.undisputed = 1};
    for (size_t i = 0; i < query->tokens_n; i++) {
        int16_t found = name->most[query->token[i]];
        if (query->tokens_n > 1 && !align_must_agree(query->part[i], name->parts))
            continue;
        if (query->joined[i] != GLANCE_NONE)
            found = larger(found, name->most[query->joined[i]]);
        if (i > 0 && query->joined[i - 1] != GLANCE_NONE)
            found = larger(found, name->most[query->joined[i - 1]]);
        dispute(glance, found, &disputed);
    }
    return disputed;
}

/* By the record's. */
static struct disputed dispute_record(const struct glance *glance, const struct glance_name *query,
                                      const struct looked *name)
{
    struct disputed disputed = {.undisputed = 1};
    for (size_t j = 0; j < name->n; j++) {
        uint64_t halves = (j > 0 ? name->halves[j - 1] : 0) | name->halves[j];
        int16_t found = INT16_MIN;
        if ((name->n > 1 && !align_must_agree(name->part[j], query->parts)) || halves & query->tokens)
            continue;
        for (size_t i = 0; i < query->tokens_n; i++) {
            found = larger(found, name->columns[j]->most[query->token[i]]);
            if (query->joined[i] != GLANCE_NONE)
                found = larger(found, name->columns[j]->most[query->joined[i]]);
        }
        dispute(glance, found, &disputed);
    }
    return disputed;
}

/* What the tokens find at most, one by one or with their neighbours. */
static int sum_of(const struct glance_name *query, const struct looked *name)
{
    int before = 0; /* without the last one */
    int sum = 0;
    for (size_t i = 0; i < query->tokens_n; i++) {
        int next = sum + larger(name->most[query->token[i]], 0);
        if (i > 0 && query->joined[i - 1] != GLANCE_NONE) {
            int joined = before + larger(name->most[query->joined[i - 1]], 0);
            next = next > joined ? next : joined;
        }
        before = sum;
        sum = next;
    }
    return sum;
}

/* Whether two of the longer name's tokens may be one of the shorter's. */
static bool may_join(const struct glance_name *query, const struct looked *name)
{
    for (size_t j = 0; j + 1 < name->n; j++)
        if (name->halves[j] & query->tokens)
            return true;
    for (size_t i = 0; i < query->tokens_n; i++)
        if (query->joined[i] != GLANCE_NONE && name->most[query->joined[i]] > 0)
            return true;
    return false;
}

/* What it costs at least that the longer name has more tokens. */
static double missing(const struct weights *w, const struct glance_name *query, const struct looked *name)
{
    bool longer = query->tokens_n > name->n;
    size_t more = longer ? query->tokens_n - name->n : name->n - query->tokens_n;
    size_t parts = longer ? query->tokens_n - query->full : name->n - name->full;
    if (more == 0 || may_join(query, name))
        return 0;
    return more <= parts ? (double)more * w->missing_part
                         : (double)parts * w->missing_part + (double)(more - parts) * w->missing;
}

/* The most that the name brings with any of the query's, and which that is. */
static double best_of_names(const struct glance *glance, const struct looked *name, size_t *best)
{
    const struct weights *w = &glance->model->weights;
    double most = -INFINITY;
    size_t n = name->fused || !name->may_be_fused ? glance->apart_n : glance->names_n;
    for (size_t i = 0; i < n; i++) {
        const struct glance_name *query = &glance->name[i];
        if (name->fused && !query->may_be_fused)
            continue;
        double nats = lesser(name->undisputed, names_together(w, (double)sum_of(query, name) / GLANCE_UNIT)) -
                      query->weak - (name->weak ? w->weak : 0);
        if (nats <= most)
            continue;
        /* Of two names as long either may be the one whose tokens must find partners (align.c). */
        double against = -INFINITY;
        if (query->tokens_n <= name->n) {
            struct disputed by_query = dispute_query(glance, query, name);
            against = disputed_nats(&by_query, w, nats);
        }
        if (query->tokens_n >= name->n && against < 0) {
            struct disputed by_record = dispute_record(glance, query, name);
            against = greater(against, disputed_nats(&by_record, w, nats));
        }
        nats += against - missing(w, query, name);
        if (nats > most) {
            most = nats;
            *best = i;
        }
    }
    return most;
}

double glance_name(const struct glance *glance, const struct glance_column *const *columns,
                   const uint8_t *parts, size_t tokens_n, bool weak, bool fused, double needed, size_t *best)
{
    /* What is not said here look fills. */
    struct looked name;
    name.columns = columns;
    name.part = parts;
    name.n = tokens_n;
    name.weak = weak;
    name.fused = fused;
    bool halves = look_first(glance, &name);
    double most = name.undisputed;
    double with_halves = most < needed && halves ? undisputed_with_halves(glance, &name) : most;
    if (with_halves < needed)
        return with_halves;
    look(glance, &name);
    if (most >= needed)
        most = best_of_names(glance, &name, best);
    return most < needed && halves && find_halves(glance, &name) ? best_of_names(glance, &name, best) : most;
}

double glance_alternatives(const struct glance *glance, size_t record_names)
{
    size_t n = glance->apart_n * record_names;
    return n > 1 ? -ln_of(n) * glance->model->weights.alternatives : 0;
}
