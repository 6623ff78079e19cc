/* The readers of the published lists: OFAC, UN, EU, UK. */
#include "reading.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "record/draft.h"
#include "record/ofac_remarks.h"

#define UN(inside)                                                                                           \
    "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST><INDIVIDUALS>\n" inside "</INDIVIDUALS></"                  \
    "CONSOLIDATED_LIST>"
#define UN_NAMED(inside) UN("<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME>" inside "</INDIVIDUAL>")

static void expect_one(struct reading *reading, struct str text)
{
    read_all(reading, text, true);
    if (reading->err)
        fail_msg("%s", reading->fault.detail);
    assert_int_equal(reading->counts.subjects, 1);
    assert_int_equal(reading->counts.warnings, 0);
}

static void ofac_remarks_are_taken_apart(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("7,\"TSARIKAEV, Ruslan\",\"individual\",\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB "
                 "circa 1968; alt. "
                 "DOB 10 Dec 1968 to 12 Dec 1968; POB Nazran, Russia; Diplomatic Passport AB 12 (Russia) "
                 "expires 1 Jan "
                 "2010; alt. National ID No. 77-8 (Russia); nationality Russia; citizen Georgia; Gender "
                 "Male; a.k.a. "
                 "'RUSIK'; Linked To: SOMEBODY; Phone Number 7 8732 221344; alt. Email Address "
                 "r@example.org.\"\r\n8,\"A SHIP\",\"vessel\",\"X\",-0- ,-0- "
                 ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a"),
             false);
    assert_int_equal(r.err, ERR_OK);
    assert_int_equal(r.counts.subjects, 1);
    assert_int_equal(r.counts.others, 1);
    assert_int_equal(r.counts.skipped, 0);
    assert_value(&r, PROPERTY_NAME, 0, "TSARIKAEV, Ruslan");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1968");
    assert_value(&r, PROPERTY_BIRTH_DATE, 1, "1968-12");
    assert_value(&r, PROPERTY_BIRTH_PLACE, 0, "Nazran, Russia");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "AB 12");
    assert_value(&r, PROPERTY_ID_NUMBER, 0, "77-8");
    assert_value(&r, PROPERTY_NATIONALITY, 1, "Georgia");
    assert_value(&r, PROPERTY_GENDER, 0, "Male");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "RUSIK");
    assert_value(&r, PROPERTY_PHONE, 0, "7 8732 221344");
    assert_value(&r, PROPERTY_EMAIL, 0, "r@example.org");
    arena_release(&r.arena);
}

static void a_remark_that_words_no_date_is_a_warning(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("7,\"A, B\",\"individual\",\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB long ago.\"\n"),
             false);
    assert_int_equal(r.counts.subjects, 1);
    assert_non_null(strstr(r.warnings, "f: line 1: Remarks: DOB: not a date: value skipped\n"));
    arena_release(&r.arena);
}

/* "Passport issued in ..." stands beside the one with the number. */
static void a_paper_without_a_number_is_none(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR("7,\"A, B\",\"individual\",\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Passport 12 (Russia) "
                 "issued 1 May 2002; Passport issued in Overby, Russia; National ID No. unknown.\"\n"),
             false);
    assert_int_equal(r.subject.values[PROPERTY_PASSPORT_NUMBER].n, 1);
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "12");
    assert_int_equal(r.subject.values[PROPERTY_ID_NUMBER].n, 0);
    arena_release(&r.arena);
}

static void kinds_of_papers_are_known_by_their_name(void **state)
{
    (void)state;
    assert_int_equal(ofac_remark_property(STR("Passport")), PROPERTY_PASSPORT_NUMBER);
    assert_int_equal(ofac_remark_property(STR("Cedula No.")), PROPERTY_ID_NUMBER);
    assert_int_equal(ofac_remark_property(STR("Website")), PROPERTY_COUNT);
    assert_int_equal(ofac_remark_property(STR("")), PROPERTY_COUNT);
}

static void the_ofac_list_is_read_as_xml(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR("<?xml version=\"1.0\"?><sdnList "
            "xmlns=\"x\"><sdnEntry><uid>9</uid><lastName>SHIP</lastName><sdnType>Vessel"
            "</sdnType></sdnEntry><sdnEntry><uid>7</uid><firstName>Ruslan</firstName><lastName>TSARIKAEV</"
            "lastName>"
            "<sdnType>Individual</sdnType><idList><id><idType>Passport</idType><idNumber>AB12</idNumber></id>"
            "<id><idType>Gender</idType><idNumber>Male</idNumber></id><id><idType>Website</idType><idNumber>x"
            "</idNumber></id></idList><akaList><aka><category>weak</category><lastName>RUSIK</lastName></"
            "aka></akaList>"
            "<dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1968</dateOfBirth></dateOfBirthItem>"
            "</dateOfBirthList></sdnEntry></sdnList>"));
    assert_int_equal(r.counts.others, 1);
    assert_true(str_equal(r.subject.id, STR("7")));
    assert_value(&r, PROPERTY_NAME, 0, "TSARIKAEV, Ruslan");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "RUSIK");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "AB12");
    assert_value(&r, PROPERTY_GENDER, 0, "Male");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1968");
    assert_int_equal(r.subject.values[PROPERTY_ID_NUMBER].n, 0);
    arena_release(&r.arena);
}

/* A file of OFAC's advanced XML of these places, papers and parties, on the lines 3 to 5; good until the
 * next. */
