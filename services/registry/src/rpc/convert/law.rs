//! Rules of law, and what they give the customer.

use aftersales_kit::{Result, i18n::Locale, time::BusinessDate};
use aftersales_proto::registry::v1 as proto;

use super::{date, missing};
use crate::{
    domain::{
        evidence::{Evidence, Period},
        law::{Choice, Code, LawRule},
        repair::Episode,
        rights::Right,
    },
    rpc::reasons_in_words as words,
};

/// A rule to put.
pub fn law_rule(rule: &proto::LawRule) -> Result<LawRule> {
    let known = |code: &Code| told_code(*code) == rule.code();
    let code = Code::ALL.iter().copied().find(known);
    let choice =
        |choice: proto::ConsumerChoice| Choice::ALL.iter().copied().find(|known| told_choice(*known) == choice);
    Ok(LawRule {
        code: code.ok_or_else(|| missing("rule.code"))?,
        product_line: rule.product_line.trim().to_owned(),
        limit: i64::from(rule.limit),
        choices: rule.choices().filter_map(choice).collect(),
        parts: rule.parts.iter().map(|part| part.trim().to_owned()).collect(),
        effective_from: date("rule.effective_from", &rule.effective_from)?,
        in_force: rule.in_force,
        version: 0,
        source: rule.source.trim().to_owned(),
    })
}

/// A rule as the contract has it.
pub fn law_rule_to_proto(rule: &LawRule) -> proto::LawRule {
    proto::LawRule {
        code: told_code(rule.code).into(),
        product_line: rule.product_line.clone(),
        limit: i32::try_from(rule.limit).unwrap_or(i32::MAX),
        choices: choices(&rule.choices),
        parts: rule.parts.clone(),
        effective_from: rule.effective_from.to_string(),
        in_force: rule.in_force,
        version: rule.version,
        source: rule.source.clone(),
    }
}

fn choices(choices: &[Choice]) -> Vec<i32> {
    choices.iter().map(|choice| told_choice(*choice).into()).collect()
}

fn told_choice(choice: Choice) -> proto::ConsumerChoice {
    match choice {
        Choice::Return => proto::ConsumerChoice::Return,
        Choice::Exchange => proto::ConsumerChoice::Exchange,
        Choice::Repair => proto::ConsumerChoice::Repair,
    }
}

fn told_code(code: Code) -> proto::LawRuleCode {
    match code {
        Code::EarlyFault => proto::LawRuleCode::EarlyFault,
        Code::LaterFault => proto::LawRuleCode::LaterFault,
        Code::RepeatedRepair => proto::LawRuleCode::RepeatedRepair,
        Code::RepairExtends => proto::LawRuleCode::RepairExtends,
        Code::PartsOverdue => proto::LawRuleCode::PartsOverdue,
        Code::RepairerOverdue => proto::LawRuleCode::RepairerOverdue,
        Code::MustWork => proto::LawRuleCode::MustWork,
        Code::RestDayMoves => proto::LawRuleCode::RestDayMoves,
        Code::MainParts => proto::LawRuleCode::MainParts,
    }
}

/// What a customer may choose by a rule, in the caller's language.
pub fn right(locale: Locale, right: &Right) -> proto::ConsumerRight {
    let repair = |episode: &Episode| proto::EntitlementEvidence {
        kind: proto::EvidenceKind::Repair.into(),
        reference: episode.number.clone(),
        text: words::repair(locale, episode),
        ..proto::EntitlementEvidence::default()
    };
    let mut evidence = vec![proto::EntitlementEvidence {
        kind: proto::EvidenceKind::LawRule.into(),
        reference: right.code.law().to_owned(),
        version: right.version,
        text: words::rule(locale, right.code, right.limit),
        ..proto::EntitlementEvidence::default()
    }];
    evidence.extend(right.repairs.iter().map(repair));
    proto::ConsumerRight {
        law: right.code.law().to_owned(),
        choices: choices(&right.choices),
        until: right.until.as_ref().map(ToString::to_string).unwrap_or_default(),
        text: words::rule(locale, right.code, right.limit),
        evidence,
        at_repairer_cost: right.code == Code::RepairerOverdue,
    }
}

/// A piece of evidence, in the caller's language.
pub fn evidence(locale: Locale, evidence: &Evidence) -> proto::EntitlementEvidence {
    use proto::EvidenceKind as Kind;
    let text = words::evidence(locale, evidence);
    let made = |kind: Kind, reference: &str, from: Option<BusinessDate>, to: Option<BusinessDate>, days: i32| {
        let day = |date: Option<BusinessDate>| date.map(|date| date.to_string()).unwrap_or_default();
        proto::EntitlementEvidence {
            kind: kind.into(),
            reference: reference.to_owned(),
            from: day(from),
            to: day(to),
            days,
            version: 0,
            text: text.clone(),
        }
    };
    match evidence {
        Evidence::Invoice(date, number) => made(Kind::Invoice, number, Some(*date), None, 0),
        Evidence::Exchange(exchange) => made(Kind::Exchange, &exchange.reason, Some(exchange.date), None, 0),
        Evidence::Term(period, from, _, claim) => {
            let name = match period {
                Period::Whole => "WHOLE",
                Period::Parts(component) => component,
                Period::Onsite => "ONSITE",
            };
            made(
                Kind::WarrantyTerm,
                name,
                Some(*from),
                Some(claim.last),
                claim.extension_days,
            )
        }
        Evidence::Contract(agreement) => {
            let (from, to) = (Some(agreement.from), Some(agreement.to));
            made(Kind::Contract, &agreement.reference, from, to, 0)
        }
        Evidence::Repair(episode, from, to, days) => made(Kind::Repair, &episode.number, Some(*from), *to, *days),
        Evidence::PartsWait(episode, days) => made(Kind::PartsWait, &episode.number, None, None, *days),
        Evidence::Rule(rule) => proto::EntitlementEvidence {
            version: rule.version,
            ..made(Kind::LawRule, rule.code.law(), None, None, 0)
        },
        Evidence::RestDay(from, last) => made(Kind::RestDay, "LAW-12", Some(*from), Some(*last), 0),
        Evidence::Document(document) => made(Kind::Document, &document.number, Some(document.date), None, 0),
    }
}
