//! What the hotline's own events say.

use super::{Sentence, on};

/// English, simplified and traditional Chinese.
#[rustfmt::skip]
pub(super) const SENTENCES: &[Sentence] = &[
    on("hotline", "CallEnded", "", [
        "{by} wrapped up the call: {wrap_up}.",
        "{by} 结束通话：{wrap_up}。",
        "{by} 結束通話：{wrap_up}。",
    ]),
    on("hotline", "ConsultationRecorded", "", [
        "Consultation record {number} was written.",
        "已填写客户咨询记录 {number}。",
        "已填寫客戶諮詢記錄 {number}。",
    ]),
    on("hotline", "TicketOpened", "mode=ON_SITE", [
        "{by} opened the ticket, register no. {register_no}, voucher {voucher_no}: {model}, on-site service, class {service_class}.",
        "{by} 登记报修 {register_no}，服务凭证 {voucher_no}：{model}，上门服务，{service_class} 类。",
        "{by} 登記報修 {register_no}，服務憑證 {voucher_no}：{model}，上門服務，{service_class} 類。",
    ]),
    on("hotline", "TicketOpened", "mode=CARRY_IN", [
        "{by} opened the ticket, register no. {register_no}, voucher {voucher_no}: {model}, carry-in, class {service_class}.",
        "{by} 登记报修 {register_no}，服务凭证 {voucher_no}：{model}，送修，{service_class} 类。",
        "{by} 登記報修 {register_no}，服務憑證 {voucher_no}：{model}，送修，{service_class} 類。",
    ]),
    on("hotline", "TicketOpened", "", [
        "{by} opened the ticket, register no. {register_no}: {model}, solved by telephone.",
        "{by} 登记报修 {register_no}：{model}，电话完成服务。",
        "{by} 登記報修 {register_no}：{model}，電話完成服務。",
    ]),
    on("hotline", "TicketHandedOver", "urged=true", [
        "The ticket went to the coordinator, to be received by {receive_by}. The customer presses: contact is promised by {promised_contact_by}.",
        "报修已转协调员，须在 {receive_by} 前接收。客户催促：承诺 {promised_contact_by} 前联系。",
        "報修已轉協調員，須在 {receive_by} 前接收。客戶催促：承諾 {promised_contact_by} 前聯繫。",
    ]),
    on("hotline", "TicketHandedOver", "", [
        "The ticket went to the coordinator, to be received by {receive_by}.",
        "报修已转协调员，须在 {receive_by} 前接收。",
        "報修已轉協調員，須在 {receive_by} 前接收。",
    ]),
    on("hotline", "TicketGuidedToBranch", "", [
        "The customer was guided to branch {target_branch_id}.",
        "已指导客户到网点 {target_branch_id} 送修。",
        "已指導客戶到網點 {target_branch_id} 送修。",
    ]),
    on("hotline", "TicketStateChanged", "", [
        "The ticket went from {from} to {to}.",
        "报修单状态由 {from} 变为 {to}。",
        "報修單狀態由 {from} 變為 {to}。",
    ]),
    on("hotline", "TicketCancelled", "", [
        "{by} cancelled the ticket: {reason}.",
        "{by} 取消报修：{reason}。",
        "{by} 取消報修：{reason}。",
    ]),
    on("hotline", "TicketAmended", "document=VOUCHER", [
        "{by} amended the archived voucher: {what}.",
        "{by} 更正已归档的服务凭证：{what}。",
        "{by} 更正已歸檔的服務憑證：{what}。",
    ]),
    on("hotline", "TicketAmended", "", [
        "{by} amended the closed ticket: {what}.",
        "{by} 更正已结案的报修单：{what}。",
        "{by} 更正已結案的報修單：{what}。",
    ]),
    on("hotline", "RegisterRowCleared", "", [
        "Register row {register_no} was cleared and voucher {voucher_no} archived.",
        "报修登记 {register_no} 已注销，服务凭证 {voucher_no} 已归档。",
        "報修登記 {register_no} 已註銷，服務憑證 {voucher_no} 已歸檔。",
    ]),
    on("hotline", "TicketClosed", "", [
        "The ticket was closed: {outcome}.",
        "报修单结案：{outcome}。",
        "報修單結案：{outcome}。",
    ]),
    on("hotline", "RepeatCallFlagged", "", [
        "The customer had to call again for the same matter; {first_handler} handled it first.",
        "客户因同一事件再次来电，首次由 {first_handler} 受理。",
        "客戶因同一事件再次來電，首次由 {first_handler} 受理。",
    ]),
    on("hotline", "QuoteAnswered", "accepted=true", [
        "{by} explained the paid policy and quoted {total}; the customer accepted both.",
        "{by} 已说明有偿服务政策并报价 {total}，客户均已接受。",
        "{by} 已說明有償服務政策並報價 {total}，客戶均已接受。",
    ]),
    on("hotline", "QuoteAnswered", "", [
        "{by} explained the paid policy; the customer declined the charge.",
        "{by} 已说明有偿服务政策，客户谢绝收费服务。",
        "{by} 已說明有償服務政策，客戶謝絕收費服務。",
    ]),
    on("hotline", "RequestCarriedOver", "", [
        "Not dispatched on {day}: the department manager has it first on {carried_to}.",
        "{day} 未派工，{carried_to} 由部门经理优先派工。",
        "{day} 未派工，{carried_to} 由部門經理優先派工。",
    ]),
    on("hotline", "ContactTaskOpened", "plan=ANSWER", [
        "The customer's demand ({topic}) was not answered on the spot: an answer is due by {due_at}.",
        "客户的要求（{topic}）未当场答复：须在 {due_at} 前答复。",
        "客戶的要求（{topic}）未當場答覆：須在 {due_at} 前答覆。",
    ]),
    on("hotline", "ContactTaskOpened", "", [
        "Not repaired on site ({plan}): the customer is to be told by {due_at}.",
        "现场未修复（{plan}）：须在 {due_at} 前告知客户。",
        "現場未修復（{plan}）：須在 {due_at} 前告知客戶。",
    ]),
    on("hotline", "ContactTaskDone", "", [
        "{by} told the customer what follows.",
        "{by} 已告知客户后续安排。",
        "{by} 已告知客戶後續安排。",
    ]),
];