static struct str advanced(const char *places, const char *papers, const char *parties)
{
    static const char values[] =
        "<AreaCodeValues><AreaCode ID=\"11\" CountryID=\"11\" Description=\"Georgia\">GE</AreaCode>"
        "<AreaCode ID=\"12\" Description=\"undetermined\"/></AreaCodeValues><CountryValues>"
        "<Country ID=\"13\" ISO2=\"RU\">Russia</Country></CountryValues><DetailReferenceValues>"
        "<DetailReference ID=\"91526\">Male</DetailReference></DetailReferenceValues><FeatureTypeValues>"
        "<FeatureType ID=\"8\" FeatureTypeGroupID=\"1\">Birthdate</FeatureType>"
        "<FeatureType ID=\"9\">Place of Birth</FeatureType>"
        "<FeatureType ID=\"10\">Nationality Country</FeatureType>"
        "<FeatureType ID=\"11\">Citizenship Country</FeatureType>"
        "<FeatureType ID=\"14\">Website</FeatureType><FeatureType ID=\"21\">Email Address</FeatureType>"
        "<FeatureType ID=\"25\">Location</FeatureType><FeatureType ID=\"224\">Gender</FeatureType>"
        "<FeatureType ID=\"524\">Phone Number</FeatureType></FeatureTypeValues><IDRegDocTypeValues>"
        "<IDRegDocType ID=\"1570\">Cedula No.</IDRegDocType><IDRegDocType ID=\"1571\">Passport</IDRegDocType>"
        "<IDRegDocType ID=\"1619\">Business Registration Number</IDRegDocType></IDRegDocTypeValues>"
        "<LocPartTypeValues><LocPartType ID=\"1\">Unknown</LocPartType>"
        "<LocPartType ID=\"1454\">CITY</LocPartType></LocPartTypeValues><NamePartTypeValues>"
        "<NamePartType ID=\"1520\">Last Name</NamePartType><NamePartType ID=\"1521\">First "
        "Name</NamePartType>"
        "<NamePartType ID=\"1522\">Middle Name</NamePartType>"
        "<NamePartType ID=\"91709\">Matronymic</NamePartType></NamePartTypeValues><PartySubTypeValues>"
        "<PartySubType ID=\"1\" PartyTypeID=\"4\">Vessel</PartySubType>"
        "<PartySubType ID=\"3\" PartyTypeID=\"2\">Unknown</PartySubType>"
        "<PartySubType ID=\"4\" "
        "PartyTypeID=\"1\">Unknown</PartySubType></PartySubTypeValues><PartyTypeValues>"
        "<PartyType ID=\"1\">Individual</PartyType><PartyType ID=\"2\">Entity</PartyType></PartyTypeValues>";
    static char text[16384];
    int n = snprintf(text, sizeof text,
                     "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Sanctions xmlns=\"x\"><DateOfIssue>"
                     "<Year>2026</Year></DateOfIssue><ReferenceValueSets>%s</ReferenceValueSets>\n"
                     "<Locations>%s</Locations>\n<IDRegDocuments>%s</IDRegDocuments>\n"
                     "<DistinctParties>%s</DistinctParties>\n<SanctionsEntries><SanctionsEntry ID=\"1\" "
                     "ProfileID=\"7\"/></SanctionsEntries></Sanctions>",
                     values, places, papers, parties);
    return (struct str){text, (size_t)n};
}

#define PARTY(id, kind, inside)                                                                              \
    "<DistinctParty FixedRef=\"" id "\"><Comment/><Profile ID=\"" id "\" PartySubTypeID=\"" kind             \
    "\">" inside "</Profile></DistinctParty>"
#define PART(group, text)                                                                                    \
    "<DocumentedNamePart><NamePartValue NamePartGroupID=\"" group "\" ScriptID=\"215\">" text                \
    "</NamePartValue></DocumentedNamePart>"
#define GROUP(id, type)                                                                                      \
    "<MasterNamePartGroup><NamePartGroup ID=\"" id "\" NamePartTypeID=\"" type "\"/></MasterNamePartGroup>"
#define FEATURE(type, inside)                                                                                \
    "<Feature ID=\"1\" FeatureTypeID=\"" type "\"><FeatureVersion ReliabilityID=\"1\"><Comment/>" inside     \
    "</FeatureVersion></Feature>"
#define POINT(name, year, month, day)                                                                        \
    "<" name "><Year>" year "</Year><Month>" month "</Month><Day>" day "</Day></" name ">"
#define DAY(year, month, day) POINT("From", year, month, day) POINT("To", year, month, day)
#define BORN(start, end)                                                                                     \
    FEATURE("8", "<DatePeriod CalendarTypeID=\"1\"><Start Approximate=\"true\">" start                       \
                 "</Start><End Approximate=\"true\">" end "</End></DatePeriod><VersionDetail/>")
#define NAMED                                                                                                \
    "<Identity ID=\"70\"><Alias Primary=\"true\"><DocumentedName>" PART(                                     \
        "1", "SORVEK") "</DocumentedName></Alias></Identity>"

static const char advanced_places[] =
    "<Location ID=\"31\"><LocationAreaCode AreaCodeID=\"11\"/><LocationPart LocPartTypeID=\"1454\">"
    "<LocationPartValue Primary=\"true\"><Value>Tbilisi</Value></LocationPartValue></LocationPart></Location>"
    "<Location ID=\"32\"><LocationAreaCode AreaCodeID=\"12\"/></Location>"
    "<Location ID=\"33\"><LocationCountry CountryID=\"13\" CountryRelevanceID=\"1413\"/></Location>"
    "<Location ID=\"34\"><LocationPart LocPartTypeID=\"1\"><LocationPartValue Primary=\"false\"><Value>Ven."
    "</Value></LocationPartValue><LocationPartValue "
    "Primary=\"true\"><Comment/><Value>Venezuela</Value></LocationPartValue></LocationPart></Location>";

static const char advanced_papers[] =
    "<IDRegDocument ID=\"1\" IDRegDocTypeID=\"1571\" IdentityID=\"70\" IssuedBy-CountryID=\"13\"><Comment/>"
    "<IDRegistrationNo>AB12</IDRegistrationNo></IDRegDocument>"
    "<IDRegDocument ID=\"2\" IDRegDocTypeID=\"1570\" IdentityID=\"70\"><IDRegistrationNo>5892"
    "</IDRegistrationNo></IDRegDocument>"
    "<IDRegDocument ID=\"3\" IDRegDocTypeID=\"1571\" IdentityID=\"71\"><IDRegistrationNo>OTHER"
    "</IDRegistrationNo></IDRegDocument>"
    "<IDRegDocument ID=\"4\" IDRegDocTypeID=\"1619\" IdentityID=\"70\"><IDRegistrationNo>NONE"
    "</IDRegistrationNo></IDRegDocument>";

