// MuJoCo's WebAssembly build, solved to the last digit: step.c for the versions that npm has.
//
//   node step.mjs node_modules model.xml substeps    one environment step for each line of qpos, qvel, ctrl on stdin; prints qacc, then qpos, qvel
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [modules, file, substeps] = process.argv.slice(2);
const { default: load } = await import(pathToFileURL(join(resolve(modules), '@mujoco', 'mujoco', 'mujoco.js')));
const mujoco = await load();
const model = mujoco.MjModel.from_xml_string(readFileSync(file, 'utf8'));
model.opt.tolerance = 1e-14;
model.opt.iterations = 200;
const data = new mujoco.MjData(model);
const lines = [];
for await (const line of createInterface({ input: process.stdin })) {
    const numbers = line.trim().split(/\s+/).map(Number);
    mujoco.mj_resetData(model, data);
    data.qpos.set(numbers.slice(0, model.nq));
    data.qvel.set(numbers.slice(model.nq, model.nq + model.nv));
    data.ctrl.set(numbers.slice(model.nq + model.nv));
    mujoco.mj_forward(model, data);
    const acceleration = [...data.qacc];
    for (let k = 0; k < Number(substeps); k++) mujoco.mj_step(model, data);
    lines.push([...acceleration, ...data.qpos, ...data.qvel].join(' '));
}
process.stdout.write(lines.join('\n') + '\n');
