#!/bin/sh
# Compares ours with C, NumPy and what else is installed: the same cases on the same numbers, one thread, one core.
#
#   tests/Neuromorphic.Benchmarks/peers/run.sh [rounds]
#
# All run in turn in every round (default 5), so that a change in the machine's speed meets all of them; each program times a case a few
# times in a round. The table has the median over the rounds, the best time of all, and the ratio: the median over the rounds of
# the peer's time to ours, above 1 where the peer is slower. Numbers of spikes must agree within 1e-4, else it ends with an error.
# CC and PYTHON choose the compiler and the Python, CORE the core.
set -eu
# A setting of some machines that gives NumPy and torch slower products than the processor has.
unset OPENBLAS_CORETYPE
rounds=${1:-5}
repeats=3
here=$(cd "$(dirname "$0")" && pwd)
project=$here/..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-python3}
cc=${CC:-cc}
pin=
if command -v taskset >/dev/null; then pin="taskset -c ${CORE:-0}"; fi

dotnet build -c Release -v quiet --nologo "$project" >&2
ours="dotnet $project/bin/Release/net10.0/Neuromorphic.Benchmarks.dll peers --json"

strict= fast=
if command -v "$cc" >/dev/null; then
    strict="-O3 -march=native -ffp-contract=off" fast="-Ofast -march=native"
    "$cc" -std=c11 $strict "$here/lif.c" -o "$work/strict" -lm
    "$cc" -std=c11 $fast "$here/lif.c" -o "$work/fast" -lm
else
    echo "C compiler: not installed" >&2
fi

libraries=
for library in numpy brian2 torch snntorch spikingjelly norse; do
    if "$python" -W ignore -c "import numpy, $library" >/dev/null 2>&1; then libraries="$libraries $library"; else echo "$library: not installed" >&2; fi
done

# Rows of the JSON become the lines that the others print.
ours_lines() {
    $pin $ours | awk -F'": ' '
        function text(s) { gsub(/^"|",?$|,$/, "", s); return s }
        /"what"/ { what = text($2) }
        /"value"/ { value = text($2) }
        /"best"/ { best = text($2) }
        /"unit"/ {
            unit = text($2)
            if (unit == "spikes") spikes[what] = value
            else print what "\tours\t" value "\t" best "\t" unit "\t" spikes[what]
        }'
}

round=1
while [ "$round" -le "$rounds" ]; do
    echo "round $round of $rounds ..." >&2
    {
        ours_lines
        if [ -n "$strict" ]; then
            $pin "$work/strict" "C -O3" $repeats
            $pin "$work/fast" "C -Ofast" $repeats
        fi
        for library in $libraries; do
            # A library that fails is left out, with its message; the others go on.
            $pin "$python" -W ignore "$here/lif_numpy.py" $repeats "$library" || echo "$library: failed" >&2
        done
    } | sed "s/^/$round	/" >> "$work/lines"
    round=$((round + 1))
done

if [ -n "$strict" ]; then echo "C: $("$cc" --version | head -1); $strict; $fast"; fi
awk -F'\t' '
    function median(list, n,    i, j, x, v) {
        split(list, v, " ")
        for (i = 2; i <= n; i++) { x = v[i] + 0; for (j = i - 1; j >= 1 && v[j] + 0 > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
        return (v[int((n + 1) / 2)] + v[int(n / 2) + 1]) / 2
    }
    {
        key = $2 "\t" $3
        if (!(key in count)) { order[++keys] = key; name[keys] = $2; who[keys] = $3; best[key] = $5; unit[key] = $6; spikes[key] = $7 }
        if (!($2 in seen)) { seen[$2] = 1; cases[++total] = $2 }
        if ($3 == "ours") mine[$1, $2] = $4
        count[key]++
        values[key] = values[key] " " $4
        ratios[key] = ratios[key] " " $4 / mine[$1, $2]
        if ($5 + 0 < best[key] + 0) best[key] = $5
    }
    END {
        format = "%-26s  %-34s  %9s  %9s  %-10s %7s  %10s\n"
        printf format, "case", "who", "median", "best", "unit", "ratio", "spikes"
        for (c = 1; c <= total; c++) for (k = 1; k <= keys; k++) {
            if (name[k] != cases[c]) continue
            key = order[k]
            printf format, name[k], who[k], sprintf("%.3f", median(values[key], count[key])), sprintf("%.3f", best[key]), unit[key], sprintf("%.2f", median(ratios[key], count[key])), spikes[key] + 0 ? spikes[key] : ""
            reference = spikes[name[k] "\tours"]
            difference = spikes[key] - reference
            if (spikes[key] + 0 && (difference > 1e-4 * reference || -difference > 1e-4 * reference)) { print "error: " who[k] " disagrees with ours on the spikes of " name[k]; failed = 1 }
            if (!(spikes[key] + 0) && who[k] !~ /copy/) { print "error: " who[k] " has no spikes in " name[k]; failed = 1 }
        }
        exit failed
    }' "$work/lines"
