/*
 * Leaky integrate-and-fire neurons as one would write them in C11, for comparison. One thread, float32.
 *
 *   u = v + (1/tau) (R I - v + rest);  s = u >= threshold;  v = s ? rest : u
 *
 * Cases: "stream" reads currents [steps, neurons, members] and writes spikes of the same shape; "constant" holds the currents of the
 * first step and adds spikes to counts [neurons, members]; "policy" is 27 inputs -> 1,024 neurons -> 8 outputs (tanh) for 128 members
 * with own neurons and shared weights, 1,000 control steps of 4 sub-steps. Each runs with the step outermost, and tiled over time:
 * a tile that fits in a near cache runs through all steps before the next one.
 *
 *   cc -std=c11 -O3 -march=native -ffp-contract=off lif.c -o lif -lm && ./lif "C -O3" 3
 *
 * Output, one line per case, tab-separated: case, who, median, best, unit, spikes of a run that starts at rest.
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* All numbers come from this hash of a counter, the same in every language here. Constants: "lowbias32", Chris Wellons (2018). */
static float uniform(uint32_t stream, uint32_t index, double low, double high)
{
    uint32_t x = index + stream * 0x9E3779B9u;
    x ^= x >> 16;
    x *= 0x7FEB352Du;
    x ^= x >> 15;
    x *= 0x846CA68Bu;
    x ^= x >> 16;
    return (float)(low + (high - low) * ((x >> 8) / 16777216.0));
}

enum { TAU = 1, THRESHOLD, REST, RESISTANCE, CURRENT, INPUT_WEIGHT, READOUT_WEIGHT, OBSERVATION };

static float *allocate(size_t count)
{
    void *memory = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
    if (!memory) { fputs("lif: not enough memory\n", stderr); exit(1); }
    memset(memory, 0, count * sizeof(float));
    return memory;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + now.tv_nsec * 1e-9;
}

/* Four parameters of each of some neurons; 1/tau is divided once, as every kernel here has it. */
typedef struct { float *gain, *threshold, *rest, *resistance; } Neurons;

static Neurons heterogeneous(size_t count)
{
    Neurons p = { allocate(count), allocate(count), allocate(count), allocate(count) };
    for (size_t n = 0; n < count; n++) {
        p.gain[n] = 1 / uniform(TAU, (uint32_t)n, 2, 20);
        p.threshold[n] = uniform(THRESHOLD, (uint32_t)n, .8, 1.2);
        p.rest[n] = uniform(REST, (uint32_t)n, 0, .1);
        p.resistance[n] = uniform(RESISTANCE, (uint32_t)n, .8, 1.2);
    }
    return p;
}

/* ---- populations: parameters [neurons], everything else [neurons, members] ---- */

typedef struct { int members, neurons, steps; Neurons p; float *v, *currents, *spikes, *counts; } Population;

static void rest(Population *q)
{
    for (int n = 0; n < q->neurons; n++)
        for (int m = 0; m < q->members; m++) q->v[(size_t)n * q->members + m] = q->p.rest[n];
    memset(q->counts, 0, (size_t)q->neurons * q->members * sizeof(float));
}

static void stream(Population *q, int first, int count)
{
    size_t M = (size_t)q->members;
    for (int t = 0; t < q->steps; t++)
        for (int n = first; n < first + count; n++) {
            const float gain = q->p.gain[n], threshold = q->p.threshold[n], rest = q->p.rest[n], resistance = q->p.resistance[n];
            const float *restrict current = q->currents + ((size_t)t * q->neurons + n) * M;
            float *restrict spike = q->spikes + ((size_t)t * q->neurons + n) * M, *restrict v = q->v + n * M;
            for (size_t m = 0; m < M; m++) {
                float u = v[m] + gain * (resistance * current[m] - v[m] + rest);
                spike[m] = u >= threshold ? 1.0f : 0.0f;
                v[m] = u >= threshold ? rest : u;
            }
        }
}

static void stream_naive(Population *q) { stream(q, 0, q->neurons); }

/* 512 KiB of state, for a second cache of 1 MiB, and long reads of currents: the tile that ours uses. */
static void stream_tiled(Population *q)
{
    int tile = 131072 / q->members;
    for (int n = 0; n < q->neurons; n += tile) stream(q, n, n + tile < q->neurons ? tile : q->neurons - n);
}

static void constant_naive(Population *q)
{
    size_t M = (size_t)q->members;
    for (int t = 0; t < q->steps; t++)
        for (int n = 0; n < q->neurons; n++) {
            const float gain = q->p.gain[n], threshold = q->p.threshold[n], rest = q->p.rest[n], resistance = q->p.resistance[n];
            const float *restrict current = q->currents + n * M;
            float *restrict sum = q->counts + n * M, *restrict v = q->v + n * M;
            for (size_t m = 0; m < M; m++) {
                float u = v[m] + gain * (resistance * current[m] - v[m] + rest);
                sum[m] += u >= threshold ? 1.0f : 0.0f;
                v[m] = u >= threshold ? rest : u;
            }
        }
}

