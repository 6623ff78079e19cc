/* Fuzz: the reader of the UK's list as XML. */
#include "reading.h"

READS(FORMAT_UK_XML)
