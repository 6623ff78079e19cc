/* Budget: charging and refusing. See budget.h. */
#include "private/budget.h"

#include "private/question.h"

#include <stddef.h>

enum { PERSON_QUESTIONS_A_DAY = 30, CONTACT_QUESTIONS_A_DAY = 5 };

const char *refusal_sentence(unsigned number)
{
    static const char *const SENTENCES[] = {
#define R(name, number, sentence) [number] = (sentence),
#include "private/refusals.def"
#undef R
    };
    return number < sizeof SENTENCES / sizeof *SENTENCES ? SENTENCES[number] : NULL;
}

struct budget_terms budget_default(enum epoch_kind kind, unsigned epoch_days)
{
    uint64_t questions = kind == EPOCH_CONTACTS ? CONTACT_QUESTIONS_A_DAY : PERSON_QUESTIONS_A_DAY;
    uint64_t keys = questions * QUESTION_KEYS;
    return (struct budget_terms){.keys_per_epoch = keys * epoch_days, .keys_per_day = keys};
}

/* The use as it stands at that epoch and day, before any charge. */
static struct budget_use use_at(const struct budget_use *use, uint64_t epoch, int64_t day)
{
    struct budget_use now = *use;
    if (epoch > now.epoch) {
        now.epoch = epoch;
        now.keys_in_epoch = 0;
    }
    if (day > now.day) {
        now.day = day;
        now.keys_in_day = 0;
    }
    return now;
}

/* Terms may have been cut below what is used already. */
static uint64_t left_of(uint64_t allowed, uint64_t used)
{
    return allowed > used ? allowed - used : 0;
}

enum refusal budget_charge(const struct budget_terms *terms, struct budget_use *use, uint64_t epoch,
                           int64_t day, uint64_t keys)
{
    enum refusal refusal = REFUSAL_NONE;
    struct budget_use now = use_at(use, epoch, day);
    if (epoch < now.epoch)
        refusal = REFUSAL_EPOCH_UNKNOWN;
    else if (keys > left_of(terms->keys_per_epoch, now.keys_in_epoch))
        refusal = REFUSAL_EPOCH_SPENT;
    else if (keys > left_of(terms->keys_per_day, now.keys_in_day))
        refusal = REFUSAL_DAY_SPENT;
    if (refusal) {
        use->refused++;
        return refusal;
    }
    now.keys_in_epoch += keys;
    now.keys_in_day += keys;
    *use = now;
    return REFUSAL_NONE;
}

uint64_t budget_left(const struct budget_terms *terms, const struct budget_use *use, uint64_t epoch,
                     int64_t day)
{
    struct budget_use now = use_at(use, epoch, day);
    if (epoch < now.epoch)
        return 0;
    uint64_t of_epoch = left_of(terms->keys_per_epoch, now.keys_in_epoch);
    uint64_t of_day = left_of(terms->keys_per_day, now.keys_in_day);
    return of_epoch < of_day ? of_epoch : of_day;
}
