/* Load, decide, apply: subjects and files. */
#include "desk/file.h"

#include "base/digest.h"
#include "base/limits.h"
#include "desk/held.h"
#include "desk/holding.h"
#include "desk/peer.h"
#include "desk/watch.h"

enum err desk_file(struct task *task, int64_t file, struct file *out)
{
    return task_load(task, "file/get", "file", file, &shape_file, out);
}

enum err desk_flags(struct task *task, int64_t file, struct flag **flags, size_t *n)
{
    return task_list(task, "file/flags", "file", file, &shape_flag, flags, n);
}

static enum err load_subject(struct task *task, int64_t subject, struct subject_state *out)
{
    return task_load(task, "subject/get", "subject", subject, &shape_subject_state, out);
}

enum err desk_subject(struct task *task, int64_t subject, struct subject_state *out)
{
    enum err err = load_subject(task, subject, out);
    if (!err && out->into_subject)
        err = load_subject(task, out->into_subject, out);
    return err;
}

/* One that the actor may change. */
static enum err own_subject(struct task *task, int64_t subject, struct subject_state *out)
{
    enum err err = load_subject(task, subject, out);
    return err ? err : held_subject(task, subject);
}

static enum err told_only(struct task *task, int64_t subject, bool *told)
{
    struct query query;
    int64_t count = 0;
    query_open(&query, task->store, "subject/told_only", task->fault);
    query_int(&query, "subject", subject);
    enum err err = query_one(&query, 0, &count);
    *told = count != 0;
    return err;
}

enum err desk_subject_taken_up(struct task *task, int64_t subject)
{
    bool told = false;
    struct subject_state state;
    enum err err = desk_subject(task, subject, &state);
    if (!err)
        err = told_only(task, state.subject, &told);
    return err ? err : subject_taken_up(subject, told, task->fault);
}

enum err desk_subject_settle(struct task *task, int64_t subject)
{
    enum err err = desk_holding_settle(task, subject);
    if (!err)
        err = desk_watch_settle(task, subject);
    return err ? err : peer_hold_about(task->desk, subject, task->fault);
}

enum err desk_subject_add(struct task *task, int subject_role, struct str reason, int64_t channel,
                          const struct value_new *values, size_t n, int64_t *subject)
{
    enum err err =
        task->context.actor.person ? actor_needs(&task->context, ROLE_OFFICER, task->fault) : ERR_OK;
    if (!err)
        err = subject_add(&task->context, subject_role, reason, channel, values, n, subject, &task->decision,
                          task->fault);
    return task_apply(task, err);
}

