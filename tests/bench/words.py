"""Dutch filler: sentences of common words, the common ones as often as people use them."""

import random
from itertools import accumulate

from wordfreq import top_n_list, word_frequency

KNOWN = 6000  # different words
TOPICS = (
    "jeugdzorg wachtlijst schuldhulp onderwijs privacy huisvesting opvang inkoop wijkteam vervoer zorgplan toezicht"
    " mantelzorg leerplicht armoede veiligheid inspraak subsidie participatie nazorg"
).split()
NAMES = (
    "Anouk Bram Chantal Daan Esra Fatma Gijs Hanneke Ilse Jeroen Karim Lotte Milan Noor Omar Petra".split()
)
SURNAMES = (
    "Bakker Brouwer Demir Haddad Hendriks Jansen Kok Mulder Peters Smit Visser Vos Yilmaz Zwart".split()
)


class Filler:
    """A stream of text that is the same for the same `seed`."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._words = [word for word in top_n_list("nl", KNOWN) if word.isalpha()]
        self._share = list(accumulate(word_frequency(word, "nl") for word in self._words))

    def words(self, number: int) -> list[str]:
        """So many words."""
        return self.chance.choices(self._words, cum_weights=self._share, k=number)

    def sentence(self) -> str:
        """Some six to sixteen words, one of them a topic."""
        found = self.words(self.chance.randrange(6, 16))
        found.insert(self.chance.randrange(len(found)), self.chance.choice(TOPICS))
        return " ".join(found).capitalize() + "."

    def text(self, words: int) -> str:
        """About so many words, in paragraphs of a few sentences."""
        paragraphs: list[str] = []
        while words > 0:
            sentences = [self.sentence() for _ in range(min(5, 1 + words // 12))]
            paragraphs.append(" ".join(sentences))
            words -= sum(len(sentence.split()) for sentence in sentences)
        return "\n\n".join(paragraphs)

    def name(self) -> str:
        """A person."""
        return f"{self.chance.choice(NAMES)} {self.chance.choice(SURNAMES)}"
