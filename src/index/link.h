/* Link: two registers, or one with itself, put together person by person.
 *
 * Every record of the one is asked of an index of the other, over all cores; the
 * pairs come in the order of who asks, best first. Memory does not grow with the
 * registers but for the index, which is mapped.
 *
 * The prior is that of a search, -ln N; where persons stand in a register several
 * times, as a sample of those who ask shows, it is higher by the ln of how many
 * each finds (the share of pairs that match, estimated as by Winkler, "Using the EM
 * Algorithm for Weight Computation in the Fellegi-Sunter Model", 1988; one step). */
#ifndef LIAISON_INDEX_LINK_H
#define LIAISON_INDEX_LINK_H

#include "index/pair.h"
#include "record/reader.h"

/* A pair found. right is the number of the record that asked: its place in the
 * file, or its number in the index. Ids are valid during the call. */
struct link_pair {
    record_number left;
    record_number right;
    struct str left_id;
    struct str right_id;
    micronats evidence;
    double score;
    double prior;         /* of this linking: the same for all its pairs */
    enum bearing bearing; /* where it was asked for */
};

struct link_options {
    double threshold; /* least score of a pair */
    size_t limit;     /* most pairs of one record that asks */
    size_t workers;   /* 0: all cores */
    bool bearing;     /* pairs say what bears them, which costs a comparison each */
    struct reader_options reader;
    void (*progress)(void *context, size_t asked);
    enum err (*pair)(void *context, const struct link_pair *pair, struct fault *fault);
    void *context;
};

/* Asks the persons of a file of the index; *asked says how many there were. */
enum err link_file(const struct index *index, const char *path, const struct link_options *options,
                   size_t *asked, struct fault *fault) MUST_USE;

/* Asks the records of the index of itself: each pair once, left before right. */
enum err link_itself(const struct index *index, const struct link_options *options, size_t *asked,
                     struct fault *fault) MUST_USE;

#endif
