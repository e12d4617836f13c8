"""The letters of Vietnamese, for character classes: 'À' to 'Ỹ' as a range would hold both cases."""

from __future__ import annotations

_MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

LOWER = "a-z" + _MARKED
"""Inside brackets of a pattern: the small letters."""
UPPER = "A-Z" + _MARKED.upper()
"""Inside brackets of a pattern: the capitals."""
