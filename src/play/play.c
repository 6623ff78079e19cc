/* Play: a scenario's acts done with real desks. See play.h. */
#include "play/play.h"

#include "base/limits.h"
#include "base/time.h"
#include "play/expect.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char administrator[] = "admin";
static const char clock_file[] = "clock";

enum { ROUNDS_TO_REST = 1000, LIST_PATH_MAX = 4096 };

/* directory/name, in the arena. */
static const char *path_in(struct play *play, const char *name)
{
    size_t n = strlen(play->directory) + strlen(name) + 2;
    char *path = arena_alloc(play->arena, n);
    if (path)
        snprintf(path, n, "%s/%s", play->directory, name);
    return path;
}

static enum err io_fault(struct fault *fault, const char *path)
{
    return fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
}

/* Writes the whole file, so that a reader sees the old or the new one. */
static enum err write_file(struct play *play, const char *name, struct str bytes, struct fault *fault)
{
    const char *path = path_in(play, name);
    const char *beside = path_in(play, ".being-written");
    if (!path || !beside)
        return fault_set(fault, ERR_NO_MEMORY, "%s", name);
    FILE *out = fopen(beside, "we");
    bool written = out && fwrite(bytes.p, 1, bytes.n, out) == bytes.n;
    if ((out && fclose(out) != 0) || !written || rename(beside, path) != 0)
        return io_fault(fault, path);
    return ERR_OK;
}

static struct play_desk *find_desk(struct play *play, const char *id)
{
    for (size_t i = 0; i < play->n; i++)
        if (strcmp(play->desks[i].id, id) == 0)
            return &play->desks[i];
    return NULL;
}

static enum err need_desk(struct play *play, const char *id, struct play_desk **desk, struct fault *fault)
{
    *desk = find_desk(play, id);
    return *desk ? ERR_OK : fault_set(fault, ERR_BAD_INPUT, "there is no desk %s", id);
}

/* One step of a desk; *done says how much came of it. */
static enum err step_desk(struct play *play, struct play_desk *desk, unsigned long *done, struct fault *fault)
{
    static const char answer[] = "stepped ";
    enum err err = served_ask(&desk->served, "step\n", &play->answer, fault);
    char *end = NULL;
    if (err)
        return err;
    if (strncmp(play->answer.bytes, answer, sizeof answer - 1) == 0)
        *done = strtoul(play->answer.bytes + sizeof answer - 1, &end, 10);
    if (!end || *end)
        return fault_set(fault, ERR_IO, "desk %s answers a step by '%s'", desk->id, play->answer.bytes);
    return ERR_OK;
}

/* Lets the desks step in turn until a whole round brings nothing more. */
static enum err settle(struct play *play, struct fault *fault)
{
    for (int round = 0; round < ROUNDS_TO_REST; round++) {
        unsigned long all = 0;
        for (size_t i = 0; i < play->n; i++) {
            unsigned long done = 0;
            if (play->desks[i].served.pid == 0)
                continue;
            enum err err = step_desk(play, &play->desks[i], &done, fault);
            if (err)
                return err;
            all += done;
        }
        if (all == 0)
            return ERR_OK;
    }
    return fault_set(fault, ERR_IO, "the desks do not come to rest");
}

static enum err set_clock(struct play *play, time_ms now, struct fault *fault)
{
    char text[TIME_TEXT_BYTES];
    play->now = now;
    time_text(now, text);
    return write_file(play, clock_file, str_of(text), fault);
}

static enum err act_clock(struct play *play, const struct act *act, struct fault *fault)
{
    if (!play->begun)
        play->now = act->time;
    play->begun = true;
    if (act->time < play->now)
        return fault_set(fault, ERR_BAD_INPUT, "the clock goes forward only");
    do {
        time_ms left = act->time - play->now;
        enum err err = set_clock(play, play->now + (left < play->walk ? left : play->walk), fault);
        if (!err)
            err = settle(play, fault);
        if (err)
            return err;
    } while (play->now < act->time);
    return ERR_OK;
}

static enum err act_walk(struct play *play, const struct act *act, struct fault *fault)
{
    (void)fault;
    play->walk = act->time;
    return ERR_OK;
}

