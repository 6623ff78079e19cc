/* Marked: names by the record's mark. See marked.h. */
#include "index/marked.h"

#include "base/number.h"
#include "match/alphabet.h"
#include "name/equivalents.h"

#include <string.h>

enum { MARKED_BYTES = 16 * 1024 * 1024, DOUBTS_MOST = 64 };

void marked_init(struct marked *marked)
{
    *marked = (struct marked){0};
    arena_init(&marked->arena, (size_t)MARKED_BYTES);
}

void marked_release(struct marked *marked)
{
    arena_release(&marked->arena);
}

static size_t pairs_of(size_t tokens)
{
    return (tokens + MARKED_LANES - 1) / MARKED_LANES;
}

bool marked_ask(struct marked *marked, const struct person *query)
{
    size_t n = pairs_of(query->tokens_n);
    arena_reset(&marked->arena);
    marked->query = query;
    marked->tokens = arena_array(&marked->arena, n, sizeof *marked->tokens);
    marked->others = arena_array(&marked->arena, n * MARKED_LANES, sizeof *marked->others);
    marked->nats = arena_array(&marked->arena, n * MARKED_LANES, sizeof *marked->nats);
    return marked->tokens && marked->others && marked->nats;
}

/* How many pairs of a skeleton may be lacking where it is nearly so written. */
static unsigned slip_of(const struct person_token *token, skeleton s)
{
    enum { LONG = 4 /* classes; of a longer one letters that are vowels or consonants may change two */ };
    bool loose = alphabet_is_abjad(token->alphabet) && s >> (4 * LONG);
    return (unsigned)mark_slip(s) << loose;
}

/* Makes the next skeleton of both tokens one that no record has, but for those that may have all. */
static void add_none(struct marked_tokens *tokens)
{
    struct marked_skeletons *none = &tokens->skeletons[tokens->skeletons_n++];
    none->half[0] = none->half[1] = ~(marked_lanes){0};
    memset(none->keeps, 0xff, sizeof none->keeps);
}

void marked_tell(struct marked *marked, size_t token, const struct token_skeletons *skeletons, double whole,
                 double nearly)
{
    struct marked_tokens *tokens = &marked->tokens[token / MARKED_LANES];
    size_t lane = token % MARKED_LANES;
    const struct person_token *written = &marked->query->tokens[token];
    skeleton first = skeletons->n && !written->joined ? skeletons->at[0] : 0;
    bool doubtful = first || (skeletons->n && written->classes_n > 0);
    marked->others[token].first = first;
    tokens->whole[lane] = whole;
    tokens->nearly[lane] = nearly;
    tokens->neither[lane] = doubtful ? nearly : skeletons->n ? 0 : whole;
    tokens->doubtful[lane] = doubtful ? UINT64_MAX : 0;
    for (size_t i = 0; i < skeletons->n; i++) {
        struct mark mark = {0};
        unsigned slip = slip_of(written, skeletons->at[i]);
        if (i == tokens->skeletons_n)
            add_none(tokens);
        mark_add(&mark, skeletons->at[i]);
        for (size_t k = 0; k < 2; k++)
            tokens->skeletons[i].half[k][lane] = mark.half[k];
        for (unsigned k = 0; k < slip; k++)
            tokens->skeletons[i].keeps[k][lane] = 0;
        tokens->slip = tokens->slip > slip ? tokens->slip : slip;
    }
}

/* Puts down the marks of a token's equivalents, and of what slips make of it that take more of its pairs than
 * mark_slip. */
static void put_others(struct marked *marked, size_t token)
{
    const struct person_token *own = &marked->query->tokens[token];
    struct marked_others *others = &marked->others[token];
    const skeleton *names[EQUIVALENCES_MAX];
    size_t names_n[EQUIVALENCES_MAX];
    skeleton slips[SKELETON_FAR_SLIPS];
    size_t slips_n = skeleton_far_slips(others->first, slips);
    size_t n = slips_n;
    for (size_t i = 0; i < own->classes_n; i++) {
        names_n[i] = name_equivalent_skeletons(own->classes[i] & TOKEN_CLASS, &names[i]);
        n += names_n[i];
    }
    others->at = arena_array(&marked->arena, n, sizeof *others->at);
    for (size_t i = 0; others->at && i < own->classes_n; i++)
        for (size_t k = 0; k < names_n[i]; k++)
            mark_add(&others->at[others->n++], names[i][k]);
    for (size_t i = 0; others->at && i < slips_n; i++)
        mark_add(&others->at[others->n++], slips[i]);
}

