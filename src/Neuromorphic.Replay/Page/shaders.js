const maximumOccluders = 48;

const lighting = `#version 300 es
precision highp float;
precision highp sampler2DShadow;
uniform vec3 eye, sunDirection;
uniform mat4 sunMatrix;
uniform sampler2DShadow sunDepth;
uniform sampler2D sunDistance;
uniform float sunTexel;
uniform int occluders;
uniform vec4 around; // a ball around all solids
uniform vec4 occluder[${2 * maximumOccluders}];

vec2 spiral(int i, float count, float turn) {
  float angle = 2.399963 * float(i) + turn;
  return sqrt((float(i) + 0.5) / count) * vec2(cos(angle), sin(angle));
}

// Part of the sun that reaches a point. The sun is a disk: the farther away what stands before it, the softer the edge
// (Fernando 2005, "Percentage-closer soft shadows"), here with points of Vogel's spiral, turned from pixel to pixel.
float sunlight(vec3 point, vec3 normal) {
  vec3 place = (sunMatrix * vec4(point + normal * sunTexel * 2.5, 1.0)).xyz * 0.5 + 0.5;
  if (any(lessThan(place.xy, vec2(0.0))) || any(greaterThan(place.xy, vec2(1.0)))) return 1.0;
  float depth = place.z - 0.0008, turn = 6.2831853 * fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  float blockers = 0.0, before = 0.0;
  for (int i = 0; i < 12; i++) {
    float stored = texture(sunDistance, place.xy + 0.012 * spiral(i, 12.0, turn)).r;
    if (stored < depth) { blockers += 1.0; before += depth - stored; }
  }
  if (blockers == 0.0) return 1.0;
  float radius = clamp(before / blockers * 0.10, 0.0009, 0.012), lit = 0.0;
  for (int i = 0; i < 20; i++) lit += texture(sunDepth, vec3(place.xy + radius * spiral(i, 20.0, turn), min(depth, 0.9999)));
  return lit / 20.0;
}

// Part of the sky that solids leave free: each taken for the ball around the nearest point of its axis.
float skylight(vec3 point, vec3 normal, int self) {
  float free = 1.0;
  if (distance(point, around.xyz) > 4.0 * around.w) return free;
  for (int i = 0; i < occluders; i++) {
    if (i == self) continue;
    vec4 centre = occluder[2 * i];
    vec3 axis = occluder[2 * i + 1].xyz;
    float along = clamp(dot(point - centre.xyz, axis) / max(dot(axis, axis), 1e-9), -1.0, 1.0);
    vec3 way = centre.xyz + along * axis - point;
    float distance = max(length(way), centre.w);
    free *= 1.0 - 0.8 * max(0.0, dot(normal, way) / distance) * centre.w * centre.w / (distance * distance);
  }
  return free;
}

vec3 encode(vec3 light) {
  light = clamp(light, 0.0, 1.0);
  return mix(1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, 12.92 * light, vec3(lessThan(light, vec3(0.0031308))));
}
`;

const solidVertex = `#version 300 es
layout(location = 0) in vec3 sphere;
layout(location = 1) in vec3 corner;
layout(location = 2) in vec4 place; // centre, radius
layout(location = 3) in vec4 rotation; // x, y, z, w
layout(location = 4) in vec3 half_;
layout(location = 5) in vec3 tint;
uniform mat4 matrix;
out vec3 point, normal, color;
flat out int self;
vec3 turn(vec3 v) { return v + 2.0 * cross(rotation.xyz, cross(rotation.xyz, v) + rotation.w * v); }
void main() {
  normal = turn(sphere);
  point = place.xyz + turn(corner * half_ + sphere * place.w);
  color = tint;
  self = gl_InstanceID;
  gl_Position = matrix * vec4(point, 1.0);
}`;

