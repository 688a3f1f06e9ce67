//! Why callback refuses. The names are API.

use aftersales_kit::reasons;

reasons! {
    /// There is no such callback task, or it belongs to a branch outside the caller's.
    CALLBACK_TASK_NOT_FOUND: NotFound {
        action: "List the callback tasks again.",
        en: "There is no such callback task.",
        zh_cn: "没有该回访任务。",
        zh_tw: "沒有該回訪任務。",
    }
    /// The task's state does not allow it: a customer is called once, a closed task is immutable. `state` says
    /// where it stands.
    CALLBACK_TASK_STATE: FailedPrecondition {
        action: "Read the task; its available_actions say what is possible.",
        en: "That is not possible for a callback task that is {state}.",
        zh_cn: "该回访任务当前状态为 {state}，无法执行此操作。",
        zh_tw: "該回訪任務目前狀態為 {state}，無法執行此操作。",
    }
    /// The customer is not called back before the working day after the appointed date (CBK-04), and not on the day
    /// after he was absent (CBK-05). `not_before` is the first date.
    CALLBACK_TOO_EARLY: FailedPrecondition {
        action: "Call on `not_before` or later.",
        en: "This customer is not called back before {not_before}.",
        zh_cn: "该客户须在 {not_before} 起方可回访。",
        zh_tw: "該客戶須於 {not_before} 起方可回訪。",
    }
    /// Customers are not called in their time of rest or at the peak of their work (CBK-25). `day_parts` lists when
    /// they are.
    OUTSIDE_DAY_PARTS: FailedPrecondition {
        action: "Call within one of `day_parts`.",
        en: "Customers are called in these hours only: {day_parts}.",
        zh_cn: "仅可在以下时段致电客户：{day_parts}。",
        zh_tw: "僅可於以下時段致電客戶：{day_parts}。",
    }
    /// A reported time is later than now.
    TIME_IN_FUTURE: InvalidArgument {
        action: "Send the time at which it happened, or leave it empty for now.",
        en: "That time lies in the future.",
        zh_cn: "该时间晚于当前时间。",
        zh_tw: "該時間晚於目前時間。",
    }
    /// The customer is not satisfied and nobody asked why (CBK-62).
    REASON_MISSING: FailedPrecondition {
        action: "Ask for the reason; fill in `reasons` and `reason_text`.",
        en: "Ask the customer why and write it down.",
        zh_cn: "客户不满意，请询问并填写原因。",
        zh_tw: "客戶不滿意，請詢問並填寫原因。",
    }
    /// A measure must be due today or later (CBK-63).
    DUE_DATE_IN_PAST: FailedPrecondition {
        action: "Choose a date that is not before today.",
        en: "That date has passed.",
        zh_cn: "该日期已过。",
        zh_tw: "該日期已過。",
    }
    /// The month is not one of the calendar.
    MONTH_INVALID: InvalidArgument {
        action: "Send a month such as 2026-11.",
        en: "That is not a month.",
        zh_cn: "月份无效。",
        zh_tw: "月份無效。",
    }
    /// A report's range ends before it begins, or is longer than a year.
    RANGE_INVALID: InvalidArgument {
        action: "Correct the marked date.",
        en: "That range of dates is not possible.",
        zh_cn: "日期范围无效。",
        zh_tw: "日期範圍無效。",
    }
    /// A technician sees his own figures only (CBK-13).
    KPI_OF_OTHERS: PermissionDenied {
        action: "Ask the chief for somebody else's figures.",
        en: "You may see your own figures only.",
        zh_cn: "您只能查看自己的考核数据。",
        zh_tw: "您只能查看自己的考核資料。",
    }
}