static void names_of_the_advanced_list_are_put_together(void **state)
{
    (void)state;
    struct reading r;
    const char *identity =
        "<Identity ID=\"70\" FixedRef=\"7\" Primary=\"true\" False=\"false\">"
        "<Alias AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\"><DocumentedName "
        "DocNameStatusID=\"1\">" PART("1", "SORVEK") PART("2", "Halim") PART("3", "Ould") PART(
            "4", "BELANO") "</DocumentedName><DocumentedName DocNameStatusID=\"2\">" PART("5", "Сорвек")
            PART("6",
                 "Халим") "</DocumentedName></Alias><Alias AliasTypeID=\"1400\" Primary=\"false\" "
                          "LowQuality=\"false\">"
                          "<DocumentedName>" PART(
                              "2",
                              "Khalim") "</DocumentedName></Alias>"
                                        "<Alias AliasTypeID=\"1401\" Primary=\"false\" "
                                        "LowQuality=\"true\"><DocumentedName>" PART("99", "EL") PART(
                                            "99",
                                            "SORVO") "</DocumentedName></Alias><NamePartGroups>" GROUP("1",
                                                                                                       "1520")
                                            GROUP("2", "1521") GROUP("3", "1522") GROUP("4", "91709")
                                                GROUP("5", "1520")
                                                    GROUP("6", "1521") "</NamePartGroups></Identity>";
    char party[4096];
    snprintf(party, sizeof party, PARTY("7", "4", "%s"), identity);
    expect_one(&r, advanced("", "", party));
    assert_int_equal(r.subject.values[PROPERTY_NAME].n, 2);
    assert_value(&r, PROPERTY_NAME, 0, "SORVEK BELANO, Halim Ould");
    assert_value(&r, PROPERTY_NAME, 1, "Сорвек, Халим");
    assert_value(&r, PROPERTY_ALIAS, 0, "Khalim");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "EL SORVO");
    arena_release(&r.arena);
}

static void the_advanced_list_of_ofac_is_read(void **state)
{
    (void)state;
    static const char *const inside[] = {
        NAMED,
        BORN(DAY("1961", "1", "1"), DAY("1961", "12", "31")),
        FEATURE("9", "<VersionDetail>Nazran, Russia</VersionDetail>"),
        FEATURE("10", "<VersionDetail/><VersionLocation LocationID=\"34\"/>"),
        FEATURE("11", "<VersionLocation LocationID=\"33\"/>"),
        FEATURE("25", "<VersionLocation LocationID=\"31\"/>"),
        FEATURE("25", "<VersionLocation LocationID=\"32\"/>"),
        FEATURE("224", "<VersionDetail DetailReferenceID=\"91526\"/>"),
        FEATURE("524", "<VersionDetail>+7 8732 221344</VersionDetail>"),
        FEATURE("21", "<VersionDetail>h@example.org</VersionDetail>"),
        FEATURE("14", "<VersionDetail>a.example</VersionDetail>")};
    struct reading r;
    struct buf parties;
    buf_init(&parties, 8192);
    buf_add_str(&parties, STR(PARTY("8", "3", NAMED)));
    buf_add_str(&parties, STR(PARTY("9", "1", NAMED)));
    buf_add_str(&parties, STR("<DistinctParty FixedRef=\"7\"><Profile PartySubTypeID=\"4\">"));
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        buf_add_str(&parties, str_of(inside[i]));
    buf_add_str(&parties, STR("</Profile></DistinctParty>"));
    expect_one(&r, advanced(advanced_places, advanced_papers, parties.bytes));
    buf_release(&parties);
    assert_int_equal(r.counts.others, 2);
    assert_true(str_equal(r.subject.id, STR("7")));
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1961");
    assert_value(&r, PROPERTY_BIRTH_PLACE, 0, "Nazran, Russia");
    assert_value(&r, PROPERTY_NATIONALITY, 0, "Venezuela");
    assert_value(&r, PROPERTY_NATIONALITY, 1, "Russia");
    assert_int_equal(r.subject.values[PROPERTY_COUNTRY].n, 1);
    assert_value(&r, PROPERTY_COUNTRY, 0, "Georgia");
    assert_value(&r, PROPERTY_GENDER, 0, "Male");
    assert_value(&r, PROPERTY_PHONE, 0, "+7 8732 221344");
    assert_value(&r, PROPERTY_EMAIL, 0, "h@example.org");
    assert_int_equal(r.subject.values[PROPERTY_PASSPORT_NUMBER].n, 1);
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "AB12");
    assert_int_equal(r.subject.values[PROPERTY_ID_NUMBER].n, 1);
    assert_value(&r, PROPERTY_ID_NUMBER, 0, "5892");
    arena_release(&r.arena);
}

/* A period and the text of it in the older files give the same dates. */
static void expect_same_dates(const char *party, const char *older)
{
    struct reading one;
    struct reading other;
    char text[512];
    int n = snprintf(text, sizeof text,
                     "<sdnList><sdnEntry><uid>7</uid><lastName>SORVEK</lastName><sdnType>Individual</sdnType>"
                     "<dateOfBirthList><dateOfBirthItem><dateOfBirth>%s</dateOfBirth></dateOfBirthItem>"
                     "</dateOfBirthList></sdnEntry></sdnList>",
                     older);
    expect_one(&one, advanced("", "", party));
    expect_one(&other, (struct str){text, (size_t)n});
    const struct values *dates = &other.subject.values[PROPERTY_BIRTH_DATE];
    assert_true(dates->n > 0);
    assert_int_equal(one.subject.values[PROPERTY_BIRTH_DATE].n, dates->n);
    for (size_t i = 0; i < dates->n; i++)
        assert_true(str_equal(one.subject.values[PROPERTY_BIRTH_DATE].at[i], dates->at[i]));
    arena_release(&one.arena);
    arena_release(&other.arena);
}

static void periods_of_birth_are_read_as_the_older_list_words_them(void **state)
{
    (void)state;
    expect_same_dates(PARTY("7", "4", NAMED BORN(DAY("1975", "4", "13"), DAY("1975", "4", "13"))),
                      "13 Apr 1975");
    expect_same_dates(PARTY("7", "4", NAMED BORN(DAY("1961", "1", "1"), DAY("1961", "12", "31"))),
                      "circa 1961");
    expect_same_dates(PARTY("7", "4", NAMED BORN(DAY("1968", "2", "1"), DAY("1968", "2", "29"))), "Feb 1968");
    expect_same_dates(PARTY("7", "4", NAMED BORN(DAY("1946", "9", "26"), DAY("1946", "12", "7"))),
                      "26 Sep 1946 to 07 Dec 1946");
    expect_same_dates(PARTY("7", "4",
                            NAMED BORN(POINT("From", "1984", "1", "1") POINT("To", "1984", "12", "31"),
                                       POINT("From", "1986", "1", "1") POINT("To", "1986", "12", "31"))),
                      "1984 to 1986");
}

