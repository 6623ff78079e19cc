/* Bundles of anybody: refused or told, never more. */
#include "desk/bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void tell(void *context, const char *sentence)
{
    (void)context;
    (void)sentence;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fault fault;
    if (bundle_check((struct str){(const char *)bytes, n}, tell, NULL, &fault) == ERR_BUG)
        __builtin_trap();
    return 0;
}
