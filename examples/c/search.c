/* Searches an index: search DIRECTORY NAME. Build with: cc search.c -lliaison */
#include <liaison.h>

#include <stdio.h>

int main(int argc, char **argv)
{
    liaison_model *model = NULL;
    liaison_index *index = NULL;
    liaison_searcher *searcher = NULL;
    liaison_fault fault;
    char person[1024];
    char *candidates = NULL;
    if (argc != 3)
        return 64;
    snprintf(person, sizeof person, "{\"id\":\"q\",\"schema\":\"Person\",\"properties\":{\"name\":[\"%s\"]}}",
             argv[2]);
    int error = liaison_model_open(&model, &fault);
    if (!error)
        error = liaison_index_open(&index, model, argv[1], &fault);
    if (!error)
        error = liaison_searcher_open(&searcher, index, &fault);
    if (!error)
        error = liaison_search(searcher, person, 0.5, 10, &candidates, &fault);
    if (error)
        fprintf(stderr, "%s\n", fault.detail);
    else
        puts(candidates);
    liaison_free(candidates);
    liaison_searcher_close(searcher);
    liaison_index_close(index);
    liaison_model_close(model);
    return error ? 1 : 0;
}