static void what_is_wrong_in_the_advanced_list_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *places, *papers, *parties, *warning;
        size_t subjects;
    } cases[] = {
        {"", "", PARTY("7", "4", NAMED FEATURE("25", "<VersionLocation LocationID=\"5\"/>")),
         "f: line 5: VersionLocation: LocationID 5 leads nowhere: value skipped\n", 1},
        {"", "", PARTY("7", "4", NAMED FEATURE("5", "")),
         "f: line 5: Feature: FeatureTypeID 5 leads nowhere: value skipped\n", 1},
        {"", "", PARTY("7", "4", NAMED FEATURE("224", "<VersionDetail DetailReferenceID=\"5\"/>")),
         "f: line 5: VersionDetail: DetailReferenceID 5 leads nowhere: value skipped\n", 1},
        {"<Location ID=\"1\"><LocationCountry CountryID=\"5\"/></Location>", "", PARTY("7", "4", NAMED),
         "f: line 3: LocationCountry: CountryID 5 leads nowhere: value skipped\n", 1},
        {"", "<IDRegDocument IDRegDocTypeID=\"5\" IdentityID=\"70\"/>", PARTY("7", "4", NAMED),
         "f: line 4: IDRegDocument: IDRegDocTypeID 5 leads nowhere: value skipped\n", 1},
        {"", "", PARTY("7", "5", NAMED), "f: line 5: PartySubTypeID 5 leads nowhere: row skipped\n", 0},
        {"", "", "<DistinctParty FixedRef=\"7\"/>", "f: line 5: no PartySubTypeID: row skipped\n", 0},
        {"", "", PARTY("7", "4", ""), "f: line 5: no name and no document: row skipped\n", 0},
        {"", "", PARTY("7", "4", NAMED BORN(DAY("1975", "13", "13"), "")),
         "f: line 5: Birthdate: not a date: value skipped\n", 1},
        {"", "", PARTY("7", "4", NAMED BORN(DAY("19750", "1", "1"), "")),
         "f: line 5: Birthdate: not a date: value skipped\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        struct str text = advanced(cases[i].places, cases[i].papers, cases[i].parties);
        read_all(&r, text, false);
        assert_int_equal(r.err, ERR_OK);
        assert_string_equal(r.warnings, cases[i].warning);
        assert_int_equal(r.counts.subjects, cases[i].subjects);
        assert_int_equal(r.counts.skipped, 1 - cases[i].subjects);
        assert_int_equal(r.counts.others, 0);
        arena_release(&r.arena);
        read_all(&r, text, true);
        assert_int_equal(r.err, ERR_BAD_INPUT);
        arena_release(&r.arena);
    }
}

static void an_advanced_list_that_is_out_of_order_or_hostile_is_one_error(void **state)
{
    (void)state;
    expect_error(
        advanced("", "",
                 PARTY("7", "4",
                       NAMED FEATURE("25", "<VersionLocation LocationID=\"5\"/>")) "\n<Location ID=\"5\"/>"),
        ERR_BAD_INPUT, "f: line 6: Location after what may refer to it");
    expect_error(
        advanced("<Location ID=\"1\"><LocationCountry CountryID=\"13\"/></Location><Country ID=\"5\"/>", "",
                 ""),
        ERR_BAD_INPUT, "f: line 3: Country after what may refer to it");
    expect_error(advanced("", "", "<DistinctParty><Profile>"), ERR_BAD_INPUT,
                 "f: line 5: XML: mismatched tag");
    expect_error(STR("<?xml version=\"1.0\"?>\n<!DOCTYPE Sanctions [<!ENTITY a \"b\">]>\n"
                     "<Sanctions>&a;</Sanctions>"),
                 ERR_UNSUPPORTED, "f: line 2: XML with a DOCTYPE, which is not read");
}

static void the_un_list_is_read(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR(UN(
            "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Ruslan</FIRST_NAME><SECOND_NAME> TSARIKAEV\n  A "
            "</SECOND_NAME>"
            "<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>Руслан "
            "Царикаев</NAME_ORIGINAL_SCRIPT>"
            "<NATIONALITY><VALUE>Russia</VALUE><VALUE>Georgia</VALUE></"
            "NATIONALITY><INDIVIDUAL_ALIAS><QUALITY>Low"
            "</QUALITY><ALIAS_NAME>Rusik</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY/"
            "><ALIAS_NAME/>"
            "</INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1967"
            "</FROM_YEAR><TO_YEAR>1968</TO_YEAR></"
            "INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><NOTE>30 years "
            "old</NOTE></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_PLACE_OF_BIRTH><CITY>Nazran</"
            "CITY><COUNTRY>Russia"
            "</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Numéro de passeport"
            "</TYPE_OF_DOCUMENT><NUMBER>AB12</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>")));
    assert_true(str_equal(r.subject.id, STR("XXi.001")));
    assert_value(&r, PROPERTY_NAME, 0, "Ruslan TSARIKAEV A");
    assert_value(&r, PROPERTY_NAME, 1, "Руслан Царикаев");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "Rusik");
    assert_value(&r, PROPERTY_BIRTH_DATE, 1, "1968");
    assert_value(&r, PROPERTY_BIRTH_PLACE, 0, "Nazran, Russia");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "AB12");
    assert_value(&r, PROPERTY_NATIONALITY, 1, "Georgia");
    arena_release(&r.arena);
}

/* The lists give some in words: the words are no part of the number. */
static void numbers_of_papers_are_taken_out_of_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *number;
    } cases[] = {{"Qatari passport number 00868774", "00868774"},
                 {"CAR diplomatic passport no. D00000898", "D00000898"},
                 {"Diplomatic Passport: Z30321794", "Z30321794"},
                 {"38111 0042 (Expired 25 Jan. 2016)", "38111 0042"},
                 {"Forces (FACA) identification number 911-10-77", "911-10-77"},
                 {"passport number 8208 No. 555627", "8208 555627"},
                 {"R00005943, South Sudan", "R00005943"},
                 {"K357514(4)", "K357514(4)"},
                 {"U 04765836", "U 04765836"},
                 {"ab12", "ab12"},
                 {"Qatari passport 00868774, issued 5 May 2001", "00868774"},
                 {"passport number AB 123456 Expires on 3 Jan 2019", "123456"},
                 {"AB 123456 issued in 2005", "AB 123456"},
                 {"not known", "not known"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct draft draft;
        arena_init(&arena, 4096);
        draft_begin(&draft, &arena);
        draft_add_number(&draft, PROPERTY_PASSPORT_NUMBER, STR("f"), str_of(cases[i].text));
        struct str number = draft.first[PROPERTY_PASSPORT_NUMBER]->value;
        if (!str_equal(number, str_of(cases[i].number)))
            fail_msg("%s: %.*s", cases[i].text, STR_ARG(number));
        arena_release(&arena);
    }
}

