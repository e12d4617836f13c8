"""One element's section: its names, what it does here, our properties on it, an example, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PROPERTIES: Mapping[str, tuple[str, str]] = {
    "tier": (
        "Cấp đơn vị thực hiện nhóm này; nhiều cấp cách nhau bằng dấu cách. Bắt buộc khi tệp có từ hai nhóm.",
        "The tiers of the units that play this pool, separated by spaces. Needed where there are two pools or more.",
    ),
    "variable": (
        "Tên một biến mà tiến trình được đưa vào khi bắt đầu (phần tử con).",
        "The name of a variable that the process is handed as it begins (a child element).",
    ),
    "role": (
        "Ai làm: vanthu, chuyenvien, lanhdao hoặc quantri của đơn vị.",
        "Who does it: vanthu (clerk), chuyenvien (officer), lanhdao (head) or quantri (administrator) of the unit.",
    ),
    "form": (
        "Biểu mẫu của việc. Mỗi câu hỏi trở thành một biến.",
        "The task's form. Each question becomes a variable.",
    ),
    "formFrom": (
        "Biểu thức FEEL cho tên biểu mẫu; null thì dùng `form`.",
        "FEEL that gives a form's name; null: `form`.",
    ),
    "due": (
        "Hạn của việc, FEEL: một thời điểm. Đây là lúc bắt đầu bị tính là muộn.",
        "When the task is due, FEEL: a moment, the first that is late.",
    ),
    "milestone": (
        "Làm xong thì đơn vị được tính là received, assigned, passed-on hoặc done trong bảng tình hình văn bản.",
        "What the unit counts as once it is done, in a directive's figures: received, assigned, passed-on or done.",
    ),
    "whenReplaced": (
        "Khi đơn vị được thay thế: pass (chuyển cho đơn vị kế thừa), merge (gộp) hoặc cancel (bỏ).",
        "When the unit is replaced: pass (to the successor), merge or cancel.",
    ),
    "handler": (
        "Dịch vụ của Đôn Đốc được gọi; chỉ những tên có trong danh sách của trình vẽ.",
        "The service that is called; only names on the editor's list.",
    ),
    "input": (
        "Đầu vào: tên và biểu thức FEEL (phần tử con). Dịch vụ quy định các tên.",
        "An input: a name and a FEEL expression (a child element). The service says which names.",
    ),
    "output": (
        "Đưa một giá trị trở lại: tên biến và biểu thức FEEL (phần tử con).",
        "What is given back: a variable's name and a FEEL expression (a child element).",
    ),
    "result": ("Biến nhận kết quả.", "The variable that takes the result."),
    "decision": (
        "Quyết định (DMN) đã triển khai; phiên bản được giữ cùng sơ đồ.",
        "A deployed decision (DMN); its version is kept with the diagram.",
    ),
    "recipients": (
        'Gửi cho ai, FEEL trên cây đơn vị: directive.recipients, children(unit, "xa"), superior(unit).',
        'To whom, FEEL over the tree of units: directive.recipients, children(unit, "xa"), superior(unit).',
    ),
    "directive": (
        "Thuộc văn bản nào: own (văn bản đang thực hiện) hoặc issued (văn bản ban hành trong quá trình này).",
        "About which directive: own (the one it runs for) or issued (the one issued in its course).",
    ),
    "collection": (
        "Danh sách, FEEL: mỗi mục một lượt.",
        "A list, FEEL: one instance for each of it.",
    ),
}
"""Our properties (namespace ``urn:dondoc:bpmn``) → what they say, in Vietnamese and English."""


@dataclass(frozen=True)
class Entry:
    """A section of the page.

    ``lines`` are (group, beginning of a line's name) of the table of what runs; ``shown`` is the
    example, ``around`` what makes a whole process of it, ``more`` what else the file needs.
    """

    anchor: str
    vi: str
    en: str
    does_vi: str
    does_en: str
    shown: str
    around: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    properties: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    decides: bool = False
