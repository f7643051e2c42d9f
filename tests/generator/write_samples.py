"""Write the sample reports and their facts: `python -m tests.generator.write_samples`."""

import json
from pathlib import Path

from tests.generator.samples import build_samples

ROOT = Path(__file__).resolve().parents[2]
SAMPLES_FOLDER = ROOT / "samples"
GOLDEN_FOLDER = ROOT / "tests" / "golden"


def sample_files() -> dict[Path, bytes]:
    """Every file that the samples consist of, by its path: reports and facts."""
    files = {}
    for name, content, facts in build_samples():
        files[SAMPLES_FOLDER / name] = content
        if facts is not None:
            text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
            files[GOLDEN_FOLDER / Path(name).with_suffix(".json").name] = text.encode()
    return files


def main() -> None:
    """Write all of them, over what stands there."""
    for path, content in sample_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
