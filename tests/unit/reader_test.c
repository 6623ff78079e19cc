/* reader: files as they come: formats told apart, limits, pipes, counts. */
#include "reading.h"

#include "base/buf.h"
#include "index/manifest.h"
#include "record/lines.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writes text into a new temporary file, whose name comes to path. */
static void write_file(char path[32], struct str text)
{
    snprintf(path, 32, "/tmp/liaison-reader-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    for (size_t done = 0; done < text.n;) {
        ssize_t n = write(fd, text.p + done, text.n - done);
        assert_true(n > 0);
        done += (size_t)n;
    }
    assert_int_equal(close(fd), 0);
}

static void formats_are_told_by_their_content(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("\xef\xbb\xbf \n{\"properties\":{\"name\":\"A\"}}\n"), true);
    assert_int_equal(r.counts.subjects, 1);
    arena_release(&r.arena);
    read_all(&r, STR("\xef\xbb\xbfname\nA\nB\n"), true);
    assert_int_equal(r.counts.subjects, 2);
    arena_release(&r.arena);
}

static void what_cannot_be_read_is_said_in_one_error(void **state)
{
    (void)state;
    expect_error(STR("\xff\xfen\0a\0m\0e\0"), ERR_UNSUPPORTED, "f: UTF-16 text; only UTF-8 is read");
    expect_error(STR("\xfe\xff\0n\0a"), ERR_UNSUPPORTED, "f: UTF-16 text; only UTF-8 is read");
    expect_error(STR("n\0a\0m\0e\0"), ERR_UNSUPPORTED, "f: UTF-16 text; only UTF-8 is read");
    expect_error(STR("name\0\0\n"), ERR_UNSUPPORTED, "f: no text: it holds NUL bytes");
    expect_error(STR("\x1f\x8b\x08"), ERR_UNSUPPORTED, "f: a gzip file; unpack it first");
    expect_error(STR("PK\x03\x04"), ERR_UNSUPPORTED,
                 "f: a zip file or a spreadsheet; export it as CSV first");
    expect_error(STR("[{\"id\":1}]"), ERR_UNSUPPORTED, "f: a JSON array; one entity a line is read");
    expect_error(STR("<?xml?>"), ERR_UNSUPPORTED, "f: XML or HTML of no list that is known");
}

static void a_list_without_persons_shows_in_the_counts(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR(""), true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects + r.counts.skipped + r.counts.others, 0);
    arena_release(&r.arena);
    read_all(&r, STR("{\"schema\":\"Vessel\",\"properties\":{\"name\":\"A\"}}\n{}\n"), false);
    assert_int_equal(r.counts.subjects, 0);
    assert_int_equal(r.counts.others, 1);
    assert_int_equal(r.counts.skipped, 1);
    arena_release(&r.arena);
    read_all(&r, STR("name\n"), true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 0);
    arena_release(&r.arena);
}

static void a_missing_file_and_a_directory_are_named(void **state)
{
    (void)state;
    struct reader_options options = {0};
    struct reader *reader;
    struct fault fault;
    assert_int_equal(reader_open(&reader, "/nonexistent/x", &options, &fault), ERR_NOT_FOUND);
    assert_string_equal(fault.detail, "/nonexistent/x: No such file or directory");
    assert_null(reader);
    assert_int_equal(reader_open(&reader, "/tmp", &options, &fault), ERR_IO);
    assert_string_equal(fault.detail, "/tmp: Is a directory");
    assert_null(reader);
    reader_close(NULL);
}

