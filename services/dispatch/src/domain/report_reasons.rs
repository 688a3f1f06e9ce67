//! Why reports of the day and of time refuse. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// There is no such daily report, or it is outside the caller's branches.
    DAILY_REPORT_NOT_FOUND: NotFound {
        action: "Use the id of a report; ListDailyReports names them.",
        en: "There is no such report.",
        zh_cn: "没有该报表。",
        zh_tw: "沒有該報表。",
    }
    /// There is no such row of a daily report, or it is outside the caller's branches.
    REPORT_ROW_NOT_FOUND: NotFound {
        action: "Use the id of a row; GetDailyReport names them.",
        en: "There is no such row.",
        zh_cn: "没有该报表行。",
        zh_tw: "沒有該報表列。",
    }
    /// The cause of a row is recorded once; a later finding amends the last one (DSP-27). `investigation_id` is that.
    INVESTIGATION_RECORDED: FailedPrecondition {
        action: "Send the last finding's id as `amends_investigation_id` to amend it.",
        en: "A cause is recorded already.",
        zh_cn: "原因已登记。",
        zh_tw: "原因已登記。",
    }
    /// There is no report of that technician and date.
    TIME_REPORT_NOT_FOUND: NotFound {
        action: "Hand in the report first.",
        en: "There is no report of {technician_id} for {date}.",
        zh_cn: "没有 {technician_id} 在 {date} 的日报。",
        zh_tw: "沒有 {technician_id} 在 {date} 的日報。",
    }
    /// A technician reports his own time only (DSP-44).
    TIME_REPORT_OF_OTHERS: PermissionDenied {
        action: "Hand in your own report, or ask the coordinator.",
        en: "You may only report for yourself.",
        zh_cn: "只能填写自己的日报。",
        zh_tw: "只能填寫自己的日報。",
    }
    /// A day is reported when it has come (DSP-44).
    TIME_REPORT_IN_FUTURE: InvalidArgument {
        action: "Report today or a day before.",
        en: "That day has not come yet.",
        zh_cn: "该日期尚未到来。",
        zh_tw: "該日期尚未到來。",
    }
    /// Internal work has no order, every other class names one of the branch.
    TIME_ENTRY_ORDER: InvalidArgument {
        action: "Name the order of classes A, B and C; for D name an internal one or none.",
        en: "A line names the wrong order, or one too many.",
        zh_cn: "日报明细的派工单填写有误。",
        zh_tw: "日報明細的派工單填寫有誤。",
    }
    /// A line has the class of its order.
    TIME_ENTRY_CLASS: InvalidArgument {
        action: "Use the class of the order.",
        en: "A line has another class than its order.",
        zh_cn: "日报明细的类别与派工单不符。",
        zh_tw: "日報明細的類別與派工單不符。",
    }
    /// The lines come to more than a day (DSP-44).
    TIME_REPORT_TOO_LONG: InvalidArgument {
        action: "Correct the minutes.",
        en: "The lines come to more than 24 hours.",
        zh_cn: "日报时间合计超过 24 小时。",
        zh_tw: "日報時間合計超過 24 小時。",
    }
    /// A daily report that is in a weekly one does not change (DSP-44).
    TIME_REPORT_BUNDLED: FailedPrecondition {
        action: "Tell the manager, who has the weekly report.",
        en: "The report is in the weekly one already.",
        zh_cn: "日报已汇入周报，不能修改。",
        zh_tw: "日報已匯入週報，不能修改。",
    }
    /// There is no such weekly report, or it is outside the caller's branches.
    WEEKLY_REPORT_NOT_FOUND: NotFound {
        action: "Use the id of a weekly report; ListWeeklyReports names them.",
        en: "There is no such weekly report.",
        zh_cn: "没有该周报。",
        zh_tw: "沒有該週報。",
    }
    /// A weekly report is reviewed once (DSP-44).
    WEEKLY_REPORT_REVIEWED: FailedPrecondition {
        action: "Read the review.",
        en: "{reviewed_by} has reviewed it already.",
        zh_cn: "{reviewed_by} 已审阅该周报。",
        zh_tw: "{reviewed_by} 已審閱該週報。",
    }
    /// There is no such assignment, or it is outside the caller's branches.
    SHOP_ASSIGNMENT_NOT_FOUND: NotFound {
        action: "Use the id of an assignment; ListShopTasks names them.",
        en: "There is no such assignment.",
        zh_cn: "没有该店面分工。",
        zh_tw: "沒有該店面分工。",
    }
    /// The technician is responsible for the shop already.
    SHOP_ASSIGNED: AlreadyExists {
        action: "Nothing is to be done.",
        en: "{technician_id} is responsible for {shop_code} already.",
        zh_cn: "{technician_id} 已负责店面 {shop_code}。",
        zh_tw: "{technician_id} 已負責店面 {shop_code}。",
    }
    /// The technician is not responsible for the shop any more.
    SHOP_ASSIGNMENT_ENDED: FailedPrecondition {
        action: "Assign the shop again.",
        en: "The assignment ended on {until_date}.",
        zh_cn: "该店面分工已于 {until_date} 结束。",
        zh_tw: "該店面分工已於 {until_date} 結束。",
    }
}
