/* OFAC remarks: what the last column of sdn.csv says of a person, piece by piece. */
#ifndef LIAISON_RECORD_OFAC_REMARKS_H
#define LIAISON_RECORD_OFAC_REMARKS_H

#include "record/draft.h"

/* Adds dates, places, nationalities, gender, documents and weak aliases out of
 * remarks ("DOB 10 Dec 1948; POB ...; Passport A123 (Iraq); ..."), which must outlive the draft. */
enum err ofac_remarks(struct draft *draft, struct intake *intake, struct str remarks,
                      struct fault *fault) MUST_USE;

/* The property of a kind of paper ("Passport", "Cedula No."), also "Gender"; PROPERTY_COUNT of what is not
 * kept. */
enum property ofac_remark_property(struct str kind);

#endif