/* Many lines of growing length, so that some lie across every chunk. */
static void a_file_gives_what_its_bytes_in_memory_give(void **state)
{
    (void)state;
    struct buf text;
    char path[32];
    buf_init(&text, 8 << 20);
    for (int i = 0; i < 3000; i++)
        buf_printf(&text, "{\"id\":\"%d\",\"properties\":{\"name\":\"%0*d\"}}\n", i, i % 1500 + 4, i);
    write_file(path, buf_str(&text));
    struct reader_options options = {.strict = true};
    struct reader *reader;
    struct arena arena;
    struct subject subject;
    bool end = false;
    arena_init(&arena, 64 << 20);
    assert_int_equal(reader_open(&reader, path, &options, NULL), ERR_OK);
    for (int i = 0; i < 3000; i++) {
        assert_int_equal(reader_next(reader, &arena, &subject, &end, NULL), ERR_OK);
        assert_false(end);
        assert_int_equal(subject.values[PROPERTY_NAME].at[0].n, i % 1500 + 4);
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        assert_true(str_equal(subject.id, str_of(id)));
        assert_int_equal(reader_line(reader), i + 1);
    }
    assert_int_equal(reader_next(reader, &arena, &subject, &end, NULL), ERR_OK);
    assert_true(end);
    reader_close(reader);
    arena_release(&arena);
    buf_release(&text);
    unlink(path);
}

static void a_line_over_the_limit_is_an_error_and_never_held_whole(void **state)
{
    (void)state;
    struct buf text;
    char path[32];
    buf_init(&text, 64 << 20);
    buf_printf(&text, "{\"properties\":{\"name\":\"A\"}}\n{\"properties\":{\"name\":\"");
    for (int i = 0; i < 40 << 10; i++)
        buf_printf(&text, "%01024d", 0);
    expect_error(buf_str(&text), ERR_TOO_LARGE, "f: line 2 is over 16777216 bytes");
    write_file(path, buf_str(&text));
    struct lines lines;
    struct str line;
    bool end;
    assert_int_equal(lines_open(&lines, path, NULL), ERR_OK);
    assert_int_equal(lines_next(&lines, &line, &end, NULL), ERR_OK);
    assert_int_equal(lines_next(&lines, &line, &end, NULL), ERR_TOO_LARGE);
    assert_int_equal(lines_next(&lines, &line, &end, NULL), ERR_TOO_LARGE);
    assert_true(lines.capacity < (36 << 20));
    lines_close(&lines);
    unlink(path);
    buf_release(&text);
}

/* What may befall a list while it is read. */
enum change { APPENDED, TRUNCATED, WRITTEN, REPLACED, REMOVED, CHANGES };

static void change_file(const char *path, enum change change)
{
    char other[32];
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    if (change == APPENDED)
        assert_int_equal(pwrite(fd, "name\n", 5, lseek(fd, 0, SEEK_END)), 5);
    if (change == TRUNCATED)
        assert_int_equal(ftruncate(fd, lseek(fd, 0, SEEK_END) / 2), 0);
    if (change == WRITTEN)
        assert_int_equal(pwrite(fd, "N", 1, 0), 1);
    close(fd);
    if (change == REPLACED) {
        write_file(other, STR("name\nB\n"));
        assert_int_equal(rename(other, path), 0);
    }
    if (change == REMOVED)
        assert_int_equal(unlink(path), 0);
}

static void expect_changed(struct str text, enum change change)
{
    const struct timespec then[2] = {{1000000, 0}, {1000000, 0}};
    struct reader_options options = {0};
    struct reader *reader;
    struct arena arena;
    struct subject subject;
    struct fault fault = {0};
    bool end = false;
    char path[32];
    write_file(path, text);
    assert_int_equal(utimensat(AT_FDCWD, path, then, 0), 0);
    arena_init(&arena, 64 << 20);
    assert_int_equal(reader_open(&reader, path, &options, NULL), ERR_OK);
    enum err err = reader_next(reader, &arena, &subject, &end, &fault);
    assert_int_equal(err, ERR_OK);
    change_file(path, change);
    while (!err && !end)
        err = reader_next(reader, &arena, &subject, &end, &fault);
    assert_int_equal(err, ERR_STALE);
    assert_non_null(strstr(fault.detail, path));
    assert_non_null(strstr(fault.detail, "changed while it was read"));
    reader_close(reader);
    arena_release(&arena);
    unlink(path);
}