/* Puts in the file's place the last list of that name in the folder of LIAISON_LISTS; *there: it did. */
static enum err link_list(struct play *play, const char *name, const char *pattern, bool *there,
                          struct fault *fault)
{
    char where[LIST_PATH_MAX], *real = NULL;
    const char *folder = getenv("LIAISON_LISTS"), *path = path_in(play, name);
    glob_t found;
    *there = false;
    int n = snprintf(where, sizeof where, "%s/%s", folder ? folder : "", pattern);
    if (!folder || !path || n < 0 || n >= (int)sizeof where || glob(where, 0, NULL, &found) != 0)
        return ERR_OK;
    real = realpath(found.gl_pathv[found.gl_pathc - 1], NULL);
    globfree(&found);
    if (!real || (unlink(path) != 0 && errno != ENOENT) || symlink(real, path) != 0) {
        free(real);
        return io_fault(fault, path);
    }
    free(real);
    *there = true;
    return ERR_OK;
}

static enum err act_write(struct play *play, const struct act *act, struct fault *fault)
{
    bool linked = false;
    if (strchr(act->words[0], '/') || act->words[0][0] == '.')
        return fault_set(fault, ERR_BAD_INPUT, "'%s' is no plain file name", act->words[0]);
    if (act->words[1]) {
        enum err err = link_list(play, act->words[0], act->words[1], &linked, fault);
        if (err || linked)
            return err;
    }
    return write_file(play, act->words[0], act->block.n ? act->block : STR(""), fault);
}

/* Prints the command as one would type it. */
static void show_command(const struct play *play, const struct act *act)
{
    if (!play->show)
        return;
    printf("  %s%s%s$ liaison", act->desk, act->person ? " " : "", act->person ? act->person : "");
    for (size_t i = 0; i < act->n; i++) {
        bool quoted = act->words[i][0] == '\0' || strpbrk(act->words[i], " \t\"'$&|;<>()*?");
        printf(quoted ? " '%s'" : " %s", act->words[i]);
    }
    printf("\n");
}

static void show_output(const struct play *play)
{
    struct str all[] = {buf_str(&play->output), buf_str(&play->errors)};
    for (size_t i = 0; play->show && i < sizeof all / sizeof *all; i++)
        while (all[i].n) {
            struct str line = str_cut(&all[i], '\n');
            printf("    %.*s\n", STR_ARG(line));
        }
}

/* Runs the words at a desk and keeps what came of it in the play. */
static enum err run_at(struct play *play, const struct play_desk *desk, const char *person,
                       const char *const *words, struct fault *fault)
{
    struct place place = {play->directory, desk->directory, person ? person : administrator};
    buf_clear(&play->output);
    buf_clear(&play->errors);
    enum err err = process_run(&place, words, &play->status, &play->output, &play->errors, fault);
    if (!err && (buf_failed(&play->output) || buf_failed(&play->errors)))
        err = fault_set(fault, ERR_TOO_LARGE, "a command prints more than %lld bytes",
                        LIMIT_SCENARIO_OUTPUT_BYTES);
    return err;
}

/* What a command said, short enough for one line of a report. */
static struct str said(const struct play *play)
{
    enum { SAID_BYTES = 300 };
    struct str text = str_trim(buf_str(play->errors.n ? &play->errors : &play->output));
    while (text.n > SAID_BYTES || (text.n && !str_is_utf8(text)))
        text.n = text.n > SAID_BYTES ? SAID_BYTES : text.n - 1;
    return text;
}

/* Whether the expectations below the command at index let it fail, and want JSON. */
static void look_ahead(const struct scenario *scenario, size_t index, bool *may_fail, bool *json)
{
    *may_fail = *json = false;
    for (size_t i = index + 1; i < scenario->n; i++) {
        const struct act *act = &scenario->acts[i];
        if (act->kind == ACT_REFUSED || act->kind == ACT_FAILS)
            *may_fail = true;
        else if (act->kind == ACT_EXPECT)
            *json |= expect_wants_json(act->words, act->n);
        else if (act->kind != ACT_KEEP)
            return;
    }
}

