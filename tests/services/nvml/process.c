/* Who runs on a GPU. A process is one line: pid:kinds:bytes:gpu instance:compute instance:sm:memory:encoder:decoder,
 * where the kinds are letters of C(ompute), G(raphics) and M(PS), and bytes of -1 is memory that cannot be told. */
#include "fake_nvml.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    unsigned pid;
    unsigned long long memory_bytes;
    unsigned gpu_instance;
    unsigned compute_instance;
} ProcessInfo; /* nvmlProcessInfo_v2_t, which the _v3 calls use too */

typedef struct {
    unsigned pid;
    unsigned long long timestamp_us;
    unsigned sm_percent, memory_percent, encoder_percent, decoder_percent;
} ProcessSample;

_Static_assert(sizeof(ProcessInfo) == 24 && sizeof(ProcessSample) == 32, "as in NVML");

typedef struct {
    char kinds[8];
    ProcessInfo info;
    ProcessSample sample;
} Process;

static bool read_process(const Call *call, unsigned index, Process *process)
{
    const char *line = call_text(call, "process.%u", index);
    ProcessInfo *info = &process->info;
    ProcessSample *sample = &process->sample;
    if (!line)
        return false;
    if (sscanf(line, "%u:%7[CGM]:%llu:%u:%u:%u:%u:%u:%u", &info->pid, process->kinds, &info->memory_bytes,
               &info->gpu_instance, &info->compute_instance, &sample->sm_percent, &sample->memory_percent,
               &sample->encoder_percent, &sample->decoder_percent) != 9)
        return false;
    sample->pid = info->pid;
    sample->timestamp_us = (unsigned long long)now_microseconds();
    return true;
}

/* ---- what they are and what memory they hold ---- */

/* Counts those of one kind, and copies as many as there is room for. */
static unsigned list_kind(const Call *call, char kind, ProcessInfo *list, unsigned room)
{
    unsigned found = 0;
    Process process;
    for (unsigned i = 0; read_process(call, i, &process); i++) {
        if (!strchr(process.kinds, kind))
            continue;
        if (list && found < room)
            list[found] = process.info;
        found++;
    }
    return found;
}

static Result list_processes(const char *function, Device device, char kind, unsigned *count, ProcessInfo *list)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS && !call_text(&call, "processes"))
        result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS && (!count || (*count > 0 && !list)))
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        unsigned room = *count;
        *count = list_kind(&call, kind, list, room);
        result = *count <= room ? NVML_SUCCESS : NVML_ERROR_INSUFFICIENT_SIZE;
    }
    return call_close(&call, result);
}

#define LIST(function, kind)                                                                                          \
    Result function(Device device, unsigned *count, ProcessInfo *list)                                                \
    {                                                                                                                 \
        return list_processes(__func__, device, kind, count, list);                                                   \
    }

LIST(nvmlDeviceGetComputeRunningProcesses_v2, 'C')
LIST(nvmlDeviceGetComputeRunningProcesses_v3, 'C')
LIST(nvmlDeviceGetGraphicsRunningProcesses_v2, 'G')
LIST(nvmlDeviceGetGraphicsRunningProcesses_v3, 'G')
LIST(nvmlDeviceGetMPSComputeRunningProcesses_v2, 'M')
LIST(nvmlDeviceGetMPSComputeRunningProcesses_v3, 'M')

/* ---- how busy they keep the GPU ---- */

static bool is_busy(const ProcessSample *sample)
{
    return sample->sm_percent || sample->memory_percent || sample->encoder_percent || sample->decoder_percent;
}

static unsigned list_samples(const Call *call, ProcessSample *samples, unsigned room)
{
    unsigned found = 0;
    Process process;
    for (unsigned i = 0; read_process(call, i, &process); i++) {
        if (!is_busy(&process.sample))
            continue;
        if (samples && found < room)
            samples[found] = process.sample;
        found++;
    }
    return found;
}

static bool mig_is_on(const Call *call)
{
    unsigned mode = 0;
    return device_slice(call->device) != WHOLE_GPU
        || (call_unsigned(call, &mode, "mig_mode") == NVML_SUCCESS && mode == 1);
}

/* Every sample is of this moment, so `since` leaves none out. */
Result nvmlDeviceGetProcessUtilization(Device device, ProcessSample *samples, unsigned *count,
                                       unsigned long long since)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    (void)since;
    if (result == NVML_SUCCESS && (mig_is_on(&call) || !call_text(&call, "processes")))
        result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS && !count)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        unsigned room = samples ? *count : 0;
        *count = list_samples(&call, samples, room);
        if (*count == 0)
            result = NVML_ERROR_NOT_FOUND;
        else if (*count > room)
            result = NVML_ERROR_INSUFFICIENT_SIZE;
    }
    return call_close(&call, result);
}

/* ---- their names ---- */

/* A name that is too long is cut, unlike other texts. */
Result nvmlSystemGetProcessName(unsigned pid, char *name, unsigned length)
{
    Call call;
    Result result = call_open_system(&call, __func__);
    const char *known = result == NVML_SUCCESS ? state_find(call.state, "process_name.%u", pid) : NULL;
    if (result == NVML_SUCCESS && (!name || length == 0))
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && !known)
        result = NVML_ERROR_NOT_FOUND;
    if (result == NVML_SUCCESS)
        snprintf(name, length, "%s", known);
    return call_close(&call, result);
}
