/* A stand-in for NVIDIA's libnvidia-ml.so.1: it answers from a text file instead of from GPUs.
 *
 *   fake_nvml.c   starting and stopping, the system as a whole, finding a GPU
 *   call.c        what every call has in common
 *   state.c       the state file: reading it, noticing that it changed, remembering what was set
 *   device.c      readings of one GPU
 *   memory.c      its memory: how much, and what went wrong in it
 *   settings.c    what can be set on it
 *   fields.c      nvmlDeviceGetFieldValues
 *   process.c     who runs on a GPU
 *   mig.c         slices of a GPU
 *   events.c      Xid and other events
 *
 * driver.py compiles it, writes the file and says what the fake leaves out. */
#ifndef FAKE_NVML_H
#define FAKE_NVML_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    NVML_SUCCESS = 0,
    NVML_ERROR_UNINITIALIZED = 1,
    NVML_ERROR_INVALID_ARGUMENT = 2,
    NVML_ERROR_NOT_SUPPORTED = 3,
    NVML_ERROR_NO_PERMISSION = 4,
    NVML_ERROR_NOT_FOUND = 6,
    NVML_ERROR_INSUFFICIENT_SIZE = 7,
    NVML_ERROR_DRIVER_NOT_LOADED = 9,
    NVML_ERROR_TIMEOUT = 10,
    NVML_ERROR_GPU_IS_LOST = 15,
    NVML_ERROR_MEMORY = 20,
    NVML_ERROR_ARGUMENT_VERSION_MISMATCH = 25,
} Result;

enum {
    MAX_GPUS = 64,
    MAX_SLICES = 8,
    NO_GPU = -1,
    WHOLE_GPU = -1,
};

/* What an nvmlDevice_t points to. Nothing is stored there: the address itself says which GPU or slice it is. */
typedef struct {
    char unused;
} Handle;
typedef const Handle *Device;

Device device_handle(int gpu, int slice);
int device_gpu(Device device); /* NO_GPU for a handle that this library never gave out */
int device_slice(Device device);

/* state.c: one version of the file. It stays as it is while somebody holds it. */
typedef struct State State;

const State *state_take(void);
void state_release(const State *state);

/* The value of one key, or NULL. The format makes the key. */
const char *state_find(const State *state, const char *format, ...) __attribute__((format(printf, 2, 3)));
long long state_number(const State *state, const char *key, long long otherwise);

/* Adds "key=value" lines that outlive the process and win over the state file. */
void state_remember(const char *lines);

/* call.c: the library's life. nvmlInit counts up, nvmlShutdown down. */
Result life_start(const State *state);
Result life_end(void);

void log_call(const char *function, int gpu);
void wait_while_hung(const char *function, int gpu);

/* call.c: a call in progress. Every public function opens one, works, and closes it with its answer. */
typedef struct {
    const State *state;
    Device device;
    char prefix[32]; /* "gpu.3." or "gpu.3.mig.0.": where the keys of the device begin */
} Call;

Result call_open(Call *call, const char *function, Device device);
Result call_open_system(Call *call, const char *function);
Result call_aim(Call *call, const char *function, Device device); /* the system call found its GPU */
Result call_renew(Call *call); /* a system call that lasts looks again */
Result call_close(Call *call, Result result);

const char *call_text(const Call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* These answer NVML_ERROR_NOT_SUPPORTED for a key that the file lacks. */
Result call_number(const Call *call, long long *value, const char *format, ...) __attribute__((format(printf, 3, 4)));
Result call_unsigned(const Call *call, unsigned *value, const char *format, ...) __attribute__((format(printf, 3, 4)));

Result copy_text(const char *text, char *buffer, unsigned length);
long long now_microseconds(void);
void sleep_milliseconds(long milliseconds);

#endif
