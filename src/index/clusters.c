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

/* Each record's cluster and partners. */
struct growing {
    uint32_t *cluster; /* of a record: a member that stands for all */
    uint32_t *next;    /* of a record: the next member, round */
    uint32_t *size;    /* of who stands for a cluster */
    size_t *partners;  /* of record i: partner[partners[i]] up to partner[partners[i + 1]] */
    uint32_t *partner;
};

static void growing_release(struct growing *growing)
{
    free(growing->next);
    free(growing->size);
    free(growing->partners);
    free(growing->partner);
}

static bool growing_init(struct growing *growing, const struct linked *pairs, size_t n, size_t records)
{
    *growing = (struct growing){.cluster = calloc(records + 1, sizeof *growing->cluster),
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
            growing->partner[growing->partners[pairs[i].left + 1]++] = pairs[i].right;
            growing->partner[growing->partners[pairs[i].right + 1]++] = pairs[i].left;
        }
    return true;
}

/* How many pairs were found across two clusters. */
static size_t pairs_across(const struct growing *growing, uint32_t small, uint32_t other)
{
    size_t n = 0;
    uint32_t member = small;
    do {
        for (size_t i = growing->partners[member]; i < growing->partners[member + 1]; i++)
            n += growing->cluster[growing->partner[i]] == other;
        member = growing->next[member];
    } while (member != small);
    return n;
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
    if (a == b)
        return;
    uint32_t small = growing->size[a] < growing->size[b] ? a : b;
    uint32_t large = small == a ? b : a;
    size_t all = (size_t)growing->size[a] * growing->size[b];
    if (all == 1 || 2 * pairs_across(growing, small, large) >= all)
        join(growing, small, large);
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

uint32_t *clusters_of(const struct linked *pairs, size_t n, size_t records)
{
    struct growing growing;
    struct ranked *ranked = rank(pairs, n);
    bool good = ranked && growing_init(&growing, pairs, n, records);
    if (!ranked)
        return NULL;
    for (size_t i = 0; good && i < n; i++)
        if (!pairs[ranked[i].at].dropped)
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
