//! Why the telephone's side of the hotline refuses.

use aftersales_kit::reasons;

reasons! {
    /// Work for a call begins when somebody has answered it (HOT-19). `state` says how far it is.
    CALL_NOT_ANSWERED: FailedPrecondition {
        action: "Answer the call; when the exchange did not tell, take it with TakeCall.",
        en: "Nobody has answered that call yet.",
        zh_cn: "该来电尚未接听。",
        zh_tw: "該來電尚未接聽。",
    }
    /// Somebody else talks in the call. `agent_id` says who.
    CALL_TAKEN: FailedPrecondition {
        action: "Leave the call to the agent who answered it.",
        en: "{agent_id} is already talking in that call.",
        zh_cn: "该来电已由 {agent_id} 接听。",
        zh_tw: "該來電已由 {agent_id} 接聽。",
    }
    /// The agent of a call event does not work at the branch of the line.
    CALL_EVENT_OF_OTHER_BRANCH: FailedPrecondition {
        action: "Report the event for the branch of the line, with a staff code of that branch.",
        en: "{agent_id} does not work at {branch_id}.",
        zh_cn: "{agent_id} 不是 {branch_id} 的人员。",
        zh_tw: "{agent_id} 不是 {branch_id} 的人員。",
    }
    /// Ringing and talking are said by the calls, not by people.
    AGENT_STATE_FOLLOWS_CALLS: InvalidArgument {
        action: "Send AVAILABLE, WRAP_UP, BREAK or OFFLINE.",
        en: "That state follows the calls and cannot be set.",
        zh_cn: "该状态由通话决定，不能手动设置。",
        zh_tw: "該狀態由通話決定，不能手動設定。",
    }
    /// An agent has a call that is not wrapped up; its need comes first (HOT-05). `call_id` says which.
    CALL_NOT_WRAPPED_UP: FailedPrecondition {
        action: "Wrap the call up with EndCall and what the customer needed.",
        en: "The last call is not wrapped up yet.",
        zh_cn: "上一通电话尚未填写小结。",
        zh_tw: "上一通電話尚未填寫小結。",
    }
    /// That person does not work at the branch.
    AGENT_NOT_HERE: FailedPrecondition {
        action: "Send a staff code of the branch.",
        en: "{agent_id} does not work at {branch_id}.",
        zh_cn: "{agent_id} 不是 {branch_id} 的人员。",
        zh_tw: "{agent_id} 不是 {branch_id} 的人員。",
    }
    /// Only the chief says what somebody else does.
    OTHER_AGENT: PermissionDenied {
        action: "Leave agent_id empty, or ask the chief.",
        en: "Only the chief may change another agent's state.",
        zh_cn: "只有站长可以更改他人的状态。",
        zh_tw: "只有站長可以更改他人的狀態。",
    }
    /// The call was answered, or is not over.
    CALL_NOT_MISSED: FailedPrecondition {
        action: "List missed calls with ListMissedCalls.",
        en: "That call was not missed.",
        zh_cn: "该来电不是未接来电。",
        zh_tw: "該來電不是未接來電。",
    }
    /// Something already became of the missed call.
    MISSED_CALL_RESOLVED: FailedPrecondition {
        action: "Nothing more is to be done for it.",
        en: "That missed call is already settled.",
        zh_cn: "该未接来电已处理。",
        zh_tw: "該未接來電已處理。",
    }
}
