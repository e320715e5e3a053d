/* Starting and stopping the library, questions about the system as a whole, and finding a GPU in it. */
#include "fake_nvml.h"

#include <stdio.h>
#include <string.h>

/* ---- starting and stopping ---- */

Result nvmlInitWithFlags(unsigned flags)
{
    (void)flags;
    log_call(__func__, NO_GPU);
    wait_while_hung(__func__, NO_GPU);
    const State *state = state_take();
    Result result = life_start(state);
    state_release(state);
    return result;
}

Result nvmlInit_v2(void)
{
    return nvmlInitWithFlags(0);
}

Result nvmlInit(void)
{
    return nvmlInitWithFlags(0);
}

Result nvmlShutdown(void)
{
    log_call(__func__, NO_GPU);
    wait_while_hung(__func__, NO_GPU);
    return life_end();
}

const char *nvmlErrorString(unsigned result)
{
    static const char *const texts[] = {
        "Success", "Uninitialized", "Invalid Argument", "Not Supported", "Insufficient Permissions",
        "Already Initialized", "Not Found", "Insufficient Size", "Insufficient External Power", "Driver Not Loaded",
        "Timeout", "Interrupt Request Issue", "NVML Shared Library Not Found", "Function Not Found",
        "Corrupted infoROM", "GPU is lost", "GPU requires reset", "GPU access blocked by the operating system",
        "Driver/library version mismatch", "In Use", "Insufficient Memory", "No data",
        "VGPU ECC not supported", "Insufficient resources", "Frequency not supported",
        "Argument version mismatch", "Deprecated", "Not ready", "GPU not found", "Invalid state",
    };
    return result < sizeof texts / sizeof texts[0] ? texts[result] : "Unknown Error";
}

/* ---- the system ---- */

static Result read_system_text(const char *function, const char *key, char *buffer, unsigned length)
{
    Call call;
    Result result = call_open_system(&call, function);
    if (result == NVML_SUCCESS)
        result = copy_text(state_find(call.state, "%s", key), buffer, length);
    return call_close(&call, result);
}

Result nvmlSystemGetDriverVersion(char *buffer, unsigned length)
{
    return read_system_text(__func__, "driver_version", buffer, length);
}

Result nvmlSystemGetNVMLVersion(char *buffer, unsigned length)
{
    return read_system_text(__func__, "nvml_version", buffer, length);
}

static Result read_system_number(const char *function, const char *key, int *value)
{
    Call call;
    Result result = call_open_system(&call, function);
    if (result == NVML_SUCCESS && !value)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *value = (int)state_number(call.state, key, 0);
    return call_close(&call, result);
}

Result nvmlSystemGetCudaDriverVersion(int *version)
{
    return read_system_number(__func__, "cuda_version", version);
}

Result nvmlSystemGetCudaDriverVersion_v2(int *version)
{
    return read_system_number(__func__, "cuda_version", version);
}

Result nvmlDeviceGetCount_v2(unsigned *count)
{
    return read_system_number(__func__, "gpus", (int *)count);
}

/* ---- finding a GPU ---- */

Result nvmlDeviceGetHandleByIndex_v2(unsigned index, Device *device)
{
    Call call;
    Result result = call_open_system(&call, __func__);
    if (result == NVML_SUCCESS && (!device || index >= state_number(call.state, "gpus", 0)))
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        result = call_aim(&call, __func__, device_handle((int)index, WHOLE_GPU));
    if (result == NVML_SUCCESS)
        *device = call.device;
    return call_close(&call, result);
}

static bool has_value(const State *state, const char *prefix, const char *field, const char *wanted)
{
    const char *value = state_find(state, "%s.%s", prefix, field);
    return value && strcasecmp(value, wanted) == 0;
}

/* The GPU or the slice of which this field has this value; NULL if there is none. */
static Device find_device(const State *state, const char *field, const char *wanted)
{
    char prefix[32];
    for (int gpu = 0; gpu < state_number(state, "gpus", 0); gpu++) {
        snprintf(prefix, sizeof prefix, "gpu.%d", gpu);
        if (has_value(state, prefix, field, wanted))
            return device_handle(gpu, WHOLE_GPU);
        for (int slice = 0; slice < MAX_SLICES; slice++) {
            snprintf(prefix, sizeof prefix, "gpu.%d.mig.%d", gpu, slice);
            if (has_value(state, prefix, field, wanted))
                return device_handle(gpu, slice);
        }
    }
    return NULL;
}

static Result find_handle(const char *function, const char *field, const char *wanted, Device *device)
{
    Call call;
    Result result = call_open_system(&call, function);
    if (result == NVML_SUCCESS && (!wanted || !device))
        result = NVML_ERROR_INVALID_ARGUMENT;
    Device found = result == NVML_SUCCESS ? find_device(call.state, field, wanted) : NULL;
    if (result == NVML_SUCCESS && !found)
        result = NVML_ERROR_NOT_FOUND;
    if (result == NVML_SUCCESS)
        result = call_aim(&call, function, found);
    if (result == NVML_SUCCESS)
        *device = found;
    return call_close(&call, result);
}

Result nvmlDeviceGetHandleByUUID(const char *uuid, Device *device)
{
    return find_handle(__func__, "uuid", uuid, device);
}

Result nvmlDeviceGetHandleBySerial(const char *serial, Device *device)
{
    return find_handle(__func__, "serial", serial, device);
}

/* Takes both spellings, "0000:18:00.0" and "00000000:18:00.0". */
Result nvmlDeviceGetHandleByPciBusId_v2(const char *bus_id, Device *device)
{
    unsigned domain, bus, slot;
    char spelled[32];
    if (!bus_id || sscanf(bus_id, "%x:%x:%x", &domain, &bus, &slot) != 3)
        return find_handle(__func__, "pci_bus_id", bus_id, device);
    snprintf(spelled, sizeof spelled, "%08X:%02X:%02X.0", domain, bus, slot);
    return find_handle(__func__, "pci_bus_id", spelled, device);
}
