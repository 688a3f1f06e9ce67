//! Why custody of goods is refused. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// There is no such take-back, or it is outside the caller's branches.
    TAKE_BACK_NOT_FOUND: NotFound {
        action: "Use the id of a take-back of your branch.",
        en: "There are no such goods in custody.",
        zh_cn: "没有该取回商品记录。",
        zh_tw: "沒有該取回商品紀錄。",
    }
    /// The steps of a take-back have one order (F-6, DSP-42). `state` is the present one, `next` the method that
    /// comes next.
    CUSTODY_STATE: FailedPrecondition {
        action: "Do the step in `next` first.",
        en: "The goods are {state}; next comes {next}.",
        zh_cn: "商品当前状态为 {state}，下一步应为 {next}。",
        zh_tw: "商品目前狀態為 {state}，下一步應為 {next}。",
    }
    /// Goods are taken back after a visit that ended with the plan to do so (DSP-39).
    VISIT_NOT_TAKE_BACK: FailedPrecondition {
        action: "End the visit as not repaired with the plan TAKE_BACK first.",
        en: "No visit of this order ended with the goods being taken back.",
        zh_cn: "该派工单没有以取回维修结束的上门。",
        zh_tw: "該派工單沒有以取回維修結束的上門。",
    }
    /// The customer's goods are in custody, so the order cannot end (F-6). `receipt_no` is their receipt.
    GOODS_IN_CUSTODY: FailedPrecondition {
        action: "Give the goods back first, repaired (FinishRepair) or not (GiveUpRepair).",
        en: "The customer's goods are still in custody, receipt {receipt_no}.",
        zh_cn: "客户商品仍在保管中，收据 {receipt_no}。",
        zh_tw: "客戶商品仍在保管中，收據 {receipt_no}。",
    }
    /// The customer signs the goods receipt (DSP-39).
    RECEIPT_NOT_SIGNED: FailedPrecondition {
        action: "Have the customer sign the goods receipt.",
        en: "The customer has not signed the goods receipt.",
        zh_cn: "客户尚未在商品领取收据上签字。",
        zh_tw: "客戶尚未在商品領取收據上簽字。",
    }
    /// The goods of this visit were taken already. `receipt_no` is their receipt. (DSP-39)
    GOODS_ALREADY_TAKEN: FailedPrecondition {
        action: "Go on with the take-back that has this receipt.",
        en: "The goods of this visit were taken already, receipt {receipt_no}.",
        zh_cn: "本次上门的商品已取回，收据 {receipt_no}。",
        zh_tw: "本次上門的商品已取回，收據 {receipt_no}。",
    }
    /// A return is promised or set for a day that is over (DSP-42).
    RETURN_DATE_PAST: InvalidArgument {
        action: "Send today's date or a later one.",
        en: "That day is over already.",
        zh_cn: "该日期已过。",
        zh_tw: "該日期已過。",
    }
    /// A planned finish must lie ahead (DSP-43).
    PLANNED_FINISH_PAST: InvalidArgument {
        action: "Send a later time.",
        en: "That time is over already.",
        zh_cn: "该时间已过。",
        zh_tw: "該時間已過。",
    }
    /// The goods are another technician's to repair (DSP-41).
    NOT_YOUR_REPAIR: PermissionDenied {
        action: "Ask the technician on the card, or the chief.",
        en: "{technician_id} repairs these goods.",
        zh_cn: "该商品由 {technician_id} 维修。",
        zh_tw: "該商品由 {technician_id} 維修。",
    }
    /// The manager was asked for help already and has not said what he does (DSP-43).
    ESCALATION_OPEN: FailedPrecondition {
        action: "Wait for the manager's action.",
        en: "The manager was asked for help already.",
        zh_cn: "已向经理报告，等待处理。",
        zh_tw: "已向經理報告，等待處理。",
    }
    /// A predicted finish that is not later than planned is no delay (DSP-43).
    PREDICTION_NOT_LATE: InvalidArgument {
        action: "Send a time after the planned finish.",
        en: "That is not later than planned.",
        zh_cn: "该时间不晚于原定时间。",
        zh_tw: "該時間不晚於原定時間。",
    }
    /// Nobody asked for help (DSP-43).
    NO_OPEN_ESCALATION: FailedPrecondition {
        action: "Read the take-back; its open escalation may have been answered.",
        en: "Nobody waits for an action.",
        zh_cn: "没有待处理的延误报告。",
        zh_tw: "沒有待處理的延誤報告。",
    }
    /// The card lacks the actual repair time or the replaced parts (DSP-41).
    CARD_INCOMPLETE: FailedPrecondition {
        action: "Fill in the actual repair time and the replaced parts, or say that none was replaced.",
        en: "The repair card is not filled in.",
        zh_cn: "修护卡尚未填写完整。",
        zh_tw: "修護卡尚未填寫完整。",
    }
    /// The repair was late and the manager has not said what he does about it (DSP-43).
    ESCALATION_UNANSWERED: FailedPrecondition {
        action: "Let the manager record an action first.",
        en: "The manager has not recorded what he does about the delay.",
        zh_cn: "经理尚未登记对延误的处理措施。",
        zh_tw: "經理尚未登記對延誤的處理措施。",
    }
    /// Nobody inspects his own work (DSP-42).
    INSPECTION_BY_REPAIRER: PermissionDenied {
        action: "Let somebody else inspect.",
        en: "You repaired these goods; somebody else inspects them.",
        zh_cn: "不能验收自己维修的商品。",
        zh_tw: "不能驗收自己維修的商品。",
    }
    /// Goods that do not pass are sent back with a reason (DSP-42).
    INSPECTION_NOTE_MISSING: InvalidArgument {
        action: "Fill in `note`.",
        en: "Say what is wrong with the goods.",
        zh_cn: "请填写验收不合格的原因。",
        zh_tw: "請填寫驗收不合格的原因。",
    }
    /// The receipt is taken back and voided at the delivery; without it the customer states its loss (DSP-42).
    RECEIPT_NOT_RETURNED: FailedPrecondition {
        action: "Take the receipt back, or have its loss stated in writing.",
        en: "The goods receipt did not come back; without it a statement of its loss is needed.",
        zh_cn: "商品领取收据未收回，须填写遗失声明。",
        zh_tw: "商品領取收據未收回，須填寫遺失聲明。",
    }
    /// Only repairs for a fee (class A) are invoiced (BIL-16).
    NOT_CHARGED: FailedPrecondition {
        action: "Nothing is to be done: the repair was free or under a contract.",
        en: "This repair is not charged.",
        zh_cn: "本次维修不收费。",
        zh_tw: "本次維修不收費。",
    }
    /// One voucher is not invoiced twice (BIL-46).
    INVOICE_ALREADY_REQUESTED: FailedPrecondition {
        action: "Nothing is to be done.",
        en: "The invoice was requested already.",
        zh_cn: "已申请开具发票。",
        zh_tw: "已申請開立發票。",
    }
    /// The goods have no card before the clerk has entered them in the register (DSP-40).
    CARD_NOT_OPEN: FailedPrecondition {
        action: "Enter the goods in the register first.",
        en: "The goods have no repair card yet.",
        zh_cn: "商品尚未登记，没有修护卡。",
        zh_tw: "商品尚未登記，沒有修護卡。",
    }
}
