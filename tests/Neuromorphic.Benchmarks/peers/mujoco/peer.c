// MuJoCo itself, for comparison: cc -O2 peer.c -lmujoco -lm -o peer
//
//   peer step model.xml skip                  one environment step per line of qpos, qvel, ctrl on stdin; prints qpos, qvel
//   peer time model.xml skip seconds height low high angle noise normal start...
//                                             random actions, observations, rewards and resets; prints environment steps per second of thread time.
//                                             An episode ends after 1,000 steps, or where qpos[height] leaves [low, high] or |qpos[2]| exceeds angle in the plane.
#include <math.h>
#include <mujoco/mujoco.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t seed = 1;

static double uniform(double low, double high) {
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return low + (high - low) * (double)(z >> 11) * 0x1p-53;
}

static double normal(void) { return sqrt(-2 * log(1 - uniform(0, 1))) * cos(2 * M_PI * uniform(0, 1)); }

static double thread_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int step(mjModel *m, mjData *d, int skip) {
    for (;;) {
        mj_resetData(m, d);
        for (int i = 0; i < m->nq + m->nv + m->nu; i++) {
            double *target = i < m->nq ? d->qpos + i : i < m->nq + m->nv ? d->qvel + (i - m->nq) : d->ctrl + (i - m->nq - m->nv);
            if (scanf("%lf", target) != 1) return 0;
        }
        for (int k = 0; k < skip; k++) mj_step(m, d);
        for (int i = 0; i < m->nq; i++) printf("%.17g ", d->qpos[i]);
        for (int i = 0; i < m->nv; i++) printf("%.17g ", d->qvel[i]);
        printf("\n");
    }
}

int main(int argc, char **argv) {
    char error[1000] = "";
    if (argc < 4) return 2;
    mjModel *m = mj_loadXML(argv[2], NULL, error, sizeof error);
    if (!m) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    mjData *d = mj_makeData(m);
    int skip = atoi(argv[3]);
    if (!strcmp(argv[1], "step")) {
        m->opt.tolerance = 1e-14;
        m->opt.iterations = 200;
        return step(m, d, skip);
    }
    if (argc < 11 + m->nq) return 2;
    double seconds = atof(argv[4]), low = atof(argv[6]), high = atof(argv[7]), angle = atof(argv[8]), noise = atof(argv[9]), sum = 0;
    int height = atoi(argv[5]), is_normal = atoi(argv[10]), age = 1000;
    double observation[64];
    long steps = 0;
    double begin = 0, end = 0;
    for (int round = 0; round < 2; round++) { // the first one warms up
        begin = thread_seconds();
        double until = begin + (round ? seconds : seconds / 4);
        steps = 0;
        while ((end = thread_seconds()) < until)
            for (int batch = 0; batch < 16; batch++, steps++) {
                if (age >= 1000) {
                    mj_resetData(m, d);
                    for (int i = 0; i < m->nq; i++) d->qpos[i] = atof(argv[11 + i]) + uniform(-noise, noise);
                    if (m->nq > m->nv) mju_normalize4(d->qpos + 3);
                    for (int i = 0; i < m->nv; i++) d->qvel[i] = is_normal ? noise * normal() : uniform(-noise, noise);
                    age = 0;
                }
                double x = d->qpos[0], cost = 0;
                for (int i = 0; i < m->nu; i++) cost += (d->ctrl[i] = uniform(-1, 1)) * d->ctrl[i];
                for (int k = 0; k < skip; k++) mj_step(m, d);
                sum += (d->qpos[0] - x) / (skip * m->opt.timestep) - .1 * cost;
                memcpy(observation, d->qpos + 1, sizeof(double) * (size_t)(m->nq - 1));
                memcpy(observation + m->nq - 1, d->qvel, sizeof(double) * (size_t)m->nv);
                age++;
                if (!(d->qpos[height] >= low && d->qpos[height] <= high) || (m->nq == m->nv && fabs(d->qpos[2]) > angle)) age = 1000;
            }
    }
    fprintf(stderr, "checksum %g %g\n", sum, observation[0]);
    printf("%.17g\n", (double)steps / (end - begin));
    return 0;
}
