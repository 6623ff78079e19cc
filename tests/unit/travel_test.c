/* The readers of travel: manifests, API messages, machine-readable zones. */
#include "reading.h"

#include "record/mrz.h"

#define PAXLST                                                                                               \
    "UNA:+.? '\r\nUNB+UNOA:4+A+B+070429:0900+1'\r\nUNH+1+PAXLST:D:05B:UN:IATA'\r\nTDT+20+UA123+++UA'\r\n"    \
    "LOC+125+YVR'\r\nDTM+189:0704291230:201'\r\nLOC+87+JFK'\r\nDTM+232:200704291600:203'\r\n"

/* Reads all, and keeps what the last row told of its journey. */
static void read_travel(struct reading *reading, struct str text, struct travel *travel)
{
    struct reader_options options = {.warn = reading_warn, .warn_context = reading};
    struct reader *reader;
    bool end = false;
    *reading = (struct reading){0};
    arena_init(&reading->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    assert_int_equal(reader_open_bytes(&reader, "f", text, &options, &reading->fault), ERR_OK);
    while (!end) {
        assert_int_equal(reader_next(reader, &reading->arena, &reading->subject, &end, &reading->fault),
                         ERR_OK);
        if (!end)
            *travel = reader_travel(reader);
    }
    reading->counts = reader_counts(reader);
    reader_close(reader);
}

static void assert_travel(const struct travel *travel, enum travel_field field, const char *text)
{
    if (!str_equal(travel->at[field], str_of(text)))
        fail_msg("%s is '%.*s', not '%s'", travel_heading(field), STR_ARG(travel->at[field]), text);
}

static void a_manifest_tells_persons_and_their_journey(void **state)
{
    (void)state;
    struct reading r;
    struct travel travel;
    read_travel(
        &r,
        STR("Passenger,DOB,Passport,Flight no,Origin,Destination,Direction,Arrival time,Travel document\n"
            "\"TSARIKAEV, Ruslan\",1968-12-10,AB12,XY 100,LED,VIE,in,2026-11-25T18:40,AB12\n"),
        &travel);
    assert_value(&r, PROPERTY_NAME, 0, "TSARIKAEV, Ruslan");
    assert_travel(&travel, TRAVEL_FLIGHT, "XY 100");
    assert_travel(&travel, TRAVEL_FROM, "LED");
    assert_travel(&travel, TRAVEL_TO, "VIE");
    assert_travel(&travel, TRAVEL_DIRECTION, "in");
    assert_travel(&travel, TRAVEL_TIME, "2026-11-25T18:40");
    assert_travel(&travel, TRAVEL_DOCUMENT, "AB12");
    assert_travel(&travel, TRAVEL_PORT, "");
    arena_release(&r.arena);
}

static void a_header_map_knows_travel_too(void **state)
{
    (void)state;
    struct reading r;
    read_with(&r, STR("who,Grenze\nA B,Spielfeld\n"),
              (struct reader_options){.header_map = "who=name,Grenze=port"});
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 1);
    arena_release(&r.arena);
}

static void an_api_message_tells_persons_and_their_journey(void **state)
{
    (void)state;
    struct reading r;
    struct travel travel;
    read_travel(
        &r,
        STR(PAXLST
            "NAD+MS+++JACKSON'NAD+FL+++O?'NEIL:ANNE:MARIE'ATT+2++F'DTM+329:680223'LOC+179+LAX'LOC+174+CAN'"
            "NAT+2+USA'DOC+V+X1'DOC+P:110:111+MB140241'DTM+36:081021'\r\nCNT+42:1'UNT+9+1'UNZ+1+1'\r\n"),
        &travel);
    assert_int_equal(r.counts.subjects, 1);
    assert_value(&r, PROPERTY_LAST_NAME, 0, "O'NEIL");
    assert_value(&r, PROPERTY_FIRST_NAME, 0, "ANNE");
    assert_value(&r, PROPERTY_MIDDLE_NAME, 0, "MARIE");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1968-02-23");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "MB140241");
    assert_value(&r, PROPERTY_NATIONALITY, 0, "USA");
    assert_value(&r, PROPERTY_GENDER, 0, "female");
    assert_travel(&travel, TRAVEL_FLIGHT, "UA123");
    assert_travel(&travel, TRAVEL_FROM, "YVR");
    assert_travel(&travel, TRAVEL_TO, "LAX");
    assert_travel(&travel, TRAVEL_PORT, "JFK");
    assert_travel(&travel, TRAVEL_TIME, "2007-04-29T16:00");
    assert_travel(&travel, TRAVEL_DOCUMENT, "MB140241");
    arena_release(&r.arena);
}

