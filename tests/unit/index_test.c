/* index/: a search finds what comparing with every record finds, with the same
 * evidence; a damaged record is not used; a segment does not depend on who made it. */
#include "base/hash.h"
#include "index/clusters.h"
#include "index/index.h"
#include "index/manifest.h"
#include "index/record.h"
#include "match/glance.h"
#include "synth/synth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "index_fixture.h"

enum { PEOPLE = 1500, QUERIES = 150, SEED = 5, MOST = 64 };

struct people {
    struct index_fixture fixture;
    struct subject subjects[PEOPLE];
    struct subject queries[QUERIES];
    struct person persons[PEOPLE];
};

static int setup(void **state)
{
    static struct people people;
    struct index_fixture *fixture = &people.fixture;
    if (!index_fixture_open(fixture, SEED))
        return -1;
    for (size_t i = 0; i < PEOPLE; i++)
        if (synth_person(fixture->synth, i, &fixture->arena, &people.subjects[i], NULL) != ERR_OK ||
            person_init(&fixture->arena, &fixture->model, &people.subjects[i], &people.persons[i], NULL) !=
                ERR_OK)
            return -1;
    for (size_t i = 0; i < QUERIES; i++)
        if (synth_copy(fixture->synth, i * 7, 1, 1000, &fixture->arena, &people.queries[i], NULL) != ERR_OK)
            return -1;
    *state = &people;
    return index_fixture_build(fixture, people.subjects, PEOPLE) ? 0 : -1;
}

static int teardown(void **state)
{
    struct people *people = *state;
    index_fixture_close(&people->fixture);
    return 0;
}

static struct screening screening(void)
{
    return (struct screening){.prior = screen_prior(PEOPLE), .threshold = 0.5, .limit = MOST};
}

static void a_search_finds_what_every_comparison_finds(void **state)
{
    struct people *people = *state;
    struct searcher *searcher = searcher_new(people->fixture.index);
    struct comparer *comparer = comparer_new(&people->fixture.model);
    struct screening terms = screening();
    size_t matches = 0;
    size_t found = 0;
    assert_true(searcher && comparer);
    for (size_t i = 0; i < QUERIES; i++) {
        const struct person *query;
        struct found out[MOST];
        size_t n;
        assert_int_equal(searcher_query(searcher, &people->queries[i], &query, NULL), ERR_OK);
        assert_int_equal(searcher_search(searcher, query, &terms, out, &n, NULL, NULL), ERR_OK);
        found += n;
        for (size_t k = 0; k < PEOPLE; k++) {
            micronats evidence;
            assert_int_equal(compare_persons(comparer, query, &people->persons[k], &evidence, NULL, NULL),
                             ERR_OK);
            bool match = score_of((double)evidence / 1e6, terms.prior) >= terms.threshold;
            matches += match;
            /* Found or not: what was found has the evidence of the comparison, to the micro-nat. */
            for (size_t j = 0; j < n; j++)
                if (out[j].record == k)
                    assert_true(match && out[j].evidence == evidence);
        }
    }
    searcher_free(searcher);
    comparer_free(comparer);
    assert_true(matches >= QUERIES / 2);
    assert_true(found <= matches && (matches - found) * 50 <= matches);
}

/* The names of many persons as those of one. */
static void join_names(const struct people *people, size_t persons, struct str names[],
                       struct subject *joined)
{
    struct values *own = &joined->values[PROPERTY_NAME];
    *joined = (struct subject){.id = STR("many")};
    own->at = names;
    for (size_t i = 0; i < persons; i++) {
        const struct values *values = &people->subjects[i].values[PROPERTY_NAME];
        memcpy(&names[own->n], values->at, values->n * sizeof *names);
        own->n += values->n;
    }
}

