//! The card that is read before a visit: prompts as data (DSP-55, DSP-61, DSP-62, DSP-63, DSP-65, DSP-68).

use aftersales_kit::i18n::Locale;

use super::WorkOrder;

/// One prompt of the card.
#[derive(Debug)]
pub struct Prompt {
    /// Its code; stable.
    pub code: &'static str,
    /// The rule that it stands for.
    pub rule_id: &'static str,
    /// English, simplified and traditional Chinese.
    words: [&'static str; 3],
}

impl Prompt {
    /// In a language.
    pub const fn text(&self, locale: Locale) -> &'static str {
        let [en, zh_cn, zh_tw] = self.words;
        match locale {
            Locale::En => en,
            Locale::ZhCn => zh_cn,
            Locale::ZhTw => zh_tw,
        }
    }
}

/// What everybody minds at a customer's.
const CONDUCT: Prompt = Prompt {
    code: "CONDUCT",
    rule_id: "DSP-61",
    words: [
        "Be modest, polite, active and calm; see it with the customer's eyes.",
        "谦虚、礼貌、主动、冷静，站在客户的立场看问题。",
        "謙虛、禮貌、主動、冷靜，站在客戶的立場看問題。",
    ],
};
const ANGER: Prompt = Prompt {
    code: "ANGER",
    rule_id: "DSP-63",
    words: [
        "With an angry customer: stay polite, show understanding, ask how it should be solved. What is unreasonable need \
         not be answered on the spot; note it and answer later.",
        "面对客户发怒：保持谦虚礼貌，表示理解，询问希望如何解决；不合理的要求不必当场答复，记录后再回复。",
        "面對客戶發怒：保持謙虛禮貌，表示理解，詢問希望如何解決；不合理的要求不必當場答覆，記錄後再回覆。",
    ],
};
const POLICY: Prompt = Prompt {
    code: "POLICY",
    rule_id: "DSP-55",
    words: [
        "Explain the company's process and policy to partner units and persons who ask.",
        "向合作单位和个人说明公司的流程和政策。",
        "向合作單位和個人說明公司的流程和政策。",
    ],
};
const PREFERENCES: Prompt = Prompt {
    code: "PREFERENCES",
    rule_id: "DSP-68",
    words: [
        "Read what is noted of this customer's wishes and fit the service to them.",
        "查看该客户的需求备注，按客户的具体需求安排服务。",
        "查看該客戶的需求備註，按客戶的具體需求安排服務。",
    ],
};
const MANUAL: Prompt = Prompt {
    code: "MANUAL",
    rule_id: "DSP-62",
    words: [
        "Before the repair of an unfamiliar product read the manual: working pressure, cautions, upkeep. Then tick it.",
        "维修不熟悉的产品前先阅读说明书：工作压力、注意事项、保养方法，并勾选已读。",
        "維修不熟悉的產品前先閱讀說明書：工作壓力、注意事項、保養方法，並勾選已讀。",
    ],
};
const PAID: Prompt = Prompt {
    code: "PAID_VISIT",
    rule_id: "DSP-65",
    words: [
        "Take the invoice and the price list along, show the price list, collect when the work is done, give the \
         invoice, hand the money to the admin clerk.",
        "携带发票和价目单，出示价目单，服务完成后收费并给发票，回站交款给行政专员。",
        "攜帶發票和價目單，出示價目單，服務完成後收費並給發票，回站交款給行政專員。",
    ],
};

/// The prompts of an order, in the order in which they are read.
pub fn prompts(order: &WorkOrder) -> Vec<&'static Prompt> {
    let unread = !order.request.product_line.is_empty() && order.manual_read.is_none();
    let all = [
        (&CONDUCT, true),
        (&PREFERENCES, !order.request.is_internal()),
        (&MANUAL, unread),
        (&PAID, order.is_paid()),
        (&ANGER, !order.request.is_internal()),
        (&POLICY, !order.request.is_internal()),
    ];
    all.into_iter()
        .filter(|(_, shown)| *shown)
        .map(|(prompt, _)| prompt)
        .collect()
}
