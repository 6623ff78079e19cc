/* Xml: the records of an XML file, one after another, each as a small tree.
 *
 * A record is an element of a given name; what stands outside records is passed
 * over. Read by expat. A DOCTYPE is refused, so that there are no entities to
 * expand; depth and the text of a record are bounded, and a record by the arena. Names are
 * local (no prefix), white space within texts is one blank. */
#ifndef LIAISON_RECORD_XML_H
#define LIAISON_RECORD_XML_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct xml_attribute {
    struct str name;
    struct str value;
};

struct xml_node {
    struct str name;
    struct str text; /* its own and that of the elements in it; empty where it has elements only */
    struct xml_attribute *attributes;
    size_t attributes_n;
    struct xml_node *first; /* the elements in it */
    struct xml_node *next;  /* beside it */
};

/* Where the bytes come from: the next of them, borrowed until the next call. */
struct xml_source {
    enum err (*read)(void *context, struct str *bytes, bool *end, struct fault *fault);
    void *context;
    const char *name; /* for messages; borrowed */
};

struct xml;

/* Opens over a source, for records of these names (a list that NULL ends, static). */
enum err xml_open(struct xml **xml, struct xml_source source, const char *const *records,
                  struct fault *fault) MUST_USE;

/* The next record, all in the arena, and the line on which it begins. *end is
 * true after the last. BAD_INPUT names line and error, UNSUPPORTED a DOCTYPE:
 * reading cannot go on after either. */
enum err xml_next(struct xml *xml, struct arena *arena, struct xml_node **record, size_t *line, bool *end,
                  struct fault *fault) MUST_USE;

/* NULL-safe. */
void xml_close(struct xml *xml);

/* The first element of the name in a node, or NULL; the next of the name beside one. */
const struct xml_node *xml_child(const struct xml_node *node, const char *name);
const struct xml_node *xml_beside(const struct xml_node *node, const char *name);

/* The text of the first element of the name, or the value of the attribute; empty where there is none. */
struct str xml_text(const struct xml_node *node, const char *name);
struct str xml_value(const struct xml_node *node, const char *name);

/* The local name of the root element of a text that begins like this, empty where it is no XML. */
struct str xml_root(struct str start);

#endif
