/* For tests of an index: the model, invented persons, and a directory with a segment of them. */
#ifndef LIAISON_TESTS_INDEX_FIXTURE_H
#define LIAISON_TESTS_INDEX_FIXTURE_H

#include "index/builder.h"
#include "index/index.h"
#include "synth/synth.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct index_fixture {
    struct synth *synth; /* some of its strings are the subjects' */
    struct arena arena;
    struct model model;
    char dir[64];
    char segment[96];
    struct index *index;
};

static bool index_fixture_open(struct index_fixture *fixture, uint64_t seed)
{
    arena_init(&fixture->arena, (size_t)1 << 30);
    snprintf(fixture->dir, sizeof fixture->dir, "/tmp/liaison-index-test-XXXXXX");
    if (!mkdtemp(fixture->dir))
        return false;
    snprintf(fixture->segment, sizeof fixture->segment, "%s/segment", fixture->dir);
    return model_load(&fixture->arena, &fixture->model, NULL) == ERR_OK &&
           synth_open(&fixture->synth, seed, NULL) == ERR_OK;
}

static enum err index_fixture_write(const struct index_fixture *fixture, const struct subject *subjects,
                                    size_t n, size_t workers, const char *path, struct fault *fault)
{
    struct builder *builder;
    enum err err = builder_new(&builder, &fixture->model, workers, fault);
    if (err)
        return err;
    err = builder_add(builder, "people", subjects, NULL, n, fault);
    if (!err)
        err = builder_write(builder, path, fault);
    builder_free(builder);
    return err;
}

static bool index_fixture_build(struct index_fixture *fixture, const struct subject *subjects, size_t n)
{
    return index_fixture_write(fixture, subjects, n, 2, fixture->segment, NULL) == ERR_OK &&
           index_open_segment(&fixture->index, &fixture->model, fixture->segment, n, NULL) == ERR_OK;
}

static void index_fixture_close(struct index_fixture *fixture)
{
    index_close(fixture->index);
    unlink(fixture->segment);
    rmdir(fixture->dir);
    synth_close(fixture->synth);
    arena_release(&fixture->arena);
}

#endif
