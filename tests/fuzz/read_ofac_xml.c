/* Fuzz: the reader of the OFAC list as XML. */
#include "reading.h"

READS(FORMAT_OFAC_XML)