/* Some aliases are several, and some have an explanation in brackets. */
static void aliases_of_the_un_list_are_taken_apart(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r, STR(UN_NAMED("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Rusik Tsarikaev; Rusik "
                         "Tsarikayev</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY>"
                         "<ALIAS_NAME>R. (Rusik; Ruslanchik)</ALIAS_NAME></INDIVIDUAL_ALIAS>")));
    assert_value(&r, PROPERTY_ALIAS, 0, "Rusik Tsarikaev");
    assert_value(&r, PROPERTY_ALIAS, 1, "Rusik Tsarikayev");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "R. (Rusik; Ruslanchik)");
    arena_release(&r.arena);
}

static void the_eu_list_is_read(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR("<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\"><sanctionEntity "
            "euReferenceNumber=\"EU.1.1\"><subjectType "
            "code=\"enterprise\"/></sanctionEntity><sanctionEntity euReferenceNumber=\"EU.2.2\"><subjectType "
            "code=\"person\"/><nameAlias wholeName=\"Rusik\" strong=\"false\"/><nameAlias "
            "firstName=\"Ruslan\" "
            "lastName=\"Tsarikaev\" wholeName=\"\" gender=\"M\" strong=\"true\"/><nameAlias "
            "wholeName=\"Руслан "
            "Царикаев\"/><citizenship countryIso2Code=\"RU\"/><birthdate calendarType=\"GREGORIAN\" "
            "birthdate=\"1968-12-10\" city=\"Nazran\" countryIso2Code=\"00\" "
            "countryDescription=\"UNKNOWN\"/><birthdate "
            "calendarType=\"HIJRI\" year=\"1388\"/><identification identificationTypeCode=\"passport\" "
            "number=\"AB12\"/></sanctionEntity></export>"));
    assert_int_equal(r.counts.others, 1);
    assert_value(&r, PROPERTY_NAME, 0, "Ruslan Tsarikaev");
    assert_value(&r, PROPERTY_ALIAS, 0, "Руслан Царикаев");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "Rusik");
    assert_value(&r, PROPERTY_BIRTH_PLACE, 0, "Nazran");
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 1);
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_COUNTRY].n, 0);
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "AB12");
    assert_value(&r, PROPERTY_GENDER, 0, "male");
    arena_release(&r.arena);
}

/* The attributes of the file as it is published: every name is strong, what is doubtful stands in a remark.
 */
#define EU(inside)                                                                                           \
    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<export "                    \
    "xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-08-05T16:47:04.449+02:00\" "         \
    "globalFileId=\"1\"><sanctionEntity designationDetails=\"\" unitedNationId=\"\" "                        \
    "euReferenceNumber=\"EU.3.3\" logicalId=\"5\"><remark>invented</remark><subjectType code=\"person\" "    \
    "classificationCode=\"P\"/>" inside "</sanctionEntity></export>"
#define EU_NAME(whole, inside)                                                                               \
    "<nameAlias firstName=\"\" middleName=\"\" lastName=\"\" wholeName=\"" whole                             \
    "\" function=\"\" title=\"\" nameLanguage=\"EN\" strong=\"true\" logicalId=\"1\">" inside "</nameAlias>"
#define EU_BIRTH(attributes)                                                                                 \
    "<birthdate circa=\"true\" calendarType=\"GREGORIAN\" city=\"\" zipCode=\"\" " attributes                \
    " region=\"\" place=\"\" countryIso2Code=\"00\" countryDescription=\"UNKNOWN\" logicalId=\"1\"/>"

static void the_eu_list_is_read_as_published(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR(EU(EU_NAME("Rusik", "<remark>low quality alias; formerly listed as</remark>") EU_NAME(
            "Ruslan Tsarikaev",
            "<remark>Good quality a.k.a.</remark>") EU_NAME("R. Tsar", "<remark>Low quality a.k.a.</remark>")
                   EU_BIRTH("yearRangeFrom=\"1953\" yearRangeTo=\"1955\"")
                       EU_BIRTH("monthOfYear=\"8\" year=\"1961\"") EU_BIRTH("yearRangeTo=\"1980\"")
                           EU_BIRTH("") "<address city=\"Overby\" street=\"14 Larch Street\" "
                                        "poBox=\"\" zipCode=\"4221\" region=\"\" place=\"\" "
                                        "countryIso2Code=\"RU\"><contactInfo key=\"PHONE\" value=\"+7 8732 "
                                        "221344\"/><contactInfo key=\"EMAIL\" "
                                        "value=\"r@example.org\"/></address>")));
    assert_value(&r, PROPERTY_NAME, 0, "Ruslan Tsarikaev");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "Rusik");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 1, "R. Tsar");
    assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, 4);
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1953");
    assert_value(&r, PROPERTY_BIRTH_DATE, 2, "1955");
    assert_value(&r, PROPERTY_BIRTH_DATE, 3, "1961-08");
    assert_value(&r, PROPERTY_ADDRESS, 0, "14 Larch Street, Overby, 4221");
    assert_value(&r, PROPERTY_PHONE, 0, "+7 8732 221344");
    assert_value(&r, PROPERTY_EMAIL, 0, "r@example.org");
    arena_release(&r.arena);
}

static void of_an_eu_date_of_no_such_month_the_year_is_kept(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kept, *warning;
    } cases[] = {
        {EU(EU_NAME("A B", "") EU_BIRTH("monthOfYear=\"13\" year=\"1961\"")), "1961",
         "f: line 2: birthdate: month 13: the year alone is kept\n"},
        {EU(EU_NAME("A B", "") EU_BIRTH("birthdate=\"1961-31-12\"")), "1961",
         "f: line 2: birthdate: month 31: the year alone is kept\n"},
        {EU(EU_NAME("A B", "") EU_BIRTH("birthdate=\"1961-02-30\"")), "1961",
         "f: line 2: birthdate: 30 February: the year alone is kept\n"},
        {EU(EU_NAME("A B", "") EU_BIRTH("monthOfYear=\"12\" year=\"1961\"")), "1961-12", ""},
        {EU(EU_NAME("A B", "") EU_BIRTH("birthdate=\"0000-13-01\"")), NULL,
         "f: line 2: birthdate: not a date: value skipped\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        read_all(&r, str_of(cases[i].text), false);
        assert_int_equal(r.err, ERR_OK);
        assert_string_equal(r.warnings, cases[i].warning);
        assert_int_equal(r.subject.values[PROPERTY_BIRTH_DATE].n, cases[i].kept != NULL);
        if (cases[i].kept)
            assert_value(&r, PROPERTY_BIRTH_DATE, 0, cases[i].kept);
        arena_release(&r.arena);
    }
}

