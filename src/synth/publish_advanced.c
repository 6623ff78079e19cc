/* Publish, advanced: invented persons in the advanced XML of OFAC, in whose sections places and papers come
 * before the persons that refer to them. See publish.h. */
#include "record/date.h"
#include "synth/publish.h"

/* Until the end each line begins with the letter of its section. */
enum { PLACES = 'L', PAPERS = 'D', PARTIES = 'P' };

/* The numbers of the reference values. */
enum { PASSPORT = 1571, NATIONAL_ID = 1584, LAST_NAME = 1520, FIRST_NAME, MALE = 91526, FEMALE };
enum { BORN = 8, BORN_IN = 9, NATIONALITY = 10, GENDER = 224 };

static void begin_nothing(struct publishing *publishing)
{
    (void)publishing;
}

static void add_values(struct buf *out)
{
    buf_add_str(
        out,
        STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Sanctions "
            "xmlns=\"https://sanctionslistservice.ofac."
            "treas.gov/api/PublicationPreview/exports/ADVANCED_XML\">\n<DateOfIssue "
            "CalendarTypeID=\"1\"><Year>"
            "2026</Year><Month>11</Month><Day>25</Day></DateOfIssue>\n<ReferenceValueSets>\n<AliasTypeValues>"
            "<AliasType ID=\"1400\">A.K.A.</AliasType><AliasType "
            "ID=\"1403\">Name</AliasType></AliasTypeValues>\n"
            "<DetailReferenceValues><DetailReference ID=\"91526\">male</DetailReference><DetailReference "
            "ID=\"91527\">female</DetailReference></DetailReferenceValues>\n<FeatureTypeValues><FeatureType "
            "ID=\"8\">Birthdate</FeatureType><FeatureType ID=\"9\">Place of Birth</FeatureType><FeatureType "
            "ID=\"10\">Nationality Country</FeatureType><FeatureType ID=\"224\">Gender</FeatureType>"
            "</FeatureTypeValues>\n<IDRegDocTypeValues><IDRegDocType ID=\"1571\">Passport</IDRegDocType>"
            "<IDRegDocType ID=\"1584\">National ID "
            "No.</IDRegDocType></IDRegDocTypeValues>\n<LocPartTypeValues>"
            "<LocPartType "
            "ID=\"1\">Unknown</LocPartType></LocPartTypeValues>\n<NamePartTypeValues><NamePartType "
            "ID=\"1520\">Last Name</NamePartType><NamePartType ID=\"1521\">First Name</NamePartType>"
            "</NamePartTypeValues>\n<PartySubTypeValues><PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown"
            "</PartySubType></PartySubTypeValues>\n<PartyTypeValues><PartyType "
            "ID=\"1\">Individual</PartyType>"
            "</PartyTypeValues>\n</ReferenceValueSets>\n"));
}

static void add_place(struct buf *out, uint64_t entry, struct str country)
{
    if (country.n == 0)
        return;
    buf_printf(out,
               "%c<Location ID=\"%llu\"><LocationPart LocPartTypeID=\"1\"><LocationPartValue "
               "Primary=\"true\">",
               PLACES, (unsigned long long)entry);
    add_element(out, "Value", country);
    buf_add_str(out, STR("</LocationPartValue></LocationPart></Location>\n"));
}

static void add_paper(struct buf *out, uint64_t entry, int type, struct str number)
{
    if (number.n == 0)
        return;
    buf_printf(out, "%c<IDRegDocument ID=\"1\" IDRegDocTypeID=\"%d\" IdentityID=\"%llu\">", PAPERS, type,
               (unsigned long long)entry);
    add_element(out, "IDRegistrationNo", number);
    buf_add_str(out, STR("</IDRegDocument>\n"));
}

static void add_part(struct buf *out, int type, struct str text)
{
    if (text.n == 0)
        return;
    buf_printf(out, "<DocumentedNamePart><NamePartValue NamePartGroupID=\"%d\">", type);
    add_escaped(out, text);
    buf_add_str(out, STR("</NamePartValue></DocumentedNamePart>"));
}

static void add_alias(struct buf *out, struct str name, bool primary)
{
    struct str family;
    struct str given;
    cut_name(name, &family, &given);
    buf_printf(out, "<Alias AliasTypeID=\"%d\" Primary=\"%s\" LowQuality=\"false\"><DocumentedName>",
               primary ? 1403 : 1400, primary ? "true" : "false");
    add_part(out, LAST_NAME, family);
    add_part(out, FIRST_NAME, given);
    buf_add_str(out, STR("</DocumentedName></Alias>"));
}

static void add_identity(struct buf *out, uint64_t entry, const struct subject *subject)
{
    const enum property names[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    buf_printf(out, "<Identity ID=\"%llu\" Primary=\"true\" False=\"false\">", (unsigned long long)entry);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < subject->values[names[k]].n; i++)
            add_alias(out, value_of(subject, names[k], i), k == 0 && i == 0);
    buf_printf(out,
               "<NamePartGroups><MasterNamePartGroup><NamePartGroup ID=\"%d\" NamePartTypeID=\"%d\"/>"
               "</MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID=\"%d\" NamePartTypeID=\"%d\"/>"
               "</MasterNamePartGroup></NamePartGroups></Identity>",
               LAST_NAME, LAST_NAME, FIRST_NAME, FIRST_NAME);
}

