/* The table of promises.def, one query after another. */
#include "desk/promises.h"

static const struct {
    const char *query, *sentence;
} promises[] = {
#define B(query, sentence) {query, sentence},
#include "desk/promises.def"
#undef B
};

enum err desk_promises_check(struct desk *desk,
                             void (*found)(void *context, const char *sentence, int64_t times), void *context,
                             size_t *broken, struct fault *fault)
{
    *broken = 0;
    for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++) {
        struct query query;
        int64_t times = 0;
        query_open(&query, desk_store(desk), promises[i].query, fault);
        enum err err = query_one(&query, 0, &times);
        if (err)
            return err;
        if (times)
            found(context, promises[i].sentence, times);
        *broken += times != 0;
    }
    return ERR_OK;
}
