/* Index: the segments of a generation, opened to be searched. */
#ifndef LIAISON_INDEX_INDEX_H
#define LIAISON_INDEX_INDEX_H

#include "index/segment.h"
#include "match/compare.h"
#include "match/list.h"
#include "match/screen.h"

/* One segment, and the records of it that are gone (updated or left out since);
 * a bit a record, NULL: none. */
struct part {
    struct segment *segment;
    unsigned char *gone;
    size_t gone_n;
    size_t readable; /* records that can be found (person_says_who), gone or not */
};

struct index {
    const struct model *model;
    struct part *parts;
    size_t parts_n;
    size_t persons; /* that can be found: what the prior counts */
    unsigned long generation;
};

/* An index of a single segment file, as builder_write leaves it. */
enum err index_open_segment(struct index **index, const struct model *model, const char *path,
                            size_t readable, struct fault *fault) MUST_USE;
void index_close(struct index *index);

/* A record: part << 32 | number. */
typedef uint64_t record_number;

struct found {
    record_number record;
    micronats evidence;
};

/* What one search did, for measuring. */
struct search_counts {
    size_t keys;     /* looked up */
    size_t entries;  /* postings of these */
    size_t glanced;  /* records whose names were held against the query's */
    size_t bounded;  /* records looked at in all they say */
    size_t compared; /* records compared in full */
};

/* Memory for searching, one a thread; the index must outlive it. NULL where there is no memory. */
struct searcher;
struct searcher *searcher_new(const struct index *index);
void searcher_free(struct searcher *searcher);

/* Makes a subject ready to ask about; valid until the next call. As person_init. */
enum err searcher_query(struct searcher *searcher, const struct subject *subject, const struct person **query,
                        struct fault *fault) MUST_USE;

/* The same of a record of the index; it can be nobody (person_says_who) where it is gone. */
enum err searcher_query_record(struct searcher *searcher, record_number record, const struct person **query,
                               struct fault *fault) MUST_USE;

/* The candidates, best first (equal ones in the order of the index), as screen_person; the
 * same ones but for at most 0.1 % of a usual population (doc/index.md tells whom it loses). Records below the
 * threshold are not found even where it is 0, but for those that share much. FORGED where a block is damaged.
 */
enum err searcher_search(struct searcher *searcher, const struct person *query,
                         const struct screening *screening, struct found *out, size_t *n,
                         struct search_counts *counts, struct fault *fault) MUST_USE;

/* A record as a list has it, ready to be compared and shown; all lies in the arena, the index and the
 * searcher, until the next query. */
enum err searcher_record(struct searcher *searcher, record_number record, struct arena *arena,
                         struct list_person *person, struct fault *fault) MUST_USE;

#endif
