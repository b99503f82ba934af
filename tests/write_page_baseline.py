"""Write today's scores on the labelled pages down as what must not fall: `python -m tests.write_page_baseline`."""

import json

from tests.test_page_gate import BASELINE, scores_now

if __name__ == "__main__":
    rounded = {split: {name: round(value, 3) for name, value in told.items()} for split, told in scores_now().items()}
    BASELINE.write_text(json.dumps(rounded, indent=2, sort_keys=True) + "\n", encoding="utf-8")
