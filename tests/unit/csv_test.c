/* csv: rows of cells, and persons out of them under all kinds of headings. */
#include "reading.h"

#include "base/buf.h"
#include "record/csv.h"

/* All cells of a text, "a|b/c|d/", with what is wrong in brackets. */
static void expect_cells(struct str text, const char *cells)
{
    struct lines lines;
    struct csv csv;
    struct csv_row row;
    struct buf found;
    bool end = false;
    buf_init(&found, READING_ROOM);
    lines_open_bytes(&lines, "f", text);
    assert_int_equal(csv_open(&csv, &lines, NULL), ERR_OK);
    for (;;) {
        assert_int_equal(csv_next(&csv, &row, &end, NULL), ERR_OK);
        if (end)
            break;
        for (size_t i = 0; i < row.n && !row.wrong; i++)
            buf_printf(&found, "%s%.*s", i ? "|" : "", STR_ARG(row.cells[i]));
        buf_printf(&found, row.wrong ? "(%s)/" : "/", row.wrong);
    }
    buf_add_char(&found, '\0');
    assert_string_equal(found.bytes, cells);
    buf_release(&found);
    csv_close(&csv);
    lines_close(&lines);
}

static void rows_are_cut_into_cells(void **state)
{
    (void)state;
    expect_cells(STR("a,b\nc,d"), "a|b/c|d/");
    expect_cells(STR("a,b\r\n\r\n,\r\n"), "a|b/|/");
    expect_cells(STR("a,b,\n"), "a|b|/");
    expect_cells(STR(""), "");
}

static void the_separator_is_told_by_the_first_line(void **state)
{
    (void)state;
    expect_cells(STR("a;b\nc,x;d\n"), "a|b/c,x|d/");
    expect_cells(STR("a\tb\nc\td\n"), "a|b/c|d/");
    expect_cells(STR("a|b\n"), "a|b/");
    expect_cells(STR("\"a,a,a\";b\n"), "a,a,a|b/");
    expect_cells(STR("a\nb\n"), "a/b/");
}

static void a_quoted_cell_holds_anything(void **state)
{
    (void)state;
    expect_cells(STR("\"a,b\",\"say \"\"no\"\"\"\n"), "a,b|say \"no\"/");
    expect_cells(STR("a,b\n\"one\r\ntwo\",c\n"), "a|b/one\ntwo|c/");
    expect_cells(STR("a,b\n\"\",\"\"\n"), "a|b/|/");
    expect_cells(STR("a,b\n \"c\" ,d\n"), "a|b/c|d/");
    expect_cells(STR("a,b\nO\"Neil,d\n"), "a|b/O\"Neil|d/");
}

static void text_after_a_closing_quote_makes_the_row_unusable(void **state)
{
    (void)state;
    expect_cells(STR("a,b\n\"Ivan \"the wolf\"\",c\nd,e\n"),
                 "a|b/(text after the closing quote of column 1)/d|e/");
}

static void a_first_line_may_say_the_separator(void **state)
{
    (void)state;
    expect_cells(STR("sep=;\r\na,b;c\r\n"), "a,b|c/");
    expect_cells(STR("\357\273\277sep=;\na,b;c\n"), "a,b|c/");
    expect_cells(STR("sep=\t\na,b\tc\n"), "a,b|c/");
    expect_cells(STR("sep=ab,c\n"), "sep=ab|c/");
}

static void a_row_with_broken_utf8_says_where(void **state)
{
    (void)state;
    expect_cells(STR("a,b\nc,\xff\n"), "a|b/(byte 3 of the line is not UTF-8)/");
    expect_cells(STR("a,b\n\"\n\xd0\",d\n"), "a|b/(byte 1 of the line is not UTF-8)/");
}

