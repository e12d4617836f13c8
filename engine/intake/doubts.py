"""What a reader should look at again: each doubt's code with its sentence in Vietnamese and English.

A ``Found`` carries codes; pages, ``dondoc intake`` and the corrections kept show the sentences.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from engine.intake.duty_doubts import OF_DUTIES
from engine.intake.reading_doubts import OF_READING

NUMBER_BLANK = "number-blank"
NUMBER_NOT_LABELLED = "number-not-labelled"
SYMBOL_LOST = "symbol-lost"
TYPE_INFERRED = "type-inferred"
TYPE_UNLIKE_SYMBOL = "type-unlike-symbol"
ISSUER_INFERRED = "issuer-inferred"
ISSUER_UNPLACED = "issuer-unplaced"
LOCALITY_INFERRED = "locality-inferred"
LOCALITY_KNOWN = "locality-known"
LOCALITY_UNDECIDED = "locality-undecided"
DATE_BLANK = "date-blank"
DATE_OF_SIGNATURE = "date-of-signature"
DATE_IMPOSSIBLE = "date-impossible"
DATE_AT_END = "date-at-end"
DATE_BEFORE_BASIS = "date-before-basis"
YEAR_INFERRED = "year-inferred"
SUBJECT_INFERRED = "subject-inferred"
SUBJECT_MISPLACED = "subject-misplaced"
BASIS_DATE_IMPOSSIBLE = "basis-date-impossible"
BASIS_UNDATED = "basis-undated"
BASIS_ISSUER_COMPLETED = "basis-issuer-completed"
RECIPIENTS_INFERRED = "recipients-inferred"
COPIES_UNMARKED = "copies-unmarked"
SIGNER_NAMELESS = "signer-nameless"
SIGNER_TORN = "signer-torn"
SIGNER_OF_CERTIFICATE = "signer-of-certificate"

_AROUND: Final = {
    NUMBER_BLANK: (
        "Chỗ ghi số để trống: bản chưa phát hành hoặc số bị mất.",
        "The place of the number is blank: an unissued copy, or the number is lost.",
    ),
    NUMBER_NOT_LABELLED: (
        "Số, ký hiệu không có chữ «Số» đứng trước.",
        "The number and symbol stand without «Số» in front.",
    ),
    SYMBOL_LOST: (
        "Có chữ «Số» nhưng không đọc được ký hiệu.",
        "«Số» is there, but no symbol could be read.",
    ),
    TYPE_INFERRED: (
        "Không có tên loại văn bản: loại được suy ra từ ký hiệu, Kính gửi hoặc lời văn.",
        "No type is named: it follows from the symbol, «Kính gửi» or the wording.",
    ),
    TYPE_UNLIKE_SYMBOL: (
        "Tên loại và ký hiệu chỉ hai loại văn bản khác nhau; lấy theo tên loại.",
        "The type line and the symbol name different types; the type line was taken.",
    ),
    ISSUER_INFERRED: (
        "Phần đầu không có tên cơ quan: cơ quan ban hành được suy ra từ chữ ký và lời văn.",
        "The head names no issuer: it follows from the signature and the wording.",
    ),
    ISSUER_UNPLACED: (
        "Không rõ cơ quan ban hành thuộc địa phương nào.",
        "Which place the issuer belongs to is not said.",
    ),
    LOCALITY_INFERRED: (
        "Địa phương không ghi ở phần đầu, được lấy từ nội dung văn bản.",
        "The head does not say the place; it was taken from the text.",
    ),
    LOCALITY_KNOWN: (
        "Văn bản không ghi tỉnh; tỉnh lấy theo danh mục huyện trước ngày 01/7/2025.",
        "The letter names no province; it follows from the list of districts before 1 July 2025.",
    ),
    LOCALITY_UNDECIDED: (
        "Văn bản nhắc nhiều địa phương cùng cấp; đã lấy nơi được nhắc nhiều nhất.",
        "Several places of one level are named; the one named most was taken.",
    ),
    DATE_BLANK: (
        "Ngày hoặc tháng ban hành để trống.",
        "The day or the month of issue is blank.",
    ),
    DATE_OF_SIGNATURE: (
        "Ngày ban hành lấy từ dấu thời gian của chữ ký số.",
        "The date of issue is that of the digital signature.",
    ),
    DATE_IMPOSSIBLE: (
        "Ngày ban hành như in ra không có trong lịch.",
        "The printed date of issue does not exist.",
    ),
    DATE_AT_END: (
        "Ngày tháng đứng ở cuối văn bản, không ở phần đầu.",
        "The date stands at the end of the letter, not in its head.",
    ),
    DATE_BEFORE_BASIS: (
        "Ngày ban hành sớm hơn ngày của văn bản được căn cứ.",
        "The date of issue is before that of a document the letter rests on.",
    ),
    YEAR_INFERRED: (
        "Năm ban hành không in, được suy ra từ văn bản viện dẫn hoặc nội dung.",
        "The year of issue is not printed; it follows from documents cited or from the text.",
    ),
    SUBJECT_INFERRED: (
        "Trích yếu không còn: nội dung được suy ra từ lời văn.",
        "The subject line is lost: it follows from the wording.",
    ),
    SUBJECT_MISPLACED: (
        "Trích yếu đứng ngoài phần đầu văn bản.",
        "The subject line stands outside the letter's head.",
    ),
    BASIS_DATE_IMPOSSIBLE: (
        "Ngày của văn bản viện dẫn không có trong lịch.",
        "The date of the document cited does not exist.",
    ),
    BASIS_UNDATED: (
        "Văn bản viện dẫn không ghi đủ ngày, tháng, năm.",
        "The document cited has no full date.",
    ),
    BASIS_ISSUER_COMPLETED: (
        "Tên cơ quan của văn bản viện dẫn được bổ sung địa phương theo ngữ cảnh.",
        "The issuer of the document cited was completed with a place from the context.",
    ),
    RECIPIENTS_INFERRED: (
        "Không có «Kính gửi»: nơi nhận chính được suy ra từ câu giao việc.",
        "There is no «Kính gửi»: the recipients follow from the sentence that gives the order.",
    ),
    COPIES_UNMARKED: (
        "Danh sách nơi nhận không có chữ «Nơi nhận» đứng trước.",
        "The list of copies stands without «Nơi nhận» in front.",
    ),
    SIGNER_NAMELESS: (
        "Phần ký không có họ tên người ký.",
        "The signature has no name.",
    ),
    SIGNER_TORN: (
        "Họ tên người ký có chữ bị mất khi trích văn bản.",
        "Letters of the signer's name were lost when the text was extracted.",
    ),
    SIGNER_OF_CERTIFICATE: (
        "Họ tên người ký lấy từ thông tin chữ ký số.",
        "The signer's name is that of the digital signature.",
    ),
}

SENTENCES: Final = MappingProxyType({**_AROUND, **OF_DUTIES, **OF_READING})


def sentence(code: str, locale: str = "vi") -> str:
    """The doubt as a sentence in ``locale`` ("vi" or "en"); an unknown code reads as itself."""
    vi, en = SENTENCES.get(code, (code, code))
    return vi if locale == "vi" else en
