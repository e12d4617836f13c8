"""Every element of BPMN 2.0.2, played: what the standard says, in our own diagrams."""

import pytest

pytest.register_assert_rewrite(
    f"{__name__}.deploying", f"{__name__}.driver", f"{__name__}.palette_item"
)
