/* Publish, lists: invented persons as the publishers of lists write theirs. See publish.h. */
#include "record/csv_write.h"
#include "record/date.h"
#include "synth/publish.h"

#include <stdio.h>
#include <zip.h>

static const char *const months[13] = {"",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* "10 Dec 1948", "Dec 1948" or "1948". */
static void ofac_date(struct buf *out, struct str text)
{
    struct date date;
    if (date_parse(text, &date, NULL) != ERR_OK)
        return;
    if (date.day)
        buf_printf(out, "%02u ", date.day);
    if (date.month)
        buf_printf(out, "%s ", months[date.month]);
    buf_printf(out, "%d", date.year);
}

static void attribute(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, " %s=\"", name);
    add_escaped(out, text);
    buf_add_char(out, '"');
}

static void begin_nothing(struct publishing *publishing)
{
    (void)publishing;
}

/* --- OFAC --- */

static void quoted(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.p[i]);
    }
    buf_add_char(out, '"');
}

static void remark(struct buf *out, size_t *n, const char *what, struct str value)
{
    if (value.n == 0)
        return;
    buf_printf(out, "%s%s %.*s", *n ? "; " : "", what, STR_ARG(value));
    ++*n;
}

static void remarks(struct buf *out, const struct subject *subject)
{
    size_t n = 0;
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++) {
        buf_add_str(out, i ? STR("; alt. DOB ") : STR("DOB "));
        ofac_date(out, value_of(subject, PROPERTY_BIRTH_DATE, i));
        n++;
    }
    remark(out, &n, "POB", value_of(subject, PROPERTY_BIRTH_PLACE, 0));
    remark(out, &n, "nationality", value_of(subject, PROPERTY_NATIONALITY, 0));
    remark(out, &n, "Passport", value_of(subject, PROPERTY_PASSPORT_NUMBER, 0));
    remark(out, &n, "National ID No.", value_of(subject, PROPERTY_ID_NUMBER, 0));
    remark(out, &n, "Gender", value_of(subject, PROPERTY_GENDER, 0));
}

