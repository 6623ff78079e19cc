/* api/: liaison.h as other programs use it: what it gives, what is wrong and how that is said, and that
 * threads may share a model and an index as the header says. */
#include "api/liaison.h"

#include <ftw.h>
#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PERSON(name, born)                                                                                   \
    "{\"id\":\"q\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" name "\"],\"birthDate\":[\"" born     \
    "\"]}}"

enum { PEOPLE = 60 };

struct world {
    char dir[64];
    char list[80];
    char index_dir[80];
    liaison_model *model;
    liaison_index *index;
};

/* Of one family, so that a question has several candidates. */
static void write_list(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < PEOPLE; i++)
        fprintf(
            file,
            "{\"id\":\"p%d\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Quintessa Abernathy-Vok\"],"
            "\"birthDate\":[\"19%02d-03-04\"]}}\n",
            i, 20 + i);
    assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
    static struct world world;
    const char *files[] = {world.list};
    snprintf(world.dir, sizeof world.dir, "/tmp/liaison-library-XXXXXX");
    if (!mkdtemp(world.dir))
        return -1;
    snprintf(world.list, sizeof world.list, "%s/list.jsonl", world.dir);
    snprintf(world.index_dir, sizeof world.index_dir, "%s/index", world.dir);
    write_list(world.list);
    *state = &world;
    return liaison_model_open(&world.model, NULL) ||
           liaison_index_build(world.model, world.index_dir, files, 1, NULL) ||
           liaison_index_open(&world.index, world.model, world.index_dir, NULL);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static int teardown(void **state)
{
    struct world *world = *state;
    liaison_index_close(world->index);
    liaison_model_close(world->model);
    return nftw(world->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void a_comparison_is_the_sum_of_its_lines(void **state)
{
    struct world *world = *state;
    double evidence = 0;
    double alone = 0;
    double sum = 0;
    char *text = NULL;
    size_t i;
    const json_t *line;
    assert_int_equal(liaison_compare(world->model, PERSON("Zelim Orzoev", "1970-01-02"),
                                     PERSON("Орзоев Зелим", "1970-02-01"), &evidence, &text, NULL),
                     0);
    json_t *lines = json_loads(text, 0, NULL);
    assert_true(json_array_size(lines) >= 3);
    json_array_foreach(lines, i, line)
    {
        assert_true(json_string_length(json_object_get(line, "field")) > 0);
        assert_true(json_string_length(json_object_get(line, "how")) > 0);
        sum += json_real_value(json_object_get(line, "weight"));
    }
    assert_true(evidence > 5 && fabs(sum - evidence) < 1e-5);
    json_decref(lines);
    liaison_free(text);
    assert_int_equal(liaison_compare(world->model, PERSON("Zelim Orzoev", "1970-01-02"),
                                     PERSON("Орзоев Зелим", "1970-02-01"), &alone, NULL, NULL),
                     0);
    assert_true(alone == evidence);
    assert_true(fabs(liaison_score(evidence, -evidence) - 0.5) < 1e-12);
}

static void a_search_gives_the_best_first_and_no_more_than_asked_for(void **state)
{
    struct world *world = *state;
    liaison_searcher *searcher;
    char *text = NULL;
    assert_int_equal(liaison_index_persons(world->index), PEOPLE);
    assert_int_equal(liaison_searcher_open(&searcher, world->index, NULL), 0);
    assert_int_equal(
        liaison_search(searcher, PERSON("Quintessa Abernathy Vok", "1935-03-04"), 0.01, 3, &text, NULL), 0);
    json_t *candidates = json_loads(text, 0, NULL);
    assert_int_equal(json_array_size(candidates), 3);
    const json_t *first = json_array_get(candidates, 0);
    assert_string_equal(json_string_value(json_object_get(first, "id")), "p15");
    assert_string_equal(json_string_value(json_object_get(first, "list")), "list.jsonl");
    double evidence = json_real_value(json_object_get(first, "evidence"));
    double score = json_real_value(json_object_get(first, "score"));
    assert_true(evidence > json_real_value(json_object_get(json_array_get(candidates, 1), "evidence")));
    assert_true(fabs(score - liaison_score(evidence, -log(PEOPLE))) < 1e-9);
    json_decref(candidates);
    liaison_free(text);
    assert_int_equal(liaison_search(searcher, PERSON("Nobody Whosoever", "2001-01-01"), 0.5, 3, &text, NULL),
                     0);
    assert_string_equal(text, "[]");
    liaison_free(text);
    liaison_searcher_close(searcher);
}

/* The error has a sentence, and a detail that says what. */
static void expect(int error, const liaison_fault *fault, const char *what)
{
    assert_true(error != 0 && fault->code == error);
    assert_true(liaison_error(error)[0] != '\0');
    if (!strstr(fault->detail, what))
        fail_msg("'%s' in '%s'", what, fault->detail);
}

static void what_is_wrong_is_said(void **state)
{
    struct world *world = *state;
    const char *missing[] = {"/nonexistent/list"};
    liaison_index *index;
    liaison_searcher *searcher;
    liaison_fault fault;
    double evidence;
    char *text;
    const char *good = PERSON("A B", "1970");
    expect(liaison_compare(world->model, "{", good, &evidence, NULL, &fault), &fault, "left");
    expect(liaison_compare(world->model, good, "\xff", &evidence, NULL, &fault), &fault, "UTF-8");
    expect(liaison_compare(world->model, good, PERSON("A B", "1970-13-40"), &evidence, &text, &fault), &fault,
           "birthDate");
    expect(liaison_compare(world->model, good, "{\"schema\":\"Vessel\",\"properties\":{}}", &evidence, NULL,
                           &fault),
           &fault, "no person");
    expect(liaison_index_open(&index, world->model, "/nonexistent", &fault), &fault, "/nonexistent");
    expect(liaison_index_build(world->model, world->index_dir, missing, 1, &fault), &fault, missing[0]);
    assert_int_equal(liaison_searcher_open(&searcher, world->index, &fault), 0);
    expect(liaison_search(searcher, "[]", 0.5, 3, &text, &fault), &fault, "person");
    liaison_searcher_close(searcher);
    assert_string_equal(liaison_error(-1), "");
    assert_string_equal(liaison_error(100000), "");
    assert_true(liaison_version()[0] >= '0' && liaison_version()[0] <= '9');
    liaison_searcher_close(NULL);
    liaison_index_close(NULL);
    liaison_model_close(NULL);
    liaison_free(NULL);
}

/* What one thread finds: every question's text, one behind another, and comparisons beside them. */
struct asking {
    const struct world *world;
    char *found[PEOPLE];
    double evidence[PEOPLE];
    int failed;
};

static void *ask(void *context)
{
    struct asking *asking = context;
    liaison_searcher *searcher;
    asking->failed = liaison_searcher_open(&searcher, asking->world->index, NULL);
    for (int i = 0; i < PEOPLE && !asking->failed; i++) {
        char person[256];
        snprintf(person, sizeof person, PERSON("Quintessa Abernathy Vok", "19%02d-03-04"), 20 + i);
        asking->failed = liaison_search(searcher, person, 0.3, 5, &asking->found[i], NULL) ||
                         liaison_compare(asking->world->model, person, PERSON("Quintesa Vok", "1950-03-04"),
                                         &asking->evidence[i], NULL, NULL);
    }
    liaison_searcher_close(searcher);
    return NULL;
}

static void threads_share_a_model_and_an_index(void **state)
{
    enum { THREADS = 4 };
    struct world *world = *state;
    static struct asking asking[THREADS];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        asking[i].world = world;
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &asking[i]), 0);
    }
    /* An index of the same folder is built meanwhile; what is open stays what it was. */
    const char *files[] = {world->list};
    assert_int_equal(liaison_index_build(world->model, world->index_dir, files, 1, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(asking[i].failed, 0);
        for (size_t k = 0; k < PEOPLE; k++) {
            assert_string_equal(asking[i].found[k], asking[0].found[k]);
            assert_true(asking[i].evidence[k] == asking[0].evidence[k]);
        }
    }
    for (size_t i = 0; i < THREADS; i++)
        for (size_t k = 0; k < PEOPLE; k++)
            liaison_free(asking[i].found[k]);
}

static void models_do_not_know_of_each_other(void **state)
{
    struct world *world = *state;
    liaison_model *other;
    double a;
    double b;
    assert_int_equal(liaison_model_open(&other, NULL), 0);
    assert_int_equal(liaison_compare(other, PERSON("A Bek", "1970"), PERSON("A Bek", "1970"), &a, NULL, NULL),
                     0);
    liaison_model_close(other);
    assert_int_equal(
        liaison_compare(world->model, PERSON("A Bek", "1970"), PERSON("A Bek", "1970"), &b, NULL, NULL), 0);
    assert_true(a == b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_is_the_sum_of_its_lines),
        cmocka_unit_test(a_search_gives_the_best_first_and_no_more_than_asked_for),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(threads_share_a_model_and_an_index),
        cmocka_unit_test(models_do_not_know_of_each_other),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