static void who_has_many_names_is_found_by_each_without_comparing_all(void **state)
{
    enum { PERSONS = 100, PERSON_NAMES = 16 };
    struct people *people = *state;
    struct searcher *searcher = searcher_new(people->fixture.index);
    struct comparer *comparer = comparer_new(&people->fixture.model);
    struct screening terms = {.prior = screen_prior(PEOPLE), .threshold = 0.5, .limit = PEOPLE};
    struct search_counts counts = {0};
    const struct person *query;
    static struct str names[PERSONS * PERSON_NAMES];
    static struct found out[PEOPLE + 1];
    struct subject joined;
    size_t n;
    size_t matches = 0;
    assert_true(searcher && comparer);
    join_names(people, PERSONS, names, &joined);
    assert_int_equal(searcher_query(searcher, &joined, &query, NULL), ERR_OK);
    assert_true(query->names_n > GLANCE_NAMES && query->tokens_n > 3 * GLANCE_TOKENS);
    assert_int_equal(searcher_search(searcher, query, &terms, out, &n, &counts, NULL), ERR_OK);
    for (size_t k = 0; k < PEOPLE; k++) {
        micronats evidence;
        size_t found = 0;
        assert_int_equal(compare_persons(comparer, query, &people->persons[k], &evidence, NULL, NULL),
                         ERR_OK);
        for (size_t i = 0; i < n; i++)
            if (out[i].record == k) {
                assert_true(out[i].evidence == evidence);
                found++;
            }
        bool match = score_of((double)evidence / 1e6, terms.prior) >= terms.threshold;
        assert_int_equal(found, match);
        matches += match;
    }
    assert_true(matches >= PERSONS / 2);
    assert_true(counts.compared < 2 * matches);
    searcher_free(searcher);
    comparer_free(comparer);
}

/* A search finds what screening finds, in the same order and with the same evidence; how many. */
static size_t assert_screened(struct searcher *searcher, struct comparer *comparer, const struct list *list,
                              const struct subject *subject, double threshold)
{
    struct screening terms = {.prior = screen_prior(list->n), .threshold = threshold, .limit = MOST};
    const struct person *query;
    struct found found[MOST];
    struct candidate screened[MOST];
    size_t n;
    size_t screened_n;
    assert_int_equal(searcher_query(searcher, subject, &query, NULL), ERR_OK);
    assert_int_equal(searcher_search(searcher, query, &terms, found, &n, NULL, NULL), ERR_OK);
    assert_int_equal(screen_person(comparer, list, query, &terms, screened, &screened_n, NULL), ERR_OK);
    assert_int_equal(n, screened_n);
    for (size_t i = 0; i < n; i++)
        assert_true(found[i].record == screened[i].index && found[i].evidence == screened[i].evidence);
    return n;
}

static void read_list(const struct index_fixture *fixture, const char *text, struct list *list)
{
    struct reader *reader;
    struct reader_options options = {0};
    bool end;
    list_init(list);
    assert_int_equal(reader_open_bytes(&reader, "f", str_of(text), &options, NULL), ERR_OK);
    assert_int_equal(list_add_from(list, &fixture->model, reader, "f", 100, &end, NULL), ERR_OK);
    reader_close(reader);
}

static void index_list(const struct index_fixture *fixture, const struct list *list, size_t readable,
                       const char *path, struct index **index)
{
    struct subject subjects[16];
    assert_true(list->n <= 16);
    for (size_t i = 0; i < list->n; i++)
        subjects[i] = list->at[i]->subject;
    assert_int_equal(index_fixture_write(fixture, subjects, list->n, 1, path, NULL), ERR_OK);
    assert_int_equal(index_open_segment(index, &fixture->model, path, readable, NULL), ERR_OK);
}

static void who_has_no_name_is_found_by_his_document(void **state)
{
    static const char text[] = "id,name,birthDate,passportNumber,address,phone\n"
                               "named,Halim Sorvek,1961-04-02,AB5304218,,555 221 3344\n"
                               "nameless,,1961-04-02,AB5304218,\"14 Larch Street, Overby 4221\",\n"
                               "slip,,1961-04-02,AB5304213,\"14 Larch Street, Overby 4221\",555 221 3344\n"
                               "unread,---,1961-04-02,CD991736,,\n"
                               "short,---,1961-04-02,1,,\n"
                               "other,Milena Tarkun,1988-04-23,EF4471902,\"14 Larch Street, Overby 4221\",\n"
                               "cyrillic,,1961-04-02,АВ5304218,,\n"
                               "unlike,---,1961-04-02,ЖД5304218,,\n";
    struct people *people = *state;
    struct index_fixture *fixture = &people->fixture;
    struct list list;
    struct index *index;
    char path[128];
    read_list(fixture, text, &list);
    assert_true(list.n == 8 && list.unreadable == 1);
    snprintf(path, sizeof path, "%s/nameless", fixture->dir);
    index_list(fixture, &list, 5, path, &index);
    struct searcher *searcher = searcher_new(index);
    struct comparer *comparer = comparer_new(&fixture->model);
    static const size_t found[] = {4, 4, 4, 1, 0, 1, 4, 1};
    for (size_t i = 0; i < list.n; i++)
        if (i != 4)
            assert_int_equal(assert_screened(searcher, comparer, &list, &list.at[i]->subject, 0.5), found[i]);
    const struct person *query;
    assert_int_equal(searcher_query(searcher, &list.at[4]->subject, &query, NULL), ERR_NO_USE);
    searcher_free(searcher);
    comparer_free(comparer);
    index_close(index);
    list_release(&list);
    unlink(path);
}

