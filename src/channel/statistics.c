/* Statistics: counting obligations, and how messages change them. See statistics.h. */
#include "channel/statistics.h"

#include <inttypes.h>

/* The place of a ground in the sorted list; a word too many is counted under the last. */
static struct ground_tally *ground_of(struct statistics *statistics, enum side asker, struct str word)
{
    if (word.n > STATISTICS_GROUND_MAX)
        word.n = STATISTICS_GROUND_MAX;
    size_t at = 0;
    for (; at < statistics->grounds_n; at++) {
        struct ground_tally *row = &statistics->grounds[at];
        int order = row->asker == asker ? str_compare(word, str_of(row->word)) : (int)asker - (int)row->asker;
        if (order == 0)
            return row;
        if (order < 0)
            break;
    }
    if (statistics->grounds_n == STATISTICS_GROUNDS)
        return &statistics->grounds[STATISTICS_GROUNDS - 1];
    memmove(&statistics->grounds[at + 1], &statistics->grounds[at],
            (statistics->grounds_n - at) * sizeof *statistics->grounds);
    statistics->grounds_n++;
    statistics->grounds[at] = (struct ground_tally){.asker = asker};
    if (word.n)
        memcpy(statistics->grounds[at].word, word.p, word.n);
    return &statistics->grounds[at];
}

/* The words of the rules' table are letters and blanks; what else a counterpart says is counted as one. */
static struct str plain_ground(struct str ground)
{
    for (size_t i = 0; i < ground.n; i++)
        if (ground.p[i] != ' ' && (ground.p[i] < 'a' || ground.p[i] > 'z'))
            return STR("of no known word");
    return ground;
}

void statistics_add(struct statistics *statistics, const struct obligation *obligation, time_ms now)
{
    struct tally *tally = &statistics->tally[obligation->asker][obligation->kind];
    tally->asked++;
    tally->disputed += obligation->disputed;
    tally->useful += obligation->useful > 0;
    tally->useless += obligation->useful < 0;
    if (obligation->end == KIND_NONE) {
        tally->open++;
        tally->paused += obligation_is_paused(obligation);
        tally->overdue += !obligation_is_paused(obligation) && obligation_due(obligation) < now;
        return;
    }
    tally->ends[obligation->end]++;
    tally->answered_ms += (uint64_t)(obligation->ended - obligation->since);
    if (obligation->ground.n)
        ground_of(statistics, obligation->asker, plain_ground(obligation->ground))->count++;
}

void statistics_add_refused(struct statistics *statistics, enum side sender, uint64_t count)
{
    statistics->refused[sender] += count;
}

void statistics_add_questions(struct statistics *statistics, enum side asker, uint64_t count)
{
    statistics->questions[asker] += count;
}

static const char *side_word(enum side side)
{
    return side == SIDE_LOWER ? "lower" : "higher";
}

static void write_tally(struct buf *out, enum side asker, enum kind kind, const struct tally *tally)
{
    buf_printf(out, "%s %s: asked %" PRIu64, side_word(asker), kind_word(kind), tally->asked);
    const struct {
        const char *word;
        uint64_t count;
    } counts[] = {{"open", tally->open},         {"overdue", tally->overdue}, {"paused", tally->paused},
                  {"disputed", tally->disputed}, {"useful", tally->useful},   {"useless", tally->useless}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].count)
            buf_printf(out, ", %s %" PRIu64, counts[i].word, counts[i].count);
    for (unsigned end = 0; end < KIND_END; end++)
        if (tally->ends[end])
            buf_printf(out, ", %s %" PRIu64, kind_word(end), tally->ends[end]);
    if (tally->answered_ms)
        buf_printf(out, ", answered in %" PRIu64 " s", tally->answered_ms / 1000);
    buf_add_char(out, '\n');
}

void statistics_write(struct buf *out, const struct statistics *statistics)
{
    for (unsigned side = 0; side < SIDE_COUNT; side++) {
        for (unsigned kind = 0; kind < KIND_END; kind++)
            if (statistics->tally[side][kind].asked)
                write_tally(out, (enum side)side, (enum kind)kind, &statistics->tally[side][kind]);
        if (statistics->questions[side])
            buf_printf(out, "%s private questions: %" PRIu64 "\n", side_word((enum side)side),
                       statistics->questions[side]);
        if (statistics->refused[side])
            buf_printf(out, "%s refused by the receiver: %" PRIu64 "\n", side_word((enum side)side),
                       statistics->refused[side]);
    }
    for (size_t i = 0; i < statistics->grounds_n; i++)
        buf_printf(out, "%s refused on ground %s: %" PRIu64 "\n", side_word(statistics->grounds[i].asker),
                   statistics->grounds[i].word, statistics->grounds[i].count);
}

bool obligation_is_paused(const struct obligation *obligation)
{
    return obligation->pauses > obligation->resumes;
}

time_ms obligation_due(const struct obligation *obligation)
{
    bool whole = obligation->pauses == obligation->resumes && obligation->shift > 0;
    return obligation->due + (whole ? obligation->shift : 0);
}

/* Of two ends that cross the earlier counts, at one time that with the lower code. */
static void end_it(struct obligation *obligation, const struct change *change)
{
    time_ms at = change->at > obligation->since ? change->at : obligation->since;
    if (obligation->end != KIND_NONE &&
        (obligation->ended < at || (obligation->ended == at && obligation->end <= change->kind)))
        return;
    obligation->end = change->kind;
    obligation->ended = at;
    obligation->ground = change->ground;
}

bool obligation_change(struct obligation *obligation, const struct change *change)
{
    enum kind answers = kind_answers(change->kind);
    if (answers == KIND_ANY) {
        if (change->kind == KIND_FEEDBACK && change->by_asker == kind_asker_judges(obligation->kind))
            obligation->useful = change->useful;
        return true;
    }
    if (answers != obligation->kind || kind_is_from_asker(change->kind) != change->by_asker)
        return false;
    switch (kind_effect(change->kind)) {
    case EFFECT_ENDS:
    case EFFECT_TAKES:
        /* One end a side: what the line brings in order is refused the second time. */
        if (obligation->end != KIND_NONE && kind_is_from_asker(obligation->end) == change->by_asker)
            return false;
        end_it(obligation, change);
        break;
    case EFFECT_DISPUTES:
        obligation->disputed = true;
        break;
    case EFFECT_PAUSES:
        obligation->pauses++;
        obligation->shift -= change->at;
        break;
    case EFFECT_RESUMES:
        obligation->resumes++;
        obligation->shift += change->at;
        break;
    case EFFECT_EXTENDS:
        if (change->due > change->at + EXTENSION_MOST)
            return false;
        if (change->due > obligation->due)
            obligation->due = change->due;
        break;
    default:
        break;
    }
    return true;
}
