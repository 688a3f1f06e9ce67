//! Why this service refuses.

use aftersales_kit::reasons;

reasons! {
    /// A price list names an item code twice.
    ITEM_CODE_TWICE: InvalidArgument {
        action: "Give each item a code of its own.",
        en: "An item code stands twice.",
        zh_cn: "项目编号重复。",
        zh_tw: "項目編號重複。",
    }
    /// The items of a price list are in more than one currency.
    CURRENCY_MIXED: InvalidArgument {
        action: "Use one currency in a price list.",
        en: "A price list has one currency.",
        zh_cn: "一份价目单只能使用一种货币。",
        zh_tw: "一份價目單只能使用一種貨幣。",
    }
    /// A price list ends before it begins.
    VALIDITY_ORDER: InvalidArgument {
        action: "Give an end after the beginning, or none.",
        en: "The price list must end after it begins.",
        zh_cn: "失效时间必须晚于生效时间。",
        zh_tw: "失效時間必須晚於生效時間。",
    }
    /// Another price list of the branch begins while this one would hold (BIL-04). `valid_from` tells when.
    PRICE_LIST_OVERLAP: FailedPrecondition {
        action: "Begin after that list, or end before it begins.",
        en: "Another price list begins at {valid_from}, while this one would hold.",
        zh_cn: "另一份价目单于 {valid_from} 生效，与本价目单重叠。",
        zh_tw: "另一份價目單於 {valid_from} 生效，與本價目單重疊。",
    }
    /// A price list for all branches needs a token for all branches.
    PRICE_LIST_OF_ALL_BRANCHES: PermissionDenied {
        action: "Name one of your branches, or ask somebody who acts for all.",
        en: "A price list for all branches needs somebody who acts for all.",
        zh_cn: "发布全公司价目单需要全部网点的权限。",
        zh_tw: "發布全公司價目單需要全部網點的權限。",
    }
    /// No price list holds for the branch at that instant, or the branch is not the caller's.
    PRICE_LIST_NOT_FOUND: NotFound {
        action: "Publish a price list, or ask for another instant.",
        en: "There is no price list for that time.",
        zh_cn: "该时间没有有效的价目单。",
        zh_tw: "該時間沒有有效的價目單。",
    }
    /// There is no such ticket, or it is outside the caller's branches.
    TICKET_ACCOUNT_NOT_FOUND: NotFound {
        action: "Use the id of a ticket of your branch; a new one appears here a moment after the hotline opened it.",
        en: "There is no such ticket.",
        zh_cn: "没有该报修单。",
        zh_tw: "沒有該報修單。",
    }
    /// Service of class C is free, and internal work of class D has no customer: neither is charged (BIL-13).
    CLASS_C_IS_FREE: FailedPrecondition {
        action: "Do not charge. If the class is wrong, have the hotline classify the ticket anew.",
        en: "This service is free (class {service_class}); it cannot be charged.",
        zh_cn: "此服务为 {service_class} 类，不收费。",
        zh_tw: "此服務為 {service_class} 類，不收費。",
    }
    /// The ticket is closed or cancelled: its account takes no more charges.
    ACCOUNT_CLOSED: FailedPrecondition {
        action: "Open a new ticket for new work.",
        en: "The ticket's account is closed.",
        zh_cn: "该报修单的账目已关闭。",
        zh_tw: "該報修單的帳目已關閉。",
    }
    /// The price list must be shown before charging (BIL-06, DSP-65).
    PRICE_LIST_NOT_SHOWN: FailedPrecondition {
        action: "Show the price list, then tick price_list_shown.",
        en: "Show the customer the price list first.",
        zh_cn: "请先向客户出示价目单。",
        zh_tw: "請先向客戶出示價目單。",
    }
    /// The customer has not consented to the charge (BIL-10).
    CONSENT_MISSING: FailedPrecondition {
        action: "Ask the customer, then record the charge with customer_consents.",
        en: "The customer has not consented.",
        zh_cn: "客户尚未同意。",
        zh_tw: "客戶尚未同意。",
    }
    /// The lines do not add up to the expected amount, or are in another currency (BIL-07). `minor_units` is their sum.
    AMOUNT_MISMATCH: FailedPrecondition {
        action: "Compare the lines with the price list; ask for `minor_units` in `currency_code`.",
        en: "The lines add up to {minor_units} fen ({currency_code}).",
        zh_cn: "各行合计为 {minor_units} 分（{currency_code}）。",
        zh_tw: "各行合計為 {minor_units} 分（{currency_code}）。",
    }
    /// A line names an item that is not on the price list in force (BIL-04).
    ITEM_NOT_ON_PRICE_LIST: InvalidArgument {
        action: "Use the codes of the price list in force.",
        en: "An item is not on the price list in force.",
        zh_cn: "项目不在现行价目单中。",
        zh_tw: "項目不在現行價目單中。",
    }
    /// A line, a charge or a total exceeds what the suite handles: 100,000,000,000 fen.
    AMOUNT_TOO_LARGE: OutOfRange {
        action: "Check the quantities and prices.",
        en: "The amount is too large.",
        zh_cn: "金额过大。",
        zh_tw: "金額過大。",
    }
}
