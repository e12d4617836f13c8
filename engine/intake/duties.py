from engine.intake.found import Duties, Header
from engine.intake.letter import Letter


def find(letter: Letter, header: Header) -> Duties:
    return Duties()
