/* Fuzz: any bytes, whose format is to be told by their content. */
#include "reading.h"

READS(FORMAT_GUESS)
