/* Marked: names by the record's mark. See marked.h. */
#include "index/marked.h"

#include "base/number.h"
#include "match/alphabet.h"
#include "name/equivalents.h"

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

bool marked_ask(struct marked *marked, const struct person *query)
{
    arena_reset(&marked->arena);
    marked->query = query;
    marked->tokens = arena_array(&marked->arena, query->tokens_n, sizeof *marked->tokens);
    marked->nats = arena_array(&marked->arena, query->tokens_n, sizeof *marked->nats);
    return marked->tokens && marked->nats;
}

/* How many pairs of a skeleton may be lacking where it is nearly so written. */
static uint8_t slip_of(const struct person_token *token, skeleton s)
{
    enum { LONG = 4 /* classes; of a longer one letters that are vowels or consonants may change two */ };
    bool loose = alphabet_is_abjad(token->alphabet) && s >> (4 * LONG);
    return (uint8_t)(mark_slip(s) << loose);
}

void marked_tell(struct marked *marked, size_t token, const struct token_skeletons *skeletons, double whole,
                 double nearly)
{
    struct marked_token *own = &marked->tokens[token];
    const struct person_token *written = &marked->query->tokens[token];
    own->whole = whole;
    own->nearly = nearly;
    own->own_n = skeletons->n;
    own->first = skeletons->n && !written->joined ? skeletons->at[0] : 0;
    for (size_t i = 0; i < skeletons->n; i++) {
        mark_add(&own->own[i], skeletons->at[i]);
        own->slip[i] = slip_of(written, skeletons->at[i]);
    }
}

/* Puts down the marks of a token's equivalents, and of what slips make of it that take more of its pairs than
 * mark_slip. */
static void put_others(struct marked *marked, size_t token)
{
    const struct person_token *own = &marked->query->tokens[token];
    struct marked_token *told = &marked->tokens[token];
    const skeleton *names[EQUIVALENCES_MAX];
    size_t names_n[EQUIVALENCES_MAX];
    skeleton slips[SKELETON_FAR_SLIPS];
    size_t slips_n = skeleton_far_slips(told->first, slips);
    size_t n = slips_n;
    for (size_t i = 0; i < own->classes_n; i++) {
        names_n[i] = name_equivalent_skeletons(own->classes[i] & (uint16_t)~TOKEN_DIMINUTIVE, &names[i]);
        n += names_n[i];
    }
    told->others = arena_array(&marked->arena, n, sizeof *told->others);
    for (size_t i = 0; told->others && i < own->classes_n; i++)
        for (size_t k = 0; k < names_n[i]; k++)
            mark_add(&told->others[told->others_n++], names[i][k]);
    for (size_t i = 0; told->others && i < slips_n; i++)
        mark_add(&told->others[told->others_n++], slips[i]);
}

/* Whether the record may have one of those; where there is no memory it may. */
static bool may_be_another(struct marked *marked, size_t token, const struct mark *record)
{
    const struct marked_token *told = &marked->tokens[token];
    if (!told->others)
        put_others(marked, token);
    for (size_t i = 0; i < told->others_n; i++)
        if (mark_lacks_few(record, &told->others[i], 0))
            return true;
    return !told->others;
}

/* What a token brings as it is, or nearly so written. */
static double own_most(const struct marked_token *token, const struct mark *record)
{
    double most = 0;
    for (size_t i = 0; i < token->own_n; i++) {
        if (mark_lacks_few(record, &token->own[i], 0))
            return token->whole;
        if (mark_lacks_few(record, &token->own[i], token->slip[i]))
            most = token->nearly;
    }
    return token->own_n ? most : token->whole;
}

/* Of the names the one whose tokens bring most, each by itself or with its neighbour as one. */
static double names_most(const struct marked *marked)
{
    const struct person *query = marked->query;
    double most = 0;
    for (size_t i = 0; i < query->names_n; i++) {
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

double marked_most(struct marked *marked, const struct mark *record, double needed)
{
    const struct person *query = marked->query;
    uint64_t doubts = 0; /* a bit a token that only one of its others may be */
    for (size_t i = 0; i < query->tokens_n; i++) {
        double most = own_most(&marked->tokens[i], record);
        bool doubt = most == 0 && (query->tokens[i].classes_n > 0 || marked->tokens[i].first);
        marked->nats[i] = doubt ? marked->tokens[i].nearly : most;
        doubts |= i < DOUBTS_MOST ? (uint64_t)doubt << i : 0;
    }
    double most = names_most(marked);
    if (doubts == 0 || most < needed)
        return most;
    for (; doubts; doubts &= doubts - 1) {
        size_t i = (size_t)__builtin_ctzll(doubts);
        if (!may_be_another(marked, i, record))
            marked->nats[i] = 0;
    }
    return names_most(marked);
}
