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
    /// The call was answered, or is not over (HOT-29).
    CALL_NOT_MISSED: FailedPrecondition {
        action: "List missed calls with ListMissedCalls.",
        en: "That call was not missed.",
        zh_cn: "该来电不是未接来电。",
        zh_tw: "該來電不是未接來電。",
    }
    /// Something already became of the missed call (HOT-29).
    MISSED_CALL_RESOLVED: FailedPrecondition {
        action: "Nothing more is to be done for it.",
        en: "That missed call is already settled.",
        zh_cn: "该未接来电已处理。",
        zh_tw: "該未接來電已處理。",
    }
    /// The call has no such recording, or it is deleted.
    RECORDING_NOT_FOUND: NotFound {
        action: "Use a uri of the call's recordings.",
        en: "There is no such recording.",
        zh_cn: "没有该录音。",
        zh_tw: "沒有該錄音。",
    }
    /// Agents hear their own calls only.
    RECORDING_OF_OTHER_AGENT: PermissionDenied {
        action: "Ask the chief.",
        en: "You may hear your own calls only.",
        zh_cn: "只能收听本人的通话录音。",
        zh_tw: "只能收聽本人的通話錄音。",
    }
    /// The caller did not agree to the recording, so nobody hears it.
    RECORDING_WITHOUT_CONSENT: FailedPrecondition {
        action: "Leave it to be deleted.",
        en: "The caller did not agree to the recording.",
        zh_cn: "客户未同意录音，不能播放。",
        zh_tw: "客戶未同意錄音，不能播放。",
    }
    /// The recording was to be kept until `retain_until`.
    RECORDING_EXPIRED: FailedPrecondition {
        action: "Nothing can be done.",
        en: "The recording was kept until {retain_until} only.",
        zh_cn: "录音保存期已于 {retain_until} 届满。",
        zh_tw: "錄音保存期已於 {retain_until} 屆滿。",
    }
    /// The address was not given out here, or was changed.
    PLAY_URL_INVALID: PermissionDenied {
        action: "Ask for an address with PlayRecording.",
        en: "The address is not valid.",
        zh_cn: "播放地址无效。",
        zh_tw: "播放地址無效。",
    }
    /// The address held until `expires_at`.
    PLAY_URL_EXPIRED: FailedPrecondition {
        action: "Ask for a new address with PlayRecording.",
        en: "The address has expired.",
        zh_cn: "播放地址已过期。",
        zh_tw: "播放地址已過期。",
    }
    /// Hours are told apart for few days only. `days` says for how many.
    PERIOD_TOO_LONG: InvalidArgument {
        action: "Ask for fewer days, or for lines or agents.",
        en: "Hours are told apart for at most {days} days.",
        zh_cn: "按小时统计最多 {days} 天。",
        zh_tw: "按小時統計最多 {days} 天。",
    }
}
