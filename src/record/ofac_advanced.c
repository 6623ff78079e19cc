/* OFAC advanced XML: the lists as sdn_advanced.xml and cons_advanced.xml. The Treasury's explanatory notes to
 * it give the order of its sections: reference values, locations, documents, and the parties that refer to
 * these by number. So the file is read once, and of the first three is kept what persons need: the country of
 * a place and the number of a paper.
 *
 * Its elements, and how they are filled, are taken from what reads and tests it in public:
 * opensanctions/opensanctions (datasets/us/ofac/ofac_advanced.py), archerimpact/SanctionsExplorer
 * (data/sdn_parser.py), fongkhan/Fiskr and others with trimmed records of 2026 in their tests. Each element
 * named here is in two of them or more.
 *
 * What it tells beyond the older XML are names in other scripts, whose script the text itself shows. The
 * texts of addresses, the country and dates of papers, relations and programmes are left out. */
#include "record/kept.h"
#include "record/ofac_remarks.h"
#include "record/xml_file.h"

#include <stdio.h>
#include <stdlib.h>

enum kind {
    PARTY_TYPE,
    PARTY_SUB_TYPE,
    NAME_PART_TYPE,
    FEATURE_TYPE,
    DETAIL_REFERENCE,
    PAPER_TYPE,
    PLACE_PART_TYPE,
    AREA_CODE,
    COUNTRY,
    PLACE,
    PAPER,
    PARTY,
    KINDS
};

static const char *const records[KINDS + 1] = {[PARTY_TYPE] = "PartyType",
                                               [PARTY_SUB_TYPE] = "PartySubType",
                                               [NAME_PART_TYPE] = "NamePartType",
                                               [FEATURE_TYPE] = "FeatureType",
                                               [DETAIL_REFERENCE] = "DetailReference",
                                               [PAPER_TYPE] = "IDRegDocType",
                                               [PLACE_PART_TYPE] = "LocPartType",
                                               [AREA_CODE] = "AreaCode",
                                               [COUNTRY] = "Country",
                                               [PLACE] = "Location",
                                               [PAPER] = "IDRegDocument",
                                               [PARTY] = "DistinctParty"};

struct advanced {
    void *file; /* of xml_file_open */
    struct intake *intake;
    struct kept values; /* reference values: kind and ID */
    struct kept places; /* ID: countries, an empty one where it has none */
    struct kept papers; /* property and IdentityID: numbers */
    struct kept groups; /* of the party being read, ID: NamePartTypeID */
};

static enum err keep(struct advanced *advanced, struct kept *kept, const char *what, unsigned kind,
                     struct str key, struct str value, struct fault *fault)
{
    return kept_add(kept, kind, key, value)
               ? ERR_OK
               : fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: %s after what may refer to it",
                           advanced->intake->file, advanced->intake->line, what);
}

/* The text that an attribute refers to, empty where there is no such attribute; one that leads nowhere is a
 * problem. */
static enum err refer(struct advanced *advanced, enum kind kind, const struct xml_node *node,
                      const char *attribute, struct str *text, struct fault *fault)
{
    struct kept *kept = kind == PLACE ? &advanced->places : &advanced->values;
    struct str id = xml_value(node, attribute);
    *text = STR("");
    if (!id.n || kept_find(kept, kind, id, 0, text))
        return ERR_OK;
    return intake_problem(advanced->intake, fault, "%.*s: %s %.*s leads nowhere: value skipped",
                          STR_ARG(node->name), attribute, STR_ARG(id));
}

/* --- What parties refer to --- */

static enum err take_value(struct advanced *advanced, enum kind kind, const struct xml_node *record,
                           struct fault *fault)
{
    struct str text = kind == AREA_CODE ? xml_value(record, "Description") : record->text;
    struct str id = xml_value(record, "ID");
    enum err err = keep(advanced, &advanced->values, records[kind], kind, id, text, fault);
    if (!err && kind == PARTY_SUB_TYPE)
        err = keep(advanced, &advanced->values, records[kind], kind, id, xml_value(record, "PartyTypeID"),
                   fault);
    return err;
}

/* The main wording of a part; others are in another script. */
static struct str main_value(const struct xml_node *part)
{
    const char *name = "LocationPartValue";
    const struct xml_node *at = xml_child(part, name);
    while (at && !str_equal(xml_value(at, "Primary"), STR("true")))
        at = xml_beside(at, name);
    return xml_text(at ? at : xml_child(part, name), "Value");
}

