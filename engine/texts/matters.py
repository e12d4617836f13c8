"""What notices of incidents, difficulties, campaigns and assignments say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "vu-viec-den": {
        "vi": (
            "Vụ việc ({urgency}): {incident}",
            "{unit} báo cáo vụ việc mức {urgency}: {incident}. Nơi xảy ra: {place}. Đề nghị tiếp "
            "nhận ngay.",
        ),
        "en": (
            "Incident ({urgency_en}): {incident}",
            "{unit} reports an incident ({urgency_en}): {incident}. Place: {place}. Please receive "
            "it now.",
        ),
    },
    "vu-viec-chuyen": {
        "vi": (
            "Vụ việc đã chuyển cấp trên: {incident}",
            "Vụ việc «{incident}» của {unit} đã chuyển đến {holder}.",
        ),
        "en": (
            "Incident forwarded: {incident}",
            "The incident «{incident}» of {unit} is now with {holder}.",
        ),
    },
    "vu-viec-ket-thuc": {
        "vi": (
            "Vụ việc đã kết thúc: {incident}",
            "{holder} đã kết thúc vụ việc «{incident}» của {unit}. Kết quả: {outcome}",
        ),
        "en": (
            "Incident closed: {incident}",
            "{holder} has closed the incident «{incident}» of {unit}. Outcome: {outcome}",
        ),
    },
    "vu-viec-cham-nhan": {
        "vi": (
            "Chậm tiếp nhận vụ việc ({urgency}): {incident}",
            "{unit} chưa tiếp nhận vụ việc mức {urgency} «{incident}» trong thời gian quy định. "
            "Đề nghị lãnh đạo chỉ đạo tiếp nhận ngay.",
        ),
        "en": (
            "Incident not received in time ({urgency_en}): {incident}",
            "{unit} has not received the incident «{incident}» ({urgency_en}) in time. Please see "
            "that it is received now.",
        ),
    },
    "vu-viec-cham-xu-ly": {
        "vi": (
            "Chậm xử lý vụ việc ({urgency}): {incident}",
            "{unit} chưa kết thúc hoặc chuyển cấp trên vụ việc mức {urgency} «{incident}» trong "
            "thời gian quy định.",
        ),
        "en": (
            "Incident neither closed nor forwarded ({urgency_en}): {incident}",
            "{unit} has neither closed nor forwarded the incident «{incident}» ({urgency_en}) in "
            "time.",
        ),
    },
    "vu-viec-bo-sung": {
        "vi": (
            "Bổ sung báo cáo vụ việc: {incident}",
            "{unit} bổ sung thông tin về vụ việc «{incident}».",
        ),
        "en": (
            "Added to an incident report: {incident}",
            "{unit} has added to its report on the incident «{incident}».",
        ),
    },
    "vuong-mac-moi": {
        "vi": (
            "Vướng mắc mới theo {directive}",
            "{unit} nêu vướng mắc khi thực hiện {directive}: {question}",
        ),
        "en": (
            "A difficulty under {directive}",
            "{unit} has a difficulty in carrying out {directive}: {question}",
        ),
    },
    "vuong-mac-cham": {
        "vi": (
            "Vướng mắc lâu chưa giải đáp theo {directive}",
            "{unit} đang giữ vướng mắc theo {directive} quá thời gian giải đáp. Đề nghị trả lời "
            "hoặc chuyển cấp trên.",
        ),
        "en": (
            "A difficulty has waited too long under {directive}",
            "{unit} has held a difficulty under {directive} beyond the time to answer. Please answer "
            "it or pass it up.",
        ),
    },
    "vuong-mac-tra-loi": {
        "vi": (
            "Trả lời vướng mắc theo {directive}",
            "{holder} trả lời vướng mắc của {unit} khi thực hiện {directive}: {answer}",
        ),
        "en": (
            "A difficulty is answered under {directive}",
            "{holder} answers the difficulty of {unit} in carrying out {directive}: {answer}",
        ),
    },
    "dot-cham-ke-hoach": {
        "vi": (
            "Chưa có kế hoạch: {campaign}",
            "{unit} chưa có kế hoạch tham gia «{campaign}» ({starts_on}–{ends_on}). Đề nghị ban "
            "hành ngay.",
        ),
        "en": (
            "No plan yet: {campaign}",
            "{unit} has no plan for «{campaign}» ({starts_on}–{ends_on}) yet. Please make it now.",
        ),
    },
    "phan-cong-moi": {
        "vi": (
            "Phân công: {task}",
            "{who} được phân công: {task}. Hạn: {last_day}. Sản phẩm: {expected}",
        ),
        "en": (
            "Assigned: {task}",
            "{who} is assigned: {task}. Last day: {last_day}. Product: {expected}",
        ),
    },
    "phan-cong-sap-han": {
        "vi": (
            "Nhiệm vụ được phân công sắp đến hạn: {task}",
            "{who} chủ trì «{task}»; ngày cuối cùng được tính đúng hạn: {last_day}.",
        ),
        "en": (
            "Assigned work is due soon: {task}",
            "{who} leads «{task}»; the last day on time is {last_day}.",
        ),
    },
    "phan-cong-qua-han": {
        "vi": (
            "Nhiệm vụ được phân công đã quá hạn: {task}",
            "{who} chủ trì «{task}» chưa hoàn thành; hạn cuối là {last_day}.",
        ),
        "en": (
            "Assigned work is overdue: {task}",
            "{who} leads «{task}», which is not finished; the last day was {last_day}.",
        ),
    },
    "phan-cong-tra-lai": {
        "vi": (
            "Kết quả nhiệm vụ bị trả lại: {task}",
            "Kết quả «{task}» do {who} chủ trì bị trả lại: {remarks}",
        ),
        "en": (
            "A result was returned: {task}",
            "The result of «{task}», led by {who}, was returned: {remarks}",
        ),
    },
}