static void ofac_csv_person(struct publishing *publishing, const struct subject *subject)
{
    struct buf *out = publishing->out;
    const enum property names[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    unsigned long long entry = publish_entry(publishing);
    buf_printf(out, "%llu,", entry);
    quoted(out, value_of(subject, PROPERTY_NAME, 0));
    buf_add_str(out, STR(",\"individual\",\"INVENTED\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\""));
    remarks(out, subject);
    buf_add_str(out, STR(".\"\r\n"));
    for (size_t k = 0; k < 2; k++)
        for (size_t i = k == 0; i < subject->values[names[k]].n; i++) {
            buf_printf(publishing->asides[0], "%llu,%llu,\"aka\",", entry, entry * 10 + k * 5 + i);
            quoted(publishing->asides[0], value_of(subject, names[k], i));
            buf_add_str(publishing->asides[0], STR(",-0- \r\n"));
        }
    buf_printf(publishing->asides[1], "%llu,%llu,-0- ,-0- ,", entry, entry);
    if (subject->values[PROPERTY_BIRTH_COUNTRY].n)
        quoted(publishing->asides[1], value_of(subject, PROPERTY_BIRTH_COUNTRY, 0));
    else
        buf_add_str(publishing->asides[1], STR("-0- "));
    buf_add_str(publishing->asides[1], STR(",-0- \r\n"));
}

static void ofac_csv_end(struct publishing *publishing, uint64_t count)
{
    (void)count;
    buf_add_str(publishing->out, STR("\x1a"));
    for (size_t i = 0; i < PUBLISH_ASIDES; i++)
        buf_add_str(publishing->asides[i], STR("\x1a"));
}

static void ofac_xml_begin(struct publishing *publishing)
{
    buf_add_str(publishing->out, STR("<?xml version=\"1.0\" standalone=\"yes\"?>\n"
                                     "<sdnList xmlns=\"http://tempuri.org/sdnList.xsd\">\n"));
}

static void ofac_name(struct buf *out, struct str name)
{
    struct str family;
    struct str given;
    cut_name(name, &family, &given);
    add_element(out, "firstName", given);
    add_element(out, "lastName", family);
}

static void ofac_id(struct buf *out, const char *type, struct str number)
{
    if (number.n == 0)
        return;
    buf_printf(out, "<id><uid>1</uid><idType>%s</idType>", type);
    add_element(out, "idNumber", number);
    buf_add_str(out, STR("</id>"));
}

static void ofac_ids(struct buf *out, const struct subject *subject)
{
    buf_add_str(out, STR("<idList>"));
    ofac_id(out, "Passport", value_of(subject, PROPERTY_PASSPORT_NUMBER, 0));
    ofac_id(out, "National ID No.", value_of(subject, PROPERTY_ID_NUMBER, 0));
    ofac_id(out, "Gender", value_of(subject, PROPERTY_GENDER, 0));
    buf_add_str(out, STR("</idList>"));
}

static void ofac_akas(struct buf *out, const struct subject *subject)
{
    const enum property names[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    buf_add_str(out, STR("<akaList>"));
    for (size_t k = 0; k < 2; k++)
        for (size_t i = k == 0; i < subject->values[names[k]].n; i++) {
            buf_add_str(out, STR("<aka><uid>1</uid><type>a.k.a.</type><category>strong</category>"));
            ofac_name(out, value_of(subject, names[k], i));
            buf_add_str(out, STR("</aka>"));
        }
    buf_add_str(out, STR("</akaList>"));
}

static void ofac_xml_person(struct publishing *publishing, const struct subject *subject)
{
    struct buf *out = publishing->out;
    buf_printf(out, "<sdnEntry><uid>%llu</uid>", (unsigned long long)publish_entry(publishing));
    ofac_name(out, value_of(subject, PROPERTY_NAME, 0));
    buf_add_str(out, STR("<sdnType>Individual</sdnType>"));
    ofac_ids(out, subject);
    ofac_akas(out, subject);
    if (subject->values[PROPERTY_NATIONALITY].n) {
        buf_add_str(out, STR("<nationalityList><nationality>"));
        add_element(out, "country", value_of(subject, PROPERTY_NATIONALITY, 0));
        buf_add_str(out, STR("</nationality></nationalityList>"));
    }
    buf_add_str(out, STR("<dateOfBirthList>"));
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++) {
        buf_add_str(out, STR("<dateOfBirthItem><dateOfBirth>"));
        ofac_date(out, value_of(subject, PROPERTY_BIRTH_DATE, i));
        buf_add_str(out, STR("</dateOfBirth></dateOfBirthItem>"));
    }
    buf_add_str(out, STR("</dateOfBirthList><placeOfBirthList><placeOfBirthItem>"));
    add_element(out, "placeOfBirth", value_of(subject, PROPERTY_BIRTH_PLACE, 0));
    buf_add_str(out, STR("</placeOfBirthItem></placeOfBirthList></sdnEntry>\n"));
}

static void ofac_xml_end(struct publishing *publishing, uint64_t count)
{
    (void)count;
    buf_add_str(publishing->out, STR("</sdnList>\n"));
}

/* --- UN --- */

static void un_begin(struct publishing *publishing)
{
    buf_add_str(publishing->out,
                STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST><INDIVIDUALS>\n"));
}

/* The words of a name as first to fourth, the rest with the fourth. */
static void un_name(struct buf *out, struct str name)
{
    static const char *const tags[] = {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"};
    struct str family;
    struct str rest;
    cut_name(name, &family, &rest);
    size_t i = 0;
    for (; i < 2 && rest.p && rest.n; i++)
        add_element(out, tags[i], str_cut(&rest, ' '));
    if (rest.p && rest.n)
        add_element(out, tags[i++], rest);
    add_element(out, tags[i], family);
}

static void un_dates(struct buf *out, const struct subject *subject)
{
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++) {
        struct str date = value_of(subject, PROPERTY_BIRTH_DATE, i);
        buf_add_str(out, STR("<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>"));
        add_element(out, date.n == 4 ? "YEAR" : "DATE", date);
        buf_add_str(out, STR("</INDIVIDUAL_DATE_OF_BIRTH>"));
    }
}

static void un_document(struct buf *out, const char *type, struct str number)
{
    if (number.n == 0)
        return;
    buf_printf(out, "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>%s</TYPE_OF_DOCUMENT>", type);
    add_element(out, "NUMBER", number);
    buf_add_str(out, STR("</INDIVIDUAL_DOCUMENT>"));
}

static void un_person(struct publishing *publishing, const struct subject *subject)
{
    struct buf *out = publishing->out;
    buf_printf(out, "<INDIVIDUAL><DATAID>%llu</DATAID>", (unsigned long long)publish_entry(publishing));
    struct str main = latin_name(subject);
    un_name(out, main);
    buf_printf(out, "<REFERENCE_NUMBER>XXi.%03llu</REFERENCE_NUMBER>",
               (unsigned long long)publishing->number);
    for (size_t i = 0; i < subject->values[PROPERTY_NAME].n; i++)
        if (!is_ascii(value_of(subject, PROPERTY_NAME, i)))
            add_element(out, "NAME_ORIGINAL_SCRIPT", value_of(subject, PROPERTY_NAME, i));
    if (subject->values[PROPERTY_NATIONALITY].n) {
        buf_add_str(out, STR("<NATIONALITY>"));
        add_element(out, "VALUE", value_of(subject, PROPERTY_NATIONALITY, 0));
        buf_add_str(out, STR("</NATIONALITY>"));
    }
    for (size_t i = 0; i < subject->values[PROPERTY_ALIAS].n; i++) {
        buf_add_str(out, STR("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>"));
        add_element(out, "ALIAS_NAME", value_of(subject, PROPERTY_ALIAS, i));
        buf_add_str(out, STR("</INDIVIDUAL_ALIAS>"));
    }
    un_dates(out, subject);
    buf_add_str(out, STR("<INDIVIDUAL_PLACE_OF_BIRTH>"));
    add_element(out, "CITY", value_of(subject, PROPERTY_BIRTH_PLACE, 0));
    add_element(out, "COUNTRY", value_of(subject, PROPERTY_BIRTH_COUNTRY, 0));
    buf_add_str(out, STR("</INDIVIDUAL_PLACE_OF_BIRTH>"));
    un_document(out, "Passport", value_of(subject, PROPERTY_PASSPORT_NUMBER, 0));
    un_document(out, "National Identification Number", value_of(subject, PROPERTY_ID_NUMBER, 0));
    add_element(out, "GENDER", value_of(subject, PROPERTY_GENDER, 0));
    buf_add_str(out, STR("</INDIVIDUAL>\n"));
}

static void un_end(struct publishing *publishing, uint64_t count)
{
    (void)count;
    buf_add_str(publishing->out, STR("</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n"));
}

/* --- EU --- */

static void eu_begin(struct publishing *publishing)
{
    buf_add_str(publishing->out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                     "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\">\n"));
}

static void eu_name(struct buf *out, struct str name, struct str gender)
{
    struct str family;
    struct str given;
    cut_name(name, &family, &given);
    buf_add_str(out, STR("<nameAlias"));
    attribute(out, "firstName", given);
    attribute(out, "lastName", family);
    attribute(out, "wholeName", name);
    attribute(out, "gender", gender.n == 0 ? STR("") : gender.p[0] == 'm' ? STR("M") : STR("F"));
    buf_add_str(out, STR(" strong=\"true\"/>"));
}

/* Two capitals, as ISO 3166 has them. */
static void eu_country(struct buf *out, const char *name, struct str code)
{
    char capitals[2];
    if (code.n != 2)
        return;
    for (size_t i = 0; i < 2; i++)
        capitals[i] = (char)(code.p[i] - 'a' + 'A');
    buf_printf(out, "<%s countryIso2Code=\"%.2s\"/>", name, capitals);
}

static void eu_document(struct buf *out, const char *type, struct str number)
{
    if (number.n == 0)
        return;
    buf_printf(out, "<identification identificationTypeCode=\"%s\"", type);
    attribute(out, "number", number);
    buf_add_str(out, STR("/>"));
}

static void eu_person(struct publishing *publishing, const struct subject *subject)
{
    struct buf *out = publishing->out;
    const enum property names[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    buf_printf(out, "<sanctionEntity euReferenceNumber=\"EU.%llu.00\">",
               (unsigned long long)publishing->number);
    buf_add_str(out, STR("<subjectType code=\"person\" classificationCode=\"P\"/>"));
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < subject->values[names[k]].n; i++)
            eu_name(out, value_of(subject, names[k], i), value_of(subject, PROPERTY_GENDER, 0));
    eu_country(out, "citizenship", value_of(subject, PROPERTY_NATIONALITY, 0));
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++) {
        struct str date = value_of(subject, PROPERTY_BIRTH_DATE, i);
        buf_add_str(out, STR("<birthdate calendarType=\"GREGORIAN\""));
        attribute(out, date.n == 10 ? "birthdate" : "year", date);
        if (i == 0)
            attribute(out, "city", value_of(subject, PROPERTY_BIRTH_PLACE, 0));
        buf_add_str(out, STR(" countryIso2Code=\"00\"/>"));
    }
    eu_document(out, "passport", value_of(subject, PROPERTY_PASSPORT_NUMBER, 0));
    eu_document(out, "id", value_of(subject, PROPERTY_ID_NUMBER, 0));
    buf_add_str(out, STR("</sanctionEntity>\n"));
}

