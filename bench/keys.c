/* Bench of the match keys: recall against false matches, beside the comparison
 * in the clear on the same questions.
 *
 *     keys PERSONS,... STRANGERS NAME=QUESTIONS,TRUTH[,YEARS]...
 *
 * PERSONS are those held, all together; STRANGERS are none of them. NAME is a set
 * of questions about persons who are: TRUTH has lines "id of the question, tab,
 * id of the person held"; YEARS shifts the questions' birth years, every other
 * one back. Documents are not used. A set named NAME+ takes only persons with a
 * full date.
 *
 * The questions' keys lie in memory and the persons stream past, so that a
 * million need no table. A key of more than TABLE_SLOTS persons answers for the
 * first of them alone, as the table does. The comparison in the clear sees the
 * pairs that share a conjunction of a looser scheme (rare to one in 25 million
 * people), and all true pairs: strangers that it never sees make its false
 * matches look fewer, never more. */
#include "private/keys.h"
#include "base/parallel.h"
#include "match/compare.h"
#include "private/table.h"
#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 4096, BOUNDS = 8, LOOSE = BOUNDS, SETS = 16, HITS = 4096, CORES = 64, LOOSE_KEYS = 400 };

/* The curve, in quarters of a nat. */
static const int bounds[BOUNDS] = {72, 80, 84, 88, 90, 91, 94, 100};
static const double rates[] = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1};
#define RATE_TO_REACH 0.001
#define NEVER (-1000.0)

struct question {
    struct subject subject;
    struct person person;
    uint64_t truth; /* hash of the id of the person held; 0: a stranger */
    size_t set;     /* 0: the strangers */
    bool met;       /* the person held was among those that streamed past */
    double true_nats;
    double false_nats;
    bool found[BOUNDS];
    bool wrong[BOUNDS];
};

/* A key that a question asks for. */
struct entry {
    uint64_t key;
    uint32_t question;
    uint32_t seen; /* persons who have it, so far */
};

struct asked {
    struct key_scheme scheme;
    struct entry *entries;
    size_t n;
    double keys; /* of a question, on average */
};

struct hit {
    uint32_t asked;
    uint32_t entry;
};

struct score {
    uint32_t question;
    double nats;
};

/* A person who streams past, and what he met. */
struct member {
    struct subject subject;
    uint64_t id;
    struct hit hits[HITS / 8];
    size_t hits_n;
    struct score scores[HITS / 8];
    size_t scores_n;
    size_t stored[BOUNDS];
};

static struct bench {
    struct arena arena;
    struct model model;
    struct rarity *rarity;
    struct question *questions;
    size_t questions_n;
    size_t room;
    const char *sets[SETS];
    size_t sets_n;
    struct asked asked[BOUNDS + 1];
    struct asked truths; /* the questions by the id of the person held */
    struct comparer *comparers[CORES];
    struct arena work[CORES];
    struct member batch[BATCH];
    double persons;
    double stored[BOUNDS];
} b;

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "keys: %s\n", what);
    exit(70);
}

static uint64_t hash(struct str s)
{
    return key_spelling(s) * UINT64_C(0x9e3779b97f4a7c15) | 1;
}

/* --- questions --- */

struct truth {
    uint64_t asked;
    uint64_t held;
};

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x;
    uint64_t c = *(const uint64_t *)y;
    return (a > c) - (a < c);
}

static struct truth *read_truth(const char *path, size_t *n)
{
    FILE *file = fopen(path, "r");
    char line[1024];
    size_t room = 0;
    struct truth *truths = NULL;
    must(file != NULL, path);
    for (*n = 0; fgets(line, sizeof line, file); (*n)++) {
        struct str rest = str_trim(str_of(line));
        struct str asked = str_cut(&rest, '\t');
        if (*n == room)
            truths = realloc(truths, (room = room ? 2 * room : 4096) * sizeof *truths);
        must(truths != NULL, "no memory");
        truths[*n] = (struct truth){hash(asked), hash(rest)};
    }
    fclose(file);
    qsort(truths, *n, sizeof *truths, by_number);
    return truths;
}

static bool shift_years(struct person *person, int years, size_t row)
{
    for (size_t i = 0; i < person->dates_n; i++)
        person->dates[i].year = (int16_t)(person->dates[i].year + (row % 2 ? -years : years));
    return years == 0 || person->dates_n > 0;
}

