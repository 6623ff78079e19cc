/* liaison ledger: keys, checkpoints, cosignatures, proofs and whole ledgers. */
#include "base/limits.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "desk/prove.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct ledger {
    struct session session;
    const char *number, *log, *cosigner;
    size_t event, size;
    struct texts words, show;
    int64_t ledger;
    struct buf in, text;
};

static struct str given(const char *text)
{
    return text ? str_of(text) : STR("");
}

/* --- keys, checkpoints and cosignatures --- */

static enum err do_keys(struct ledger *l, struct fault *fault)
{
    enum err err = desk_ledger_key(l->session.desk, l->ledger, &l->text, fault);
    buf_add_char(&l->text, '\n');
    if (!err)
        err = desk_cosigner_key(l->session.desk, &l->text, fault);
    buf_add_char(&l->text, '\n');
    return err;
}

static enum err do_checkpoint(struct ledger *l, struct fault *fault)
{
    return desk_show_checkpoint(l->session.desk, l->ledger, &l->text, fault);
}

static enum err do_request(struct ledger *l, struct fault *fault)
{
    if (!l->cosigner)
        return fault_set(fault, ERR_USAGE, "ledger request wants --cosigner KEY");
    return desk_request(l->session.desk, l->ledger, str_of(l->cosigner), &l->text, fault);
}

/* Only an overseer's or a counterpart's desk cosigns, and there a person says so. */
static enum err do_cosign(struct ledger *l, struct fault *fault)
{
    if (!l->log)
        return fault_set(fault, ERR_USAGE, "ledger cosign wants --log KEY");
    enum err err = session_read_file(l->words.at[1], &l->in, fault);
    return err ? err
               : desk_cosign(l->session.desk, l->session.person.person, str_of(l->log), buf_str(&l->in),
                             &l->text, fault);
}

static enum err do_cosigned(struct ledger *l, struct fault *fault)
{
    uint64_t size = l->size;
    if (!l->cosigner)
        return fault_set(fault, ERR_USAGE, "ledger cosigned wants --cosigner KEY");
    enum err err = session_read_file(l->words.at[1], &l->in, fault);
    if (!err && !size)
        err = desk_checkpoint(l->session.desk, l->ledger, &size, &l->text, fault);
    buf_clear(&l->text);
    return err ? err
               : desk_keep_cosignature(l->session.desk, l->ledger, size, str_of(l->cosigner), buf_str(&l->in),
                                       fault);
}

/* --- proofs --- */

static bool is_shown(void *context, const struct event_value *value)
{
    const struct ledger *l = context;
    struct str name = field_spec(value->field)->name;
    for (size_t i = 0; i < l->show.n; i++)
        if (str_equal(name, str_of(l->show.at[i])))
            return true;
    return false;
}

/* What is sealed is content: an administrator never gets it, whoever else asks must have a purpose. */
static enum err may_show(const struct ledger *l, struct fault *fault)
{
    for (size_t i = 0; i < l->show.n; i++) {
        enum field field = field_named(str_of(l->show.at[i]));
        if (field == FIELD_COUNT)
            return fault_set(fault, ERR_USAGE, "no field '%s'", l->show.at[i]);
        if (field_spec(field)->rest == FIELD_SEALED)
            return fault_set(fault, ERR_REFUSED,
                             "'%s' is content, which leaves a desk by its release check only", l->show.at[i]);
    }
    return ERR_OK;
}

static enum err do_prove(struct ledger *l, struct fault *fault)
{
    if (!l->event)
        return fault_set(fault, ERR_USAGE, "ledger prove wants --event NUMBER");
    enum err err = may_show(l, fault);
    return err ? err : desk_prove(l->session.desk, (int64_t)l->event, is_shown, l, &l->text, fault);
}

static void print_value(struct buf *out, const struct event_value *value)
{
    const struct field_spec *spec = field_spec(value->field);
    char time[TIME_TEXT_BYTES];
    buf_printf(out, "%.*s: ", STR_ARG(spec->name));
    if (value->closed) {
        buf_printf(out, "(not shown)\n");
    } else if (spec->type == FIELD_INTEGER) {
        buf_printf(out, "%" PRId64 "\n", value->integer);
    } else if (spec->type == FIELD_TIME) {
        time_text(value->integer, time);
        buf_printf(out, "%s\n", time);
    } else {
        size_t start = out->n;
        buf_add_str(out, value->bytes);
        buf_add_char(out, '\0');
        if (!buf_failed(out)) {
            str_clean(out->bytes + start);
            out->n = start + strlen(out->bytes + start);
        }
        buf_add_char(out, '\n');
    }
}

