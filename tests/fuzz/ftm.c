/* Fuzz: FollowTheMoney lines. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    read_whole(bytes, FORMAT_FTM, false);
    read_whole(bytes, FORMAT_GUESS, true);
    return 0;
}
