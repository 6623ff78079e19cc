/* Near: skeletons that a token may have been written with. See near.h. */
#include "index/near.h"

#include "match/token.h"
#include "name/equivalents.h"

#include <math.h>
#include <stdlib.h>

static bool has(const struct token_skeletons *skeletons, skeleton s)
{
    for (size_t i = 0; i < skeletons->n; i++)
        if (skeletons->at[i] == s)
            return true;
    return false;
}

static void push(struct near *near, skeleton s, double nats)
{
    enum { LEAST = 1024 };
    if (near->n == near->room) {
        size_t room = near->room ? near->room * 2 : LEAST;
        struct near_skeleton *at = realloc(near->at, room * sizeof *at);
        if (!at) {
            near->failed = true;
            return;
        }
        near->at = at;
        near->room = room;
    }
    near->at[near->n++] = (struct near_skeleton){s, (float)nats};
}

/* A token and what it is sought in. */
struct seeking {
    struct near *near;
    const struct model *model;
    const struct token_skeletons *own;
    double rarity; /* nats, of the token's own skeleton */
    const unsigned char *filter;
    unsigned filter_bits;
};

/* Adds those of n skeletons that the segment has; so written it brings the less rare one's rarity less a
 * cost. */
static void add(const struct seeking *seeking, const skeleton *skeletons, size_t n, double cost)
{
    for (size_t i = 0; i < n; i++) {
        if (!skeletons_may_have(seeking->filter, seeking->filter_bits, skeletons[i]) ||
            has(seeking->own, skeletons[i]))
            continue;
        double rarity = (double)rarity_of_skeleton(seeking->model->rarity, skeletons[i]) / RARITY_UNIT;
        push(seeking->near, skeletons[i], fmax(fmin(seeking->rarity, rarity) - cost, 0));
    }
}

void near_add(struct near *near, struct segment *segment, const struct model *model,
              const struct person_token *token, const struct token_skeletons *own)
{
    /* Nats that a slip costs at least: of 9,000 matches among a million, 5 need less. */
    static const double slip_cost = 2;
    struct seeking seeking = {near, model, own, (double)token->class_rarity, NULL, 0};
    skeleton slips[SKELETON_SLIPS];
    seeking.filter = segment_skeletons(segment, &seeking.filter_bits);
    if (!seeking.filter || own->n == 0 || token->joined)
        return;
    add(&seeking, slips, skeleton_slips(own->at[0], slips), slip_cost - TOKEN_BEYOND * TOKEN_SPELLED);
    for (size_t i = 0; i < token->classes_n; i++) {
        const skeleton *names;
        size_t n = name_equivalent_skeletons(token->classes[i] & (uint16_t)~TOKEN_DIMINUTIVE, &names);
        add(&seeking, names, n, model->weights.variant_cost - TOKEN_SPELLED);
    }
}

void near_release(struct near *near)
{
    free(near->at);
    *near = (struct near){0};
}
