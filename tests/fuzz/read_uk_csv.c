/* Fuzz: the reader of the UK's list as CSV. */
#include "reading.h"

READS(FORMAT_UK_CSV)
