/* Cards, agreements, lowerings: one spelling, so that what is read and written again is the same bytes. */
#include "channel/card.h"
#include "channel/agreement.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str in = {(const char *)bytes, n}, unsigned_text;
    struct buf out;
    struct card card;
    struct agreement agreement;
    struct lowering lowering;
    buf_init(&out, 1 << 20);
    if (!card_read(&card, in, &unsigned_text, NULL)) {
        card_write(&out, &card);
        if (!str_equal(buf_str(&out), in) || unsigned_text.n >= n)
            abort();
    }
    buf_clear(&out);
    if (!agreement_read(&agreement, in, NULL)) {
        agreement_write(&out, &agreement);
        if (!str_equal(buf_str(&out), in))
            abort();
        for (unsigned kind = 0; kind < KIND_END; kind++)
            agreement_carries(&agreement, (enum kind)kind);
    }
    buf_clear(&out);
    if (!lowering_read(&lowering, in, NULL)) {
        lowering_write(&out, &lowering);
        if (!str_equal(buf_str(&out), in))
            abort();
    }
    buf_release(&out);
    return 0;
}
