/* Stand-in: what a simulated world has instead of signatures and sealed boxes: a
 * keyed hash, which shows a changed bit as they do, costs a fiftieth, and which
 * anybody who knows a public key could forge. Only the simulator may include this. */
#ifndef LIAISON_BASE_STAND_IN_H
#define LIAISON_BASE_STAND_IN_H

#include <stdbool.h>

/* From now on, in the whole process, stand-ins, or the real ones again; before any pair is made. */
void keypair_stand_in(bool on);

#endif
