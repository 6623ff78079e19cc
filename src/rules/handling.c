/* Labels and how they combine. */
#include "rules/handling.h"

int handling_tlp(const struct handling *handling)
{
    return handling->tlp ? handling->tlp : TLP_RED;
}

enum err handling_read_tlp(struct str text, int *tlp, struct fault *fault)
{
    struct str label = str_trim(text);
    for (int i = TLP_CLEAR; i <= TLP_RED; i++) {
        struct str whole = word_str(WORDS_tlp, i), rest = whole;
        str_cut(&rest, ':');
        if (str_equal_nocase(label, whole) || str_equal_nocase(label, rest)) {
            *tlp = i;
            return ERR_OK;
        }
    }
    if (str_equal_nocase(label, STR("TLP:WHITE")) || str_equal_nocase(label, STR("WHITE"))) {
        *tlp = TLP_CLEAR;
        return ERR_OK;
    }
    return word_read(WORDS_tlp, text, tlp, fault);
}

int handling_ceiling(struct str label)
{
    int tlp;
    if (label.n == 0)
        return TLP_NONE;
    return handling_read_tlp(label, &tlp, NULL) ? TLP_CLEAR : tlp;
}

static int stricter(int a, int b)
{
    return a > b ? a : b;
}

/* What is ours beside another's is the other's to control; of two others' neither alone may. */
static int64_t originator_of(int64_t a, int64_t b)
{
    if (!a || !b || a == b)
        return a ? a : b;
    return -1;
}

struct handling handling_combine(struct handling a, struct handling b)
{
    return (struct handling){.tlp = stricter(handling_tlp(&a), handling_tlp(&b)),
                             .pap = stricter(a.pap, b.pap),
                             .europol = stricter(a.europol, b.europol),
                             .originator = originator_of(a.originator, b.originator)};
}
