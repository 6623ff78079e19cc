/* What is said to whom. */
#include "rules/query.h"

#include "rules/obligation.h"

/* Something stands open: the answer is not "nothing". */
static bool is_alive(const struct query_facts *facts)
{
    int state = facts->file.file_state;
    return state == FILE_OPEN || facts->pending || facts->requests || facts->watches || facts->flags_since ||
           state == FILE_UNRESOLVED;
}

static struct query_line line_of(const struct query_facts *facts, int purpose)
{
    const struct file *file = &facts->file;
    bool full = facts->holds || purpose == PURPOSE_INVESTIGATION || purpose == PURPOSE_OVERSIGHT;
    struct query_line line = {
        .file = file->file, .reference = file->reference, .ask = file->section, .full = full};
    line.pending = facts->pending != NULL;
    line.until = facts->pending ? facts->pending->due : 0;
    if (full) {
        line.file_state = file->file_state;
        line.requests = facts->requests;
        line.watches = facts->watches;
        line.flags_since = facts->flags_since;
    }
    return line;
}

/* Use for another purpose than that the file was made for: its holder decides, and its originator is asked.
 */
static void ask_for_use(struct rule_context *context, int64_t query, const struct file *file, int purpose,
                        struct decision *decision)
{
    struct owing owing = {.kind = OBLIGATION_QUERY,
                          .about = query,
                          .file = file->file,
                          .section = file->section,
                          .owner = file->owner,
                          .channel = file->channel};
    DECIDE(decision, USE_REQUESTED, SAY(query, query), SAY(file, file->file),
           SAY_TEXT(section, context->actor.section), SAY_WORD(purpose, purpose, purpose),
           SAY(channel, file->channel));
    obligation_create(context, &owing, decision);
}

enum err query_answer(struct rule_context *context, int64_t subject, int purpose,
                      const struct query_facts *facts, size_t n, struct query_line *lines, size_t *n_lines,
                      struct decision *decision, struct fault *fault)
{
    *n_lines = 0;
    if (!context->actor.person || context->actor.role == ROLE_ADMINISTRATOR)
        return rule_refuse(fault, RULE_ROLE, "a person of a section asks");
    if (!purpose)
        return rule_refuse(fault, RULE_PURPOSE, "what is it for?");
    int64_t number = context_number(context, ENTITY_query), proposal = 0;
    for (size_t i = 0; i < n; i++) {
        int state = facts[i].file.file_state;
        if (state == FILE_CLEARED || state == FILE_SEALED || state == FILE_PURGED || !is_alive(&facts[i]))
            continue;
        lines[*n_lines] = line_of(&facts[i], purpose);
        if (facts[i].pending)
            proposal = facts[i].pending->proposal;
        if (!lines[*n_lines].full)
            ask_for_use(context, number, &facts[i].file, purpose, decision);
        (*n_lines)++;
    }
    DECIDE(decision, QUERY_ANSWERED, SAY(query, number), SAY_TEXT(section, context->actor.section),
           SAY(subject, subject), SAY_WORD(purpose, purpose, purpose), SAY(count, (int64_t)*n_lines),
           SAY(proposal, proposal));
    return ERR_OK;
}
