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
    on("dispatch", "InvestigationRecorded", "", [
        "{by} of the technical department recorded the cause.",
        "技术部 {by} 登记了原因。",
        "技術部 {by} 登記了原因。",
    ]),

    on("dispatch", "GoodsTakenBack", "", [
        "{by} took the goods back against receipt {receipt_no}, to be returned by {promised_return}.",
        "{by} 取回商品，收据 {receipt_no}，承诺 {promised_return} 前送还。",
        "{by} 取回商品，收據 {receipt_no}，承諾 {promised_return} 前送還。",
    ]),
    on("dispatch", "GoodsRegisteredIn", "", [
        "{by} entered the goods in the register, repair card {card_no}; {repairer} is to finish by {planned_finish}.",
        "{by} 登记商品入库，修护卡 {card_no}，{repairer} 预计 {planned_finish} 前完成。",
        "{by} 登記商品入庫，修護卡 {card_no}，{repairer} 預計 {planned_finish} 前完成。",
    ]),
    on("dispatch", "CustodyEscalated", "cause=PREDICTED", [
        "{by} sees that the repair will not be done by {planned_finish} but by {predicted_finish}; the manager is asked for help.",
        "{by} 预计无法在 {planned_finish} 前修好，需到 {predicted_finish}，已报告经理。",
        "{by} 預計無法在 {planned_finish} 前修好，需到 {predicted_finish}，已報告經理。",
    ]),
    on("dispatch", "CustodyEscalated", "", [
        "The repair was not done by {planned_finish}; the manager is asked for help.",
        "商品未能在 {planned_finish} 前修好，已报告经理。",
        "商品未能在 {planned_finish} 前修好，已報告經理。",
    ]),
    on("dispatch", "CustodyActionRecorded", "", [
        "{by} recorded what is done about the delay; the repair is to be done by {planned_finish}.",
        "{by} 登记了对延误的处理，预计 {planned_finish} 前修好。",
        "{by} 登記了對延誤的處理，預計 {planned_finish} 前修好。",
    ]),
    on("dispatch", "CustodyRepairFinished", "", [
        "{by} finished the repair: {repair_minutes} minutes, {replaced_parts} parts.",
        "{by} 修好商品：用时 {repair_minutes} 分钟，更换零件 {replaced_parts} 件。",
        "{by} 修好商品：用時 {repair_minutes} 分鐘，更換零件 {replaced_parts} 件。",
    ]),
    on("dispatch", "GoodsInspected", "passed=true", [
        "{by} inspected the goods; they pass.",
        "{by} 验收商品，合格。",
        "{by} 驗收商品，合格。",
    ]),
    on("dispatch", "GoodsInspected", "", [
        "{by} inspected the goods; they do not pass.",
        "{by} 验收商品，不合格。",
        "{by} 驗收商品，不合格。",
    ]),
    on("dispatch", "GoodsReturnDated", "", [
        "The goods are to be returned on {return_date}.",
        "商品定于 {return_date} 送还。",
        "商品定於 {return_date} 送還。",
    ]),
    on("dispatch", "GoodsDelivered", "receipt_lost=true", [
        "{by} delivered the goods; receipt {receipt_no} is lost, which the customer stated in writing.",
        "{by} 送还商品；收据 {receipt_no} 遗失，客户已书面声明。",
        "{by} 送還商品；收據 {receipt_no} 遺失，客戶已書面聲明。",
    ]),
    on("dispatch", "GoodsDelivered", "", [
        "{by} delivered the goods; receipt {receipt_no} was taken back and voided.",
        "{by} 送还商品，收据 {receipt_no} 收回作废。",
        "{by} 送還商品，收據 {receipt_no} 收回作廢。",
    ]),
    on("dispatch", "CustodyVoucherArchived", "", [
        "{by} archived the voucher of the delivered goods.",
        "{by} 已将送还商品的服务凭证归档。",
        "{by} 已將送還商品的服務憑證歸檔。",
    ]),
    on("dispatch", "CustodyInvoiceRequested", "same_day=true", [
        "{by} requested the invoice for voucher {voucher_no}.",
        "{by} 凭服务凭证 {voucher_no} 申请开具发票。",
        "{by} 憑服務憑證 {voucher_no} 申請開立發票。",
    ]),
    on("dispatch", "CustodyInvoiceRequested", "", [
        "{by} requested the invoice for voucher {voucher_no}, not on the day of the delivery.",
        "{by} 凭服务凭证 {voucher_no} 申请开具发票，已非送还当日。",
        "{by} 憑服務憑證 {voucher_no} 申請開立發票，已非送還當日。",
    ]),
    on("dispatch", "CustodyInvoiceOverdue", "", [
        "The invoice was not requested on the day of the delivery.",
        "送还当日未申请开具发票。",
        "送還當日未申請開立發票。",
    ]),
    on("dispatch", "AppraisalRecorded", "", [
        "{by} recorded an appraisal: {finding}.",
        "{by} 填写质量鉴定：{finding}。",
        "{by} 填寫品質鑑定：{finding}。",
    ]),
    on("dispatch", "ReplacementRequested", "", [
        "{by} asked for a replacement of the product.",
        "{by} 申请更换产品。",
        "{by} 申請更換產品。",
    ]),
    on("dispatch", "ReplacementDecided", "approved=true", [
        "The replacement of the product was approved.",
        "更换产品已获批准。",
        "更換產品已獲批准。",
    ]),
    on("dispatch", "ReplacementDecided", "", [
        "{by} refused the replacement of the product.",
        "{by} 未批准更换产品。",
        "{by} 未批准更換產品。",
    ]),
    on("dispatch", "RefusedReplacementSettled", "", [
        "{by} told the customer that the product is not replaced; instead: {plan}.",
        "{by} 已告知客户不予更换，改为：{plan}。",
        "{by} 已告知客戶不予更換，改為：{plan}。",
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
    on("dispatch", "AppealFiled", "", [
        "{by} appealed against what work order {work_order_no} counts for: {cause}.",
        "{by} 就派工单 {work_order_no} 的评分提出申诉：{cause}。",
        "{by} 就派工單 {work_order_no} 的評分提出申訴：{cause}。",
    ]),
    on("dispatch", "AppealDecided", "", [
        "{by} decided the appeal about work order {work_order_no}: {decision}.",
        "{by} 裁定派工单 {work_order_no} 的申诉：{decision}。",
        "{by} 裁定派工單 {work_order_no} 的申訴：{decision}。",
    ]),

    on("sla", "DeadlineMissRevoked", "", [
        "Deadline {kind} was kept after all: done {met_at}, received later.",
        "时限“{kind}”实际已按时完成：{met_at} 完成，迟到上报。",
        "時限「{kind}」實際已按時完成：{met_at} 完成，延遲上報。",
    ]),
    on("dispatch", "MissedServiceRevoked", "", [
        "A missed service ({kind}) was none: it happened {happened_at}.",
        "遗漏服务（{kind}）已撤销：实际发生于 {happened_at}。",
        "遺漏服務（{kind}）已撤銷：實際發生於 {happened_at}。",
    ]),
    on("dispatch", "CrewAssigned", "", [
        "{by} assigned {technician_id} with {members}.",
        "{by} 指派 {technician_id}，随行 {members}。",
        "{by} 指派 {technician_id}，隨行 {members}。",
    ]),
    on("dispatch", "WorkOrderReissued", "", [
        "{original_work_order_no} was issued again as {work_order_no}.",
        "{original_work_order_no} 已重发为 {work_order_no}。",
        "{original_work_order_no} 已重發為 {work_order_no}。",
    ]),
    on("dispatch", "SameDayInsisted", "", [
        "The customer insists on a visit the same day.",
        "客户坚持当天上门。",
        "客戶堅持當天上門。",
    ]),
    on("dispatch", "ExtraConsentRecorded", "", [
        "The customer agreed to {amount} more, {agreed_total} in all.",
        "客户同意增加 {amount}，合计 {agreed_total}。",
        "客戶同意增加 {amount}，合計 {agreed_total}。",
    ]),
    on("dispatch", "FeeCollected", "", [
        "{by} collected {amount} ({method}).",
        "{by} 收费 {amount}（{method}）。",
        "{by} 收費 {amount}（{method}）。",
    ]),
    on("dispatch", "BonusExcluded", "", [
        "Reported {report_delay_days} days late: neither callback nor bonus.",
        "迟报 {report_delay_days} 天：不回访，不计奖金。",
        "遲報 {report_delay_days} 天：不回訪，不計獎金。",
    ]),
    on("dispatch", "ManualRead", "", [
        "{by} read the product's manual.",
        "{by} 已阅读产品说明书。",
        "{by} 已閱讀產品說明書。",
    ]),
    on("dispatch", "ResolvedByPhone", "", [
        "{by} served the need by telephone.",
        "{by} 电话完成服务。",
        "{by} 電話完成服務。",
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
