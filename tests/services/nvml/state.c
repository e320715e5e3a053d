/* The state file: "key=value" lines, read again whenever the file was replaced. */
#include "fake_nvml.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    const char *key;
    const char *value;
} Pair;

struct State {
    int holders; /* guarded by `lock`; the current version is held by `current` too */
    char *text;
    Pair *pairs; /* sorted by key, each key once */
    size_t count;
};

/* What changes when a file does. All zero for a file that is not there. */
typedef struct {
    ino_t inode;
    off_t size;
    struct timespec changed;
} Stamp;

typedef struct {
    Stamp written; /* by the test */
    Stamp set;     /* by nvmlDeviceSet... */
} Stamps;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static State *current;
static Stamps current_stamps;

static const char *state_path(void)
{
    const char *path = getenv("FAKE_NVML_STATE");
    return path ? path : "";
}

static void settings_path(char *path, size_t size)
{
    snprintf(path, size, "%s.set", state_path());
}

static Stamp stamp_of(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return (Stamp){0};
    return (Stamp){.inode = status.st_ino, .size = status.st_size, .changed = status.st_mtim};
}

static Stamps stamps_now(void)
{
    char settings[4096];
    settings_path(settings, sizeof settings);
    return (Stamps){.written = stamp_of(state_path()), .set = stamp_of(settings)};
}

static bool same_stamp(Stamp one, Stamp other)
{
    return one.inode == other.inode && one.size == other.size && one.changed.tv_sec == other.changed.tv_sec
        && one.changed.tv_nsec == other.changed.tv_nsec;
}

static bool same_stamps(Stamps one, Stamps other)
{
    return same_stamp(one.written, other.written) && same_stamp(one.set, other.set);
}

/* Adds a file to the end of a growing text; a file that is not there adds nothing. */
static void append_file(const char *path, char **text, size_t *length)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    char block[8192];
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        *text = realloc(*text, *length + got + 1);
        memcpy(*text + *length, block, got);
        *length += got;
        (*text)[*length] = '\0';
    }
    fclose(file);
}

/* By key; of two lines with one key the later comes last. Addresses tell the order, since all lie in one text. */
static int compare_pairs(const void *one, const void *other)
{
    const Pair *left = one, *right = other;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : (left->key > right->key) - (left->key < right->key);
}

static int compare_key(const void *key, const void *pair)
{
    return strcmp(key, ((const Pair *)pair)->key);
}

static void keep_last_of_each_key(State *state)
{
    size_t kept = 0;
    for (size_t i = 0; i < state->count; i++) {
        if (kept > 0 && strcmp(state->pairs[kept - 1].key, state->pairs[i].key) == 0)
            kept--;
        state->pairs[kept++] = state->pairs[i];
    }
    state->count = kept;
}

static void add_line(State *state, char *line)
{
    char *equals = strchr(line, '=');
    if (!equals || line[0] == '#')
        return;
    *equals = '\0';
    if (state->count % 256 == 0)
        state->pairs = realloc(state->pairs, (state->count + 256) * sizeof(Pair));
    state->pairs[state->count++] = (Pair){.key = line, .value = equals + 1};
}

static State *load(void)
{
    State *state = calloc(1, sizeof *state);
    char settings[4096];
    size_t length = 0;
    settings_path(settings, sizeof settings);
    append_file(state_path(), &state->text, &length);
    append_file(settings, &state->text, &length);

    char *rest = state->text;
    for (char *line; rest && (line = strsep(&rest, "\n"));)
        add_line(state, line);
    if (state->count > 0)
        qsort(state->pairs, state->count, sizeof(Pair), compare_pairs);
    keep_last_of_each_key(state);
    return state;
}

static void drop_holder(State *state)
{
    if (--state->holders > 0)
        return;
    free(state->pairs);
    free(state->text);
    free(state);
}

static void replace_current(State *state)
{
    state->holders = 1;
    if (current)
        drop_holder(current);
    current = state;
}

const State *state_take(void)
{
    pthread_mutex_lock(&lock);
    Stamps stamps = stamps_now();
    if (!current || !same_stamps(stamps, current_stamps)) {
        replace_current(load());
        current_stamps = stamps;
    }
    State *state = current;
    state->holders++;
    pthread_mutex_unlock(&lock);
    return state;
}

void state_release(const State *state)
{
    pthread_mutex_lock(&lock);
    drop_holder((State *)state);
    pthread_mutex_unlock(&lock);
}

static const char *find_key(const State *state, const char *key)
{
    if (state->count == 0)
        return NULL;
    const Pair *pair = bsearch(key, state->pairs, state->count, sizeof(Pair), compare_key);
    return pair ? pair->value : NULL;
}

const char *state_find(const State *state, const char *format, ...)
{
    char key[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(key, sizeof key, format, arguments);
    va_end(arguments);
    return find_key(state, key);
}

long long state_number(const State *state, const char *key, long long otherwise)
{
    const char *value = find_key(state, key);
    return value ? strtoll(value, NULL, 0) : otherwise;
}

void state_remember(const char *lines)
{
    char settings[4096];
    settings_path(settings, sizeof settings);
    int file = open(settings, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0 || write(file, lines, strlen(lines)) < 0)
        perror(settings);
    if (file >= 0)
        close(file);
}
