/* Publish, travel: invented persons in manifests, messages and documents. See publish.h. */
#include "name/parse.h"
#include "record/csv_write.h"
#include "record/date.h"
#include "record/mrz.h"
#include "synth/publish.h"

#include <stdio.h>

enum { ZONE_WIDTH = 44, NAME_BYTES = 128 };

/* --- Names in capitals A to Z --- */

struct capitals {
    char family[NAME_BYTES];
    char given[NAME_BYTES];
};

static void append(char *out, const char *between, struct str form)
{
    size_t n = strlen(out);
    if (n && n + 1 < NAME_BYTES)
        out[n++] = between[0];
    for (size_t i = 0; i < form.n && n + 1 < NAME_BYTES; i++)
        out[n++] = (char)(form.p[i] >= 'a' && form.p[i] <= 'z' ? form.p[i] - 'a' + 'A' : form.p[i]);
    out[n] = '\0';
}

static void romanised(struct arena *arena, struct str text, const char *between, char out[NAME_BYTES])
{
    struct name name;
    out[0] = '\0';
    if (name_parse(arena, text, NAME_WHOLE, &name, NULL) != ERR_OK)
        return;
    for (size_t i = 0; i < name.tokens_n; i++)
        if (name.tokens[i].forms_n)
            append(out, between, name.tokens[i].forms[0].latin);
}

static void capitals_of(struct publishing *publishing, const struct subject *subject, const char *between,
                        struct capitals *out)
{
    struct str family;
    struct str given;
    cut_name(latin_name(subject), &family, &given);
    romanised(publishing->arena, family, between, out->family);
    romanised(publishing->arena, given, between, out->given);
    if (!out->family[0])
        snprintf(out->family, sizeof out->family, "X");
}

/* YYMMDD; nothing known is 00. */
static void short_date(const struct subject *subject, char out[8])
{
    struct date date = {0};
    if (date_parse(value_of(subject, PROPERTY_BIRTH_DATE, 0), &date, NULL) != ERR_OK)
        date = (struct date){0};
    snprintf(out, 8, "%02d%02u%02u", date.year % 100, date.month % 100U, date.day % 100U);
}

/* --- Manifest --- */

static void manifest_begin(struct publishing *publishing)
{
    buf_add_str(
        publishing->out,
        STR("Passenger,Date of birth,Nationality,Sex,Passport,Flight,Origin,Destination,Direction,Time\r\n"));
}

static void manifest_person(struct publishing *publishing, const struct subject *subject)
{
    const enum property cells[] = {PROPERTY_BIRTH_DATE, PROPERTY_NATIONALITY, PROPERTY_GENDER,
                                   PROPERTY_PASSPORT_NUMBER};
    struct buf *out = publishing->out;
    csv_write_cell(out, latin_name(subject));
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buf_add_char(out, ',');
        csv_write_cell(out, value_of(subject, cells[i], 0));
    }
    buf_printf(out, ",XY %03llu,AAA,BBB,in,2026-11-%02lluT%02llu:40\r\n",
               (unsigned long long)(publishing->number / 50 + 100),
               (unsigned long long)(publishing->number / 200 % 28 + 1),
               (unsigned long long)(publishing->number / 50 % 24));
}

static void end_nothing(struct publishing *publishing, uint64_t count)
{
    (void)publishing;
    (void)count;
}

/* --- PAXLST --- */

static void paxlst_begin(struct publishing *publishing)
{
    buf_add_str(publishing->out, STR("UNA:+.? '\nUNB+UNOA:4+INVENTED+DESK+261125:0900+1'\n"
                                     "UNH+1+PAXLST:D:05B:UN:IATA'\nBGM+745'\nTDT+20+XY123+++XY'\n"
                                     "LOC+125+AAA'\nDTM+189:2611251230:201'\nLOC+87+BBB'\n"
                                     "DTM+232:2611251840:201'\n"));
}