static void a_row_of_too_many_columns_is_unusable(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 4096);
    for (int i = 0; i < 256; i++)
        buf_add_char(&text, ',');
    expect_cells(buf_str(&text), "(over 256 columns)/");
    buf_add_str(&text, STR("\"\""));
    expect_cells(buf_str(&text), "(over 256 columns)/");
    buf_release(&text);
}

static void a_column_is_found_by_its_heading(void **state)
{
    (void)state;
    struct str cells[] = {STR("Name 1"), STR("name_2")};
    struct csv_row row = {.cells = cells, .n = 2};
    assert_int_equal(csv_column(&row, STR("name1")), 0);
    assert_int_equal(csv_column(&row, STR("NAME2")), 1);
    assert_int_equal(csv_column(&row, STR("name3")), 2);
    assert_int_equal(csv_column(&row, STR("")), 2);
}

static void a_quote_that_is_not_closed_is_named_by_its_line(void **state)
{
    (void)state;
    expect_error(STR("name,id\nA,1\n\"B,2\nC,3\n"), ERR_BAD_INPUT,
                 "f: line 3: the quote that opens here is not closed");
    expect_error(STR("name,id\n\"B,2\n\"C\",3\n"), ERR_BAD_INPUT,
                 "f: line 2: the quote that opens here is not closed");
    expect_error(STR("name,\"id"), ERR_BAD_INPUT, "f: line 1: the quote that opens here is not closed");
}

static void lines_that_end_with_cr_alone_are_refused(void **state)
{
    (void)state;
    static const char *const said = "f: lines that end with CR alone; save it with LF or CRLF first";
    expect_error(STR("name,dob\rA,1990\rB,1991\r"), ERR_UNSUPPORTED, said);
    expect_error(STR("\"name\",\"dob\"\r\"A\",\"1990\"\r"), ERR_UNSUPPORTED, said);
    expect_error(STR("name\rA\rB"), ERR_UNSUPPORTED, said);
    expect_error(STR("ID;Name 6;Unique ID\r1;A;2\n"), ERR_UNSUPPORTED, said);
    struct reading r;
    read_all(&r, STR("name,\"date\rof birth\"\r\nA\rB,1990\r\n"), true);
    assert_int_equal(r.err, ERR_OK);
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1990");
    arena_release(&r.arena);
}

static void a_row_of_many_lines_is_bounded(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 20 << 20);
    buf_printf(&text, "name\nA\n\"");
    for (int i = 0; i < 17 << 10; i++)
        buf_printf(&text, "%01023d\n", 0);
    expect_error(buf_str(&text), ERR_TOO_LARGE, "f: line 3: a row over 16777216 bytes");
    buf_release(&text);
}

static void persons_are_read_under_the_usual_headings(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("ID;Full Name;GivenName;last_name;Date of Birth;Citizenship;Passport No.;sex\n"
                 "p1;Aset Dudurkaev;Aset;Dudurkaev;1990-05-01;ru;N 1;male\n"),
             true);
    assert_int_equal(r.err, ERR_OK);
    assert_true(str_equal(r.subject.id, STR("p1")));
    assert_value(&r, PROPERTY_NAME, 0, "Aset Dudurkaev");
    assert_value(&r, PROPERTY_FIRST_NAME, 0, "Aset");
    assert_value(&r, PROPERTY_LAST_NAME, 0, "Dudurkaev");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1990-05-01");
    assert_value(&r, PROPERTY_NATIONALITY, 0, "ru");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "N 1");
    assert_value(&r, PROPERTY_GENDER, 0, "male");
    arena_release(&r.arena);
}

static void headings_may_be_of_another_language(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("ФАМИЛИЯ,Имя,Отчество,Дата рождения\nДудуркаев,Асет,Хамидович,01.05.1990\n"), true);
    assert_value(&r, PROPERTY_LAST_NAME, 0, "Дудуркаев");
    assert_value(&r, PROPERTY_FATHER_NAME, 0, "Хамидович");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "01.05.1990");
    assert_true(str_equal(r.subject.id, STR("line-2")));
    arena_release(&r.arena);
}

