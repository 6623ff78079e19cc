/* UN XML: the consolidated list of the Security Council (schema: sc-sanctions.xsd
 * beside the list on un.org). */
#include "record/xml_file.h"

static const char *const records[] = {"INDIVIDUAL", "ENTITY", NULL};

static struct str field(const struct xml_node *node)
{
    return node->name;
}

/* All texts of the elements "outer" / "inner" as values of a property. */
static void add_all(struct draft *draft, enum property property, const struct xml_node *record,
                    const char *outer, const char *inner)
{
    for (const struct xml_node *at = xml_child(record, outer); at; at = xml_beside(at, outer))
        for (const struct xml_node *in = xml_child(at, inner); in; in = xml_beside(in, inner))
            draft_add(draft, property, field(at), in->text);
}

static void add_names(struct draft *draft, const struct xml_node *record)
{
    struct str parts[] = {xml_text(record, "FIRST_NAME"), xml_text(record, "SECOND_NAME"),
                          xml_text(record, "THIRD_NAME"), xml_text(record, "FOURTH_NAME")};
    draft_add_joined(draft, PROPERTY_NAME, STR("FIRST_NAME"), parts, sizeof parts / sizeof *parts);
    draft_add(draft, PROPERTY_NAME, STR("NAME_ORIGINAL_SCRIPT"), xml_text(record, "NAME_ORIGINAL_SCRIPT"));
}

/* Some aliases are several, with a semicolon between; one in brackets parts none. */
static void add_alias(struct draft *draft, enum property property, const struct xml_node *at)
{
    struct str text = xml_text(at, "ALIAS_NAME");
    size_t start = 0;
    int depth = 0;
    for (size_t i = 0; i < text.n; i++) {
        depth += text.p[i] == '(' ? 1 : text.p[i] == ')' && depth ? -1 : 0;
        if (text.p[i] != ';' || depth)
            continue;
        draft_add(draft, property, field(at), (struct str){text.p + start, i - start});
        start = i + 1;
    }
    draft_add(draft, property, field(at), (struct str){text.p + start, text.n - start});
}

static enum err add_aliases(struct draft *draft, const struct xml_node *record, struct fault *fault)
{
    const char *name = "INDIVIDUAL_ALIAS";
    enum err err = ERR_OK;
    for (const struct xml_node *at = xml_child(record, name); at && !err; at = xml_beside(at, name)) {
        bool weak = str_equal_nocase(xml_text(at, "QUALITY"), STR("Low"));
        add_alias(draft, weak ? PROPERTY_WEAK_ALIAS : PROPERTY_ALIAS, at);
        /* Some have a date of their own, in any words. */
        err = draft_add_dates(draft, NULL, field(at), xml_text(at, "DATE_OF_BIRTH"), fault);
    }
    return err;
}

static enum err add_dates(struct draft *draft, struct intake *intake, const struct xml_node *record,
                          struct fault *fault)
{
    const char *name = "INDIVIDUAL_DATE_OF_BIRTH";
    enum err err = ERR_OK;
    for (const struct xml_node *at = xml_child(record, name); at && !err; at = xml_beside(at, name)) {
        struct str from = xml_text(at, "FROM_YEAR");
        struct str to = xml_text(at, "TO_YEAR");
        struct str date = xml_text(at, "DATE").n ? xml_text(at, "DATE") : xml_text(at, "YEAR");
        /* Where a note stands for the date, it may be words of any kind. */
        if (from.n && to.n)
            err = draft_add_years(draft, intake, field(at), from, to, fault);
        else
            err = date.n ? draft_add_dates(draft, intake, field(at), date, fault)
                         : draft_add_dates(draft, NULL, field(at), xml_text(at, "NOTE"), fault);
    }
    return err;
}

static void add_places(struct draft *draft, const struct xml_node *record)
{
    const char *name = "INDIVIDUAL_PLACE_OF_BIRTH";
    for (const struct xml_node *at = xml_child(record, name); at; at = xml_beside(at, name)) {
        struct str parts[] = {xml_text(at, "STREET"), xml_text(at, "CITY"), xml_text(at, "STATE_PROVINCE"),
                              xml_text(at, "COUNTRY")};
        draft_add_list(draft, PROPERTY_BIRTH_PLACE, field(at), parts, sizeof parts / sizeof *parts);
        draft_add(draft, PROPERTY_BIRTH_COUNTRY, field(at), xml_text(at, "COUNTRY"));
    }
}

static void add_documents(struct draft *draft, const struct xml_node *record)
{
    const char *name = "INDIVIDUAL_DOCUMENT";
    for (const struct xml_node *at = xml_child(record, name); at; at = xml_beside(at, name)) {
        struct str type = xml_text(at, "TYPE_OF_DOCUMENT");
        bool passport = str_holds_nocase(type, STR("passport")) || str_holds_nocase(type, STR("passeport")) ||
                        str_holds_nocase(type, STR("pasaporte"));
        draft_add_number(draft, passport ? PROPERTY_PASSPORT_NUMBER : PROPERTY_ID_NUMBER, field(at),
                         xml_text(at, "NUMBER"));
    }
}

static enum err take(void *context, const struct xml_node *record, struct intake *intake, struct draft *draft,
                     struct str *id, enum row *row, struct fault *fault)
{
    (void)context;
    if (str_equal(record->name, STR("ENTITY"))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    *id = xml_text(record, "REFERENCE_NUMBER").n ? xml_text(record, "REFERENCE_NUMBER")
                                                 : xml_text(record, "DATAID");
    add_names(draft, record);
    add_places(draft, record);
    add_documents(draft, record);
    add_all(draft, PROPERTY_NATIONALITY, record, "NATIONALITY", "VALUE");
    add_all(draft, PROPERTY_COUNTRY, record, "INDIVIDUAL_ADDRESS", "COUNTRY");
    draft_add(draft, PROPERTY_GENDER, STR("GENDER"), xml_text(record, "GENDER"));
    enum err err = add_aliases(draft, record, fault);
    return err ? err : add_dates(draft, intake, record, fault);
}

static bool begins(struct str start)
{
    return str_equal(xml_root(start), STR("CONSOLIDATED_LIST"));
}

static enum err open_un(void **state, struct format_source *source, struct fault *fault)
{
    return xml_file_open(state, source, records, take, NULL, fault);
}

const struct format format_un_xml = {begins, open_un, xml_file_next, xml_file_close};
