/* liaison simulate: desks under a virtual clock, over lines and disks that fail. */
#include "cli/command.h"
#include "cli/options.h"
#include "sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum err faults_of(const struct texts *words, unsigned *faults, struct fault *fault)
{
    *faults = words->n == 0 ? SIM_ALL_FAULTS : 0;
    for (size_t i = 0; i < words->n; i++) {
        unsigned bit = sim_fault_of(words->at[i]);
        if (strcmp(words->at[i], "all") == 0)
            bit = SIM_ALL_FAULTS;
        else if (strcmp(words->at[i], "none") != 0 && !bit)
            return fault_set(fault, ERR_USAGE, "no fault '%s'", words->at[i]);
        *faults |= bit;
    }
    return ERR_OK;
}

static void print(const struct sim_options *options, const struct sim_result *r, bool json)
{
    if (json)
        printf("{\"seed\":%" PRIu64 ",\"ok\":%s,\"messages\":%" PRIu64 ",\"receipted\":%" PRIu64
               ",\"refused\":%" PRIu64 ",\"withdrawn\":%" PRIu64 ",\"bodies\":%" PRIu64 ",\"lost\":%" PRIu64
               ",\"crashes\":%" PRIu64 ",\"cuts\":%" PRIu64 "}\n",
               options->seed, r->finding[0] ? "false" : "true", r->messages, r->receipted, r->refused,
               r->withdrawn, r->bodies, r->lost, r->crashes, r->cuts);
    else if (r->finding[0])
        printf("seed %" PRIu64 ": %s\n", options->seed, r->finding);
}

int command_simulate(int argc, char **argv)
{
    size_t desks = 2, days = 30, seed = 1, seeds = 1;
    bool json = false, stop = false;
    struct sim_options options = {0};
    struct texts faults = {0};
    struct fault fault = {0};
    const struct option table[] = {
        {"--desks", OPTION_COUNT, &desks},   {"--days", OPTION_COUNT, &days},
        {"--seed", OPTION_COUNT, &seed},     {"--seeds", OPTION_COUNT, &seeds},
        {"--faults", OPTION_TEXTS, &faults}, {"--json", OPTION_FLAG, &json},
        {"--stop", OPTION_FLAG, &stop},      {"--real-keys", OPTION_FLAG, &options.real_keys},
    };
    struct sim_result sum = {0};
    size_t broken = 0;
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err && (desks < 2 || desks > SIM_DESKS_MAX || days > 36500))
        err = fault_set(&fault, ERR_USAGE, "2 to %d desks, at most 36500 days", SIM_DESKS_MAX);
    if (!err)
        err = faults_of(&faults, &options.faults, &fault);
    options.desks = desks;
    options.days = (unsigned)days;
    int64_t begun = clock_monotonic_ns();
    for (size_t i = 0; i < seeds && !err && !(stop && broken); i++) {
        struct sim_result result;
        options.seed = seed + i;
        err = sim_run(&options, &result, &fault);
        if (err) {
            fprintf(stderr, "liaison: seed %" PRIu64 ": ", options.seed);
            break;
        }
        broken += result.finding[0] != '\0';
        sum.messages += result.messages;
        sum.crashes += result.crashes;
        sum.lost += result.lost;
        sum.bodies += result.bodies;
        sum.cuts += result.cuts;
        print(&options, &result, json);
    }
    if (err)
        return command_fail(&fault);
    double minutes = (double)(clock_monotonic_ns() - begun) / 60e9;
    double years = (double)(seeds * desks * days) / 365.25;
    if (!json)
        printf("%zu seeds, %zu broken: %" PRIu64 " messages, %" PRIu64 " bodies, %" PRIu64 " lost, %" PRIu64
               " crashes, %" PRIu64 " cuts; %.1f desk-years, %.0f a minute\n",
               seeds, broken, sum.messages, sum.bodies, sum.lost, sum.crashes, sum.cuts, years,
               years / minutes);
    return broken ? 1 : 0;
}
