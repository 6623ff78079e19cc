/* record/reader: where memory ends while a file of any format is read, that is said, and nothing is lost. */
#include "base/hash.h"
#include "reading.h"
#include "starve.h"

#include "base/buf.h"
#include "index/manifest.h"

/* Not the spreadsheet: libzip leaks what it had, and takes some of it for a file that is not whole. */
static const char *const samples[] = {
    "people.csv",        "people.jsonl", "eu.xml",  "un.xml", "ofac.xml",     "uk.xml",
    "ofac_advanced.xml", "paxlst.txt",   "mrz.txt", "uk.csv", "manifest.csv", "sdn.csv"};

/* All that a text says of persons, in one number. */
static uint64_t sum_of(const struct subject *subject, uint64_t sum)
{
    for (size_t p = 0; p < PROPERTY_COUNT; p++)
        for (size_t i = 0; i < subject->values[p].n; i++)
            sum = hash_pair(sum, hash_str(subject->values[p].at[i], p));
    return hash_pair(sum, hash_str(subject->id, 0));
}

static enum err read_sum(struct str text, uint64_t *sum, struct fault *fault)
{
    struct reader_options options = {.strict = true};
    struct arena arena;
    struct reader *reader;
    bool end = false;
    *sum = 0;
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    enum err err = reader_open_bytes(&reader, "f", text, &options, fault);
    while (!err && !end) {
        struct subject subject;
        err = reader_next(reader, &arena, &subject, &end, fault);
        if (!err && !end)
            *sum = sum_of(&subject, *sum);
    }
    reader_close(reader);
    arena_release(&arena);
    return err;
}

/* Every allocation of the reading fails in its turn. */
static void starve(const char *name, struct str text)
{
    struct fault fault = {.detail = ""};
    uint64_t whole, sum;
    assert_int_equal(read_sum(text, &whole, &fault), ERR_OK);
    bool over = false;
    for (long k = 0; !over; k++) {
        until_failure = k;
        enum err err = read_sum(text, &sum, &fault);
        over = until_failure > 0;
        until_failure = -1;
        if (err ? err != ERR_NO_MEMORY : sum != whole)
            fail_msg("%s, allocation %ld: %s", name, k, err ? fault.detail : "another text");
        assert_true(k < 100000);
    }
}

static void a_starved_reader_gives_all_or_says_so(void **state)
{
    (void)state;
    for (int good = 0; good < 2; good++)
        for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
            char path[64];
            char *bytes;
            size_t n;
            fails_for_good = good;
            snprintf(path, sizeof path, "tests/samples/%s", samples[i]);
            assert_int_equal(file_read(path, 1 << 20, &bytes, &n, NULL), ERR_OK);
            starve(samples[i], (struct str){bytes, n});
            free(bytes);
        }
}

/* A row, segment or record longer than what stands on its first line. */
static void what_grows_while_it_is_read_is_lost_by_no_byte(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 16);
    for (int n = 1; n < 100; n++) {
        buf_clear(&text);
        buf_printf(&text, "name,id\n\"%0*d\nB\",%0*d\n", n, 1, n, 2);
        starve("csv", buf_str(&text));
        buf_clear(&text);
        buf_printf(&text, "UNH+1+PAXLST:D:05B:UN:IATA'NAD+FL+++%.*s:B'", n,
                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                   "AAAAAAAAAAA");
        starve("paxlst", buf_str(&text));
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_starved_reader_gives_all_or_says_so),
                                       cmocka_unit_test(what_grows_while_it_is_read_is_lost_by_no_byte)};
    return cmocka_run_group_tests_name("reader_memory", tests, NULL, NULL);
}