/* As an office's spreadsheet has them: "Name" beside a given name is the family name, beside a family name
 * the given. */
static void a_bare_name_is_the_part_that_the_other_columns_lack(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *given, *family;
    } cases[] = {{"Name;Vorname\nDUDURKAEV;ASET\n", "", "ASET", "DUDURKAEV"},
                 {"Nom;Pr\303\251nom\nDUDURKAEV;ASET\n", "", "ASET", "DUDURKAEV"},
                 {"Apellidos;Nombre\nDUDURKAEV;ASET\n", "", "ASET", "DUDURKAEV"},
                 {"Cognome;Nome\nDUDURKAEV;ASET\n", "", "ASET", "DUDURKAEV"},
                 {"name,surname\nASET,DUDURKAEV\n", "", "ASET", "DUDURKAEV"},
                 {"name,surname\nAset Dudurkaev,DUDURKAEV\n", "Aset Dudurkaev", "", "DUDURKAEV"},
                 {"name,first name\n\"Dudurkaev, Aset\",Aset Khamid\n", "Dudurkaev, Aset", "Aset Khamid", ""},
                 {"name,first name\nKHALILOV,ALI\n", "", "ALI", "KHALILOV"},
                 {"full name,first name\nKHALILOV,ALI\n", "KHALILOV", "ALI", ""},
                 {"name,first name,last name\nKHALILOV,ALI,\n", "KHALILOV", "ALI", ""},
                 {"name,first name\nKHALILOV,\n", "KHALILOV", "", ""},
                 {"Nom\nASET DUDURKAEV\n", "ASET DUDURKAEV", "", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        read_all(&r, str_of(cases[i].text), true);
        assert_int_equal(r.err, ERR_OK);
        const char *expected[] = {cases[i].name, cases[i].given, cases[i].family};
        static const enum property parts[] = {PROPERTY_NAME, PROPERTY_FIRST_NAME, PROPERTY_LAST_NAME};
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(r.subject.values[parts[k]].n, *expected[k] != '\0');
            if (*expected[k])
                assert_value(&r, parts[k], 0, expected[k]);
        }
        arena_release(&r.arena);
    }
    struct reading r;
    read_with(&r, STR("name,surname\nASET,DUDURKAEV\n"), (struct reader_options){.header_map = "name=name"});
    assert_value(&r, PROPERTY_NAME, 0, "ASET");
    arena_release(&r.arena);
}

static void aliases_and_dates_may_be_several_in_a_cell_but_names_not(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("name,aka,dob\nA;B,\"C; D;;\",1990;1991\n"), true);
    assert_int_equal(r.subject.values[PROPERTY_NAME].n, 1);
    assert_value(&r, PROPERTY_NAME, 0, "A;B");
    assert_int_equal(r.subject.values[PROPERTY_ALIAS].n, 2);
    assert_value(&r, PROPERTY_ALIAS, 1, "D");
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 2);
    arena_release(&r.arena);
}

static void a_header_map_goes_before_the_usual_headings(void **state)
{
    (void)state;
    struct reading r;
    struct reader_options options = {.strict = true, .header_map = "who = name, Nr=id,name="};
    read_with(&r, STR("Nr,Who,name,dob\n7,A B,not a name,1990\n"), options);
    assert_int_equal(r.err, ERR_OK);
    assert_true(str_equal(r.subject.id, STR("7")));
    assert_int_equal(r.subject.values[PROPERTY_NAME].n, 1);
    assert_value(&r, PROPERTY_NAME, 0, "A B");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1990");
    arena_release(&r.arena);
}