static void paxlst_person(struct publishing *publishing, const struct subject *subject)
{
    struct capitals name;
    char born[8];
    struct buf *out = publishing->out;
    struct str document = value_of(subject, PROPERTY_PASSPORT_NUMBER, 0);
    struct str gender = value_of(subject, PROPERTY_GENDER, 0);
    capitals_of(publishing, subject, " ", &name);
    short_date(subject, born);
    buf_printf(out, "NAD+FL+++%s:%s'\n", name.family, name.given);
    if (gender.n)
        buf_printf(out, "ATT+2++%c'\n", gender.p[0] == 'm' ? 'M' : 'F');
    if (subject->values[PROPERTY_BIRTH_DATE].n && strcmp(born + 2, "0000") != 0)
        buf_printf(out, "DTM+329:%s'\n", born);
    buf_add_str(out, STR("LOC+178+AAA'\nLOC+179+BBB'\n"));
    if (subject->values[PROPERTY_NATIONALITY].n)
        buf_printf(out, "NAT+2+%.*s'\n", STR_ARG(value_of(subject, PROPERTY_NATIONALITY, 0)));
    if (document.n)
        buf_printf(out, "DOC+P:110:111+%.*s'\n", STR_ARG(document));
}

static void paxlst_end(struct publishing *publishing, uint64_t count)
{
    buf_printf(publishing->out, "CNT+42:%llu'\nUNT+1+1'\nUNZ+1+1'\n", (unsigned long long)count);
}

/* --- MRZ, as in passports (TD3) --- */

static void put(char *line, size_t at, size_t room, const char *text)
{
    for (size_t i = 0; i < room && text[i]; i++)
        line[at + i] = text[i] == ' ' ? '<' : text[i];
}

static void check(char *line, size_t from, size_t n, size_t at)
{
    line[at] = mrz_check_digit((struct str){line + from, n});
}

static void second_line(struct publishing *publishing, const struct subject *subject,
                        char line[ZONE_WIDTH + 1])
{
    char born[8];
    char number[16];
    char over[ZONE_WIDTH];
    struct str document = value_of(subject, PROPERTY_PASSPORT_NUMBER, 0);
    struct str gender = value_of(subject, PROPERTY_GENDER, 0);
    short_date(subject, born);
    for (size_t i = 2; i < 6; i += 2)
        if (born[i] == '0' && born[i + 1] == '0')
            born[i] = born[i + 1] = '<';
    snprintf(number, sizeof number, "%.*s", STR_ARG(document));
    if (!document.n)
        snprintf(number, sizeof number, "X%08llu", (unsigned long long)(publishing->number % 100000000));
    put(line, 0, 9, number);
    check(line, 0, 9, 9);
    put(line, 10, 3, "UTO");
    put(line, 13, 6, born);
    check(line, 13, 6, 19);
    line[20] = gender.n == 0 ? '<' : gender.p[0] == 'm' ? 'M' : 'F';
    put(line, 21, 6, "310101");
    check(line, 21, 6, 27);
    check(line, 28, 14, 42);
    memcpy(over, line, 10);
    memcpy(over + 10, line + 13, 7);
    memcpy(over + 17, line + 21, 22);
    line[43] = mrz_check_digit((struct str){over, 39});
}

static void mrz_person(struct publishing *publishing, const struct subject *subject)
{
    char lines[2][ZONE_WIDTH + 1];
    struct capitals name;
    capitals_of(publishing, subject, "<", &name);
    for (size_t i = 0; i < 2; i++) {
        memset(lines[i], '<', ZONE_WIDTH);
        lines[i][ZONE_WIDTH] = '\0';
    }
    put(lines[0], 0, 5, "P<UTO");
    size_t n = strlen(name.family) < 30 ? strlen(name.family) : 30;
    put(lines[0], 5, n, name.family);
    put(lines[0], 7 + n, 37 - n, name.given);
    second_line(publishing, subject, lines[1]);
    buf_printf(publishing->out, "%s\n%s\n", lines[0], lines[1]);
}

static void begin_nothing(struct publishing *publishing)
{
    (void)publishing;
}

const struct published publish_manifest = {manifest_begin, manifest_person, end_nothing, false};
const struct published publish_paxlst = {paxlst_begin, paxlst_person, paxlst_end, false};
const struct published publish_mrz = {begin_nothing, mrz_person, end_nothing, false};
