/* Uk: persons out of the rows of the UK sanctions list or of OFSI's consolidated
 * list, where a person has a row for each of his names, one below the other. */
#ifndef LIAISON_RECORD_UK_H
#define LIAISON_RECORD_UK_H

#include "record/csv.h"
#include "record/draft.h"

enum uk_column {
    UK_ID,
    UK_NAME_1,
    UK_NAME_2,
    UK_NAME_3,
    UK_NAME_4,
    UK_NAME_5,
    UK_NAME_6,
    UK_NAME_TYPE,
    UK_STRENGTH,
    UK_ORIGINAL,
    UK_KIND,
    UK_BORN,
    UK_TOWN,
    UK_BIRTH_COUNTRY,
    UK_NATIONALITY,
    UK_PASSPORT,
    UK_ID_NUMBER,
    UK_GENDER,
    UK_COUNTRY,
    UK_PHONE,
    UK_EMAIL,
    UK_ADDRESS_1,
    UK_ADDRESS_2,
    UK_ADDRESS_3,
    UK_ADDRESS_4,
    UK_ADDRESS_5,
    UK_ADDRESS_6,
    UK_POSTAL_CODE,
    UK_COLUMNS,
    UK_NOTHING = UK_COLUMNS
};

/* Where rows come from: as csv_next. */
struct uk_rows {
    enum err (*next)(void *context, struct csv_row *row, bool *end, struct fault *fault);
    void *context;
};

struct uk {
    struct uk_rows rows;
    struct intake *intake;
    unsigned char holds[256]; /* of each column: LIMIT_CSV_COLUMNS */
    size_t columns;
    struct csv_row row; /* the first of the next person */
    bool pending;
    struct arena arena; /* of the person being read */
};

/* Reads up to the headings. NO_USE where there are none. Free with uk_close also after a failure. */
enum err uk_open(struct uk *uk, struct uk_rows rows, struct intake *intake, struct fault *fault) MUST_USE;

/* The next person, as ftm_row, from all his rows. *end is true after the last. */
enum err uk_next(struct uk *uk, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                 struct fault *fault) MUST_USE;

/* Leaves the rows to their owner. */
void uk_close(struct uk *uk);

/* --- What rows and the list's XML say in the same words --- */

/* True of "Individual", and where the kind is not told. */
bool uk_is_person(struct str kind);

/* Which name one of this type and strength is ("Primary name", "Alias"; "Low quality a.k.a"). */
enum property uk_name_property(struct str type, struct str strength);

/* Adds copies of the values of a text: one, or several as "(1) A123 (2) B456"; of papers their numbers. */
void uk_add_values(struct draft *draft, enum property property, struct str text);

/* The same of birth dates. The list writes "dd/mm/1968", OFSI "00/00/1968", where day and month are not
 * known. */
enum err uk_add_dates(struct draft *draft, struct intake *intake, struct str text,
                      struct fault *fault) MUST_USE;

#endif
