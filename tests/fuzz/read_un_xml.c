/* Fuzz: the reader of the UN's list. */
#include "reading.h"

READS(FORMAT_UN_XML)
