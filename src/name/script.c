/* Script: code point to writing system, by a generated table. See script.h. */
#include "name/script.h"

#include <stddef.h>

struct script_range {
    uint32_t first;
    uint32_t last;
    enum script script;
};

#include "name/script_table.h"

static enum script search(uint32_t code_point)
{
    size_t low = 0;
    size_t high = SCRIPT_RANGES;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (script_ranges[middle].last < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < SCRIPT_RANGES && script_ranges[low].first <= code_point)
        return script_ranges[low].script;
    return SCRIPT_UNASSIGNED;
}

/* The runs that names are mostly made of lie whole in one script; the rest is searched. */
enum script script_of(uint32_t code_point)
{
    if (code_point < 0x80) {
        uint32_t lower = code_point | 0x20;
        return lower >= 'a' && lower <= 'z' ? SCRIPT_LATIN : SCRIPT_COMMON;
    }
    if (code_point >= 0x400 && code_point <= 0x484)
        return SCRIPT_CYRILLIC;
    if (code_point >= 0x620 && code_point <= 0x63f)
        return SCRIPT_ARABIC;
    if (code_point >= 0x4e00 && code_point <= 0x9fff)
        return SCRIPT_HAN;
    if (code_point >= 0xac00 && code_point <= 0xd7a3)
        return SCRIPT_HANGUL;
    return search(code_point);
}

const char *script_iso(enum script script)
{
    static const char *const codes[SCRIPT_COUNT] = {
#define S(name, iso, unicode_name) iso,
#include "name/scripts.def"
#undef S
    };
    return script < SCRIPT_COUNT ? codes[script] : codes[SCRIPT_UNASSIGNED];
}
