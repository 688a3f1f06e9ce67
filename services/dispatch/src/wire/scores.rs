//! Scores and appeals in the contract's words.

use aftersales_proto::{
    common::v1::Money,
    dispatch::v1::{self as proto, ScoreBonus},
};

use super::Wire;
use crate::domain::{
    appeal::{AppealCause, AppealState},
    score::{BonusVerdict, Denominator, Exclusion, Item, Sheet, Verdict},
};

words! {
    Item = proto::ScoreItem { Contacted, OnTime, Satisfied, Complained, Missed }
    Denominator = proto::ScoreDenominator { CalledBack, All }
    Verdict = proto::ScoreVerdict { Scored, NoBand, NoOrders, WeightsWrong }
    Exclusion = proto::ScoreExclusion { LateSelfReport, Appeal, Cancelled }
    BonusVerdict = proto::BonusVerdict { Found, NoTable, BelowTable, NoTotal }
    AppealCause = proto::AppealCause { MaliciousComplaint, ProductQuality }
    AppealState = proto::AppealState { Filed, ExcludedFromScore, Rejected }
}

/// A number of the contract's smaller kind.
pub fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The currency of bonuses, as of every amount that is a policy.
pub const CURRENCY: &str = "CNY";

/// An amount.
pub fn money(fen: i64) -> Money {
    Money {
        currency_code: CURRENCY.to_owned(),
        minor_units: fen,
    }
}

/// The bonus of a sheet.
pub fn bonus(sheet: &Sheet) -> ScoreBonus {
    ScoreBonus {
        verdict: sheet.bonus.verdict.to_wire().into(),
        base: sheet.bonus.base_fen.map(money),
        services: sheet.countable,
        amount: sheet.bonus.amount_fen.map(money),
    }
}
