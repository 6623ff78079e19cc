/* Simulation: real desks in one process, under a virtual clock, over a network and
 * disks that fail, with officers who are slow, absent or wrong. One seed repeats
 * everything. What must always hold is checked while it runs and at its end, after
 * the faults have stopped and the lines have come to rest:
 *
 *   durable     what a desk told its counterpart it has, it has, also after a power cut
 *   fresh       no content leaves more than 72 hours after its release
 *   once        a message number has one effect
 *   sequence    both directions of a line, without a gap, the same headers at both ends
 *   delivered   everything released has its receipt, however long the line was cut
 *   told        the owner after an hour, the supervisor after twelve
 *   owed        every obligation stands alike at both desks, with the same end
 *   equal       statistics are the same bytes
 *   heads       what was cosigned is the head of the counterpart's own history
 *   ledger      every desk's verify finds nothing
 */
#ifndef LIAISON_SIM_SIM_H
#define LIAISON_SIM_SIM_H

#include "base/clock.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sim_fault {
#define F(name, word, what) SIM_##name,
#include "sim/faults.def"
#undef F
    SIM_FAULTS
};

enum { SIM_DESKS_MAX = 8, SIM_ALL_FAULTS = (1 << SIM_FAULTS) - 1 };

/* The bit of a fault's word, 0 for none. */
unsigned sim_fault_of(const char *word);

struct sim_options {
    size_t desks; /* 2 to SIM_DESKS_MAX, each paired with the next, and the last with the first */
    unsigned days;
    uint64_t seed;
    unsigned faults; /* bits 1 << SIM_... */
    bool real_keys;  /* else stand-ins for signatures and seals: see base/stand_in.h */
};

struct sim_result {
    uint64_t messages, receipted, refused, withdrawn, bodies, lost, crashes, cuts;
    char finding[320]; /* what did not hold; empty: all held */
};

/* ERR_OK where the run could be made, whatever it found. */
MUST_USE enum err sim_run(const struct sim_options *options, struct sim_result *result, struct fault *fault);

#endif
