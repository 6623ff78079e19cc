/* Csv person: persons out of CSV rows under headings.
 *
 * Each column feeds a property (by the header map, else by its heading where
 * csv_headings.def or FollowTheMoney knows it), gives the row's id or schema or
 * a travel field, or is passed over, which is remarked where the map does not say so. Aliases, dates,
 * countries and numbers may be several in a cell, with ';' between. A row whose schema is stated and not
 * Person is no person. */
#ifndef LIAISON_RECORD_CSV_PERSON_H
#define LIAISON_RECORD_CSV_PERSON_H

#include "record/csv.h"
#include "record/intake.h"
#include "record/travel.h"

/* What a column holds, besides the properties; COLUMN_TRAVEL + TRAVEL_FLIGHT and so on. */
enum {
    COLUMN_NOTHING = PROPERTY_COUNT, /* the map says so, or it has no heading */
    COLUMN_UNKNOWN,                  /* nothing known: named once and passed over */
    COLUMN_ID,
    COLUMN_SCHEMA,
    COLUMN_LEFT_OUT,
    COLUMN_TRAVEL
};

struct csv_person {
    struct csv csv;
    size_t columns;
    unsigned char *holds; /* of each column, what it holds */
    char (*headings)[64]; /* of each column, for messages */
    bool month_first;     /* in its dates */
    bool name_said;       /* the map says which column is the whole name */
    bool bare_name;       /* "Name" stands beside a given name or a family name alone */
};

/* Reads the headings. The map is "Heading=property,..." (property: of
 * FollowTheMoney or travel.def, or "id", or nothing to pass the column over; "birthDate:mdy" where the
 * month stands before the day), or NULL: a map
 * that is no such thing or names what is not there is USAGE. NO_USE where no
 * column holds a name or a document's number. Free with csv_person_close also
 * after a failure. */
enum err csv_person_open(struct csv_person *person, struct lines *lines, const char *map,
                         struct intake *intake, struct fault *fault) MUST_USE;

/* The next row, as ftm_row, and what it tells of a journey. *end is true after the last. */
enum err csv_person_next(struct csv_person *person, struct intake *intake, struct arena *arena,
                         struct subject *subject, struct travel *travel, enum row *row, bool *end,
                         struct fault *fault) MUST_USE;

/* True where a cell may hold several values, with ';' between: none of these has one of its own. */
bool csv_is_list(enum property property);

/* NULL-safe; leaves the lines to their owner. */
void csv_person_close(struct csv_person *person);

#endif
