"""Ordinals as word processors print them in front of numbered paragraphs."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_REPEATS = 30
"""Times that a letter is repeated, as in Word."""
_LARGEST = 9999
"""No list is longer; a larger number is printed in plain digits."""


def print_ordinal(number: int, style: str) -> str:
    """Print the number of a paragraph.

    Args:
        number: counted from the list's start.
        style: the name of its format in WordprocessingML, such as 'chineseCounting'; plain
            digits for one that is not known.
    """
    if style in ("none", "bullet"):
        return ""
    printer = _PRINTERS.get(style)
    return printer(number) if printer and 0 < number <= _LARGEST else str(number)


def _counting(number: int) -> str:
    """一, 十一, 二十, 一百零五."""
    text = _with_places(number, _DIGITS, "十百千")
    return text[1:] if text.startswith("一十") else text


def _legal(number: int) -> str:
    return _with_places(number, _LEGAL_DIGITS, "拾佰仟")


def _with_places(number: int, digits: str, places: str) -> str:
    text = ""
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + (places[power - 1] if power else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    return text.rstrip(digits[0])


def _digital(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def _letter(number: int) -> str:
    """From a to z, then aa to zz, aaa to zzz."""
    repeats, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (repeats + 1) if repeats < _MOST_REPEATS else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _circled(number: int) -> str:
    """① to ⑳, ㉑ to ㊿."""
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _series(first: str, length: int) -> Callable[[int], str]:
    """One character each, from the first on; digits beyond the last."""

    def write(number: int) -> str:
        return chr(ord(first) + number - 1) if number <= length else str(number)

    return write


def _listed(characters: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        return characters[(number - 1) % len(characters)]

    return write


_PRINTERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series("㊀", 10),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
"""Ways to print a number, by their names in WordprocessingML."""
