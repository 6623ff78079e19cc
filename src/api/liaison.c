/* The public functions. See liaison.h. */
#include "api/liaison.h"

#include "base/limits.h"
#include "index/store.h"
#include "match/explanation_json.h"
#include "record/ftm.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct liaison_model {
    struct arena arena;
    struct model model;
};

struct liaison_index {
    struct index *index;
};

struct liaison_searcher {
    const struct index *index;
    struct searcher *searcher;
    struct arena arena;
};

static int give(enum err err, const struct fault *fault, liaison_fault *out)
{
    if (out) {
        out->code = (int)err;
        snprintf(out->detail, sizeof out->detail, "%s",
                 err ? (fault->detail[0] ? fault->detail : err_sentence(err)) : "");
    }
    return (int)err;
}

const char *liaison_version(void)
{
    return LIAISON_VERSION;
}

const char *liaison_error(int code)
{
    return code >= 0 && code < ERR_COUNT ? err_sentence((enum err)code) : "";
}

int liaison_model_open(liaison_model **out, liaison_fault *out_fault)
{
    struct fault fault = {0};
    liaison_model *model = calloc(1, sizeof *model);
    if (!model)
        return give(ERR_NO_MEMORY, &fault, out_fault);
    arena_init(&model->arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = model_load(&model->arena, &model->model, &fault);
    if (err)
        liaison_model_close(model);
    else
        *out = model;
    return give(err, &fault, out_fault);
}

void liaison_model_close(liaison_model *model)
{
    if (!model)
        return;
    arena_release(&model->arena);
    free(model);
}

double liaison_score(double evidence, double prior)
{
    return score_of(evidence, prior);
}

/* A person out of JSON; what is wrong with it is an error, not a warning. */
static enum err read_subject(struct arena *arena, const char *name, const char *text, struct subject *subject,
                             struct fault *fault)
{
    struct intake intake = {.file = name, .strict = true, .last_birth = date_last_birth(clock_system_now())};
    enum row row = ROW_OTHER;
    intake_row(&intake, 1);
    enum err err = ftm_row(str_of(text), &intake, arena, subject, &row, fault);
    if (!err && row != ROW_PERSON)
        return fault_set(fault, ERR_NO_USE, "%s: no person", name);
    return err;
}

static char *explanation_text(const struct explanation *explanation)
{
    json_t *lines = explanation_json(explanation, "left", "right");
    char *text = lines ? json_dumps(lines, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(lines);
    return text;
}

static enum err compare(const struct model *model, struct arena *arena, const char *left, const char *right,
                        micronats *evidence, struct explanation *explanation, struct fault *fault)
{
    struct subject subjects[2];
    struct person persons[2];
    enum err err = read_subject(arena, "left", left, &subjects[0], fault);
    if (!err)
        err = read_subject(arena, "right", right, &subjects[1], fault);
    for (size_t i = 0; i < 2 && !err; i++)
        err = person_init(arena, model, &subjects[i], &persons[i], fault);
    if (err)
        return err;
    struct comparer *comparer = comparer_new(model);
    if (!comparer)
        return fault_set(fault, ERR_NO_MEMORY, "comparing");
    err = compare_persons(comparer, &persons[0], &persons[1], evidence, explanation, fault);
    comparer_free(comparer);
    return err;
}

int liaison_compare(const liaison_model *model, const char *left, const char *right, double *evidence,
                    char **explanation, liaison_fault *out_fault)
{
    struct fault fault = {0};
    struct arena arena;
    micronats sum = 0;
    struct explanation *lines = explanation ? calloc(1, sizeof *lines) : NULL;
    if (explanation && !lines)
        return give(ERR_NO_MEMORY, &fault, out_fault);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    enum err err = compare(&model->model, &arena, left, right, &sum, lines, &fault);
    arena_release(&arena);
    if (!err) {
        *evidence = (double)sum / 1e6;
        if (explanation && !(*explanation = explanation_text(lines)))
            err = fault_set(&fault, ERR_NO_MEMORY, "the explanation");
    }
    free(lines);
    return give(err, &fault, out_fault);
}

int liaison_index_build(const liaison_model *model, const char *directory, const char *const *files,
                        size_t files_n, liaison_fault *out_fault)
{
    struct fault fault = {0};
    struct store_options options = {.reader = {.now = clock_system_now()}};
    struct store_change change;
    enum err err = store_build(directory, &model->model, files, files_n, &options, &change, &fault);
    return give(err, &fault, out_fault);
}

int liaison_index_open(liaison_index **out, const liaison_model *model, const char *directory,
                       liaison_fault *out_fault)
{
    struct fault fault = {0};
    liaison_index *index = calloc(1, sizeof *index);
    if (!index)
        return give(ERR_NO_MEMORY, &fault, out_fault);
    enum err err = index_open(&index->index, &model->model, directory, &fault);
    if (err)
        free(index);
    else
        *out = index;
    return give(err, &fault, out_fault);
}

void liaison_index_close(liaison_index *index)
{
    if (!index)
        return;
    index_close(index->index);
    free(index);
}

size_t liaison_index_persons(const liaison_index *index)
{
    return index->index->persons;
}

int liaison_searcher_open(liaison_searcher **out, const liaison_index *index, liaison_fault *out_fault)
{
    struct fault fault = {0};
    liaison_searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher)
        searcher->searcher = searcher_new(index->index);
    if (!searcher || !searcher->searcher) {
        free(searcher);
        return give(ERR_NO_MEMORY, &fault, out_fault);
    }
    searcher->index = index->index;
    arena_init(&searcher->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    *out = searcher;
    return give(ERR_OK, &fault, out_fault);
}

void liaison_searcher_close(liaison_searcher *searcher)
{
    if (!searcher)
        return;
    searcher_free(searcher->searcher);
    arena_release(&searcher->arena);
    free(searcher);
}

static enum err show(liaison_searcher *searcher, const struct found *found, size_t n, double prior,
                     char **out, struct fault *fault)
{
    json_t *shown = json_array();
    enum err err = ERR_OK;
    for (size_t i = 0; i < n && !err; i++) {
        char list[256];
        struct list_person record;
        double evidence = (double)found[i].evidence / 1e6;
        err = searcher_record(searcher->searcher, found[i].record, &searcher->arena, &record, fault);
        if (!err &&
            json_array_append_new(
                shown, json_pack("{s:s%, s:s, s:f, s:f}", "id", record.subject.id.p, record.subject.id.n,
                                 "list", str_clean_copy(list, sizeof list, str_of(record.list)), "evidence",
                                 evidence, "score", score_of(evidence, prior))) != 0)
            err = fault_set(fault, ERR_NO_MEMORY, "the candidates");
    }
    *out = err ? NULL : json_dumps(shown, JSON_COMPACT);
    json_decref(shown);
    return err || *out ? err : fault_set(fault, ERR_NO_MEMORY, "the candidates");
}

int liaison_search(liaison_searcher *searcher, const char *person, double threshold, size_t limit,
                   char **candidates, liaison_fault *out_fault)
{
    struct fault fault = {0};
    struct subject subject;
    const struct person *query;
    struct screening screening = {
        .prior = screen_prior(searcher->index->persons), .threshold = threshold, .limit = limit ? limit : 1};
    struct found *found = calloc(screening.limit, sizeof *found);
    size_t n = 0;
    if (!found)
        return give(ERR_NO_MEMORY, &fault, out_fault);
    arena_reset(&searcher->arena);
    enum err err = read_subject(&searcher->arena, "person", person, &subject, &fault);
    if (!err)
        err = searcher_query(searcher->searcher, &subject, &query, &fault);
    if (!err)
        err = searcher_search(searcher->searcher, query, &screening, found, &n, NULL, &fault);
    if (!err)
        err = show(searcher, found, n, screening.prior, candidates, &fault);
    free(found);
    return give(err, &fault, out_fault);
}

void liaison_free(char *text)
{
    free(text);
}
