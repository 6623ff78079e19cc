/* From candidate to a person's word. */
#include "rules/sighting.h"

#include "rules/flag.h"
#include "rules/obligation.h"
#include "rules/post.h"

#include <stdio.h>

/* Each kind of sighting raises this flag when it is confirmed; NULL: none. */
static const char *const raises[SEEN_WORDS] = {
    [SEEN_TRAVEL] = "travel",
    [SEEN_APPLICATION] = "citizenship application",
};

static enum err may_be_seen(const struct rule_context *context, const struct file *file,
                            const struct sighting_new *sighting, struct fault *fault)
{
    if (file->file_state == FILE_CLEARED)
        return rule_refuse(fault, RULE_CLEARED_FILE, "file %lld", (long long)file->file);
    if (file->file_state == FILE_SEALED || file->file_state == FILE_PURGED)
        return rule_refuse(fault, RULE_RETENTION, "file %lld is %s", (long long)file->file,
                           word(WORDS_file_state, file->file_state));
    if (!sighting->kind || !sighting->seen || !sighting->section.n)
        return fault_set(fault, ERR_USAGE, "a sighting has a kind, a time and a section that reports it");
    if (sighting->seen > context->now + DAY_MS)
        return rule_refuse(fault, RULE_TIME, "seen in the future");
    return ERR_OK;
}

enum err sighting_report(struct rule_context *context, const struct file *file, const struct watch *watch,
                         const struct sighting_new *sighting, int64_t *number, struct decision *decision,
                         struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (!err)
        err = may_be_seen(context, file, sighting, fault);
    if (err)
        return err;
    bool grace = watch && watch->watch_state == WATCHING_GRACE;
    *number = context_number(context, ENTITY_sighting);
    struct owing owing = {.kind = OBLIGATION_SIGHTING,
                          .about = *number,
                          .file = file->file,
                          .section = file->section,
                          .owner = grace ? post_at_rung(decision->arena, file->section, RUNG_SUPERVISOR)
                                         : file->owner,
                          .urgency = sighting->urgency};
    struct event *event = event_add(decision, EVENT_SIGHTING_REPORTED);
    event_int(event, FIELD_sighting, *number);
    event_int(event, FIELD_file, file->file);
    if (watch)
        event_int(event, FIELD_watch, watch->watch);
    event_int(event, FIELD_subject, sighting->subject ? sighting->subject : file->subject);
    event_text(event, FIELD_section, sighting->section);
    event_text(event, FIELD_owner, owing.owner);
    event_text(event, FIELD_sighting_kind, word_str(WORDS_sighting_kind, sighting->kind));
    event_time(event, FIELD_seen, sighting->seen);
    if (sighting->direction)
        event_text(event, FIELD_direction, word_str(WORDS_toward, sighting->direction));
    if (sighting->country.n)
        event_text(event, FIELD_country, sighting->country);
    event_int(event, FIELD_evidence, sighting->evidence);
    if (sighting->text.n)
        event_text(event, FIELD_text, sighting->text);
    if (sighting->original_n)
        event_bytes(event, FIELD_original, sighting->original, sighting->original_n);
    obligation_create(context, &owing, decision);
    if (watch && !grace && !str_equal(watch->section, file->section)) {
        owing = (struct owing){
            .kind = OBLIGATION_NOTICE, .about = *number, .file = file->file, .section = watch->section};
        obligation_create(context, &owing, decision);
    }
    return ERR_OK;
}

enum err sighting_read(struct rule_context *context, const struct sighting *sighting,
                       const struct owed *notice, struct decision *decision, struct fault *fault)
{
    if (!context->actor.person)
        return rule_refuse(fault, RULE_REASON, "reading is acknowledged by a person");
    if (notice->obligation_kind != OBLIGATION_NOTICE || notice->about != sighting->sighting ||
        notice->obligation_state != OWED_DUE)
        return rule_refuse(fault, RULE_STATE, "sighting %lld is not waiting to be read by %.*s",
                           (long long)sighting->sighting, STR_ARG(notice->section));
    DECIDE(decision, SIGHTING_READ, SAY(sighting, sighting->sighting), SAY_TEXT(section, notice->section));
    obligation_end(decision, notice->obligation, OWED_DONE);
    return ERR_OK;
}

static enum err decidable(const struct rule_context *context, const struct sighting *sighting,
                          struct str reason, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (!err && sighting->sighting_state != SIGHTING_CANDIDATE)
        return rule_refuse(fault, RULE_STATE, "sighting %lld is %s", (long long)sighting->sighting,
                           word(WORDS_sighting_state, sighting->sighting_state));
    return err;
}

enum err sighting_confirm(struct rule_context *context, const struct sighting *sighting, int64_t obligation,
                          const struct file *file, const struct flag *flags, size_t n, struct str reason,
                          struct decision *decision, struct fault *fault)
{
    enum err err = decidable(context, sighting, reason, fault);
    if (err)
        return err;
    DECIDE(decision, SIGHTING_CONFIRMED, SAY(sighting, sighting->sighting), SAY_TEXT(reason, reason));
    obligation_end(decision, obligation, OWED_DONE);
    const char *kind = raises[sighting->sighting_kind];
    if (!kind || file->file_state == FILE_CLEARED)
        return ERR_OK;
    char report[64];
    int length = snprintf(report, sizeof report, "sighting %lld", (long long)sighting->sighting);
    char *copy = arena_copy(decision->arena, report, (size_t)length);
    struct flag_new flag = {.kind = str_of(kind),
                            .date = sighting->seen,
                            .report = {copy, copy ? (size_t)length : 0},
                            .basis = STR("sighting confirmed"),
                            .section = sighting->section};
    return flag_raise(context, file, flags, n, &flag, decision, fault);
}

enum err sighting_dismiss(struct rule_context *context, const struct sighting *sighting, int64_t obligation,
                          struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = decidable(context, sighting, reason, fault);
    if (err)
        return err;
    DECIDE(decision, SIGHTING_DISMISSED, SAY(sighting, sighting->sighting), SAY_TEXT(reason, reason));
    obligation_end(decision, obligation, OWED_DONE);
    return ERR_OK;
}
