/* Fuzz: CSV under usual headings, and the rows alone. */
#include "reading.h"

#include "record/csv.h"

static void read_rows(struct str bytes)
{
    struct lines lines;
    struct csv csv;
    struct csv_row row;
    bool end = false;
    lines_open_bytes(&lines, "f", bytes);
    enum err err = csv_open(&csv, &lines, NULL);
    while (err == ERR_OK && !end) {
        err = csv_next(&csv, &row, &end, NULL);
        if (err != ERR_OK || end)
            break;
        must(row.n > 0 && row.n <= (size_t)LIMIT_CSV_COLUMNS && row.line > 0);
        for (size_t i = 0; i < row.n; i++)
            must(row.wrong || utf8_bad_at(row.cells[i]) == row.cells[i].n);
        must(csv_column(&row, STR("name1")) <= row.n);
    }
    csv_close(&csv);
    lines_close(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    read_whole(bytes, FORMAT_CSV, false);
    read_rows(bytes);
    return 0;
}
