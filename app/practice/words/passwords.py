"""Passwords for trying Wayhome out: five words of the usual list, the same in every build."""

from random import Random

WORDS = (
    "lamp river market umbrella orange morning bicycle garden window pencil ocean forest mango kitchen "
    "violin silver cotton bamboo puzzle rocket camera ladder tunnel velvet winter ribbon saddle planet "
    "island canvas basket pepper guitar ticket meadow harbor"
).split()


def password_for(username: str) -> str:
    """Return a person's five words."""
    chance = Random(username)  # noqa: S311 - printed on the console anyway: practice guards nothing
    return " ".join(chance.sample(WORDS, 5))
