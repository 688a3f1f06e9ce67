//! Why the intake desk refuses: the paid flow, bookings, guidance, vouchers, contact tasks.

use aftersales_kit::reasons;

reasons! {
    /// The price list of billing cannot be reached.
    BILLING_UNAVAILABLE: Unavailable {
        action: "Wait as long as RetryInfo says, then repeat with the same request_id.",
        en: "Prices cannot be reached at the moment. Try again shortly.",
        zh_cn: "暂时无法获取价目单，请稍后重试。",
        zh_tw: "暫時無法取得價目單，請稍後重試。",
    }
    /// No price list holds for the branch at that instant, or the branch is not the caller's.
    PRICE_LIST_NOT_FOUND: NotFound {
        action: "Publish a price list, or ask for another instant.",
        en: "There is no price list for that time.",
        zh_cn: "该时间没有有效的价目单。",
        zh_tw: "該時間沒有有效的價目單。",
    }
    /// A line names an item that is not on the price list in force (BIL-04).
    ITEM_NOT_ON_PRICE_LIST: InvalidArgument {
        action: "Use the codes of the price list in force.",
        en: "An item is not on the price list in force.",
        zh_cn: "项目不在现行价目单中。",
        zh_tw: "項目不在現行價目單中。",
    }
    /// The customer was told another total than the price list gives (HOT-13).
    QUOTE_TOTAL_DIFFERS: FailedPrecondition {
        action: "Tell the customer the total that PreviewQuote gives, and ask again.",
        en: "The customer was told another total. By the price list it is {total} {currency} in the smallest unit.",
        zh_cn: "告知客户的总价与价目单不符，应为 {total}（{currency} 最小单位）。",
        zh_tw: "告知客戶的總價與價目單不符，應為 {total}（{currency} 最小單位）。",
    }
    /// Warranty, contract or letter covers the service: it is not charged by quote (BIL-01, BIL-13).
    SERVICE_IS_COVERED: FailedPrecondition {
        action: "Leave the paid flow out.",
        en: "The service is covered and not charged.",
        zh_cn: "该服务在保障范围内，不收费。",
        zh_tw: "該服務在保障範圍內，不收費。",
    }
    /// The derived coverage is what counts, unless somebody who may answers for another.
    COVERAGE_OVERRIDE_NOT_YOURS: PermissionDenied {
        action: "Let chief, supervisor or department manager open the ticket, or leave the override out.",
        en: "Only chief, supervisor or department manager may decide on another coverage.",
        zh_cn: "只有站长、主管或部门经理可以更改客户属性。",
        zh_tw: "只有站長、主管或部門經理可以更改客戶屬性。",
    }
    /// A booking needs the time told and the number for the reminder confirmed (HOT-36).
    BOOKING_NOT_CONFIRMED: FailedPrecondition {
        action: "Tell the time, confirm the number, then mark both.",
        en: "Tell the customer the time and confirm the number for the reminder first.",
        zh_cn: "请先告知客户时间并确认提醒电话。",
        zh_tw: "請先告知客戶時間並確認提醒電話。",
    }
    /// Before a booking the customer's contact and machine data are confirmed, unless they were lately (HOT-32, X-21).
    PROFILE_NOT_CONFIRMED: FailedPrecondition {
        action: "Confirm the data with the customer, then mark profile_confirmed or call ConfirmProfile.",
        en: "Confirm the customer's contact and machine data first.",
        zh_cn: "请先与客户核对联系方式和机器资料。",
        zh_tw: "請先與客戶核對聯繫方式和機器資料。",
    }
    /// A liaison letter covers only once both sides confirmed it (BIL-19).
    LETTER_NOT_CONFIRMED: FailedPrecondition {
        action: "Wait for both confirmations, then send their times.",
        en: "The liaison letter is not confirmed by both sides.",
        zh_cn: "联络函尚未经双方确认。",
        zh_tw: "聯絡函尚未經雙方確認。",
    }
    /// The reporting technician does not work at this branch.
    REPORTER_NOT_FOUND: FailedPrecondition {
        action: "Use the staff code of a technician of this branch.",
        en: "No technician of this branch has that staff code.",
        zh_cn: "本网点没有该工号的技术员。",
        zh_tw: "本網點沒有該工號的技術員。",
    }
    /// Codes of a diagnosis list are unique and its answers lead further down (HOT-34).
    DIAGNOSIS_LIST_BROKEN: InvalidArgument {
        action: "Correct the marked question.",
        en: "The diagnosis list does not lead to an end.",
        zh_cn: "诊断列表无法走到终点。",
        zh_tw: "診斷列表無法走到終點。",
    }
    /// Answers follow the diagnosis list in force from its first question to an end (HOT-34).
    DIAGNOSIS_NOT_FOLLOWED: InvalidArgument {
        action: "Get the list again and ask its questions in their order.",
        en: "The answers do not follow the diagnosis list in force.",
        zh_cn: "答案与现行诊断列表不符。",
        zh_tw: "答案與現行診斷列表不符。",
    }
    /// Each job of a catalogue has a code of its own (HOT-35).
    JOB_CODE_TWICE: InvalidArgument {
        action: "Give the marked job another code.",
        en: "A job code occurs twice.",
        zh_cn: "作业代码重复。",
        zh_tw: "作業代碼重複。",
    }
    /// An estimate is made of jobs of the catalogue (HOT-35).
    JOB_NOT_IN_CATALOGUE: InvalidArgument {
        action: "Use the codes of the job catalogue.",
        en: "A job is not in the catalogue.",
        zh_cn: "作业不在作业目录中。",
        zh_tw: "作業不在作業目錄中。",
    }
    /// Nobody has put this list or catalogue at the branch.
    GUIDANCE_NOT_FOUND: NotFound {
        action: "Put the list first.",
        en: "There is no such list at this branch.",
        zh_cn: "本网点没有该列表。",
        zh_tw: "本網點沒有該列表。",
    }
    /// A register row is cleared with the signed voucher only (HOT-25).
    VOUCHER_NOT_SIGNED: FailedPrecondition {
        action: "Get the customer's signature, then archive the voucher.",
        en: "The voucher is not signed.",
        zh_cn: "服务凭证尚未签字。",
        zh_tw: "服務憑證尚未簽字。",
    }
    /// An archived voucher is never changed.
    VOUCHER_ARCHIVED: FailedPrecondition {
        action: "Correct it with AmendTicket.",
        en: "The voucher is already archived.",
        zh_cn: "该服务凭证已归档。",
        zh_tw: "該服務憑證已歸檔。",
    }
    /// The ticket of the voucher was cancelled or declined (HOT-25).
    VOUCHER_VOID: FailedPrecondition {
        action: "Nothing is to be done.",
        en: "The voucher is void.",
        zh_cn: "该服务凭证已作废。",
        zh_tw: "該服務憑證已作廢。",
    }
    /// A voucher comes back after the work (DSP-38).
    WORK_NOT_DONE: FailedPrecondition {
        action: "Complete the work first.",
        en: "The work is not done yet.",
        zh_cn: "该服务尚未完成。",
        zh_tw: "該服務尚未完成。",
    }
    /// There is no such contact task at the caller's branches.
    CONTACT_TASK_NOT_FOUND: NotFound {
        action: "Use an id of ListContactTasks.",
        en: "There is no such contact task.",
        zh_cn: "没有该联系任务。",
        zh_tw: "沒有該聯繫任務。",
    }
    /// The customer was told already (HOT-28).
    CONTACT_TASK_DONE: FailedPrecondition {
        action: "Nothing is to be done.",
        en: "The customer was told already.",
        zh_cn: "已告知客户。",
        zh_tw: "已告知客戶。",
    }
    /// The ticket ended before the customer was told (HOT-28).
    CONTACT_TASK_CLOSED: FailedPrecondition {
        action: "Nothing is to be done.",
        en: "The ticket is over; there is nothing left to tell the customer.",
        zh_cn: "报修单已结束，无需再告知客户。",
        zh_tw: "報修單已結束，無需再告知客戶。",
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
