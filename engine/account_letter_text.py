"""A letter about an account as the subject and body of a mail."""

from __future__ import annotations

from engine.account_letters import INVITATION, RESET, Engraved
from engine.deadlines import LOCAL

_TEXTS = {
    RESET: {
        "vi": (
            "Đặt lại mật khẩu Đôn Đốc",
            (
                "Kính gửi {name},\n\n"
                "Có người vừa yêu cầu đặt lại mật khẩu của tài khoản «{username}». Để đặt mật khẩu "
                "mới, mở đường dẫn sau trước {until}:\n\n{link}\n\n"
                "Đường dẫn chỉ dùng được một lần. Nếu không phải bạn yêu cầu, hãy bỏ qua thư này; mật "
                "khẩu hiện tại vẫn giữ nguyên."
            ),
        ),
        "en": (
            "Your password for Đôn Đốc",
            (
                "Dear {name},\n\n"
                "Somebody has asked for a new password for the account «{username}». To choose one, "
                "open this link before {until}:\n\n{link}\n\n"
                "The link works once. If it was not you, ignore this letter; your password stays as "
                "it is."
            ),
        ),
    },
    INVITATION: {
        "vi": (
            "Tài khoản Đôn Đốc của bạn",
            (
                "Kính gửi {name},\n\n"
                "Bạn đã được lập tài khoản trên hệ thống Đôn Đốc. Tên đăng nhập: {username}\n\n"
                "Để đặt mật khẩu và bắt đầu sử dụng, mở đường dẫn sau trước {until}:\n\n{link}\n\n"
                "Đường dẫn chỉ dùng được một lần."
            ),
        ),
        "en": (
            "Your account on Đôn Đốc",
            (
                "Dear {name},\n\n"
                "An account was made for you on Đôn Đốc. Your username: {username}\n\n"
                "To choose a password and begin, open this link before {until}:\n\n{link}\n\n"
                "The link works once."
            ),
        ),
    },
}


def mail(letter: Engraved, public_url: str) -> tuple[str, str]:
    """Subject and body in the account's language; ``public_url`` is where people open the site."""
    subject, body = _TEXTS[letter.purpose]["vi" if letter.locale == "vi" else "en"]
    return subject, body.format(
        name=letter.name,
        username=letter.username,
        until=f"{letter.expires_at.astimezone(LOCAL):%H:%M %d/%m/%Y}",
        link=f"{public_url.rstrip('/')}/password/new?token={letter.token}",
    )
