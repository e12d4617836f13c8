"""Small models, built from a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from engine.errors import Finding, ModelRefused
from engine.process.dmn import DecisionModel, read

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def source(body: str, *, namespace: str = "urn:test", dmn: str = DMN) -> bytes:
    """A file with these elements."""
    return (
        f'<definitions xmlns="{dmn}" id="file" name="File" namespace="{namespace}"'
        f' xmlns:t="{namespace}" xmlns:o="urn:other">{body}</definitions>'
    ).encode()


def model(body: str, imports: Mapping[str, DecisionModel] | None = None) -> DecisionModel:
    """A model of these elements."""
    return read(source(body), imports)


def refused(body: str, **imports: DecisionModel) -> list[Finding]:
    """The findings that refuse these elements."""
    try:
        read(source(body), imports)
    except ModelRefused as error:
        return error.findings
    raise AssertionError("the model was not refused")


def text(said: str, tag: str = "literalExpression", attributes: str = "") -> str:
    """An element with a text."""
    return f"<{tag} {attributes}><text>{escape(said)}</text></{tag}>"


def inputs(**types: str) -> str:
    """Input data by name and type."""
    return "".join(
        f'<inputData id="in-{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/>'
        "</inputData>"
        for name, type_ in types.items()
    )


def requires(*ids: str) -> str:
    """Requirements: ids of inputs start with "in-", of functions with "f-"."""
    found = ""
    for id_ in ids:
        href = id_ if "#" in id_ else f"#{id_}"
        if id_.rpartition("#")[2].startswith("f-"):
            inner, kind = "requiredKnowledge", "knowledge"
        elif id_.rpartition("#")[2].startswith("in-"):
            inner, kind = "requiredInput", "information"
        else:
            inner, kind = "requiredDecision", "information"
        found += f'<{kind}Requirement><{inner} href="{href}"/></{kind}Requirement>'
    return found


def decision(id_: str, logic: str, *needs: str, type_: str = "Any") -> str:
    """A decision whose name is its id."""
    return (
        f'<decision id="{id_}" name="{id_}"><variable name="{id_}" typeRef={quoteattr(type_)}/>'
        f"{requires(*needs)}{logic}</decision>"
    )


def table(
    columns: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    outputs: Sequence[str] = ("<output/>",),
    policy: str = "UNIQUE",
    attributes: str = "",
) -> str:
    """A decision table; a rule lists its input cells, then its output cells."""
    made = "".join(
        f'<input label="{c}">{text(c, "inputExpression")}</input>' for c in columns
    ) + "".join(outputs)
    for number, rule in enumerate(rules, 1):
        cells = "".join(text(c, "inputEntry") for c in rule[: len(columns)])
        cells += "".join(text(c, "outputEntry") for c in rule[len(columns) :])
        made += f'<rule id="r{number}">{cells}</rule>'
    return f'<decisionTable id="t" hitPolicy="{policy}" label="Bảng T" {attributes}>{made}</decisionTable>'


def value(body: str, id_: str = "d", **context: object) -> object:
    """What a decision of these elements is worth."""
    return model(body).decisions[id_].evaluate(context)


def of(logic: str, **context: object) -> object:
    """What a piece of logic is worth, every context entry an input without a type."""
    body = inputs(**dict.fromkeys(context, "Any"))
    body += decision("d", logic, *(f"in-{name}" for name in context))
    return model(body).decisions["d"].evaluate(context)


def n(*numbers: float) -> list[Decimal]:
    """A list of numbers."""
    return [Decimal(str(number)) for number in numbers]
