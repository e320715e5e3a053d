/* What can be set on a GPU. It is remembered beside the state file, so every process sees it. */
#include "fake_nvml.h"

#include <stdio.h>

/* A setting needs a card that has it, a caller who may, and a value in range: asked in this order. */
static Result check_setting(const Call *call, const char *field, long long value, long long lowest, long long highest)
{
    if (!call_text(call, "%s", field))
        return NVML_ERROR_NOT_SUPPORTED;
    if (state_number(call->state, "may_set", 0) == 0)
        return NVML_ERROR_NO_PERMISSION;
    return value >= lowest && value <= highest ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT;
}

static void remember(const Call *call, const char *field, unsigned value)
{
    char line[128];
    snprintf(line, sizeof line, "%s%s=%u\n", call->prefix, field, value);
    state_remember(line);
}

static Result set_mode(const char *function, Device device, const char *field, unsigned mode, unsigned highest)
{
    Call call;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = check_setting(&call, field, mode, 0, highest);
    if (result == NVML_SUCCESS)
        remember(&call, field, mode);
    return call_close(&call, result);
}

Result nvmlDeviceSetPersistenceMode(Device device, unsigned mode)
{
    return set_mode(__func__, device, "persistence_mode", mode, 1);
}

Result nvmlDeviceSetComputeMode(Device device, unsigned mode)
{
    return set_mode(__func__, device, "compute_mode", mode, 3);
}

static Result set_power_limit(const char *function, Device device, unsigned milliwatts)
{
    Call call;
    long long lowest = 0, highest = 0;
    Result result = call_open(&call, function, device);
    if (result == NVML_SUCCESS)
        result = call_number(&call, &lowest, "min_power_limit_mw");
    if (result == NVML_SUCCESS)
        result = call_number(&call, &highest, "max_power_limit_mw");
    if (result == NVML_SUCCESS)
        result = check_setting(&call, "power_limit_mw", milliwatts, lowest, highest);
    if (result == NVML_SUCCESS) {
        remember(&call, "power_limit_mw", milliwatts);
        remember(&call, "enforced_power_limit_mw", milliwatts);
    }
    return call_close(&call, result);
}

Result nvmlDeviceSetPowerManagementLimit(Device device, unsigned milliwatts)
{
    return set_power_limit(__func__, device, milliwatts);
}

enum { POWER_VALUE_VERSION = 0x0200000C, GPU_SCOPE = 0 };

typedef struct {
    unsigned version;
    unsigned scope;
    unsigned milliwatts;
} PowerValue;

Result nvmlDeviceSetPowerManagementLimit_v2(Device device, const PowerValue *value)
{
    if (!value || value->scope != GPU_SCOPE)
        return NVML_ERROR_INVALID_ARGUMENT;
    if (value->version != POWER_VALUE_VERSION)
        return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    return set_power_limit(__func__, device, value->milliwatts);
}
