/* Link: registers put together. See link.h. */
#include "index/link.h"

#include "base/limits.h"
#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

enum { BATCH = 8192, CHUNK = 64, SAMPLE = 2048 /* who show how many persons stand there several times */ };

/* Whom one record that asked found. */
struct partner {
    struct found found;
    struct str id;     /* in the index */
    struct str own_id; /* of the record that asked */
    enum bearing bearing;
};

struct answer {
    size_t n;
    struct partner *partners; /* [limit] */
};

struct asker {
    struct searcher *searcher;
    struct comparer *comparer;
    struct found *found; /* [limit] */
    struct arena arena;  /* of the records at hand */
    enum err err;
    struct fault fault;
};

struct linking {
    const struct index *index;
    const struct link_options *options;
    struct screening screening;
    struct asker *askers;
    size_t workers;
    struct answer *answers; /* [BATCH] */
    struct partner *room;
    const struct subject *subjects; /* NULL: the index's own records */
    uint32_t *order;                /* [BATCH] in which the batch is asked */
    size_t n;                       /* of the batch */
    size_t first;                   /* number of its first record */
    size_t part;                    /* of the index's own */
};

static void linking_release(struct linking *linking)
{
    for (size_t i = 0; linking->askers && i < linking->workers; i++) {
        searcher_free(linking->askers[i].searcher);
        comparer_free(linking->askers[i].comparer);
        free(linking->askers[i].found);
        arena_release(&linking->askers[i].arena);
    }
    free(linking->askers);
    free(linking->answers);
    free(linking->room);
    free(linking->order);
}

