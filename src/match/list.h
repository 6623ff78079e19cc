/* List: the persons of one or more files, held in memory ready to be compared. */
#ifndef LIAISON_MATCH_LIST_H
#define LIAISON_MATCH_LIST_H

#include "match/person.h"
#include "record/reader.h"

struct list_person {
    struct person person;
    struct subject subject;
    const char *list; /* the file's name without its folders */
    size_t line;
};

struct list {
    struct arena arena;
    struct list_person **at; /* in the order of the files */
    size_t n;
    size_t capacity;
    size_t unreadable; /* persons without a name that can be read, or a document */
};

/* An empty list; release it also after a failure. */
void list_init(struct list *list);
void list_release(struct list *list);

/* Adds the persons of a file. The path must outlive the list. NO_USE where it
 * holds no person that can be compared; else the reader's errors. What was added
 * before a failure stays. */
enum err list_add_file(struct list *list, const struct model *model, const char *path,
                       const struct reader_options *options, struct fault *fault) MUST_USE;

/* Reads up to most further persons from an open reader; *end is true when there
 * are no more. Persons who cannot be compared (person_says_who) are given
 * too, so that each query has its answer. */
enum err list_add_from(struct list *list, const struct model *model, struct reader *reader, const char *name,
                       size_t most, bool *end, struct fault *fault) MUST_USE;

#endif