/* Each of the first so many persons finds himself and one other, each of the rest himself. */
static void check_pairs(struct people *people, const char *text, size_t paired)
{
    struct index_fixture *fixture = &people->fixture;
    struct list list;
    struct index *index;
    char path[128];
    snprintf(path, sizeof path, "%s/pairs", fixture->dir);
    read_list(fixture, text, &list);
    index_list(fixture, &list, list.n, path, &index);
    struct searcher *searcher = searcher_new(index);
    struct comparer *comparer = comparer_new(&fixture->model);
    for (size_t i = 0; i < list.n; i++)
        assert_int_equal(assert_screened(searcher, comparer, &list, &list.at[i]->subject, 0.5),
                         i < paired ? 2 : 1);
    searcher_free(searcher);
    comparer_free(comparer);
    index_close(index);
    list_release(&list);
    unlink(path);
}

/* Neither token of the name has the skeleton of its romanisation. */
static void a_name_whose_usual_spelling_is_no_romanisation_is_found(void **state)
{
    check_pairs(*state, "id,name\nkhmer,ពេជ្រ សុខ\nlatin,Pich Sok\nother,Pen Tan\n", 2);
}

/* Either way: who is asked for and who is found has his particles written with his name. */
static void a_name_is_found_with_its_particles_in_one_word(void **state)
{
    static const char text[] = "id,name\n"
                               "1,Khalid al-Otaibi\n1,Khalid Alutaybi\n2,سعد القحطاني\n2,Saad Alqahtani\n"
                               "3,Inés de la Cruz\n3,Ines Delacruz\n4,Ruth van den Berg\n4,Ruth Vandenberg\n"
                               "5,Karim Ben Salah\n5,BENSALAH Karim\n6,Mona El-Baradei\n6,Mona Elbaradei\n"
                               "7,Moore Tilda\n8,Tilda Elmore\n";
    check_pairs(*state, text, 12);
}

static void a_record_comes_back_as_it_was(void **state)
{
    struct people *people = *state;
    struct searcher *searcher = searcher_new(people->fixture.index);
    struct comparer *comparer = comparer_new(&people->fixture.model);
    struct arena arena;
    arena_init(&arena, (size_t)1 << 26);
    for (uint32_t i = 0; i < 200; i++) {
        struct list_person record;
        struct explanation a;
        struct explanation b;
        micronats x;
        micronats y;
        const struct person *other = &people->persons[(i + 1) % PEOPLE];
        arena_reset(&arena);
        assert_int_equal(searcher_record(searcher, i, &arena, &record, NULL), ERR_OK);
        assert_true(str_equal(record.subject.id, people->subjects[i].id));
        assert_string_equal(record.list, "people");
        for (size_t k = 0; k < PROPERTY_COUNT; k++)
            assert_int_equal(record.subject.values[k].n, people->subjects[i].values[k].n);
        assert_int_equal(compare_persons(comparer, other, &record.person, &x, &a, NULL), ERR_OK);
        assert_int_equal(compare_persons(comparer, other, &people->persons[i], &y, &b, NULL), ERR_OK);
        assert_true(x == y && a.n == b.n);
        for (size_t k = 0; k < a.n; k++)
            assert_memory_equal(a.line[k].how, b.line[k].how, strlen(b.line[k].how) + 1);
    }
    arena_release(&arena);
    searcher_free(searcher);
    comparer_free(comparer);
}

static void a_record_without_memory_for_it_is_not_called_bad(void **state)
{
    struct people *people = *state;
    struct searcher *searcher = searcher_new(people->fixture.index);
    struct list_person record;
    struct arena arena;
    size_t failed = 0;
    assert_non_null(searcher);
    for (size_t bytes = 0;; bytes += 64) {
        struct fault fault = {0};
        arena_init(&arena, bytes);
        enum err err = searcher_record(searcher, 0, &arena, &record, &fault);
        arena_release(&arena);
        if (err == ERR_OK)
            break;
        assert_int_equal(err, ERR_NO_MEMORY);
        failed++;
    }
    searcher_free(searcher);
    assert_true(failed > 1);
}

