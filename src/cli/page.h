/* Page: what a person reads, made of queries. A page is named parts, each a query
 * of sql/page/: its rows become objects, a column a key. Columns that columns.def
 * lists are written as it says (times, days, people, desks). A column "FIELD@KEY"
 * (or "FIELD@") holds the sequence of an event and becomes, under KEY, the
 * value of that field; one that was erased is left out. Every query is given :now,
 * :person (who reads), :section (his), :all (1: he may see every section's names) and :id. */
#ifndef LIAISON_CLI_PAGE_H
#define LIAISON_CLI_PAGE_H

#include "cli/verb.h"
#include "desk/task.h"

#include <jansson.h>

struct page_part {
    const char *key;   /* NULL: the query's one row itself, its keys those of the page */
    const char *query; /* "page/file_flags" */
};

/* The rows of one query, as an array; *rows is the caller's. */
enum err page_rows(struct task *task, const char *query, int64_t id, json_t **rows) MUST_USE;

/* The rows of a query by one text, bound as :key. */
enum err page_rows_of(struct task *task, const char *query, struct str key, json_t **rows) MUST_USE;

/* The same, the newest alone: so many (:last; 0: all), older than one of them (:before; 0: from the newest
 * on). */
enum err page_rows_last(struct task *task, const char *query, struct str key, int64_t last, int64_t before,
                        json_t **rows) MUST_USE;

/* What is owed by a post (empty: by any); what is the reader's alone, and what is overdue alone. */
enum err page_owed(struct task *task, struct str post, bool mine, bool overdue, json_t **rows) MUST_USE;

/* The whole page, as an object. NOT_FOUND ("no WHAT 9") where the first part has no row. */
enum err page_build(struct task *task, const char *what, const struct page_part *parts, size_t n, int64_t id,
                    json_t **page) MUST_USE;

/* Leave to read, and the record of it (desk/release.h): entity is a word as "file" or "sighting", about its
 * number, 0 for a list of them. The purpose is --purpose, else that of the task or of the reader's section.
 */
enum err page_consult(struct call *call, struct task *task, const char *entity, int64_t about) MUST_USE;

/* The number behind a reference, the newest, by a query of one :key. NOT_FOUND ("no WHAT R-9"). */
enum err page_number(struct task *task, const char *query, const char *what, struct str reference,
                     int64_t *number) MUST_USE;

/* The login of a person, the id of a counterpart; NULL where there is none. */
json_t *page_login(struct task *task, int64_t person);
json_t *page_desk(struct task *task, int64_t channel);

/* Numbers for names: of a person by his login, of a counterpart by its id. NOT_FOUND names it. */
enum err page_person(struct task *task, struct str login, int64_t *person) MUST_USE;
enum err page_channel(struct task *task, struct str desk, int64_t *channel) MUST_USE;

/* That there is such a post, given to somebody or not. NOT_FOUND names it. */
enum err page_post(struct task *task, struct str post) MUST_USE;

#endif
