/* Xml: records as trees. See xml.h. */
#include "record/xml.h"

#include "base/buf.h"

#include <expat.h>
#include <stdlib.h>

enum { DEPTH_MAX = 64, TEXT_BYTES = 16 * 1024 * 1024, CHUNK = 64 * 1024 };

/* An open element. */
struct open_element {
    struct xml_node *node; /* NULL outside records */
    struct xml_node *last; /* of its elements */
    size_t text_at;        /* where its text begins */
    bool has_text;         /* of its own */
};

struct xml {
    struct xml_source source;
    const char *const *records;
    XML_Parser parser;
    struct arena *arena; /* of the record being read */
    struct open_element open[DEPTH_MAX];
    size_t depth;
    size_t record_depth; /* of the record being read, 0: none */
    struct xml_node *done;
    size_t line;
    struct buf text;
    enum err err; /* found by a handler, which cannot return it */
    struct fault fault;
    bool suspended;
    bool ended;
};

static struct str local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return str_of(colon ? colon + 1 : name);
}

static bool is_record(const struct xml *xml, struct str name)
{
    for (const char *const *at = xml->records; *at; at++)
        if (str_equal(name, str_of(*at)))
            return true;
    return false;
}

static void fail(struct xml *xml, enum err err, const char *what)
{
    if (xml->err == ERR_OK)
        xml->err = fault_set(&xml->fault, err, "%s: line %lu: %s", xml->source.name,
                             (unsigned long)XML_GetCurrentLineNumber(xml->parser), what);
    XML_StopParser(xml->parser, XML_FALSE);
}

static struct str keep(struct arena *arena, struct str s)
{
    char *copy = arena_copy(arena, s.p, s.n);
    return copy ? (struct str){copy, s.n} : STR("");
}

/* Without white space at its ends, and one blank for each run of it within. */
static struct str keep_text(struct arena *arena, struct str s)
{
    s = str_trim(s);
    char *copy = arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; copy && i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r';
        if (!blank)
            copy[n++] = s.p[i];
        else if (n && copy[n - 1] != ' ')
            copy[n++] = ' ';
    }
    return copy ? (struct str){copy, n} : STR("");
}

static void read_attributes(struct xml *xml, struct xml_node *node, const XML_Char **attributes)
{
    size_t n = 0;
    while (attributes[2 * n])
        n++;
    if (n == 0)
        return;
    node->attributes = arena_array(xml->arena, n, sizeof *node->attributes);
    for (size_t i = 0; node->attributes && i < n; i++)
        node->attributes[i] = (struct xml_attribute){keep(xml->arena, local_name(attributes[2 * i])),
                                                     keep_text(xml->arena, str_of(attributes[2 * i + 1]))};
    node->attributes_n = node->attributes ? n : 0;
}

static struct xml_node *new_node(struct xml *xml, struct str name, const XML_Char **attributes)
{
    struct xml_node *node = arena_alloc(xml->arena, sizeof *node);
    if (!node)
        return NULL;
    node->name = keep(xml->arena, name);
    node->text = STR("");
    read_attributes(xml, node, attributes);
    return arena_failed(xml->arena) ? NULL : node;
}

static void hang_in(struct xml *xml, struct xml_node *node)
{
    struct open_element *parent = &xml->open[xml->depth - 2];
    if (!parent->node)
        return;
    if (parent->last)
        parent->last->next = node;
    else
        parent->node->first = node;
    parent->last = node;
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = context;
    struct str local = local_name(name);
    if (xml->err != ERR_OK)
        return;
    if (xml->depth >= DEPTH_MAX) {
        fail(xml, ERR_BAD_INPUT, "XML: elements nested too deep");
        return;
    }
    struct open_element *open = &xml->open[xml->depth++];
    *open = (struct open_element){.text_at = xml->text.n};
    if (!xml->record_depth && is_record(xml, local)) {
        xml->record_depth = xml->depth;
        xml->line = (size_t)XML_GetCurrentLineNumber(xml->parser);
    }
    if (!xml->record_depth)
        return;
    open->node = new_node(xml, local, attributes);
    if (!open->node)
        fail(xml, ERR_NO_MEMORY, "a record over what memory allows");
    else if (xml->depth > 1)
        hang_in(xml, open->node);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
    struct xml *xml = context;
    (void)name;
    if (xml->err != ERR_OK || xml->depth == 0)
        return;
    struct open_element *open = &xml->open[--xml->depth];
    if (open->node && (open->has_text || !open->node->first)) {
        struct str text = {xml->text.bytes ? xml->text.bytes + open->text_at : "",
                           xml->text.n - open->text_at};
        open->node->text = keep_text(xml->arena, text);
    }
    if (xml->record_depth != xml->depth + 1)
        return;
    xml->record_depth = 0;
    buf_clear(&xml->text);
    xml->done = open->node;
    if (arena_failed(xml->arena))
        fail(xml, ERR_NO_MEMORY, "a record over what memory allows");
    else
        XML_StopParser(xml->parser, XML_TRUE);
}

static void XMLCALL on_text(void *context, const XML_Char *text, int n)
{
    struct xml *xml = context;
    struct str s = {text, (size_t)n};
    if (!xml->record_depth || xml->err != ERR_OK)
        return;
    buf_add_str(&xml->text, s);
    if (str_trim(s).n)
        xml->open[xml->depth - 1].has_text = true;
    if (buf_error(&xml->text) == ERR_NO_MEMORY)
        fail(xml, ERR_NO_MEMORY, "a record over what memory allows");
    else if (buf_failed(&xml->text))
        fail(xml, ERR_TOO_LARGE, "XML: a record over 16 MB");
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public_id, int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    fail(context, ERR_UNSUPPORTED, "XML with a DOCTYPE, which is not read");
}