static bool has_full_date(const struct person *person)
{
    for (size_t i = 0; i < person->dates_n; i++)
        if (person->dates[i].day)
            return true;
    return false;
}

static void add_question(const struct subject *subject, uint64_t truth, int years, bool full)
{
    if (b.questions_n == b.room) {
        b.room = b.room ? 2 * b.room : 1024;
        b.questions = realloc(b.questions, b.room * sizeof *b.questions);
        must(b.questions != NULL, "no memory");
    }
    struct question *q = &b.questions[b.questions_n];
    *q = (struct question){
        .truth = truth, .set = b.sets_n, .true_nats = NEVER, .false_nats = NEVER, .subject = *subject};
    if (person_init(&b.arena, &b.model, subject, &q->person, NULL) ||
        !shift_years(&q->person, years, b.questions_n) || (full && !has_full_date(&q->person)))
        return;
    b.questions_n++;
}

static void read_questions(const char *name, const char *path, const char *truth_path, int years)
{
    struct reader *reader;
    struct fault fault = {.detail = ""};
    size_t truths_n = 0;
    struct truth *truths = truth_path ? read_truth(truth_path, &truths_n) : NULL;
    bool full = name[strlen(name) - 1] == '+';
    must(!reader_open(&reader, path, &(struct reader_options){0}, &fault), fault.detail);
    for (bool end = false;;) {
        struct subject *subject = arena_alloc(&b.arena, sizeof *subject);
        must(subject && !reader_next(reader, &b.arena, subject, &end, &fault), fault.detail);
        if (end)
            break;
        /* Documents are not used. */
        subject->values[PROPERTY_ID_NUMBER].n = subject->values[PROPERTY_PASSPORT_NUMBER].n = 0;
        uint64_t id = hash(subject->id);
        struct truth *found = truths ? bsearch(&id, truths, truths_n, sizeof *truths, by_number) : NULL;
        if (!truths || found)
            add_question(subject, found ? found->held : 0, years, full);
    }
    reader_close(reader);
    free(truths);
    b.sets[b.sets_n++] = name;
}

/* The keys of all questions by the scheme, sorted. */
static void ask_all(struct asked *asked)
{
    size_t room = 0;
    for (size_t q = 0; q < b.questions_n; q++) {
        struct key_set set;
        arena_reset(&b.work[0]);
        must(!keys_of_person(&asked->scheme, b.rarity, &b.questions[q].person, KEY_ASKED, &b.work[0], &set,
                             NULL),
             "keys");
        for (size_t i = 0; i < set.n; i++) {
            struct match_key key;
            if (asked->n == room)
                asked->entries =
                    realloc(asked->entries, (room = room ? 2 * room : 65536) * sizeof *asked->entries);
            must(asked->entries != NULL, "no memory");
            key_digest(&asked->scheme, &set.at[i], &key);
            struct entry *entry = &asked->entries[asked->n++];
            *entry = (struct entry){.question = (uint32_t)q};
            memcpy(&entry->key, key.b, sizeof entry->key);
        }
    }
    asked->keys = (double)asked->n / (double)b.questions_n;
    qsort(asked->entries, asked->n, sizeof *asked->entries, by_number);
}

static void index_truths(void)
{
    b.truths.entries = calloc(b.questions_n + 1, sizeof *b.truths.entries);
    must(b.truths.entries != NULL, "no memory");
    for (size_t q = 0; q < b.questions_n; q++)
        if (b.questions[q].truth)
            b.truths.entries[b.truths.n++] =
                (struct entry){.key = b.questions[q].truth, .question = (uint32_t)q};
    qsort(b.truths.entries, b.truths.n, sizeof *b.truths.entries, by_number);
}

