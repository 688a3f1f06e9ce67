//! Why scores, appeals, the fault catalogue and training refuse. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// The month is not one of the calendar.
    MONTH_INVALID: InvalidArgument {
        action: "Send a month such as 2026-11.",
        en: "That is not a month.",
        zh_cn: "月份无效。",
        zh_tw: "月份無效。",
    }
    /// A technician sees his own scores, appeals and training results only.
    SCORE_OF_OTHERS: PermissionDenied {
        action: "Ask the chief for somebody else's.",
        en: "You may see your own only.",
        zh_cn: "您只能查看自己的数据。",
        zh_tw: "您只能查看自己的資料。",
    }
    /// The month was closed without a sheet for this person.
    SCORE_SHEET_NOT_FOUND: NotFound {
        action: "List the sheets of the month.",
        en: "There is no sheet of {technician_id} for {month}.",
        zh_cn: "没有 {technician_id} 在 {month} 的评分表。",
        zh_tw: "沒有 {technician_id} 在 {month} 的評分表。",
    }
    /// A month is closed after its last day (DSP-59).
    MONTH_NOT_OVER: FailedPrecondition {
        action: "Close the month after {last_day}.",
        en: "{month} is not over.",
        zh_cn: "{month} 尚未结束。",
        zh_tw: "{month} 尚未結束。",
    }
    /// The month's sheets are frozen and never change again.
    MONTH_CLOSED: FailedPrecondition {
        action: "Read the sheets; what is learnt later is an amendment of the following month.",
        en: "{month} is closed.",
        zh_cn: "{month} 已结账。",
        zh_tw: "{month} 已結帳。",
    }
    /// Months are closed one after the other (DSP-59).
    EARLIER_MONTH_OPEN: FailedPrecondition {
        action: "Close {earlier} first.",
        en: "{earlier} is still open.",
        zh_cn: "{earlier} 尚未结账。",
        zh_tw: "{earlier} 尚未結帳。",
    }
    /// Appeals about the month's orders wait for a decision (DSP-57).
    APPEALS_OPEN: FailedPrecondition {
        action: "Decide the {appeals} open appeals first.",
        en: "{appeals} appeals wait for a decision.",
        zh_cn: "尚有 {appeals} 件申诉未处理。",
        zh_tw: "尚有 {appeals} 件申訴未處理。",
    }
    /// A band table names each of the five items once, with rising bounds and a last row without one.
    /// (DSP-60)
    BANDS_INCOMPLETE: InvalidArgument {
        action: "Correct the marked items; GetBandTable suggests complete ones.",
        en: "The band table is not complete.",
        zh_cn: "评分区间表不完整。",
        zh_tw: "評分區間表不完整。",
    }
    /// The rows of a bonus table rise (DSP-58).
    BONUS_ROWS_INVALID: InvalidArgument {
        action: "Correct the marked rows.",
        en: "The totals of the bonus table must rise.",
        zh_cn: "奖金基数表的总分须递增。",
        zh_tw: "獎金基數表的總分須遞增。",
    }
    /// The table concerns every branch of the company, and the caller's token is for some of them only.
    COMPANY_SCOPE_NEEDED: PermissionDenied {
        action: "Name a branch of yours, or ask somebody whose token is for every branch.",
        en: "This concerns the whole company; your sign-in is for some branches only.",
        zh_cn: "此操作涉及全公司，您的登录仅限部分网点。",
        zh_tw: "此操作涉及全公司，您的登入僅限部分網點。",
    }
    /// There is no such appeal for this caller.
    APPEAL_NOT_FOUND: NotFound {
        action: "List the appeals again.",
        en: "There is no such appeal.",
        zh_cn: "没有该申诉。",
        zh_tw: "沒有該申訴。",
    }
    /// The order has neither a bad answer of the callback nor a complaint: there is nothing to take out (DSP-57).
    APPEAL_GROUNDLESS: FailedPrecondition {
        action: "Appeal when the callback or a complaint spoils the score.",
        en: "Nothing in this order spoils the score.",
        zh_cn: "该派工单没有影响评分的记录。",
        zh_tw: "該派工單沒有影響評分的記錄。",
    }
    /// An appeal about the order was filed before. `appeal_id` names it. (DSP-57)
    APPEAL_FILED: AlreadyExists {
        action: "Read the appeal.",
        en: "An appeal about this order was filed before.",
        zh_cn: "该派工单已提出过申诉。",
        zh_tw: "該派工單已提出過申訴。",
    }
    /// Appeals are filed and decided before the month is closed (DSP-57).
    APPEAL_TOO_LATE: FailedPrecondition {
        action: "The sheets of a closed month stay as they are.",
        en: "{month} is closed; it is too late for an appeal.",
        zh_cn: "{month} 已结账，无法再申诉。",
        zh_tw: "{month} 已結帳，無法再申訴。",
    }
    /// The appeal is decided (DSP-57).
    APPEAL_DECIDED: FailedPrecondition {
        action: "Read the appeal.",
        en: "The appeal is decided.",
        zh_cn: "该申诉已有结论。",
        zh_tw: "該申訴已有結論。",
    }
    /// Nobody decides an appeal about his own service (DSP-57).
    APPEAL_OWN: PermissionDenied {
        action: "Ask another manager.",
        en: "You may not decide about your own service.",
        zh_cn: "不能裁定与本人服务有关的申诉。",
        zh_tw: "不能裁定與本人服務有關的申訴。",
    }
    /// There is no such entry or version in the fault catalogue.
    FAULT_ENTRY_NOT_FOUND: NotFound {
        action: "Search the catalogue again.",
        en: "There is no such entry.",
        zh_cn: "没有该故障条目。",
        zh_tw: "沒有該故障條目。",
    }
    /// The entry was taken out of the catalogue (DSP-64).
    FAULT_ENTRY_WITHDRAWN: FailedPrecondition {
        action: "Add a new entry.",
        en: "The entry was taken out of the catalogue.",
        zh_cn: "该故障条目已撤销。",
        zh_tw: "該故障條目已撤銷。",
    }
    /// A training or its test is dated after today at the branch.
    TRAINING_IN_FUTURE: InvalidArgument {
        action: "Record the training when it has taken place.",
        en: "A training cannot be dated in the future.",
        zh_cn: "培训日期不能晚于今天。",
        zh_tw: "培訓日期不能晚於今天。",
    }
    /// Nobody records his own test (DSP-64).
    TRAINING_OWN: PermissionDenied {
        action: "Ask the chief to record it.",
        en: "You may not record your own test.",
        zh_cn: "不能登记本人的评测成绩。",
        zh_tw: "不能登記本人的評測成績。",
    }
    /// A result of this person, product line and day is recorded.
    TRAINING_RECORDED: AlreadyExists {
        action: "List the results.",
        en: "That test is recorded.",
        zh_cn: "该评测成绩已登记。",
        zh_tw: "該評測成績已登記。",
    }
    /// Training results stay as they were recorded (DSP-64).
    TRAINING_FINAL: FailedPrecondition {
        action: "Record the next test.",
        en: "A recorded result stays as it is.",
        zh_cn: "已登记的成绩不可更改。",
        zh_tw: "已登記的成績不可更改。",
    }
}
