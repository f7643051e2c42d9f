"""The recogniser: pictures of single lines of text to characters, each with its score.

It is PP-OCR's recognition network, whose file lies in the installed distribution of rapidocr; it
is run here directly, so that nothing can be fetched, nothing is logged, and every character
keeps its own score, its place and the recogniser's second choice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import UnreadableFileError

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime
    from numpy.typing import NDArray

    Gray = NDArray[np.uint8]

HEIGHT = 48
"""Pixels that the network is high."""

_NEEDED = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")
_MODEL = "models/*_rec_*.onnx"
_LEAST_WIDTH = 128
"""Pixels that a short line is padded to: a lone digit alone is read with less certainty."""
_MOST_WIDTH = 3200
"""A longer line is pressed together; a line of A4 in small print has 2,000."""
_BATCH_WIDTH = 1600
"""Pixels of width, all lines of a batch together: bounds the memory that an answer takes."""
_BLANK = 0
_OTHERS = 3
"""Choices after the first that are kept."""


@dataclass(frozen=True, slots=True)
class Character:
    """One recognised character.

    Attributes:
        text: the recogniser's first choice.
        score: how sure it is, 0 to 1.
        others: its next choices and their scores, best first.
        left: where it begins in the line, as a share of the line's width.
        right: where it ends.
    """

    text: str
    score: float
    others: tuple[tuple[str, float], ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the recogniser reads in one line."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(character.text for character in self.characters)


def demand_recogniser() -> None:
    """Check that the optional packages for scans are there, without importing them.

    Raises:
        UnreadableFileError: they are not.
    """
    if any(find_spec(name) is None for name in _NEEDED):
        raise UnreadableFileError(
            "ocr_not_installed",
            "文件是扫描件或图片，需要安装文字识别组件：pip install gongkai[ocr]",
            "the file is a scan or an image; reading it needs: pip install gongkai[ocr]",
        )


def read_lines(images: Sequence["Gray"]) -> list[Reading]:
    """Recognise lines of text.

    Args:
        images: height × width, 8 bit, dark on light; each holds one line and some paper
            around it.

    Returns:
        One reading for each image, in their order.
    """
    readings: list[Reading] = [Reading(())] * len(images)
    for batch in _batches([_width_of(image) for image in images]):
        answers = _answers([images[index] for index in batch])
        for index, answer in zip(batch, answers, strict=True):
            readings[index] = answer
    return readings


def _width_of(image: "Gray") -> int:
    """Pixels of width once the image is as high as the network."""
    height, width = image.shape
    natural: int = round(width * HEIGHT / height)
    return min(max(1, natural), _MOST_WIDTH)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of lines of like width, together no wider than a batch may be."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        padded = max(widths[index], _LEAST_WIDTH)
        if batch and (len(batch) + 1) * padded > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _answers(images: Sequence["Gray"]) -> list[Reading]:
    import numpy as np

    session, characters = _network()
    widths = [_width_of(image) for image in images]
    padded = max(_LEAST_WIDTH, *widths)
    stack = np.zeros((len(images), 3, HEIGHT, padded), dtype=np.float32)
    for place, image, width in zip(stack, images, widths, strict=True):
        place[:, :, :width] = _prepared(image, width)
    (scores,) = session.run(None, {session.get_inputs()[0].name: stack})
    return [
        _decoded(answer, characters, width / padded)
        for answer, width in zip(scores, widths, strict=True)
    ]


def _prepared(image: "Gray", width: int) -> "NDArray[np.float32]":
    """The image as high as the network, from -1 (black) to 1 (white)."""
    import cv2
    import numpy as np

    shrinks = image.shape[0] > HEIGHT
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    resized = cv2.resize(image, (width, HEIGHT), interpolation=how)
    return np.asarray(resized, dtype=np.float32) / 127.5 - 1


def _decoded(scores: "NDArray[np.float32]", characters: Sequence[str], filled: float) -> Reading:
    """Read one line's answers: steps × characters, the first of which stands for none.

    Args:
        scores: they add up to 1 in every step.
        characters: what the columns stand for.
        filled: the share of the steps that the line fills; the rest is padding.
    """
    import numpy as np

    best = scores.argmax(axis=1).tolist()
    steps = max(1.0, len(best) * filled)
    found: list[Character] = []
    for step, chosen in enumerate(best):
        if chosen == _BLANK or (step and best[step - 1] == chosen):
            continue
        end = step + 1
        while end < len(best) and best[end] == chosen:
            end += 1
        row = scores[step:end].max(axis=0)
        score = float(row[chosen])
        row[[_BLANK, chosen]] = 0
        others = np.argpartition(row, -_OTHERS)[-_OTHERS:].tolist()
        others.sort(key=row.__getitem__, reverse=True)
        found.append(
            Character(
                text=characters[chosen],
                score=score,
                others=tuple((characters[other], float(row[other])) for other in others),
                left=min(1.0, step / steps),
                right=min(1.0, end / steps),
            )
        )
    return Reading(tuple(found))


@cache
def _network() -> tuple["onnxruntime.InferenceSession", tuple[str, ...]]:
    """The network and what its columns stand for; on one thread, since workers share the cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        str(_model_path()), options, providers=["CPUExecutionProvider"]
    )
    listed = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ("", *listed, " ")


def _model_path() -> Path:
    demand_recogniser()
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    models = sorted(folder.glob(_MODEL))
    if not models:
        raise UnreadableFileError(
            "ocr_not_installed",
            "文字识别组件缺少识别模型，请重新安装：pip install gongkai[ocr]",
            "rapidocr lacks its recognition model; install it again: pip install gongkai[ocr]",
        )
    return models[0]
