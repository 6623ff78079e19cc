/* OFAC XML: the SDN list as sdn.xml (schema: sdn.xsd of the US Treasury). */
#include "record/ofac_remarks.h"
#include "record/xml_file.h"

static const char *const records[] = {"sdnEntry", NULL};

/* "FAMILY, Given", as the list prints it. */
static void add_name(struct draft *draft, enum property property, const struct xml_node *node)
{
    struct str parts[] = {xml_text(node, "lastName"), xml_text(node, "firstName")};
    draft_add_list(draft, property, node->name, parts, 2);
}

/* Of each element "list" / "item" the text of "value". */
static void add_all(struct draft *draft, enum property property, const struct xml_node *record,
                    const char *list, const char *item, const char *value)
{
    const struct xml_node *all = xml_child(record, list);
    for (const struct xml_node *at = xml_child(all, item); at; at = xml_beside(at, item))
        draft_add(draft, property, at->name, xml_text(at, value));
}

static void add_aliases(struct draft *draft, const struct xml_node *record)
{
    const struct xml_node *all = xml_child(record, "akaList");
    for (const struct xml_node *at = xml_child(all, "aka"); at; at = xml_beside(at, "aka")) {
        bool weak = str_equal_nocase(xml_text(at, "category"), STR("weak"));
        add_name(draft, weak ? PROPERTY_WEAK_ALIAS : PROPERTY_ALIAS, at);
    }
}

/* The kinds of papers are those of the remarks; others are no papers. */
static void add_documents(struct draft *draft, const struct xml_node *record)
{
    const struct xml_node *all = xml_child(record, "idList");
    for (const struct xml_node *at = xml_child(all, "id"); at; at = xml_beside(at, "id")) {
        enum property property = ofac_remark_property(xml_text(at, "idType"));
        if (property != PROPERTY_COUNT)
            draft_add(draft, property, at->name, xml_text(at, "idNumber"));
    }
}

static enum err add_dates(struct draft *draft, struct intake *intake, const struct xml_node *record,
                          struct fault *fault)
{
    const char *item = "dateOfBirthItem";
    const struct xml_node *all = xml_child(record, "dateOfBirthList");
    enum err err = ERR_OK;
    for (const struct xml_node *at = xml_child(all, item); at && !err; at = xml_beside(at, item))
        err = draft_add_dates(draft, intake, at->name, xml_text(at, "dateOfBirth"), fault);
    return err;
}

static enum err take(void *context, const struct xml_node *record, struct intake *intake, struct draft *draft,
                     struct str *id, enum row *row, struct fault *fault)
{
    (void)context;
    if (!str_equal_nocase(xml_text(record, "sdnType"), STR("Individual"))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    *id = xml_text(record, "uid");
    add_name(draft, PROPERTY_NAME, record);
    add_aliases(draft, record);
    add_documents(draft, record);
    add_all(draft, PROPERTY_BIRTH_PLACE, record, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth");
    add_all(draft, PROPERTY_NATIONALITY, record, "nationalityList", "nationality", "country");
    add_all(draft, PROPERTY_NATIONALITY, record, "citizenshipList", "citizenship", "country");
    add_all(draft, PROPERTY_COUNTRY, record, "addressList", "address", "country");
    return add_dates(draft, intake, record, fault);
}

static bool begins(struct str start)
{
    return str_equal(xml_root(start), STR("sdnList"));
}

static enum err open_ofac(void **state, struct format_source *source, struct fault *fault)
{
    return xml_file_open(state, source, records, take, NULL, fault);
}

const struct format format_ofac_xml = {begins, open_ofac, xml_file_next, xml_file_close};
