/* Disk: files in memory behind SQLite's VFS interface. See disk.h. */
#include "store/disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512, PATH_MAX_BYTES = 512, SHM_REGIONS = 64 };

/* now is what reads see, kept what a power cut leaves for certain; they differ only from..to. */
struct image {
    unsigned char *now, *kept;
    size_t size, kept_size, capacity;
    size_t from, to;
};

struct disk_file {
    struct disk_file *next;
    char path[PATH_MAX_BYTES];
    struct image image;
    void *regions[SHM_REGIONS]; /* the shared memory of its log's index */
};

struct disk {
    sqlite3_vfs vfs;
    struct disk_file *files;
    struct seeded seeded;
    uint64_t operations, syncs;
    enum disk_fault plan;
    uint64_t at;
    bool off; /* the power is cut */
    enum disk_fault lasting;
};

struct handle {
    sqlite3_file base;
    struct disk *disk;
    struct disk_file *file;
    bool passing; /* a temporary file, gone at close */
};

/* --- images --- */

static bool grow(struct image *image, size_t size)
{
    if (size <= image->capacity)
        return true;
    size_t capacity = image->capacity ? image->capacity : 65536;
    while (capacity < size)
        capacity *= 2;
    unsigned char *now = realloc(image->now, capacity);
    if (now)
        image->now = now;
    unsigned char *kept = now ? realloc(image->kept, capacity) : NULL;
    if (kept)
        image->kept = kept;
    if (!now || !kept)
        return false;
    memset(now + image->capacity, 0, capacity - image->capacity);
    memset(kept + image->capacity, 0, capacity - image->capacity);
    image->capacity = capacity;
    return true;
}

static void changes(struct image *image, size_t from, size_t to)
{
    image->from = image->to == 0 || from < image->from ? from : image->from;
    image->to = to > image->to ? to : image->to;
}

static void keep_all(struct image *image)
{
    if (image->to > image->from)
        memcpy(image->kept + image->from, image->now + image->from, image->to - image->from);
    image->kept_size = image->size;
    image->from = image->to = 0;
}

/* Each sector that was not synced is there, or not. */
static void lose(struct image *image, struct seeded *seeded)
{
    if (image->capacity == 0)
        return;
    size_t longest = image->size > image->kept_size ? image->size : image->kept_size;
    size_t size = seeded_next(seeded) & 1 ? image->size : image->kept_size;
    for (size_t at = image->from / SECTOR * SECTOR; at < longest && at < image->to; at += SECTOR) {
        size_t n = longest - at < SECTOR ? longest - at : SECTOR;
        if (memcmp(image->now + at, image->kept + at, n) != 0 && seeded_next(seeded) & 1)
            memcpy(image->now + at, image->kept + at, n);
    }
    image->size = size;
    if (size < longest) {
        memset(image->now + size, 0, longest - size);
        changes(image, size, longest);
    }
    keep_all(image);
}

static void release(struct disk_file *file)
{
    free(file->image.now);
    free(file->image.kept);
    for (size_t i = 0; i < SHM_REGIONS; i++)
        free(file->regions[i]);
    free(file);
}

static struct disk_file *find(const struct disk *disk, const char *path)
{
    struct disk_file *file = disk->files;
    while (file && strcmp(file->path, path) != 0)
        file = file->next;
    return file;
}

static struct disk_file *make(struct disk *disk, const char *path)
{
    struct disk_file *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    snprintf(file->path, sizeof file->path, "%s", path);
    file->next = disk->files;
    disk->files = file;
    return file;
}

static void take_away(struct disk *disk, struct disk_file *file)
{
    struct disk_file **link = &disk->files;
    while (*link != file)
        link = &(*link)->next;
    *link = file->next;
    release(file);
}

/* --- faults --- */

/* Counts an operation and says what befalls it. */
static enum disk_fault befalls(struct disk *disk)
{
    disk->operations++;
    if (disk->off)
        return DISK_POWER_CUT;
    if (disk->plan == DISK_GOOD || disk->operations < disk->at)
        return disk->lasting;
    if (disk->plan == DISK_POWER_CUT)
        disk->off = true;
    else if (disk->plan == DISK_FULL || disk->plan == DISK_READ_ONLY)
        disk->lasting = disk->plan;
    enum disk_fault befallen = disk->plan;
    disk->plan = DISK_GOOD;
    return befallen;
}

/* --- a file's methods --- */

static int file_close(sqlite3_file *base)
{
    struct handle *handle = (struct handle *)base;
    if (handle->passing)
        take_away(handle->disk, handle->file);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *bytes, int n, sqlite3_int64 offset)
{
    struct handle *handle = (struct handle *)base;
    const struct image *image = &handle->file->image;
    size_t from = (size_t)offset, want = (size_t)n;
    size_t there = from >= image->size ? 0 : image->size - from;
    if (handle->disk->off)
        return SQLITE_IOERR_READ;
    if (there > want)
        there = want;
    if (there)
        memcpy(bytes, image->now + from, there);
    if (there == want)
        return SQLITE_OK;
    memset((unsigned char *)bytes + there, 0, want - there);
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int n, sqlite3_int64 offset)
{
    struct handle *handle = (struct handle *)base;
    struct image *image = &handle->file->image;
    size_t end = (size_t)offset + (size_t)n;
    enum disk_fault fault = handle->passing ? DISK_GOOD : befalls(handle->disk);
    if (fault == DISK_WRITE_FAILS || fault == DISK_POWER_CUT)
        return SQLITE_IOERR_WRITE;
    if (fault == DISK_READ_ONLY)
        return SQLITE_READONLY;
    if (fault == DISK_FULL && end > image->size)
        return SQLITE_FULL;
    if (!grow(image, end))
        return SQLITE_IOERR_NOMEM;
    memcpy(image->now + offset, bytes, (size_t)n);
    changes(image, (size_t)offset, end);
    if (end > image->size)
        image->size = end;
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct handle *handle = (struct handle *)base;
    struct image *image = &handle->file->image;
    enum disk_fault fault = handle->passing ? DISK_GOOD : befalls(handle->disk);
    if (fault != DISK_GOOD && fault != DISK_SYNC_FAILS && fault != DISK_FULL)
        return SQLITE_IOERR_TRUNCATE;
    if ((size_t)size < image->size) {
        memset(image->now + size, 0, image->size - (size_t)size);
        changes(image, (size_t)size, image->size);
        image->size = (size_t)size;
        keep_all(image);
    }
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *base, int flags)
{
    struct handle *handle = (struct handle *)base;
    (void)flags;
    enum disk_fault fault = handle->passing ? DISK_GOOD : befalls(handle->disk);
    if (fault == DISK_SYNC_FAILS || fault == DISK_POWER_CUT)
        return SQLITE_IOERR_FSYNC;
    handle->disk->syncs++;
    keep_all(&handle->file->image);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)((struct handle *)base)->file->image.size;
    return SQLITE_OK;
}