const solidFragment = lighting + `
in vec3 point, normal, color;
flat in int self;
uniform bool ground;
out vec4 result;
void main() {
  vec3 n = normalize(normal), v = normalize(eye - point), h = normalize(v + sunDirection);
  float facing = dot(n, sunDirection), sun = facing > 0.0 ? sunlight(point, n) * facing : 0.0;
  float free = skylight(point, n, self);
  vec3 sky = mix(ground ? vec3(0.30, 0.29, 0.28) : vec3(0.36), vec3(0.62, 0.66, 0.70), 0.5 + 0.5 * n.z);
  float edge = pow(1.0 - max(dot(n, v), 0.0), 5.0), gloss = pow(max(dot(n, h), 0.0), 48.0);
  vec3 light = color * (sky * free + vec3(1.02, 0.99, 0.94) * sun);
  light += gloss * 0.16 * sun + (0.04 + 0.30 * edge) * sky * free * (0.5 + 0.5 * n.z);
  result = vec4(encode(light), 1.0);
}`;

const shadowFragment = `#version 300 es
precision highp float;
void main() {}`;

const groundVertex = `#version 300 es
layout(location = 0) in vec2 corner;
uniform mat4 matrix;
uniform vec3 target;
uniform float reach;
out vec3 point;
void main() {
  point = vec3(target.xy + corner * reach, 0.0);
  gl_Position = matrix * vec4(point, 1.0);
}`;

// The checkers and lines are averaged over each pixel (Quilez, "Filtering procedural textures"), so that they fade instead of flickering.
const groundFragment = lighting + `
in vec3 point;
uniform vec3 target;
uniform float reach, cell;
out vec4 result;
float checkers(vec2 p, vec2 w) {
  vec2 i = 2.0 * (abs(fract((p - 0.5 * w) * 0.5) - 0.5) - abs(fract((p + 0.5 * w) * 0.5) - 0.5)) / w;
  return 0.5 - 0.5 * i.x * i.y;
}
float lines(vec2 p, vec2 w, float width) {
  vec2 a = p + 0.5 * (width + w), b = p + 0.5 * (width - w);
  vec2 covered = (floor(a) + min(fract(a), width) - floor(b) - min(fract(b), width)) / w;
  return 1.0 - (1.0 - clamp(covered.x, 0.0, 1.0)) * (1.0 - clamp(covered.y, 0.0, 1.0));
}
void main() {
  vec2 p = point.xy / cell, w = max(fwidth(p), 1e-5);
  float tone = mix(0.800, 0.690, checkers(p, w)) * mix(1.0, 0.80, lines(p, w, 0.014));
  vec3 up = vec3(0.0, 0.0, 1.0), sky = vec3(0.50, 0.53, 0.57), sun = vec3(0.60, 0.58, 0.545);
  vec3 light = tone * vec3(0.98, 1.0, 1.02) * (sky * skylight(point, up, -1) + sun * sunlight(point, up));
  float away = length(point.xy - target.xy) / reach;
  result = vec4(encode(light), 1.0 - smoothstep(0.22, 0.98, sqrt(away)));
}`;

// The way of the followed body on the ground: gone and to come.
const trailVertex = `#version 300 es
layout(location = 0) in vec3 node; // x, y, frame
uniform mat4 matrix;
out float moment;
void main() {
  moment = node.z;
  gl_Position = matrix * vec4(node.xy, 0.0, 1.0);
}`;

const trailFragment = `#version 300 es
precision highp float;
in float moment;
uniform float frame;
uniform vec3 tint;
out vec4 result;
void main() { result = vec4(tint, moment <= frame ? 0.75 : 0.16); }`;

const skyVertex = `#version 300 es
layout(location = 0) in vec2 corner;
uniform vec3 right, up, forward;
out vec3 direction;
void main() {
  direction = forward + corner.x * right + corner.y * up;
  gl_Position = vec4(corner, 1.0, 1.0);
}`;

const skyFragment = `#version 300 es
precision highp float;
in vec3 direction;
out vec4 result;
void main() {
  float height = normalize(direction).z;
  vec3 horizon = vec3(0.957, 0.965, 0.973), zenith = vec3(0.780, 0.835, 0.885), below = vec3(0.925, 0.937, 0.949);
  vec3 color = height > 0.0 ? mix(horizon, zenith, smoothstep(0.0, 0.75, height)) : mix(horizon, below, smoothstep(0.0, 0.4, -height));
  // Half a step of noise hides the steps of 8 bits.
  result = vec4(color + (fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0, 1.0);
}`;
