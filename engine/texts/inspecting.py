"""What notices of inspection rounds say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "kiem-tra-thong-bao": {
        "vi": (
            "Thông báo kiểm tra: {round}",
            (
                "{inspector} thông báo kiểm tra {unit} theo {directive}: {round}. Đề nghị báo cáo theo "
                "đề cương chậm nhất ngày {report_due} và chuẩn bị hồ sơ làm việc với đoàn."
            ),
        ),
        "en": (
            "Inspection announced: {round}",
            (
                "{inspector} will inspect {unit} under {directive}: {round}. Please report along the "
                "outline by {report_due} and have the files ready for the team."
            ),
        ),
    },
    "kiem-tra-nhac-de-cuong": {
        "vi": (
            "Sắp đến hạn báo cáo theo đề cương: {round}",
            (
                "Còn 3 ngày đến hạn {unit} báo cáo theo đề cương kiểm tra ({directive}). Ngày cuối "
                "cùng: {report_due}."
            ),
        ),
        "en": (
            "Self-report due soon: {round}",
            (
                "3 days are left for the self-report of {unit} ({directive}). The last day is "
                "{report_due}."
            ),
        ),
    },
    "kiem-tra-qua-han-de-cuong": {
        "vi": (
            "Quá hạn báo cáo theo đề cương: {round}",
            (
                "{unit} chưa nộp báo cáo theo đề cương kiểm tra ({directive}); hạn cuối là "
                "{report_due}. Đề nghị nộp ngay."
            ),
        ),
        "en": (
            "Self-report overdue: {round}",
            (
                "{unit} has not sent its self-report ({directive}); the last day was {report_due}. "
                "Please send it now."
            ),
        ),
    },
    "kiem-tra-lanh-dao-de-cuong": {
        "vi": (
            "Báo cáo lãnh đạo: chậm báo cáo theo đề cương kiểm tra",
            (
                "{unit} đã quá hạn 2 ngày báo cáo theo đề cương kiểm tra ({directive}); hạn cuối là "
                "{report_due}. Đề nghị lãnh đạo chỉ đạo hoàn thành."
            ),
        ),
        "en": (
            "To the head: the self-report is late",
            (
                "{unit} is 2 days late with its self-report ({directive}); the last day was "
                "{report_due}. Please see that it is finished."
            ),
        ),
    },
    "kiem-tra-da-nop": {
        "vi": (
            "Đã có báo cáo theo đề cương của {unit}",
            "{unit} đã nộp báo cáo theo đề cương kiểm tra ({directive}): {round}.",
        ),
        "en": (
            "The self-report of {unit} is there",
            "{unit} has sent its self-report ({directive}): {round}.",
        ),
    },
    "kiem-tra-sap-het-han": {
        "vi": (
            "Sắp hết thời hạn kiểm tra tại {unit}",
            (
                "Thời hạn kiểm tra tại {unit} ({directive}) hết ngày {last_day}. Nếu cần gia hạn, người "
                "ra quyết định phải gia hạn trước thời điểm đó và chỉ được một lần."
            ),
        ),
        "en": (
            "The time limit for {unit} is nearly over",
            (
                "The time limit for inspecting {unit} ({directive}) ends on {last_day}. If it must be "
                "extended, who decided does so before that, and once."
            ),
        ),
    },
    "kiem-tra-het-han": {
        "vi": (
            "Quá thời hạn kiểm tra tại {unit}",
            (
                "Đoàn kiểm tra chưa lập biên bản tại {unit} ({directive}) mà thời hạn đã hết ngày "
                "{last_day}. Đề nghị người ra quyết định xử lý."
            ),
        ),
        "en": (
            "The time limit for {unit} has passed",
            (
                "The team has made no minutes at {unit} ({directive}) and the time limit ended on "
                "{last_day}. Whoever decided the inspection must act."
            ),
        ),
    },
    "kiem-tra-gia-han": {
        "vi": (
            "Gia hạn kiểm tra tại {unit}",
            "Thời hạn kiểm tra tại {unit} ({directive}) được gia hạn đến hết ngày {last_day}.",
        ),
        "en": (
            "Time limit for {unit} extended",
            "The time limit for inspecting {unit} ({directive}) is extended to {last_day}.",
        ),
    },
    "kiem-tra-bien-ban": {
        "vi": (
            "Biên bản kiểm tra: {round}",
            "Đoàn kiểm tra của {inspector} đã lập biên bản kiểm tra tại {unit} ({directive}).",
        ),
        "en": (
            "Minutes of the inspection: {round}",
            (
                "The team of {inspector} has made the minutes of the inspection of {unit} "
                "({directive})."
            ),
        ),
    },
}