/* 64 members at a time, so that a compiler may keep them in registers. */
static void constant_tiled(Population *q)
{
    enum { BLOCK = 64 };
    size_t M = (size_t)q->members;
    for (int n = 0; n < q->neurons; n++)
        for (size_t m0 = 0; m0 < M; m0 += BLOCK) {
            const float gain = q->p.gain[n], threshold = q->p.threshold[n], rest = q->p.rest[n], resistance = q->p.resistance[n];
            float v[BLOCK], current[BLOCK], sum[BLOCK];
            memcpy(v, q->v + n * M + m0, sizeof v);
            memcpy(current, q->currents + n * M + m0, sizeof current);
            memcpy(sum, q->counts + n * M + m0, sizeof sum);
            for (int t = 0; t < q->steps; t++)
                for (int m = 0; m < BLOCK; m++) {
                    float u = v[m] + gain * (resistance * current[m] - v[m] + rest);
                    sum[m] += u >= threshold ? 1.0f : 0.0f;
                    v[m] = u >= threshold ? rest : u;
                }
            memcpy(q->v + n * M + m0, v, sizeof v);
            memcpy(q->counts + n * M + m0, sum, sizeof sum);
        }
}

static void copy(Population *q) { memcpy(q->spikes, q->currents, (size_t)q->steps * q->neurons * q->members * sizeof(float)); }

/* ---- policy: arrays [blocks of members, ..., members of a block] ---- */

enum { INPUTS = 27, HIDDEN = 1024, OUTPUTS = 8, MEMBERS = 128, CONTROL = 1000, SUBSTEPS = 4, COUNTED = 100 };

typedef struct { Neurons p; float *v, *input, *readout, *observations, *actions; } Policy;

/* The steps of the members of one block; returns the spikes. BLOCK is a constant where this is inlined. */
static inline __attribute__((always_inline)) double policy_steps(Policy *q, const int BLOCK, int block, int first, int steps)
{
    double spikes = 0;
    for (int t = first; t < first + steps; t++) {
        const float *observation = q->observations + ((size_t)block * CONTROL + t) * INPUTS * BLOCK;
        float output[OUTPUTS * MEMBERS] = { 0 };
        for (int n = 0; n < HIDDEN; n++) {
            size_t at = ((size_t)block * HIDDEN + n) * BLOCK;
            const float *gain = q->p.gain + at, *threshold = q->p.threshold + at, *rest = q->p.rest + at, *resistance = q->p.resistance + at;
            float *restrict v = q->v + at, current[MEMBERS] = { 0 }, mean[MEMBERS] = { 0 };
            for (int o = 0; o < INPUTS; o++)
                for (int m = 0; m < BLOCK; m++) current[m] += q->input[n * INPUTS + o] * observation[o * BLOCK + m];
            for (int k = 0; k < SUBSTEPS; k++)
                for (int m = 0; m < BLOCK; m++) {
                    float u = v[m] + gain[m] * (resistance[m] * current[m] - v[m] + rest[m]);
                    mean[m] += u >= threshold[m] ? 1.0f / SUBSTEPS : 0.0f;
                    v[m] = u >= threshold[m] ? rest[m] : u;
                }
            for (int o = 0; o < OUTPUTS; o++)
                for (int m = 0; m < BLOCK; m++) output[o * BLOCK + m] += q->readout[o * HIDDEN + n] * mean[m];
            if (steps == COUNTED) /* the run that is not timed */
                for (int m = 0; m < BLOCK; m++) spikes += SUBSTEPS * mean[m];
        }
        float *action = q->actions + ((size_t)block * CONTROL + t) * OUTPUTS * BLOCK;
        for (int i = 0; i < OUTPUTS * BLOCK; i++) action[i] = tanhf(output[i]);
    }
    return spikes;
}

static double policy_naive(Policy *q, int steps) { return policy_steps(q, MEMBERS, 0, 0, steps); }

static double policy_tiled(Policy *q, int steps)
{
    enum { BLOCK = 64 }; /* the fastest of 16, 32 and 64 with gcc 12 */
    double spikes = 0;
    for (int block = 0; block < MEMBERS / BLOCK; block++) spikes += policy_steps(q, BLOCK, block, 0, steps);
    return spikes;
}

/* [items, members] cut into blocks: [blocks, items, members of a block]. */
static float *blocked(const float *values, size_t items, int block)
{
    float *result = allocate(items * MEMBERS);
    for (size_t i = 0; i < items; i++)
        for (int m = 0; m < MEMBERS; m++) result[((size_t)(m / block) * items + i) * block + m % block] = values[i * MEMBERS + m];
    return result;
}

