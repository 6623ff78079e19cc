/* Fuzz: every format of a list, message or document, on the same bytes. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    for (int format = FORMAT_GUESS; format < FORMAT_COUNT; format++)
        read_whole(bytes, (enum record_format)format, false);
    return 0;
}