enum err xml_open(struct xml **out, struct xml_source source, const char *const *records, struct fault *fault)
{
    *out = NULL;
    struct xml *xml = calloc(1, sizeof *xml);
    if (!xml)
        return fault_set(fault, ERR_NO_MEMORY, "%s", source.name);
    xml->source = source;
    xml->records = records;
    buf_init(&xml->text, TEXT_BYTES);
    xml->parser = XML_ParserCreate(NULL);
    if (!xml->parser) {
        xml_close(xml);
        return fault_set(fault, ERR_NO_MEMORY, "%s", source.name);
    }
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    *out = xml;
    return ERR_OK;
}

/* Hands the parser its next bytes. */
static enum err feed(struct xml *xml, enum XML_Status *status, struct fault *fault)
{
    struct str bytes = STR("");
    enum err err = xml->source.read(xml->source.context, &bytes, &xml->ended, fault);
    if (err)
        return err;
    if (bytes.n > CHUNK * 64)
        return fault_set(fault, ERR_BUG, "%s: %zu bytes at once", xml->source.name, bytes.n);
    void *room = XML_GetBuffer(xml->parser, (int)bytes.n + 1);
    if (!room)
        return fault_set(fault, ERR_NO_MEMORY, "%s", xml->source.name);
    if (bytes.n)
        memcpy(room, bytes.p, bytes.n);
    *status = XML_ParseBuffer(xml->parser, (int)bytes.n, xml->ended);
    return ERR_OK;
}

static enum err tell_broken(const struct xml *xml, struct fault *fault)
{
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (code == XML_ERROR_NO_MEMORY)
        return fault_set(fault, ERR_NO_MEMORY, "%s", xml->source.name);
    return fault_set(fault, ERR_BAD_INPUT, "%s: line %lu: XML: %s", xml->source.name,
                     (unsigned long)XML_GetCurrentLineNumber(xml->parser), XML_ErrorString(code));
}

enum err xml_next(struct xml *xml, struct arena *arena, struct xml_node **record, size_t *line, bool *end,
                  struct fault *fault)
{
    xml->arena = arena;
    xml->done = NULL;
    *end = false;
    while (!xml->done) {
        enum XML_Status status = XML_STATUS_OK;
        if (xml->err == ERR_OK && !xml->suspended && xml->ended) {
            *end = true;
            return ERR_OK;
        }
        enum err err = xml->err;
        if (err == ERR_OK && xml->suspended)
            status = XML_ResumeParser(xml->parser);
        else if (err == ERR_OK)
            err = feed(xml, &status, fault);
        if (err && xml->err == ERR_OK)
            return err;
        if (status == XML_STATUS_ERROR && xml->err == ERR_OK)
            xml->err = tell_broken(xml, &xml->fault);
        if (xml->err != ERR_OK) {
            if (fault)
                *fault = xml->fault;
            return xml->err;
        }
        xml->suspended = status == XML_STATUS_SUSPENDED;
    }
    *record = xml->done;
    *line = xml->line;
    return ERR_OK;
}

void xml_close(struct xml *xml)
{
    if (!xml)
        return;
    if (xml->parser)
        XML_ParserFree(xml->parser);
    buf_release(&xml->text);
    free(xml);
}

const struct xml_node *xml_beside(const struct xml_node *node, const char *name)
{
    for (node = node->next; node; node = node->next)
        if (str_equal(node->name, str_of(name)))
            return node;
    return NULL;
}

const struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
    if (!node || !node->first)
        return NULL;
    return str_equal(node->first->name, str_of(name)) ? node->first : xml_beside(node->first, name);
}

struct str xml_text(const struct xml_node *node, const char *name)
{
    const struct xml_node *child = xml_child(node, name);
    return child ? child->text : STR("");
}

struct str xml_value(const struct xml_node *node, const char *name)
{
    for (size_t i = 0; i < node->attributes_n; i++)
        if (str_equal(node->attributes[i].name, str_of(name)))
            return node->attributes[i].value;
    return STR("");
}

/* What stands behind the end of a comment, empty where it does not end here. */
static struct str behind_comment(struct str start)
{
    for (size_t i = 4; i + 3 <= start.n; i++)
        if (memcmp(start.p + i, "-->", 3) == 0)
            return (struct str){start.p + i + 3, start.n - i - 3};
    return STR("");
}

static bool begins_with(struct str s, const char *text)
{
    struct str beginning = str_of(text);
    return s.n >= beginning.n && memcmp(s.p, beginning.p, beginning.n) == 0;
}

/* The name that a tag begins with, or, of a DOCTYPE, that it is for. */
static struct str name_in(struct str tag)
{
    size_t n = 0;
    while (n < tag.n && !memchr(" \t\r\n/>[", tag.p[n], 7))
        n++;
    const char *colon = n ? memchr(tag.p, ':', n) : NULL;
    return colon ? (struct str){colon + 1, (size_t)(tag.p + n - colon - 1)} : (struct str){tag.p, n};
}

struct str xml_root(struct str start)
{
    for (start = str_trim(start); start.n > 9 && start.p[0] == '<'; start = str_trim(start)) {
        if (begins_with(start, "<!DOCTYPE"))
            return name_in(str_trim((struct str){start.p + 9, start.n - 9}));
        if (begins_with(start, "<!--"))
            start = behind_comment(start);
        else if (start.p[1] == '?')
            (void)str_cut(&start, '>');
        else
            return name_in((struct str){start.p + 1, start.n - 1});
        if (!start.p)
            break;
    }
    return STR("");
}