static Policy policy_of(int block)
{
    Neurons p = heterogeneous((size_t)HIDDEN * MEMBERS);
    Policy q = { .v = allocate((size_t)HIDDEN * MEMBERS), .input = allocate(HIDDEN * INPUTS), .readout = allocate(HIDDEN * OUTPUTS),
        .actions = allocate((size_t)CONTROL * OUTPUTS * MEMBERS) };
    q.p = (Neurons){ blocked(p.gain, HIDDEN, block), blocked(p.threshold, HIDDEN, block), blocked(p.rest, HIDDEN, block), blocked(p.resistance, HIDDEN, block) };
    size_t observations = (size_t)CONTROL * INPUTS * MEMBERS;
    float *observation = allocate(observations);
    for (size_t i = 0; i < observations; i++) observation[i] = uniform(OBSERVATION, (uint32_t)i, -1, 1);
    q.observations = blocked(observation, (size_t)CONTROL * INPUTS, block);
    for (uint32_t i = 0; i < HIDDEN * INPUTS; i++) q.input[i] = uniform(INPUT_WEIGHT, i, -1, 1);
    for (uint32_t i = 0; i < HIDDEN * OUTPUTS; i++) q.readout[i] = uniform(READOUT_WEIGHT, i, -.1, .1);
    memcpy(q.v, q.p.rest, (size_t)HIDDEN * MEMBERS * sizeof(float));
    return q;
}

/* ---- timing ---- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(const char *name, const char *who, const char *variant, double *times, int rounds, double scale, const char *unit, double spikes)
{
    qsort(times, (size_t)rounds, sizeof *times, ascending);
    double median = (times[(rounds - 1) / 2] + times[rounds / 2]) / 2;
    printf("%s\t%s%s\t%.6g\t%.6g\t%s\t%.0f\n", name, who, variant, median * scale, times[0] * scale, unit, spikes);
    fflush(stdout);
}

static double sum(const float *values, size_t count)
{
    double total = 0;
    for (size_t i = 0; i < count; i++) total += values[i];
    return total;
}

typedef struct { const char *name, *variant; void (*run)(Population *); } Variant;

static void populations(const char *who, int rounds, int members, int neurons, int steps)
{
    size_t size = (size_t)members * neurons, all = size * steps;
    Population q = { members, neurons, steps, heterogeneous((size_t)neurons), allocate(size), allocate(all), allocate(all), allocate(size) };
    for (size_t i = 0; i < all; i++) q.currents[i] = uniform(CURRENT, (uint32_t)i, 0, 2);
    const Variant variants[] = {
        { "stream", ", step by step", stream_naive }, { "stream", ", tiled over time", stream_tiled }, { "stream", ", copy of the currents", copy },
        { "constant", ", step by step", constant_naive }, { "constant", ", tiled over time", constant_tiled },
    };
    enum { COUNT = sizeof variants / sizeof *variants };
    double *times = malloc(sizeof *times * COUNT * (size_t)rounds), spikes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        rest(&q);
        variants[i].run(&q);
        spikes[i] = variants[i].run == copy ? 0 : variants[i].name[0] == 's' ? sum(q.spikes, all) : sum(q.counts, size);
    }
    for (int r = 0; r < rounds; r++)
        for (int i = 0; i < COUNT; i++) {
            double start = seconds();
            variants[i].run(&q);
            times[i * rounds + r] = seconds() - start;
        }
    for (int i = 0; i < COUNT; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s %d x %d x %d", variants[i].name, members, neurons, steps);
        report(name, who, variants[i].variant, times + i * rounds, rounds, 1e9 / (double)all, "ns/update", spikes[i]);
    }
    free(times);
    free(q.p.gain), free(q.p.threshold), free(q.p.rest), free(q.p.resistance);
    free(q.v), free(q.currents), free(q.spikes), free(q.counts);
}

static void policies(const char *who, int rounds)
{
    Policy naive = policy_of(MEMBERS), tiled = policy_of(64);
    double *times = malloc(sizeof *times * 2 * (size_t)rounds), a = policy_naive(&naive, COUNTED), b = policy_tiled(&tiled, COUNTED);
    for (int r = 0; r < rounds; r++) {
        double start = seconds();
        policy_naive(&naive, CONTROL);
        double middle = seconds();
        policy_tiled(&tiled, CONTROL);
        times[r] = middle - start;
        times[rounds + r] = seconds() - middle;
    }
    report("policy 128 x 1000 x 4", who, ", step by step", times, rounds, 1, "s", a);
    report("policy 128 x 1000 x 4", who, ", tiled over time", times + rounds, rounds, 1, "s", b);
    free(times);
}

int main(int argc, char **argv)
{
    const char *who = argc > 1 ? argv[1] : "C";
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    if (rounds < 1) { fputs("usage: lif [who [rounds]]; rounds is 1 or more\n", stderr); return 2; }
    populations(who, rounds, 128, 1024, 100);
    populations(who, rounds, 1024, 8192, 10);
    policies(who, rounds);
    return 0;
}