static void eu_end(struct publishing *publishing, uint64_t count)
{
    (void)count;
    buf_add_str(publishing->out, STR("</export>\n"));
}

/* --- UK --- */

enum { UK_CELLS = 17 };
static const char *const uk_headings[UK_CELLS] = {"Unique ID",
                                                  "Name 6",
                                                  "Name 1",
                                                  "Name 2",
                                                  "Name 3",
                                                  "Name type",
                                                  "Name non-latin script",
                                                  "Individual, Entity, Ship",
                                                  "D.O.B",
                                                  "Town of birth",
                                                  "Country of birth",
                                                  "Nationality(/ies)",
                                                  "Passport number",
                                                  "National Identifier number",
                                                  "Gender",
                                                  "Alias strength",
                                                  "Title"};

typedef void (*uk_write)(struct buf *out, const struct str cells[UK_CELLS]);

static void uk_heading_row(struct buf *out, uk_write write)
{
    struct str cells[UK_CELLS] = {STR("Report Date: 25-Nov-2026")};
    for (size_t i = 1; i < UK_CELLS; i++)
        cells[i] = STR("");
    write(out, cells);
    for (size_t i = 0; i < UK_CELLS; i++)
        cells[i] = str_of(uk_headings[i]);
    write(out, cells);
}