static enum err act_command(struct play *play, const struct act *act, struct fault *fault)
{
    struct play_desk *desk;
    bool may_fail, json;
    size_t index = (size_t)(act - play->scenario->acts);
    enum err err = need_desk(play, act->desk, &desk, fault);
    if (err)
        return err;
    const char **words = arena_array(play->arena, act->n + 2, sizeof *words);
    if (!words)
        return fault_set(fault, ERR_NO_MEMORY, "a command");
    memcpy(words, act->words, act->n * sizeof *words);
    look_ahead(play->scenario, index, &may_fail, &json);
    if (json)
        words[act->n] = "--json";
    show_command(play, act);
    err = run_at(play, desk, act->person, words, fault);
    if (err)
        return err;
    show_output(play);
    if (play->status != 0 && !may_fail) {
        struct str text = said(play);
        return fault_set(fault, ERR_REFUSED, "it ends with status %d: %.*s", play->status, STR_ARG(text));
    }
    return ERR_OK;
}

/* The last act that belongs to a command lets the desks come to rest. */
static enum err settle_after(struct play *play, size_t index, struct fault *fault)
{
    const struct scenario *scenario = play->scenario;
    enum act_kind next = index + 1 < scenario->n ? scenario->acts[index + 1].kind : ACT_STEP;
    if (next == ACT_EXPECT || next == ACT_REFUSED || next == ACT_FAILS || next == ACT_KEEP)
        return ERR_OK;
    return settle(play, fault);
}

/* Adds to a fault what the command said instead. */
static enum err instead(const struct play *play, struct fault *why, struct fault *fault)
{
    struct str text = said(play);
    return fault_set(fault, why->code, "%s; it says: %.*s", why->detail, STR_ARG(text));
}

static enum err expect_same(struct play *play, const struct act *act, struct fault *fault)
{
    const char *path = path_in(play, act->words[2]);
    struct buf kept;
    char bytes[4096];
    size_t n;
    FILE *in = path ? fopen(path, "re") : NULL;
    if (!in)
        return fault_set(fault, ERR_BAD_INPUT, "nothing is kept as %s", act->words[2]);
    buf_init(&kept, (size_t)LIMIT_SCENARIO_OUTPUT_BYTES);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        buf_add(&kept, bytes, n);
    bool same = !ferror(in) && str_equal(buf_str(&kept), buf_str(&play->output));
    fclose(in);
    buf_release(&kept);
    return same ? ERR_OK : fault_set(fault, ERR_REFUSED, "it is not the same as %s", act->words[2]);
}

static enum err act_expect(struct play *play, const struct act *act, struct fault *fault)
{
    struct fault why = {0};
    bool same = act->n == 3 && strcmp(act->words[0], "same") == 0 && strcmp(act->words[1], "as") == 0;
    enum err err =
        same ? expect_same(play, act, &why) : expect_holds(act->words, act->n, buf_str(&play->output), &why);
    return err ? instead(play, &why, fault) : ERR_OK;
}

static enum err failed_as(struct play *play, int status, const char *const *words, size_t n,
                          struct fault *fault)
{
    struct fault why = {0};
    enum err err = ERR_OK;
    if (play->status != status)
        err = fault_set(&why, ERR_REFUSED, "it ends with status %d, not %d", play->status, status);
    else
        err = expect_holds(words, n, buf_str(&play->errors), &why);
    return err ? instead(play, &why, fault) : ERR_OK;
}

static enum err act_refused(struct play *play, const struct act *act, struct fault *fault)
{
    return failed_as(play, err_exit_status(ERR_REFUSED), act->words, act->n, fault);
}

static enum err act_fails(struct play *play, const struct act *act, struct fault *fault)
{
    char *end;
    long status = strtol(act->words[0], &end, 10);
    if (*end || status < 1 || status > 255)
        return fault_set(fault, ERR_BAD_INPUT, "'%s' is no exit status", act->words[0]);
    return failed_as(play, (int)status, act->words + 1, act->n - 1, fault);
}

static enum err act_keep(struct play *play, const struct act *act, struct fault *fault)
{
    if (strcmp(act->words[0], "as") != 0 || strchr(act->words[1], '/'))
        return fault_set(fault, ERR_BAD_INPUT, "write keep as FILE");
    return write_file(play, act->words[1], buf_str(&play->output), fault);
}

