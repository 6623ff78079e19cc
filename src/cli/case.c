/* liaison case: plays a scenario and says step by step whether it holds, and what that proves. */
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "play/play.h"
#include "play/scenario.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct telling {
    struct scenario scenario;
    struct play play;
    bool json;
    bool stopped;           /* a step did not hold: the rest is not played */
    const struct act *step; /* the one being played; NULL before the first */
    struct buf proved, why; /* of that step */
    size_t steps, held;
};

/* Whether the scenario says that this step must not hold. */
static bool must_fail(const struct telling *telling, const struct act *step)
{
    for (size_t i = 0; i < telling->scenario.n; i++)
        if (telling->scenario.acts[i].kind == ACT_NEGATIVE &&
            strcmp(telling->scenario.acts[i].words[0], step->words[0]) == 0)
            return true;
    return false;
}

static void tell_json(const struct telling *telling, bool held)
{
    const struct act *step = telling->step;
    struct str proved = held && telling->proved.n ? buf_str(&telling->proved) : STR("");
    json_t *json = json_pack("{s:s+++, s:b, s:s#}", "step", step->words[0], " ", step->words[1], "", "ok",
                             held, "proved", proved.p, (int)proved.n);
    if (json && !held)
        json_object_set_new(json, "why", json_stringn(telling->why.bytes, telling->why.n));
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    printf("%s\n", text ? text : "{}");
    free(text);
    json_decref(json);
}

static void tell_text(const struct telling *telling, bool held)
{
    const struct act *step = telling->step;
    printf("%3s  %-5s  %s\n", step->words[0], held ? "holds" : "FAILS", step->words[1]);
    if (held && telling->proved.n)
        printf("            proved: %.*s\n", STR_ARG(buf_str(&telling->proved)));
    if (!held)
        printf("            %s%.*s\n", must_fail(telling, step) ? "as it must: " : "",
               STR_ARG(buf_str(&telling->why)));
}

/* The step that was played ends: says how it went. */
static void end_step(struct telling *telling)
{
    bool held = telling->why.n == 0 && !buf_failed(&telling->why);
    if (!telling->step)
        return;
    telling->steps++;
    telling->held += held;
    (telling->json ? tell_json : tell_text)(telling, held);
    fflush(stdout);
    telling->step = NULL;
    buf_clear(&telling->proved);
    buf_clear(&telling->why);
}

/* One act; what fails in a step makes the step fail, and what can no longer be played is not. */
static enum err tell_act(struct telling *telling, size_t index, struct fault *fault)
{
    const struct act *act = &telling->scenario.acts[index];
    struct fault why = {0};
    if (act->kind == ACT_STEP) {
        end_step(telling);
        telling->step = act;
        if (telling->stopped)
            buf_printf(&telling->why, "not played: an earlier step does not hold");
        else if (telling->play.show)
            printf("\n");
    }
    if (telling->stopped)
        return ERR_OK;
    if (act->kind == ACT_PROVES)
        buf_printf(&telling->proved, "%s%s", telling->proved.n ? " " : "", act->words[0]);
    enum err err = play_act(&telling->play, index, &why);
    if (!err)
        return ERR_OK;
    if (!telling->step || err == ERR_BUSY || err == ERR_BAD_INPUT || err == ERR_NO_MEMORY)
        return fault_set(fault, err, "%s: line %zu: %s", act->path, act->line, why.detail);
    buf_printf(&telling->why, "%s: line %zu: %s", act->path, act->line, why.detail);
    telling->stopped = true;
    return ERR_OK;
}

static enum err tell(struct telling *telling, struct fault *fault)
{
    enum err err = ERR_OK;
    if (!telling->json)
        printf("%s\n", telling->scenario.acts[0].words[0]);
    for (size_t i = 0; i < telling->scenario.n && !err; i++)
        err = tell_act(telling, i, fault);
    if (err)
        return err;
    end_step(telling);
    if (!telling->json)
        printf("%zu of %zu steps hold\n", telling->held, telling->steps);
    if (fflush(stdout) != 0)
        return fault_set(fault, ERR_IO, "standard output cannot be written");
    return ERR_OK;
}

int command_case(int argc, char **argv)
{
    enum { STEP_TEXT_BYTES = 64 * 1024, STEP_FAILED = 1 };
    struct telling telling = {0};
    struct arena arena;
    struct texts files = {0};
    const char *keep = NULL;
    bool show = false;
    struct fault fault = {0};
    const struct option table[] = {{"--json", OPTION_FLAG, &telling.json},
                                   {"--show", OPTION_FLAG, &show},
                                   {"--keep", OPTION_TEXT, &keep}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &files, &fault);
    if (!err && files.n != 1)
        err = fault_set(&fault, ERR_USAGE, "case wants one scenario file");
    if (!err && show && telling.json)
        err = fault_set(&fault, ERR_USAGE, "--show and --json do not go together");
    if (err)
        return command_fail(&fault);
    arena_init(&arena, (size_t)LIMIT_SCENARIO_ARENA_BYTES);
    buf_init(&telling.proved, STEP_TEXT_BYTES);
    buf_init(&telling.why, STEP_TEXT_BYTES);
    err = scenario_read(&arena, files.at[0], &telling.scenario, &fault);
    if (!err) {
        err = play_open(&telling.play, &telling.scenario, &arena, keep, show, &fault);
        if (!err)
            err = tell(&telling, &fault);
        play_close(&telling.play);
    }
    buf_release(&telling.proved);
    buf_release(&telling.why);
    arena_release(&arena);
    return err ? command_fail(&fault) : telling.held < telling.steps ? STEP_FAILED : 0;
}
