/* Opening, closing, keeping. */
#include "rules/file.h"

#include "rules/obligation.h"
#include "rules/post.h"
#include "rules/subject.h"

#include <stdio.h>

/* The civil year of a time (Howard Hinnant's days-to-civil, years from March). */
static int year_of(time_ms at)
{
    int64_t days = at / DAY_MS + 719468;
    int64_t era = days / 146097, day = days - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
    return (int)(year + era * 400 + (day_of_year >= 306 ? 1 : 0));
}

static struct str reference_of(struct decision *decision, struct str desk, int year, int64_t number)
{
    char text[120];
    struct str name = desk.n ? desk : STR("desk");
    int n = snprintf(text, sizeof text, "%.*s-%d-%lld", (int)(name.n > 64 ? 64 : name.n), name.p, year,
                     (long long)number);
    char *copy = arena_copy(decision->arena, text, (size_t)n);
    return copy ? (struct str){copy, (size_t)n} : (struct str){"", 0};
}

static enum err writable(const struct file *file, struct fault *fault)
{
    if (file->file_state == FILE_SEALED || file->file_state == FILE_PURGED)
        return rule_refuse(fault, RULE_RETENTION, "file %lld is %s", (long long)file->file,
                           word(WORDS_file_state, file->file_state));
    return ERR_OK;
}

enum err file_open(struct rule_context *context, const struct file_new *file, int64_t *number,
                   struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (err)
        return err;
    if (!file->subject)
        return rule_refuse(fault, RULE_SUBJECT_ROLE, "a file is about a subject");
    if (str_trim(file->section).n == 0)
        return rule_refuse(fault, RULE_OWNER, "a file is held by a section");
    err = subject_taken_up(file->subject, file->told_only && !file->tip, fault);
    if (err)
        return err;
    *number = context_number(context, ENTITY_file);
    DECIDE(decision, FILE_OPENED, SAY(file, *number),
           SAY_TEXT(reference, reference_of(decision, file->desk, year_of(context->now), *number)),
           SAY(subject, file->subject), SAY_TEXT(section, file->section),
           SAY_TEXT(owner, post_duty(decision->arena, file->section)), SAY(holder, file->holder),
           SAY(review, context->now + FILE_REVIEW_DAYS * DAY_MS), SAY(channel, file->channel),
           SAY_TEXT(theirs, file->theirs), SAY(tip, file->tip));
    return ERR_OK;
}

enum err file_close(struct rule_context *context, const struct file *file, int outcome,
                    const struct watch *watches, size_t n, struct str reason, struct decision *decision,
                    struct fault *fault)
{
    enum err err = actor_needs(context, outcome == FILE_CLEARED ? ROLE_SUPERVISOR : ROLE_OFFICER, fault);
    if (!err)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (outcome != FILE_UNRESOLVED && outcome != FILE_CLEARED)
        return fault_set(fault, ERR_USAGE, "a file is closed unresolved or closed cleared");
    if (file->file_state != FILE_OPEN && !(file->file_state == FILE_UNRESOLVED && outcome == FILE_CLEARED))
        return rule_refuse(fault, RULE_STATE, "file %lld is %s", (long long)file->file,
                           word(WORDS_file_state, file->file_state));
    DECIDE(decision, FILE_CLOSED, SAY(file, file->file), SAY_WORD(file_state, file_state, outcome),
           SAY_TEXT(reason, reason));
    for (size_t i = 0; i < n && outcome == FILE_CLEARED; i++) {
        if (watches[i].watch_state != WATCHING_ACTIVE && watches[i].watch_state != WATCHING_GRACE)
            continue;
        DECIDE(decision, WATCH_ENDED, SAY(watch, watches[i].watch), SAY_TEXT(reason, STR("file cleared")));
        obligation_end(decision, watches[i].obligation, OWED_DONE);
    }
    return ERR_OK;
}

enum err file_reopen(struct rule_context *context, const struct file *file, const struct proposal *pending,
                     struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_SUPERVISOR, reason, fault);
    if (err)
        return err;
    if (pending)
        return proposal_decide(context, pending, file, true, reason, decision, fault);
    if (file->file_state != FILE_UNRESOLVED && file->file_state != FILE_CLEARED)
        return rule_refuse(fault, RULE_STATE, "file %lld is %s", (long long)file->file,
                           word(WORDS_file_state, file->file_state));
    DECIDE(decision, FILE_REOPENED, SAY(file, file->file), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err file_hold(struct rule_context *context, const struct file *file, struct str section, int64_t holder,
                   struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = writable(file, fault);
    if (!err)
        err = actor_holds(context, file->section, false, "file", file->file, fault);
    if (err)
        return err;
    if (str_trim(section).n == 0)
        return rule_refuse(fault, RULE_OWNER, "no section");
    DECIDE(decision, FILE_HELD, SAY(file, file->file), SAY_TEXT(owner, post_duty(decision->arena, section)),
           SAY_TEXT(section, section), SAY(holder, holder));
    return ERR_OK;
}

enum err file_name_reader(struct rule_context *context, const struct file *file, int64_t person, bool reads,
                          struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_SUPERVISOR, reason, fault);
    if (err)
        return err;
    decide(decision, reads ? EVENT_READER_NAMED : EVENT_READER_REMOVED,
           (const struct said[]){SAY(file, file->file), SAY(person, person), SAY_TEXT(reason, reason)}, 3);
    return ERR_OK;
}

