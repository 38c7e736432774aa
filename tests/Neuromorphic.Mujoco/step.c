// MuJoCo itself, solved to the last digit: cc -O1 step.c -lmujoco -lm -o step
//
//   step model.xml substeps    one environment step for each line of qpos, qvel, ctrl on stdin; prints qacc, then qpos, qvel
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    char error[1000] = "";
    if (argc != 3) return 2;
    mjModel *m = mj_loadXML(argv[1], NULL, error, sizeof error);
    if (!m) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    m->opt.tolerance = 1e-14;
    m->opt.iterations = 200;
    mjData *d = mj_makeData(m);
    for (;;) {
        mj_resetData(m, d);
        for (int i = 0; i < m->nq + m->nv + m->nu; i++) {
            double *target = i < m->nq ? d->qpos + i : i < m->nq + m->nv ? d->qvel + (i - m->nq) : d->ctrl + (i - m->nq - m->nv);
            if (scanf("%lf", target) != 1) return 0;
        }
        mj_forward(m, d);
        for (int i = 0; i < m->nv; i++) printf("%.17g ", d->qacc[i]);
        for (int k = 0; k < atoi(argv[2]); k++) mj_step(m, d);
        for (int i = 0; i < m->nq; i++) printf("%.17g ", d->qpos[i]);
        for (int i = 0; i < m->nv; i++) printf("%.17g ", d->qvel[i]);
        printf("\n");
    }
}
