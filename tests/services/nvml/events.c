/* Xid and other events. The file lists all that ever happened, in order: event.N=gpu:type:data; "events" counts them. */
#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>

enum { EVERY_INSTANCE = -1 };

typedef struct {
    Device device;
    unsigned long long type;
    unsigned long long data;
    unsigned gpu_instance;
    unsigned compute_instance;
} Event;

_Static_assert(sizeof(Event) == 32, "as nvmlEventData_t");

/* What a set wants of each GPU, and the first event of that GPU that it has not told yet. */
typedef struct {
    unsigned long long types[MAX_GPUS];
    long long next[MAX_GPUS];
} EventSet;

Result nvmlEventSetCreate(EventSet **set)
{
    Call call;
    Result result = call_open_system(&call, __func__);
    if (result == NVML_SUCCESS && !set)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && !(*set = calloc(1, sizeof **set)))
        result = NVML_ERROR_MEMORY;
    return call_close(&call, result);
}

Result nvmlEventSetFree(EventSet *set)
{
    Call call;
    Result result = call_open_system(&call, __func__);
    if (result == NVML_SUCCESS && !set)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        free(set);
    return call_close(&call, result);
}

/* Events from before are not told. */
static Result register_events(const Call *call, unsigned long long types, EventSet *set)
{
    int gpu = device_gpu(call->device);
    long long supported = 0;
    Result result = call_number(call, &supported, "supported_events");
    if (result == NVML_SUCCESS && (types & ~(unsigned long long)supported))
        result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS && set->types[gpu] == 0)
        set->next[gpu] = state_number(call->state, "events", 0);
    if (result == NVML_SUCCESS)
        set->types[gpu] |= types;
    return result;
}

Result nvmlDeviceRegisterEvents(Device device, unsigned long long types, EventSet *set)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = set ? register_events(&call, types, set) : NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}

static bool read_event(const State *state, long long number, int *gpu, Event *event)
{
    const char *line = state_find(state, "event.%lld", number);
    if (!line || sscanf(line, "%d:%llu:%llu", gpu, &event->type, &event->data) != 3)
        return false;
    event->device = device_handle(*gpu, WHOLE_GPU);
    event->gpu_instance = event->compute_instance = (unsigned)EVERY_INSTANCE;
    return true;
}

static bool next_event(const State *state, EventSet *set, Event *event)
{
    long long count = state_number(state, "events", 0);
    int gpu;
    for (long long number = 0; number < count; number++) {
        if (!read_event(state, number, &gpu, event) || number < set->next[gpu] || !(event->type & set->types[gpu]))
            continue;
        set->next[gpu] = number + 1;
        return true;
    }
    return false;
}

/* Once a watched GPU is lost and its last events are told, waiting fails at once, as with the real driver. */
static bool watches_a_lost_gpu(const State *state, const EventSet *set)
{
    for (int gpu = 0; gpu < MAX_GPUS; gpu++) {
        const char *fault = set->types[gpu] ? state_find(state, "fault.*@%d", gpu) : NULL;
        if (fault && atoi(fault) == NVML_ERROR_GPU_IS_LOST)
            return true;
    }
    return false;
}

/* NVML_ERROR_TIMEOUT while nothing happened. */
static Result look_for_event(const State *state, EventSet *set, Event *event)
{
    if (next_event(state, set, event))
        return NVML_SUCCESS;
    return watches_a_lost_gpu(state, set) ? NVML_ERROR_GPU_IS_LOST : NVML_ERROR_TIMEOUT;
}

Result nvmlEventSetWait_v2(EventSet *set, Event *event, unsigned milliseconds)
{
    Call call;
    long long deadline = now_microseconds() + milliseconds * 1000LL;
    Result result = call_open_system(&call, __func__);
    if (result == NVML_SUCCESS)
        result = set && event ? look_for_event(call.state, set, event) : NVML_ERROR_INVALID_ARGUMENT;
    while (result == NVML_ERROR_TIMEOUT && now_microseconds() < deadline) {
        sleep_milliseconds(5);
        result = call_renew(&call);
        if (result == NVML_SUCCESS)
            result = look_for_event(call.state, set, event);
    }
    return call_close(&call, result);
}
