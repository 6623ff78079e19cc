/* Fuzz: the reader of API messages. */
#include "reading.h"

READS(FORMAT_PAXLST)
