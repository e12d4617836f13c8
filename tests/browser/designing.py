"""What the tests of the editors share: signing in, a draft of one's own, the mouse on the drawing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect


def sign_in(page: Page, product: str, username: str) -> None:
    """Sign in to the demonstration."""
    page.set_default_timeout(15_000)
    page.goto(f"{product}/signin")
    page.fill("#username", username)
    page.fill("#password", "dondoc-demo")
    page.keyboard.press("Enter")
    page.wait_for_selector(".dd-who")


def draft(page: Page, product: str, kind: str, key: str, title: str) -> int:
    """The number of a new draft that begins empty."""
    page.goto(f"{product}/designer/new")
    page.check(f"#kind-{kind}")
    page.fill("#title", title)
    page.fill("#key", key)
    page.click("form.dd-form button.btn-primary")
    page.wait_for_url(re.compile(r"/designer/drafts/\d+$"))
    return int(page.url.rsplit("/", 1)[1])


def open_editor(page: Page, product: str, number: int, language: str = "vi") -> None:
    """The draft's editor, ready to draw."""
    page.goto(f"{product}/designer/drafts/{number}/edit?lang={language}")
    page.wait_for_selector("[data-room][data-state=ready]")


def saved_content(page: Page, product: str, number: int) -> str:
    """The draft as the server has it."""
    found: dict[str, Any] = page.request.get(
        f"{product}/designer/drafts/{number}/content.json"
    ).json()
    return str(found["content"])


def canvas(page: Page) -> FloatRect:
    """Where the drawing is on the screen."""
    found = page.locator("[data-canvas]").bounding_box()
    assert found is not None
    return found


def empty(page: Page) -> None:
    """Take everything off the drawing."""
    page.locator("[data-canvas] svg[tabindex]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator(".djs-shape")).to_have_count(0)


def place(page: Page, tool: str, x: float, y: float, name: str = "") -> None:
    """Take an element from the palette, put it down at a point of the drawing, and name it."""
    corner = canvas(page)
    page.click(f".djs-palette [data-action='{tool}']")
    page.mouse.move(corner["x"] + x - 8, corner["y"] + y - 8)
    page.mouse.move(corner["x"] + x, corner["y"] + y)
    page.mouse.click(corner["x"] + x, corner["y"] + y)
    page.keyboard.type(name)
    finish_name(page)


def finish_name(page: Page) -> None:
    """End the writing of a name, if one is being written."""
    page.keyboard.press("Enter")
    expect(page.locator(".djs-direct-editing-content")).to_have_count(0)


def drawn(page: Page, name: str) -> Locator:
    """The shape on which this name stands."""
    return page.locator(".djs-shape", has=page.locator("tspan", has_text=name)).last


def write_feel(page: Page, entry: str, expression: str) -> None:
    """Write an expression into a field of the panel (it closes brackets), instead of what is there."""
    page.click(f"[data-entry-id='{entry}'] .cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.type(expression)
    page.keyboard.press("Escape")


def open_file(page: Page, path: Path, text: str) -> None:
    """Choose a file with this text in the editor's own dialog."""
    path.write_text(text)
    page.set_input_files("[data-file]", path)


def pad(page: Page, action: str) -> None:
    """A tool of the pad beside the selected element."""
    page.click(f".djs-context-pad [data-action='{action}']")


def become(page: Page, kind: str) -> None:
    """Change the selected element into another kind, by the pad's menu."""
    pad(page, "replace")
    page.click(f"[data-id='replace-with-{kind}']")


def shape(page: Page, element: str) -> Locator:
    """The shape of the element with that id, without its label."""
    return page.locator(f".djs-shape[data-element-id='{element}']")


def selected(page: Page) -> str:
    """The id of the only selected shape."""
    return page.locator(".djs-shape.selected").get_attribute("data-element-id") or ""


def connect_to(page: Page, target: Locator) -> None:
    """Draw a connection from the selected element, by mouse."""
    pad(page, "connect")
    box = target.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 5, y - 5)
    page.mouse.move(x, y)
    page.mouse.click(x, y)
