/* Fuzz: the reader of the EU's list. */
#include "reading.h"

READS(FORMAT_EU_XML)
