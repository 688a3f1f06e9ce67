//! The three-guarantees rules (三包) as data with effective dates (LAW-01 to LAW-07, LAW-12, LAW-16). The product is a
//! support tool: which rule binds a company stays the company's to decide, and it puts its own versions.

use aftersales_kit::{Error, Result, text_enum, time::BusinessDate};

use super::{dates, faults::Faults, governance_reasons::LAW_RULE_INVALID};

text_enum! {
    /// A rule.
    pub enum Code {
        /// Fault within so many days of the sale (LAW-01).
        EarlyFault = "EARLY_FAULT",
        /// Fault within so many days, after those of LAW-01 (LAW-02).
        LaterFault = "LATER_FAULT",
        /// So many repairs in the warranty and still not usable (LAW-03).
        RepeatedRepair = "REPEATED_REPAIR",
        /// The warranty excludes the time of repairs and of waiting for parts (LAW-04, LAW-12).
        RepairExtends = "REPAIR_EXTENDS",
        /// No part and not repaired for more than so many days (LAW-05).
        PartsOverdue = "PARTS_OVERDUE",
        /// Not repaired by the repairer's own fault for more than so many days (LAW-05).
        RepairerOverdue = "REPAIRER_OVERDUE",
        /// A repaired product must work for so many days (LAW-06).
        MustWork = "MUST_WORK",
        /// A last day that is a rest day gives way to the next (LAW-12).
        RestDayMoves = "REST_DAY_MOVES",
        /// The main parts of a product line and their months (LAW-07, LAW-16).
        MainParts = "MAIN_PARTS",
    }
}

text_enum! {
    /// What a customer may choose.
    pub enum Choice {
        /// Return.
        Return = "RETURN",
        /// Exchange.
        Exchange = "EXCHANGE",
        /// Free repair.
        Repair = "REPAIR",
    }
}

/// What a code takes.
enum Takes {
    Choices,
    YesOrNo,
    Parts,
}

impl Code {
    const fn takes(self) -> Takes {
        match self {
            Self::EarlyFault
            | Self::LaterFault
            | Self::RepeatedRepair
            | Self::PartsOverdue
            | Self::RepairerOverdue
            | Self::MustWork => Takes::Choices,
            Self::RepairExtends | Self::RestDayMoves => Takes::YesOrNo,
            Self::MainParts => Takes::Parts,
        }
    }

    /// The rule's name in the rulebook.
    pub const fn law(self) -> &'static str {
        match self {
            Self::EarlyFault => "LAW-01",
            Self::LaterFault => "LAW-02",
            Self::RepeatedRepair => "LAW-03",
            Self::RepairExtends => "LAW-04",
            Self::PartsOverdue | Self::RepairerOverdue => "LAW-05",
            Self::MustWork => "LAW-06",
            Self::RestDayMoves => "LAW-12",
            Self::MainParts => "LAW-16",
        }
    }
}

/// A version of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawRule {
    /// The rule.
    pub code: Code,
    /// Product line that it is for; empty for all that have no rule of their own.
    pub product_line: String,
    /// Days, repairs, months, or 1 for yes, as the code says.
    pub limit: i64,
    /// What the customer may choose by it.
    pub choices: Vec<Choice>,
    /// Main parts.
    pub parts: Vec<String>,
    /// First local date that it holds.
    pub effective_from: BusinessDate,
    /// False takes the rule out of force.
    pub in_force: bool,
    /// Version of code and product line, from 1; 0 is the shipped one.
    pub version: i64,
    /// Where it stands in the law.
    pub source: String,
}

impl LawRule {
    /// Checks what the contract's field rules cannot.
    ///
    /// # Errors
    /// `LAW_RULE_INVALID` with every field that the code does not take.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        let mut wrong = |field: &str, text: &str| faults.add(&LAW_RULE_INVALID, format!("rule.{field}"), text);
        let takes = self.code.takes();
        if self.choices.is_empty() == matches!(takes, Takes::Choices) {
            wrong(
                "choices",
                "are for rules that let the customer choose, and only for them",
            );
        }
        if self.parts.is_empty() == matches!(takes, Takes::Parts) {
            wrong("parts", "are for MAIN_PARTS, and only for it");
        }
        match takes {
            Takes::YesOrNo if self.limit > 1 => wrong("limit", "must be 0 or 1"),
            Takes::Choices | Takes::Parts if self.limit < 1 => wrong("limit", "must be at least 1"),
            Takes::YesOrNo | Takes::Choices | Takes::Parts => {}
        }
        faults.none()
    }

    /// Its place in the list.
    pub fn place(&self) -> (String, String, i64) {
        (self.code.as_str().to_owned(), self.product_line.clone(), self.version)
    }
}

