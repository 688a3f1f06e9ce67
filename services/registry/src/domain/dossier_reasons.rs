//! Why the dossier refuses.

use aftersales_kit::reasons;

reasons! {
    /// Only contracts by the year or visit and liaison letters are agreed; warranty and none are not.
    COVERAGE_KIND_NOT_AGREED: InvalidArgument {
        action: "Send YEARLY_CONTRACT, PER_VISIT_CONTRACT or LIAISON_LETTER.",
        en: "That is no kind of contract or letter.",
        zh_cn: "该覆盖类型不是合同或联络函。",
        zh_tw: "該涵蓋類型不是合約或聯絡函。",
    }
    /// A coverage ends before it begins.
    COVERAGE_ENDS_BEFORE_IT_BEGINS: InvalidArgument {
        action: "Send a last day on or after the first.",
        en: "The contract ends before it begins.",
        zh_cn: "合同结束日早于开始日。",
        zh_tw: "合約結束日早於開始日。",
    }
    /// The customer is archived: nothing new is begun, and a dossier takes only amendments.
    CUSTOMER_ARCHIVED: FailedPrecondition {
        action: "Ask who leads the branch to reopen the customer with ReopenCustomer.",
        en: "The customer is archived.",
        zh_cn: "该客户已存档。",
        zh_tw: "該客戶已存檔。",
    }
    /// Only an archived customer is reopened.
    CUSTOMER_NOT_ARCHIVED: FailedPrecondition {
        action: "Read the customer again; business goes on with it.",
        en: "The customer is not archived.",
        zh_cn: "该客户未存档。",
        zh_tw: "該客戶未存檔。",
    }
    /// Work is open or a contract runs; `work_order_no` or `contract_no` names it.
    CUSTOMER_NOT_FINISHED: FailedPrecondition {
        action: "Finish the work or let the contract end, then archive the customer.",
        en: "Business with the customer is not finished.",
        zh_cn: "该客户的业务尚未结束。",
        zh_tw: "該客戶的業務尚未結束。",
    }
    /// The customer's dossier has no such document.
    DOCUMENT_NOT_FOUND: NotFound {
        action: "Use an id that GetDossier shows.",
        en: "There is no such document.",
        zh_cn: "没有该文件。",
        zh_tw: "沒有該文件。",
    }
    /// The customer has a document of that kind and number already.
    DOCUMENT_FILED: AlreadyExists {
        action: "Look for it with GetDossier; documents are not replaced.",
        en: "That document is filed already.",
        zh_cn: "该文件已归档。",
        zh_tw: "該文件已歸檔。",
    }
    /// The document is dated after today at the branch.
    DOCUMENT_IN_FUTURE: InvalidArgument {
        action: "Send the date that stands on the document.",
        en: "A document cannot be dated in the future.",
        zh_cn: "文件日期不能晚于今天。",
        zh_tw: "文件日期不能晚於今天。",
    }
    /// An exchange lies after today, before the invoice, or on or before the last exchange (LAW-04).
    EXCHANGE_DATE_INVALID: InvalidArgument {
        action: "Send the date on which the customer got the other product.",
        en: "The product cannot have been exchanged on that date.",
        zh_cn: "换货日期有误。",
        zh_tw: "換貨日期有誤。",
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
