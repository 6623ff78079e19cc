/* Country: a country as written (a name in several languages, an ISO 3166-1
 * alpha-2 or alpha-3 code, a former state) to one code. */
#ifndef LIAISON_RECORD_COUNTRY_H
#define LIAISON_RECORD_COUNTRY_H

#include "base/str.h"

#include <stdint.h>

/* Two lower-case letters as (first << 8 | second), "ru" is 0x7275; 0 is unknown. */
typedef uint16_t country;

/* The code of a country as written, case and punctuation aside ("Russian
 * Federation", "RUS", "ru", "USSR" as su); 0 where it is not known. */
country country_of(struct str text);

/* The country whose name ends or follows the last comma of a place ("Bunia,
 * Democratic Republic of the Congo"); 0 where there is none. */
country country_of_place(struct str place);

#endif
