// Gymnasium's robots in MuJoCo itself, for golden values: cc -O2 gymnasium.c -lmujoco -lm -o gymnasium
//
//   neuromorphic export-mjcf ant --variant gymnasium-v5 --out ant.xml
//   gymnasium ant 5 ant.xml 60                60 environment steps of the ant of v5 with random actions, as CSV
//
// A row has the state before a step (lag: how far the torso's computed place, xpos, lies behind its position, qpos), the action, and what the step gives.
// Every other start is wild, so that torso and limbs touch the floor and episodes end: faster and less upright, and the ant has fallen for 1 s.
// Definitions: gymnasium/envs/mujoco/{ant,half_cheetah,hopper,walker2d}_v{4,5}.py and mujoco_env.py.
#include <math.h>
#include <mujoco/mujoco.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    int skip, hidden, is_normal;
    double noise, wild, control_cost, bonus, speed;
} Task;

static const Task tasks[] = {
    {"ant", 5, 2, 1, .1, 1, .5, 1, INFINITY},
    {"half-cheetah", 5, 1, 1, .1, 1, .1, 0, INFINITY},
    {"hopper", 4, 1, 0, .005, .15, 1e-3, 1, 10},
    {"walker2d", 4, 1, 0, .005, 1, 1e-3, 1, 10},
};

static uint64_t seed = 1;

static double uniform(double low, double high) {
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return low + (high - low) * (double)(z >> 11) * 0x1p-53;
}

static double normal(void) { return sqrt(-2 * log(1 - uniform(0, 1))) * cos(2 * M_PI * uniform(0, 1)); }

static void reset(const Task *task, const mjModel *m, mjData *d, int is_wild) {
    mj_resetData(m, d);
    int free = m->nq > m->nv;
    for (int i = 0; i < m->nq; i++) {
        double noise = !is_wild ? task->noise : i >= (free ? 3 : 2) && i < 7 ? task->wild : 0;
        d->qpos[i] = m->qpos0[i] + uniform(-noise, noise);
    }
    for (int i = 0; i < m->nv; i++) d->qvel[i] = (is_wild ? 2 : task->noise) * (task->is_normal ? normal() : uniform(-1, 1));
    if (free) mju_normalize4(d->qpos + 3);
    for (int k = 0; free && is_wild && k < 100; k++) mj_step(m, d);
    mj_forward(m, d);
}

static int is_healthy(const Task *task, const mjModel *m, const mjData *d) {
    if (!strcmp(task->name, "half-cheetah")) return 1;
    if (!strcmp(task->name, "ant")) {
        for (int i = 0; i < m->nq; i++) if (!isfinite(d->qpos[i])) return 0;
        for (int i = 0; i < m->nv; i++) if (!isfinite(d->qvel[i])) return 0;
        return d->qpos[2] >= .2 && d->qpos[2] <= 1;
    }
    double z = d->qpos[1], angle = fabs(d->qpos[2]);
    if (!strcmp(task->name, "walker2d")) return z > .8 && z < 2 && angle < 1;
    for (int i = 2; i < m->nq; i++) if (!(fabs(d->qpos[i]) < 100)) return 0;
    for (int i = 0; i < m->nv; i++) if (!(fabs(d->qvel[i]) < 100)) return 0;
    return z > .7 && angle < .2;
}

static double clip(double x, double limit) { return x > limit ? limit : x < -limit ? -limit : x; }

static void names(const char *name, int count) {
    for (int i = 0; i < count; i++) printf(",%s%d", name, i);
}

static void numbers(const double *x, int count, double limit) {
    for (int i = 0; i < count; i++) printf(",%.17g", clip(x[i], limit));
}

int main(int argc, char **argv) {
    char error[1000] = "";
    const Task *task = NULL;
    for (size_t i = 0; argc == 5 && i < sizeof tasks / sizeof *tasks; i++) if (!strcmp(argv[1], tasks[i].name)) task = tasks + i;
    if (!task) {
        fprintf(stderr, "gymnasium ant|half-cheetah|hopper|walker2d 4|5 model.xml rows\n");
        return 2;
    }
    mjModel *m = mj_loadXML(argv[3], NULL, error, sizeof error);
    if (!m) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    m->opt.tolerance = 1e-14;
    m->opt.iterations = 200;
    mjData *d = mj_makeData(m);
    int version = atoi(argv[2]), rows = atoi(argv[4]), is_ant = !strcmp(task->name, "ant");
    int forces = is_ant && version == 5 ? 6 * (m->nbody - 1) : 0;
    printf("start,lag");
    names("qpos", m->nq);
    names("qvel", m->nv);
    names("action", m->nu);
    names("observation", m->nq - task->hidden + m->nv + forces);
    printf(",reward,terminated\n");
    for (int row = 0, starts = 0, is_start = 1; row < rows; row++) {
        if (is_start) reset(task, m, d, starts++ % 2);
        printf("%d,%.17g", is_start, d->qpos[0] - d->xpos[3]);
        numbers(d->qpos, m->nq, INFINITY);
        numbers(d->qvel, m->nv, INFINITY);
        double x = is_ant ? d->xpos[3] : d->qpos[0], cost = 0;
        for (int i = 0; i < m->nu; i++) {
            d->ctrl[i] = uniform(-1, 1);
            cost += task->control_cost * d->ctrl[i] * d->ctrl[i];
        }
        numbers(d->ctrl, m->nu, INFINITY);
        for (int k = 0; k < task->skip; k++) mj_step(m, d);
        mj_rnePostConstraint(m, d);
        for (int i = 0; i < (forces ? 6 * m->nbody : 0); i++) {
            double force = clip(d->cfrc_ext[i], 1);
            cost += 5e-4 * force * force;
        }
        numbers(d->qpos + task->hidden, m->nq - task->hidden, INFINITY);
        numbers(d->qvel, m->nv, task->speed);
        numbers(d->cfrc_ext + 6, forces, 1);
        int healthy = is_healthy(task, m, d);
        double bonus = version == 4 || healthy ? task->bonus : 0;
        printf(",%.17g,%d\n", ((is_ant ? d->xpos[3] : d->qpos[0]) - x) / (task->skip * m->opt.timestep) + bonus - cost, !healthy);
        is_start = !healthy || row % 6 == 5; // the half cheetah is never unhealthy
    }
    return 0;
}
