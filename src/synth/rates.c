/* Rates: the table of errors. See rates.h. */
#include "synth/rates.h"

#include "base/embed.h"

EMBED(learned_errors, "data/learned/errors.tsv")

static const struct {
    const char *word;
    const char *of;
} table[RATE_COUNT] = {
#define RATE(name, word, of) {word, of},
#include "synth/rates.def"
#undef RATE
};

static bool read_rate(struct str text, uint32_t *rate)
{
    uint32_t value = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || value > RATE_UNIT)
            return false;
        value = value * 10 + (uint32_t)(text.p[i] - '0');
    }
    *rate = value;
    return text.n > 0 && value <= RATE_UNIT;
}

static bool read_line(struct rates *rates, bool read[RATE_COUNT], struct str line)
{
    struct str word = str_cut(&line, '\t');
    struct str rate = line.p ? str_cut(&line, '\t') : STR("");
    for (size_t i = 0; i < RATE_COUNT; i++)
        if (str_equal(word, str_of(table[i].word))) {
            read[i] = true;
            return read_rate(rate, &rates->at[i]);
        }
    return false;
}

enum err rates_read(struct str text, struct rates *rates, struct fault *fault)
{
    bool read[RATE_COUNT] = {false};
    *rates = (struct rates){{0}};
    for (size_t at = 1; text.p && text.n; at++) {
        struct str line = str_cut(&text, '\n');
        if (line.n && line.p[0] != '#' && !read_line(rates, read, line))
            return fault_set(fault, ERR_BAD_INPUT, "table of errors: line %zu is not understood", at);
    }
    for (size_t i = 0; i < RATE_COUNT; i++)
        if (!read[i])
            return fault_set(fault, ERR_BAD_INPUT, "table of errors: no %s", table[i].word);
    return ERR_OK;
}

enum err rates_learned(struct rates *rates, struct fault *fault)
{
    return rates_read(EMBEDDED(learned_errors), rates, fault);
}

void rates_write(const struct rate_counts *counts, struct buf *out)
{
    for (size_t i = 0; i < RATE_COUNT; i++) {
        uint64_t of = counts->of[i] ? counts->of[i] : 1;
        buf_printf(out, "%s\t%llu\t%llu of %llu %s\n", table[i].word,
                   (unsigned long long)((counts->seen[i] * RATE_UNIT + of / 2) / of),
                   (unsigned long long)counts->seen[i], (unsigned long long)counts->of[i], table[i].of);
    }
}