static void a_header_map_that_fits_nothing_is_a_usage_error(void **state)
{
    (void)state;
    const struct {
        const char *map;
        const char *detail;
    } cases[] = {{"name", "header map: name: no '='"},
                 {"name=religion", "header map: no property religion"},
                 {"dob=birthDate", "header map: f has no column dob"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        read_with(&r, STR("name\nA\n"), (struct reader_options){.header_map = cases[i].map});
        assert_int_equal(r.err, ERR_USAGE);
        assert_string_equal(r.fault.detail, cases[i].detail);
        arena_release(&r.arena);
    }
}

static void columns_of_which_nothing_is_known_are_named_once(void **state)
{
    (void)state;
    static const struct {
        const char *text, *map, *warnings;
    } cases[] = {
        {"name,Foo\nA,1\nB,2\n", NULL, "f: column 'Foo' is not read\n"},
        {"Foo;name;Bar;\n1;A;;\n", NULL, "f: columns 'Foo', 'Bar' are not read\n"},
        {"Foo,name,Bar\n1,A,2\n", "Foo=,Bar=alias", ""},
        {"name,a,b,c,d,e,f,g,h\nA,,,,,,,,\n", NULL,
         "f: columns 'a', 'b', 'c', 'd', 'e', 'f' and 2 more are not read\n"},
        {"name,dob,flight,religion\nA,1990,X,\n", NULL,
         "f: religion, political opinion and ethnicity are not kept\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        read_with(&r, str_of(cases[i].text),
                  (struct reader_options){.strict = true, .header_map = cases[i].map});
        assert_int_equal(r.err, ERR_OK);
        assert_string_equal(r.warnings, cases[i].warnings);
        arena_release(&r.arena);
    }
}

static void a_file_without_a_heading_of_a_name_is_of_no_use(void **state)
{
    (void)state;
    expect_error(STR("colour,dob\nred,1990\n"), ERR_NO_USE,
                 "f: line 1: no heading of a name or document; give a header map");
    expect_error(STR("\xff\xfd,name\n"), ERR_BAD_INPUT,
                 "f: line 1: headings: byte 1 of the line is not UTF-8");
}

static void a_row_of_another_width_is_skipped(void **state)
{
    (void)state;
    expect_skipped(STR("name,dob\nA\n"), "f: line 2: 1 columns under 2 headings: row skipped\n");
    expect_skipped(STR("name,dob\nA,1990,x\n"), "f: line 2: 3 columns under 2 headings: row skipped\n");
}

static void a_bad_cell_is_named_by_file_line_and_heading(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("Name,Born\nA,31.02.1990\nB,0000\n"), false);
    assert_int_equal(r.counts.subjects, 2);
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 0);
    assert_string_equal(r.warnings, "f: line 2: Born: 31 February: value skipped\n"
                                    "f: line 3: Born: year 0: value skipped\n");
    arena_release(&r.arena);
}

static void rows_that_hold_nobody_are_skipped(void **state)
{
    (void)state;
    expect_skipped(STR("name,dob\n,1990\n"), "f: line 2: no name and no document: row skipped\n");
    expect_skipped(STR("name,dob\nA\xff,1990\n"),
                   "f: line 2: byte 2 of the line is not UTF-8: row skipped\n");
    expect_skipped(STR("name,dob\n\"A\"b,1990\n"),
                   "f: line 2: text after the closing quote of column 1: row skipped\n");
}

static void of_ten_thousand_aliases_in_a_cell_the_first_are_kept(void **state)
{
    (void)state;
    struct buf text;
    struct reading r;
    buf_init(&text, 1 << 20);
    buf_printf(&text, "name,alias,alias\nA,");
    for (int i = 0; i < 10000; i++)
        buf_printf(&text, "a%d;", i);
    buf_printf(&text, ",b\n");
    read_all(&r, buf_str(&text), false);
    assert_int_equal(r.subject.values[PROPERTY_ALIAS].n, LIMIT_VALUES_PER_PROPERTY);
    assert_string_equal(r.warnings, "f: line 2: alias: over 1024 values: the rest skipped\n");
    arena_release(&r.arena);
    buf_release(&text);
}

