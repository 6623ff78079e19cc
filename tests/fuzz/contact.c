/* Fuzz: the normal form of a contact is refused with a sentence, or is its own normal form; the
 * first byte is its kind. */
#include "private/contact.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fault fault = {.detail = ""};
    struct buf once;
    struct buf twice;
    if (size == 0 || !contact_word(data[0]))
        return 0;
    buf_init(&once, 1 << 16);
    buf_init(&twice, 1 << 16);
    struct str written = {(const char *)data + 1, size - 1};
    enum err code = contact_normal(data[0], written, &once, &fault);
    must((code == ERR_OK) == (fault.detail[0] == '\0'));
    /* A telephone's form has lost the sign of its country. */
    if (!code && data[0] != CONTACT_TELEPHONE) {
        must(contact_normal(data[0], buf_str(&once), &twice, NULL) == ERR_OK);
        must(str_equal(buf_str(&once), buf_str(&twice)));
    }
    buf_release(&once);
    buf_release(&twice);
    return 0;
}
