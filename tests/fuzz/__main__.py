"""`make fuzz`: many odd inputs for every parser of bytes from outside; ends with 1 where one of them raised."""

import argparse
import secrets
import sys
import time
import traceback

from tests.fuzz.engine import fuzz
from tests.fuzz.targets import targets

_LONGEST_LINE = 2_000


def main() -> int:
    """Fuzz the targets named, or all of them, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="in all, shared out by weight")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="to have the same inputs again")
    parser.add_argument("names", nargs="*", help="only targets whose name holds one of these")
    wanted = parser.parse_args()
    chosen = [each for each in targets() if not wanted.names or any(name in each.name for name in wanted.names)]
    share = wanted.inputs / sum(each.weight for each in chosen)
    print(f"seed {wanted.seed}, {len(chosen)} targets")
    total = failed = 0
    for target in chosen:
        started = time.monotonic()
        try:
            inputs = fuzz(target, -int(-share * target.weight // 1), wanted.seed)
        except Exception:
            failed += 1
            lines = traceback.format_exc(limit=-6).splitlines()
            print(f"{target.name}: FAILED", *(line[:_LONGEST_LINE] for line in lines), sep="\n")
            continue
        total += inputs
        print(f"{target.name}: {inputs:,} inputs in {time.monotonic() - started:.0f} s", flush=True)
    print(f"{total:,} inputs without a fault, {failed} targets failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
