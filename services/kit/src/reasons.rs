//! The reasons that every service shares. A service's own reasons live beside its rules.

use crate::reasons;

reasons! {
    /// The call carries no bearer token and the method is not public.
    TOKEN_MISSING: Unauthenticated {
        action: "Send `authorization: Bearer <token>`.",
        en: "Sign in first.",
        zh_cn: "请先登录。",
        zh_tw: "請先登入。",
    }
    /// The token is malformed, signed by an unknown key, or meant for another issuer or audience.
    TOKEN_INVALID: Unauthenticated {
        action: "Fetch a new token from the issuer that the server is configured for.",
        en: "Your sign-in is not valid here. Sign in again.",
        zh_cn: "登录凭证无效，请重新登录。",
        zh_tw: "登入憑證無效，請重新登入。",
    }
    /// The token's time is over.
    TOKEN_EXPIRED: Unauthenticated {
        action: "Fetch a new token and repeat the call with the same request_id.",
        en: "Your sign-in has expired. Sign in again.",
        zh_cn: "登录已过期，请重新登录。",
        zh_tw: "登入已過期，請重新登入。",
    }
    /// None of the caller's roles may call the method. `roles` lists those that may.
    ROLE_NOT_ALLOWED: PermissionDenied {
        action: "Ask somebody with one of the roles listed in `roles`.",
        en: "Your role may not do this. It takes one of: {roles}.",
        zh_cn: "您的角色无权执行此操作，需要以下角色之一：{roles}。",
        zh_tw: "您的角色無權執行此操作，需要以下角色之一：{roles}。",
    }
    /// The contract names nobody who may call the method.
    METHOD_CLOSED: PermissionDenied {
        action: "Use a method of the contract; its access option says who may call it.",
        en: "Nobody may call this.",
        zh_cn: "该方法不对外开放。",
        zh_tw: "該方法不對外開放。",
    }
    /// The server does not serve this service or method.
    METHOD_UNKNOWN: Unimplemented {
        action: "Check the address and the contract's version; a server may run some of the services only.",
        en: "This server does not offer that.",
        zh_cn: "该服务器不提供此功能。",
        zh_tw: "該伺服器不提供此功能。",
    }
    /// One or more fields break the contract's rules; all of them are listed.
    INVALID_REQUEST: InvalidArgument {
        action: "Correct every field listed in BadRequest.",
        en: "Please check the marked fields.",
        zh_cn: "请检查标出的字段。",
        zh_tw: "請檢查標出的欄位。",
    }
    /// The request's bytes are not a message of the contract.
    REQUEST_UNREADABLE: InvalidArgument {
        action: "Encode the request with the contract's message type.",
        en: "The request could not be read.",
        zh_cn: "无法读取该请求。",
        zh_tw: "無法讀取該請求。",
    }
    /// The request_id was used before with another content.
    REQUEST_ID_REUSED: AlreadyExists {
        action: "Make a new request_id for every new act; repeat an act with the same content only.",
        en: "This request was already used for something else.",
        zh_cn: "该请求编号已用于其他内容。",
        zh_tw: "該請求編號已用於其他內容。",
    }
    /// The etag is not the record's present one: somebody changed it in between.
    STALE_ETAG: Aborted {
        action: "Read the record again, then decide anew.",
        en: "Somebody else changed this in the meantime. Look at it again.",
        zh_cn: "该记录已被他人修改，请刷新后重试。",
        zh_tw: "該記錄已被他人修改，請重新整理後再試。",
    }
    /// The page token was not made by this server, or belongs to another list or filter.
    PAGE_TOKEN_INVALID: InvalidArgument {
        action: "Start again without a page_token; keep the filter unchanged between pages.",
        en: "This list cannot be continued. Start again from the top.",
        zh_cn: "无法继续翻页，请从头开始。",
        zh_tw: "無法繼續翻頁，請從頭開始。",
    }
    /// The feed cursor is not one that a feed gave out.
    CURSOR_INVALID: InvalidArgument {
        action: "Use a cursor exactly as the feed gave it, or none to start from the oldest event.",
        en: "The position in the event stream is not valid.",
        zh_cn: "事件流位置无效。",
        zh_tw: "事件流位置無效。",
    }
    /// The feed cursor lies after the newest event.
    CURSOR_AHEAD: OutOfRange {
        action: "Check that the cursor belongs to this service; `head` is the newest event's number.",
        en: "The position lies after the newest event ({head}).",
        zh_cn: "该位置在最新事件（{head}）之后。",
        zh_tw: "該位置在最新事件（{head}）之後。",
    }
    /// The feed cursor is older than what is kept.
    CURSOR_TRIMMED: OutOfRange {
        action: "Take a snapshot through the list methods, then continue after `earliest`.",
        en: "Events up to {earliest} are no longer kept.",
        zh_cn: "{earliest} 及之前的事件已不再保留。",
        zh_tw: "{earliest} 及之前的事件已不再保留。",
    }
    /// The service's event log was restored from a copy; positions of the old log say nothing about the new one.
    LOG_EPOCH_CHANGED: FailedPrecondition {
        action: "Compare your copy with the service's records, then start anew without a cursor.",
        en: "The event log was restored; the position belongs to the old one.",
        zh_cn: "事件日志已恢复重建，原位置不再有效。",
        zh_tw: "事件日誌已還原重建，原位置不再有效。",
    }
    /// The subscriber reads more slowly than events come. `cursor` is where it stopped.
    SUBSCRIBER_TOO_SLOW: ResourceExhausted {
        action: "Subscribe again after the last event that you handled.",
        en: "The stream was closed because it was read too slowly.",
        zh_cn: "读取过慢，事件流已关闭。",
        zh_tw: "讀取過慢，事件流已關閉。",
    }
    /// The time that the caller (or the server) allows for a call ran out. The act may still take place.
    DEADLINE_EXCEEDED: DeadlineExceeded {
        action: "Repeat the call with the same request_id: you get the answer of the first one, or it is done now.",
        en: "That took too long. Try again.",
        zh_cn: "处理超时，请重试。",
        zh_tw: "處理逾時，請重試。",
    }
    /// The server works on as many calls as it can.
    OVERLOADED: ResourceExhausted {
        action: "Wait as long as RetryInfo says, then repeat with the same request_id.",
        en: "Too many requests at the moment. Try again shortly.",
        zh_cn: "当前请求过多，请稍后重试。",
        zh_tw: "目前請求過多，請稍後重試。",
    }
    /// The request is larger than the server takes. `limit_bytes` says how much it takes.
    TOO_LARGE: InvalidArgument {
        action: "Send less at once.",
        en: "The request is larger than {limit_bytes} bytes.",
        zh_cn: "请求超过 {limit_bytes} 字节。",
        zh_tw: "請求超過 {limit_bytes} 位元組。",
    }
    /// A fault of the suite. `error_id` stands in the server's log.
    INTERNAL: Internal {
        action: "Report `error_id` to the operator.",
        en: "Something went wrong on our side. Quote {error_id} when you report it.",
        zh_cn: "系统内部出错，报告时请提供编号 {error_id}。",
        zh_tw: "系統內部出錯，回報時請提供編號 {error_id}。",
    }
    /// The service's database does not answer.
    STORE_UNAVAILABLE: Unavailable {
        action: "Wait as long as RetryInfo says, then repeat with the same request_id.",
        en: "The records cannot be reached at the moment. Try again shortly.",
        zh_cn: "暂时无法访问数据，请稍后重试。",
        zh_tw: "暫時無法存取資料，請稍後重試。",
    }
    /// Another service of the suite does not answer. `peer` names it.
    PEER_UNAVAILABLE: Unavailable {
        action: "Wait as long as RetryInfo says, then repeat with the same request_id.",
        en: "Another part of the system does not answer at the moment. Try again shortly.",
        zh_cn: "系统的其他部分暂时没有响应，请稍后重试。",
        zh_tw: "系統的其他部分暫時沒有回應，請稍後重試。",
    }
    /// The server is being stopped or has not started yet; streams end, with their `cursor`.
    STOPPING: Unavailable {
        action: "Connect again; continue a stream after the last event that you handled.",
        en: "The server is restarting. Try again shortly.",
        zh_cn: "服务器正在重启，请稍后重试。",
        zh_tw: "伺服器正在重新啟動，請稍後重試。",
    }
    /// The clock is the machine's; it is set by hand only on a server started for it.
    CLOCK_NOT_MANUAL: FailedPrecondition {
        action: "Start the server with `--clock manual` and `clock.allow_manual = true`.",
        en: "The clock of this server cannot be set.",
        zh_cn: "该服务器的时钟不可调整。",
        zh_tw: "該伺服器的時鐘不可調整。",
    }
    /// The clock was to be advanced to a time before `now`, its present time.
    CLOCK_BACKWARDS: InvalidArgument {
        action: "Give a time after `now`.",
        en: "The clock advances only; it is {now} now.",
        zh_cn: "时钟只能向前调整，当前时间为 {now}。",
        zh_tw: "時鐘只能向前調整，目前時間為 {now}。",
    }
    /// Another call is moving the clock.
    CLOCK_BUSY: Aborted {
        action: "Wait for the other call to end, read the time, then decide anew.",
        en: "The clock is being moved by somebody else.",
        zh_cn: "时钟正在由他人调整。",
        zh_tw: "時鐘正在由他人調整。",
    }
    /// The request names a service that does not run in this process.
    UNKNOWN_SERVICE: NotFound {
        action: "Check the name, such as dispatch; if it is right, ask the process that runs that service.",
        en: "The service {service} does not run here.",
        zh_cn: "此处未运行服务 {service}。",
        zh_tw: "此處未執行服務 {service}。",
    }
    /// There is no such branch, or it is outside the caller's branches.
    BRANCH_UNKNOWN: NotFound {
        action: "Use the code of one of your branches.",
        en: "There is no such branch.",
        zh_cn: "没有该网点。",
        zh_tw: "沒有該網點。",
    }
    /// The event is not parked (any more).
    EVENT_NOT_PARKED: FailedPrecondition {
        action: "List the parked events again.",
        en: "That event is not waiting for a decision.",
        zh_cn: "该事件不在待处理之列。",
        zh_tw: "該事件不在待處理之列。",
    }
    /// There is no such deadline for this caller.
    DEADLINE_UNKNOWN: NotFound {
        action: "List the deadlines of the ticket.",
        en: "There is no such deadline.",
        zh_cn: "没有该时限。",
        zh_tw: "沒有該時限。",
    }
    /// A deadline cannot be reckoned from that instant: it lies outside the years 1900 to 2199, or the branch has no
    /// working day or opening time within three years. `calendar` says which.
    INSTANT_NOT_RECKONABLE: InvalidArgument {
        action: "Send an instant near the present; check the branch's hours and calendar.",
        en: "No deadline can be reckoned from that time.",
        zh_cn: "无法从该时间推算时限。",
        zh_tw: "無法從該時間推算時限。",
    }
}
