//! Why decisions, appraisals and claims are refused. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// The approval matrix reserves the decision to other roles. `roles` lists them.
    APPROVER_ROLE: PermissionDenied {
        action: "Ask somebody with one of the roles listed in `roles`.",
        en: "This is for one of these roles to decide: {roles}.",
        zh_cn: "须由以下角色之一审批：{roles}。",
        zh_tw: "須由以下角色之一審批：{roles}。",
    }
    /// Nobody decides on his own request.
    OWN_REQUEST: PermissionDenied {
        action: "Ask somebody else with the role.",
        en: "You may not decide on your own request.",
        zh_cn: "不能审批自己的申请。",
        zh_tw: "不能審批自己的申請。",
    }
    /// A refusal is explained.
    DECISION_REASON_MISSING: InvalidArgument {
        action: "Fill in `reason`.",
        en: "Say why it is refused.",
        zh_cn: "请填写不批准的原因。",
        zh_tw: "請填寫不批准的原因。",
    }
    /// The order waits for a decision and cannot go on before it is taken (X-17, DSP-50).
    APPROVAL_PENDING: FailedPrecondition {
        action: "Wait for the decision; ListAppraisals shows who decides.",
        en: "The replacement waits for its approval.",
        zh_cn: "更换产品正在等待审批。",
        zh_tw: "更換產品正在等待審批。",
    }
    /// There is no such appraisal, or it is outside the caller's branches.
    APPRAISAL_NOT_FOUND: NotFound {
        action: "Use the id of an appraisal of your branch.",
        en: "There is no such appraisal.",
        zh_cn: "没有该质量鉴定。",
        zh_tw: "沒有該品質鑑定。",
    }
    /// The appraisal's state does not allow the method. `state` is the present one. (DSP-50)
    APPRAISAL_STATE: FailedPrecondition {
        action: "Read the appraisal; `available_actions` lists what is possible.",
        en: "The appraisal is {state}; that is not possible now.",
        zh_cn: "质量鉴定当前状态为 {state}，无法执行此操作。",
        zh_tw: "品質鑑定目前狀態為 {state}，無法執行此操作。",
    }
    /// An appraisal follows a visit that ended with the plan REPLACE (DSP-50).
    NOT_FOR_APPRAISAL: FailedPrecondition {
        action: "End the visit as not repaired with the plan REPLACE first.",
        en: "No visit of this order ended with a replacement in view.",
        zh_cn: "该派工单没有以更换产品结束的上门。",
        zh_tw: "該派工單沒有以更換產品結束的上門。",
    }
    /// The visit was appraised already (DSP-50).
    APPRAISAL_OPEN: FailedPrecondition {
        action: "Go on with the appraisal that is there.",
        en: "This visit was appraised already.",
        zh_cn: "本次上门已有质量鉴定。",
        zh_tw: "本次上門已有品質鑑定。",
    }
    /// Only a defect or a wrong installation justifies a replacement (DSP-50). `finding` is what was found.
    REPLACEMENT_NOT_JUSTIFIED: FailedPrecondition {
        action: "Tell the customer and agree another plan.",
        en: "The finding {finding} does not justify a replacement.",
        zh_cn: "鉴定结论 {finding} 不能更换产品。",
        zh_tw: "鑑定結論 {finding} 不能更換產品。",
    }
    /// A refused replacement is not followed by a replacement (DSP-07).
    OTHER_PLAN_NEEDED: InvalidArgument {
        action: "Choose another plan than REPLACE.",
        en: "Agree another plan than the replacement.",
        zh_cn: "请选择更换以外的解决办法。",
        zh_tw: "請選擇更換以外的解決辦法。",
    }
    /// There is no such claim, or it is not the caller's to see.
    EXPENSE_NOT_FOUND: NotFound {
        action: "Use the id of a claim of your branch; a technician sees his own.",
        en: "There is no such claim.",
        zh_cn: "没有该报销单。",
        zh_tw: "沒有該報銷單。",
    }
    /// The claim's state does not allow the method. `state` is the present one.
    EXPENSE_STATE: FailedPrecondition {
        action: "Read the claim; `available_actions` lists what is possible.",
        en: "The claim is {state}; that is not possible now.",
        zh_cn: "报销单当前状态为 {state}，无法执行此操作。",
        zh_tw: "報銷單目前狀態為 {state}，無法執行此操作。",
    }
    /// A receipt is reimbursed once. `expense_no` is the claim that has it.
    EXPENSE_RECEIPT_USED: AlreadyExists {
        action: "Check the receipt; claim each one once.",
        en: "This receipt was claimed already in {expense_no}.",
        zh_cn: "该票据已在报销单 {expense_no} 中报销。",
        zh_tw: "該票據已在報銷單 {expense_no} 中報銷。",
    }
    /// The receipt is of a day that has not come.
    SPENT_IN_FUTURE: InvalidArgument {
        action: "Send the date on the receipt.",
        en: "That day has not come yet.",
        zh_cn: "该日期尚未到来。",
        zh_tw: "該日期尚未到來。",
    }
    /// A claim is about an amount.
    AMOUNT_MISSING: InvalidArgument {
        action: "Send the amount on the receipt in CNY.",
        en: "The amount is missing.",
        zh_cn: "请填写金额。",
        zh_tw: "請填寫金額。",
    }
}