/* Of a place of which nothing but a country is told that stands as its one part, of type Unknown. */
static enum err country_as_part(struct advanced *advanced, const struct xml_node *record, struct str *country,
                                struct fault *fault)
{
    const char *name = "LocationPart";
    enum err err = ERR_OK;
    for (const struct xml_node *at = xml_child(record, name); at && !err; at = xml_beside(at, name)) {
        struct str type;
        err = refer(advanced, PLACE_PART_TYPE, at, "LocPartTypeID", &type, fault);
        if (str_equal(type, STR("Unknown")))
            *country = main_value(at);
    }
    return err;
}

static enum err country_of_place(struct advanced *advanced, const struct xml_node *record,
                                 struct str *country, struct fault *fault)
{
    const struct xml_node *at = xml_child(record, "LocationCountry");
    if (at)
        return refer(advanced, COUNTRY, at, "CountryID", country, fault);
    at = xml_child(record, "LocationAreaCode");
    return at ? refer(advanced, AREA_CODE, at, "AreaCodeID", country, fault)
              : country_as_part(advanced, record, country, fault);
}

static enum err take_place(struct advanced *advanced, const struct xml_node *record, struct fault *fault)
{
    struct str country = STR("");
    enum err err = country_of_place(advanced, record, &country, fault);
    if (str_equal_nocase(country, STR("undetermined")))
        country = STR("");
    return err ? err
               : keep(advanced, &advanced->places, records[PLACE], PLACE, xml_value(record, "ID"), country,
                      fault);
}

/* The kinds of papers are those of the remarks; others are no papers. */
static enum err take_paper(struct advanced *advanced, const struct xml_node *record, struct fault *fault)
{
    struct str type;
    enum err err = refer(advanced, PAPER_TYPE, record, "IDRegDocTypeID", &type, fault);
    enum property property = ofac_remark_property(type);
    if (err || property == PROPERTY_COUNT)
        return err;
    return keep(advanced, &advanced->papers, records[PAPER], property, xml_value(record, "IdentityID"),
                xml_text(record, "IDRegistrationNo"), fault);
}

/* --- Parties --- */

/* Where the kind is Unknown, what it is a kind of tells. */
static enum err is_person(struct advanced *advanced, const struct xml_node *profile, bool *person,
                          struct fault *fault)
{
    struct kept *values = &advanced->values;
    struct str id = profile ? xml_value(profile, "PartySubTypeID") : STR("");
    struct str type = STR("");
    struct str whole;
    bool told = kept_find(values, PARTY_SUB_TYPE, id, 0, &type);
    if (str_equal(type, STR("Unknown")))
        told = kept_find(values, PARTY_SUB_TYPE, id, 1, &whole) &&
               kept_find(values, PARTY_TYPE, whole, 0, &type);
    *person = told && str_equal(type, STR("Individual"));
    if (told)
        return ERR_OK;
    return id.n ? intake_problem(advanced->intake, fault, "PartySubTypeID %.*s leads nowhere: row skipped",
                                 STR_ARG(id))
                : intake_problem(advanced->intake, fault, "no PartySubTypeID: row skipped");
}

static enum err keep_groups(struct advanced *advanced, const struct xml_node *identity, struct fault *fault)
{
    const struct xml_node *master = xml_child(xml_child(identity, "NamePartGroups"), "MasterNamePartGroup");
    enum err err = ERR_OK;
    for (; master; master = xml_beside(master, "MasterNamePartGroup")) {
        const struct xml_node *at = xml_child(master, "NamePartGroup");
        for (; at && !err; at = xml_beside(at, "NamePartGroup"))
            err = keep(advanced, &advanced->groups, "NamePartGroup", 0, xml_value(at, "ID"),
                       xml_value(at, "NamePartTypeID"), fault);
    }
    return err;
}

static bool is_family(struct advanced *advanced, const struct xml_node *part)
{
    struct str type;
    return kept_find(&advanced->groups, 0, xml_value(part, "NamePartGroupID"), 0, &type) &&
           kept_find(&advanced->values, NAME_PART_TYPE, type, 0, &type) &&
           (str_equal(type, STR("Last Name")) || str_equal(type, STR("Maiden Name")) ||
            str_equal(type, STR("Matronymic")));
}

/* "FAMILY, Given", as the list prints it; in the order of the file where it does not tell the parts apart. */
static void add_name(struct advanced *advanced, struct draft *draft, enum property property,
                     const struct xml_node *name)
{
    const char *part = "DocumentedNamePart";
    size_t n = 0;
    for (const struct xml_node *at = xml_child(name, part); at; at = xml_beside(at, part))
        n++;
    struct str *pieces = arena_array(draft->arena, 2 * n, sizeof *pieces);
    if (!pieces)
        return; /* found at the end */
    size_t families = 0;
    size_t given = n;
    for (const struct xml_node *at = xml_child(name, part); at; at = xml_beside(at, part)) {
        const struct xml_node *value = xml_child(at, "NamePartValue");
        if (value)
            pieces[is_family(advanced, value) ? families++ : given++] = value->text;
    }
    struct str halves[] = {draft_joined(draft, pieces, families), draft_joined(draft, pieces + n, given - n)};
    draft_add_list(draft, property, name->name, halves, 2);
}