static enum err start_desk(struct play *play, struct play_desk *desk, struct fault *fault)
{
    static const char said_first[] = "listening on 127.0.0.1:";
    const char *words[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    char log[64];
    struct place place = {play->directory, desk->directory, administrator};
    snprintf(log, sizeof log, "%.50s.log", desk->id);
    const char *path = path_in(play, log);
    enum err err = path ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "desk %s", desk->id);
    if (!err)
        err = served_start(&desk->served, &place, words, path, fault);
    if (!err)
        err = served_ask(&desk->served, NULL, &play->answer, fault);
    if (!err && strncmp(play->answer.bytes, said_first, sizeof said_first - 1) != 0)
        err = fault_set(fault, ERR_IO, "desk %s begins by '%s'", desk->id, play->answer.bytes);
    if (err)
        return err;
    desk->port = (int)strtol(play->answer.bytes + sizeof said_first - 1, NULL, 10);
    return wire_join(&desk->wire, desk->port, fault);
}

/* Before the first step every desk gets its process. */
static enum err act_step(struct play *play, const struct act *act, struct fault *fault)
{
    enum err err = ERR_OK;
    (void)act;
    for (size_t i = 0; i < play->n && !err && !play->started; i++)
        if (play->desks[i].served.pid == 0)
            err = start_desk(play, &play->desks[i], fault);
    play->started = true;
    return err ? err : settle(play, fault);
}

static enum err add_desk(struct play *play, const char *id, struct play_desk **out, struct fault *fault)
{
    if (play->n == PLAY_DESKS || find_desk(play, id))
        return fault_set(fault, ERR_BAD_INPUT, "desk %s is there already, or one too many", id);
    struct play_desk *desk = *out = &play->desks[play->n];
    *desk = (struct play_desk){.id = id, .directory = path_in(play, id), .wire.held = -1};
    desk->served.to = desk->served.from = -1;
    if (!desk->directory)
        return fault_set(fault, ERR_NO_MEMORY, "desk %s", id);
    play->n++;
    return wire_open(&desk->wire, fault);
}

/* A new desk, or one that was lost made again, at the address that it had. */
static enum err act_desk(struct play *play, const struct act *act, struct fault *fault)
{
    if (!play->begun)
        return fault_set(fault, ERR_BAD_INPUT, "a time ('on ...') comes before the first desk");
    struct play_desk *desk = find_desk(play, act->words[0]);
    enum err err = desk && desk->lost ? ERR_OK : add_desk(play, act->words[0], &desk, fault);
    const char *clock = path_in(play, clock_file);
    if (!err && !clock)
        err = fault_set(fault, ERR_NO_MEMORY, "desk %s", desk->id);
    if (err)
        return err;
    desk->lost = false;
    const char *words[] = {"init", act->words[0], "--name",      act->words[1], "--clock",
                           clock,  "--admin",     administrator, NULL};
    err = run_at(play, desk, NULL, words, fault);
    struct str text = said(play);
    if (!err && play->status != 0)
        err = fault_set(fault, ERR_REFUSED, "desk %s: %.*s", desk->id, STR_ARG(text));
    return err;
}

/* A command that must succeed; what it prints becomes a file where one is named. */
static enum err run_well(struct play *play, struct play_desk *desk, const char *const *words,
                         const char *file, struct fault *fault)
{
    enum err err = run_at(play, desk, NULL, words, fault);
    struct str text = said(play);
    if (!err && play->status != 0)
        err = fault_set(fault, ERR_REFUSED, "%s %s at %s: %.*s", words[0], words[1], desk->id, STR_ARG(text));
    if (!err && file)
        err = write_file(play, file, buf_str(&play->output), fault);
    return err;
}

/* The phrase that "pair check" prints, which both sides then confirm. */
static enum err confirm_phrase(struct play *play, struct play_desk *pair[2], const char *anew,
                               struct fault *fault)
{
    struct str phrase = buf_str(&play->output);
    str_cut(&phrase, ':');
    phrase = str_trim(phrase);
    char *text = arena_copy(play->arena, phrase.n ? phrase.p : "", phrase.n);
    const char *words[] = {"pair", "confirm", text, anew, NULL};
    enum err err = text ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "a phrase");
    for (int i = 0; i < 2 && !err; i++)
        err = run_well(play, pair[i], words, NULL, fault);
    return err;
}