static void a_message_may_name_other_separators(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("UNA|*.! ~UNB*UNOA|4~UNH*1*PAXLST|D|05B|UN~NAD*FL***SMITH!*SON|ANNE~UNT*3*1~"), true);
    assert_int_equal(r.err, ERR_OK);
    assert_value(&r, PROPERTY_LAST_NAME, 0, "SMITH*SON");
    assert_value(&r, PROPERTY_FIRST_NAME, 0, "ANNE");
    arena_release(&r.arena);
}

static void a_message_that_is_broken_is_one_error(void **state)
{
    (void)state;
    expect_error(STR("UNB+UNOA:4'\nUNH+1+PAXLST:D'\nNAD+FL+++A:B"), ERR_BAD_INPUT,
                 "f: line 3: a segment that is not ended");
    expect_error(STR("UNH+1+PAXLST'\nNAD+FL+++\xff:B'"), ERR_BAD_INPUT,
                 "f: line 2: a segment that is not UTF-8");
    expect_error(STR("UNH+1+PAXLST'NAD+1:2:3:4:5:6:7:8:9:10:11:12:13:14:15:16:17'"), ERR_BAD_INPUT,
                 "f: line 1: a segment of too many parts");
}

static void a_date_of_a_message_that_is_none_is_a_warning(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, STR("UNH+1+PAXLST'NAD+FL+++A:B'DTM+329:681345'UNT'"), false);
    assert_int_equal(r.counts.subjects, 1);
    assert_string_equal(r.warnings, "f: line 1: DTM+329: not a date: value skipped\n");
    arena_release(&r.arena);
}

/* The examples of ICAO Doc 9303, parts 4, 5 and 6. */
static void the_examples_of_icao_are_read_without_a_warning(void **state)
{
    (void)state;
    const char *const zones[] = {
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6\n",
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct reading r;
        struct travel travel;
        read_travel(&r, str_of(zones[i]), &travel);
        assert_string_equal(r.warnings, "");
        assert_int_equal(r.counts.subjects, 1);
        assert_value(&r, PROPERTY_LAST_NAME, 0, "ERIKSSON");
        assert_value(&r, PROPERTY_FIRST_NAME, 0, "ANNA MARIA");
        assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1974-08-12");
        assert_value(&r, PROPERTY_NATIONALITY, 0, "UTO");
        assert_value(&r, PROPERTY_GENDER, 0, "female");
        assert_travel(&travel, TRAVEL_DOCUMENT, i ? "D23145890" : "L898902C3");
        arena_release(&r.arena);
    }
}

static void a_wrong_check_digit_is_a_warning_that_names_its_field(void **state)
{
    (void)state;
    struct reading r;
    read_all(
        &r,
        STR("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C37UTO7408123F1204158ZE184226B<<<<<24\n"),
        false);
    assert_int_equal(r.counts.subjects, 1);
    assert_string_equal(r.warnings, "f: line 1: document number: check digit 7, which ought to be 6\n"
                                    "f: line 1: date of birth: check digit 3, which ought to be 2\n"
                                    "f: line 1: date of expiry: check digit 8, which ought to be 9\n"
                                    "f: line 1: personal number: check digit 2, which ought to be 1\n"
                                    "f: line 1: whole zone: check digit 4, which ought to be 0\n");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "L898902C3");
    arena_release(&r.arena);
}

static void a_zone_broken_off_is_skipped(void **state)
{
    (void)state;
    expect_skipped(STR("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"),
                   "f: line 1: a zone of 2 lines broken off: skipped\n");
}

static void check_digits_are_those_of_icao(void **state)
{
    (void)state;
    assert_int_equal(mrz_check_digit(STR("520727")), '3');
    assert_int_equal(mrz_check_digit(STR("AB2134<<<")), '5');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_manifest_tells_persons_and_their_journey),
        cmocka_unit_test(a_header_map_knows_travel_too),
        cmocka_unit_test(an_api_message_tells_persons_and_their_journey),
        cmocka_unit_test(a_message_may_name_other_separators),
        cmocka_unit_test(a_message_that_is_broken_is_one_error),
        cmocka_unit_test(a_date_of_a_message_that_is_none_is_a_warning),
        cmocka_unit_test(the_examples_of_icao_are_read_without_a_warning),
        cmocka_unit_test(a_wrong_check_digit_is_a_warning_that_names_its_field),
        cmocka_unit_test(a_zone_broken_off_is_skipped),
        cmocka_unit_test(check_digits_are_those_of_icao),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