/* Under the headings of the file as it is published, one invented person. */
static void the_uk_list_is_read_as_published(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR("Report Date: 08-Oct-2026\nLast Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name "
            "1,"
            "Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin "
            "script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions "
            "Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line "
            "3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,"
            "Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,"
            "National Identifier additional information,Passport number,Passport additional information,"
            "Position,Gender,Town of birth,Country of birth,Type of entity\n"
            "04/08/2026,X1,1,,SORVEK,Halim,,,,,Primary Name,,,Сорвек "
            "Халим,Cyrillic,Russian,Invented,Individual,UK,Asset freeze,,,14 Larch "
            "Street,Overby,,,,,4221,Russia,+7 8732 "
            "221344,,h@example.org,01/01/2020,00/00/1975,Russia,11223344"
            ",,MB140241,issued 2010,,Male,Nazran,Russia,\n"
            "04/08/2026,X1,1,,SORVEK,Khalim,,,,,Alias,Good quality,,,,,Invented,Individual,UK\n"
            "04/08/2026,X2,2,,SORVEK TRADING,,,,,,Primary name,,,,,,Invented,Entity,UK\n"));
    assert_int_equal(r.counts.others, 1);
    assert_value(&r, PROPERTY_NAME, 0, "Halim SORVEK");
    assert_value(&r, PROPERTY_NAME, 1, "Сорвек Халим");
    assert_value(&r, PROPERTY_ALIAS, 0, "Khalim SORVEK");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1975");
    assert_value(&r, PROPERTY_ADDRESS, 0, "14 Larch Street, Overby, 4221");
    assert_value(&r, PROPERTY_PHONE, 0, "+7 8732 221344");
    assert_value(&r, PROPERTY_EMAIL, 0, "h@example.org");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "MB140241");
    arena_release(&r.arena);
}

/* The same of OFSI's consolidated list, whose first row is a date of its own. */
static void the_consolidated_list_is_read_as_published(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r, STR("Last Updated,03/06/2026\nName 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin "
                "Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of "
                "Birth,Nationality,Passport Number,Passport Details,National Identification Number,National "
                "Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address "
                "6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed "
                "On,UK Sanctions List Date Designated,Last Updated,Group ID\n"
                "SORVEK,Halim,,,,,,,,,19/06/1951,Nazran,Russia,Russia,,,,,,14 Larch Street,Overby,,,,,4221,"
                "Russia,,Individual,Primary name,,Invented,02/10/2001,31/12/2020,01/02/2021,6897\n"
                "SORVEK,Khalim,,,,,,,,,19/06/1951,,,,,,,,,,,,,,,,,,Individual,AKA,Good,Invented,,,,6897\n"));
    assert_value(&r, PROPERTY_NAME, 0, "Halim SORVEK");
    assert_value(&r, PROPERTY_ALIAS, 0, "Khalim SORVEK");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1951-06-19");
    assert_value(&r, PROPERTY_ADDRESS, 0, "14 Larch Street, Overby, 4221");
    arena_release(&r.arena);
}

static void rows_of_the_uk_list_are_put_together(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR("Report Date: 25-Nov-2026,,,,,,,\r\nUnique ID,Name 6,Name 1,Name type,Alias "
            "strength,\"Individual, "
            "Entity, Ship\",D.O.B,Passport number,Name non-latin script\r\nXXX0001,TSARIKAEV,Ruslan,Primary "
            "name,,Individual,dd/mm/1968,(1) AB12 (2) CD34,Руслан Царикаев\r\nXXX0001,RUSIK,,Alias,Low "
            "quality "
            "a.k.a.,Individual,10/12/1968,,\r\nXXX0002,A SHIP,,Primary name,,Ship,,,\r\n"));
    assert_int_equal(r.counts.others, 1);
    assert_value(&r, PROPERTY_NAME, 0, "Ruslan TSARIKAEV");
    assert_value(&r, PROPERTY_NAME, 1, "Руслан Царикаев");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "RUSIK");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1968");
    assert_value(&r, PROPERTY_BIRTH_DATE, 1, "1968-12-10");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 1, "CD34");
    arena_release(&r.arena);
}

static void the_list_of_ofsi_is_read_too(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r, STR("Last Updated,25/11/2026\r\nName 6,Name 1,DOB,Nationality,Group Type,Alias Type,Group ID\r\n"
                "TSARIKAEV,Ruslan,00/00/1968,(1) Russia (2) Georgia,Individual,Primary name,12\r\n"));
    assert_true(str_equal(r.subject.id, STR("12")));
    assert_value(&r, PROPERTY_NATIONALITY, 1, "Georgia");
    arena_release(&r.arena);
}

#define UK(inside)                                                                                           \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Designations xmlns:xsi=\"http://www.w3.org/2001/"          \
    "XMLSchema-instance\"><DateGenerated>02/09/2026</DateGenerated>\n" inside "</Designations>"
#define UK_PERSON(inside)                                                                                    \
    "<Designation><UniqueID>X1</UniqueID><OFSIGroupID>1</OFSIGroupID><Names><Name><Name1>Halim</Name1>"      \
    "<Name6>SORVEK</Name6><NameType>Primary Name</NameType></Name></Names>" inside                           \
    "<IndividualEntityShip>Individual</IndividualEntityShip></Designation>"

