/* The tables of grading.def. */
#include "rules/grading.h"

#include <stdio.h>

struct step {
    const char *text;
    int64_t percent;
    const char *words;
};

static const struct step reliabilities[] = {
#define RELIABILITY(text, percent, words) {text, percent, words},
#define CREDIBILITY(text, percent, words)
#define M(system, source, information, reliability, credibility)
#include "rules/grading.def"
#undef RELIABILITY
#undef CREDIBILITY
#undef M
};

static const struct step credibilities[] = {
#define RELIABILITY(text, percent, words)
#define CREDIBILITY(text, percent, words) {text, percent, words},
#define M(system, source, information, reliability, credibility)
#include "rules/grading.def"
#undef RELIABILITY
#undef CREDIBILITY
#undef M
};

static const struct {
    const char *system, *source, *information, *reliability, *credibility;
} mapped[] = {
#define RELIABILITY(text, percent, words)
#define CREDIBILITY(text, percent, words)
#define M(system, source, information, reliability, credibility)                                             \
    {system, source, information, reliability, credibility},
#include "rules/grading.def"
#undef RELIABILITY
#undef CREDIBILITY
#undef M
};

static const struct step *find(const struct step *steps, struct str text)
{
    for (int i = 0; i < 6; i++)
        if (str_equal(str_of(steps[i].text), text))
            return &steps[i];
    return NULL;
}

bool grading_is_reliability(struct str text)
{
    return find(reliabilities, text) != NULL;
}

bool grading_is_credibility(struct str text)
{
    return find(credibilities, text) != NULL;
}

/* F and 6: nobody can say. */
static bool cannot_be_judged(struct str reliability, struct str credibility)
{
    return str_equal(reliability, STR("F")) && str_equal(credibility, STR("6"));
}

void grading_words(struct str reliability, struct str credibility, char out[96])
{
    const struct step *source = find(reliabilities, reliability);
    const struct step *information = find(credibilities, credibility);
    if (!source || !information || cannot_be_judged(reliability, credibility))
        snprintf(out, 96, "cannot be judged");
    else
        snprintf(out, 96, "%s, %s", source->words, information->words);
}

int64_t grading_percent(struct str reliability, struct str credibility)
{
    const struct step *source = find(reliabilities, reliability);
    const struct step *information = find(credibilities, credibility);
    if (reliability.n == 0 && credibility.n == 0)
        return 100;
    if (!source || !information || cannot_be_judged(reliability, credibility))
        return 0;
    return source->percent * information->percent / 100;
}

bool grading_from(struct str system, struct grade theirs, struct grade *ours)
{
    for (size_t i = 0; i < sizeof mapped / sizeof mapped[0]; i++)
        if (str_equal(system, str_of(mapped[i].system)) &&
            str_equal(theirs.reliability, str_of(mapped[i].source)) &&
            str_equal(theirs.credibility, str_of(mapped[i].information))) {
            *ours = (struct grade){str_of(mapped[i].reliability), str_of(mapped[i].credibility)};
            return true;
        }
    return false;
}

bool grading_to(struct str system, struct grade ours, struct grade *theirs)
{
    for (size_t i = 0; i < sizeof mapped / sizeof mapped[0]; i++)
        if (str_equal(system, str_of(mapped[i].system)) &&
            str_equal(ours.reliability, str_of(mapped[i].reliability)) &&
            str_equal(ours.credibility, str_of(mapped[i].credibility))) {
            *theirs = (struct grade){str_of(mapped[i].source), str_of(mapped[i].information)};
            return true;
        }
    return false;
}
