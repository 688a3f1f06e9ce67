//! Why an action is not possible on an order now, and why a command of an offline phone waits. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// The order is in none of the states in which the action is possible (F-2). Shown in unavailable_actions; the
    /// method itself refuses with WORK_ORDER_STATE.
    NEEDS_OTHER_STATE: FailedPrecondition {
        action: "Do first what leads to one of the states in the sentence.",
        en: "The work order is {state}; this is possible in: {states}.",
        zh_cn: "派工单当前状态为 {state}；此操作仅适用于：{states}。",
        zh_tw: "派工單目前狀態為 {state}；此操作僅適用於：{states}。",
    }
    /// What the action reports is reported already, or there is nothing to report yet. Shown in unavailable_actions.
    /// (DSP-25)
    NOTHING_TO_REPORT: FailedPrecondition {
        action: "Nothing; report the next visit when it is agreed or done.",
        en: "It has been reported, or there is nothing to report yet.",
        zh_cn: "已汇报，或暂无可汇报内容。",
        zh_tw: "已回報，或暫無可回報內容。",
    }
    /// An earlier command of the same batch about the same order was refused; `request_id` is that command's. This one
    /// was not executed.
    DEPENDS_ON_FAILED: FailedPrecondition {
        action: "Mend or drop the earlier command, then send this one again.",
        en: "An earlier step on this work order was refused, so this one was not carried out.",
        zh_cn: "该派工单的前一步骤未被接受，本步骤未执行。",
        zh_tw: "該派工單的前一步驟未被接受，本步驟未執行。",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_is_complete() {
        assert_eq!(
            aftersales_kit::catalogue::faults(&[super::REASONS]),
            Vec::<String>::new()
        );
    }
}
