/* Fuzz: the reader of the OFAC list as CSV. */
#include "reading.h"

READS(FORMAT_OFAC_CSV)
