/* Readings of one GPU. Most are one number under one key, so they are rows of a table. */
#include "fake_nvml.h"

#include <stdio.h>

/* ---- one text ---- */

static Result read_text(const char *function, Device device, const char *field, char *buffer, unsigned length)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = copy_text(call_text(&call, "%s", field), buffer, length);
    return call_close(&call, result);
}

#define TEXT(function, field)                                                                                         \
    Result function(Device device, char *buffer, unsigned length)                                                     \
    {                                                                                                                 \
        return read_text(__func__, device, field, buffer, length);                                                    \
    }

TEXT(nvmlDeviceGetName, "name")
TEXT(nvmlDeviceGetUUID, "uuid")
TEXT(nvmlDeviceGetSerial, "serial")
TEXT(nvmlDeviceGetBoardPartNumber, "board_part_number")
TEXT(nvmlDeviceGetVbiosVersion, "vbios_version")
TEXT(nvmlDeviceGetInforomImageVersion, "inforom_version")

/* ---- one number ---- */

static Result read_unsigned(const char *function, Device device, const char *field, unsigned *value)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = call_unsigned(&call, value, "%s", field);
    return call_close(&call, result);
}

#define UNSIGNED(function, field)                                                                                     \
    Result function(Device device, unsigned *value)                                                                   \
    {                                                                                                                 \
        return read_unsigned(__func__, device, field, value);                                                         \
    }

UNSIGNED(nvmlDeviceGetArchitecture, "architecture")
UNSIGNED(nvmlDeviceGetBrand, "brand")
UNSIGNED(nvmlDeviceGetComputeMode, "compute_mode")
UNSIGNED(nvmlDeviceGetCurrPcieLinkGeneration, "pcie_generation")
UNSIGNED(nvmlDeviceGetCurrPcieLinkWidth, "pcie_width")
UNSIGNED(nvmlDeviceGetDisplayActive, "display_active")
UNSIGNED(nvmlDeviceGetDisplayMode, "display_mode")
UNSIGNED(nvmlDeviceGetEnforcedPowerLimit, "enforced_power_limit_mw")
UNSIGNED(nvmlDeviceGetFanSpeed, "fan_speed_percent")
UNSIGNED(nvmlDeviceGetGpuMaxPcieLinkGeneration, "max_pcie_generation")
UNSIGNED(nvmlDeviceGetMaxPcieLinkGeneration, "max_pcie_generation")
UNSIGNED(nvmlDeviceGetMaxPcieLinkWidth, "max_pcie_width")
UNSIGNED(nvmlDeviceGetMemoryBusWidth, "memory_bus_width")
UNSIGNED(nvmlDeviceGetMinorNumber, "minor_number")
UNSIGNED(nvmlDeviceGetNumFans, "fans")
UNSIGNED(nvmlDeviceGetNumGpuCores, "cores")
UNSIGNED(nvmlDeviceGetPcieReplayCounter, "pcie_replays")
UNSIGNED(nvmlDeviceGetPerformanceState, "performance_state")
UNSIGNED(nvmlDeviceGetPersistenceMode, "persistence_mode")
UNSIGNED(nvmlDeviceGetPowerManagementDefaultLimit, "default_power_limit_mw")
UNSIGNED(nvmlDeviceGetPowerManagementLimit, "power_limit_mw")
UNSIGNED(nvmlDeviceGetPowerManagementMode, "power_management_mode")
UNSIGNED(nvmlDeviceGetPowerState, "performance_state")
UNSIGNED(nvmlDeviceGetPowerUsage, "power_usage_mw")
UNSIGNED(nvmlDeviceGetRetiredPagesPendingStatus, "retired_pages_pending")

/* ---- one long number ---- */

static Result read_long(const char *function, Device device, const char *field, unsigned long long *value)
{
    Call call;
    long long number = 0;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = value ? call_number(&call, &number, "%s", field) : NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS)
        *value = (unsigned long long)number;
    return call_close(&call, result);
}

#define LONG(function, field)                                                                                         \
    Result function(Device device, unsigned long long *value)                                                         \
    {                                                                                                                 \
        return read_long(__func__, device, field, value);                                                             \
    }

LONG(nvmlDeviceGetCurrentClocksEventReasons, "event_reasons")
LONG(nvmlDeviceGetCurrentClocksThrottleReasons, "event_reasons")
LONG(nvmlDeviceGetSupportedClocksEventReasons, "supported_event_reasons")
LONG(nvmlDeviceGetSupportedClocksThrottleReasons, "supported_event_reasons")
LONG(nvmlDeviceGetSupportedEventTypes, "supported_events")
LONG(nvmlDeviceGetTotalEnergyConsumption, "energy_mj")

/* ---- two numbers ---- */

static Result read_pair(const char *function, Device device, const char *field, const char *other_field,
                        unsigned *value, unsigned *other)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = call_unsigned(&call, value, "%s", field);
    if (result == NVML_SUCCESS)
        result = call_unsigned(&call, other, "%s", other_field);
    return call_close(&call, result);
}

