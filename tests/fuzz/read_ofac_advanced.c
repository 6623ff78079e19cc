/* Fuzz: the reader of OFAC's lists as advanced XML. */
#include "reading.h"

READS(FORMAT_OFAC_ADVANCED)