enum err file_refer(struct rule_context *context, const struct file *file, int64_t channel, struct str theirs,
                    struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = writable(file, fault);
    if (err)
        return err;
    if (!channel || str_trim(theirs).n == 0)
        return fault_set(fault, ERR_USAGE, "a counterpart and its reference");
    DECIDE(decision, FILE_REFERENCED, SAY(file, file->file), SAY(channel, channel), SAY_TEXT(theirs, theirs));
    return ERR_OK;
}

enum err file_add_subject(struct rule_context *context, const struct file *file, int64_t subject,
                          int subject_role, bool told_only, struct str reason, struct decision *decision,
                          struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = writable(file, fault);
    if (!err)
        err = subject_taken_up(subject, told_only, fault);
    if (!err)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (!subject_role)
        return rule_refuse(fault, RULE_SUBJECT_ROLE, "no role");
    DECIDE(decision, FILE_SUBJECT_ADDED, SAY(file, file->file), SAY(subject, subject),
           SAY_WORD(subject_role, subject_role, subject_role), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err file_note(struct rule_context *context, const struct file *file, struct str text,
                   struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = writable(file, fault);
    if (err)
        return err;
    if (str_trim(text).n == 0)
        return fault_set(fault, ERR_USAGE, "an empty note");
    DECIDE(decision, NOTE_ADDED, SAY(file, file->file), SAY_TEXT(text, text));
    return ERR_OK;
}

enum err file_attach(struct rule_context *context, const struct file *file,
                     const struct attachment_new *attachment, struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = writable(file, fault);
    if (err)
        return err;
    struct event *event = event_add(decision, EVENT_ATTACHMENT_ADDED);
    event_int(event, FIELD_file, file->file);
    event_text(event, FIELD_name, attachment->name);
    event_text(event, FIELD_media, attachment->media);
    event_int(event, FIELD_size, (int64_t)attachment->content.n);
    event_bytes(event, FIELD_digest, attachment->digest, sizeof attachment->digest);
    event_bytes(event, FIELD_content, attachment->content.p, attachment->content.n);
    return ERR_OK;
}

enum err file_review(struct rule_context *context, const struct file *file, const struct owed *review,
                     struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_SUPERVISOR, reason, fault);
    if (!err && file->file_state == FILE_PURGED)
        err = writable(file, fault);
    if (err)
        return err;
    DECIDE(decision, FILE_REVIEWED, SAY(file, file->file),
           SAY(review, context->now + FILE_REVIEW_DAYS * DAY_MS), SAY_TEXT(reason, reason));
    if (review)
        obligation_end(decision, review->obligation, OWED_DONE);
    return ERR_OK;
}

/* The supervisor of its section owes a review, or it is sealed. */
static void ask_for_review(struct rule_context *context, const struct file *file, struct decision *decision)
{
    struct owing review = {.kind = OBLIGATION_REVIEW,
                           .about = file->file,
                           .file = file->file,
                           .section = file->section,
                           .owner = post_at_rung(decision->arena, file->section, RUNG_SUPERVISOR),
                           .due = file->review};
    obligation_create(context, &review, decision);
}

void file_step(struct rule_context *context, const struct file *file, struct decision *decision)
{
    bool kept = file->file_state != FILE_SEALED && file->file_state != FILE_PURGED;
    if (!file->review || file->file_state == FILE_PURGED)
        return;
    if (context->now < file->review) {
        if (kept && !file->review_owed && context->now >= file->review - FILE_REVIEW_WARNING_DAYS * DAY_MS)
            ask_for_review(context, file, decision);
        return;
    }
    if (file->file_state == FILE_SEALED) {
        if (context->now >= file->review + FILE_PURGE_DAYS * DAY_MS)
            DECIDE(decision, FILE_PURGED, SAY(file, file->file));
        return;
    }
    DECIDE(decision, FILE_SEALED, SAY(file, file->file));
}

bool file_rests_on_foreign_tip(const struct file *file, const struct flag *flags, size_t n)
{
    if (!file->channel)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct flag_kind *kind = flag_kind(flags[i].flag_kind);
        if (flags[i].file == file->file && !flags[i].channel && kind && kind->class == FLAG_STRONG)
            return false;
    }
    return true;
}
