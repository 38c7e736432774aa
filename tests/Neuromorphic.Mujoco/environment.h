// The robots as environments on MuJoCo, in double precision: resets, observations, rewards and ends of episodes.
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

enum { environment_step_limit = 1000 };

typedef struct environment environment;

// The version of MuJoCo that was loaded, such as 2.2.2.
const char *environment_mujoco(void);

// The robot of an MJCF file, before its first reset. NULL, and a message, if no task has the robot's name or MuJoCo refuses the file.
environment *environment_create(const char *file, const char *robot, char *message, int message_size);
void environment_delete(environment *e);

int environment_actions(const environment *e);
int environment_observations(const environment *e);
// Random numbers that a reset takes.
int environment_units(const environment *e);

// Begins an episode. units: uniform in [0, 1); one for each position, then one for each velocity, their number rounded up to even.
void environment_reset(environment *e, const double *units);
void environment_observe(const environment *e, double *observation);
// Takes a step with actions, which are clipped to [-1, 1]. Returns whether the episode ended. A state that MuJoCo gives up ends it with the reward NaN.
int environment_step(environment *e, const double *action, double *reward);

// Random actions, observations, rewards and resets for a while: environment steps per second of the thread's processor time.
double environment_steps_per_second(environment *e, double seconds);

#endif
