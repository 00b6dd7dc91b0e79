"""python-shell moves lines; what to call is left to the user. This is what a user would write."""

import json
import sys

sys.path.insert(0, sys.argv[1])
import functions

for line in sys.stdin:
    request = json.loads(line)
    if request["f"] == "array":
        result = functions.array(*request["a"]).tolist()
    else:
        result = getattr(functions, request["f"])(*request["a"])
    print(json.dumps({"id": request["id"], "r": result}), flush=True)
