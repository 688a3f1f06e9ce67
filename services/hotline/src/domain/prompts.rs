//! What the field says at each step, in three languages: the M rows of the rulebook that belong to an intake.

use aftersales_kit::i18n::{Locale, fill};

/// A sentence in English, simplified and traditional Chinese; `{name}` stands for a fact.
#[derive(Debug, Clone, Copy)]
pub struct Prompt([&'static str; 3]);

impl Prompt {
    /// In that language.
    pub const fn text(self, locale: Locale) -> &'static str {
        let [en, zh_cn, zh_tw] = self.0;
        match locale {
            Locale::En => en,
            Locale::ZhCn => zh_cn,
            Locale::ZhTw => zh_tw,
        }
    }

    /// In that language, with its facts.
    pub fn with<'f>(self, locale: Locale, fact: impl Fn(&str) -> Option<&'f str>) -> String {
        fill(self.text(locale), fact)
    }
}

/// For on-site service (HOT-17).
pub const ENGINEER_CONTACTS: Prompt = Prompt([
    "We will have an engineer contact you as soon as possible.",
    "我们会尽快安排工程师与您联系。",
    "我們會盡快安排工程師與您聯繫。",
]);
/// The paid policy, before a quote (HOT-13).
pub const PAID_POLICY: Prompt = Prompt([
    "This service is not covered by warranty or contract, so it is charged by our published price list.",
    "本次服务不在保修或合同范围内，将按公布的价目单收费。",
    "本次服務不在保修或合約範圍內，將按公布的價目單收費。",
]);
/// The question for consent to a quote (HOT-13, BIL-10).
pub const ASK_CONSENT: Prompt = Prompt([
    "The total is {total}, tax included. Do you agree?",
    "合计 {total}（含税），您同意吗？",
    "合計 {total}（含稅），您同意嗎？",
]);
/// For a customer who does not accept the charge (BIL-41).
pub const DECLINE: Prompt = Prompt([
    "We understand. Without the charge we cannot offer this service; please call us at any time if you decide otherwise.",
    "我们理解您的决定。不收费我们暂时无法提供该服务，如您改变主意，欢迎随时来电。",
    "我們理解您的決定。不收費我們暫時無法提供該服務，如您改變主意，歡迎隨時來電。",
]);
/// The message for a customer who brings the machine (HOT-10).
pub const WAY_TO_BRANCH: Prompt = Prompt([
    "{name}: {address}, telephone {phone}.",
    "{name}：{address}，电话 {phone}。",
    "{name}：{address}，電話 {phone}。",
]);
/// Documents to bring (HOT-37).
pub const BRING_DOCUMENTS: Prompt = Prompt([
    "Please bring: {documents}. Thank you for calling, goodbye.",
    "请携带：{documents}。感谢您的来电，再见。",
    "請攜帶：{documents}。感謝您的來電，再見。",
]);
/// For a question that cannot be answered on the spot (HOT-16, HOT-43).
pub const ASK_COLLEAGUE: Prompt = Prompt([
    "I am sorry, I am not sure about this. I will ask a colleague and report back to you by {due}.",
    "抱歉，这个问题我不确定。我会请教同事，并在 {due} 前答复您。",
    "抱歉，這個問題我不確定。我會請教同事，並在 {due} 前答覆您。",
]);