static void the_uk_list_is_read_as_xml(void **state)
{
    (void)state;
    struct reading r;
    expect_one(
        &r,
        STR(UK("<Designation><UniqueID>X0</UniqueID><Names><Name><Name6>A SHIP</Name6></Name></Names>"
               "<IndividualEntityShip>Ship</IndividualEntityShip></Designation>" UK_PERSON(
                   "<Names/><NonLatinNames><NonLatinName><NameNonLatinScript>Сорвек Халим"
                   "</NameNonLatinScript><NonLatinScriptType>Cyrillic</NonLatinScriptType></NonLatinName>"
                   "</NonLatinNames><RegimeName>Invented</RegimeName><Addresses><Address><AddressLine1>14 "
                   "Larch Street</AddressLine1><AddressLine6>Overby</AddressLine6><AddressPostalCode>4221"
                   "</AddressPostalCode><AddressCountry>Russia</AddressCountry></Address></Addresses>"
                   "<PhoneNumbers><PhoneNumber>+7 8732 221344</PhoneNumber></PhoneNumbers><EmailAddresses>"
                   "<EmailAddress>h@example.org</EmailAddress></EmailAddresses><IndividualDetails>"
                   "<Individual><DOBs><DOB>dd/mm/1975</DOB><DOB>19/06/1976</DOB></DOBs><Nationalities>"
                   "<Nationality>Russia</Nationality><Nationality>Georgia</Nationality></Nationalities>"
                   "<PassportDetails><Passport><PassportNumber>MB140241</PassportNumber>"
                   "<PassportAdditionalInformation>issued 2010</PassportAdditionalInformation></Passport>"
                   "</PassportDetails><NationalIdentifierDetails><NationalIdentifier>"
                   "<NationalIdentifierNumber>11223344</NationalIdentifierNumber></NationalIdentifier>"
                   "</NationalIdentifierDetails><Positions><Position>clerk</Position></Positions><Genders>"
                   "<Gender>Male</Gender></Genders><BirthDetails><Location><TownOfBirth>Nazran</TownOfBirth>"
                   "<CountryOfBirth>Russia</CountryOfBirth></Location></BirthDetails></Individual>"
                   "</IndividualDetails>"))));
    assert_int_equal(r.counts.others, 1);
    assert_true(str_equal(r.subject.id, STR("X1")));
    assert_value(&r, PROPERTY_NAME, 0, "Halim SORVEK");
    assert_value(&r, PROPERTY_NAME, 1, "Сорвек Халим");
    assert_value(&r, PROPERTY_BIRTH_DATE, 0, "1975");
    assert_value(&r, PROPERTY_BIRTH_DATE, 1, "1976-06-19");
    assert_value(&r, PROPERTY_BIRTH_PLACE, 0, "Nazran");
    assert_value(&r, PROPERTY_BIRTH_COUNTRY, 0, "Russia");
    assert_value(&r, PROPERTY_NATIONALITY, 1, "Georgia");
    assert_value(&r, PROPERTY_COUNTRY, 0, "Russia");
    assert_value(&r, PROPERTY_ADDRESS, 0, "14 Larch Street, Overby, 4221");
    assert_value(&r, PROPERTY_PHONE, 0, "+7 8732 221344");
    assert_value(&r, PROPERTY_EMAIL, 0, "h@example.org");
    assert_value(&r, PROPERTY_PASSPORT_NUMBER, 0, "MB140241");
    assert_value(&r, PROPERTY_ID_NUMBER, 0, "11223344");
    assert_value(&r, PROPERTY_GENDER, 0, "Male");
    arena_release(&r.arena);
}

static void names_of_the_uk_xml_are_told_apart_by_their_type(void **state)
{
    (void)state;
    struct reading r;
    expect_one(&r, STR(UK("<Designation><UniqueID>X1</UniqueID><Names><Name><Name1>K</Name1><Name6>SORVEK"
                          "</Name6><NameType>ALias</NameType><AliasStrength>Low quality a.k.a"
                          "</AliasStrength></Name><Name><Name6>Khalim</Name6><NameType>Alias</NameType>"
                          "<AliasStrength>Good quality a.k.a</AliasStrength></Name><Name><Name1>Halim</Name1>"
                          "<Name2>Ould</Name2><Name3>A</Name3><Name4>B</Name4><Name5>C</Name5><Name6>SORVEK"
                          "</Name6><NameType>Primary name</NameType></Name><Name><Name6>Sorveck</Name6>"
                          "<NameType>Primary Name Variation</NameType></Name><Name><NameType>Alias</NameType>"
                          "</Name></Names><IndividualEntityShip>Individual</IndividualEntityShip>"
                          "</Designation>")));
    assert_int_equal(r.subject.values[PROPERTY_NAME].n, 1);
    assert_value(&r, PROPERTY_NAME, 0, "Halim Ould A B C SORVEK");
    assert_value(&r, PROPERTY_WEAK_ALIAS, 0, "K SORVEK");
    assert_int_equal(r.subject.values[PROPERTY_ALIAS].n, 2);
    assert_value(&r, PROPERTY_ALIAS, 0, "Khalim");
    assert_value(&r, PROPERTY_ALIAS, 1, "Sorveck");
    arena_release(&r.arena);
}

static void what_is_wrong_in_the_uk_xml_is_told(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             STR(UK(UK_PERSON("<IndividualDetails><Individual><DOBs><DOB>15/08/19yy</DOB></DOBs></Individual>"
                              "</IndividualDetails>"))),
             false);
    assert_int_equal(r.counts.subjects, 1);
    assert_string_equal(r.warnings, "f: line 3: D.O.B: not a date: value skipped\n");
    arena_release(&r.arena);
    expect_skipped(STR(UK("<Designation><UniqueID>X1</UniqueID><Names/></Designation>")),
                   "f: line 3: no name and no document: row skipped\n");
    expect_error(STR(UK(UK_PERSON("<Names>"))), ERR_BAD_INPUT, "f: line 3: XML: mismatched tag");
    expect_error(STR("<?xml version=\"1.0\"?>\n<!DOCTYPE Designations [<!ENTITY a \"b\">]>\n"
                     "<Designations>&a;</Designations>"),
                 ERR_UNSUPPORTED, "f: line 2: XML with a DOCTYPE, which is not read");
}

static void xml_that_is_hostile_or_broken_is_one_error(void **state)
{
    (void)state;
    expect_error(STR("<?xml version=\"1.0\"?>\n<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "
                     "\"b\">]>\n<CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>"),
                 ERR_UNSUPPORTED, "f: line 2: XML with a DOCTYPE, which is not read");
    expect_error(STR("<CONSOLIDATED_LIST>&lol;</CONSOLIDATED_LIST>"), ERR_BAD_INPUT,
                 "f: line 1: XML: undefined entity");
    expect_error(STR("<CONSOLIDATED_LIST>\n<INDIVIDUAL><FIRST_NAME>A"), ERR_BAD_INPUT,
                 "f: line 2: XML: no element found");
    expect_error(STR("<CONSOLIDATED_LIST><INDIVIDUAL></ENTITY>"), ERR_BAD_INPUT,
                 "f: line 1: XML: mismatched tag");
    expect_error(STR("<CONSOLIDATED_LIST>\xff</CONSOLIDATED_LIST>"), ERR_BAD_INPUT,
                 "f: line 1: XML: not well-formed (invalid token)");
    expect_error(STR("<html><body>no list</body></html>"), ERR_UNSUPPORTED,
                 "f: XML or HTML of no list that is known");
}

static void xml_nested_too_deep_is_an_error(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 4096);
    buf_add_str(&text, STR("<CONSOLIDATED_LIST><INDIVIDUAL>"));
    for (int i = 0; i < 100; i++)
        buf_add_str(&text, STR("<a>"));
    expect_error(buf_str(&text), ERR_BAD_INPUT, "f: line 1: XML: elements nested too deep");
    buf_release(&text);
}

