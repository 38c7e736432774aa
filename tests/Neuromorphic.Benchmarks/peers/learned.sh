#!/bin/sh
# Learning of neuron types beside torch: the same sizes and loops, one thread on one core, in turn. CORE chooses the core, PYTHON the Python (Debian: python3-torch).
#
#   tests/Neuromorphic.Benchmarks/peers/learned.sh [rounds]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
pin=
if command -v taskset >/dev/null; then pin="taskset -c ${CORE:-0}"; fi
dotnet build -c Release -v quiet --nologo "$here/.." >&2
program=$(ls "$here"/../bin/Release/*/Neuromorphic.Benchmarks.dll)
for _ in $(seq "${1:-3}"); do
  $pin dotnet "$program" learning
  $pin "${PYTHON:-python3}" "$here/learned.py"
done
