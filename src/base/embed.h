/* Embed: a file of the repository as part of the program, as it stands.
 *
 * EMBED(symbol, "path from the root") defines symbol and symbol_end around the
 * bytes, followed by a NUL; once a symbol in the whole program. */
#ifndef LIAISON_BASE_EMBED_H
#define LIAISON_BASE_EMBED_H

#include "base/str.h"

#define EMBED(symbol, path)                                                                                  \
    __asm__(".section .rodata\n.global " #symbol "\n.global " #symbol "_end\n" #symbol ":\n.incbin \"" path  \
            "\"\n" #symbol "_end:\n.byte 0\n.previous\n");                                                   \
    extern const char symbol[];                                                                              \
    extern const char symbol##_end[];

/* EMBEDDED(symbol) is its text. */
#define EMBEDDED(symbol) ((struct str){symbol, (size_t)(symbol##_end - symbol)})

#endif
