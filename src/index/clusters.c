/* Clusters: which records are one person. See clusters.h. */
#include "index/clusters.h"

#include <stdlib.h>

/* The pairs in the order in which they count: the strongest first, equal ones as they came. */
struct ranked {
    micronats evidence;
    size_t at;
};

static int strongest_first(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->evidence != y->evidence)
        return x->evidence > y->evidence ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static struct ranked *rank(const struct linked *pairs, size_t n)
{
    struct ranked *ranked = calloc(n + 1, sizeof *ranked);
    for (size_t i = 0; ranked && i < n; i++)
        ranked[i] = (struct ranked){pairs[i].evidence, i};
    if (ranked && n)
        qsort(ranked, n, sizeof *ranked, strongest_first);
    return ranked;
}

enum {
    MICRO = 1000000,
    PAIR_MOST =
        7 * MICRO, /* that a pair counts for, and one that cannot be compared against: a thousand to one */
    RIVAL = 3 * MICRO, /* who is as near but for this may be meant as well: twenty to one */
    ACROSS_MOST = 4096 /* pairs across two clusters that are compared again */
};

struct partner {
    uint32_t record;
    enum bearing bearing;
    micronats evidence;
};

/* Each record's cluster and partners. */
struct growing {
    uint32_t *cluster; /* of a record: a member that stands for all */
    uint32_t *next;    /* of a record: the next member, round */
    uint32_t *size;    /* of who stands for a cluster */
    size_t *partners;  /* of record i: partner[partners[i]] up to partner[partners[i + 1]] */
    struct partner *partner;
    const struct weigher *weigher;
};

static void growing_release(struct growing *growing)
{
    free(growing->next);
    free(growing->size);
    free(growing->partners);
    free(growing->partner);
}

static bool growing_init(struct growing *growing, const struct linked *pairs, size_t n, size_t records,
                         const struct weigher *weigher)
{
    *growing = (struct growing){.weigher = weigher,
                                .cluster = calloc(records + 1, sizeof *growing->cluster),
                                .next = calloc(records + 1, sizeof *growing->next),
                                .size = calloc(records + 1, sizeof *growing->size),
                                .partners = calloc(records + 2, sizeof *growing->partners),
                                .partner = calloc(2 * n + 1, sizeof *growing->partner)};
    if (!growing->cluster || !growing->next || !growing->size || !growing->partners || !growing->partner)
        return false;
    for (size_t i = 0; i < records; i++) {
        growing->cluster[i] = growing->next[i] = (uint32_t)i;
        growing->size[i] = 1;
    }
    /* Counted two places on, then added up, so that filling moves each beginning to where it belongs. */
    for (size_t i = 0; i < n; i++)
        if (!pairs[i].dropped) {
            growing->partners[pairs[i].left + 2]++;
            growing->partners[pairs[i].right + 2]++;
        }
    for (size_t i = 2; i < records + 2; i++)
        growing->partners[i] += growing->partners[i - 1];
    for (size_t i = 0; i < n; i++)
        if (!pairs[i].dropped) {
            growing->partner[growing->partners[pairs[i].left + 1]++] =
                (struct partner){pairs[i].right, pairs[i].bearing, pairs[i].evidence};
            growing->partner[growing->partners[pairs[i].right + 1]++] =
                (struct partner){pairs[i].left, pairs[i].bearing, pairs[i].evidence};
        }
    return true;
}

/* What the pair of two records says, above what it needs; against where they cannot be compared. */
static micronats pair_weight(const struct growing *growing, uint32_t left, uint32_t right, bool compare)
{
    const struct weigher *weigher = growing->weigher;
    micronats evidence = 0;
    for (size_t i = growing->partners[left]; i < growing->partners[left + 1]; i++)
        if (growing->partner[i].record == right)
            return growing->partner[i].evidence - weigher->needed;
    if (compare && weigher->evidence && weigher->evidence(weigher->context, left, right, &evidence))
        return evidence - weigher->needed;
    return -PAIR_MOST;
}

