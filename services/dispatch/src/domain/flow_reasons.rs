//! Why dispatch refuses around crews, blank forms, paid visits and re-issued orders. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// Somebody of the crew has another promised visit, is away or is off duty during the window. `technician_id`,
    /// `cause` (VISIT, ABSENCE, SHIFT), `from`, `to` and `work_order_no` tell what is in the way.
    TECHNICIAN_NOT_AVAILABLE: FailedPrecondition {
        action: "Choose another window or technician (FindAvailability), or let the coordinator give a reason.",
        en: "{technician_id} is not available from {from} to {to} ({cause} {work_order_no}).",
        zh_cn: "{technician_id} 在 {from} 至 {to} 期间无法安排（{cause} {work_order_no}）。",
        zh_tw: "{technician_id} 在 {from} 至 {to} 期間無法安排（{cause} {work_order_no}）。",
    }
    /// Only the coordinator and the chief decide against a rule.
    OVERRIDE_NOT_YOURS: PermissionDenied {
        action: "Ask the coordinator to give the reason.",
        en: "Only the coordinator may decide that.",
        zh_cn: "只有协调员可以作此决定。",
        zh_tw: "只有協調員可以作此決定。",
    }
    /// Somebody is named twice in a crew (DSP-02).
    CREW_TWICE: InvalidArgument {
        action: "Name everybody once, the lead in `lead_id` only.",
        en: "Somebody is named twice.",
        zh_cn: "人员重复。",
        zh_tw: "人員重複。",
    }
    /// The invoice is taken along to a paid visit, unless it comes electronically (DSP-65).
    INVOICE_NOT_BROUGHT: FailedPrecondition {
        action: "Take the invoice along, or choose the electronic one.",
        en: "The invoice was not taken along.",
        zh_cn: "未携带发票。",
        zh_tw: "未攜帶發票。",
    }
    /// The price list is taken along to a paid visit (DSP-65).
    PRICE_LIST_NOT_BROUGHT: FailedPrecondition {
        action: "Take the price list along and tick it.",
        en: "The price list was not taken along.",
        zh_cn: "未携带价目单。",
        zh_tw: "未攜帶價目單。",
    }
    /// The price list must be shown before charging (BIL-06, DSP-65).
    PRICE_LIST_NOT_SHOWN: FailedPrecondition {
        action: "Show the price list, then tick price_list_shown.",
        en: "Show the customer the price list first.",
        zh_cn: "请先向客户出示价目单。",
        zh_tw: "請先向客戶出示價目單。",
    }
    /// A paid visit ends with the money collected, or with a reason why an invoice follows (DSP-65).
    PAYMENT_NOT_SETTLED: FailedPrecondition {
        action: "Collect the amount, or fill in `to_be_invoiced_reason`.",
        en: "The payment is not settled.",
        zh_cn: "费用尚未结清。",
        zh_tw: "費用尚未結清。",
    }
    /// Money is collected in some way.
    PAYMENT_METHOD_MISSING: FailedPrecondition {
        action: "Fill in `method`.",
        en: "Say how the customer paid.",
        zh_cn: "请填写付款方式。",
        zh_tw: "請填寫付款方式。",
    }
    /// The customer of a paid visit gets an invoice (DSP-65).
    INVOICE_NOT_GIVEN: FailedPrecondition {
        action: "Give the invoice, or choose the electronic one.",
        en: "The customer has no invoice.",
        zh_cn: "未给发票。",
        zh_tw: "未給發票。",
    }
    /// More is collected than the quote and what the customer agreed to on site, less what earlier visits collected
    /// (F-5A). `agreed` and `collected_before` are in fen.
    COLLECTION_NOT_AGREED: FailedPrecondition {
        action: "Record what the customer agreed to (RecordExtraConsent), or collect less.",
        en: "The customer did not agree to that amount.",
        zh_cn: "收费超过客户同意的金额。",
        zh_tw: "收費超過客戶同意的金額。",
    }
    /// Nothing can be added to the price of a service that is not charged (BIL-13). `class` is its class.
    WORK_IS_FREE: FailedPrecondition {
        action: "Quote a paid service first.",
        en: "This service is not charged (class {class}).",
        zh_cn: "该服务不收费（{class} 类）。",
        zh_tw: "該服務不收費（{class} 類）。",
    }
    /// Amounts are in CNY.
    CURRENCY_DIFFERS: InvalidArgument {
        action: "Send `currency_code` CNY.",
        en: "The currency must be CNY.",
        zh_cn: "币种必须为 CNY。",
        zh_tw: "幣種必須為 CNY。",
    }
    /// A line, a charge or a total exceeds what the suite handles: 100,000,000,000 fen.
    AMOUNT_TOO_LARGE: OutOfRange {
        action: "Check the quantities and prices.",
        en: "The amount is too large.",
        zh_cn: "金额过大。",
        zh_tw: "金額過大。",
    }
    /// A form for a customer's need lacks something (DSP-35); the violations name each field.
    BLANK_FORM_INCOMPLETE: InvalidArgument {
        action: "Fill in the marked fields.",
        en: "The form is not complete.",
        zh_cn: "表单填写不完整。",
        zh_tw: "表單填寫不完整。",
    }
    /// Another order has the id that the client made for this one.
    WORK_ORDER_ID_TAKEN: AlreadyExists {
        action: "Make a new UUID of version 7 and send the form with it.",
        en: "Another work order has this id.",
        zh_cn: "该编号已被其他工单使用。",
        zh_tw: "該編號已被其他工單使用。",
    }
    /// Internal work is class D (DSP-51, DSP-54).
    INTERNAL_WORK_IS_FREE: InvalidArgument {
        action: "Leave the class empty.",
        en: "Internal work is class D.",
        zh_cn: "内部工作属于 D 类。",
        zh_tw: "內部工作屬於 D 類。",
    }
    /// Class D is internal work, which has no customer.
    CLASS_D_IS_INTERNAL: InvalidArgument {
        action: "Choose A, B or C for a customer's work; leave the customer out of internal work.",
        en: "Class D is for internal work without a customer.",
        zh_cn: "D 类仅用于没有客户的内部工作。",
        zh_tw: "D 類僅用於沒有客戶的內部工作。",
    }
    /// A third party pays and nobody says which, or the other way round (DSP-53).
    PAYER_MISSING: InvalidArgument {
        action: "Fill in `payer_id` together with THIRD_PARTY.",
        en: "Say which third party pays.",
        zh_cn: "请填写付款第三方。",
        zh_tw: "請填寫付款第三方。",
    }
    /// An order is issued again only after a missed visit (DSP-28, DSP-29).
    NOTHING_MISSED: FailedPrecondition {
        action: "Reopen the order, or make a new one.",
        en: "No visit of this order was missed.",
        zh_cn: "该派工单没有遗漏服务。",
        zh_tw: "該派工單沒有遺漏服務。",
    }
    /// An order that is not finished is changed directly; amendments are for finished ones.
    AMENDMENT_OF_OPEN_ORDER: FailedPrecondition {
        action: "Use the method that changes it; `available_actions` lists what is possible.",
        en: "The work order is {state} and not finished; change it directly.",
        zh_cn: "派工单当前状态为 {state}，尚未完结，请直接更改。",
        zh_tw: "派工單目前狀態為 {state}，尚未完結，請直接更改。",
    }
    /// An amendment says something else than what stands there.
    AMENDS_NOTHING: InvalidArgument {
        action: "Say what should stand there instead.",
        en: "The amendment changes nothing.",
        zh_cn: "更正内容与原内容相同。",
        zh_tw: "更正內容與原內容相同。",
    }
    /// The order is issued again already; `work_order_no` is that order (DSP-29).
    REISSUE_EXISTS: FailedPrecondition {
        action: "Go on with that order.",
        en: "It is issued again already as {work_order_no}.",
        zh_cn: "已重发为 {work_order_no}。",
        zh_tw: "已重發為 {work_order_no}。",
    }
}
