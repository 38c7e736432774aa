#!/usr/bin/env bash
# One file for a machine with a GPU and without .NET: the checks and benchmarks of every device there, as one table.
#   tests/Neuromorphic.Benchmarks/device.sh artifacts/device     makes artifacts/device/Neuromorphic.Benchmarks
#   ./Neuromorphic.Benchmarks device                             there
set -euo pipefail
out="${1:?usage: device.sh FOLDER}"
project="$(cd "$(dirname "$0")" && pwd)"
dotnet publish "$project" -c Release -r linux-x64 --self-contained -o "$out" \
  -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:DebugType=none -p:GenerateDocumentationFile=false
file="$out/Neuromorphic.Benchmarks"
bytes=$(stat -c %s "$file")
[ "$bytes" -lt $((64 * 1024 * 1024)) ] || { echo "$file has $bytes bytes; 64 MiB were the limit" >&2; exit 1; }
echo "$file: $((bytes / 1024 / 1024)) MiB"
