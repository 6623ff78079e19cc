/* Country: a country as written (a name in several languages, an ISO 3166-1
 * alpha-2 or alpha-3 code, a former state, a nationality) to one code. */
#ifndef LIAISON_RECORD_COUNTRY_H
#define LIAISON_RECORD_COUNTRY_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Two lower-case letters as (first << 8 | second), "ru" is 0x7275; 0 is unknown. */
typedef uint16_t country;

/* The code of a country as written, case, accents and punctuation aside
 * ("Russian Federation", "RUS", "ru", "Russian", "Korea, North", USSR as su);
 * 0 where it is not known. A state that only changed its name has its present
 * code (Zaire is cd, Burma mm). Thread-safe. */
country country_of(struct str text);

/* The country whose name ends or follows the last comma of a place ("Bunia,
 * Democratic Republic of the Congo"); else that of an earlier part between
 * commas ("Ghazni, Afghanistan, Ghazni Province"); 0 where there is none.
 * A nationality or a two-letter code that does not stand alone is none: "San
 * Francisco, CA" is not in Canada. Thread-safe. */
country country_of_place(struct str place);

/* True where one may stand for the other in honest papers: equal, or a state
 * and its successor (USSR and Georgia), a state that was split off (Sudan and
 * South Sudan), a territory and its state. Not where either is unknown. */
bool country_related(country a, country b);

#endif