/* Without any desk: from the proof, the ledger's key and the cosigner's alone. */
static enum err do_verify(struct ledger *l, struct fault *fault)
{
    struct proved proved;
    char time[TIME_TEXT_BYTES];
    if (!l->log)
        return fault_set(fault, ERR_USAGE, "ledger verify wants --log KEY");
    arena_init(&l->session.arena, (size_t)LIMIT_EVENT_ARENA_BYTES);
    enum err err = session_read_file(l->words.at[1], &l->in, fault);
    if (!err)
        err = desk_check_proof(buf_str(&l->in), str_of(l->log), given(l->cosigner), &l->session.arena,
                               &proved, fault);
    if (err)
        return err;
    time_text(proved.header.time, time);
    buf_printf(&l->text,
               "ledger: %.*s\nleaf: %" PRIu64 " of %" PRIu64 "\nkind: %.*s\ntime: %s\nactor: %" PRId64 "\n",
               STR_ARG(proved.header.ledger), proved.index, proved.size, STR_ARG(proved.header.kind), time,
               proved.header.actor);
    for (size_t i = 0; i < proved.event.count; i++)
        print_value(&l->text, &proved.event.values[i]);
    return ERR_OK;
}

/* --- export --- */

static enum err make_directories(char *path, struct fault *fault)
{
    for (char *at = path + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *at = '/';
        if (!made)
            return fault_set(fault, ERR_IO, "%s: cannot be made: %s", path, strerror(errno));
    }
    return ERR_OK;
}

static enum err write_file(void *context, const char *name, struct str bytes, struct fault *fault)
{
    const struct ledger *l = context;
    char path[SESSION_PATH_MAX];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", l->words.at[1], name) >= sizeof path)
        return fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", name);
    enum err err = make_directories(path, fault);
    if (err)
        return err;
    FILE *file = fopen(path, "we");
    bool written = file && fwrite(bytes.p, 1, bytes.n, file) == bytes.n;
    if (file && fclose(file))
        written = false;
    return written ? ERR_OK : fault_set(fault, ERR_IO, "%s: cannot be written: %s", path, strerror(errno));
}

static enum err do_export(struct ledger *l, struct fault *fault)
{
    return desk_export(l->session.desk, l->ledger, write_file, l, fault);
}

/* --- which --- */

static const struct verb {
    const char *name;
    size_t words; /* its own, and what it is about */
    enum session_who who;
    bool desk; /* opens one */
    enum err (*act)(struct ledger *l, struct fault *fault);
} verbs[] = {
    {"keys", 1, SESSION_NOBODY, true, do_keys},
    {"checkpoint", 1, SESSION_NOBODY, true, do_checkpoint},
    {"request", 1, SESSION_NOBODY, true, do_request},
    {"cosign", 2, SESSION_PERSON, true, do_cosign},
    {"cosigned", 2, SESSION_NOBODY, true, do_cosigned},
    {"prove", 1, SESSION_PERSON, true, do_prove},
    {"verify", 2, SESSION_NOBODY, false, do_verify},
    {"export", 2, SESSION_NOBODY, true, do_export},
};

static enum err find_verb(struct ledger *l, const struct verb **out, struct fault *fault)
{
    struct str number = given(l->number);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (l->words.n == verbs[i].words && strcmp(l->words.at[0], verbs[i].name) == 0)
            *out = &verbs[i];
    if (!*out)
        return fault_set(fault, ERR_USAGE, "ledger wants: %s", options_words("ledger"));
    for (size_t i = 0; i < number.n; i++) {
        if (number.n > 9 || number.p[i] < '0' || number.p[i] > '9')
            return fault_set(fault, ERR_USAGE, "--ledger wants a number, not '%s'", l->number);
        l->ledger = 10 * l->ledger + (number.p[i] - '0');
    }
    return ERR_OK;
}

static enum err run(struct ledger *l, struct fault *fault)
{
    const struct verb *verb = NULL;
    enum err err = find_verb(l, &verb, fault);
    if (!err && verb->desk)
        err = session_open(&l->session, verb->who, fault);
    if (!err)
        err = verb->act(l, fault);
    return err ? err : output_print(&l->text, fault);
}

int command_ledger(int argc, char **argv)
{
    struct fault fault = {0};
    struct ledger l = {0};
    const struct option options[] = {
        SESSION_OPTIONS(&l.session),         {"--ledger", OPTION_TEXT, &l.number},
        {"--log", OPTION_TEXT, &l.log},      {"--cosigner", OPTION_TEXT, &l.cosigner},
        {"--event", OPTION_COUNT, &l.event}, {"--size", OPTION_COUNT, &l.size},
        {"--show", OPTION_TEXTS, &l.show},
    };
    buf_init(&l.in, SESSION_FILE_MAX);
    buf_init(&l.text, SESSION_FILE_MAX);
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, &l.words, &fault);
    if (!err)
        err = run(&l, &fault);
    session_close(&l.session);
    buf_release(&l.in);
    buf_release(&l.text);
    return err ? command_fail(&fault) : 0;
}
