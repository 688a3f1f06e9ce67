//! Why plans of maintenance and revisits are refused. Names are API.

use aftersales_kit::reasons;

reasons! {
    /// There is no such plan, or it is outside the caller's branches.
    PLAN_NOT_FOUND: NotFound {
        action: "Use the id of a plan of your branch.",
        en: "There is no such plan.",
        zh_cn: "没有该计划。",
        zh_tw: "沒有該計畫。",
    }
    /// There is no such due item, or it is outside the caller's branches.
    PLAN_ITEM_NOT_FOUND: NotFound {
        action: "Use the id of a due item of your branch; ListPlanItems names them.",
        en: "There is no such due item.",
        zh_cn: "没有该到期事项。",
        zh_tw: "沒有該到期事項。",
    }
    /// The state of the plan or item does not allow the method. `state` is the present one. (DSP-67)
    PLAN_STATE: FailedPrecondition {
        action: "Read the plan; `available_actions` lists what is possible.",
        en: "It is {state}; that is not possible now.",
        zh_cn: "当前状态为 {state}，无法执行此操作。",
        zh_tw: "目前狀態為 {state}，無法執行此操作。",
    }
    /// An asset has one running plan of a kind (DSP-67).
    PLAN_EXISTS: AlreadyExists {
        action: "End the running plan first.",
        en: "The asset has such a plan already.",
        zh_cn: "该设备已有同类计划。",
        zh_tw: "該設備已有同類計畫。",
    }
    /// Planned work is under a contract (B) or in the free period (C) (DSP-67).
    PLAN_CLASS: InvalidArgument {
        action: "Send class B or C.",
        en: "Planned work is of class B or C.",
        zh_cn: "计划服务只能是 B 类或 C 类。",
        zh_tw: "計畫服務只能是 B 類或 C 類。",
    }
    /// A plan begins after today and does not end before it begins.
    FIRST_DUE_PAST: InvalidArgument {
        action: "Send a first due date after today, and no last day before it.",
        en: "The dates of the plan do not fit.",
        zh_cn: "计划日期有误。",
        zh_tw: "計畫日期有誤。",
    }
    /// A revisit without a fault records what the user thinks (DSP-66).
    OPINIONS_MISSING: InvalidArgument {
        action: "Fill in `opinions`; say \"none\" if there is none.",
        en: "The user's opinions are missing.",
        zh_cn: "请记录用户意见。",
        zh_tw: "請記錄用戶意見。",
    }
    /// A fault that a revisit found is described (DSP-66).
    FAULT_MISSING: InvalidArgument {
        action: "Fill in `fault`.",
        en: "Say what the fault is.",
        zh_cn: "请填写故障情况。",
        zh_tw: "請填寫故障情況。",
    }
}
