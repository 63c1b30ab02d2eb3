"""English numerals, American: no "and" inside a number, compounds below a hundred hyphenated."""

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (10**2, "hundred"))
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def cardinal(number: int) -> str:
    """``number``, 0 or more: one thousand two hundred thirty-four."""
    words = []
    for scale, name in _SCALES:
        if number >= scale:
            words += [cardinal(number // scale), name]
            number %= scale
    if number or not words:
        words.append(_below_hundred(number))
    return " ".join(words)


def ordinal(number: int) -> str:
    """``number``, 1 or more: first, twenty-first."""
    words = cardinal(number)
    cut = max(words.rfind("-"), words.rfind(" ")) + 1
    last = words[cut:]
    if last.endswith("y"):
        return words[:-1] + "ieth"
    return words[:cut] + _IRREGULAR.get(last, last + "th")


def year(number: int) -> str:
    """A year in the common way: nineteen ninety-eight, two thousand five, twenty twenty-six.

    A zero before the last digit is "oh" (nineteen oh five): a year is a name, not an identifier.
    """
    centuries, rest = divmod(number, 100)
    if centuries < 10 or (centuries % 10 == 0 and rest < 10):
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(centuries)} hundred"
    return f"{cardinal(centuries)} {two_digits(rest)}"


def two_digits(number: int) -> str:
    """1 to 99 where two digits are written, as in years and times: oh five, thirty."""
    return f"oh {ONES[number]}" if number < 10 else _below_hundred(number)


def digit_by_digit(text: str) -> str:
    """The ASCII digits of ``text`` one by one: zero five."""
    return " ".join(ONES[int(digit)] for digit in text)


def _below_hundred(number: int) -> str:
    if number < len(ONES):
        return ONES[number]
    ten, one = divmod(number, 10)
    return f"{_TENS[ten - 2]}-{ONES[one]}" if one else _TENS[ten - 2]
