//! What parts, billing, reception, callback and deadlines say.

use super::{Sentence, on};

/// English, simplified and traditional Chinese.
#[rustfmt::skip]
pub(super) const SENTENCES: &[Sentence] = &[
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
    on("sla", "DeadlineMissRevoked", "", [
        "Deadline {kind} was kept after all: done {met_at}, received later.",
        "时限“{kind}”实际已按时完成：{met_at} 完成，迟到上报。",
        "時限「{kind}」實際已按時完成：{met_at} 完成，延遲上報。",
    ]),
];
