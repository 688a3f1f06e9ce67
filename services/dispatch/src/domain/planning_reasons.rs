//! Why planning and day close refuse. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// The parts of an order are confirmed for the next working day only when a visit is promised for it (DSP-17).
    NOT_PLANNED_FOR_TOMORROW: FailedPrecondition {
        action: "Take the orders that GetEndOfDayPlan shows for the next working day.",
        en: "No visit of this order is promised for the next working day.",
        zh_cn: "该派工单没有约定在下一个工作日上门。",
        zh_tw: "該派工單沒有約定在下一個工作日上門。",
    }
    /// A range of dates ends before it begins.
    DATE_RANGE_EMPTY: InvalidArgument {
        action: "Send a last date that is not before the first.",
        en: "The range of dates is empty.",
        zh_cn: "日期范围为空。",
        zh_tw: "日期範圍為空。",
    }
    /// A day is closed at its end, not before it begins (DSP-19).
    DAY_NOT_REACHED: InvalidArgument {
        action: "Close today or a day before.",
        en: "That day has not come yet.",
        zh_cn: "该日期尚未到来。",
        zh_tw: "該日期尚未到來。",
    }
    /// A closed day does not change (DSP-19).
    DAY_CLOSED: FailedPrecondition {
        action: "Ask the chief to open the day again.",
        en: "{date} is closed already.",
        zh_cn: "{date} 已日结。",
        zh_tw: "{date} 已日結。",
    }
    /// Only a closed day is opened again (DSP-19).
    DAY_NOT_CLOSED: FailedPrecondition {
        action: "Read the day; there is nothing to open again.",
        en: "{date} is not closed.",
        zh_cn: "{date} 尚未日结。",
        zh_tw: "{date} 尚未日結。",
    }
    /// An order of the day is neither finished nor carried over with a reason (DSP-19). `orders` lists all of them.
    CARRY_OVER_REASON_MISSING: FailedPrecondition {
        action: "Say for each of the orders why it is carried over.",
        en: "Orders are neither finished nor carried over: {orders}.",
        zh_cn: "以下派工单未完成且未注明原因：{orders}。",
        zh_tw: "以下派工單未完成且未註明原因：{orders}。",
    }
    /// A reason is given for an order that needs none that day (DSP-19).
    NOT_OF_THE_DAY: FailedPrecondition {
        action: "Leave the order out; GetDayClose lists the unfinished ones.",
        en: "That is no unfinished order of the day.",
        zh_cn: "该派工单不属于当日未完成派工单。",
        zh_tw: "該派工單不屬於當日未完成派工單。",
    }
    /// The reason OTHER is told in words (DSP-19).
    CARRY_OVER_TEXT_MISSING: InvalidArgument {
        action: "Fill in `text`.",
        en: "Say in words why the order is carried over.",
        zh_cn: "请填写未完成的具体原因。",
        zh_tw: "請填寫未完成的具體原因。",
    }
}
