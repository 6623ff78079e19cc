/* Replay: runs a fuzz target over the files named, without libFuzzer, so that
 * every check replays the corpus with any compiler. Each input is also cut
 * short at sixteen places, as a broken transfer would. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 64 * 1024 * 1024, CUTS = 16 };

/* Hands the target a block of exactly n bytes, so that a sanitizer sees a read past its end. */
static void run(const uint8_t *bytes, size_t n)
{
    uint8_t *exact = malloc(n > 0 ? n : 1);
    if (exact == NULL)
        exit(71);
    memcpy(exact, bytes, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(INPUT_MAX);
    if (file == NULL || bytes == NULL) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        free(bytes);
        if (file != NULL)
            fclose(file);
        return 1;
    }
    size_t n = fread(bytes, 1, INPUT_MAX, file);
    fclose(file);
    /* Said before it runs: where the target dies, this is the input that did it. */
    fprintf(stderr, "replay: %s\n", path);
    run(bytes, n);
    for (size_t cut = 0; cut < CUTS; cut++)
        run(bytes, n * cut / CUTS);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    int status = 0;
    for (int i = 1; i < argc; i++)
        status |= replay(argv[i]);
    return status;
}