static void a_person_without_a_name_is_skipped(void **state)
{
    (void)state;
    expect_skipped(STR(UN("<INDIVIDUAL><GENDER>Male</GENDER></INDIVIDUAL>")),
                   "f: line 3: no name and no document: row skipped\n");
}

static void a_date_that_is_none_is_a_warning_and_strictly_an_error(void **state)
{
    (void)state;
    struct reading r;
    struct str text =
        STR(UN_NAMED("<INDIVIDUAL_DATE_OF_BIRTH><DATE>1968-13-40</DATE></INDIVIDUAL_DATE_OF_BIRTH>"));
    read_all(&r, text, false);
    assert_int_equal(r.counts.subjects, 1);
    assert_int_equal(r.counts.warnings, 1);
    arena_release(&r.arena);
    read_all(&r, text, true);
    assert_int_equal(r.err, ERR_BAD_INPUT);
    arena_release(&r.arena);
}

static void a_spreadsheet_that_is_not_whole_is_one_error(void **state)
{
    (void)state;
    char zip[128] = "PK\x03\x04";
    memcpy(zip + 30, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 54);
    expect_error((struct str){zip, 100}, ERR_BAD_INPUT, "f: a zip file that is not whole");
}

/* Entities, of which a list may hold thousands one after another, take no memory of the persons'. */
static void what_is_no_person_takes_no_memory(void **state)
{
    (void)state;
    struct buf text;
    struct reader *reader;
    struct arena small;
    struct subject subject;
    bool end = false;
    struct reader_options options = {.strict = true};
    buf_init(&text, 1 << 20);
    buf_add_str(&text, STR("<CONSOLIDATED_LIST>"));
    for (int i = 0; i < 2000; i++)
        buf_add_str(
            &text,
            STR("<ENTITY><FIRST_NAME>An enterprise</FIRST_NAME><COMMENTS1>of no use</COMMENTS1></ENTITY>"));
    buf_add_str(&text, STR("<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>"));
    arena_init(&small, 4096);
    assert_int_equal(reader_open_bytes(&reader, "f", buf_str(&text), &options, NULL), ERR_OK);
    assert_int_equal(reader_next(reader, &small, &subject, &end, NULL), ERR_OK);
    assert_false(end);
    assert_int_equal(reader_counts(reader).others, 2000);
    reader_close(reader);
    arena_release(&small);
    buf_release(&text);
}

static void write_text(const char *path, const struct buf *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text->bytes, 1, text->n, file), text->n);
    assert_int_equal(fclose(file), 0);
}

/* However many there are: they take several pieces of memory. */
static void aliases_beside_an_ofac_list_keep_their_order(void **state)
{
    (void)state;
    enum { ALIASES = 1000, LETTERS = 1200 };
    char folder[] = "/tmp/lists-XXXXXX", list[64], beside[64], alias[16];
    struct buf text;
    struct reader *reader;
    struct arena arena;
    struct subject subject;
    struct reader_options options = {0};
    bool end;
    assert_non_null(mkdtemp(folder));
    snprintf(list, sizeof list, "%s/sdn.csv", folder);
    snprintf(beside, sizeof beside, "%s/alt.csv", folder);
    buf_init(&text, 2 << 20);
    buf_add_str(&text, STR("7,\"DUDAROV, Aslan\",\"individual\",\"X\",-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-\n"));
    write_text(list, &text);
    buf_clear(&text);
    for (int i = 0; i < ALIASES; i++)
        buf_printf(&text, "7,%d,\"aka\",\"N%04d %0*d\",-0-\n", i, i, LETTERS, 0);
    write_text(beside, &text);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    assert_int_equal(reader_open(&reader, list, &options, NULL), ERR_OK);
    assert_int_equal(reader_next(reader, &arena, &subject, &end, NULL), ERR_OK);
    assert_int_equal(subject.values[PROPERTY_ALIAS].n, ALIASES);
    for (size_t i = 0; i < ALIASES; i++) {
        snprintf(alias, sizeof alias, "N%04zu ", i);
        if (memcmp(subject.values[PROPERTY_ALIAS].at[i].p, alias, 6) != 0)
            fail_msg("%s is not the alias in place %zu", alias, i);
    }
    reader_close(reader);
    arena_release(&arena);
    buf_release(&text);
    unlink(list);
    unlink(beside);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aliases_beside_an_ofac_list_keep_their_order),
        cmocka_unit_test(ofac_remarks_are_taken_apart),
        cmocka_unit_test(a_remark_that_words_no_date_is_a_warning),
        cmocka_unit_test(a_paper_without_a_number_is_none),
        cmocka_unit_test(kinds_of_papers_are_known_by_their_name),
        cmocka_unit_test(the_ofac_list_is_read_as_xml),
        cmocka_unit_test(names_of_the_advanced_list_are_put_together),
        cmocka_unit_test(the_advanced_list_of_ofac_is_read),
        cmocka_unit_test(periods_of_birth_are_read_as_the_older_list_words_them),
        cmocka_unit_test(what_is_wrong_in_the_advanced_list_is_told),
        cmocka_unit_test(an_advanced_list_that_is_out_of_order_or_hostile_is_one_error),
        cmocka_unit_test(the_un_list_is_read),
        cmocka_unit_test(numbers_of_papers_are_taken_out_of_words),
        cmocka_unit_test(aliases_of_the_un_list_are_taken_apart),
        cmocka_unit_test(the_eu_list_is_read),
        cmocka_unit_test(the_eu_list_is_read_as_published),
        cmocka_unit_test(of_an_eu_date_of_no_such_month_the_year_is_kept),
        cmocka_unit_test(the_uk_list_is_read_as_published),
        cmocka_unit_test(the_consolidated_list_is_read_as_published),
        cmocka_unit_test(rows_of_the_uk_list_are_put_together),
        cmocka_unit_test(the_list_of_ofsi_is_read_too),
        cmocka_unit_test(the_uk_list_is_read_as_xml),
        cmocka_unit_test(names_of_the_uk_xml_are_told_apart_by_their_type),
        cmocka_unit_test(what_is_wrong_in_the_uk_xml_is_told),
        cmocka_unit_test(xml_that_is_hostile_or_broken_is_one_error),
        cmocka_unit_test(xml_nested_too_deep_is_an_error),
        cmocka_unit_test(a_person_without_a_name_is_skipped),
        cmocka_unit_test(a_date_that_is_none_is_a_warning_and_strictly_an_error),
        cmocka_unit_test(what_is_no_person_takes_no_memory),
        cmocka_unit_test(a_spreadsheet_that_is_not_whole_is_one_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
