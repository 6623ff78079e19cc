/* EU XML: the consolidated list of the EU's financial sanctions (FSF, schema:
 * "http://eu.europa.ec/fpi/fsd/export", version 1.1). */
#include "record/xml_file.h"

#include <stdio.h>

static const char *const records[] = {"sanctionEntity", NULL};

/* The list writes 00 for a country that is not known. */
static struct str country_code(const struct xml_node *node)
{
    struct str code = xml_value(node, "countryIso2Code");
    return str_equal(code, STR("00")) ? STR("") : code;
}

static void add_countries(struct draft *draft, enum property property, const struct xml_node *record,
                          const char *name)
{
    for (const struct xml_node *at = xml_child(record, name); at; at = xml_beside(at, name))
        draft_add(draft, property, at->name, country_code(at));
}

/* The list calls next to every name strong: what is not so stands in a remark. */
static bool is_weak(const struct xml_node *name)
{
    return str_equal_nocase(xml_value(name, "strong"), STR("false")) ||
           str_holds_nocase(xml_text(name, "remark"), STR("low quality"));
}

/* The first good name is the name; the others are further ones, many of them its spellings in other
 * languages. */
static void add_names(struct draft *draft, const struct xml_node *record)
{
    bool named = false;
    for (const struct xml_node *at = xml_child(record, "nameAlias"); at; at = xml_beside(at, "nameAlias")) {
        bool weak = is_weak(at);
        enum property property = weak ? PROPERTY_WEAK_ALIAS : named ? PROPERTY_ALIAS : PROPERTY_NAME;
        struct str parts[] = {xml_value(at, "firstName"), xml_value(at, "middleName"),
                              xml_value(at, "lastName")};
        if (xml_value(at, "wholeName").n)
            draft_add(draft, property, at->name, xml_value(at, "wholeName"));
        else
            draft_add_joined(draft, property, at->name, parts, 3);
        named |= !weak;
        struct str gender = xml_value(at, "gender");
        if (str_equal(gender, STR("M")) || str_equal(gender, STR("F")))
            draft_add(draft, PROPERTY_GENDER, STR("gender"),
                      gender.p[0] == 'M' ? STR("male") : STR("female"));
    }
}

/* Of a date whose month or day there is none of, the year, which is told. */
static enum err year_at_least(struct intake *intake, struct str field, struct str *date, struct fault *fault)
{
    struct date read;
    struct fault why;
    struct str year = {date->p, 4};
    if (date->n <= 4 || date->p[4] != '-' || date_parse(year, &read, NULL) ||
        date_parse(*date, &read, &why) == ERR_OK)
        return ERR_OK;
    *date = year;
    return intake_problem(intake, fault, "%.*s: %s: the year alone is kept", STR_ARG(field), why.detail);
}

/* One that tells no day has a year, and now and then a month; some are years from one to another. Those
 * of other calendars are as they stand no evidence. */
static enum err add_date(struct draft *draft, struct intake *intake, const struct xml_node *at,
                         struct fault *fault)
{
    struct str calendar = xml_value(at, "calendarType");
    struct str from = xml_value(at, "yearRangeFrom");
    struct str to = xml_value(at, "yearRangeTo");
    struct str date = xml_value(at, "birthdate");
    char month[16];
    if (calendar.n && !str_equal(calendar, STR("GREGORIAN")))
        return ERR_OK;
    if (from.n && to.n)
        return draft_add_years(draft, intake, at->name, from, to, fault);
    if (!date.n)
        date = xml_value(at, "year");
    if (date.n == 4 && xml_value(at, "monthOfYear").n) {
        snprintf(month, sizeof month, "%.4s-%.*s", date.p, STR_ARG(xml_value(at, "monthOfYear")));
        date = str_of(month);
    }
    enum err err = year_at_least(intake, at->name, &date, fault);
    return err ? err : draft_add_dates(draft, intake, at->name, date, fault);
}

static enum err add_dates(struct draft *draft, struct intake *intake, const struct xml_node *record,
                          struct fault *fault)
{
    enum err err = ERR_OK;
    for (const struct xml_node *at = xml_child(record, "birthdate"); at && !err;
         at = xml_beside(at, "birthdate")) {
        err = add_date(draft, intake, at, fault);
        struct str parts[] = {xml_value(at, "place"), xml_value(at, "city"), xml_value(at, "region"),
                              country_code(at).n ? xml_value(at, "countryDescription") : STR("")};
        if (parts[0].n || parts[1].n || parts[2].n)
            draft_add_list(draft, PROPERTY_BIRTH_PLACE, at->name, parts, 4);
        draft_add(draft, PROPERTY_BIRTH_COUNTRY, at->name, country_code(at));
    }
    return err;
}

/* Where he lives, and how he is reached there. */
static void add_addresses(struct draft *draft, const struct xml_node *record)
{
    for (const struct xml_node *at = xml_child(record, "address"); at; at = xml_beside(at, "address")) {
        struct str lines[] = {xml_value(at, "street"), xml_value(at, "poBox"),  xml_value(at, "place"),
                              xml_value(at, "city"),   xml_value(at, "region"), xml_value(at, "zipCode")};
        draft_add_list(draft, PROPERTY_ADDRESS, at->name, lines, sizeof lines / sizeof *lines);
        draft_add(draft, PROPERTY_COUNTRY, at->name, country_code(at));
        for (const struct xml_node *in = xml_child(at, "contactInfo"); in; in = xml_beside(in, "contactInfo"))
            if (str_equal(xml_value(in, "key"), STR("PHONE")))
                draft_add(draft, PROPERTY_PHONE, in->name, xml_value(in, "value"));
            else if (str_equal(xml_value(in, "key"), STR("EMAIL")))
                draft_add(draft, PROPERTY_EMAIL, in->name, xml_value(in, "value"));
    }
}

static void add_documents(struct draft *draft, const struct xml_node *record)
{
    const char *name = "identification";
    for (const struct xml_node *at = xml_child(record, name); at; at = xml_beside(at, name)) {
        struct str type = xml_value(at, "identificationTypeCode");
        bool passport = str_equal(type, STR("passport")) || str_equal(type, STR("diplopassport"));
        draft_add_number(draft, passport ? PROPERTY_PASSPORT_NUMBER : PROPERTY_ID_NUMBER, at->name,
                         xml_value(at, "number").n ? xml_value(at, "number") : xml_value(at, "latinNumber"));
    }
}

static enum err take(void *context, const struct xml_node *record, struct intake *intake, struct draft *draft,
                     struct str *id, enum row *row, struct fault *fault)
{
    (void)context;
    const struct xml_node *type = xml_child(record, "subjectType");
    if (!type || !(str_equal(xml_value(type, "code"), STR("person")) ||
                   str_equal(xml_value(type, "classificationCode"), STR("P")))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    *id = xml_value(record, "euReferenceNumber").n ? xml_value(record, "euReferenceNumber")
                                                   : xml_value(record, "logicalId");
    add_names(draft, record);
    add_documents(draft, record);
    add_countries(draft, PROPERTY_NATIONALITY, record, "citizenship");
    add_addresses(draft, record);
    return add_dates(draft, intake, record, fault);
}

static bool begins(struct str start)
{
    return str_equal(xml_root(start), STR("export"));
}

static enum err open_eu(void **state, struct format_source *source, struct fault *fault)
{
    return xml_file_open(state, source, records, take, NULL, fault);
}

const struct format format_eu_xml = {begins, open_eu, xml_file_next, xml_file_close};
