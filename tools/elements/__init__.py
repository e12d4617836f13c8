"""What ``docs/elements.md`` says of each element that runs; ``tools.element_pages`` makes the page."""
