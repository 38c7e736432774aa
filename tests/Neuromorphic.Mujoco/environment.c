#include "environment.h"

#include <math.h>
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The variant brax of each robot. An episode goes on while the height lies within [low, high], the tilt below angle, and all that follows the height below bound.
typedef struct {
    const char *robot;
    int substeps;         // of physics in a step
    int hidden;           // leading positions that are not observed
    int height;           // the position that is the height
    double offset;        // added to it, m
    double speed;         // velocities are observed up to this
    double cost, bonus;   // of a squared control; of a step
    double low, high;     // m
    double angle;         // of position 2, rad
    double bound;
    double start[15];
    double noise;         // positions: uniform within this
    int normal;           // velocities: normal with this deviation, or uniform too
} task;

static const task tasks[] = {
    {"ant", 5, 2, 2, 0, INFINITY, .5, 1, .2, 1, INFINITY, INFINITY, {0, 0, .55, 1, 0, 0, 0, 0, 1, 0, -1, 0, -1, 0, 1}, .1, 1},
    {"half-cheetah", 5, 1, 1, 0, INFINITY, .1, 0, -INFINITY, INFINITY, INFINITY, INFINITY, {0}, .1, 1},
    {"hopper", 4, 1, 1, 1.25, 10, 1e-3, 1, .7, INFINITY, .2, 100, {0}, .005, 0},
    {"walker2d", 4, 1, 1, 1.25, 10, 1e-3, 1, .8, 2, 1, INFINITY, {0}, .005, 0},
};

struct environment {
    const task *task;
    mjModel *m;
    mjData *d;
};

// mjData counts warnings, and steps look there; MuJoCo's own answer is to write a file.
static void ignore(const char *message) { (void)message; }

const char *environment_mujoco(void) { return mj_versionString(); }

environment *environment_create(const char *file, const char *robot, char *message, int message_size) {
    const task *found = NULL;
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (!strcmp(tasks[i].robot, robot)) found = tasks + i;
    if (!found) {
        snprintf(message, (size_t)message_size, "there is no task for the robot '%s'", robot);
        return NULL;
    }
    mju_user_warning = ignore;
    mjModel *m = mj_loadXML(file, NULL, message, message_size);
    if (!m) return NULL;
    environment *e = malloc(sizeof *e);
    *e = (environment){found, m, mj_makeData(m)};
    return e;
}

void environment_delete(environment *e) {
    mj_deleteData(e->d);
    mj_deleteModel(e->m);
    free(e);
}

int environment_actions(const environment *e) { return e->m->nu; }
int environment_observations(const environment *e) { return e->m->nq - e->task->hidden + e->m->nv; }
int environment_units(const environment *e) { return e->m->nq + (e->m->nv + 1) / 2 * 2; }

void environment_reset(environment *e, const double *units) {
    const task *t = e->task;
    int nq = e->m->nq, nv = e->m->nv;
    mj_resetData(e->m, e->d);
    for (int i = 0; i < nq; i++) e->d->qpos[i] = t->start[i] + t->noise * (2 * units[i] - 1);
    if (nq > nv) mju_normalize4(e->d->qpos + 3);
    for (int i = 0; i < nv; i++) {
        const double *pair = units + nq + i / 2 * 2; // by Box-Muller two normal numbers
        double turn = 2 * M_PI * pair[1];
        e->d->qvel[i] = t->noise * (t->normal ? sqrt(-2 * log(1 - pair[0])) * (i % 2 ? sin(turn) : cos(turn)) : 2 * pair[i % 2] - 1);
    }
}

void environment_observe(const environment *e, double *observation) {
    const task *t = e->task;
    for (int i = t->hidden; i < e->m->nq; i++) *observation++ = e->d->qpos[i] + (i == t->height ? t->offset : 0);
    for (int i = 0; i < e->m->nv; i++) *observation++ = mju_clip(e->d->qvel[i], -t->speed, t->speed);
}

static int is_healthy(const environment *e) {
    const task *t = e->task;
    double height = e->d->qpos[t->height] + t->offset;
    if (!(height >= t->low && height <= t->high)) return 0;
    if (isfinite(t->angle) && !(fabs(e->d->qpos[2]) < t->angle)) return 0;
    if (!isfinite(t->bound)) return 1;
    for (int i = t->height + 1; i < e->m->nq; i++)
        if (!(fabs(e->d->qpos[i]) < t->bound)) return 0;
    for (int i = 0; i < e->m->nv; i++)
        if (!(fabs(e->d->qvel[i]) < t->bound)) return 0;
    return 1;
}

int environment_step(environment *e, const double *action, double *reward) {
    const task *t = e->task;
    mjData *d = e->d;
    double x = d->qpos[0], squares = 0;
    for (int i = 0; i < e->m->nu; i++) {
        d->ctrl[i] = mju_clip(action[i], -1, 1);
        squares += d->ctrl[i] * d->ctrl[i];
    }
    for (int k = 0; k < t->substeps; k++) mj_step(e->m, d);
    *reward = (d->qpos[0] - x) / (t->substeps * e->m->opt.timestep) - t->cost * squares + t->bonus;
    if (d->warning[mjWARN_BADQPOS].number || d->warning[mjWARN_BADQVEL].number || d->warning[mjWARN_BADQACC].number) {
        *reward = NAN;
        return 1;
    }
    return !is_healthy(e);
}
