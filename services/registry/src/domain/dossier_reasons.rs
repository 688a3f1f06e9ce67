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
    /// An exchange lies after today, before the invoice, or on or before the last exchange.
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
