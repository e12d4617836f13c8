"""Gateways, flows and data."""

from __future__ import annotations

from tools.elements.entry import Entry

ROUTING = (
    Entry(
        "exclusive-gateway", "Cổng chọn một nhánh", "Exclusive gateway",
        "Đi nhánh đầu tiên có điều kiện đúng, không nhánh nào đúng thì nhánh mặc định. Không có nhánh mặc định thì tiến trình dừng với một lỗi để quản trị xử lý.",
        "Takes the first flow whose condition is true, else the default. Without a default the step fails, and an administrator is told.",
        '<exclusiveGateway id="x" name="Đạt chưa?" default="lam-lai"/><sequenceFlow id="dat" sourceRef="x" targetRef="A"><conditionExpression>n &gt; 1</conditionExpression></sequenceFlow><sequenceFlow id="lam-lai" sourceRef="x" targetRef="B"/>',
        ("s x", "A e", "B e"),
        (("Gateways", "Exclusive"), ("Flows", "Exclusive gateway's")), (),
        ("condition-missing", "default-unknown", "default-condition", "default-misplaced", "condition-type"),
    ),
    Entry(
        "parallel-gateway", "Cổng song song", "Parallel gateway",
        "Đi mọi nhánh cùng lúc; khi gom lại thì chờ đủ một thẻ của mỗi nhánh.",
        "Takes all flows at once; joining, it waits for one token of each.",
        '<parallelGateway id="tach"/>',
        ("s tach A p2 e", "tach B p2"), (("Gateways", "Parallel"),), (), ("default-misplaced", "condition-misplaced"),
    ),
    Entry(
        "inclusive-gateway", "Cổng chọn nhiều nhánh", "Inclusive gateway",
        "Đi mọi nhánh có điều kiện đúng; khi gom lại thì chờ chừng nào còn thẻ có thể đến.",
        "Takes every flow whose condition is true; joining, it waits while a token can still come.",
        '<inclusiveGateway id="tach" default="khac"/><sequenceFlow id="nhieu" sourceRef="tach" targetRef="A"><conditionExpression>n &gt; 1</conditionExpression></sequenceFlow><sequenceFlow id="khac" sourceRef="tach" targetRef="B"/>',
        ("s tach", "A i2 e", "B i2"), (("Gateways", "Inclusive"),), (),
        ("condition-missing", "default-needless", "condition-type"),
    ),
    Entry(
        "complex-gateway", "Cổng phức hợp", "Complex gateway",
        "Mở khi điều kiện kích hoạt đúng (activationCount là số thẻ đã đến), rồi chờ các thẻ còn lại và bắt đầu lại.",
        "Opens when its activation condition holds (activationCount tokens have come), waits for the rest, and begins again.",
        '<complexGateway id="k"><activationCondition>activationCount = 1</activationCondition></complexGateway>',
        ("s p1 k A e", "p1 k"), (("Gateways", "Complex"),), (), ("complex-activation",),
    ),
    Entry(
        "event-based-gateway", "Cổng chờ sự kiện", "Event-based gateway",
        "Chờ cùng lúc nhiều sự kiện ở sau nó; sự kiện đến trước quyết định nhánh đi. Cũng có thể bắt đầu tiến trình.",
        "Waits for all the events after it; the first to come decides. It can also begin a process.",
        '<eventBasedGateway id="cho"/>',
        ("s cho m1 A e", "cho m2 B e"), (("Gateways", "Event-based"),), (),
        ("event-gateway-ways", "event-gateway-target", "event-gateway-incoming", "event-gateway-mixed",
         "event-gateway-twice", "event-gateway-several", "event-gateway-receive", "event-gateway-parallel"),
    ),
    Entry(
        "sequence-flow", "Luồng tuần tự", "Sequence flow",
        "Nối hai bước trong cùng một tiến trình. Có thể có điều kiện khi ra từ một cổng hoặc một việc; nhánh mặc định thì không.",
        "Joins two steps of one process. It may have a condition out of a gateway or an activity; a default flow has none.",
        '<sequenceFlow id="k" sourceRef="A" targetRef="B"/>',
        ("s A", "B e"), (("Flows", "Sequence flow"), ("Flows", "Conditional flow"), ("Flows", "Default flow")), (),
        ("flow-dangling", "flow-crossing", "condition-misplaced", "dead-end", "unreachable", "start-incoming", "end-outgoing"),
    ),
    Entry(
        "message-flow", "Luồng thông điệp", "Message flow",
        "Nối nơi gửi ở nhóm này với nơi nhận ở nhóm khác: đường đi của văn bản và báo cáo giữa các cấp.",
        "Joins what sends in one pool with what receives in another: the way of letters and reports between tiers.",
        '<sendTask id="k" messageRef="M" dondoc:recipients="superior(unit)"/>',
        ("s k A e",), (("Flows", "Message flow"),), (),
        ("message-flow-inside", "message-flow-target", "message-flow-twice", "message-flow-mismatch", "message-flow-missing"),
        {"variables": "unit"},
    ),
    Entry(
        "data", "Dữ liệu", "Data",
        "Đối tượng dữ liệu, kho dữ liệu và thuộc tính là biến mang tên của chúng, trong phạm vi vẽ ra chúng.",
        "Data objects, data stores and properties are variables of their names, in the scope that draws them.",
        '<dataObject id="so-lieu" name="soLieu"/><scriptTask id="k" scriptFormat="feel" dondoc:result="soLieu"><script>1</script></scriptTask>',
        ("s k A e",), (("Data", ""), ("Flows", "Data association")), (),
        ("name-reserved", "data-target-unknown", "data-place"),
    ),
)  # fmt: skip
