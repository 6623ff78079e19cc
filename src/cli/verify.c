/* liaison verify: a desk's store held against its own proofs. */
#include "desk/verify.h"

#include "cli/command.h"
#include "cli/session.h"
#include "desk/bundle.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

static void say(const struct session *session, const char *key, const char *sentence)
{
    if (!session->json) {
        printf("%s\n", sentence);
        return;
    }
    json_t *line = json_pack("{s:s}", key, sentence);
    if (line)
        json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(line);
}

static void tell(void *context, const char *finding)
{
    say(context, "finding", finding);
}

static void sum_up(const struct session *session, const struct verify_result *result)
{
    printf(session->json ? "{\"events\":%" PRIu64 ",\"openings\":%" PRIu64 ",\"erased\":%" PRIu64
                           ",\"checkpoints\":%" PRIu64 ",\"cosignatures\":%" PRIu64 ",\"findings\":%" PRIu64
                           "}\n"
                         : "%" PRIu64 " events, %" PRIu64 " openings (%" PRIu64 " erased), %" PRIu64
                           " checkpoints, %" PRIu64 " cosignatures: %" PRIu64 " findings\n",
           result->events, result->openings, result->erased, result->checkpoints, result->cosignatures,
           result->findings);
}

static enum err run(struct session *session, const char *since, struct fault *fault)
{
    struct verify_options options = {.found = tell, .context = session};
    struct verify_result result;
    struct buf note;
    buf_init(&note, SESSION_FILE_MAX);
    enum err err = session_open(session, SESSION_NOBODY, fault);
    if (!err && since)
        err = session_read_file(since, &note, fault);
    options.since = buf_str(&note);
    if (!err) {
        err = desk_verify(session->desk, &options, &result, fault);
        if (!err || result.findings)
            sum_up(session, &result);
    }
    buf_release(&note);
    return err;
}

static void tell_proved(void *context, const char *sentence)
{
    say(context, "proved", sentence);
}

/* A bundle of 'liaison prove', without any desk. */
static enum err check_bundle(struct session *session, const char *path, struct fault *fault)
{
    struct buf text;
    buf_init(&text, SESSION_FILE_MAX);
    enum err err = session_read_file(path, &text, fault);
    struct fault why = {0};
    if (!err && (err = bundle_check(buf_str(&text), tell_proved, session, &why)))
        (void)fault_set(fault, err, "%s: %s", path, why.detail);
    buf_release(&text);
    return err;
}

int command_verify(int argc, char **argv)
{
    struct fault fault = {0};
    struct session session = {0};
    const char *since = NULL, *bundle = NULL;
    const struct option options[] = {
        SESSION_OPTIONS(&session), {"--since", OPTION_TEXT, &since}, {"--bundle", OPTION_TEXT, &bundle}};
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, NULL, &fault);
    if (!err)
        err = bundle ? check_bundle(&session, bundle, &fault) : run(&session, since, &fault);
    session_close(&session);
    return err ? command_fail(&fault) : 0;
}