/* Whether the record may have one of those; where there is no memory it may. */
static bool may_be_another(struct marked *marked, size_t token, const struct mark *record)
{
    const struct marked_others *others = &marked->others[token];
    if (!others->at)
        put_others(marked, token);
    for (size_t i = 0; i < others->n; i++)
        if (mark_lacks_few(record, &others->at[i], 0))
            return true;
    return !others->at;
}

static marked_lanes is_none(marked_lanes a, marked_lanes b)
{
    return (marked_lanes)((a | b) == 0);
}

/* Forgives a pair that is lacking, but where that is kept. */
static marked_lanes forgive(marked_lanes lacks, marked_lanes keeps)
{
    return lacks & ((lacks - 1) | keeps);
}

/* Finds what two tokens bring beside a record; true where only one of the others may. */
static marked_lanes find_nats(const struct marked_tokens *tokens, const struct mark *record,
                              marked_nats *nats)
{
    marked_lanes whole = {0};
    marked_lanes nearly = {0};
    for (size_t i = 0; i < tokens->skeletons_n; i++) {
        const struct marked_skeletons *own = &tokens->skeletons[i];
        marked_lanes lacks[2] = {own->half[0] & ~record->half[0], own->half[1] & ~record->half[1]};
        whole |= is_none(lacks[0], lacks[1]);
        for (unsigned k = 0; k < tokens->slip; k++) {
            lacks[0] = forgive(lacks[0], own->keeps[k]);
            lacks[1] = forgive(lacks[1], own->keeps[k]);
        }
        nearly |= is_none(lacks[0], lacks[1]);
    }
    *nats = (marked_nats)((whole & (marked_lanes)tokens->whole) |
                          (~whole & nearly & (marked_lanes)tokens->nearly) |
                          (~nearly & (marked_lanes)tokens->neither));
    return tokens->doubtful & ~nearly;
}

/* Of the names the one whose tokens bring most, each by itself or with its neighbour as one. */
static double names_most(const struct marked *marked, bool may_be_fused)
{
    const struct person *query = marked->query;
    double most = 0;
    for (size_t i = 0; i < (may_be_fused ? query->names_n : query->apart_n); i++) {
        const struct person_name *name = &query->names[i];
        double before = 0; /* without the last token */
        double sum = 0;
        for (size_t k = 0; k < name->tokens_n; k++) {
            double next = sum + marked->nats[name->token[k]];
            if (k > 0 && name->joined[k - 1] != UINT16_MAX)
                next = greater(next, before + marked->nats[name->joined[k - 1]]);
            before = sum;
            sum = next;
        }
        most = greater(most, sum);
    }
    return most;
}

double marked_most(struct marked *marked, const struct mark *record, bool may_be_fused, double needed)
{
    const struct person *query = marked->query;
    uint64_t doubts = 0; /* a bit a token that only one of its others may be */
    size_t tokens_n = may_be_fused ? query->tokens_n : query->apart_tokens_n;
    for (size_t i = 0; i < pairs_of(tokens_n); i++) {
        marked_nats nats;
        marked_lanes doubt = find_nats(&marked->tokens[i], record, &nats);
        memcpy(&marked->nats[i * MARKED_LANES], &nats, sizeof nats);
        if (i * MARKED_LANES < DOUBTS_MOST)
            doubts |= ((doubt[0] & 1) | (doubt[1] & 2)) << (i * MARKED_LANES);
    }
    double most = names_most(marked, may_be_fused);
    if (doubts == 0 || most < needed)
        return most;
    for (; doubts; doubts &= doubts - 1) {
        size_t i = (size_t)__builtin_ctzll(doubts);
        if (!may_be_another(marked, i, record))
            marked->nats[i] = 0;
    }
    return names_most(marked, may_be_fused);
}