static int file_lock(sqlite3_file *base, int level)
{
    (void)base;
    (void)level;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *base, int *out)
{
    (void)base;
    *out = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int what, void *argument)
{
    (void)base;
    (void)what;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int file_characteristics(sqlite3_file *base)
{
    (void)base;
    return 0;
}

static int file_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct disk_file *file = ((struct handle *)base)->file;
    if (region >= SHM_REGIONS)
        return SQLITE_IOERR_SHMMAP;
    if (!file->regions[region] && extend)
        file->regions[region] = calloc(1, (size_t)size);
    *out = file->regions[region];
    return SQLITE_OK;
}

static int file_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
    (void)base;
    (void)offset;
    (void)n;
    (void)flags;
    return SQLITE_OK;
}

static void file_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

static int file_shm_unmap(sqlite3_file *base, int delete)
{
    struct disk_file *file = ((struct handle *)base)->file;
    (void)delete;
    for (size_t i = 0; i < SHM_REGIONS; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* --- the disk's methods --- */

static int disk_file_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
    struct disk *disk = vfs->pAppData;
    struct handle *handle = (struct handle *)base;
    struct disk_file *file = path ? find(disk, path) : NULL;
    memset(handle, 0, sizeof *handle);
    if (!file && path && !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    if (!file)
        file = make(disk, path ? path : "");
    if (!file)
        return SQLITE_NOMEM;
    *handle = (struct handle){.base.pMethods = &methods, .disk = disk, .file = file, .passing = !path};
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    struct disk *disk = vfs->pAppData;
    struct disk_file *file = find(disk, path);
    (void)sync;
    if (!file)
        return SQLITE_IOERR_DELETE_NOENT;
    if (befalls(disk) != DISK_GOOD)
        return SQLITE_IOERR_DELETE;
    take_away(disk, file);
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    struct disk_file *file = find(vfs->pAppData, path);
    (void)flags;
    *out = file && file->image.size > 0;
    return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *vfs, const char *path, int n, char *out)
{
    (void)vfs;
    snprintf(out, (size_t)n, "%s", path);
    return SQLITE_OK;
}

static int disk_random(sqlite3_vfs *vfs, int n, char *out)
{
    struct disk *disk = vfs->pAppData;
    struct random random = random_seeded(&disk->seeded);
    random.fill(random.context, out, (size_t)n);
    return n;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

/* No time passes on it; SQLite asks only to seed itself. */
static int disk_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    (void)vfs;
    *out = 0;
    return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    (void)n;
    (void)out;
    return 0;
}

enum err disk_open(const char *name, uint64_t seed, struct disk **out, struct fault *fault)
{
    struct disk *disk = calloc(1, sizeof *disk);
    *out = NULL;
    if (!disk)
        return fault_set(fault, ERR_NO_MEMORY, "disk");
    disk->seeded.state = seed;
    disk->vfs = (sqlite3_vfs){.iVersion = 2,
                              .szOsFile = sizeof(struct handle),
                              .mxPathname = PATH_MAX_BYTES - 1,
                              .zName = name,
                              .pAppData = disk,
                              .xOpen = disk_file_open,
                              .xDelete = disk_delete,
                              .xAccess = disk_access,
                              .xFullPathname = disk_full_path,
                              .xRandomness = disk_random,
                              .xSleep = disk_sleep,
                              .xGetLastError = disk_last_error,
                              .xCurrentTimeInt64 = disk_time};
    if (sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK) {
        free(disk);
        return fault_set(fault, ERR_BUG, "disk: not registered");
    }
    *out = disk;
    return ERR_OK;
}

void disk_close(struct disk *disk)
{
    if (!disk)
        return;
    sqlite3_vfs_unregister(&disk->vfs);
    while (disk->files)
        take_away(disk, disk->files);
    free(disk);
}

const char *disk_name(const struct disk *disk)
{
    return disk->vfs.zName;
}

uint64_t disk_operations(const struct disk *disk)
{
    return disk->operations;
}

uint64_t disk_syncs(const struct disk *disk)
{
    return disk->syncs;
}

void disk_plan(struct disk *disk, enum disk_fault fault, uint64_t at)
{
    disk->plan = fault;
    disk->at = at;
    disk->lasting = DISK_GOOD;
}

void disk_power_on(struct disk *disk)
{
    for (struct disk_file *file = disk->files; file; file = file->next)
        lose(&file->image, &disk->seeded);
    disk->off = false;
    disk->plan = disk->lasting = DISK_GOOD;
}