static void a_list_that_changes_while_it_is_read_is_an_error(void **state)
{
    (void)state;
    struct buf text;
    char *ods;
    size_t n;
    buf_init(&text, 8 << 20);
    buf_printf(&text, "name\n");
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "Person %d\n", i);
    assert_int_equal(file_read("tests/samples/uk.ods", 1 << 20, &ods, &n, NULL), ERR_OK);
    for (enum change change = 0; change < CHANGES; change++) {
        expect_changed(buf_str(&text), change);
        /* A spreadsheet is unpacked past the lines; cut short it is broken before it ends. */
        if (change != TRUNCATED && change != WRITTEN)
            expect_changed((struct str){ods, n}, change);
    }
    free(ods);
    buf_release(&text);
}

static void only_the_first_warnings_are_shown_and_all_counted(void **state)
{
    (void)state;
    struct buf text;
    struct reading r;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < 50; i++)
        buf_printf(&text, "{\n");
    read_all(&r, buf_str(&text), false);
    size_t shown = 0;
    for (const char *p = r.warnings; *p; p++)
        shown += *p == '\n';
    assert_int_equal(shown, LIMIT_WARNINGS_SHOWN);
    assert_int_equal(r.counts.warnings, 50);
    assert_int_equal(r.counts.skipped, 50);
    arena_release(&r.arena);
    buf_release(&text);
}

static void a_hostile_heading_never_writes_to_the_terminal(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("name,\x1b[2Jdob\nA,1990\n"), true);
    assert_int_equal(r.err, ERR_OK);
    arena_release(&r.arena);
    read_with(&r, STR("name,\x1b[2J\nA,x\n"), (struct reader_options){.header_map = "\x1b[2J=birthDate"});
    assert_string_equal(r.warnings, "f: line 2: ?[2J: not a date: value skipped\n");
    arena_release(&r.arena);
}

static void lines_end_in_every_usual_way(void **state)
{
    (void)state;
    struct lines lines;
    struct str line;
    bool end;
    const char *const wanted[] = {"a", "", "b", "c\x1a"};
    lines_open_bytes(&lines, "f", STR("a\r\n\nb\nc\x1a\n\x1a"));
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(lines_next(&lines, &line, &end, NULL), ERR_OK);
        assert_false(end);
        assert_true(str_equal(line, str_of(wanted[i])));
    }
    assert_int_equal(lines_next(&lines, &line, &end, NULL), ERR_OK);
    assert_true(end);
    lines_close(&lines);
}

static void the_first_byte_that_is_no_utf8_is_found(void **state)
{
    (void)state;
    assert_int_equal(utf8_bad_at(STR("Царикаев, Ruslan of some length")),
                     STR("Царикаев, Ruslan of some length").n);
    assert_int_equal(utf8_bad_at(STR("")), 0);
    assert_int_equal(utf8_bad_at(STR("0123456789\xc0\xaf")), 10);
    assert_int_equal(utf8_bad_at(STR("\xd0\xa6\xd0")), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_by_their_content),
        cmocka_unit_test(what_cannot_be_read_is_said_in_one_error),
        cmocka_unit_test(a_list_without_persons_shows_in_the_counts),
        cmocka_unit_test(a_missing_file_and_a_directory_are_named),
        cmocka_unit_test(a_file_gives_what_its_bytes_in_memory_give),
        cmocka_unit_test(a_line_over_the_limit_is_an_error_and_never_held_whole),
        cmocka_unit_test(a_list_that_changes_while_it_is_read_is_an_error),
        cmocka_unit_test(only_the_first_warnings_are_shown_and_all_counted),
        cmocka_unit_test(a_hostile_heading_never_writes_to_the_terminal),
        cmocka_unit_test(lines_end_in_every_usual_way),
        cmocka_unit_test(the_first_byte_that_is_no_utf8_is_found),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
