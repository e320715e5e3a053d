/* What every call has in common: the handle it is given, the library being started, the faults laid down for it. */
#include "fake_nvml.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- handles ---- */

enum { HANDLES_PER_GPU = 1 + MAX_SLICES };

static const Handle handles[MAX_GPUS * HANDLES_PER_GPU];

Device device_handle(int gpu, int slice)
{
    return &handles[gpu * HANDLES_PER_GPU + 1 + slice];
}

static bool is_handle(Device device)
{
    return (uintptr_t)device - (uintptr_t)handles < sizeof handles;
}

int device_gpu(Device device)
{
    return is_handle(device) ? (int)((device - handles) / HANDLES_PER_GPU) : NO_GPU;
}

int device_slice(Device device)
{
    return is_handle(device) ? (int)((device - handles) % HANDLES_PER_GPU) - 1 : WHOLE_GPU;
}

/* ---- time ---- */

long long now_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

void sleep_milliseconds(long milliseconds)
{
    struct timespec pause = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* ---- the library's life ---- */

static pthread_mutex_t life_lock = PTHREAD_MUTEX_INITIALIZER;
static int initialisations;
static long long life_epoch; /* the driver that the first nvmlInit found; a driver loaded later is another one */

static Result find_driver(const State *state)
{
    if (!state_find(state, "gpus"))
        fprintf(stderr, "fake NVML: no state file at FAKE_NVML_STATE, so there is no driver\n");
    Result result = (Result)state_number(state, "init", NVML_SUCCESS);
    if (!state_find(state, "gpus"))
        result = NVML_ERROR_DRIVER_NOT_LOADED;
    life_epoch = state_number(state, "epoch", 0);
    return result;
}

Result life_start(const State *state)
{
    pthread_mutex_lock(&life_lock);
    Result result = initialisations == 0 ? find_driver(state) : NVML_SUCCESS;
    if (result == NVML_SUCCESS)
        initialisations++;
    pthread_mutex_unlock(&life_lock);
    return result;
}

Result life_end(void)
{
    pthread_mutex_lock(&life_lock);
    Result result = initialisations > 0 ? NVML_SUCCESS : NVML_ERROR_UNINITIALIZED;
    if (initialisations > 0)
        initialisations--;
    pthread_mutex_unlock(&life_lock);
    return result;
}

/* Whether calls can be answered: not before nvmlInit, and not after its driver went away. */
static Result check_life(const State *state, bool about_a_gpu)
{
    pthread_mutex_lock(&life_lock);
    bool started = initialisations > 0;
    bool driver_gone = life_epoch != state_number(state, "epoch", 0);
    pthread_mutex_unlock(&life_lock);
    if (!started)
        return NVML_ERROR_UNINITIALIZED;
    if (driver_gone)
        return about_a_gpu ? NVML_ERROR_GPU_IS_LOST : NVML_ERROR_UNINITIALIZED;
    return NVML_SUCCESS;
}

/* ---- a call ---- */

/* One line a call in the file FAKE_NVML_CALLS: the function and its GPU. */
void log_call(const char *function, int gpu)
{
    const char *path = getenv("FAKE_NVML_CALLS");
    if (!path)
        return;
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    if (gpu == NO_GPU)
        dprintf(file, "%s -\n", function);
    else
        dprintf(file, "%s %d\n", function, gpu);
    close(file);
}

/* What is laid down for this function on this GPU, for this function, or for this GPU: the first that exists. */
static const char *find_rule(const State *state, const char *rule, const char *function, int gpu)
{
    const char *value = NULL;
    if (gpu != NO_GPU)
        value = state_find(state, "%s.%s@%d", rule, function, gpu);
    if (!value)
        value = state_find(state, "%s.%s", rule, function);
    if (!value && gpu != NO_GPU)
        value = state_find(state, "%s.*@%d", rule, gpu);
    return value;
}

static double hang_seconds(const char *function, int gpu)
{
    const State *state = state_take();
    const char *seconds = find_rule(state, "hang", function, gpu);
    double result = seconds ? strtod(seconds, NULL) : 0;
    state_release(state);
    return result;
}

/* Holds no lock, so that other threads go on. Ends early when the state file no longer asks for it. */
void wait_while_hung(const char *function, int gpu)
{
    long long start = now_microseconds();
    while ((double)(now_microseconds() - start) / 1e6 < hang_seconds(function, gpu))
        sleep_milliseconds(5);
}

/* The GPU or the slice of a handle must still be there. */
static Result check_device(const State *state, Device device)
{
    int gpu = device_gpu(device), slice = device_slice(device);
    if (gpu == NO_GPU)
        return NVML_ERROR_INVALID_ARGUMENT;
    if (gpu >= state_number(state, "gpus", 0))
        return NVML_ERROR_GPU_IS_LOST;
    if (slice != WHOLE_GPU && !state_find(state, "gpu.%d.mig.%d.uuid", gpu, slice))
        return NVML_ERROR_INVALID_ARGUMENT;
    return NVML_SUCCESS;
}

static void set_prefix(Call *call, Device device)
{
    int gpu = device_gpu(device), slice = device_slice(device);
    call->device = device;
    if (slice == WHOLE_GPU)
        snprintf(call->prefix, sizeof call->prefix, "gpu.%d.", gpu);
    else
        snprintf(call->prefix, sizeof call->prefix, "gpu.%d.mig.%d.", gpu, slice);
}

static Result check_rules(const State *state, const char *function, int gpu)
{
    const char *code = find_rule(state, "fault", function, gpu);
    return code ? (Result)atoi(code) : NVML_SUCCESS;
}

Result call_aim(Call *call, const char *function, Device device)
{
    int gpu = device_gpu(device);
    wait_while_hung(function, gpu);
    if (call->state)
        state_release(call->state);
    call->state = state_take();
    Result result = check_life(call->state, true);
    if (result == NVML_SUCCESS)
        result = check_device(call->state, device);
    if (result == NVML_SUCCESS)
        result = check_rules(call->state, function, gpu);
    if (result == NVML_SUCCESS)
        set_prefix(call, device);
    return result;
}

Result call_open(Call *call, const char *function, Device device)
{
    *call = (Call){0};
    log_call(function, device_gpu(device));
    return call_aim(call, function, device);
}

Result call_renew(Call *call)
{
    if (call->state)
        state_release(call->state);
    call->state = state_take();
    return check_life(call->state, false);
}

Result call_open_system(Call *call, const char *function)
{
    *call = (Call){0};
    log_call(function, NO_GPU);
    wait_while_hung(function, NO_GPU);
    Result result = call_renew(call);
    return result == NVML_SUCCESS ? check_rules(call->state, function, NO_GPU) : result;
}

Result call_close(Call *call, Result result)
{
    state_release(call->state);
    return result;
}

/* ---- values of the device that a call is about ---- */

static const char *find_value(const Call *call, const char *format, va_list arguments)
{
    char name[64];
    vsnprintf(name, sizeof name, format, arguments);
    return state_find(call->state, "%s%s", call->prefix, name);
}

const char *call_text(const Call *call, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *value = find_value(call, format, arguments);
    va_end(arguments);
    return value;
}

Result call_number(const Call *call, long long *value, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = find_value(call, format, arguments);
    va_end(arguments);
    if (!text)
        return NVML_ERROR_NOT_SUPPORTED;
    *value = strtoll(text, NULL, 0);
    return NVML_SUCCESS;
}

Result call_unsigned(const Call *call, unsigned *value, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = find_value(call, format, arguments);
    va_end(arguments);
    if (!value)
        return NVML_ERROR_INVALID_ARGUMENT;
    if (!text)
        return NVML_ERROR_NOT_SUPPORTED;
    *value = (unsigned)strtoll(text, NULL, 0);
    return NVML_SUCCESS;
}

Result copy_text(const char *text, char *buffer, unsigned length)
{
    if (!buffer)
        return NVML_ERROR_INVALID_ARGUMENT;
    if (!text)
        return NVML_ERROR_NOT_SUPPORTED;
    if (strlen(text) >= length)
        return NVML_ERROR_INSUFFICIENT_SIZE;
    strcpy(buffer, text);
    return NVML_SUCCESS;
}