static void a_name_of_ten_megabytes_is_skipped_by_heading(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 12 << 20);
    buf_printf(&text, "full name\n");
    for (int i = 0; i < 10 << 10; i++)
        buf_printf(&text, "%01024d", 0);
    expect_skipped(buf_str(&text), "f: line 2: full name: 10485760 bytes, over 4096: value skipped\n");
    buf_release(&text);
}

static void a_stated_schema_and_a_religion_are_heeded(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("schema,name,religion\nCompany,A Ltd,\nPerson,B,x\n,C,y\n"), true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 2);
    assert_int_equal(r.counts.others, 1);
    assert_string_equal(r.warnings, "f: religion, political opinion and ethnicity are not kept\n");
    arena_release(&r.arena);
}

static void dates_are_read_in_words_and_with_the_month_first(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        const char *map;
        const char *first;
        size_t n;
    } cases[] = {
        {"Mar 1 1970", NULL, "1970-03-01", 1},
        {"10/12/1948", NULL, "10/12/1948", 1},
        {"10/31/1948", NULL, "1948-10-31", 1},
        {"10/12/1948", "d=birthDate:mdy", "1948-10-12", 1},
        {"10/12/48", "d=birthDate:mdy", "1948-10-12", 2},
        {"10-Dec-48", NULL, "1948-12-10", 2},
        {"1948-12-10", "d=birthDate:mdy", "1948-12-10", 1},
        {"circa 1948", NULL, "1948", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        char text[128];
        snprintf(text, sizeof text, "name,%s\nA B,%s\n", cases[i].map ? "d" : "dob", cases[i].cell);
        read_with(&r, str_of(text), (struct reader_options){.strict = true, .header_map = cases[i].map});
        if (r.err)
            fail_msg("%s: %s", cases[i].cell, r.fault.detail);
        assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, cases[i].n);
        assert_value(&r, PROPERTY_BIRTH_DATE, 0, cases[i].first);
        arena_release(&r.arena);
    }
}

static void dates_and_telephones_are_read_in_the_digits_of_any_script(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("name,born,phone,passport\n"
                 "A,\u0661\u0669\u0668\u0666-\u0661\u0660-\u0662\u0662;\u0968\u0968/\u0967\u0966/"
                 "\u0967\u096f\u096e\u096d;"
                 "\u200f\uff11\uff19\uff18\uff18;10 Dec \u0661\u0669\u0664\u0668,"
                 "\u202a+\u06f7 903 \u06f5\u06f5\u06f5-12\u202c,\u0416\u0661\u0662\u0663\u0664\u0665\n"),
             true);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 4);
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1986-10-22");
    assert_value(&r, PROPERTY_BIRTH_DATE, 1, "1987-10-22");
    assert_value(&r, PROPERTY_BIRTH_DATE, 2, "1988");
    assert_value(&r, PROPERTY_BIRTH_DATE, 3, "1948-12-10");
    assert_value(&r, PROPERTY_PHONE, 0, "+7 903 555-12");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "\u0416\u0661\u0662\u0663\u0664\u0665");
    arena_release(&r.arena);
}

/* Of which century a year in two digits of another script is hangs on a calendar that nobody tells. */
static void years_of_another_calendar_are_told(void **state)
{
    (void)state;
    struct reader_options options = {.now = (time_ms)30 * 365 * 24 * 3600 * 1000};
    struct reading r;
    read_with(&r,
              STR("name,born\nA,1365-07-30\nB,30/07/1365\nC,\u06f3\u06f0/\u06f0\u06f7/\u06f6\u06f5\n"
                  "D,\u0e52\u0e55\u0e52\u0e59\nE,65\nF,30/07/65\nG,\uff13\uff10-Jul-\uff16\uff15\n"),
              options);
    assert_int_equal(r.counts.subjects, 7);
    assert_string_equal(r.warnings,
                        "f: line 2: born: year 1365 is before 1800 or of another calendar: value skipped\n"
                        "f: line 3: born: year 1365 is before 1800 or of another calendar: value skipped\n"
                        "f: line 4: born: not a date: value skipped\n"
                        "f: line 5: born: in the future: value skipped\n"
                        "f: line 6: born: year 65 is before 1800 or of another calendar: value skipped\n"
                        "f: line 8: born: not a date: value skipped\n");
    arena_release(&r.arena);
}