#define PAIR(function, field, other_field)                                                                            \
    Result function(Device device, unsigned *value, unsigned *other)                                                  \
    {                                                                                                                 \
        return read_pair(__func__, device, field, other_field, value, other);                                         \
    }

PAIR(nvmlDeviceGetCudaComputeCapability, "compute_capability.0", "compute_capability.1")
PAIR(nvmlDeviceGetDecoderUtilization, "decoder_percent", "sampling_period_us")
PAIR(nvmlDeviceGetDriverModel_v2, "driver_model", "driver_model_pending")
PAIR(nvmlDeviceGetEccMode, "ecc_mode", "ecc_mode_pending")
PAIR(nvmlDeviceGetEncoderUtilization, "encoder_percent", "sampling_period_us")
PAIR(nvmlDeviceGetJpgUtilization, "jpeg_percent", "sampling_period_us")
PAIR(nvmlDeviceGetMigMode, "mig_mode", "mig_mode_pending")
PAIR(nvmlDeviceGetOfaUtilization, "optical_flow_percent", "sampling_period_us")
PAIR(nvmlDeviceGetPowerManagementLimitConstraints, "min_power_limit_mw", "max_power_limit_mw")

/* ---- one number of a row ---- */

static Result read_of_row(const char *function, Device device, const char *field, unsigned index, unsigned size,
                          unsigned *value)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = index < size ? call_unsigned(&call, value, "%s.%u", field, index) : NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}

#define OF_ROW(function, field, size)                                                                                 \
    Result function(Device device, unsigned index, unsigned *value)                                                   \
    {                                                                                                                 \
        return read_of_row(__func__, device, field, index, size, value);                                              \
    }

OF_ROW(nvmlDeviceGetClockInfo, "clocks_mhz", 4)
OF_ROW(nvmlDeviceGetMaxClockInfo, "max_clocks_mhz", 4)
OF_ROW(nvmlDeviceGetNvLinkState, "nvlinks_active", 36)
OF_ROW(nvmlDeviceGetPcieThroughput, "pcie_throughput_kbps", 2)
OF_ROW(nvmlDeviceGetTemperatureThreshold, "thresholds_c", 8)

Result nvmlDeviceGetFanSpeed_v2(Device device, unsigned fan, unsigned *percent)
{
    Call call;
    unsigned fans = 0;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = call_unsigned(&call, &fans, "fans");
    if (result == NVML_SUCCESS)
        result = fan < fans ? call_unsigned(&call, percent, "fan_speed_percent") : NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}

/* ---- temperature ---- */

enum { GPU_SENSOR = 0, TEMPERATURE_VERSION = 0x100000C };

typedef struct {
    unsigned version;
    unsigned sensor;
    int celsius;
} Temperature;

Result nvmlDeviceGetTemperature(Device device, unsigned sensor, unsigned *celsius)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = sensor == GPU_SENSOR ? call_unsigned(&call, celsius, "temperature_c") : NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}

Result nvmlDeviceGetTemperatureV(Device device, Temperature *temperature)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && (!temperature || temperature->sensor != GPU_SENSOR))
        result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && temperature->version != TEMPERATURE_VERSION)
        result = NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    if (result == NVML_SUCCESS)
        result = call_unsigned(&call, (unsigned *)&temperature->celsius, "temperature_c");
    return call_close(&call, result);
}

/* ---- utilisation ---- */

typedef struct {
    unsigned gpu;
    unsigned memory;
} Utilization;

Result nvmlDeviceGetUtilizationRates(Device device, Utilization *utilization)
{
    return read_pair(__func__, device, "gpu_percent", "memory_percent", utilization ? &utilization->gpu : NULL,
                     utilization ? &utilization->memory : NULL);
}

/* ---- where it sits ---- */

typedef struct {
    char legacy_bus_id[16];
    unsigned domain, bus, slot;
    unsigned device_id, subsystem_id;
    char bus_id[32];
} Pci;

_Static_assert(sizeof(Pci) == 68, "as nvmlPciInfo_t");

static Result read_pci(const Call *call, Pci *pci)
{
    const char *bus_id = call_text(call, "pci_bus_id");
    if (!bus_id || sscanf(bus_id, "%x:%x:%x", &pci->domain, &pci->bus, &pci->slot) != 3)
        return NVML_ERROR_NOT_SUPPORTED;
    pci->device_id = pci->subsystem_id = 0;
    call_unsigned(call, &pci->device_id, "pci_device_id");
    call_unsigned(call, &pci->subsystem_id, "pci_subsystem_id");
    snprintf(pci->legacy_bus_id, sizeof pci->legacy_bus_id, "%04X:%02X:%02X.0", pci->domain & 0xFFFF, pci->bus & 0xFF,
             pci->slot & 0xFF);
    return copy_text(bus_id, pci->bus_id, sizeof pci->bus_id);
}

Result nvmlDeviceGetPciInfo_v3(Device device, Pci *pci)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS)
        result = pci ? read_pci(&call, pci) : NVML_ERROR_INVALID_ARGUMENT;
    return call_close(&call, result);
}
