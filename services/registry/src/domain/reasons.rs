//! Why the registry refuses. The names stand in the contract's comments.

use aftersales_kit::reasons;

reasons! {
    /// There is no such branch, or it is outside the caller's branches.
    BRANCH_NOT_FOUND: NotFound {
        action: "Use the code of one of your branches; ListBranches shows them.",
        en: "There is no such branch.",
        zh_cn: "没有该网点。",
        zh_tw: "沒有該網點。",
    }
    /// The name is not in the IANA time zone database (T-7).
    TIME_ZONE_UNKNOWN: InvalidArgument {
        action: "Send an IANA name such as Asia/Shanghai.",
        en: "That time zone is not known.",
        zh_cn: "未知的时区。",
        zh_tw: "未知的時區。",
    }
    /// Two opening periods of one day share a minute (T-1).
    OPENING_PERIODS_OVERLAP: InvalidArgument {
        action: "Let each period begin when or after the one before it has ended.",
        en: "Opening periods of one day must not overlap.",
        zh_cn: "同一天的营业时段不能重叠。",
        zh_tw: "同一天的營業時段不能重疊。",
    }
    /// There is no such member of staff, or the member belongs to a branch outside the caller's.
    STAFF_NOT_FOUND: NotFound {
        action: "Use a code that ListStaff shows.",
        en: "There is no such member of staff.",
        zh_cn: "没有该员工。",
        zh_tw: "沒有該員工。",
    }
    /// The staff code belongs to another branch; a code never moves.
    STAFF_OF_OTHER_BRANCH: FailedPrecondition {
        action: "Mark the member as left at the other branch and choose a new code here.",
        en: "That staff code belongs to another branch.",
        zh_cn: "该员工代码属于其他网点。",
        zh_tw: "該員工代碼屬於其他網點。",
    }
    /// The catalogue of policies has no such key (T-8).
    POLICY_UNKNOWN: InvalidArgument {
        action: "Use a key that ListPolicies shows.",
        en: "There is no such policy.",
        zh_cn: "没有该策略。",
        zh_tw: "沒有該策略。",
    }
    /// The policy holds another kind of value; the field says which.
    POLICY_VALUE_INVALID: InvalidArgument {
        action: "Send a value of the kind that the marked field names.",
        en: "That is not a value for this policy.",
        zh_cn: "该值不适用于此策略。",
        zh_tw: "該值不適用於此策略。",
    }
    /// The policy is not a length of time, or has no value yet, so no deadline follows from it.
    POLICY_NOT_A_TERM: InvalidArgument {
        action: "Use a policy whose value is a length of time, or give a term.",
        en: "No deadline follows from that policy.",
        zh_cn: "该策略不是时限。",
        zh_tw: "該策略不是時限。",
    }
    /// The file is not a yearly notice in the holiday-cn form; every problem is listed with its place.
    HOLIDAYS_INVALID: InvalidArgument {
        action: "Correct every place that is listed and import the file again.",
        en: "The holiday file cannot be used.",
        zh_cn: "节假日文件无法使用。",
        zh_tw: "節假日檔案無法使用。",
    }
    /// The range has more dates than one call shows. `limit_days` says how many it may have.
    RANGE_TOO_LONG: InvalidArgument {
        action: "Ask for a shorter range.",
        en: "The range may have at most {limit_days} days.",
        zh_cn: "日期范围最多 {limit_days} 天。",
        zh_tw: "日期範圍最多 {limit_days} 天。",
    }
    /// The instant, or the deadline reckoned from it, lies outside the years for which deadlines are reckoned.
    TIME_OUT_OF_RANGE: OutOfRange {
        action: "Send an instant of the years 2000 to 2100 and a shorter term.",
        en: "Deadlines are reckoned for the years 2000 to 2100 only.",
        zh_cn: "仅支持 2000 至 2100 年之间的时限推算。",
        zh_tw: "僅支援 2000 至 2100 年之間的時限推算。",
    }
    /// There is no such customer, or the customer belongs to a branch outside the caller's.
    CUSTOMER_NOT_FOUND: NotFound {
        action: "Find the customer by phone with FindCustomers.",
        en: "There is no such customer.",
        zh_cn: "没有该客户。",
        zh_tw: "沒有該客戶。",
    }
    /// Another asset of the company has the serial number. `asset_id` names it when the caller may see it.
    SERIAL_NUMBER_TAKEN: AlreadyExists {
        action: "Check the number on the machine; if it is right, ask the head office whose asset it is.",
        en: "That serial number is registered already.",
        zh_cn: "该序列号已登记。",
        zh_tw: "該序號已登記。",
    }
    /// The invoice is dated after today at the branch.
    INVOICE_DATE_IN_FUTURE: InvalidArgument {
        action: "Send the date that stands on the invoice.",
        en: "The invoice cannot be dated in the future.",
        zh_cn: "发票日期不能晚于今天。",
        zh_tw: "發票日期不能晚於今天。",
    }
    /// There is no such asset, or it belongs to a branch outside the caller's.
    ASSET_NOT_FOUND: NotFound {
        action: "List the customer's assets with ListAssets.",
        en: "There is no such asset.",
        zh_cn: "没有该产品。",
        zh_tw: "沒有該產品。",
    }
    /// The instant lies before the date of the asset's invoice. `invoice_date` says which.
    AT_BEFORE_ASSET: OutOfRange {
        action: "Send an instant on or after the invoice date.",
        en: "The product was sold on {invoice_date}; nothing can be said about the time before.",
        zh_cn: "该产品于 {invoice_date} 售出，无法查询此前的权益。",
        zh_tw: "該產品於 {invoice_date} 售出，無法查詢此前的權益。",
    }
    /// The change concerns every branch of the company, and the caller's token is for some of them only.
    COMPANY_SCOPE_REQUIRED: PermissionDenied {
        action: "Ask an operator whose token is for every branch, or change one of your branches.",
        en: "This concerns the whole company; your sign-in is for some branches only.",
        zh_cn: "该操作影响全公司，您的登录仅限部分网点。",
        zh_tw: "該操作影響全公司，您的登入僅限部分網點。",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_reason_is_told_in_every_language() {
        assert_eq!(
            aftersales_kit::catalogue::faults(&[super::REASONS]),
            Vec::<String>::new()
        );
    }
}
