#include "environment.h"

#include <stdint.h>
#include <time.h>

enum { most = 64 };

// SplitMix64: Steele, Lea, Flood (2014), doi:10.1145/2660193.2660195.
static double unit(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double thread_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double environment_steps_per_second(environment *e, double seconds) {
    uint64_t random = 1;
    double units[most], action[most], observation[most], reward;
    volatile double sum = 0; // so that nothing is left out
    int actions = environment_actions(e), count = environment_units(e), age = environment_step_limit;
    long steps = 0;
    double begin = thread_seconds(), end;
    do
        for (int batch = 0; batch < 16; batch++, steps++) {
            if (age >= environment_step_limit) {
                for (int i = 0; i < count; i++) units[i] = unit(&random);
                environment_reset(e, units);
                age = 0;
            }
            for (int i = 0; i < actions; i++) action[i] = 2 * unit(&random) - 1;
            age = environment_step(e, action, &reward) ? environment_step_limit : age + 1;
            environment_observe(e, observation);
            sum += reward + observation[0];
        }
    while ((end = thread_seconds()) < begin + seconds);
    return (double)steps / (end - begin);
}
