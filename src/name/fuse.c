/* Fuse: particles and the name behind them in one word. See fuse.h. */
#include "name/fuse.h"

#include "name/words.h"

/* The particles before a name that can be fused with it: n tokens from the first on; 0: none. */
struct group {
    size_t first;
    size_t n;
    bool father; /* it is bin or its like */
};

static bool is_fusible(const struct name_token *token)
{
    return token->part == PART_PARTICLE && token->forms_n &&
           word_kinds(token->folded) & (WORD_FUSED | WORD_ASSIMILATED);
}

static bool is_name(const struct name_token *token)
{
    return token->part != PART_PARTICLE && token->part != PART_TITLE && token->part != PART_GENERATION &&
           token->part != PART_INITIAL && token->forms_n;
}

/* Those that stand before token i; of bin al- only the article. */
static struct group group_before(const struct name *name, size_t i)
{
    struct group group = {.first = i};
    if (!is_name(&name->tokens[i]))
        return group;
    while (group.first > 0 && !group.father) {
        const struct name_token *before = &name->tokens[group.first - 1];
        bool father = word_kinds(before->folded) & WORD_FATHER;
        if (!is_fusible(before) || before->script != name->tokens[i].script || (father && group.n > 0))
            break;
        group.first--;
        group.n++;
        group.father = father;
    }
    /* A particle that opens a name was taken for a name: van der Berg, Jan. */
    const struct name_token *first = &name->tokens[0];
    if (group.n > 0 && group.first == 1 && first->script == name->tokens[i].script &&
        word_kinds(first->folded) & WORD_NO_NAME) {
        group.first--;
        group.n++;
    }
    return group;
}

/* Which groups of a name are fused. */
struct choice {
    bool any;
    bool fathers; /* bin and its like too: not those of a line of fathers, nor beside particles of a family
                     name */
};

static struct choice choose(const struct name *name)
{
    size_t groups = 0;
    size_t fathers = 0;
    for (size_t i = 0; i < name->tokens_n; i++) {
        struct group group = group_before(name, i);
        groups += group.n > 0;
        fathers += group.father;
    }
    return (struct choice){.any = groups > fathers || groups == 1, .fathers = groups == 1};
}

/* As it is written in one word with a name. */
static struct str fused_text(const struct name_token *particle)
{
    bool article = word_kinds(particle->folded) & WORD_ASSIMILATED;
    return article && particle->script == SCRIPT_LATIN ? STR("al") : particle->folded;
}

static struct name_token fuse_group(struct arena *arena, struct forms_cache *cache,
                                    const struct name_token *particles, size_t n)
{
    const struct name_token *name = &particles[n];
    struct name_token fused = *name;
    size_t bytes = name->folded.n;
    for (size_t i = 0; i < n; i++)
        bytes += fused_text(&particles[i]).n;
    char *text = arena_alloc(arena, bytes + 1);
    if (!text)
        return fused;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        struct str particle = fused_text(&particles[i]);
        memcpy(text + at, particle.p, particle.n);
        at += particle.n;
    }
    memcpy(text + at, name->folded.p, name->folded.n);
    enum name_part part = name->part == PART_FAMILY || name->part == PART_GIVEN ? name->part : PART_UNKNOWN;
    (void)name_token_init(arena, cache, (struct str){text, bytes}, name->script, part, &fused);
    return fused;
}

bool name_fuse(struct arena *arena, struct forms_cache *cache, const struct name *name, struct name *fused)
{
    struct choice choice = choose(name);
    if (!choice.any)
        return false;
    *fused = *name;
    fused->tokens_n = 0;
    fused->tokens = arena_array(arena, name->tokens_n, sizeof *fused->tokens);
    for (size_t i = 0; fused->tokens && i < name->tokens_n; i++) {
        struct group group = group_before(name, i);
        bool apart = group.n == 0 || (group.father && !choice.fathers);
        fused->tokens_n -= apart ? 0 : group.n;
        fused->tokens[fused->tokens_n++] =
            apart ? name->tokens[i] : fuse_group(arena, cache, &name->tokens[group.first], group.n);
    }
    return !arena_failed(arena);
}

/* --- Apart again --- */

enum {
    PARTICLE_LETTERS = 6, /* of the longest: vander */
    LEFT_LEAST = 3,       /* letters of a name */
    LEFT_BEHIND_SHORT = 4 /* and behind a particle of two, but for the article */
};

/* Whether n letters may be a particle, and what is left a name: behind one of two letters it may begin with a
 * vowel only where that is an article of Arabs. */
static bool may_be_particle(struct str letters, size_t n)
{
    if (letters.n < n + LEFT_LEAST)
        return false;
    uint32_t kinds = word_kinds((struct str){letters.p, n});
    if (!(kinds & WORD_FUSED) || n > 2 || kinds & WORD_ARTICLE)
        return kinds & WORD_FUSED;
    return letters.n >= n + LEFT_BEHIND_SHORT && !memchr("aeiou", letters.p[n], strlen("aeiou"));
}

static bool is_read(struct str rest, const struct str *left, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (left[i].p == rest.p)
            return true;
    return false;
}

/* Adds what is left of a word, and of that again, to n of them; returns how many these are now. */
static size_t add_left(struct str latin, struct str *left, size_t n)
{
    for (size_t k = PARTICLE_LETTERS; k >= 2 && n < NAME_UNFUSED_MOST; k--) {
        struct str rest = {latin.p + k, latin.n - k};
        if (!may_be_particle(latin, k) || is_read(rest, left, n))
            continue;
        left[n] = rest;
        n = add_left(rest, left, n + 1);
    }
    return n;
}

size_t name_unfused(struct str latin, struct str left[NAME_UNFUSED_MOST])
{
    return add_left(latin, left, 0);
}