/* dd/mm/yyyy, letters for what is not known. */
static struct str uk_date(struct arena *arena, struct str text)
{
    struct date date;
    char *out = arena_alloc(arena, 16);
    if (!out || date_parse(text, &date, NULL) != ERR_OK)
        return STR("");
    if (date.day)
        snprintf(out, 16, "%02u/%02u/%04d", date.day % 100U, date.month % 100U, date.year);
    else
        snprintf(out, 16, "dd/mm/%04d", date.year);
    return str_of(out);
}

/* An entry of the list: its regime, of which there is none by that code, and its number. */
#define UK_ID "XXX%04llu"

static void uk_row(struct publishing *publishing, const struct subject *subject, struct str name,
                   bool primary, struct str date, uk_write write)
{
    char *id = arena_alloc(publishing->arena, 24);
    struct str cells[UK_CELLS];
    struct str given;
    for (size_t i = 0; i < UK_CELLS; i++)
        cells[i] = STR("");
    if (!id)
        return;
    snprintf(id, 24, UK_ID, (unsigned long long)publishing->number);
    cells[0] = str_of(id);
    cut_name(name, &cells[1], &given);
    cells[2] = str_cut(&given, ' ');
    cells[3] = given.p ? given : STR("");
    cells[5] = primary ? STR("Primary name") : STR("Alias");
    cells[7] = STR("Individual");
    cells[8] = uk_date(publishing->arena, date);
    cells[9] = value_of(subject, PROPERTY_BIRTH_PLACE, 0);
    cells[10] = value_of(subject, PROPERTY_BIRTH_COUNTRY, 0);
    cells[11] = value_of(subject, PROPERTY_NATIONALITY, 0);
    cells[12] = value_of(subject, PROPERTY_PASSPORT_NUMBER, 0);
    cells[13] = value_of(subject, PROPERTY_ID_NUMBER, 0);
    cells[14] = value_of(subject, PROPERTY_GENDER, 0);
    for (size_t i = 0; primary && i < subject->values[PROPERTY_NAME].n; i++)
        if (!is_ascii(value_of(subject, PROPERTY_NAME, i)))
            cells[6] = value_of(subject, PROPERTY_NAME, i);
    write(publishing->out, cells);
}