enum err desk_subject_add_value(struct task *task, int64_t subject, const struct value_new *value)
{
    struct subject_state state;
    enum err err = own_subject(task, subject, &state);
    if (!err)
        err = subject_add_value(&task->context, subject, value, 0, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_subject_set_role(struct task *task, int64_t subject, int subject_role, struct str reason)
{
    struct subject_state state;
    enum err err = own_subject(task, subject, &state);
    if (!err)
        err = subject_set_role(&task->context, &state, subject_role, reason, &task->decision, task->fault);
    err = task_apply(task, err);
    return err ? err : desk_subject_settle(task, subject);
}

enum err desk_subject_protect(struct task *task, int64_t subject, int protection, struct str origin,
                              struct str reason)
{
    struct subject_state state;
    enum err err = own_subject(task, subject, &state);
    if (!err)
        err =
            subject_protect(&task->context, &state, protection, origin, reason, &task->decision, task->fault);
    err = task_apply(task, err);
    return err ? err : desk_subject_settle(task, subject);
}

enum err desk_subject_merge(struct task *task, int64_t subject, int64_t into, struct str reason)
{
    struct subject_state one, other;
    struct query query;
    int64_t distinguished = 0;
    enum err err = own_subject(task, subject, &one);
    if (!err)
        err = own_subject(task, into, &other);
    if (!err) {
        query_open(&query, task->store, "subject/distinct", task->fault);
        query_int(&query, "subject", subject);
        query_int(&query, "other_subject", into);
        err = query_one(&query, 0, &distinguished);
    }
    if (!err)
        err = subject_merge(&task->context, &one, &other, distinguished != 0, reason, &task->decision,
                            task->fault);
    err = task_apply(task, err);
    return err ? err : desk_subject_settle(task, subject);
}

enum err desk_subject_split(struct task *task, int64_t subject, struct str reason)
{
    struct subject_state state;
    enum err err = own_subject(task, subject, &state);
    if (!err)
        err = subject_split(&task->context, &state, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_subject_distinguish(struct task *task, int64_t subject, int64_t other, struct str reason)
{
    struct subject_state state;
    enum err err = own_subject(task, subject, &state);
    if (!err)
        err = own_subject(task, other, &state);
    if (!err)
        err = subject_distinguish(&task->context, subject, other, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_channels(struct task *task, int64_t file, int64_t channels[FILE_CHANNELS_MAX], size_t *n)
{
    struct query query;
    enum err err = ERR_OK;
    *n = 0;
    query_open(&query, task->store, "file/channels", task->fault);
    query_int(&query, "file", file);
    while (!err && query_next(&query)) {
        if (*n < FILE_CHANNELS_MAX)
            channels[(*n)++] = query_get_int(&query, 0);
        else
            err = fault_set(task->fault, ERR_TOO_LARGE, "file %lld: over %d channels know of it",
                            (long long)file, FILE_CHANNELS_MAX);
    }
    enum err closed = query_close(&query);
    return err ? err : closed;
}

enum err desk_clearance_give(struct task *task, const struct clearance_new *clearance)
{
    struct file file;
    int64_t channels[FILE_CHANNELS_MAX];
    size_t n = 0;
    struct subject_state state;
    enum err err = held_file(task, clearance->file, &file);
    if (!err)
        err = own_subject(task, clearance->subject, &state);
    if (!err)
        err = desk_file_channels(task, clearance->file, channels, &n);
    if (!err)
        err = clearance_give(&task->context, &file, clearance, channels, n, &task->decision, task->fault);
    err = task_apply(task, err);
    return err ? err : desk_subject_settle(task, clearance->subject);
}

enum err desk_file_open(struct task *task, struct file_new new, int64_t *file)
{
    struct subject_state state;
    enum err err = desk_subject(task, new.subject, &state);
    new.subject = err ? 0 : state.subject;
    new.desk = desk_id(task->desk);
    if (!err && !new.tip)
        err = held_subject(task, new.subject);
    if (!err)
        err = told_only(task, new.subject, &new.told_only);
    if (!err)
        err = file_open(&task->context, &new, file, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_close(struct task *task, int64_t file, int outcome, struct str reason)
{
    struct file state;
    struct watch *watches = NULL;
    size_t n = 0;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = task_list(task, "file/watches", "file", file, &shape_watch, &watches, &n);
    if (!err)
        err = file_close(&task->context, &state, outcome, watches, n, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_reopen(struct task *task, int64_t file, struct str reason)
{
    struct file state;
    struct proposal pending;
    enum err err = held_file(task, file, &state);
    if (!err && state.proposal)
        err = task_load(task, "proposal/get", "proposal", state.proposal, &shape_proposal, &pending);
    if (!err)
        err = file_reopen(&task->context, &state, state.proposal ? &pending : NULL, reason, &task->decision,
                          task->fault);
    return task_apply(task, err);
}

enum err desk_file_hold(struct task *task, int64_t file, struct str section, int64_t holder)
{
    struct file state;
    struct held_reader reader = {0};
    enum err err = held_file(task, file, &state);
    if (!err)
        err = held_reader(task, file, &reader);
    if (!err && reader.kept)
        err = rule_refuse(task->fault, RULE_TLP, "file %lld", (long long)file);
    if (!err)
        err = file_hold(&task->context, &state, section, holder, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_name_reader(struct task *task, int64_t file, int64_t person, bool reads, struct str reason)
{
    struct file state;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = file_name_reader(&task->context, &state, person, reads, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_add_subject(struct task *task, int64_t file, int64_t subject, int subject_role,
                               struct str reason)
{
    struct file state;
    struct subject_state person;
    bool told = false;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = own_subject(task, subject, &person);
    if (!err)
        err = told_only(task, person.into_subject ? person.into_subject : subject, &told);
    if (!err)
        err = file_add_subject(&task->context, &state, subject, subject_role, told, reason, &task->decision,
                               task->fault);
    return task_apply(task, err);
}

enum err desk_file_refer(struct task *task, int64_t file, int64_t channel, struct str theirs)
{
    struct file state;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = file_refer(&task->context, &state, channel, theirs, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_note(struct task *task, int64_t file, struct str text)
{
    struct file state;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = file_note(&task->context, &state, text, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_attach(struct task *task, int64_t file, struct str name, struct str media,
                          struct str content)
{
    struct file state;
    struct attachment_new attachment = {.name = name, .media = media, .content = content};
    struct digest digest;
    if (content.n > (size_t)LIMIT_ATTACHMENT_BYTES)
        return fault_set(task->fault, ERR_TOO_LARGE, "an attachment of %zu bytes; at most %lld", content.n,
                         LIMIT_ATTACHMENT_BYTES);
    digest_of(content.p, content.n, &digest);
    memcpy(attachment.digest, digest.bytes, sizeof attachment.digest);
    enum err err = held_file(task, file, &state);
    if (!err)
        err = file_attach(&task->context, &state, &attachment, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_file_review(struct task *task, int64_t file, struct str reason)
{
    struct file state;
    struct owed owed;
    enum err err = held_file(task, file, &state);
    if (!err)
        err = task_owed(task, OBLIGATION_REVIEW, file, STR(""), &owed);
    if (!err)
        err = file_review(&task->context, &state, owed.obligation ? &owed : NULL, reason, &task->decision,
                          task->fault);
    return task_apply(task, err);
}

enum err desk_flag_raise(struct task *task, int64_t file, const struct flag_new *flag)
{
    struct file state;
    struct flag *flags = NULL;
    size_t n = 0;
    enum err err = actor_needs(&task->context, ROLE_OFFICER, task->fault);
    if (!err)
        err = held_file(task, file, &state);
    if (!err)
        err = desk_flags(task, file, &flags, &n);
    if (!err)
        err = flag_raise(&task->context, &state, flags, n, flag, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_proposal_decide(struct task *task, int64_t proposal, bool reopen, struct str reason)
{
    struct proposal state;
    struct file file;
    enum err err = task_load(task, "proposal/get", "proposal", proposal, &shape_proposal, &state);
    if (!err)
        err = held_file(task, state.file, &file);
    if (!err)
        err = proposal_decide(&task->context, &state, &file, reopen, reason, &task->decision, task->fault);
    return task_apply(task, err);
}