static void add_names(struct advanced *advanced, struct draft *draft, const struct xml_node *identity)
{
    const struct xml_node *alias = xml_child(identity, "Alias");
    for (; alias; alias = xml_beside(alias, "Alias")) {
        enum property property = str_equal(xml_value(alias, "Primary"), STR("true")) ? PROPERTY_NAME
                                 : str_equal(xml_value(alias, "LowQuality"), STR("true"))
                                     ? PROPERTY_WEAK_ALIAS
                                     : PROPERTY_ALIAS;
        const struct xml_node *at = xml_child(alias, "DocumentedName");
        for (; at; at = xml_beside(at, "DocumentedName"))
            add_name(advanced, draft, property, at);
    }
}

static void add_papers(struct advanced *advanced, struct draft *draft, const struct xml_node *identity)
{
    struct str id = xml_value(identity, "ID");
    struct str number;
    for (unsigned property = 0; property < PROPERTY_COUNT; property++)
        for (size_t i = 0; kept_find(&advanced->papers, property, id, i, &number); i++)
            draft_add(draft, (enum property)property, STR("IDRegDocument"), number);
}

/* What stands before a month or a day. */
static const char *hyphen(struct str number)
{
    return number.n == 0 ? "" : number.n == 1 ? "-0" : "-";
}

/* Year, month and day, of which the latter may be missing, as "1968-12-01"; what is longer is none. */
static void date_text_of(const struct xml_node *point, char text[16])
{
    struct str year = xml_text(point, "Year");
    struct str month = xml_text(point, "Month");
    struct str day = xml_text(point, "Day");
    if (year.n > 4 || month.n > 2 || day.n > 2)
        snprintf(text, 16, "?");
    else
        snprintf(text, 16, "%.*s%s%.*s%s%.*s", STR_ARG(year), hyphen(month), STR_ARG(month), hyphen(day),
                 STR_ARG(day));
}

/* From the earliest day to the latest: a whole year or month is told by its first and its last. */
static enum err add_period(struct advanced *advanced, struct draft *draft, const struct xml_node *period,
                           struct fault *fault)
{
    const struct xml_node *from = xml_child(xml_child(period, "Start"), "From");
    const struct xml_node *to = xml_child(xml_child(period, "End"), "To");
    char text[40];
    char first[16];
    char last[16];
    if (!from)
        return ERR_OK;
    date_text_of(from, first);
    date_text_of(to ? to : from, last);
    bool one = strcmp(first, last) == 0;
    int n = snprintf(text, sizeof text, "%s%s%s", first, one ? "" : " to ", one ? "" : last);
    return draft_add_dates(draft, advanced->intake, STR("Birthdate"), (struct str){text, (size_t)n}, fault);
}

/* Which properties a feature's text and the country of its place are. */
static enum property property_of_text(struct str feature)
{
    return str_equal(feature, STR("Place of Birth")) ? PROPERTY_BIRTH_PLACE : ofac_remark_property(feature);
}

static enum property property_of_place(struct str feature)
{
    static const struct {
        const char *feature;
        enum property property;
    } known[] = {{"Place of Birth", PROPERTY_BIRTH_COUNTRY},
                 {"Nationality Country", PROPERTY_NATIONALITY},
                 {"Citizenship Country", PROPERTY_NATIONALITY},
                 {"Location", PROPERTY_COUNTRY}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_equal(feature, str_of(known[i].feature)))
            return known[i].property;
    return PROPERTY_COUNT;
}

static enum err add_text(struct advanced *advanced, struct draft *draft, struct str feature,
                         const struct xml_node *version, struct fault *fault)
{
    enum property property = property_of_text(feature);
    const struct xml_node *at = xml_child(version, "VersionDetail");
    struct str text;
    if (property == PROPERTY_COUNT || !at)
        return ERR_OK;
    enum err err = refer(advanced, DETAIL_REFERENCE, at, "DetailReferenceID", &text, fault);
    draft_add(draft, property, feature, text.n ? text : at->text);
    return err;
}

