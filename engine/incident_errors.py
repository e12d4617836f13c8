"""What can be wrong with what is done to an incident."""

from __future__ import annotations

from engine.errors import Conflict, Forbidden, InputError, Misused


class BadIncident(InputError):
    """An incident report that says too little, or something impossible."""

    code = "bad-incident"
    vi = "Chưa báo cáo được vụ việc: {why_vi}."
    en = "The incident cannot be reported: {why}."


class NotTheHolder(Forbidden):
    """A body other than the one the incident reached last cannot act on it."""

    code = "not-the-holder"
    vi = "Vụ việc đang do {holder} xử lý; chỉ cơ quan đó được tiếp nhận, chuyển hoặc kết thúc."
    en = "{holder} has the incident in hand; it alone may receive, forward or close it."


class IncidentClosed(Conflict):
    """Nothing more can be done to a closed incident."""

    code = "incident-closed"
    vi = "Vụ việc đã kết thúc lúc {at}; không thể thực hiện thêm."
    en = "The incident was closed at {at}; nothing more can be done to it."


class NotItsTurn(Conflict):
    """It must be received before it is closed or forwarded, and is received once."""

    code = "incident-not-its-turn"
    vi = "Vụ việc {state_vi}. Hãy xem lại vụ việc."
    en = "The incident {state}. Look at it again."


class NoSuperiorBody(InputError):
    """Nobody is above to whom the incident could go."""

    code = "no-superior-body"
    vi = "{unit} không có cơ quan cấp trên để chuyển vụ việc. Hãy xử lý và kết thúc tại đây."
    en = "{unit} has no body above to forward the incident to. Handle and close it here."


class UnknownDelay(Misused):
    """A diagram says of an incident that something is late which nobody waits for."""

    code = "unknown-delay"
    vi = "Vụ việc không có bước «{what}» để báo chậm. Hãy chọn: {known}."
    en = "Nothing of an incident is called «{what}» that could be late. Choose one of: {known}."


class OutcomeMissing(InputError):
    """An incident is closed with what came of it."""

    code = "outcome-missing"
    vi = "Hãy ghi kết quả xử lý trước khi kết thúc vụ việc."
    en = "Write the outcome before closing the incident."
