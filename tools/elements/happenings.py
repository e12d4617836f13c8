"""Events, by what they wait for or throw."""

from __future__ import annotations

from tools.elements.entry import Entry

CATCH, THROW = "Intermediate events, catching", "Intermediate events, throwing"
BOUNDARIES = ("Boundary events, interrupting", "Boundary events, non-interrupting")


def _everywhere(name: str, *groups: str) -> tuple[tuple[str, str], ...]:
    return tuple((group, name) for group in groups)


HAPPENINGS = (
    Entry(
        "start-event", "Bắt đầu", "Start event",
        "Bắt đầu không kèm sự kiện: tiến trình của đơn vị ban hành, hoặc được gọi. Bắt đầu có kèm sự kiện: khi sự kiện ấy đến.",
        "Without an event: the process of the unit that issues, or a called one. With one: when that event comes.",
        '<startEvent id="s" name="Nhận văn bản"><messageEventDefinition messageRef="M"/></startEvent>',
        ("s A e",), (("Start events", ""),), (),
        ("start-missing", "start-twice", "start-message-twice", "start-incoming", "start-trigger"),
    ),
    Entry(
        "end-event", "Kết thúc", "End event",
        "Kết thúc một nhánh. «Dừng tất cả» kết thúc cả phạm vi; các loại khác gửi hoặc báo điều gì đó trước khi kết thúc.",
        "Ends a branch. Terminate ends its whole scope; the others send or tell something first.",
        '<endEvent id="e" name="Đã xong"><terminateEventDefinition/></endEvent>',
        ("s A e",), (("End events", ""),), (), ("end-missing", "end-outgoing"),
    ),
    Entry(
        "message-event", "Sự kiện thông điệp", "Message event",
        "Phát: gửi tới các đơn vị nhận, mỗi đơn vị mở hoặc đánh thức một tiến trình. Chờ: đợi thông điệp mang tên đó. Trên biên: trong lúc việc đang mở.",
        "Throwing: to the units that receive, beginning or waking a process of each. Catching: waits for the message of that name. On a boundary: while the activity is open.",
        '<intermediateThrowEvent id="k" name="Gửi văn bản" dondoc:recipients="directive.recipients"><messageEventDefinition messageRef="M"/></intermediateThrowEvent>',
        ("s k A e",), _everywhere("Message", CATCH, THROW, *BOUNDARIES), ("recipients", "directive", "input"),
        ("message-missing", "recipients-missing", "message-flow-missing", "directive-choice"),
        {"variables": "directive"},
    ),
    Entry(
        "timer-event", "Sự kiện thời gian", "Timer event",
        "Chờ đến một thời điểm (timeDate), hết một khoảng (timeDuration) hoặc theo chu kỳ (timeCycle). Dời hạn thì hẹn giờ dời theo. Ngày làm việc tính theo lịch của hệ thống.",
        "Waits for a moment (timeDate), a length of time (timeDuration) or a repetition (timeCycle). A deadline that moves moves its timers. Working days follow the calendar here.",
        '<boundaryEvent id="b" name="Sắp đến hạn" attachedToRef="u1" cancelActivity="false"><timerEventDefinition><timeDate>working days before(dueAt, 2)</timeDate></timerEventDefinition></boundaryEvent>',
        ("s u1 A e", "b B e2"), _everywhere("Timer", CATCH, *BOUNDARIES), (),
        ("timer-type", "boundary-host", "boundary-incoming", "expression-missing"),
        {"variables": "dueAt"},
    ),
    Entry(
        "conditional-event", "Sự kiện điều kiện", "Conditional event",
        "Chờ đến khi một điều kiện FEEL trở thành đúng; được xem lại sau mỗi lần biến thay đổi.",
        "Waits until a FEEL condition becomes true; looked at after every change of a variable.",
        '<intermediateCatchEvent id="c" name="Hạn được dời"><conditionalEventDefinition><condition>n &gt; 3</condition></conditionalEventDefinition></intermediateCatchEvent>',
        ("s c A e",), _everywhere("Conditional", CATCH, *BOUNDARIES), (), ("condition-type", "expression-missing"),
    ),
    Entry(
        "signal-event", "Sự kiện tín hiệu", "Signal event",
        "Phát cho tất cả những ai đang chờ tín hiệu ấy lúc đó, trong tiến trình này và tiến trình khác.",
        "Thrown to all that wait for it at that moment, in this process and in others.",
        '<intermediateThrowEvent id="k"><signalEventDefinition signalRef="X"/></intermediateThrowEvent>',
        ("s k A e",),
        (*_everywhere("Signal", CATCH, THROW, *BOUNDARIES), ("Declarations", "Event definition at the root")),
        (), ("signal-missing", "reference-unknown"),
    ),
    Entry(
        "error-event", "Sự kiện lỗi", "Error event",
        "Kết thúc «lỗi» ngắt tiến trình con và đi theo sự kiện biên «lỗi» gần nhất. Không ai bắt thì tiến trình dừng và quản trị được báo.",
        "An error end interrupts the sub-process and leaves by the innermost error boundary. Uncaught, the instance ends and a person is told.",
        '<subProcess id="S"><startEvent id="s1"/><endEvent id="e1"><errorEventDefinition errorRef="E"/></endEvent><sequenceFlow id="f1" sourceRef="s1" targetRef="e1"/></subProcess><boundaryEvent id="b" attachedToRef="S"><errorEventDefinition errorRef="E"/></boundaryEvent>',
        ("s S e", "b A e2"), _everywhere("Error", *BOUNDARIES), (), ("event-unsupported", "boundary-host"),
    ),
    Entry(
        "escalation-event", "Sự kiện leo thang", "Escalation event",
        "Như lỗi, nhưng có thể không ngắt; không ai bắt thì đi tiếp.",
        "As an error, but it need not interrupt; uncaught, it goes on.",
        '<intermediateThrowEvent id="k"><escalationEventDefinition escalationRef="L"/></intermediateThrowEvent>',
        ("s k A e",), _everywhere("Escalation", THROW, *BOUNDARIES), (), ("event-unsupported",),
    ),
    Entry(
        "compensation-event", "Sự kiện hoàn tác", "Compensation event",
        "Phát: các việc đã xong có gắn bước hoàn tác thì bước đó chạy, mới nhất trước; chờ xong rồi đi tiếp.",
        "Throwing: the handlers of what was completed run, the newest first; it goes on when they are done.",
        '<boundaryEvent id="b" attachedToRef="t1"><compensateEventDefinition/></boundaryEvent><task id="lui" isForCompensation="true"/><association id="a" sourceRef="b" targetRef="lui" associationDirection="One"/><intermediateThrowEvent id="k"><compensateEventDefinition/></intermediateThrowEvent>',
        ("s t1 k e",),
        (*_everywhere("Compensation", THROW, *BOUNDARIES), ("Markers", "Compensation:")), (),
        ("compensation-handler-missing", "compensation-handler-kind", "compensation-handler-flow",
         "compensation-handler-unused", "compensation-flow", "compensation-twice", "compensation-activity",
         "compensation-wait"),
    ),
    Entry(
        "link-event", "Sự kiện liên kết", "Link event",
        "Nối hai chỗ xa nhau trong cùng phạm vi, thay cho một luồng dài.",
        "Joins two far places of one scope, in place of a long flow.",
        '<intermediateThrowEvent id="k"><linkEventDefinition name="L"/></intermediateThrowEvent><intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>',
        ("s k", "c A e"), _everywhere("Link", CATCH, THROW), (),
        ("link-missing", "link-alone", "link-unused", "link-twice", "link-incoming", "link-outgoing"),
    ),
    Entry(
        "multiple-event", "Nhiều sự kiện, sự kiện trống", "Multiple and none events",
        "Nhiều sự kiện: cái nào đến trước cũng được, hoặc phải đủ tất cả (song song). Sự kiện phát trống chỉ là một mốc, qua ngay.",
        "Multiple: any of them, or all of them (parallel). A throwing event without a kind is a mark, passed at once.",
        '<intermediateCatchEvent id="c" parallelMultiple="true"><messageEventDefinition messageRef="M"/><signalEventDefinition signalRef="X"/></intermediateCatchEvent>',
        ("s c A e",),
        (*_everywhere("Multiple", CATCH, THROW, *BOUNDARIES), *_everywhere("Parallel multiple", CATCH, *BOUNDARIES),
         (THROW, "None")), (), ("event-several", "event-missing"),
    ),
)  # fmt: skip