/// The rules that hold for one product line on one date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Law(Vec<LawRule>);

impl Law {
    /// Of each code the newest of the product line, else of all lines; what is out of force is left out.
    pub fn of(versions: &[LawRule], product_line: &str, on: BusinessDate) -> Self {
        let newest = |code: Code, line: &str| {
            versions
                .iter()
                .filter(|rule| rule.code == code && rule.product_line == line && rule.effective_from <= on)
                .max_by_key(|rule| (rule.effective_from, rule.version))
        };
        let held = |code: &Code| newest(*code, product_line).or_else(|| newest(*code, ""));
        let held = Code::ALL.iter().filter_map(held).filter(|rule| rule.in_force);
        Self(held.cloned().collect())
    }

    /// The rule of a code, when one holds.
    pub fn rule(&self, code: Code) -> Option<&LawRule> {
        self.0.iter().find(|rule| rule.code == code)
    }

    /// Whether a yes-or-no rule says yes.
    pub fn says(&self, code: Code) -> bool {
        self.rule(code).is_some_and(|rule| rule.limit > 0)
    }

    /// The rules.
    pub fn rules(self) -> Vec<LawRule> {
        self.0
    }
}

/// Product line of computers in the shipped rules.
const COMPUTERS: &str = "PC";
/// Main parts of computers (LAW-16).
const MAIN_PARTS: [&str; 7] = ["主板", "CPU", "内存", "显示屏", "硬盘", "键盘", "电源适配器"];

/// The shipped rules, in force until a company puts its own.
pub fn shipped() -> Vec<LawRule> {
    use Choice::{Exchange, Repair, Return};
    let rule = |code: Code, line: &str, limit: i64, choices: &[Choice], parts: &[&str], source: &str| LawRule {
        code,
        product_line: line.to_owned(),
        limit,
        choices: choices.to_vec(),
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        effective_from: dates::always(),
        in_force: true,
        version: 0,
        source: source.to_owned(),
    };
    const GENERAL: &str = "部分商品修理更换退货责任规定";
    vec![
        rule(Code::EarlyFault, "", 7, &[Return, Exchange, Repair], &[], GENERAL),
        rule(Code::LaterFault, "", 15, &[Exchange, Repair], &[], GENERAL),
        rule(Code::RepeatedRepair, "", 2, &[Exchange, Return], &[], GENERAL),
        rule(Code::RepairExtends, "", 1, &[], &[], GENERAL),
        rule(Code::PartsOverdue, "", 90, &[Exchange], &[], GENERAL),
        rule(Code::RepairerOverdue, "", 30, &[Exchange], &[], GENERAL),
        rule(Code::MustWork, "", 30, &[Repair], &[], GENERAL),
        rule(
            Code::RestDayMoves,
            "",
            1,
            &[],
            &[],
            "微型计算机商品修理更换退货责任规定 8",
        ),
        rule(
            Code::MainParts,
            COMPUTERS,
            24,
            &[],
            &MAIN_PARTS,
            "微型计算机商品修理更换退货责任规定",
        ),
    ]
}

/// A code from its stored text.
///
/// # Errors
/// `Internal` for a text that is none.
pub fn code(text: &str) -> Result<Code> {
    Code::parse(text).ok_or_else(|| Error::internal("a stored rule of law cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_rules_fit_their_codes() {
        for rule in shipped() {
            assert!(rule.check().is_ok(), "{rule:?}");
        }
    }

    #[test]
    fn a_product_line_has_its_own_rule_from_its_date_on() {
        let date = |text: &str| BusinessDate::parse(text).unwrap();
        let mut rules = shipped();
        let general = rules
            .iter()
            .find(|rule| rule.code == Code::PartsOverdue)
            .unwrap()
            .clone();
        let own = LawRule {
            product_line: "PC".to_owned(),
            limit: 60,
            effective_from: date("2027-01-01"),
            version: 1,
            ..general.clone()
        };
        let out = LawRule {
            in_force: false,
            effective_from: date("2028-01-01"),
            version: 2,
            ..own.clone()
        };
        rules.extend([own, out]);
        let limit = |line: &str, on: &str| {
            let law = Law::of(&rules, line, date(on));
            law.rule(Code::PartsOverdue).map(|rule| rule.limit)
        };
        assert_eq!(limit("PC", "2026-12-31"), Some(90));
        assert_eq!(
            (limit("PC", "2027-01-01"), limit("TV", "2027-01-01")),
            (Some(60), Some(90))
        );
        assert_eq!(limit("PC", "2028-01-01"), None);
    }
}
