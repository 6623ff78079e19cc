/* Fuse: particles written in one word with the name behind them, as registers of many countries have them
 * (al-Otaibi as Alotaibi, de la Cruz as Delacruz, bin Laden as Binladin). */
#ifndef LIAISON_NAME_FUSE_H
#define LIAISON_NAME_FUSE_H

#include "name/parse.h"

/* The name with its particles fused so: those that are WORD_FUSED in words.def, articles that took the sound
 * behind them as the plain article; bin and its like only where there is no other, and only one. True where
 * there are any; *fused then borrows from name, the rest lies in the arena or the cache (which may be NULL).
 * False too where the arena failed. */
bool name_fuse(struct arena *arena, struct forms_cache *cache, const struct name *name, struct name *fused);

/* What is left of a romanised token behind what may be particles written so; empty where it begins with none.
 * A guess to look by: Alina may be "al Ina". */
struct str name_unfused(struct str latin);

#endif