/* A row for the name with each of his dates, and one for each alias. */
static void uk_rows(struct publishing *publishing, const struct subject *subject, uk_write write)
{
    const struct values *dates = &subject->values[PROPERTY_BIRTH_DATE];
    struct str main = latin_name(subject);
    for (size_t i = 0; i < dates->n || i == 0; i++)
        uk_row(publishing, subject, main, true, value_of(subject, PROPERTY_BIRTH_DATE, i), write);
    for (size_t i = 0; i < subject->values[PROPERTY_ALIAS].n; i++)
        uk_row(publishing, subject, value_of(subject, PROPERTY_ALIAS, i), false,
               value_of(subject, PROPERTY_BIRTH_DATE, 0), write);
}

static void csv_row(struct buf *out, const struct str cells[UK_CELLS])
{
    for (size_t i = 0; i < UK_CELLS; i++) {
        if (i)
            buf_add_char(out, ',');
        csv_write_cell(out, cells[i]);
    }
    buf_add_str(out, STR("\r\n"));
}

static void uk_csv_begin(struct publishing *publishing)
{
    uk_heading_row(publishing->out, csv_row);
}

static void uk_csv_person(struct publishing *publishing, const struct subject *subject)
{
    uk_rows(publishing, subject, csv_row);
}

static void end_nothing(struct publishing *publishing, uint64_t count)
{
    (void)publishing;
    (void)count;
}

static void ods_row(struct buf *out, const struct str cells[UK_CELLS])
{
    buf_add_str(out, STR("<table:table-row>"));
    for (size_t i = 0; i < UK_CELLS; i++) {
        if (cells[i].n == 0) {
            buf_add_str(out, STR("<table:table-cell/>"));
            continue;
        }
        buf_add_str(out, STR("<table:table-cell office:value-type=\"string\">"));
        add_element(out, "text:p", cells[i]);
        buf_add_str(out, STR("</table:table-cell>"));
    }
    buf_add_str(out, STR("<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>\n"));
}

static void uk_ods_begin(struct publishing *publishing)
{
    buf_add_str(publishing->out,
                STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content "
                    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
                    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">"
                    "<office:body><office:spreadsheet><table:table table:name=\"UK\">\n"));
    uk_heading_row(publishing->out, ods_row);
}

static void uk_ods_person(struct publishing *publishing, const struct subject *subject)
{
    uk_rows(publishing, subject, ods_row);
}

static bool add_file(zip_t *zip, const char *name, struct str content)
{
    zip_source_t *source = zip_source_buffer(zip, content.p, content.n, 0);
    zip_int64_t at = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0)
        return false;
    /* Nothing is compressed, and no time of day told: the same bytes on every machine. */
    return zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0 &&
           zip_file_set_dostime(zip, (zip_uint64_t)at, 0, 0x21, 0) == 0;
}

/* Puts a zip file of the content in the place of the content. */
static void pack(struct buf *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    if (zip)
        zip_source_keep(source);
    enum err err = buf_error(out);
    bool good = zip && !err &&
                add_file(zip, "mimetype", STR("application/vnd.oasis.opendocument.spreadsheet")) &&
                add_file(zip, "content.xml", buf_str(out));
    if (zip && (!good || zip_close(zip) != 0)) {
        zip_discard(zip);
        good = false;
    }
    char chunk[4096];
    struct buf packed;
    buf_init(&packed, PUBLISHED_BYTES);
    good = good && zip_source_open(source) == 0;
    for (zip_int64_t got = 1; good && got > 0;) {
        got = zip_source_read(source, chunk, sizeof chunk);
        good = got >= 0;
        if (got > 0)
            buf_add(&packed, chunk, (size_t)got);
    }
    if (source)
        zip_source_free(source);
    zip_error_fini(&error);
    err = err ? err : buf_error(&packed);
    buf_clear(out);
    buf_add_str(out, buf_str(&packed));
    buf_fail(out, !err && !good ? ERR_NO_MEMORY : err);
    buf_release(&packed);
}

static void uk_ods_end(struct publishing *publishing, uint64_t count)
{
    (void)count;
    buf_add_str(publishing->out,
                STR("</table:table></office:spreadsheet></office:body></office:document-content>\n"));
    pack(publishing->out);
}

static void uk_xml_begin(struct publishing *publishing)
{
    buf_add_str(publishing->out, STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Designations>"
                                     "<DateGenerated>25/11/2026</DateGenerated>\n"));
}

static void uk_xml_name(struct buf *out, struct str name, const char *type)
{
    struct str family;
    struct str given;
    cut_name(name, &family, &given);
    buf_add_str(out, STR("<Name>"));
    add_element(out, "Name1", str_cut(&given, ' '));
    add_element(out, "Name2", given.p ? given : STR(""));
    add_element(out, "Name6", family);
    buf_printf(out, "<NameType>%s</NameType></Name>", type);
}