/* Cards and phrase, as doc/channel.md numbers them; then both run. Anew is NULL or the option that says so.
 */
static enum err pair_desks(struct play *play, const struct act *act, struct play_desk *pair[2],
                           const char *anew, struct fault *fault)
{
    static const struct {
        int side;
        const char *verb, *reads, *writes;
    } steps[] = {{0, "begin", NULL, "pairing-1"},
                 {1, "answer", "pairing-1", "pairing-2"},
                 {0, "reveal", "pairing-2", "pairing-3"},
                 {1, "check", "pairing-3", NULL}};
    enum err err = need_desk(play, act->words[0], &pair[0], fault);
    if (!err)
        err = need_desk(play, act->words[1], &pair[1], fault);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !err; i++) {
        struct play_desk *desk = pair[steps[i].side];
        char address[32];
        snprintf(address, sizeof address, "127.0.0.1:%d", desk->wire.port);
        const char *words[] = {"pair", steps[i].verb, "--address", address, steps[i].reads, NULL};
        err = run_well(play, desk, words, steps[i].writes, fault);
    }
    if (!err)
        err = confirm_phrase(play, pair, anew, fault);
    for (int i = 0; i < 2 && !err; i++)
        if (pair[i]->served.pid == 0)
            err = start_desk(play, pair[i], fault);
    return err;
}

/* Two desks that run are paired, and agree on what is named behind them. */
static enum err act_pair(struct play *play, const struct act *act, struct fault *fault)
{
    struct play_desk *pair[2] = {NULL, NULL};
    const char *propose[24] = {"agreement", "propose", act->words[1]};
    const char *accept[] = {"agreement", "accept", act->words[0], NULL};
    for (size_t i = 2; i < act->n && i + 1 < sizeof propose / sizeof *propose; i++)
        propose[i + 1] = act->words[i];
    enum err err = pair_desks(play, act, pair, NULL, fault);
    if (!err)
        err = run_well(play, pair[0], propose, NULL, fault);
    if (!err)
        err = settle(play, fault);
    if (!err)
        err = run_well(play, pair[1], accept, NULL, fault);
    return err ? err : settle(play, fault);
}

/* Two desks that were paired compare the phrase again; the agreement is as it was. */
static enum err act_anew(struct play *play, const struct act *act, struct fault *fault)
{
    struct play_desk *pair[2] = {NULL, NULL};
    enum err err = pair_desks(play, act, pair, "--anew", fault);
    return err ? err : settle(play, fault);
}

static enum err act_line(struct play *play, const struct act *act, struct fault *fault)
{
    struct play_desk *pair[2] = {NULL, NULL};
    bool up = strcmp(act->words[0], "up") == 0;
    if (!up && strcmp(act->words[0], "cut") != 0)
        return fault_set(fault, ERR_BAD_INPUT, "a line is cut or up, not '%s'", act->words[0]);
    enum err err = need_desk(play, act->words[1], &pair[0], fault);
    if (!err)
        err = need_desk(play, act->words[2], &pair[1], fault);
    for (int i = 0; i < 2 && !err; i++) {
        if (!up)
            wire_cut(&pair[i]->wire);
        else if (pair[i]->served.pid)
            err = wire_join(&pair[i]->wire, pair[i]->port, fault);
    }
    return err || !up ? err : settle(play, fault);
}

static enum err act_start(struct play *play, const struct act *act, struct fault *fault)
{
    struct play_desk *desk;
    enum err err = need_desk(play, act->words[0], &desk, fault);
    if (!err && desk->served.pid)
        err = fault_set(fault, ERR_BAD_INPUT, "desk %s runs already", desk->id);
    if (!err)
        err = start_desk(play, desk, fault);
    return err ? err : settle(play, fault);
}

static enum err end_desk(struct play *play, const struct act *act, int signal, int expected,
                         struct fault *fault)
{
    struct play_desk *desk;
    enum err err = need_desk(play, act->words[0], &desk, fault);
    if (err)
        return err;
    wire_cut(&desk->wire);
    int status = served_stop(&desk->served, signal);
    return status == expected ? ERR_OK
                              : fault_set(fault, ERR_REFUSED, "desk %s ends with status %d, not %d", desk->id,
                                          status, expected);
}