static void a_segment_does_not_depend_on_who_made_it(void **state)
{
    struct people *people = *state;
    char path[128];
    char *bytes[2];
    size_t n[2];
    snprintf(path, sizeof path, "%s/other", people->fixture.dir);
    assert_int_equal(index_fixture_write(&people->fixture, people->subjects, PEOPLE, 1, path, NULL), ERR_OK);
    assert_int_equal(file_read(people->fixture.segment, (size_t)1 << 30, &bytes[0], &n[0], NULL), ERR_OK);
    assert_int_equal(file_read(path, (size_t)1 << 30, &bytes[1], &n[1], NULL), ERR_OK);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    free(bytes[0]);
    free(bytes[1]);
    unlink(path);
}

static void a_damaged_record_is_never_used(void **state)
{
    struct people *people = *state;
    const struct segment *sound = people->fixture.index->parts[0].segment;
    size_t at = (size_t)(sound->section[SECTION_RECORDS] - sound->map) + 1;
    char path[128];
    char *bytes;
    size_t n;
    struct index *index;
    struct fault fault = {0};
    snprintf(path, sizeof path, "%s/damaged", people->fixture.dir);
    assert_int_equal(file_read(people->fixture.segment, (size_t)1 << 30, &bytes, &n, NULL), ERR_OK);
    bytes[at] ^= 4;
    assert_int_equal(file_write(path, bytes, n, NULL), ERR_OK);
    free(bytes);
    assert_int_equal(index_open_segment(&index, &people->fixture.model, path, PEOPLE, &fault), ERR_OK);
    struct searcher *searcher = searcher_new(index);
    struct list_person record;
    struct arena arena;
    arena_init(&arena, (size_t)1 << 26);
    assert_int_equal(searcher_record(searcher, 0, &arena, &record, &fault), ERR_FORGED);
    assert_non_null(strstr(fault.detail, "block"));
    arena_release(&arena);
    searcher_free(searcher);
    index_close(index);
    unlink(path);
}

/* Sets the sums of a segment right, as who changes it on purpose would. */
static void seal(char *bytes, size_t n)
{
    struct segment_header header;
    unsigned char *at = (unsigned char *)bytes;
    memcpy(&header, at, sizeof header);
    for (size_t i = 1; i < header.checksums_at / BLOCK_BYTES; i++) {
        uint64_t sum = hash_block(at + i * BLOCK_BYTES, BLOCK_BYTES, i);
        memcpy(at + header.checksums_at + i * sizeof sum, &sum, sizeof sum);
    }
    header.checksums_sum = hash_block(at + header.checksums_at, n - header.checksums_at, 0);
    header.header_sum = 0;
    memcpy(at, &header, sizeof header);
    header.header_sum = hash_block(at, BLOCK_BYTES, 0);
    memcpy(at, &header, sizeof header);
}

/* How many of the persons' searches for themselves in a segment of these bytes fail; each says why. */
static size_t failures(struct people *people, const char *bytes, size_t n)
{
    char path[128];
    struct index *index;
    struct screening terms = screening();
    size_t failed = 0;
    snprintf(path, sizeof path, "%s/lying", people->fixture.dir);
    assert_int_equal(file_write(path, bytes, n, NULL), ERR_OK);
    assert_int_equal(index_open_segment(&index, &people->fixture.model, path, PEOPLE, NULL), ERR_OK);
    struct searcher *searcher = searcher_new(index);
    struct arena arena;
    arena_init(&arena, (size_t)1 << 26);
    assert_non_null(searcher);
    for (size_t i = 0; i < QUERIES; i++) {
        const struct person *query;
        struct found out[MOST];
        struct list_person record;
        struct fault fault = {0};
        size_t found;
        arena_reset(&arena);
        assert_int_equal(searcher_query(searcher, &people->subjects[i], &query, NULL), ERR_OK);
        enum err err = searcher_search(searcher, query, &terms, out, &found, NULL, &fault);
        for (size_t k = 0; k < found && !err; k++)
            err = searcher_record(searcher, out[k].record, &arena, &record, &fault);
        assert_true(!err || (err == ERR_FORGED && strstr(fault.detail, path)));
        failed += err != ERR_OK;
    }
    arena_release(&arena);
    searcher_free(searcher);
    index_close(index);
    unlink(path);
    return failed;
}