/* What all pairs across two clusters say: below 0, that they are two persons. */
static micronats weight_across(const struct growing *growing, uint32_t a, uint32_t b)
{
    micronats sum = 0;
    bool compare = (size_t)growing->size[a] * growing->size[b] <= ACROSS_MOST;
    uint32_t of_a = a;
    do {
        uint32_t of_b = b;
        do {
            micronats weight = pair_weight(growing, of_a, of_b, compare);
            sum += weight < PAIR_MOST ? weight : PAIR_MOST;
            of_b = growing->next[of_b];
        } while (of_b != b);
        of_a = growing->next[of_a];
    } while (of_a != a);
    return sum;
}

/* Whether two clusters are two persons: all pairs across them say so, or one whose given names part them. */
static bool are_two(const struct growing *growing, uint32_t a, uint32_t b)
{
    uint32_t member = a;
    do {
        for (size_t i = growing->partners[member]; i < growing->partners[member + 1]; i++)
            if (growing->partner[i].bearing == BORNE_BY_NOTHING &&
                growing->cluster[growing->partner[i].record] == b)
                return true;
        member = growing->next[member];
    } while (member != a);
    return weight_across(growing, a, b) < 0;
}

/* Whether somebody else, who is another than b, is as near to cluster a by what a household shares. */
static bool has_rival(const struct growing *growing, uint32_t a, uint32_t b, micronats evidence)
{
    uint32_t member = a;
    do {
        for (size_t i = growing->partners[member]; i < growing->partners[member + 1]; i++) {
            const struct partner *partner = &growing->partner[i];
            uint32_t other = growing->cluster[partner->record];
            if (other != a && other != b && partner->bearing == BORNE_BY_HOUSEHOLD &&
                partner->evidence > evidence - RIVAL && are_two(growing, b, other))
                return true;
        }
        member = growing->next[member];
    } while (member != a);
    return false;
}

static void join(struct growing *growing, uint32_t small, uint32_t large)
{
    uint32_t member = small;
    do {
        growing->cluster[member] = large;
        member = growing->next[member];
    } while (member != small);
    growing->size[large] += growing->size[small];
    member = growing->next[small];
    growing->next[small] = growing->next[large];
    growing->next[large] = member;
}

static void consider(struct growing *growing, const struct linked *pair)
{
    uint32_t a = growing->cluster[pair->left];
    uint32_t b = growing->cluster[pair->right];
    if (a == b || weight_across(growing, a, b) < 0)
        return;
    if (pair->bearing == BORNE_BY_HOUSEHOLD &&
        (has_rival(growing, a, b, pair->evidence) || has_rival(growing, b, a, pair->evidence)))
        return;
    if (growing->size[a] < growing->size[b])
        join(growing, a, b);
    else
        join(growing, b, a);
}

/* The first member stands for each cluster. */
static void name_by_first(struct growing *growing, size_t records)
{
    for (size_t i = 0; i < records; i++)
        if (growing->size[growing->cluster[i]]) {
            uint32_t member = (uint32_t)i;
            growing->size[growing->cluster[i]] = 0;
            do {
                growing->cluster[member] = (uint32_t)i;
                growing->size[member] = 0;
                member = growing->next[member];
            } while (member != i);
        }
}

uint32_t *clusters_of(const struct linked *pairs, size_t n, size_t records, const struct weigher *weigher)
{
    struct growing growing;
    struct ranked *ranked = rank(pairs, n);
    bool good = ranked && growing_init(&growing, pairs, n, records, weigher);
    if (!ranked)
        return NULL;
    for (size_t i = 0; good && i < n; i++)
        if (!pairs[ranked[i].at].dropped && pairs[ranked[i].at].bearing != BORNE_BY_NOTHING)
            consider(&growing, &pairs[ranked[i].at]);
    if (good)
        name_by_first(&growing, records);
    growing_release(&growing);
    free(ranked);
    if (!good) {
        free(growing.cluster);
        return NULL;
    }
    return growing.cluster;
}

bool linked_one_to_one(struct linked *pairs, size_t n, size_t records)
{
    struct ranked *ranked = rank(pairs, n);
    bool *taken = calloc(records + 1, sizeof *taken);
    for (size_t i = 0; ranked && taken && i < n; i++) {
        struct linked *pair = &pairs[ranked[i].at];
        pair->dropped = pair->dropped || taken[pair->left] || taken[pair->right];
        if (!pair->dropped)
            taken[pair->left] = taken[pair->right] = true;
    }
    bool good = ranked && taken;
    free(ranked);
    free(taken);
    return good;
}
