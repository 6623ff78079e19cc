/* Draft: a subject whose values come one after another, in any order. */
#ifndef LIAISON_RECORD_DRAFT_H
#define LIAISON_RECORD_DRAFT_H

#include "record/intake.h"

struct draft_value {
    struct draft_value *next;
    enum property property;
    struct str field;
    struct str value;
};

struct draft {
    struct arena
        *arena; /* for the draft alone, unless it is the subject's; whether it failed is found at the end */
    struct draft_value *first[PROPERTY_COUNT];
    struct draft_value *last[PROPERTY_COUNT];
};

void draft_begin(struct draft *draft, struct arena *arena);

/* Adds a value. The bytes of value and of field (what messages call it) must
 * outlive draft_finish. An empty one, and one that is there already, is passed over. */
void draft_add(struct draft *draft, enum property property, struct str field, struct str value);

/* The pieces with a blank between those that are not empty, as long as the draft's arena. */
struct str draft_joined(struct draft *draft, const struct str *pieces, size_t n);

/* Adds a copy of the pieces, with a blank between those that are not empty. */
void draft_add_joined(struct draft *draft, enum property property, struct str field, const struct str *pieces,
                      size_t n);

/* The same, with ", " between. */
void draft_add_list(struct draft *draft, enum property property, struct str field, const struct str *pieces,
                    size_t n);

/* Adds a paper's number; of one that is given in words ("Libyan passport No. 513519"), what has a digit. */
void draft_add_number(struct draft *draft, enum property property, struct str field, struct str text);

/* Adds the dates that a text words. One that words none is a problem; where intake is NULL it is passed over.
 */
enum err draft_add_dates(struct draft *draft, struct intake *intake, struct str field, struct str text,
                         struct fault *fault) MUST_USE;

/* The same for years from one to another. */
enum err draft_add_years(struct draft *draft, struct intake *intake, struct str field, struct str from,
                         struct str to, struct fault *fault) MUST_USE;

/* Takes the values in as intake_add does, copied into the subject's arena, and ends the row as intake_finish
 * does. */
enum err draft_finish(struct draft *draft, struct intake *intake, struct arena *arena, struct str id,
                      struct subject *subject, enum row *row, struct fault *fault) MUST_USE;

#endif