static void a_segment_that_lies_does_no_harm(void **state)
{
    struct people *people = *state;
    static const uint64_t rare[] = {20, 300}; /* of so many bytes one is changed, more or less */
    char *sound;
    size_t n;
    struct segment_header header;
    assert_int_equal(file_read(people->fixture.segment, (size_t)1 << 30, &sound, &n, NULL), ERR_OK);
    memcpy(&header, sound, sizeof header);
    char *lying = malloc(n);
    assert_non_null(lying);
    for (size_t i = 0; i < 2 * (size_t)SECTION_COUNT; i++) {
        size_t section = i / 2;
        uint64_t chance = hash_mix(i + 1);
        memcpy(lying, sound, n);
        for (uint64_t at = 0; at < header.section[section].bytes; at += 1 + chance % (2 * rare[i % 2])) {
            chance = hash_mix(chance + 1);
            lying[header.section[section].at + at] = (char)(chance >> 32);
        }
        seal(lying, n);
        (void)failures(people, lying, n);
    }
    /* Postings of a record that there is not. */
    memcpy(lying, sound, n);
    for (uint64_t at = 0; at < header.section[SECTION_ENTRIES].bytes; at += sizeof(uint64_t))
        memset(lying + header.section[SECTION_ENTRIES].at + at, 0xff, RECORD_BITS / 8);
    seal(lying, n);
    assert_int_equal(failures(people, lying, n), QUERIES);
    free(lying);
    free(sound);
}

static void an_address_that_holds_more_than_fits_is_not_read(void **state)
{
    (void)state;
    struct subject subject = {.id = STR("x")};
    struct address address = {.numbers_n = ADDRESS_NUMBERS + 1};
    struct person person = {.addresses = &address, .addresses_n = 1, .subject = &subject};
    struct person back;
    struct record_reader reader;
    struct arena arena;
    struct buf bytes;
    arena_init(&arena, 1 << 16);
    buf_init(&bytes, 1 << 16);
    record_encode(&bytes, &person, NULL, NULL, 0, 0, 1);
    record_open(&reader, buf_str(&bytes));
    assert_int_equal(record_names(&reader), 0);
    record_facts(&reader, &arena, &back);
    assert_true(reader.bad);
    assert_int_equal(back.addresses_n, 0);
    buf_release(&bytes);
    arena_release(&arena);
}

/* Another is refused at once, and what is replayed tests nothing: 'tests/fuzz/make' makes it anew. */
static void fuzzers_begin_from_a_segment_of_this_program(void **state)
{
    struct people *people = *state;
    struct index *index;
    struct fault fault = {0};
    if (index_open_segment(&index, &people->fixture.model, "tests/fuzz/corpus/segment/two-persons", 2,
                           &fault) != ERR_OK)
        fail_msg("%s (tests/fuzz/make)", fault.detail);
    index_close(index);
}

static void other_tables_are_refused(void **state)
{
    struct people *people = *state;
    uint8_t other[MODEL_FINGERPRINT_BYTES] = {1};
    struct segment *segment;
    struct fault fault = {0};
    assert_int_equal(segment_open(&segment, people->fixture.segment, other, &fault), ERR_STALE);
    assert_non_null(strstr(fault.detail, "build it anew"));
}

enum { NATS = 1000000 };

/* Records compared again: as far apart as the lower of two hundreds, one and the same within a hundred. */
static bool weigh_by_hundreds(void *context, uint32_t left, uint32_t right, micronats *evidence)
{
    (void)context;
    *evidence = left / 100 == right / 100 ? 0 : -20 * NATS;
    return true;
}

static struct linked linked_by(uint32_t left, uint32_t right, micronats nats, enum bearing bearing)
{
    return (struct linked){.left = left, .right = right, .evidence = nats * NATS, .bearing = bearing};
}

