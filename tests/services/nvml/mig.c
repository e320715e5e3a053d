/* Slices of a GPU. A slice is a device of its own with few keys; what it lacks it answers with NotSupported. */
#include "fake_nvml.h"

typedef struct {
    unsigned multiprocessors;
    unsigned copy_engines, decoders, encoders, jpeg_engines, optical_flow_engines;
    unsigned gpu_slices, compute_slices;
    unsigned long long memory_mb;
} Attributes;

_Static_assert(sizeof(Attributes) == 40, "as nvmlDeviceAttributes_t");

Result nvmlDeviceIsMigDeviceHandle(Device device, unsigned *is_slice)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && !is_slice)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *is_slice = device_slice(device) != WHOLE_GPU;
    return call_close(&call, result);
}

/* Of a GPU its place among GPUs, of a slice its place in its GPU. */
Result nvmlDeviceGetIndex(Device device, unsigned *index)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && !index)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *index = (unsigned)(device_slice(device) == WHOLE_GPU ? device_gpu(device) : device_slice(device));
    return call_close(&call, result);
}

/* How many there could be, not how many there are. */
Result nvmlDeviceGetMaxMigDeviceCount(Device device, unsigned *count)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && call_unsigned(&call, count, "max_slices") == NVML_ERROR_NOT_SUPPORTED)
        *count = 0;
    if (result == NVML_SUCCESS && !count)
        result = NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}

static Result find_slice(const Call *call, unsigned index)
{
    unsigned mode = 0, most = 0;
    call_unsigned(call, &mode, "mig_mode");
    call_unsigned(call, &most, "max_slices");
    if (mode == 0)
        return NVML_ERROR_NOT_SUPPORTED;
    if (index >= most || index >= MAX_SLICES)
        return NVML_ERROR_INVALID_ARGUMENT;
    return call_text(call, "mig.%u.uuid", index) ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND;
}

Result nvmlDeviceGetMigDeviceHandleByIndex(Device device, unsigned index, Device *slice)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = slice ? find_slice(&call, index) : NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *slice = device_handle(device_gpu(device), (int)index);
    return call_close(&call, result);
}

Result nvmlDeviceGetDeviceHandleFromMigDeviceHandle(Device slice, Device *device)
{
    Call call;
    Result result = call_open(&call, __func__, slice);
    if (result == NVML_SUCCESS && (!device || device_slice(slice) == WHOLE_GPU))
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *device = device_handle(device_gpu(slice), WHOLE_GPU);
    return call_close(&call, result);
}

static Result read_instance(const char *function, Device device, const char *field, unsigned *id)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = call_unsigned(&call, id, "%s", field);
    return call_close(&call, result);
}

Result nvmlDeviceGetGpuInstanceId(Device device, unsigned *id)
{
    return read_instance(__func__, device, "gpu_instance", id);
}

Result nvmlDeviceGetComputeInstanceId(Device device, unsigned *id)
{
    return read_instance(__func__, device, "compute_instance", id);
}

static Result read_attributes(const Call *call, Attributes *attributes)
{
    unsigned *const counts[] = {
        &attributes->multiprocessors, &attributes->copy_engines, &attributes->decoders, &attributes->encoders,
        &attributes->jpeg_engines, &attributes->optical_flow_engines, &attributes->gpu_slices,
        &attributes->compute_slices,
    };
    long long memory = 0;
    Result result = NVML_SUCCESS;
    for (unsigned i = 0; i < sizeof counts / sizeof counts[0] && result == NVML_SUCCESS; i++)
        result = call_unsigned(call, counts[i], "attributes.%u", i);
    if (result == NVML_SUCCESS)
        result = call_number(call, &memory, "attributes.8");
    attributes->memory_mb = (unsigned long long)memory;
    return result;
}

Result nvmlDeviceGetAttributes_v2(Device device, Attributes *attributes)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = attributes ? read_attributes(&call, attributes) : NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}