static void begin_feature(struct buf *out, int type)
{
    buf_printf(out, "<Feature FeatureTypeID=\"%d\"><FeatureVersion ReliabilityID=\"1\">", type);
}

static void end_feature(struct buf *out)
{
    buf_add_str(out, STR("</FeatureVersion></Feature>"));
}

/* A day, from it and to it. */
static void add_boundary(struct buf *out, const char *name, int year, unsigned month, unsigned day)
{
    buf_printf(out, "<%s Approximate=\"false\">", name);
    for (size_t i = 0; i < 2; i++)
        buf_printf(out, "<%s><Year>%d</Year><Month>%u</Month><Day>%u</Day></%s>", i ? "To" : "From", year,
                   month, day, i ? "To" : "From");
    buf_printf(out, "</%s>", name);
}

static unsigned last_day(int year, unsigned month)
{
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 ? (leap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void add_birth(struct buf *out, struct str text)
{
    struct date date;
    if (date_parse(text, &date, NULL) != ERR_OK)
        return;
    unsigned last_month = date.month ? date.month : 12U;
    begin_feature(out, BORN);
    buf_add_str(out, STR("<DatePeriod CalendarTypeID=\"1\">"));
    add_boundary(out, "Start", date.year, date.month ? date.month : 1U, date.day ? date.day : 1U);
    add_boundary(out, "End", date.year, last_month, date.day ? date.day : last_day(date.year, last_month));
    buf_add_str(out, STR("</DatePeriod>"));
    end_feature(out);
}

static void add_features(struct buf *out, uint64_t entry, const struct subject *subject)
{
    struct str place = value_of(subject, PROPERTY_BIRTH_PLACE, 0);
    struct str gender = value_of(subject, PROPERTY_GENDER, 0);
    for (size_t i = 0; i < subject->values[PROPERTY_BIRTH_DATE].n; i++)
        add_birth(out, value_of(subject, PROPERTY_BIRTH_DATE, i));
    if (place.n) {
        begin_feature(out, BORN_IN);
        buf_add_str(out, STR("<VersionDetail DetailTypeID=\"1432\">"));
        add_escaped(out, place);
        buf_add_str(out, STR("</VersionDetail>"));
        end_feature(out);
    }
    if (subject->values[PROPERTY_NATIONALITY].n) {
        begin_feature(out, NATIONALITY);
        buf_printf(out, "<VersionLocation LocationID=\"%llu\"/>", (unsigned long long)entry);
        end_feature(out);
    }
    if (gender.n) {
        begin_feature(out, GENDER);
        buf_printf(out, "<VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"%d\"/>",
                   gender.p[0] == 'm' ? MALE : FEMALE);
        end_feature(out);
    }
}

static void advanced_person(struct publishing *publishing, const struct subject *subject)
{
    struct buf *out = publishing->out;
    uint64_t entry = publish_entry(publishing);
    add_place(out, entry, value_of(subject, PROPERTY_NATIONALITY, 0));
    add_paper(out, entry, PASSPORT, value_of(subject, PROPERTY_PASSPORT_NUMBER, 0));
    add_paper(out, entry, NATIONAL_ID, value_of(subject, PROPERTY_ID_NUMBER, 0));
    buf_printf(out, "%c<DistinctParty FixedRef=\"%llu\"><Profile ID=\"%llu\" PartySubTypeID=\"4\">", PARTIES,
               (unsigned long long)entry, (unsigned long long)entry);
    add_identity(out, entry, subject);
    add_features(out, entry, subject);
    buf_add_str(out, STR("</Profile></DistinctParty>\n"));
}

static void add_section(struct buf *out, const char *name, char letter, struct str lines)
{
    buf_printf(out, "<%s>\n", name);
    while (lines.p && lines.n) {
        struct str line = str_cut(&lines, '\n');
        if (line.n == 0 || line.p[0] != letter)
            continue;
        buf_add(out, line.p + 1, line.n - 1);
        buf_add_char(out, '\n');
    }
    buf_printf(out, "</%s>\n", name);
}

static void advanced_end(struct publishing *publishing, uint64_t count)
{
    struct buf *out = publishing->out;
    struct buf whole;
    (void)count;
    buf_init(&whole, PUBLISHED_BYTES);
    add_values(&whole);
    add_section(&whole, "Locations", PLACES, buf_str(out));
    add_section(&whole, "IDRegDocuments", PAPERS, buf_str(out));
    add_section(&whole, "DistinctParties", PARTIES, buf_str(out));
    buf_add_str(&whole, STR("<ProfileRelationships/>\n<SanctionsEntries/>\n</Sanctions>\n"));
    enum err err = buf_failed(out) ? buf_error(out) : buf_error(&whole);
    buf_clear(out);
    buf_add_str(out, buf_str(&whole));
    buf_fail(out, err);
    buf_release(&whole);
}

const struct published publish_ofac_advanced = {begin_nothing, advanced_person, advanced_end, true};
