/* liaison.h: the library for programs in C and, by its plain functions, in any
 * language that can call them (examples/).
 *
 * Handles are opaque; there is no global state. A liaison_model and a
 * liaison_index may be used by any number of threads at once; a liaison_searcher by one at a time.
 * Text is UTF-8 ended by NUL. A person is given as FollowTheMoney JSON, {"id", "schema": "Person",
 * "properties": {"name": [...], "birthDate": [...], ...}}. Evidence is in nats:
 * above 0 it speaks for one person. Nothing is decided here: a candidate is a
 * proposal that a person confirms.
 *
 * A function that can fail returns 0, or the number of an error, whose sentence
 * liaison_error gives; the detail is written into *fault, which may be NULL, and
 * what the function would give is not to be used. */
#ifndef LIAISON_H
#define LIAISON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct liaison_model liaison_model;
typedef struct liaison_index liaison_index;
typedef struct liaison_searcher liaison_searcher;

/* What failed, and where. */
typedef struct {
    int code;
    char detail[512];
} liaison_fault;

/* The version of the library, "0.1.0". */
const char *liaison_version(void);

/* The sentence of an error code; "" where there is no such code. */
const char *liaison_error(int code);

/* The tables that the library was built with; some milliseconds and some megabytes. */
int liaison_model_open(liaison_model **model, liaison_fault *fault);
void liaison_model_close(liaison_model *model);

/* The evidence that two persons are one, in nats, and the lines that add up to it, as a JSON
 * array, to be freed by liaison_free; explanation may be NULL. */
int liaison_compare(const liaison_model *model, const char *left, const char *right, double *evidence,
                    char **explanation, liaison_fault *fault);

/* The score: 1 / (1 + exp(-(evidence + prior))). */
double liaison_score(double evidence, double prior);

/* Makes an index of files in the directory, as 'liaison index build': by all cores, and
 * whoever has an index of it open keeps what he opened. */
int liaison_index_build(const liaison_model *model, const char *directory, const char *const *files,
                        size_t files_n, liaison_fault *fault);

/* Opens what is in force there; close it after its searchers. The model must outlive it. Its files are
 * mapped: 'liaison index' and liaison_index_build leave them as they are, and who cuts one shorter otherwise
 * ends the program by SIGBUS. */
int liaison_index_open(liaison_index **index, const liaison_model *model, const char *directory,
                       liaison_fault *fault);
void liaison_index_close(liaison_index *index);

/* How many persons it holds: the prior of a search is -ln of that. */
size_t liaison_index_persons(const liaison_index *index);

/* One a thread. */
int liaison_searcher_open(liaison_searcher **searcher, const liaison_index *index, liaison_fault *fault);
void liaison_searcher_close(liaison_searcher *searcher);

/* The candidates of a person at or above threshold (a score, 0 to 1; 0.5 is usual), the best first and limit
 * of them at most, as a JSON array of {"id", "list", "evidence", "score"}, to be freed by liaison_free. */
int liaison_search(liaison_searcher *searcher, const char *person, double threshold, size_t limit,
                   char **candidates, liaison_fault *fault);

/* Frees what the functions above give. NULL-safe. */
void liaison_free(char *text);

#ifdef __cplusplus
}
#endif

#endif
