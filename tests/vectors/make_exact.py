#!/usr/bin/env python3
"""Writes exact.tsv: small vectors for exact arithmetic and rounding, made by fractions.Fraction.

usage: python3 tests/vectors/make_exact.py > tests/vectors/exact.tsv

Columns: op a b step rounding expected why
  round     a / b rounded to a multiple of step
  add, subtract, multiply   the exact result (step and rounding empty)
  compare   of a and b: -1, 0 or 1
a, b, step and expected are decimals. Nothing here is computed by the program under test. The rows named
`by hand` were worked out on paper; the script stops when its own arithmetic disagrees with them.
"""
import sys
from fractions import Fraction as F

MODES = ['half_up', 'half_down', 'half_even', 'up', 'down', 'floor', 'ceiling']

# The value and what it becomes in each mode, in the order of MODES.
BY_HAND = {
    '2.5': [3, 2, 2, 3, 2, 2, 3],
    '-2.5': [-3, -2, -2, -3, -2, -3, -2],
    '3.5': [4, 3, 4, 4, 3, 3, 4],
    '-3.5': [-4, -3, -4, -4, -3, -4, -3],
    '0.5': [1, 0, 0, 1, 0, 0, 1],
    '-0.5': [-1, 0, 0, -1, 0, -1, 0],
    '2.4': [2, 2, 2, 3, 2, 2, 3],
    '-2.6': [-3, -3, -3, -3, -2, -3, -2],
}


def rounded(value, mode):
    """Rounds to an integer by the words of each mode: choose between the two neighbours."""
    below = value.numerator // value.denominator
    if value == below:
        return below
    above = below + 1
    outward, inward = (below, above) if value < 0 else (above, below)
    if mode in ('up', 'down', 'floor', 'ceiling'):
        return {'up': outward, 'down': inward, 'floor': below, 'ceiling': above}[mode]
    if value - below != above - value:
        return below if value - below < above - value else above
    even = below if below % 2 == 0 else above
    return {'half_up': outward, 'half_down': inward, 'half_even': even}[mode]


def decimal(value):
    """Writes a fraction that terminates."""
    places = 0
    while (value * 10 ** places).denominator != 1:
        places += 1
    digits = str(abs(int(value * 10 ** places))).rjust(places + 1, '0')
    text = digits[:len(digits) - places] + ('.' + digits[len(digits) - places:] if places else '')
    return ('-' if value < 0 else '') + text


def row(*fields):
    sys.stdout.write('\t'.join(fields) + '\n')


def round_row(a, b, step, mode, why):
    a, b, step = F(a), F(b), F(step)
    row('round', decimal(a), decimal(b), decimal(step), mode,
        decimal(rounded(a / b / step, mode) * step), why)


def by_hand():
    for text, expected in BY_HAND.items():
        for mode, value in zip(MODES, expected):
            assert rounded(F(text), mode) == value, (text, mode)
            row('round', text, '1', '1', mode, str(value), 'by hand')


def ties():
    for step in ('0.01', '1', '100', '1000'):
        for mode in MODES:
            for sign in (1, -1):
                for quotient in (6, 7):
                    tie = sign * (F(quotient) + F(1, 2)) * F(step)
                    round_row(tie * 8, 8, step, mode, 'tie between %d and %d steps' % (quotient, quotient + 1))


def beside_ties():
    for mode in MODES:
        for sign in (1, -1):
            for nudge in (F(-1, 10 ** 20), F(1, 10 ** 20)):
                round_row(sign * (F('1.005') + nudge), 1, '0.01', mode, '10^-20 beside a tie')


def day_counts():
    # principal * rate * days / year: 1,000,000.00 at 4.35 % and sums that meet half a cent exactly.
    for year in (360, 365, 366):
        for mode in MODES:
            round_row(F(1_000_000) * F('0.0435') * 91, year, '0.01', mode, 'interest of 91 days')
            round_row(-F('0.005') * year * 3, year, '0.01', mode, 'three half cents, clawed back')


def lane_edges():
    for bits in (63, 64, 127, 128):
        edge = 1 << bits
        for numerator in (edge - 1, edge, edge + 1):
            for mode in MODES:
                round_row(numerator, 2, 1, mode, '2^%d over 2' % bits)
        for mode in ('half_up', 'half_even', 'floor'):
            round_row(-edge, edge - 1, 1, mode, 'least over greatest')
            round_row(edge - 2, edge - 1, 1, mode, 'the greatest remainder there is')
            round_row(edge - 1, 2 * (edge - 1), 1, mode, 'tie with the widest divisor')
        for a, b in ((edge - 1, 1), (-edge, -1), (edge, -1), (-edge - 1, 1), (edge - 1, edge - 1)):
            row('add', str(a), str(b), '', '', str(a + b), 'across 2^%d' % bits)
            row('subtract', str(a), str(b), '', '', str(a - b), 'across 2^%d' % bits)
            row('compare', str(a), str(b), '', '', str((a > b) - (a < b)), 'across 2^%d' % bits)
    for half in (31, 32, 63, 64):
        for a, b in ((1 << half, 1 << half), (-(1 << half), 1 << half), ((1 << half) - 1, (1 << half) + 1)):
            row('multiply', str(a), str(b), '', '', str(a * b), 'product near 2^%d' % (2 * half))


row('op', 'a', 'b', 'step', 'rounding', 'expected', 'why')
by_hand()
ties()
beside_ties()
day_counts()
lane_edges()