static enum err act_stop(struct play *play, const struct act *act, struct fault *fault)
{
    return end_desk(play, act, SIGTERM, 0, fault);
}

static enum err act_kill(struct play *play, const struct act *act, struct fault *fault)
{
    return end_desk(play, act, SIGKILL, 128 + SIGKILL, fault);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

/* A directory and what is in it; 0 where it is gone. */
static int remove_all(const char *directory)
{
    enum { DIRECTORIES_OPEN = 16 };
    return nftw(directory, remove_one, DIRECTORIES_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* The desk is gone with its keys and all it had; "desk" makes it again. */
static enum err act_lose(struct play *play, const struct act *act, struct fault *fault)
{
    struct play_desk *desk;
    enum err err = need_desk(play, act->words[0], &desk, fault);
    if (err)
        return err;
    wire_cut(&desk->wire);
    served_stop(&desk->served, SIGKILL);
    desk->lost = true;
    return remove_all(desk->directory) ? io_fault(fault, desk->directory) : ERR_OK;
}

/* What only the teller of the scenario needs. */
static enum err act_told(struct play *play, const struct act *act, struct fault *fault)
{
    (void)play, (void)act, (void)fault;
    return ERR_OK;
}

enum err play_act(struct play *play, size_t index, struct fault *fault)
{
    static enum err (*const acts[])(struct play *, const struct act *, struct fault *) = {
        [ACT_COMMAND] = act_command, [ACT_TITLE] = act_told,      [ACT_INCLUDE] = act_told,
        [ACT_DESK] = act_desk,       [ACT_PAIR] = act_pair,       [ACT_CLOCK] = act_clock,
        [ACT_WALK] = act_walk,       [ACT_STEP] = act_step,       [ACT_PROVES] = act_told,
        [ACT_EXPECT] = act_expect,   [ACT_REFUSED] = act_refused, [ACT_FAILS] = act_fails,
        [ACT_KEEP] = act_keep,       [ACT_WRITE] = act_write,     [ACT_LINE] = act_line,
        [ACT_START] = act_start,     [ACT_STOP] = act_stop,       [ACT_KILL] = act_kill,
        [ACT_NEGATIVE] = act_told,   [ACT_ANEW] = act_anew,       [ACT_LOSE] = act_lose};
    const struct act *act = &play->scenario->acts[index];
    enum err err = acts[act->kind](play, act, fault);
    if (!err && (act->kind == ACT_COMMAND || act->kind == ACT_EXPECT || act->kind == ACT_REFUSED ||
                 act->kind == ACT_FAILS || act->kind == ACT_KEEP))
        err = settle_after(play, index, fault);
    return err;
}

enum err play_open(struct play *play, const struct scenario *scenario, struct arena *arena, const char *keep,
                   bool show, struct fault *fault)
{
    const char *base = getenv("TMPDIR");
    char path[4096];
    *play = (struct play){.scenario = scenario, .arena = arena, .show = show, .kept = keep, .walk = TIME_DAY};
    buf_init(&play->output, (size_t)LIMIT_SCENARIO_OUTPUT_BYTES);
    buf_init(&play->errors, (size_t)LIMIT_SCENARIO_OUTPUT_BYTES);
    buf_init(&play->answer, (size_t)LIMIT_SCENARIO_OUTPUT_BYTES);
    process_catch_signals();
    if (keep) {
        if (mkdir(keep, 0700) != 0 || !realpath(keep, path))
            return io_fault(fault, keep);
    } else {
        int n = snprintf(path, sizeof path, "%s/liaison-case-XXXXXX", base && *base ? base : "/tmp");
        if (n < 0 || (size_t)n >= sizeof path || !mkdtemp(path))
            return io_fault(fault, path);
    }
    play->directory = arena_copy(arena, path, strlen(path));
    return play->directory ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "%s", path);
}

void play_close(struct play *play)
{
    for (size_t i = 0; i < play->n; i++) {
        wire_close(&play->desks[i].wire);
        if (play->desks[i].served.pid)
            served_stop(&play->desks[i].served, SIGTERM);
    }
    if (play->directory && !play->kept)
        remove_all(play->directory);
    buf_release(&play->output);
    buf_release(&play->errors);
    buf_release(&play->answer);
}
