/* UK XML: the UK sanctions list as UK-Sanctions-List.xml (FCDO). No schema of it is published. Its elements,
 * and how they are filled, are taken from what reads and tests it in public: opensanctions/opensanctions
 * (datasets/gb/fcdo_sanctions), Babystep-Technologies/active_sanction, LingSX0916/UKFinnovatorT2 (all paths
 * that occur in the file), and others with trimmed records of 2026 in their tests. Each element named here is
 * in two of them or more. */
#include "record/uk.h"
#include "record/xml_file.h"

static const char *const records[] = {"Designation", NULL};

/* Where values stand: in each "list" / "item" of a node, in its own text or that of "field". */
struct place {
    const char *list;
    const char *item;
    const char *field; /* NULL: the item's own */
    enum property property;
};

static const struct place of_everybody[] = {
    {"NonLatinNames", "NonLatinName", "NameNonLatinScript", PROPERTY_NAME},
    {"Addresses", "Address", "AddressCountry", PROPERTY_COUNTRY},
    {"PhoneNumbers", "PhoneNumber", NULL, PROPERTY_PHONE},
    {"EmailAddresses", "EmailAddress", NULL, PROPERTY_EMAIL},
};

static const struct place of_persons[] = {
    {"BirthDetails", "Location", "TownOfBirth", PROPERTY_BIRTH_PLACE},
    {"BirthDetails", "Location", "CountryOfBirth", PROPERTY_BIRTH_COUNTRY},
    {"Nationalities", "Nationality", NULL, PROPERTY_NATIONALITY},
    {"PassportDetails", "Passport", "PassportNumber", PROPERTY_PASSPORT_NUMBER},
    {"NationalIdentifierDetails", "NationalIdentifier", "NationalIdentifierNumber", PROPERTY_ID_NUMBER},
    {"Genders", "Gender", NULL, PROPERTY_GENDER},
};

static void add_all(struct draft *draft, const struct xml_node *node, const struct place *places, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct xml_node *at = xml_child(xml_child(node, places[i].list), places[i].item);
        for (; at; at = xml_beside(at, places[i].item))
            uk_add_values(draft, places[i].property,
                          places[i].field ? xml_text(at, places[i].field) : at->text);
    }
}

/* The texts of these elements of a node. */
static void texts(const struct xml_node *node, const char *const *names, size_t n, struct str *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = xml_text(node, names[i]);
}

/* Names 1 to 5 come before name 6, the family's. */
static void add_names(struct draft *draft, const struct xml_node *record)
{
    static const char *const names[] = {"Name1", "Name2", "Name3", "Name4", "Name5", "Name6"};
    enum { N = sizeof names / sizeof *names };
    struct str parts[N];
    const struct xml_node *at = xml_child(xml_child(record, "Names"), "Name");
    for (; at; at = xml_beside(at, "Name")) {
        texts(at, names, N, parts);
        draft_add_joined(draft, uk_name_property(xml_text(at, "NameType"), xml_text(at, "AliasStrength")),
                         at->name, parts, N);
    }
}

static void add_addresses(struct draft *draft, const struct xml_node *record)
{
    static const char *const names[] = {"AddressLine1", "AddressLine2", "AddressLine3",     "AddressLine4",
                                        "AddressLine5", "AddressLine6", "AddressPostalCode"};
    enum { N = sizeof names / sizeof *names };
    struct str lines[N];
    const struct xml_node *at = xml_child(xml_child(record, "Addresses"), "Address");
    for (; at; at = xml_beside(at, "Address")) {
        texts(at, names, N, lines);
        draft_add_list(draft, PROPERTY_ADDRESS, at->name, lines, N);
    }
}

static enum err add_dates(struct draft *draft, struct intake *intake, const struct xml_node *person,
                          struct fault *fault)
{
    enum err err = ERR_OK;
    const struct xml_node *at = xml_child(xml_child(person, "DOBs"), "DOB");
    for (; at && !err; at = xml_beside(at, "DOB"))
        err = uk_add_dates(draft, intake, at->text, fault);
    return err;
}

static enum err take(void *context, const struct xml_node *record, struct intake *intake, struct draft *draft,
                     struct str *id, enum row *row, struct fault *fault)
{
    (void)context;
    enum err err = ERR_OK;
    if (!uk_is_person(xml_text(record, "IndividualEntityShip"))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    *id = xml_text(record, "UniqueID");
    add_names(draft, record);
    add_addresses(draft, record);
    add_all(draft, record, of_everybody, sizeof of_everybody / sizeof *of_everybody);
    const struct xml_node *person = xml_child(xml_child(record, "IndividualDetails"), "Individual");
    for (; person && !err; person = xml_beside(person, "Individual")) {
        add_all(draft, person, of_persons, sizeof of_persons / sizeof *of_persons);
        err = add_dates(draft, intake, person, fault);
    }
    return err;
}

static bool begins(struct str start)
{
    return str_equal(xml_root(start), STR("Designations"));
}

static enum err open_uk(void **state, struct format_source *source, struct fault *fault)
{
    return xml_file_open(state, source, records, take, NULL, fault);
}

const struct format format_uk_xml = {begins, open_uk, xml_file_next, xml_file_close};
