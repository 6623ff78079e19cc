/* MRZ: machine-readable zones of travel documents (ICAO Doc 9303). Read through reader.h. */
#ifndef LIAISON_RECORD_MRZ_H
#define LIAISON_RECORD_MRZ_H

#include "base/str.h"

/* The check digit of a field of A-Z, 0-9 and '<' (Doc 9303-3, 4.9). */
char mrz_check_digit(struct str field);

#endif
