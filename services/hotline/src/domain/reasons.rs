//! Why the hotline refuses.

use aftersales_kit::reasons;

reasons! {
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
    /// There is no such call at the caller's branches.
    CALL_NOT_FOUND: NotFound {
        action: "Use the id that RecordCall gave.",
        en: "There is no such call.",
        zh_cn: "没有该通话记录。",
        zh_tw: "沒有該通話記錄。",
    }
    /// The call is wrapped up; nothing is added to it any more (HOT-19).
    CALL_ENDED: FailedPrecondition {
        action: "Record a new call.",
        en: "The call is already wrapped up.",
        zh_cn: "该通话已结束。",
        zh_tw: "該通話已結束。",
    }
    /// A report by telephone names the call in which it came (HOT-19).
    CALL_MISSING: InvalidArgument {
        action: "Record the call first and send its id.",
        en: "Which call was this? Record the call first.",
        zh_cn: "请先登记来电。",
        zh_tw: "請先登記來電。",
    }
    /// A call is wrapped up as TICKET_OPENED only with a ticket of this call (HOT-12).
    WRAP_UP_NEEDS_TICKET: FailedPrecondition {
        action: "Open the ticket, then wrap the call up.",
        en: "No ticket was opened in this call yet.",
        zh_cn: "本次通话尚未登记报修单。",
        zh_tw: "本次通話尚未登記報修單。",
    }
    /// A call is wrapped up as CONSULTED or COMPLAINT only with a consultation record of this call (HOT-15, CBK-39).
    WRAP_UP_NEEDS_CONSULTATION: FailedPrecondition {
        action: "Record the consultation, then wrap the call up.",
        en: "No consultation was recorded in this call yet.",
        zh_cn: "本次通话尚未填写咨询记录。",
        zh_tw: "本次通話尚未填寫諮詢記錄。",
    }
    /// What the customer needs is recorded, but nothing serves it yet: a repair leaves no call without its ticket
    /// (HOT-12, HOT-19), a question not without its record (HOT-15). `stage` says where the call stands, `method` what
    /// comes next.
    NEED_NOT_SERVED: FailedPrecondition {
        action: "Call the method that is named; when the need was misunderstood, record it anew with RecordNeed.",
        en: "The customer's need is not served yet; the call stands at {stage} and goes on with {method}.",
        zh_cn: "客户的需求尚未处理，目前处于 {stage}，请先完成 {method}。",
        zh_tw: "客戶的需求尚未處理，目前處於 {stage}，請先完成 {method}。",
    }
    /// There is no such customer, or the customer belongs to a branch outside the caller's.
    CUSTOMER_NOT_FOUND: NotFound {
        action: "Find the customer by phone with FindCustomers.",
        en: "There is no such customer.",
        zh_cn: "没有该客户。",
        zh_tw: "沒有該客戶。",
    }
    /// There is no such asset, or it belongs to a branch outside the caller's.
    ASSET_NOT_FOUND: NotFound {
        action: "List the customer's assets with ListAssets.",
        en: "There is no such asset.",
        zh_cn: "没有该产品。",
        zh_tw: "沒有該產品。",
    }
    /// The customer is archived: nothing new is begun, and a dossier takes only amendments.
    CUSTOMER_ARCHIVED: FailedPrecondition {
        action: "Ask who leads the branch to reopen the customer with ReopenCustomer.",
        en: "The customer is archived.",
        zh_cn: "该客户已存档。",
        zh_tw: "該客戶已存檔。",
    }
    /// The asset belongs to another customer than the one named.
    ASSET_OF_OTHER_CUSTOMER: FailedPrecondition {
        action: "List the assets of this customer.",
        en: "That product belongs to another customer.",
        zh_cn: "该产品属于其他客户。",
        zh_tw: "該產品屬於其他客戶。",
    }
    /// The instant lies before the date of the asset's invoice. `invoice_date` says which.
    AT_BEFORE_ASSET: OutOfRange {
        action: "Send an instant on or after the invoice date.",
        en: "The product was sold on {invoice_date}; nothing can be said about the time before.",
        zh_cn: "该产品于 {invoice_date} 售出，无法查询此前的权益。",
        zh_tw: "該產品於 {invoice_date} 售出，無法查詢此前的權益。",
    }
    /// The registry does not answer; entitlement cannot be checked.
    REGISTRY_UNAVAILABLE: Unavailable {
        action: "Wait as long as RetryInfo says, then repeat with the same request_id.",
        en: "Customer files cannot be reached at the moment. Try again shortly.",
        zh_cn: "暂时无法访问客户档案，请稍后重试。",
        zh_tw: "暫時無法存取客戶檔案，請稍後重試。",
    }
    /// What was recorded was not read back to the customer and confirmed (HOT-41).
    READ_BACK_MISSING: FailedPrecondition {
        action: "Read the record back, correct it, and confirm.",
        en: "Read the record back to the customer first.",
        zh_cn: "请先向客户复述并确认所记信息。",
        zh_tw: "請先向客戶複述並確認所記資訊。",
    }
    /// The component is not our brand and that was not explained to the customer (HOT-07).
    THIRD_PARTY_NOT_EXPLAINED: FailedPrecondition {
        action: "Explain it, then confirm third_party_explained.",
        en: "Explain to the customer that this component is not ours.",
        zh_cn: "请先向客户说明该配件非本品牌。",
        zh_tw: "請先向客戶說明該配件非本品牌。",
    }
    /// Free on-site service is not covered: on-site period over, nothing covers, or not our brand (HOT-07, HOT-11).
    /// `reasons` lists the facts.
    FREE_ONSITE_NOT_COVERED: FailedPrecondition {
        action: "Offer paid service, or carry-in where that is covered.",
        en: "Free on-site service is not covered for this product.",
        zh_cn: "该产品不在免费上门服务范围内。",
        zh_tw: "該產品不在免費上門服務範圍內。",
    }
    /// Free carry-in service is not covered: warranty over or not our brand (HOT-07, HOT-11). `reasons` lists the
    /// facts.
    FREE_CARRY_IN_NOT_COVERED: FailedPrecondition {
        action: "Offer paid service.",
        en: "Free service at the branch is not covered for this product.",
        zh_cn: "该产品不在免费送修范围内。",
        zh_tw: "該產品不在免費送修範圍內。",
    }
    /// The branch to which the customer is guided does not exist or receives no customers.
    TARGET_BRANCH_NOT_FOUND: NotFound {
        action: "Name a branch with a reception.",
        en: "There is no such branch to go to.",
        zh_cn: "没有可前往的该网点。",
        zh_tw: "沒有可前往的該網點。",
    }
    /// A customer is guided to a branch on a day on which it is open (HOT-36). `next_open` is the next such day.
    TARGET_BRANCH_CLOSED: FailedPrecondition {
        action: "Agree on a working day of the branch with the customer.",
        en: "The branch is closed on that day; it is open again on {next_open}.",
        zh_cn: "该网点当日休息，下一工作日为 {next_open}。",
        zh_tw: "該網點當日休息，下一工作日為 {next_open}。",
    }
    /// Guidance to a branch names the branch (HOT-14).
    TARGET_BRANCH_MISSING: InvalidArgument {
        action: "Name the branch that the customer goes to.",
        en: "Which branch does the customer go to?",
        zh_cn: "请填写客户前往的网点。",
        zh_tw: "請填寫客戶前往的網點。",
    }
    /// Service policy and location of the branch were not explained to the customer (HOT-10).
    POLICY_NOT_EXPLAINED: FailedPrecondition {
        action: "Explain them, then confirm policy_explained.",
        en: "Explain the service policy and the way to the branch first.",
        zh_cn: "请先向客户说明服务政策和网点位置。",
        zh_tw: "請先向客戶說明服務政策和網點位置。",
    }
    /// The customer does not agree that the problem is solved (HOT-27).
    CUSTOMER_NOT_SATISFIED_BY_PHONE: FailedPrecondition {
        action: "Choose on-site service or carry-in.",
        en: "The customer has not confirmed that it is solved.",
        zh_cn: "客户尚未确认问题已解决。",
        zh_tw: "客戶尚未確認問題已解決。",
    }
    /// The mode of service needs details that are not given: carry_in for CARRY_IN, phone_solution for PHONE_RESOLVED.
    ///
    DETAILS_MISSING: InvalidArgument {
        action: "Fill in the marked fields.",
        en: "Please fill in the details of this way of service.",
        zh_cn: "请填写该服务方式所需的内容。",
        zh_tw: "請填寫該服務方式所需的內容。",
    }
    /// There is no such ticket at the caller's branches.
    TICKET_NOT_FOUND: NotFound {
        action: "Look it up by register number or list the tickets of the branch.",
        en: "There is no such ticket.",
        zh_cn: "没有该报修单。",
        zh_tw: "沒有該報修單。",
    }
    /// The work is done or the ticket is over; it is not cancelled any more. `state` says where it stands. (F-1)
    TICKET_NOT_CANCELLABLE: FailedPrecondition {
        action: "Leave it; open a new ticket for a new need.",
        en: "The ticket can no longer be cancelled.",
        zh_cn: "该报修单已不能取消。",
        zh_tw: "該報修單已不能取消。",
    }
    /// What is not closed is changed itself, not amended. `document` and `state` say what it is.
    NOT_YET_CLOSED: FailedPrecondition {
        action: "Correct the ticket or voucher itself; amend it once it is closed or archived.",
        en: "It is not closed yet, so it can be corrected itself.",
        zh_cn: "尚未结案或归档，请直接更正。",
        zh_tw: "尚未結案或歸檔，請直接更正。",
    }
    /// An amendment says something else than what stands there.
    AMENDS_NOTHING: InvalidArgument {
        action: "Say what should stand there instead.",
        en: "The amendment changes nothing.",
        zh_cn: "更正内容与原内容相同。",
        zh_tw: "更正內容與原內容相同。",
    }
    /// The ticket is closed: it does not change any more and its contact is deleted.
    TICKET_CLOSED: FailedPrecondition {
        action: "Correct it with AmendTicket; open a new ticket for a new need.",
        en: "The ticket is closed.",
        zh_cn: "该报修单已结案。",
        zh_tw: "該報修單已結案。",
    }
    /// The ticket was cancelled: it does not change any more and its contact is deleted.
    TICKET_CANCELLED: FailedPrecondition {
        action: "Correct it with AmendTicket; open a new ticket for a new need.",
        en: "The ticket was cancelled.",
        zh_cn: "该报修单已取消。",
        zh_tw: "該報修單已取消。",
    }
    /// There is no such consultation record at the caller's branches.
    CONSULTATION_NOT_FOUND: NotFound {
        action: "List the consultations of the branch.",
        en: "There is no such consultation record.",
        zh_cn: "没有该咨询记录。",
        zh_tw: "沒有該諮詢記錄。",
    }
    /// The consultation is answered; the record does not change any more.
    CONSULTATION_ANSWERED: FailedPrecondition {
        action: "Record a new consultation.",
        en: "The question is already answered.",
        zh_cn: "该咨询已答复。",
        zh_tw: "該諮詢已答覆。",
    }
    /// A consultation has an answer or somebody who owes one, not both (HOT-16).
    ANSWER_AND_FOLLOW_UP: InvalidArgument {
        action: "Send the answer alone, or the follow-up alone.",
        en: "Either answer now or name who will.",
        zh_cn: "请直接答复或指定跟进人，二者择一。",
        zh_tw: "請直接答覆或指定跟進人，二者擇一。",
    }
    /// The time by which a question must be answered is not later than now (HOT-16).
    FOLLOW_UP_IN_PAST: InvalidArgument {
        action: "Choose a later time.",
        en: "The follow-up is due in the past.",
        zh_cn: "跟进时限早于当前时间。",
        zh_tw: "跟進時限早於目前時間。",
    }
    /// What must be told to the customer was not told: an answer (HOT-16), the next step (DSP-71).
    CUSTOMER_NOT_INFORMED: FailedPrecondition {
        action: "Tell the customer, then confirm it.",
        en: "Tell the customer first.",
        zh_cn: "请先告知客户。",
        zh_tw: "請先告知客戶。",
    }
    /// The record is open, but the caller's role has nothing to do on it now. Shown as readonly_reason only.
    ROLE_ONLY_READS: PermissionDenied {
        action: "Ask somebody whose role may act.",
        en: "Your role may only read this.",
        zh_cn: "您的角色只能查看。",
        zh_tw: "您的角色只能檢視。",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_is_complete() {
        assert_eq!(
            aftersales_kit::catalogue::faults(&[super::REASONS]),
            Vec::<String>::new()
        );
    }
}
