/* The memory of one GPU: how much there is, and what went wrong in it. */
#include "fake_nvml.h"

/* ---- how much ---- */

enum { MEMORY_VERSION = 0x02000028 };

typedef struct {
    unsigned long long total, free, used;
} Memory;

typedef struct {
    unsigned version;
    unsigned long long total, reserved, free, used;
} MemoryV2;

_Static_assert(sizeof(MemoryV2) == (MEMORY_VERSION & 0xFFFF), "the version word carries the size");

static Result read_memory(const Call *call, MemoryV2 *memory)
{
    long long total = 0, reserved = 0, used = 0;
    Result result = call_number(call, &total, "memory_total_bytes");
    if (result == NVML_SUCCESS)
        result = call_number(call, &used, "memory_used_bytes");
    call_number(call, &reserved, "memory_reserved_bytes");
    memory->total = (unsigned long long)total;
    memory->reserved = (unsigned long long)reserved;
    memory->used = (unsigned long long)used;
    memory->free = memory->total - memory->reserved - memory->used;
    return result;
}

/* The older call counts what the driver reserved as used. */
Result nvmlDeviceGetMemoryInfo(Device device, Memory *memory)
{
    Call call;
    MemoryV2 full;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = memory ? read_memory(&call, &full) : NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *memory = (Memory){.total = full.total, .free = full.free, .used = full.used + full.reserved};
    return call_close(&call, result);
}

Result nvmlDeviceGetMemoryInfo_v2(Device device, MemoryV2 *memory)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && !memory)
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && memory->version != MEMORY_VERSION)
        result = NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    if (result == NVML_SUCCESS)
        result = read_memory(&call, memory);
    return call_close(&call, result);
}

Result nvmlDeviceGetBAR1MemoryInfo(Device device, Memory *memory)
{
    Call call;
    long long total = 0, used = 0;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = memory ? call_number(&call, &total, "bar1_total_bytes") : NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        result = call_number(&call, &used, "bar1_used_bytes");
    if (result == NVML_SUCCESS)
        *memory = (Memory){(unsigned long long)total, (unsigned long long)(total - used), (unsigned long long)used};
    return call_close(&call, result);
}

/* ---- what went wrong ---- */

/* By kind (0 corrected, 1 uncorrected) and by span (0 since the driver was loaded, 1 in the card's life). */
Result nvmlDeviceGetTotalEccErrors(Device device, unsigned kind, unsigned span, unsigned long long *count)
{
    Call call;
    long long errors = 0;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && (kind > 1 || span > 1 || !count))
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        result = call_number(&call, &errors, "ecc_errors.%u", kind * 2 + span);
    if (result == NVML_SUCCESS)
        *count = (unsigned long long)errors;
    return call_close(&call, result);
}

Result nvmlDeviceGetRemappedRows(Device device, unsigned *corrected, unsigned *uncorrected, unsigned *pending,
                                 unsigned *failed)
{
    unsigned *values[] = {corrected, uncorrected, pending, failed};
    Call call;
    Result result = call_open(&call, __func__, device);
    for (unsigned i = 0; i < 4 && result == NVML_SUCCESS; i++)
        result = call_unsigned(&call, values[i], "remapped_rows.%u", i);
    return call_close(&call, result);
}

/* Banks by how many spare rows they have left: all, most, some, few, none. */
Result nvmlDeviceGetRowRemapperHistogram(Device device, unsigned *histogram)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    for (unsigned i = 0; i < 5 && result == NVML_SUCCESS; i++)
        result = call_unsigned(&call, histogram ? &histogram[i] : NULL, "row_remapper_histogram.%u", i);
    return call_close(&call, result);
}

/* The file gives how many pages; where they lay and when they were retired is made up. */
static void fill_pages(unsigned count, unsigned long long *addresses, unsigned long long *times)
{
    for (unsigned i = 0; i < count; i++) {
        addresses[i] = 0x100000ULL + i * 0x1000ULL;
        if (times)
            times[i] = 1700000000000000ULL + i * 1000000ULL;
    }
}

static Result read_pages(const char *function, Device device, unsigned cause, unsigned *count,
                         unsigned long long *addresses, unsigned long long *times)
{
    Call call;
    unsigned pages = 0;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = count && cause < 2 ? call_unsigned(&call, &pages, "retired_pages.%u", cause)
                                    : NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && (*count < pages || (pages > 0 && !addresses)))
        result = NVML_ERROR_INSUFFICIENT_SIZE;
    if (result == NVML_SUCCESS)
        fill_pages(pages, addresses, times);
    if (result == NVML_SUCCESS || result == NVML_ERROR_INSUFFICIENT_SIZE)
        *count = pages;
    return call_close(&call, result);
}

Result nvmlDeviceGetRetiredPages(Device device, unsigned cause, unsigned *count, unsigned long long *addresses)
{
    return read_pages(__func__, device, cause, count, addresses, NULL);
}

Result nvmlDeviceGetRetiredPages_v2(Device device, unsigned cause, unsigned *count, unsigned long long *addresses,
                                    unsigned long long *times)
{
    return read_pages(__func__, device, cause, count, addresses, times);
}
