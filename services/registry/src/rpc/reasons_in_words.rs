//! What shows an entitlement and what the law gives, in the language asked for.

use aftersales_kit::i18n::Locale;

use super::words::pick;
use crate::domain::{
    evidence::{Evidence, Period},
    law::Code,
    repair::Episode,
};

/// A repair that counts.
pub fn repair(locale: Locale, episode: &Episode) -> String {
    let number = &episode.number;
    pick(
        locale,
        [
            format!("repair {number}"),
            format!("维修 {number}"),
            format!("維修 {number}"),
        ],
    )
}

/// What a rule of law says, with its limit.
pub fn rule(locale: Locale, code: Code, limit: i64) -> String {
    let texts = match code {
        Code::EarlyFault => [
            format!("a fault within {limit} days of the sale: return, exchange or repair"),
            format!("售出 {limit} 日内发生性能故障，可退货、换货或修理"),
            format!("售出 {limit} 日內發生性能故障，可退貨、換貨或修理"),
        ],
        Code::LaterFault => [
            format!("a fault within {limit} days of the sale: exchange or repair"),
            format!("售出 {limit} 日内发生性能故障，可换货或修理"),
            format!("售出 {limit} 日內發生性能故障，可換貨或修理"),
        ],
        Code::RepeatedRepair => [
            format!("{limit} repairs in the warranty and still not usable: exchange or return"),
            format!("三包有效期内修理 {limit} 次仍不能正常使用，可换货或退货"),
            format!("三包有效期內修理 {limit} 次仍不能正常使用，可換貨或退貨"),
        ],
        Code::RepairExtends => [
            "the time of repairs and of waiting for parts is left out of the warranty".to_owned(),
            "三包有效期扣除维修和待件时间".to_owned(),
            "三包有效期扣除維修和待件時間".to_owned(),
        ],
        Code::PartsOverdue => [
            format!("no part and not repaired for more than {limit} days: exchange free of charge"),
            format!("因缺件超过 {limit} 日未修好，免费换货"),
            format!("因缺件超過 {limit} 日未修好，免費換貨"),
        ],
        Code::RepairerOverdue => [
            format!("not repaired for more than {limit} days by the repairer's own fault: exchange at his cost"),
            format!("因修理者自身原因超过 {limit} 日未修好，由修理者承担费用换货"),
            format!("因修理者自身原因超過 {limit} 日未修好，由修理者承擔費用換貨"),
        ],
        Code::MustWork => [
            format!("a repaired product must work for {limit} days; broken again it is repaired free of charge"),
            format!("修理后须正常使用 {limit} 日以上，期内再坏免费返修"),
            format!("修理後須正常使用 {limit} 日以上，期內再壞免費返修"),
        ],
        Code::RestDayMoves => [
            "a last day that is a rest day gives way to the next".to_owned(),
            "期满日为休息日的顺延".to_owned(),
            "期滿日為休息日的順延".to_owned(),
        ],
        Code::MainParts => [
            format!("main parts: {limit} months"),
            format!("主要部件 {limit} 个月"),
            format!("主要部件 {limit} 個月"),
        ],
    };
    pick(locale, texts)
}

/// A piece of evidence.
pub fn evidence(locale: Locale, evidence: &Evidence) -> String {
    let texts = match evidence {
        Evidence::Invoice(date, _) => [
            format!("invoice of {date}"),
            format!("发票日期 {date}"),
            format!("發票日期 {date}"),
        ],
        Evidence::Exchange(exchange) => [
            format!("exchanged on {}; the warranty starts anew", exchange.date),
            format!("{} 换货，三包有效期重新计算", exchange.date),
            format!("{} 換貨，三包有效期重新計算", exchange.date),
        ],
        Evidence::Term(period, from, months, claim) => {
            let [en, cn, tw] = named(period);
            let last = claim.last;
            [
                format!("{en}: {months} months from {from}, until {last}"),
                format!("{cn}：自 {from} 起 {months} 个月，至 {last}"),
                format!("{tw}：自 {from} 起 {months} 個月，至 {last}"),
            ]
        }
        Evidence::Contract(agreement) => {
            let (number, from, to) = (&agreement.reference, agreement.from, agreement.to);
            [
                format!("{number} from {from} to {to}"),
                format!("{number} 自 {from} 至 {to}"),
                format!("{number} 自 {from} 至 {to}"),
            ]
        }
        Evidence::Repair(episode, _, _, days) => {
            let number = &episode.number;
            [
                format!("repair {number}: {days} days"),
                format!("维修 {number}：{days} 日"),
                format!("維修 {number}：{days} 日"),
            ]
        }
        Evidence::PartsWait(episode, days) => {
            let number = &episode.number;
            [
                format!("repair {number} waited for parts: {days} days"),
                format!("维修 {number} 待件 {days} 日"),
                format!("維修 {number} 待件 {days} 日"),
            ]
        }
        Evidence::Rule(held) => return rule(locale, held.code, held.limit),
        Evidence::RestDay(from, last) => [
            format!("the last day {from} is a rest day, so it ends on {last}"),
            format!("期满日 {from} 为休息日，顺延至 {last}"),
            format!("期滿日 {from} 為休息日，順延至 {last}"),
        ],
        Evidence::Document(document) => {
            let (number, date) = (&document.number, document.date);
            [
                format!("document {number} of {date}"),
                format!("文件 {number}（{date}）"),
                format!("文件 {number}（{date}）"),
            ]
        }
    };
    pick(locale, texts)
}

fn named(period: &Period) -> [String; 3] {
    match period {
        Period::Whole => ["whole machine".into(), "整机保修".into(), "整機保固".into()],
        Period::Parts(component) => [component.clone(), component.clone(), component.clone()],
        Period::Onsite => ["on-site period".into(), "上门期".into(), "到府服務期".into()],
    }
}
