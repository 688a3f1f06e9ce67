//! Why dispatch refuses. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// There is no such work order, or it is outside the caller's branches.
    WORK_ORDER_NOT_FOUND: NotFound {
        action: "Use the id of a work order of your branch; a new one appears here a moment after dispatch made it.",
        en: "There is no such work order.",
        zh_cn: "没有该派工单。",
        zh_tw: "沒有該派工單。",
    }
    /// The work order's state does not allow the method (F-2). `state` is the present one.
    WORK_ORDER_STATE: FailedPrecondition {
        action: "Read the work order; `available_actions` lists what is possible.",
        en: "The work order is {state}; that is not possible now.",
        zh_cn: "派工单当前状态为 {state}，无法执行此操作。",
        zh_tw: "派工單目前狀態為 {state}，無法執行此操作。",
    }
    /// The technician does not have this work order.
    NOT_YOUR_WORK_ORDER: PermissionDenied {
        action: "Ask the coordinator to assign the order, or to act for you.",
        en: "This work order belongs to another technician.",
        zh_cn: "该派工单不属于您。",
        zh_tw: "該派工單不屬於您。",
    }
    /// No technician with this code works at the branch.
    TECHNICIAN_NOT_FOUND: NotFound {
        action: "Use the code of a technician of the branch; ListPresence names them.",
        en: "There is no technician {technician_id} at this branch.",
        zh_cn: "本网点没有工程师 {technician_id}。",
        zh_tw: "本網點沒有工程師 {technician_id}。",
    }
    /// Whoever is to call the customer must be in the station; nobody in the station means that the coordinator calls
    /// first (DSP-02).
    TECHNICIAN_NOT_IN_STATION: FailedPrecondition {
        action: "Assign a technician who is in, or contact the customer and promise the visit first.",
        en: "{technician_id} is not in the station.",
        zh_cn: "{technician_id} 不在站内。",
        zh_tw: "{technician_id} 不在站內。",
    }
    /// Nobody can set out for an order that no technician has.
    TECHNICIAN_MISSING: FailedPrecondition {
        action: "Assign a technician first.",
        en: "No technician is assigned yet.",
        zh_cn: "尚未指派工程师。",
        zh_tw: "尚未指派工程師。",
    }
    /// Another technician takes over and nobody says why (DSP-02).
    REASSIGNMENT_REASON_MISSING: InvalidArgument {
        action: "Fill in `reason`.",
        en: "Say why another technician takes over.",
        zh_cn: "请填写更换工程师的原因。",
        zh_tw: "請填寫更換工程師的原因。",
    }
    /// A technician may only say where he is himself (DSP-02).
    PRESENCE_OF_OTHERS: PermissionDenied {
        action: "Set your own presence, or ask the coordinator.",
        en: "You may only set your own presence.",
        zh_cn: "只能设置自己的在站状态。",
        zh_tw: "只能設定自己的在站狀態。",
    }
    /// An engineer is in the station: he gets the order and contacts the customer (DSP-02).
    ENGINEER_IN_STATION: FailedPrecondition {
        action: "Assign a technician who is in the station.",
        en: "An engineer is in; assign the order first.",
        zh_cn: "站内有工程师，请先派工。",
        zh_tw: "站內有工程師，請先派工。",
    }
    /// A reported time is later than now.
    TIME_IN_FUTURE: InvalidArgument {
        action: "Send the time at which it happened, or leave it empty for now.",
        en: "That time lies in the future.",
        zh_cn: "该时间晚于当前时间。",
        zh_tw: "該時間晚於目前時間。",
    }
    /// Reported times contradict each other: what follows is before what it follows.
    TIME_ORDER: InvalidArgument {
        action: "Correct the marked time.",
        en: "The times are in the wrong order.",
        zh_cn: "时间先后顺序有误。",
        zh_tw: "時間先後順序有誤。",
    }
    /// The promised window ends before or when it begins (DSP-11).
    WINDOW_EMPTY: InvalidArgument {
        action: "Send an end after the start.",
        en: "The time window is empty.",
        zh_cn: "时间段为空。",
        zh_tw: "時間段為空。",
    }
    /// The visit is promised for a time that is over (DSP-11).
    PROMISE_IN_PAST: InvalidArgument {
        action: "Choose a later time.",
        en: "The promised time is over already.",
        zh_cn: "承诺的时间已过。",
        zh_tw: "承諾的時間已過。",
    }
    /// The visit is promised for a time at which the branch is closed (DSP-11).
    PROMISE_IN_CLOSED_TIME: InvalidArgument {
        action: "Choose a window inside one opening period of a day.",
        en: "The branch is closed at that time.",
        zh_cn: "该时段网点不营业。",
        zh_tw: "該時段網點不營業。",
    }
    /// The visit is promised later than the zone allows, without a reason and the customer's consent (DSP-11).
    /// `limit` is the latest time.
    PROMISE_BEYOND_LIMIT: FailedPrecondition {
        action: "Promise an earlier visit, or send `beyond_limit` with a reason and the customer's consent.",
        en: "The visit must be by {limit}, unless the customer agrees.",
        zh_cn: "上门时间不得晚于 {limit}，除非客户同意。",
        zh_tw: "上門時間不得晚於 {limit}，除非客戶同意。",
    }
    /// Parts were asked for, so it cannot be said that none is needed (DSP-04).
    PARTS_ALREADY_REQUESTED: FailedPrecondition {
        action: "Cancel the parts request first.",
        en: "Parts were already requested.",
        zh_cn: "已申请备件。",
        zh_tw: "已申請備件。",
    }
    /// Parts are not issued yet, and nobody said that none is needed (DSP-04). `state` tells which.
    PARTS_UNRESOLVED: FailedPrecondition {
        action: "Wait for the parts, declare that none is needed, or let the coordinator give a reason.",
        en: "The parts are not settled yet ({state}).",
        zh_cn: "备件尚未落实（{state}）。",
        zh_tw: "備件尚未落實（{state}）。",
    }
    /// A repaired machine must be cleaned before the visit ends (DSP-08).
    NOT_CLEANED: FailedPrecondition {
        action: "Clean the machine and tick it.",
        en: "The machine was not cleaned.",
        zh_cn: "机器尚未清洁。",
        zh_tw: "機器尚未清潔。",
    }
    /// The customer has not signed the voucher (DSP-37, DSP-39).
    SIGNATURE_MISSING: FailedPrecondition {
        action: "Have the customer sign.",
        en: "The customer's signature is missing.",
        zh_cn: "缺少客户签字。",
        zh_tw: "缺少客戶簽字。",
    }
    /// The customer has not confirmed that the system is accepted and works (DSP-48).
    SYSTEM_NOT_ACCEPTED: FailedPrecondition {
        action: "Let the customer try the machine, or end the visit as not repaired.",
        en: "The customer has not accepted the system.",
        zh_cn: "客户尚未验收。",
        zh_tw: "客戶尚未驗收。",
    }
    /// A customer who is not satisfied says why (DSP-48).
    SATISFACTION_REASON_MISSING: FailedPrecondition {
        action: "Fill in at least one reason.",
        en: "Say why the customer is not satisfied.",
        zh_cn: "请填写不满意原因。",
        zh_tw: "請填寫不滿意原因。",
    }
    /// What follows an unfinished repair is agreed with the customer (DSP-07).
    PLAN_NOT_AGREED: FailedPrecondition {
        action: "Agree the plan with the customer and say so.",
        en: "The customer has not agreed to the plan.",
        zh_cn: "客户尚未同意解决办法。",
        zh_tw: "客戶尚未同意解決辦法。",
    }
    /// A customer whose machine is not repaired is told the next step before the technician leaves (DSP-71).
    NEXT_STEP_NOT_TOLD: FailedPrecondition {
        action: "Tell the customer and fill in when.",
        en: "The customer was not told the next step.",
        zh_cn: "尚未告知客户下一步安排。",
        zh_tw: "尚未告知客戶下一步安排。",
    }
    /// A note with the time of arrival is left for an absent customer (DSP-33).
    NOTE_NOT_LEFT: FailedPrecondition {
        action: "Leave a note and tick it.",
        en: "No note was left.",
        zh_cn: "未留条。",
        zh_tw: "未留條。",
    }
    /// A customer is absent only if the technician came inside the promised window (DSP-33).
    ABSENT_OUTSIDE_WINDOW: FailedPrecondition {
        action: "Agree a new time with the customer.",
        en: "The technician did not come inside the agreed time.",
        zh_cn: "工程师未在约定时间内到达。",
        zh_tw: "工程師未在約定時間內到達。",
    }
    /// Issued parts are neither used up nor back (DSP-09). `parts` lists them.
    PARTS_NOT_SETTLED: FailedPrecondition {
        action: "Return the parts or declare them used up.",
        en: "Parts are still out: {parts}.",
        zh_cn: "尚有备件未归还：{parts}。",
        zh_tw: "尚有備件未歸還：{parts}。",
    }
    /// Completion is reported before the repair sheet is confirmed (DSP-25).
    COMPLETION_NOT_REPORTED: FailedPrecondition {
        action: "Report completion first.",
        en: "Completion was not reported yet.",
        zh_cn: "尚未报完工。",
        zh_tw: "尚未報完工。",
    }
    /// The signed voucher must be back with the clerk (DSP-38).
    VOUCHER_NOT_RETURNED: FailedPrecondition {
        action: "Hand in the voucher and tick it.",
        en: "The signed voucher is not back.",
        zh_cn: "服务凭证尚未交回。",
        zh_tw: "服務憑證尚未交回。",
    }
    /// An order goes back only after attempts on some consecutive working days (DSP-24); `attempted` of them are
    /// logged.
    ATTEMPTS_MISSING: FailedPrecondition {
        action: "Try again on the next working day and log it.",
        en: "Try to reach the customer on {days} consecutive working days first.",
        zh_cn: "请先在连续 {days} 个工作日内尝试联系客户。",
        zh_tw: "請先在連續 {days} 個工作日內嘗試聯繫客戶。",
    }
}
