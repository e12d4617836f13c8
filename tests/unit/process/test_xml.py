"""What is no XML, or in another encoding, is refused with the reason and the place, in both languages."""

import pytest

from engine.errors import Finding, ModelRefused
from engine.process import xml


def refused(source: bytes) -> Finding:
    with pytest.raises(ModelRefused) as error:
        xml.read(source)
    (found,) = error.value.findings
    return found


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "tệp trống"),
        (b"xin loi", "không bắt đầu bằng một thẻ (dòng 1, cột 1)"),
        (b"<a>\n<b></a>", "thẻ mở và thẻ đóng không khớp nhau, hoặc thiếu thẻ đóng (dòng 2"),
        (b"<a", "thẻ viết chưa đúng"),
        (b"<a x/>", "thuộc tính viết chưa đúng"),
        (b"<a x='1' x='2'/>", "một thuộc tính ghi hai lần"),
        (b"<a/><b/>", "còn nội dung sau thẻ ngoài cùng"),
        (b"<a>&x;</a>", "không khai báo"),
        (b"<a:b/>", "chưa khai báo xmlns"),
        (b"<a>\xff</a>", "không phải UTF-8"),
        (b"<a>]]></a>", "sai cú pháp (dòng 1, cột 4)"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(source, said):
    found = refused(source)
    assert found.code == "xml-syntax"
    assert said in found.vi
    assert "line " in found.en
    assert not any(word in found.vi for word in ("tag", "expected", "line", "parse"))


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), "UTF-16"),
        ("<a/>".encode("utf-16-le"), "UTF-16"),
        ("<a/>".encode("utf-32"), "UTF-32"),
        (b"<?xml version='1.0' encoding='UTF-16'?><a/>", "UTF-16"),
        (b'<?xml version="1.0" encoding="windows-1258"?><a/>', "windows-1258"),
    ],
)
def test_another_encoding_is_named_with_the_one_that_is_read(source, named):
    found = refused(source)
    assert found.code == "xml-encoding"
    assert named in found.vi
    assert "chỉ đọc được UTF-8" in found.vi


@pytest.mark.parametrize(
    "source",
    [b"<a/>", b"\xef\xbb\xbf<a/>", b"<?xml version='1.0' encoding='utf-8'?><a/>"],
)
def test_utf_8_is_read_however_it_is_declared(source):
    assert xml.read(source).tag == "a"