static void nobody_is_born_after_now(void **state)
{
    (void)state;
    struct reading r;
    struct reader_options options = {.now = (time_ms)30 * 365 * 24 * 3600 * 1000}; /* 1999-12-25 */
    read_with(
        &r, STR("name,dob\nA,2001-05-01\nB,2000\nC,1999-12-27\nD,1999-12-26\nE,1999-12;10-Dec-48;31/12/98\n"),
        options);
    assert_int_equal(r.counts.subjects, 5);
    assert_string_equal(r.warnings, "f: line 2: dob: in the future: value skipped\n"
                                    "f: line 3: dob: in the future: value skipped\n"
                                    "f: line 4: dob: in the future: value skipped\n");
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 3);
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1999-12");
    assert_value(&r, PROPERTY_BIRTH_DATE, 1, "1948-12-10");
    assert_value(&r, PROPERTY_BIRTH_DATE, 2, "1998-12-31");
    arena_release(&r.arena);
    options.strict = true;
    read_with(&r, STR("name,dob\nA,2001-05-01\n"), options);
    assert_int_equal(r.err, ERR_BAD_INPUT);
    arena_release(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_cut_into_cells),
        cmocka_unit_test(the_separator_is_told_by_the_first_line),
        cmocka_unit_test(a_quoted_cell_holds_anything),
        cmocka_unit_test(text_after_a_closing_quote_makes_the_row_unusable),
        cmocka_unit_test(a_first_line_may_say_the_separator),
        cmocka_unit_test(a_row_with_broken_utf8_says_where),
        cmocka_unit_test(a_row_of_too_many_columns_is_unusable),
        cmocka_unit_test(a_column_is_found_by_its_heading),
        cmocka_unit_test(a_quote_that_is_not_closed_is_named_by_its_line),
        cmocka_unit_test(lines_that_end_with_cr_alone_are_refused),
        cmocka_unit_test(a_row_of_many_lines_is_bounded),
        cmocka_unit_test(persons_are_read_under_the_usual_headings),
        cmocka_unit_test(headings_may_be_of_another_language),
        cmocka_unit_test(a_bare_name_is_the_part_that_the_other_columns_lack),
        cmocka_unit_test(aliases_and_dates_may_be_several_in_a_cell_but_names_not),
        cmocka_unit_test(a_header_map_goes_before_the_usual_headings),
        cmocka_unit_test(a_header_map_that_fits_nothing_is_a_usage_error),
        cmocka_unit_test(columns_of_which_nothing_is_known_are_named_once),
        cmocka_unit_test(a_file_without_a_heading_of_a_name_is_of_no_use),
        cmocka_unit_test(a_row_of_another_width_is_skipped),
        cmocka_unit_test(a_bad_cell_is_named_by_file_line_and_heading),
        cmocka_unit_test(rows_that_hold_nobody_are_skipped),
        cmocka_unit_test(of_ten_thousand_aliases_in_a_cell_the_first_are_kept),
        cmocka_unit_test(a_name_of_ten_megabytes_is_skipped_by_heading),
        cmocka_unit_test(dates_are_read_in_words_and_with_the_month_first),
        cmocka_unit_test(dates_and_telephones_are_read_in_the_digits_of_any_script),
        cmocka_unit_test(years_of_another_calendar_are_told),
        cmocka_unit_test(nobody_is_born_after_now),
        cmocka_unit_test(a_stated_schema_and_a_religion_are_heeded),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
