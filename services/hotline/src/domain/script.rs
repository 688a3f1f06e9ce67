//! Scripts of the telephone as data: which one holds, and how its words are filled in.

use aftersales_kit::{
    i18n::{Locale, fill},
    id::BranchId,
    text_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a script is for, in the order of a call.
    pub enum ScriptKind {
        /// What lies ready (HOT-02).
        Preparation = "PREPARATION",
        /// The greeting (HOT-04, HOT-30, HOT-31).
        Greeting = "GREETING",
        /// Asking for the need (HOT-05, HOT-40).
        Need = "NEED",
        /// An engineer will come (HOT-17).
        OnSite = "ON_SITE",
        /// Reading back (HOT-41).
        ReadBack = "READ_BACK",
        /// The farewell (HOT-20, HOT-37).
        Farewell = "FAREWELL",
        /// What is never said (HOT-06, HOT-09).
        Forbidden = "FORBIDDEN",
        /// How to talk (HOT-33, HOT-39, HOT-40).
        Manners = "MANNERS",
    }
}

/// A text in the languages of the suite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalText {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh_cn: String,
    /// Traditional Chinese.
    pub zh_tw: String,
}

impl LocalText {
    /// In a language, with company and agent filled in; other names in braces become an ellipsis.
    pub fn said(&self, locale: Locale, company: &str, agent: &str) -> String {
        let text = match locale {
            Locale::En => &self.en,
            Locale::ZhCn => &self.zh_cn,
            Locale::ZhTw => &self.zh_tw,
        };
        fill(text, |name| match name {
            "company" => Some(company),
            "agent" => Some(agent),
            _ => None,
        })
    }
}

/// A version of a script.
#[derive(Debug, Clone)]
pub struct Script {
    /// Branch; none for all.
    pub branch_id: Option<BranchId>,
    /// Line; empty for all.
    pub line_id: String,
    /// Kind.
    pub kind: ScriptKind,
    /// Version, from 1; 0 is the shipped one.
    pub version: i64,
    /// Texts, in order.
    pub texts: Vec<LocalText>,
    /// Who put it; empty for the shipped one.
    pub put_by: String,
    /// When.
    pub put_at: Option<Timestamp>,
}

impl Script {
    /// How near it is to a branch and line: the line's before the branch's before the company's before the shipped one.
    fn nearness(&self) -> (bool, bool, bool) {
        (!self.line_id.is_empty(), self.branch_id.is_some(), self.version > 0)
    }
}

/// Of what was put for a branch and line or for all, and of what is shipped, the nearest of each kind.
pub fn in_force(put: Vec<Script>, shipped: Vec<Script>) -> Vec<Script> {
    let all: Vec<Script> = shipped.into_iter().chain(put).collect();
    let nearest = |kind: &ScriptKind| {
        let of_kind = all.iter().filter(|script| script.kind == *kind);
        of_kind.max_by_key(|script| script.nearness()).cloned()
    };
    ScriptKind::ALL.iter().filter_map(nearest).collect()
}
