"""Draw pictures of shipped diagrams: ``python -m tools.pictures periodic-report extension``.

The product's own viewer draws them, in the Chromium that ``tools/browser.sh`` sets up; without
names all diagrams are drawn anew.
"""

from __future__ import annotations

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from webapp.setup import BPMN

ROOT = Path(__file__).resolve().parent.parent
_EDITOR = ROOT / "webapp" / "static" / "editor"
_PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="viewer.css">
<style>html,body{margin:0;background:#fff}.dd-diagram{width:WIDTHpx;height:HEIGHTpx;border:0}</style>
<div class="dd-diagram" data-bpmn-url="model.bpmn" data-overlays-url="none.json"
 data-label-canvas="-" data-label-error="-" data-label-zoom-in="+" data-label-zoom-out="-"
 data-label-zoom-fit="="></div><script src="viewer.js"></script>"""
_BOX = """() => { const all = [...document.querySelectorAll('.djs-shape')].map(
    e => e.getBoundingClientRect());
    return [Math.min(...all.map(r => r.top)), Math.max(...all.map(r => r.bottom))]; }"""
WIDTH, HEIGHT = 1900, 1600


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _serve(folder: Path) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def draw(page: Page, key: str) -> Path:
    """The diagram ``bpmn/<key>.bpmn`` as ``bpmn/pictures/<key>.png``, no higher than it needs."""
    target = BPMN / "pictures" / f"{key}.png"
    with TemporaryDirectory() as made:
        folder = Path(made)
        for name in ("viewer.css", "viewer.js"):
            (folder / name).write_bytes((_EDITOR / name).read_bytes())
        (folder / "model.bpmn").write_bytes((BPMN / f"{key}.bpmn").read_bytes())
        (folder / "none.json").write_text('{"elements": {}}', encoding="utf-8")
        html = _PAGE.replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))
        (folder / "index.html").write_text(html, encoding="utf-8")
        server = _serve(folder)
        try:
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            page.wait_for_selector(".djs-shape")
            page.wait_for_timeout(300)
            top, bottom = page.evaluate(_BOX)
            top = max(0, top - 20)
            clip = {"x": 0, "y": top, "width": WIDTH, "height": min(HEIGHT, bottom + 20) - top}
            page.screenshot(path=target, clip=clip)  # type: ignore[arg-type]
        finally:
            server.shutdown()
    return target


def main(keys: list[str]) -> None:
    """Draw the named diagrams, or all."""
    with sync_playwright() as playwright:
        chromium = Path("/usr/bin/chromium")
        browser = playwright.chromium.launch(
            executable_path=chromium if chromium.exists() else None,
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for key in keys or sorted(path.stem for path in BPMN.glob("*.bpmn")):
            draw(page, key)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