/* The first entry of the key, and how many there are. */
static size_t find(const struct asked *asked, uint64_t key, size_t *n)
{
    size_t low = 0;
    size_t high = asked->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (asked->entries[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (*n = 0; low + *n < asked->n && asked->entries[low + *n].key == key;)
        ++*n;
    return low;
}

/* --- persons --- */

static void compare(struct member *m, const struct person *person, size_t question, size_t worker)
{
    micronats evidence;
    for (size_t i = 0; i < m->scores_n; i++)
        if (m->scores[i].question == question)
            return;
    if (m->scores_n == HITS / 8)
        return;
    must(!compare_persons(b.comparers[worker], &b.questions[question].person, person, &evidence, NULL, NULL),
         "comparison");
    m->scores[m->scores_n++] = (struct score){(uint32_t)question, (double)evidence / 1e6};
}

static void meet(struct member *m, const struct person *person, size_t scheme, size_t worker)
{
    const struct asked *asked = &b.asked[scheme];
    struct key_set set;
    must(!keys_of_person(&asked->scheme, b.rarity, person, KEY_STORED, &b.work[worker], &set, NULL), "keys");
    if (scheme != LOOSE)
        m->stored[scheme] = set.n;
    for (size_t i = 0; i < set.n; i++) {
        struct match_key key;
        uint64_t head;
        size_t n;
        key_digest(&asked->scheme, &set.at[i], &key);
        memcpy(&head, key.b, sizeof head);
        size_t first = find(asked, head, &n);
        for (size_t k = first; k < first + n; k++)
            if (scheme == LOOSE)
                compare(m, person, asked->entries[k].question, worker);
            else if (m->hits_n < HITS / 8)
                m->hits[m->hits_n++] = (struct hit){(uint32_t)scheme, (uint32_t)k};
    }
}

static void stream_one(void *context, size_t index, size_t worker)
{
    struct member *m = &b.batch[index];
    struct person person;
    (void)context;
    arena_reset(&b.work[worker]);
    m->hits_n = m->scores_n = 0;
    m->id = hash(m->subject.id);
    if (person_init(&b.work[worker], &b.model, &m->subject, &person, NULL))
        return;
    for (size_t s = 0; s <= LOOSE; s++)
        meet(m, &person, s, worker);
    size_t n;
    size_t first = find(&b.truths, m->id, &n);
    for (size_t k = first; k < first + n; k++)
        compare(m, &person, b.truths.entries[k].question, worker);
}

/* In the order of the persons, as the slots of the table are. */
static void count_one(const struct member *m)
{
    for (size_t i = 0; i < m->hits_n; i++) {
        struct entry *entry = &b.asked[m->hits[i].asked].entries[m->hits[i].entry];
        struct question *q = &b.questions[entry->question];
        if (entry->seen++ >= TABLE_SLOTS)
            continue;
        (q->truth == m->id ? q->found : q->wrong)[m->hits[i].asked] = true;
    }
    for (size_t i = 0; i < m->scores_n; i++) {
        struct question *q = &b.questions[m->scores[i].question];
        bool is_true = q->truth == m->id;
        double *nats = is_true ? &q->true_nats : &q->false_nats;
        q->met = q->met || is_true;
        *nats = m->scores[i].nats > *nats ? m->scores[i].nats : *nats;
    }
    b.persons++;
    for (size_t s = 0; s < BOUNDS; s++)
        b.stored[s] += (double)m->stored[s];
}

static void stream(const char *path)
{
    struct arena arena;
    struct reader *reader;
    struct fault fault = {.detail = ""};
    arena_init(&arena, (size_t)1 << 32);
    must(!reader_open(&reader, path, &(struct reader_options){0}, &fault), fault.detail);
    for (bool end = false; !end;) {
        size_t n = 0;
        arena_reset(&arena);
        while (!end && n < BATCH) {
            must(!reader_next(reader, &arena, &b.batch[n].subject, &end, &fault), fault.detail);
            n += !end;
        }
        parallel_for(n, CORES, stream_one, NULL);
        for (size_t i = 0; i < n; i++)
            count_one(&b.batch[i]);
    }
    reader_close(reader);
    arena_release(&arena);
}

/* --- the curve --- */

static int descending(const void *x, const void *y)
{
    double a = *(const double *)x;
    double c = *(const double *)y;
    return (a < c) - (a > c);
}

/* The evidence above which the comparison in the clear is wrong about no more than this share of strangers.
 */
static double threshold(double rate)
{
    double *all = calloc(b.questions_n + 1, sizeof *all);
    size_t n = 0;
    must(all != NULL, "no memory");
    for (size_t q = 0; q < b.questions_n; q++)
        if (b.questions[q].set == 0)
            all[n++] = b.questions[q].false_nats;
    qsort(all, n, sizeof *all, descending);
    size_t allowed = (size_t)((double)n * rate);
    double nats = allowed < n ? all[allowed] + 1e-6 : NEVER;
    free(all);
    return nats;
}

/* The share of a set that is found: by the keys of a bound, or (LOOSE) in the clear above a threshold. */
static double recall(size_t set, size_t scheme, double above)
{
    size_t n = 0;
    size_t found = 0;
    for (size_t q = 0; q < b.questions_n; q++) {
        const struct question *question = &b.questions[q];
        if (question->set != set || !question->met)
            continue;
        n++;
        found += scheme == LOOSE ? question->true_nats >= above : question->found[scheme];
    }
    return n ? (double)found / (double)n : 0;
}

static double wrong_rate(size_t scheme)
{
    size_t n = 0;
    size_t wrong = 0;
    for (size_t q = 0; q < b.questions_n; q++)
        if (b.questions[q].set == 0) {
            n++;
            wrong += b.questions[q].wrong[scheme];
        }
    return n ? (double)wrong / (double)n : 0;
}

static void report_clear(void)
{
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        double nats = threshold(rates[r]);
        printf("in the clear   above %6.2f nats   false/1000 %7.2f", nats, rates[r] * 1000);
        for (size_t s = 1; s < b.sets_n; s++)
            printf("   %s %.4f", b.sets[s], recall(s, LOOSE, nats));
        printf("\n");
    }
}

static void report_keys(void)
{
    for (size_t i = 0; i < BOUNDS; i++) {
        double rate = wrong_rate(i);
        double nats = threshold(rate > RATE_TO_REACH ? rate : RATE_TO_REACH);
        printf("keys%s  bound %6.2f nats   false/1000 %7.2f   stored %4.1f asked %4.1f",
               b.asked[i].scheme.bound == key_scheme(KEY_SCHEME)->bound ? " *" : "  ", bounds[i] / 4.0,
               rate * 1000, b.stored[i] / b.persons, b.asked[i].keys);
        for (size_t s = 1; s < b.sets_n; s++) {
            double clear = recall(s, LOOSE, nats);
            double keys = recall(s, i, 0);
            printf("   %s %.4f, %.3f of the clear's", b.sets[s], keys, clear > 0 ? keys / clear : 0);
        }
        printf("\n");
    }
}

static void set_schemes(void)
{
    for (size_t i = 0; i <= LOOSE; i++) {
        b.asked[i].scheme = *key_scheme(KEY_SCHEME);
        if (i < LOOSE)
            b.asked[i].scheme.bound = bounds[i] * RARITY_UNIT / 4;
    }
    struct key_scheme *loose = &b.asked[LOOSE].scheme;
    loose->bound = 17 * RARITY_UNIT;
    loose->skeleton_most = 10 * RARITY_UNIT;
    loose->spelling_most = 0;
    loose->kin = 0;
    loose->least[KEY_DATE] = 1;
    loose->most[KEY_STORED] = loose->most[KEY_ASKED] = LOOSE_KEYS;
}

static void read_set(const char *argument)
{
    struct str rest = str_of(argument);
    struct str name = str_cut(&rest, '=');
    struct str part[3] = {{0}};
    const char *text[3] = {NULL};
    for (size_t i = 0; i < 3 && rest.p; i++) {
        part[i] = str_cut(&rest, ',');
        text[i] = arena_copy(&b.arena, part[i].p, part[i].n);
    }
    must(name.n && text[0] && text[1] && b.sets_n < SETS, "NAME=QUESTIONS,TRUTH[,YEARS]");
    read_questions(arena_copy(&b.arena, name.p, name.n), text[0], text[1], text[2] ? atoi(text[2]) : 0);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: keys PERSONS,... STRANGERS NAME=QUESTIONS,TRUTH[,YEARS]...\n");
        return 64;
    }
    arena_init(&b.arena, (size_t)1 << 35);
    must(!model_load(&b.arena, &b.model, NULL) &&
             !key_rarity_load(key_scheme(KEY_SCHEME), &b.arena, &b.rarity, NULL),
         "tables");
    for (size_t i = 0; i < CORES; i++) {
        arena_init(&b.work[i], 1 << 30);
        b.comparers[i] = comparer_new(&b.model);
    }
    read_questions("strangers", argv[2], NULL, 0);
    for (int i = 3; i < argc; i++)
        read_set(argv[i]);
    set_schemes();
    for (size_t i = 0; i <= LOOSE; i++)
        ask_all(&b.asked[i]);
    index_truths();
    struct str paths = str_of(argv[1]);
    while (paths.p) {
        struct str path = str_cut(&paths, ',');
        stream(arena_copy(&b.arena, path.p, path.n));
    }
    printf("%.0f persons, %zu questions\n", b.persons, b.questions_n);
    report_clear();
    report_keys();
    return 0;
}
