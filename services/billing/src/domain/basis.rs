//! Why a ticket is free or charged, in words.

use aftersales_kit::i18n::Locale;

use super::account::{CoverageKind, Grounds, ServiceClass};

/// The basis as a person reads it (BIL-01, X-27, X-28).
pub const fn text(grounds: Grounds, locale: Locale) -> &'static str {
    let [en, zh_cn, zh_tw] = words(grounds);
    match locale {
        Locale::En => en,
        Locale::ZhCn => zh_cn,
        Locale::ZhTw => zh_tw,
    }
}

const fn words(grounds: Grounds) -> [&'static str; 3] {
    match (grounds.class, grounds.coverage) {
        (ServiceClass::C, CoverageKind::InWarranty) if grounds.in_onsite_period => [
            "Class C: in warranty and in the on-site period, free of charge.",
            "C类：保修期内且在上门期内，免费服务。",
            "C類：保固期內且在到府期內，免費服務。",
        ],
        (ServiceClass::C, _) => [
            "Class C: in the free-maintenance period, free of charge.",
            "C类：免费维护期内，免费服务。",
            "C類：免費維護期內，免費服務。",
        ],
        (ServiceClass::D, _) => [
            "Class D: internal work, no charge.",
            "D类：内部工作，不收费。",
            "D類：內部工作，不收費。",
        ],
        (ServiceClass::B, CoverageKind::PerVisitContract) => [
            "Class B: contract by the visit.",
            "B类：按次合同服务。",
            "B類：按次合約服務。",
        ],
        (ServiceClass::B, _) => ["Class B: maintenance contract.", "B类：合同服务。", "B類：合約服務。"],
        (ServiceClass::A, CoverageKind::LiaisonLetter) => [
            "Class A: one service by liaison letter, charged.",
            "A类：《联络函》单次服务，收费。",
            "A類：《聯絡函》單次服務，收費。",
        ],
        (ServiceClass::A, CoverageKind::None) => [
            "Class A: not covered, charged by the price list.",
            "A类：不在保修或合同范围内，按价目单收费。",
            "A類：不在保固或合約範圍內，按價目單收費。",
        ],
        (ServiceClass::A, _) => [
            "Class A: this service is not part of the cover, charged by the price list.",
            "A类：此项服务不在保障范围内，按价目单收费。",
            "A類：此項服務不在保障範圍內，按價目單收費。",
        ],
    }
}