static void clusters_need_what_all_pairs_across_them_say(void **state)
{
    (void)state;
    enum { RECORDS = 12 };
    /* 1, 3, 5 and 6, 7, 8 are each one person; 5 and 6 look alike. 9 was found by one of two. */
    struct linked pairs[] = {linked_by(1, 3, 30, BORNE_BY_OWN),  linked_by(3, 5, 29, BORNE_BY_OWN),
                             linked_by(6, 7, 28, BORNE_BY_OWN),  linked_by(7, 8, 27, BORNE_BY_OWN),
                             linked_by(6, 8, 26, BORNE_BY_OWN),  linked_by(5, 6, 25, BORNE_BY_OWN),
                             linked_by(9, 10, 24, BORNE_BY_OWN), linked_by(4, 9, 19, BORNE_BY_OWN),
                             linked_by(2, 11, 50, BORNE_BY_OWN), linked_by(0, 2, 50, BORNE_BY_NOTHING)};
    pairs[8].dropped = true;
    struct weigher weigher = {.needed = 10 * NATS};
    uint32_t *clusters = clusters_of(pairs, sizeof pairs / sizeof *pairs, RECORDS, &weigher);
    assert_non_null(clusters);
    const uint32_t expected[RECORDS] = {0, 1, 2, 1, 4, 1, 6, 6, 6, 4, 4, 11};
    assert_memory_equal(clusters, expected, sizeof expected);
    free(clusters);
    assert_non_null(clusters = clusters_of(NULL, 0, 0, &weigher));
    free(clusters);
}

static void clusters_hold_nobody_who_contradicts_another(void **state)
{
    (void)state;
    enum { RECORDS = 300 };
    /* Each of two persons has a record more, and these two are like one another, and like the other person's.
     */
    struct linked pairs[] = {
        linked_by(10, 11, 30, BORNE_BY_OWN), linked_by(110, 111, 30, BORNE_BY_OWN),
        linked_by(11, 111, 18, BORNE_BY_HOUSEHOLD), linked_by(10, 111, 18, BORNE_BY_HOUSEHOLD),
        linked_by(11, 110, 18, BORNE_BY_HOUSEHOLD),
        /* 50 and 51 say no more than that they belong to the household of 20 and 120, who are two. */
        linked_by(20, 50, 17, BORNE_BY_HOUSEHOLD), linked_by(120, 50, 17, BORNE_BY_HOUSEHOLD),
        linked_by(20, 51, 17, BORNE_BY_HOUSEHOLD), linked_by(120, 51, 17, BORNE_BY_HOUSEHOLD),
        linked_by(50, 51, 17, BORNE_BY_HOUSEHOLD)};
    struct weigher weigher = {.needed = 5 * NATS, .evidence = weigh_by_hundreds};
    uint32_t *clusters = clusters_of(pairs, sizeof pairs / sizeof *pairs, RECORDS, &weigher);
    assert_non_null(clusters);
    assert_int_equal(clusters[11], 10);
    assert_int_equal(clusters[111], 110);
    assert_int_equal(clusters[110], 110);
    assert_int_equal(clusters[20], 20);
    assert_int_equal(clusters[120], 120);
    assert_int_equal(clusters[50], 50);
    assert_int_equal(clusters[51], 50);
    free(clusters);
}

static void one_to_one_takes_the_strongest_pair_first(void **state)
{
    (void)state;
    struct linked pairs[] = {linked_by(0, 5, 10, BORNE_BY_OWN), linked_by(0, 6, 20, BORNE_BY_OWN),
                             linked_by(1, 6, 15, BORNE_BY_OWN), linked_by(1, 5, 9, BORNE_BY_OWN)};
    assert_true(linked_one_to_one(pairs, 4, 7));
    assert_true(pairs[0].dropped);
    assert_false(pairs[1].dropped);
    assert_true(pairs[2].dropped);
    assert_false(pairs[3].dropped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_finds_what_every_comparison_finds),
        cmocka_unit_test(who_has_many_names_is_found_by_each_without_comparing_all),
        cmocka_unit_test(who_has_no_name_is_found_by_his_document),
        cmocka_unit_test(a_name_whose_usual_spelling_is_no_romanisation_is_found),
        cmocka_unit_test(a_name_is_found_with_its_particles_in_one_word),
        cmocka_unit_test(a_record_comes_back_as_it_was),
        cmocka_unit_test(a_record_without_memory_for_it_is_not_called_bad),
        cmocka_unit_test(a_segment_does_not_depend_on_who_made_it),
        cmocka_unit_test(a_damaged_record_is_never_used),
        cmocka_unit_test(a_segment_that_lies_does_no_harm),
        cmocka_unit_test(an_address_that_holds_more_than_fits_is_not_read),
        cmocka_unit_test(fuzzers_begin_from_a_segment_of_this_program),
        cmocka_unit_test(other_tables_are_refused),
        cmocka_unit_test(clusters_need_what_all_pairs_across_them_say),
        cmocka_unit_test(clusters_hold_nobody_who_contradicts_another),
        cmocka_unit_test(one_to_one_takes_the_strongest_pair_first),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
