"""What notices of comments say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "duoc-nhac-ten": {
        "vi": (
            "{author} nhắc đến bạn: {task}",
            "{author} ({unit}) nhắc đến bạn khi trao đổi về «{task}» {directive}: {text}",
        ),
        "en": (
            "{author} mentioned you: {task}",
            "{author} ({unit}) mentioned you in the discussion of «{task}» {directive}: {text}",
        ),
    },
    "y-kien-moi": {
        "vi": (
            "Ý kiến trao đổi: {task}",
            "{author} ({unit}) viết về «{task}» {directive}: {text}",
        ),
        "en": (
            "A comment: {task}",
            "{author} ({unit}) wrote about «{task}» {directive}: {text}",
        ),
    },
}
