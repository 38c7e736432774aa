#!/bin/sh
# Compares a training step (forward, backward, Adam) of ours with PyTorch, snnTorch, SpikingJelly and Norse: the same network and numbers,
# one thread, one core.
#
#   tests/Neuromorphic.Benchmarks/peers/training.sh [rounds]
#
# All run in turn in every round (default 5), so that a change in the machine's speed meets all of them; each times a few steps in a
# round. The table has the median over the rounds, the best step of all, the ratio (the median over the rounds of the peer's time to ours,
# above 1 where the peer is slower), spikes per neuron and step, the norm of the input weights' gradient, and MB: what the steps add to
# the peak of memory, and for ours what its sequences and sums hold. Rates must be .3 to .6, they and norms must agree with ours within
# .1 % (norms with a star have another surrogate or reset), else it ends with an error.
# On glibc each runs a second time with an allocator that keeps its memory ("kept memory"): the default one gives tensors of this size
# back to the system and takes them again in every step.
# PYTHON chooses the Python, CORE the core. What OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE say is ignored: OpenBLAS knows the processor.
set -eu
rounds=${1:-5}
repeats=5
here=$(cd "$(dirname "$0")" && pwd)
project=$here/..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-python3}
pin=
if command -v taskset >/dev/null; then pin="taskset -c ${CORE:-0}"; fi
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
export PYTHONDONTWRITEBYTECODE=1
kept=
if getconf GNU_LIBC_VERSION >/dev/null 2>&1; then kept="env MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184"; fi

dotnet build -c Release -v quiet --nologo "$project" >&2
ours="dotnet $project/bin/Release/net10.0/Neuromorphic.Benchmarks.dll gradients --json"

variants=
# Usage: look NAME MODULE VARIANT ...
look() {
    library=$1 module=$2
    shift 2
    if "$python" -W ignore -c "import numpy, torch, $module" >/dev/null 2>&1; then variants="$variants $*"; else echo "$library: not installed" >&2; fi
}
look PyTorch torch products torch torch-products
look snnTorch snntorch snntorch
look SpikingJelly spikingjelly.activation_based.neuron spikingjelly-s spikingjelly-m
look Norse norse.torch norse

# Rows of the JSON become the lines that the others print.
ours_lines() {
    $pin $ours | awk -F'": ' '
        function text(s) { gsub(/^"|",?$|,$/, "", s); return s }
        /"what"/ { what = text($2) }
        /"value"/ { value[what] = text($2) }
        /"best"/ { best[what] = text($2) }
        function line(what, from) { return what "\tours\t" value[from] "\t" best[from] "\tms" }
        END {
            print line("training step", "training step") "\t" value["spikes per neuron and step"] "\t" value["norm of the gradient of input weights"] "\t" value["memory of gradients"]
            print line("two large products", "the two large products alone")
        }'
}

# Usage: peer VARIANT. One that fails is left out, with its message; the others go on.
peer() {
    $pin "$python" -W ignore "$here/training.py" $repeats "$1" || echo "$1: failed" >&2
    if [ -n "$kept" ] && [ "$1" != products ]; then
        { $pin $kept "$python" -W ignore "$here/training.py" $repeats "$1" || echo "$1: failed" >&2; } | awk -F'\t' -v OFS='\t' '{ $2 = $2 ", kept memory"; print }'
    fi
}

round=1
while [ "$round" -le "$rounds" ]; do
    echo "round $round of $rounds ..." >&2
    {
        ours_lines
        for variant in $variants; do peer "$variant"; done
    } | sed "s/^/$round	/" >> "$work/lines"
    round=$((round + 1))
done

"$python" -W ignore -c "import torch; print('PyTorch ' + torch.__version__)" 2>/dev/null || true
awk -F'\t' '
    function median(list, n,    i, j, x, v) {
        split(list, v, " ")
        for (i = 2; i <= n; i++) { x = v[i] + 0; for (j = i - 1; j >= 1 && v[j] + 0 > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
        return (v[int((n + 1) / 2)] + v[int(n / 2) + 1]) / 2
    }
    function differ(a, b) { return a - b > 1e-3 * b || b - a > 1e-3 * b }
    {
        key = $2 "\t" $3
        if (!(key in count)) { order[++keys] = key; name[keys] = $2; who[keys] = $3; best[key] = $5; rate[key] = $7; norm[key] = $8; memory[key] = $9 }
        if (!($2 in seen)) { seen[$2] = 1; cases[++total] = $2 }
        if ($3 == "ours") mine[$1, $2] = $4
        count[key]++
        values[key] = values[key] " " $4
        ratios[key] = ratios[key] " " $4 / mine[$1, $2]
        if ($5 + 0 < best[key] + 0) best[key] = $5
    }
    END {
        format = "%-18s  %-42s  %9s  %9s  %6s  %6s  %8s  %5s\n"
        printf format, "case", "who", "median ms", "best ms", "ratio", "spikes", "norm", "MB"
        for (c = 1; c <= total; c++) for (k = 1; k <= keys; k++) {
            if (name[k] != cases[c]) continue
            key = order[k]
            trains = rate[key] != ""
            printf format, name[k], who[k], sprintf("%.1f", median(values[key], count[key])), sprintf("%.1f", best[key]), sprintf("%.2f", median(ratios[key], count[key])), trains ? sprintf("%.4f", rate[key]) : "", trains ? sprintf("%.4f", norm[key]) (norm[key] ~ /\*/ ? "*" : "") : "", trains ? sprintf("%.0f", memory[key]) : ""
            if (!trains) continue
            reference = name[k] "\tours"
            if (rate[key] < .3 || rate[key] > .6) { print "error: " who[k] " has " rate[key] " spikes per neuron and step, not .3 to .6"; failed = 1 }
            if (differ(rate[key], rate[reference])) { print "error: " who[k] " disagrees with ours on the spikes"; failed = 1 }
            if (norm[key] !~ /\*/ && differ(norm[key], norm[reference])) { print "error: " who[k] " disagrees with ours on the gradient"; failed = 1 }
        }
        exit failed
    }' "$work/lines"
