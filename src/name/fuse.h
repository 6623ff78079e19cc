/* Fuse: particles written in one word with the name behind them, as registers of many countries have them
 * (al-Otaibi as Alotaibi, de la Cruz as Delacruz, bin Laden as Binladin). */
#ifndef LIAISON_NAME_FUSE_H
#define LIAISON_NAME_FUSE_H

#include "name/parse.h"

/* The name with its particles fused so: those that are WORD_FUSED in words.def, articles that took the sound
 * behind them as the plain article; bin and its like only where there is no other, and only one, and of bin
 * al- the article. True where there are any; *fused then borrows from name, the rest lies in the arena or the
 * cache (which may be NULL). False too where the arena failed. */
bool name_fuse(struct arena *arena, struct forms_cache *cache, const struct name *name, struct name *fused);

/* What may be left of a romanised token behind particles written so, as the letters may be read in several
 * ways (van den Eynde, vande Neynde); returns how many. Guesses to look by: Alonso may be
 * "al Onso". */
enum { NAME_UNFUSED_MOST = 4 };
size_t name_unfused(struct str latin, struct str left[NAME_UNFUSED_MOST]);

#endif
