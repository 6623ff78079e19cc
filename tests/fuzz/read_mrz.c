/* Fuzz: the reader of machine-readable zones. */
#include "reading.h"

READS(FORMAT_MRZ)