static enum err add_place(struct advanced *advanced, struct draft *draft, struct str feature,
                          const struct xml_node *version, struct fault *fault)
{
    enum property property = property_of_place(feature);
    const struct xml_node *at = xml_child(version, "VersionLocation");
    struct str country;
    if (property == PROPERTY_COUNT || !at)
        return ERR_OK;
    enum err err = refer(advanced, PLACE, at, "LocationID", &country, fault);
    draft_add(draft, property, feature, country);
    return err;
}

static enum err add_feature(struct advanced *advanced, struct draft *draft, const struct xml_node *feature,
                            struct fault *fault)
{
    const char *name = "FeatureVersion";
    struct str type;
    enum err err = refer(advanced, FEATURE_TYPE, feature, "FeatureTypeID", &type, fault);
    for (const struct xml_node *at = xml_child(feature, name); at && !err; at = xml_beside(at, name)) {
        if (str_equal(type, STR("Birthdate")))
            err = add_period(advanced, draft, xml_child(at, "DatePeriod"), fault);
        if (!err)
            err = add_text(advanced, draft, type, at, fault);
        if (!err)
            err = add_place(advanced, draft, type, at, fault);
    }
    return err;
}

static enum err take_party(struct advanced *advanced, const struct xml_node *record, struct draft *draft,
                           struct str *id, enum row *row, struct fault *fault)
{
    const struct xml_node *profile = xml_child(record, "Profile");
    bool person = false;
    enum err err = is_person(advanced, profile, &person, fault);
    *row = person ? ROW_PERSON : advanced->intake->row_problems ? ROW_SKIPPED : ROW_OTHER;
    if (err || !person)
        return err;
    *id = xml_value(record, "FixedRef");
    kept_clear(&advanced->groups);
    const struct xml_node *at = xml_child(profile, "Identity");
    for (; at && !err; at = xml_beside(at, "Identity"))
        err = keep_groups(advanced, at, fault);
    for (at = xml_child(profile, "Identity"); at && !err; at = xml_beside(at, "Identity")) {
        add_names(advanced, draft, at);
        add_papers(advanced, draft, at);
    }
    for (at = xml_child(profile, "Feature"); at && !err; at = xml_beside(at, "Feature"))
        err = add_feature(advanced, draft, at, fault);
    return err;
}

static enum err take_kind(struct advanced *advanced, const struct xml_node *record, struct draft *draft,
                          struct str *id, enum row *row, struct fault *fault)
{
    unsigned kind = 0;
    while (kind < PARTY && !str_equal(record->name, str_of(records[kind])))
        kind++;
    if (kind == PARTY)
        return take_party(advanced, record, draft, id, row, fault);
    *row = ROW_NOTHING;
    return kind == PLACE   ? take_place(advanced, record, fault)
           : kind == PAPER ? take_paper(advanced, record, fault)
                           : take_value(advanced, (enum kind)kind, record, fault);
}

static enum err take(void *context, const struct xml_node *record, struct intake *intake, struct draft *draft,
                     struct str *id, enum row *row, struct fault *fault)
{
    struct advanced *advanced = context;
    enum err err = take_kind(advanced, record, draft, id, row, fault);
    /* Where memory ended while something was sought, it was not found. */
    bool starved = arena_failed(&advanced->values.arena) || arena_failed(&advanced->places.arena) ||
                   arena_failed(&advanced->papers.arena) || arena_failed(&advanced->groups.arena);
    return starved ? fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line) : err;
}

/* --- The format --- */

static bool begins(struct str start)
{
    return str_equal(xml_root(start), STR("Sanctions"));
}

static enum err open_advanced(void **state, struct format_source *source, struct fault *fault)
{
    struct advanced *advanced = calloc(1, sizeof *advanced);
    if (!advanced)
        return fault_set(fault, ERR_NO_MEMORY, "%s", source->intake->file);
    *state = advanced;
    advanced->intake = source->intake;
    kept_init(&advanced->values);
    kept_init(&advanced->places);
    kept_init(&advanced->papers);
    kept_init(&advanced->groups);
    return xml_file_open(&advanced->file, source, records, take, advanced, fault);
}

static enum err next_person(void *state, struct arena *arena, struct subject *subject, enum row *row,
                            bool *end, struct fault *fault)
{
    return xml_file_next(((struct advanced *)state)->file, arena, subject, row, end, fault);
}

static void close_advanced(void *state)
{
    struct advanced *advanced = state;
    if (!advanced)
        return;
    xml_file_close(advanced->file);
    kept_release(&advanced->values);
    kept_release(&advanced->places);
    kept_release(&advanced->papers);
    kept_release(&advanced->groups);
    free(advanced);
}

const struct format format_ofac_advanced = {begins, open_advanced, next_person, close_advanced};
