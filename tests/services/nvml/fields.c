/* nvmlDeviceGetFieldValues: many readings in one call, each with its own answer. */
#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIELD_IDS = 308 };

typedef enum {
    DOUBLE = 0,
    UNSIGNED = 1,
    UNSIGNED_LONG = 2,
    UNSIGNED_LONG_LONG = 3,
    SIGNED_LONG_LONG = 4,
    SIGNED = 5,
    UNSIGNED_SHORT = 6,
} ValueType;

typedef union {
    double real;
    unsigned small;
    unsigned long long large;
    long long large_signed;
    int small_signed;
    unsigned short tiny;
} Value;

typedef struct {
    unsigned id;
    unsigned scope;
    long long timestamp_us;
    long long latency_us;
    ValueType type;
    Result result;
    Value value;
} FieldValue;

_Static_assert(sizeof(FieldValue) == 40, "as nvmlFieldValue_t");

/* Fields that say what another call says too. */
typedef struct {
    unsigned id;
    ValueType type;
    const char *key;
} Field;

static const Field known_fields[] = {
    {1, UNSIGNED, "ecc_mode"},
    {2, UNSIGNED, "ecc_mode_pending"},
    {3, UNSIGNED_LONG_LONG, "ecc_errors.0"},
    {4, UNSIGNED_LONG_LONG, "ecc_errors.2"},
    {5, UNSIGNED_LONG_LONG, "ecc_errors.1"},
    {6, UNSIGNED_LONG_LONG, "ecc_errors.3"},
    {29, UNSIGNED, "retired_pages.0"},
    {30, UNSIGNED, "retired_pages.1"},
    {31, UNSIGNED, "retired_pages_pending"},
    {82, UNSIGNED, "memory_temperature_c"},
    {83, UNSIGNED_LONG_LONG, "energy_mj"},
    {91, UNSIGNED, "nvlinks"},
    {94, UNSIGNED, "pcie_replays"},
    {142, UNSIGNED, "remapped_rows.0"},
    {143, UNSIGNED, "remapped_rows.1"},
    {144, UNSIGNED, "remapped_rows.2"},
    {145, UNSIGNED, "remapped_rows.3"},
    {185, UNSIGNED, "average_power_mw"},
    {186, UNSIGNED, "instant_power_mw"},
    {187, UNSIGNED, "min_power_limit_mw"},
    {188, UNSIGNED, "max_power_limit_mw"},
    {189, UNSIGNED, "default_power_limit_mw"},
    {190, UNSIGNED, "enforced_power_limit_mw"},
    {191, UNSIGNED_LONG_LONG, "energy_mj"},
    {192, UNSIGNED, "power_limit_mw"},
    {230, UNSIGNED, "recovery_action"},
};

static const Field *find_field(unsigned id)
{
    for (size_t i = 0; i < sizeof known_fields / sizeof known_fields[0]; i++)
        if (known_fields[i].id == id)
            return &known_fields[i];
    return NULL;
}

static void set_integer(FieldValue *field, ValueType type, long long number)
{
    field->type = type;
    field->value.large = 0;
    switch (type) {
    case UNSIGNED:
        field->value.small = (unsigned)number;
        break;
    case SIGNED:
        field->value.small_signed = (int)number;
        break;
    case UNSIGNED_SHORT:
        field->value.tiny = (unsigned short)number;
        break;
    default:
        field->value.large_signed = number;
    }
}

/* What the file says of a field by its number: "TYPE:VALUE", or "!CODE" for an error. */
static Result read_written(FieldValue *field, const char *written)
{
    char *value;
    if (written[0] == '!')
        return (Result)atoi(written + 1);
    ValueType type = (ValueType)strtol(written, &value, 10);
    if (type == DOUBLE) {
        field->type = DOUBLE;
        field->value.real = strtod(value + 1, NULL);
    } else {
        set_integer(field, type, strtoll(value + 1, NULL, 0));
    }
    return NVML_SUCCESS;
}

static Result read_known(const Call *call, FieldValue *field)
{
    const Field *known = find_field(field->id);
    long long number = 0;
    Result result = known ? call_number(call, &number, "%s", known->key) : NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS)
        set_integer(field, known->type, number);
    return result;
}

static Result read_field(const Call *call, FieldValue *field)
{
    if (field->id == 0 || field->id >= FIELD_IDS)
        return NVML_ERROR_INVALID_ARGUMENT;
    const char *written = call_text(call, "field.%u.%u", field->id, field->scope);
    return written ? read_written(field, written) : read_known(call, field);
}

Result nvmlDeviceGetFieldValues(Device device, int count, FieldValue *values)
{
    Call call;
    Result result = call_open(&call, __func__, device);
    if (result == NVML_SUCCESS && (count <= 0 || !values))
        result = NVML_ERROR_INVALID_ARGUMENT;
    for (int i = 0; i < count && result == NVML_SUCCESS; i++) {
        values[i].timestamp_us = now_microseconds();
        values[i].latency_us = 0;
        values[i].result = read_field(&call, &values[i]);
    }
    return call_close(&call, result);
}
