/* Asked: the keys that a query asks a segment for, each once, with their postings. */
#ifndef LIAISON_INDEX_ASKED_H
#define LIAISON_INDEX_ASKED_H

#include "index/index.h"
#include "index/segment.h"

/* What a key is asked for; what stands first is taken first. */
enum asked_for {
    FOR_ALL,  /* whom it finds is looked at, whatever his name and date */
    FOR_SLIP, /* what a slip leaves of a document's number */
    FOR_PAIR, /* two tokens as they are */
    FOR_NEAR, /* one as it is, the other nearly */
    FOR_DAY,  /* one, with day and month of birth */
    FOR_TOKEN /* one, by itself */
};

struct asked {
    uint64_t key;
    const uint64_t *entries; /* n of them, in the order of dates */
    uint32_t n;
    float names; /* what names bring at most of whom it has to find; -INFINITY: it has to find none */
    enum asked_for what;
    uint32_t slot; /* where its number lies */
};

struct asked_keys {
    struct segment *segment;
    struct asked *at;
    size_t n, room;
    uint32_t *slots; /* numbers and one, by key; 0: free; twice as many as there is room */
    bool failed;     /* no memory: what is asked then is lost */
};

#define NO_KEY UINT32_MAX

/* Begins anew; keys were zeroes, or begun before. */
void asked_begin(struct asked_keys *keys, struct segment *segment);
void asked_release(struct asked_keys *keys);

/* The number of a key, asked for where it was not, for the first of what it is asked for; NO_KEY where there
 * is no memory. And the number of one that is asked for already, or NO_KEY. */
uint32_t asked_add(struct asked_keys *keys, uint64_t key, enum asked_for what);
uint32_t asked_number(const struct asked_keys *keys, uint64_t key);

/* Raises what names bring at most; number may be NO_KEY. */
void asked_raise(struct asked_keys *keys, uint32_t number, double names);

/* Finds the postings of the keys from a number on. */
void asked_find(struct asked_keys *keys, size_t from, struct search_counts *counts);

/* Begins to seek the postings of a key beside the year of a date; when that is done, how many these are. */
struct seek asked_seek_year(const struct asked *asked, struct date date);
size_t asked_of_year(const struct seek *seek, struct date date);

/* The postings without a date beside them: of who gave none, or too many. */
size_t asked_undated(const struct asked *asked);

#endif