static void uk_xml_names(struct buf *out, const struct subject *subject)
{
    const struct values *names = &subject->values[PROPERTY_NAME];
    buf_add_str(out, STR("<Names>"));
    uk_xml_name(out, latin_name(subject), "Primary Name");
    for (size_t i = 0; i < subject->values[PROPERTY_ALIAS].n; i++)
        uk_xml_name(out, value_of(subject, PROPERTY_ALIAS, i), "Alias");
    buf_add_str(out, STR("</Names><NonLatinNames>"));
    for (size_t i = 0; i < names->n; i++)
        if (!is_ascii(names->at[i])) {
            buf_add_str(out, STR("<NonLatinName>"));
            add_element(out, "NameNonLatinScript", names->at[i]);
            buf_add_str(out, STR("</NonLatinName>"));
        }
    buf_add_str(out, STR("</NonLatinNames>"));
}

/* The value in these elements, one in the other, of which the innermost is the last. */
static void within(struct buf *out, const char *const *names, size_t n, struct str value)
{
    for (size_t i = 0; value.n && i + 1 < n; i++)
        buf_printf(out, "<%s>", names[i]);
    add_element(out, names[n - 1], value);
    for (size_t i = n - 1; value.n && i > 0; i--)
        buf_printf(out, "</%s>", names[i - 1]);
}

static void uk_xml_details(struct publishing *publishing, const struct subject *subject)
{
    static const char *const passport[] = {"PassportDetails", "Passport", "PassportNumber"};
    static const char *const paper[] = {"NationalIdentifierDetails", "NationalIdentifier",
                                        "NationalIdentifierNumber"};
    static const char *const nationality[] = {"Nationalities", "Nationality"};
    static const char *const gender[] = {"Genders", "Gender"};
    struct buf *out = publishing->out;
    buf_add_str(out, STR("<DOBs>"));
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++)
        add_element(out, "DOB", uk_date(publishing->arena, value_of(subject, PROPERTY_BIRTH_DATE, i)));
    buf_add_str(out, STR("</DOBs>"));
    within(out, passport, 3, value_of(subject, PROPERTY_PASSPORT_NUMBER, 0));
    within(out, nationality, 2, value_of(subject, PROPERTY_NATIONALITY, 0));
    within(out, paper, 3, value_of(subject, PROPERTY_ID_NUMBER, 0));
    within(out, gender, 2, value_of(subject, PROPERTY_GENDER, 0));
    buf_add_str(out, STR("<BirthDetails><Location>"));
    add_element(out, "TownOfBirth", value_of(subject, PROPERTY_BIRTH_PLACE, 0));
    add_element(out, "CountryOfBirth", value_of(subject, PROPERTY_BIRTH_COUNTRY, 0));
    buf_add_str(out, STR("</Location></BirthDetails>"));
}

static void uk_xml_person(struct publishing *publishing, const struct subject *subject)
{
    struct buf *out = publishing->out;
    buf_printf(out, "<Designation><UniqueID>" UK_ID "</UniqueID>", (unsigned long long)publishing->number);
    uk_xml_names(out, subject);
    buf_add_str(out, STR("<IndividualEntityShip>Individual</IndividualEntityShip><IndividualDetails>"
                         "<Individual>"));
    uk_xml_details(publishing, subject);
    buf_add_str(out, STR("</Individual></IndividualDetails></Designation>\n"));
}

static void uk_xml_end(struct publishing *publishing, uint64_t count)
{
    (void)count;
    buf_add_str(publishing->out, STR("</Designations>\n"));
}

const struct published publish_ofac_csv = {begin_nothing, ofac_csv_person, ofac_csv_end, false};
const struct published publish_ofac_xml = {ofac_xml_begin, ofac_xml_person, ofac_xml_end, false};
const struct published publish_un_xml = {un_begin, un_person, un_end, false};
const struct published publish_eu_xml = {eu_begin, eu_person, eu_end, false};
const struct published publish_uk_xml = {uk_xml_begin, uk_xml_person, uk_xml_end, false};
const struct published publish_uk_csv = {uk_csv_begin, uk_csv_person, end_nothing, false};
const struct published publish_uk_ods = {uk_ods_begin, uk_ods_person, uk_ods_end, true};
