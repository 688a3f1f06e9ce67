//! What each event says, in three languages; `{name}` stands for a fact. Of several, the first whose fact fits.

use super::Sentence;

const fn on(service: &'static str, fact: &'static str, when: &'static str, words: [&'static str; 3]) -> Sentence {
    Sentence {
        service,
        fact,
        when,
        words,
    }
}

/// Every sentence: English, simplified and traditional Chinese.
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
    on("sla", "DeadlineStarted", "", [
        "Deadline {kind}: due {due_at}.",
        "时限“{kind}”开始，到期 {due_at}。",
        "時限「{kind}」開始，到期 {due_at}。",
    ]),
    on("sla", "DeadlineMet", "", [
        "Deadline {kind} was kept (due {due_at}).",
        "时限“{kind}”已履行（到期 {due_at}）。",
        "時限「{kind}」已履行（到期 {due_at}）。",
    ]),
    on("sla", "DeadlineMissed", "", [
        "Deadline {kind} was missed (due {due_at}).",
        "时限“{kind}”已超时（到期 {due_at}）。",
        "時限「{kind}」已逾時（到期 {due_at}）。",
    ]),
    on("sla", "DeadlineRecomputed", "", [
        "Deadline {kind} moved from {old_due_at} to {due_at}.",
        "时限“{kind}”由 {old_due_at} 改为 {due_at}。",
        "時限「{kind}」由 {old_due_at} 改為 {due_at}。",
    ]),
    on("sla", "DeadlineEnded", "", [
        "Deadline {kind} ended: {reason}.",
        "时限“{kind}”终止：{reason}。",
        "時限「{kind}」終止：{reason}。",
    ]),
    on("dispatch", "WorkOrderCreated", "", [
        "Work order {work_order_no} is in the coordinator's queue.",
        "派工单 {work_order_no} 进入协调员队列。",
        "派工單 {work_order_no} 進入協調員佇列。",
    ]),
    on("dispatch", "WorkOrderReceived", "", [
        "{by} received work order {work_order_no}, {minutes_since_hand_over} minutes after the hand-over.",
        "{by} 接收派工单 {work_order_no}，距转交 {minutes_since_hand_over} 分钟。",
        "{by} 接收派工單 {work_order_no}，距轉交 {minutes_since_hand_over} 分鐘。",
    ]),
    on("dispatch", "TechnicianAssigned", "", [
        "{by} assigned {technician_id}.",
        "{by} 指派 {technician_id}。",
        "{by} 指派 {technician_id}。",
    ]),
    on("dispatch", "ContactAttempted", "", [
        "{by} did not reach the customer (attempt {attempt_number}).",
        "{by} 未联系上客户（第 {attempt_number} 次）。",
        "{by} 未聯繫上客戶（第 {attempt_number} 次）。",
    ]),
    on("dispatch", "CustomerContacted", "", [
        "{by} reached the customer at {at}.",
        "{by} 于 {at} 联系上客户。",
        "{by} 於 {at} 聯繫上客戶。",
    ]),
    on("dispatch", "VisitPromised", "beyond_limit=true", [
        "{by} promised a visit from {window_start} to {window_end}, with consent later than the limit {zone_limit_at}.",
        "{by} 约定上门：{window_start} 至 {window_end}，经客户同意晚于时限 {zone_limit_at}。",
        "{by} 約定上門：{window_start} 至 {window_end}，經客戶同意晚於時限 {zone_limit_at}。",
    ]),
    on("dispatch", "VisitPromised", "", [
        "{by} promised a visit from {window_start} to {window_end}.",
        "{by} 约定上门：{window_start} 至 {window_end}。",
        "{by} 約定上門：{window_start} 至 {window_end}。",
    ]),
    on("dispatch", "AppointmentReported", "same_day=false", [
        "{by} reported the appointment, not on the day it was agreed.",
        "{by} 报告预约时间，非约定当日。",
        "{by} 報告預約時間，非約定當日。",
    ]),
    on("dispatch", "AppointmentReported", "", [
        "{by} reported the appointment the same day.",
        "{by} 当日报告预约时间。",
        "{by} 當日報告預約時間。",
    ]),
    on("dispatch", "WorkOrderReady", "no_parts_needed=true", [
        "The visit is ready: no parts are needed.",
        "上门准备就绪：无需备件。",
        "上門準備就緒：無需備件。",
    ]),
    on("dispatch", "WorkOrderReady", "", [
        "The visit is ready: the parts are there.",
        "上门准备就绪：备件已齐。",
        "上門準備就緒：備件已齊。",
    ]),
    on("dispatch", "WorkOrderPartsWaiting", "on_order=true", [
        "The visit waits for parts that are on order.",
        "等待已订购的备件。",
        "等待已訂購的備件。",
    ]),
    on("dispatch", "WorkOrderPartsWaiting", "", [
        "The visit waits for parts from the store.",
        "等待备件领用。",
        "等待備件領用。",
    ]),
    on("dispatch", "TechnicianDeparted", "", [
        "{technician_id} set out at {departed_at}.",
        "{technician_id} 于 {departed_at} 出发。",
        "{technician_id} 於 {departed_at} 出發。",
    ]),
    on("dispatch", "TechnicianArrived", "on_time=true", [
        "{technician_id} arrived on time at {arrived_at}.",
        "{technician_id} 于 {arrived_at} 准时到达。",
        "{technician_id} 於 {arrived_at} 準時到達。",
    ]),
    on("dispatch", "TechnicianArrived", "", [
        "{technician_id} arrived late at {arrived_at}.",
        "{technician_id} 于 {arrived_at} 迟到到达。",
        "{technician_id} 於 {arrived_at} 遲到到達。",
    ]),
    on("dispatch", "VisitCompleted", "outcome=REPAIRED", [
        "{technician_id} repaired it by {completed_at}; cleaned and signed.",
        "{technician_id} 于 {completed_at} 修复，已清洁并由客户签字。",
        "{technician_id} 於 {completed_at} 修復，已清潔並由客戶簽字。",
    ]),
    on("dispatch", "VisitCompleted", "outcome=CUSTOMER_ABSENT", [
        "{technician_id} found nobody in and left a note.",
        "{technician_id} 上门客户不在，已留条。",
        "{technician_id} 上門客戶不在，已留條。",
    ]),
    on("dispatch", "VisitCompleted", "", [
        "{technician_id} ended the visit at {completed_at}, not repaired: {plan}.",
        "{technician_id} 于 {completed_at} 结束上门，未修复：{plan}。",
        "{technician_id} 於 {completed_at} 結束上門，未修復：{plan}。",
    ]),
    on("dispatch", "CompletionReported", "same_day=false", [
        "{by} reported the completion, not on the same day.",
        "{by} 报告完成，非当日。",
        "{by} 報告完成，非當日。",
    ]),
    on("dispatch", "CompletionReported", "", [
        "{by} reported the completion the same day.",
        "{by} 当日报告完成。",
        "{by} 當日報告完成。",
    ]),
    on("dispatch", "WorkOrderPartsSettled", "", [
        "Every issued part is used up or returned.",
        "备件已全部核销。",
        "備件已全部核銷。",
    ]),
    on("dispatch", "WorkOrderConfirmed", "voucher_signed=true", [
        "{by} confirmed the repair sheet; the signed voucher {voucher_no} is back.",
        "{by} 确认维修单，已收回签字的服务凭证 {voucher_no}。",
        "{by} 確認維修單，已收回簽字的服務憑證 {voucher_no}。",
    ]),
    on("dispatch", "WorkOrderConfirmed", "", [
        "{by} confirmed the repair sheet.",
        "{by} 确认维修单。",
        "{by} 確認維修單。",
    ]),
    on("dispatch", "ReadyForCallback", "", [
        "The customer can be called back (appointed date {appointed_date}).",
        "可以回访（预约日期 {appointed_date}）。",
        "可以回訪（預約日期 {appointed_date}）。",
    ]),
    on("dispatch", "CallbackSuppressed", "", [
        "No callback on {date}: {reason}.",
        "{date} 不回访：{reason}。",
        "{date} 不回訪：{reason}。",
    ]),
    on("dispatch", "WorkOrderReturned", "", [
        "The customer could not be reached; {by} returned the order after {attempts} attempts.",
        "联系不上客户，{by} 在 {attempts} 次尝试后退回派工单。",
        "聯繫不上客戶，{by} 在 {attempts} 次嘗試後退回派工單。",
    ]),
    on("dispatch", "WorkOrderReopened", "", [
        "{by} reopened the work order.",
        "{by} 重新启动派工单。",
        "{by} 重新啟動派工單。",
    ]),
    on("dispatch", "WorkOrderCancelled", "", [
        "Work order {work_order_no} was cancelled: {reason}.",
        "派工单 {work_order_no} 已取消：{reason}。",
        "派工單 {work_order_no} 已取消：{reason}。",
    ]),
    on("dispatch", "WorkOrderClosed", "", [
        "Work order {work_order_no} was closed.",
        "派工单 {work_order_no} 已关闭。",
        "派工單 {work_order_no} 已關閉。",
    ]),
    on("dispatch", "MissedServiceRecorded", "", [
        "A missed service of {technician_id} was recorded: {kind}.",
        "记录 {technician_id} 遗漏服务：{kind}。",
        "記錄 {technician_id} 遺漏服務：{kind}。",
    ]),
    on("parts", "PartsRequested", "all_reserved=true", [
        "{by} requested parts {lines}; all are reserved.",
        "{by} 申请备件 {lines}，已全部预留。",
        "{by} 申請備件 {lines}，已全部預留。",
    ]),
    on("parts", "PartsRequested", "", [
        "{by} requested parts {lines}; stock does not suffice.",
        "{by} 申请备件 {lines}，库存不足。",
        "{by} 申請備件 {lines}，庫存不足。",
    ]),
    on("parts", "PartsReserved", "", [
        "Parts came in and were reserved: {lines}.",
        "备件到货并预留：{lines}。",
        "備件到貨並預留：{lines}。",
    ]),
    on("parts", "PartsIssued", "", [
        "{by} issued {items} to {issued_to}.",
        "{by} 向 {issued_to} 发放 {items}。",
        "{by} 向 {issued_to} 發放 {items}。",
    ]),
    on("parts", "PartReturned", "condition=DEFECTIVE", [
        "{by} returned {quantity} defective {part_no}.",
        "{by} 归还坏件 {part_no} {quantity} 件。",
        "{by} 歸還壞件 {part_no} {quantity} 件。",
    ]),
    on("parts", "PartReturned", "", [
        "{by} returned {quantity} unused {part_no}.",
        "{by} 归还好件 {part_no} {quantity} 件。",
        "{by} 歸還好件 {part_no} {quantity} 件。",
    ]),
    on("parts", "PartConsumed", "", [
        "{by} used up {quantity} {part_no}.",
        "{by} 消耗 {part_no} {quantity} 件。",
        "{by} 消耗 {part_no} {quantity} 件。",
    ]),
    on("parts", "PartsRequestCancelled", "", [
        "Parts request {number} was cancelled.",
        "备件申请 {number} 已取消。",
        "備件申請 {number} 已取消。",
    ]),
    on("parts", "PartsSettled", "", [
        "No issued part is open any more.",
        "领用备件已全部结清。",
        "領用備件已全部結清。",
    ]),
    on("billing", "TicketAccountOpened", "", [
        "An account was opened: class {service_class}, {coverage_kind}.",
        "已建立费用账户：{service_class} 类，{coverage_kind}。",
        "已建立費用帳戶：{service_class} 類，{coverage_kind}。",
    ]),
    on("billing", "ChargeRecorded", "", [
        "{by} recorded a charge of {amount}; the total is {total}.",
        "{by} 记录费用 {amount}，合计 {total}。",
        "{by} 記錄費用 {amount}，合計 {total}。",
    ]),
    on("billing", "TicketAccountClosed", "", [
        "The account was closed with a total of {total}.",
        "费用账户结清，合计 {total}。",
        "費用帳戶結清，合計 {total}。",
    ]),
    on("callback", "CallbackTaskCreated", "", [
        "The customer is to be called back on {due_date}.",
        "应于 {due_date} 回访客户。",
        "應於 {due_date} 回訪客戶。",
    ]),
    on("callback", "CallbackTaskMoved", "", [
        "The callback moved from {old_due_date} to {due_date}: {cause}.",
        "回访由 {old_due_date} 改为 {due_date}：{cause}。",
        "回訪由 {old_due_date} 改為 {due_date}：{cause}。",
    ]),
    on("callback", "CallbackAttempted", "", [
        "{by} did not reach the customer for the callback: {result}.",
        "{by} 回访未联系上客户：{result}。",
        "{by} 回訪未聯繫上客戶：{result}。",
    ]),
    on("callback", "CallbackCompleted", "satisfied=YES", [
        "{by} called back: the customer is satisfied.",
        "{by} 完成回访：客户满意。",
        "{by} 完成回訪：客戶滿意。",
    ]),
    on("callback", "CallbackCompleted", "", [
        "{by} called back: the customer is not satisfied ({reasons}).",
        "{by} 完成回访：客户不满意（{reasons}）。",
        "{by} 完成回訪：客戶不滿意（{reasons}）。",
    ]),
    on("callback", "VisitNotOnTimeReported", "", [
        "The customer says that {technician_id} did not come as agreed.",
        "客户反映 {technician_id} 未按约定时间上门。",
        "客戶反映 {technician_id} 未按約定時間上門。",
    ]),
    on("callback", "RevisitNeeded", "", [
        "The customer needs another visit.",
        "客户需要再次上门。",
        "客戶需要再次上門。",
    ]),
    on("callback", "DissatisfactionReported", "", [
        "The customer is not satisfied: {reasons}.",
        "客户不满意：{reasons}。",
        "客戶不滿意：{reasons}。",
    ]),
    on("callback", "ImprovementRecorded", "", [
        "{by} set a measure; {owner} carries it out by {measure_due_date}.",
        "{by} 制定改进措施，由 {owner} 于 {measure_due_date} 前落实。",
        "{by} 制定改進措施，由 {owner} 於 {measure_due_date} 前落實。",
    ]),
    on("callback", "CallbackClosed", "", [
        "The callback was closed: {outcome}.",
        "回访结束：{outcome}。",
        "回訪結束：{outcome}。",
    ]),
    on("reception", "VisitExpected", "", [
        "Branch {at_branch} expects the customer.",
        "网点 {at_branch} 等待客户到访。",
        "網點 {at_branch} 等待客戶到訪。",
    ]),
    on("reception", "CustomerArrived", "", [
        "The customer arrived at branch {at_branch} and was received by {by}.",
        "客户到达网点 {at_branch}，由 {by} 接待。",
        "客戶到達網點 {at_branch}，由 {by} 接待。",
    ]),
    on("reception", "ExpectedVisitCancelled", "", [
        "The customer is no longer expected at the branch.",
        "网点不再等待该客户。",
        "網點不再等待該客戶。",
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
