"""Votes to figures that people can add up."""

from collections.abc import Sequence


def percentages(votes: Sequence[int]) -> list[int]:
    """Whole percentages of `votes` that add up to 100, or all 0 when there are no votes.

    Largest remainder (Hamilton's method): everyone gets their percentage rounded down, and what is then left
    goes, one each, to the largest remainders; of equal ones to the larger number of votes, then the first.

    Raises:
        ValueError: a number is negative.
    """
    if any(number < 0 for number in votes):
        raise ValueError("votes cannot be negative")
    total = sum(votes)
    if total == 0:
        return [0] * len(votes)
    shares = [divmod(number * 100, total) for number in votes]
    order = sorted(range(len(votes)), key=lambda n: (-shares[n][1], -votes[n], n))
    left = 100 - sum(whole for whole, _remainder in shares)
    extra = set(order[:left])
    return [whole + (number in extra) for number, (whole, _remainder) in enumerate(shares)]