static enum err linking_init(struct linking *linking, const struct index *index,
                             const struct link_options *options, struct fault *fault)
{
    size_t limit = options->limit ? options->limit : 1;
    *linking = (struct linking){.index = index, .options = options};
    linking->screening = (struct screening){
        .prior = screen_prior(index->persons), .threshold = options->threshold, .limit = limit};
    linking->workers = parallel_workers(options->workers);
    linking->askers = calloc(linking->workers, sizeof *linking->askers);
    linking->answers = calloc(BATCH, sizeof *linking->answers);
    linking->room = calloc(BATCH * limit, sizeof *linking->room);
    linking->order = calloc(BATCH, sizeof *linking->order);
    bool good = linking->askers && linking->answers && linking->room && linking->order;
    for (uint32_t i = 0; good && i < BATCH; i++)
        linking->order[i] = i;
    for (size_t i = 0; good && i < BATCH; i++)
        linking->answers[i].partners = linking->room + i * limit;
    for (size_t i = 0; good && i < linking->workers; i++) {
        struct asker *asker = &linking->askers[i];
        arena_init(&asker->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
        asker->searcher = searcher_new(index);
        asker->comparer = comparer_new(index->model);
        asker->found = calloc(limit, sizeof *asker->found);
        good = asker->searcher && asker->comparer && asker->found;
    }
    if (good)
        return ERR_OK;
    linking_release(linking);
    return fault_set(fault, ERR_NO_MEMORY, "linking");
}

/* Of the index's own records. */
static record_number own_number(const struct linking *linking, size_t i)
{
    return (record_number)linking->part << 32 | (linking->first + i);
}

/* Whether a pair that the record found is not given out, as its other side gives it or is the same record. */
static bool given_by_another(const struct linking *linking, size_t i, record_number found)
{
    return !linking->subjects && found >= own_number(linking, i);
}

/* Fills in all that a pair shows but its evidence. */
static enum err meet(struct linking *linking, struct asker *asker, size_t i, const struct person *query,
                     struct partner *partner)
{
    struct list_person left;
    struct list_person right;
    struct person own = *query;
    arena_reset(&asker->arena);
    enum err err =
        searcher_record(asker->searcher, partner->found.record, &asker->arena, &left, &asker->fault);
    if (!err && !linking->subjects)
        err = searcher_record(asker->searcher, own_number(linking, i), &asker->arena, &right, &asker->fault);
    if (err)
        return err;
    own.subject = linking->subjects ? &linking->subjects[i] : &right.subject;
    partner->id = left.subject.id;
    partner->own_id = own.subject->id;
    if (!linking->options->bearing)
        return ERR_OK;
    return pair_bearing(linking->index->model, asker->comparer, &left.person, &own, &partner->bearing,
                        &asker->fault);
}

static enum err ask(struct linking *linking, struct asker *asker, size_t i)
{
    const struct person *query = NULL;
    struct answer *answer = &linking->answers[i];
    enum err err =
        linking->subjects
            ? searcher_query(asker->searcher, &linking->subjects[i], &query, &asker->fault)
            : searcher_query_record(asker->searcher, own_number(linking, i), &query, &asker->fault);
    answer->n = 0;
    if (err == ERR_NO_USE)
        return ERR_OK;
    if (!err)
        err = searcher_search(asker->searcher, query, &linking->screening, asker->found, &answer->n, NULL,
                              &asker->fault);
    for (size_t k = 0; k < answer->n && !err; k++) {
        answer->partners[k] = (struct partner){.found = asker->found[k]};
        if (!given_by_another(linking, i, asker->found[k].record))
            err = meet(linking, asker, i, query, &answer->partners[k]);
    }
    return err;
}

static size_t chunks_of(size_t n)
{
    return (n + CHUNK - 1) / CHUNK;
}

static void ask_chunk(void *context, size_t index, size_t worker)
{
    struct linking *linking = context;
    struct asker *asker = &linking->askers[worker];
    size_t end = (index + 1) * CHUNK < linking->n ? (index + 1) * CHUNK : linking->n;
    for (size_t i = index * CHUNK; i < end && !asker->err; i++)
        asker->err = ask(linking, asker, linking->order[i]);
}

static enum err first_fault(const struct linking *linking, struct fault *fault)
{
    for (size_t i = 0; i < linking->workers; i++)
        if (linking->askers[i].err) {
            if (fault)
                *fault = linking->askers[i].fault;
            return linking->askers[i].err;
        }
    return ERR_OK;
}

/* Gives out the pairs of a record that asked. */
static enum err give(const struct linking *linking, size_t i, struct fault *fault)
{
    const struct answer *answer = &linking->answers[i];
    enum err err = ERR_OK;
    for (size_t k = 0; k < answer->n && !err; k++) {
        const struct partner *partner = &answer->partners[k];
        struct link_pair pair = {.left = partner->found.record,
                                 .right = linking->subjects ? linking->first + i : own_number(linking, i),
                                 .left_id = partner->id,
                                 .right_id = partner->own_id,
                                 .evidence = partner->found.evidence,
                                 .prior = linking->screening.prior,
                                 .bearing = partner->bearing};
        pair.score = score_of((double)pair.evidence / 1e6, pair.prior);
        if (!given_by_another(linking, i, pair.left))
            err = linking->options->pair(linking->options->context, &pair, fault);
    }
    return err;
}

static enum err give_batch(const struct linking *linking, struct fault *fault)
{
    enum err err = first_fault(linking, fault);
    for (size_t i = 0; i < linking->n && !err; i++)
        err = give(linking, i, fault);
    return err;
}

/* Raises the prior by how many partners the first who ask have, if more than one each. */
static enum err estimate_prior(struct linking *linking, size_t n, struct fault *fault)
{
    double partners = 0;
    size_t all = linking->n;
    linking->n = n < SAMPLE ? n : SAMPLE;
    if (linking->n)
        parallel_for(chunks_of(linking->n), linking->workers, ask_chunk, linking);
    for (size_t i = 0; i < linking->n; i++)
        for (size_t k = 0; k < linking->answers[i].n; k++)
            if (linking->subjects || linking->answers[i].partners[k].found.record != own_number(linking, i))
                partners += score_of((double)linking->answers[i].partners[k].found.evidence / 1e6,
                                     linking->screening.prior);
    if (partners > (double)linking->n)
        linking->screening.prior += log(partners / (double)linking->n);
    linking->n = all;
    return first_fault(linking, fault);
}

/* The next batch of a file, read while the one before is asked. */
struct batch {
    struct reader *reader;
    struct arena arena;
    struct subject *subjects;
    size_t n;
    bool end;
    enum err err;
    struct fault fault;
};

static void read_batch(struct batch *batch)
{
    arena_reset(&batch->arena);
    batch->n = 0;
    while (!batch->err && !batch->end && batch->n < BATCH) {
        batch->err =
            reader_next(batch->reader, &batch->arena, &batch->subjects[batch->n], &batch->end, &batch->fault);
        batch->n += !batch->err && !batch->end;
    }
}

static struct str first_name(const struct subject *subject)
{
    const struct values *names = &subject->values[PROPERTY_NAME];
    return names->n ? names->at[0] : STR("");
}

static int by_name(const void *a, const void *b, void *context)
{
    const struct subject *subjects = context;
    return str_compare(first_name(&subjects[*(const uint32_t *)a]),
                       first_name(&subjects[*(const uint32_t *)b]));
}

/* Orders the batch by names: who is alike finds in the processor's memory what the one before needed. */
static void order_batch(struct linking *linking)
{
    for (uint32_t i = 0; i < linking->n; i++)
        linking->order[i] = i;
    qsort_r(linking->order, linking->n, sizeof *linking->order, by_name,
            (void *)(uintptr_t)linking->subjects);
}

struct beside {
    struct linking *linking;
    struct batch *next; /* NULL: nothing more to read */
};

static void ask_or_read(void *context, size_t index, size_t worker)
{
    struct beside *beside = context;
    size_t reads = beside->next ? 1 : 0;
    if (index < reads)
        read_batch(beside->next);
    else
        ask_chunk(beside->linking, index - reads, worker);
}

static enum err ask_batches(struct linking *linking, struct batch batches[2], struct fault *fault)
{
    const struct link_options *options = linking->options;
    enum err err = ERR_OK;
    read_batch(&batches[0]);
    linking->subjects = batches[0].subjects;
    err = estimate_prior(linking, batches[0].n, fault);
    for (size_t i = 0; !err; i ^= 1) {
        struct batch *now = &batches[i];
        struct batch *next = &batches[i ^ 1];
        if (now->err) {
            if (fault)
                *fault = now->fault;
            return now->err;
        }
        linking->subjects = now->subjects;
        linking->n = now->n;
        order_batch(linking);
        next->end = now->end;
        struct beside beside = {.linking = linking, .next = now->end ? NULL : next};
        parallel_for(chunks_of(now->n) + (now->end ? 0 : 1), linking->workers, ask_or_read, &beside);
        err = give_batch(linking, fault);
        linking->first += now->n;
        if (options->progress)
            options->progress(options->context, linking->first);
        if (now->end)
            break;
    }
    return err;
}

enum err link_file(const struct index *index, const char *path, const struct link_options *options,
                   size_t *asked, struct fault *fault)
{
    struct linking linking;
    struct batch batches[2] = {0};
    struct reader *reader;
    *asked = 0;
    enum err err = reader_open(&reader, path, &options->reader, fault);
    if (err)
        return err;
    err = linking_init(&linking, index, options, fault);
    bool started = !err;
    for (size_t i = 0; i < 2 && !err; i++) {
        batches[i].reader = reader;
        arena_init(&batches[i].arena, (size_t)LIMIT_LIST_ARENA_BYTES);
        batches[i].subjects = calloc(BATCH, sizeof *batches[i].subjects);
        if (!batches[i].subjects)
            err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    }
    if (!err)
        err = ask_batches(&linking, batches, fault);
    *asked = started ? linking.first : 0;
    for (size_t i = 0; i < 2; i++) {
        arena_release(&batches[i].arena);
        free(batches[i].subjects);
    }
    if (started)
        linking_release(&linking);
    reader_close(reader);
    if (!err && *asked == 0)
        return fault_set(fault, ERR_NO_USE, "%s: no person to ask about", path);
    return err;
}

enum err link_itself(const struct index *index, const struct link_options *options, size_t *asked,
                     struct fault *fault)
{
    struct linking linking;
    enum err err = linking_init(&linking, index, options, fault);
    *asked = 0;
    if (err)
        return err;
    if (index->parts_n)
        err = estimate_prior(&linking, index->parts[0].segment->header.records, fault);
    for (; linking.part < index->parts_n && !err; linking.part++) {
        size_t records = index->parts[linking.part].segment->header.records;
        for (linking.first = 0; linking.first < records && !err; linking.first += linking.n) {
            linking.n = records - linking.first < BATCH ? records - linking.first : BATCH;
            parallel_for(chunks_of(linking.n), linking.workers, ask_chunk, &linking);
            err = give_batch(&linking, fault);
            *asked += linking.n;
            if (options->progress)
                options->progress(options->context, *asked);
        }
    }
    linking_release(&linking);
    return err;
}
