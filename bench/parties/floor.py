"""The floor: the simplest loop that can answer. One JSON request a line, one JSON answer a line, raw bytes for arrays."""

import json
import sys

sys.path.insert(0, sys.argv[1])
import functions

requests, answers = sys.stdin.buffer, sys.stdout.buffer
generators = {}
while True:
    line = requests.readline()
    if not line:
        break
    request = json.loads(line)
    name = request["f"]
    data = None
    if name == "mean":
        result = functions.mean_of_bytes(requests.read(request["bytes"]))
    elif name == "array":
        data = functions.array(*request["a"]).data
        result = data.nbytes
    elif name == "numbers":
        generators[0] = functions.numbers(*request["a"])
        result = None
    elif name == "next":
        result = next(generators[0])
    else:
        result = getattr(functions, name)(*request["a"])
    answers.write(json.dumps({"id": request["id"], "r": result}).encode() + b"\n")
    if data is not None:
        answers.write(data)
    answers.flush()
