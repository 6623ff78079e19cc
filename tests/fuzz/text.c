/* Fuzz: the check of UTF-8 agrees with the syntax of RFC 3629 on every input,
 * cutting loses no byte, and what a fault says is fit for a terminal. */
#include "base/error.h"
#include "base/str.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* RFC 3629, section 4: what the first byte may be, what the second, and how many follow. */
static const struct {
    uint8_t first_low, first_high, second_low, second_high, follow;
} syntax[] = {{0x00, 0x7f, 0, 0, 0},       {0xc2, 0xdf, 0x80, 0xbf, 1}, {0xe0, 0xe0, 0xa0, 0xbf, 2},
              {0xe1, 0xec, 0x80, 0xbf, 2}, {0xed, 0xed, 0x80, 0x9f, 2}, {0xee, 0xef, 0x80, 0xbf, 2},
              {0xf0, 0xf0, 0x90, 0xbf, 3}, {0xf1, 0xf3, 0x80, 0xbf, 3}, {0xf4, 0xf4, 0x80, 0x8f, 3}};

/* The bytes of the character at data, 0 where there is none. */
static size_t character(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < sizeof syntax / sizeof *syntax; i++) {
        if (data[0] < syntax[i].first_low || data[0] > syntax[i].first_high)
            continue;
        size_t n = (size_t)syntax[i].follow + 1;
        if (n > size || (n > 1 && (data[1] < syntax[i].second_low || data[1] > syntax[i].second_high)))
            return 0;
        for (size_t k = 2; k < n; k++)
            if ((data[k] & 0xc0) != 0x80)
                return 0;
        return n;
    }
    return 0;
}

static bool is_utf8(const uint8_t *data, size_t size)
{
    size_t i = 0;
    while (i < size) {
        size_t n = character(data + i, size - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    must(str_is_utf8(text) == is_utf8(data, size));

    size_t bytes = 0;
    size_t pieces = 0;
    struct str rest = text;
    do {
        bytes += str_cut(&rest, ',').n;
        pieces++;
    } while (rest.p);
    must(size == 0 || bytes + pieces - 1 == size);

    struct str trimmed = str_trim(text);
    must(trimmed.n <= size && str_equal(str_trim(trimmed), trimmed));

    struct fault fault;
    must(fault_set(&fault, ERR_BAD_INPUT, "%.*s", STR_ARG(text)) == ERR_BAD_INPUT);
    const uint8_t *detail = (const uint8_t *)fault.detail;
    size_t n = strlen(fault.detail);
    must(is_utf8(detail, n));
    for (size_t i = 0; i < n; i++) {
        must(detail[i] >= 0x20 && detail[i] != 0x7f);
        must(detail[i] != 0xc2 || detail[i + 1] >= 0xa0); /* C1 controls */
    }
    return 0;
}
