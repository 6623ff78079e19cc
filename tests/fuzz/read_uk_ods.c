/* Fuzz: the reader of the UK's list as a spreadsheet. */
#include "reading.h"

READS(FORMAT_UK_ODS)
