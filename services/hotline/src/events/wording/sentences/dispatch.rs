//! What dispatch's events say.

use super::{Sentence, on};

/// English, simplified and traditional Chinese.
#[rustfmt::skip]
pub(super) const SENTENCES: &[Sentence] = &[
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
    on("dispatch", "WorkOrderAmended", "", [
        "{by} amended the finished work order ({subject}); the order itself stays as it was.",
        "{by} 对已完结派工单作出更正（{subject}），原单不变。",
        "{by} 對已完結派工單作出更正（{subject}），原單不變。",
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
];
