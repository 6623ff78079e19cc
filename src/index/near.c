/* Near: skeletons that a token may have been written with. See near.h. */
#include "index/near.h"

#include "base/number.h"
#include "index/reach.h"
#include "name/equivalents.h"

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

/* Leaves of n skeletons those that the segment has and the token has not; returns how many. Each is put down
 * whether it stays or not: what cannot be foretold is dearer. */
static size_t sift(const struct near *near, const struct token_skeletons *own, const skeleton *skeletons,
                   size_t n, skeleton *kept)
{
    size_t had = 0;
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        kept[had] = skeletons[i];
        had += skeletons_may_have(near->filter, near->filter_bits, skeletons[i]);
    }
    for (size_t i = 0; i < had; i++) {
        kept[left] = kept[i];
        left += !has(own, kept[i]);
    }
    return left;
}

/* Adds those of n skeletons (SKELETON_SLIPS at most) that the segment has; a token so written brings the
 * rarity of the less rare one, less a cost. */
static void add(struct near *near, const struct person_token *token, const struct token_skeletons *own,
                const skeleton *skeletons, size_t n, double cost)
{
    skeleton kept[SKELETON_SLIPS];
    size_t left = sift(near, own, skeletons, n, kept);
    for (size_t i = 0; i < left; i++)
        rarity_expect_skeleton(near->model->rarity, kept[i]);
    for (size_t i = 0; i < left; i++) {
        double rarity = (double)rarity_of_skeleton(near->model->rarity, kept[i]) / RARITY_UNIT;
        push(near, kept[i], greater(lesser((double)token->class_rarity, rarity) - cost, 0));
    }
}

void near_begin(struct near *near, struct segment *segment, const struct model *model)
{
    near->model = model;
    near->filter = segment_skeletons(segment, &near->filter_bits);
    near->n = 0;
    near->failed = false;
}

void near_add(struct near *near, const struct person_token *token, const struct token_skeletons *own)
{
    skeleton slips[SKELETON_SLIPS];
    if (!near->filter || own->n == 0 || token->joined)
        return;
    for (size_t i = 0; i < own->n; i++)
        if (i == 0 || i >= own->whole_n)
            add(near, token, own, slips, skeleton_slips(own->at[i], slips), reach_slip_cost());
    for (size_t i = 0; i < token->classes_n; i++) {
        const skeleton *names;
        /* Of a patronymic the father's names are none. */
        if (token->classes[i] & TOKEN_PATRONYMIC)
            continue;
        size_t n = name_equivalent_skeletons(token->classes[i] & TOKEN_CLASS, &names);
        add(near, token, own, names, n < SKELETON_SLIPS ? n : SKELETON_SLIPS,
            reach_variant_cost(&near->model->weights));
    }
}

void near_release(struct near *near)
{
    free(near->at);
    *near = (struct near){0};
}
