/* Fuzz: the bytes of a segment, opened and searched, are never a danger. */
#include "index/index.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct model *model(void)
{
    static struct arena arena;
    static struct model loaded;
    if (!loaded.sounds) {
        arena_init(&arena, (size_t)1 << 30);
        if (model_load(&arena, &loaded, NULL) != ERR_OK)
            abort();
    }
    return &loaded;
}

/* The query says something of all that is weighed: the persons of the corpus share some of it. */
static void search(struct index *index)
{
    struct str names[] = {STR("Ruslan Tsarikaev"), STR("Kim Yeongsung")};
    struct str dates[] = {STR("1984-05-03"), STR("1979")};
    struct str document = STR("753409812");
    struct str phone = STR("+79183334455");
    struct str address = STR("12 Mira Street, Vladikavkaz");
    struct str place = STR("Vladikavkaz");
    struct str state = STR("ru");
    struct str gender = STR("female");
    struct subject subject = {.id = STR("q"),
                              .values = {[PROPERTY_NAME] = {names, 2},
                                         [PROPERTY_BIRTH_DATE] = {dates, 2},
                                         [PROPERTY_PASSPORT_NUMBER] = {&document, 1},
                                         [PROPERTY_PHONE] = {&phone, 1},
                                         [PROPERTY_ADDRESS] = {&address, 1},
                                         [PROPERTY_BIRTH_PLACE] = {&place, 1},
                                         [PROPERTY_BIRTH_COUNTRY] = {&state, 1},
                                         [PROPERTY_NATIONALITY] = {&state, 1},
                                         [PROPERTY_GENDER] = {&gender, 1}}};
    struct screening screening = {.limit = 4};
    struct searcher *searcher = searcher_new(index);
    const struct person *query;
    struct found found[4];
    size_t n;
    if (searcher && searcher_query(searcher, &subject, &query, NULL) == ERR_OK &&
        searcher_search(searcher, query, &screening, found, &n, NULL, NULL) != ERR_OK)
        n = 0;
    struct arena arena;
    arena_init(&arena, (size_t)1 << 24);
    for (uint32_t i = 0; searcher && i < index->parts[0].segment->header.records && i < 8; i++) {
        struct list_person record;
        if (searcher_record(searcher, i, &arena, &record, NULL) != ERR_OK)
            break;
    }
    arena_release(&arena);
    searcher_free(searcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct index *index;
    int fd = memfd_create("segment", 0);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (index_open_segment(&index, model(), path, 1, NULL) == ERR_OK) {
        search(index);
        index_close(index);
    }
    close(fd);
    return 0;
}
