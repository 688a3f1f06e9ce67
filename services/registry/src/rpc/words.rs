//! Sentences in the language asked for: how a deadline was counted, why an asset is entitled, why nothing is possible.

use aftersales_kit::{
    calendar::{DayView, Step},
    i18n::Locale,
    time::BusinessDate,
};

use crate::domain::entitlement::Fact;

/// Picks one of English, simplified and traditional Chinese.
pub(super) fn pick(locale: Locale, texts: [String; 3]) -> String {
    let [en, cn, tw] = texts;
    match locale {
        Locale::En => en,
        Locale::ZhCn => cn,
        Locale::ZhTw => tw,
    }
}

/// Why a record offers this caller nothing to do.
pub fn read_only(locale: Locale) -> String {
    pick(
        locale,
        [
            "your role may only look at this".into(),
            "您的角色只能查看".into(),
            "您的角色只能檢視".into(),
        ],
    )
}

/// Why nobody can do anything with a record any more, or not the caller himself.
pub fn nothing_left(locale: Locale) -> String {
    pick(
        locale,
        [
            "nothing is left to be done here".into(),
            "已无待办事项".into(),
            "已無待辦事項".into(),
        ],
    )
}

/// One date on the way to a deadline.
pub fn step(locale: Locale, step: &Step, view: &DayView) -> String {
    let date = step.date;
    match locale {
        Locale::En => format!("{date}: {}", step.text),
        Locale::ZhCn | Locale::ZhTw => format!("{date}：{}", counted(locale, step, view)),
    }
}

/// What was taken from a date, in Chinese. The kit's trail says it in English: `working day of the week: 1 of 2`.
fn counted(locale: Locale, step: &Step, view: &DayView) -> String {
    let taken = step
        .text
        .rsplit_once(": ")
        .map_or(step.text.as_str(), |(_, taken)| taken);
    let words: Vec<&str> = taken.split(' ').collect();
    let texts = match words.as_slice() {
        _ if !step.counted => return format!("{}{}", day(locale, view), pick(locale, same("，不计", "，不計"))),
        [n, "of", all] => same(
            &format!("第 {n} 个工作日（共 {all} 个）"),
            &format!("第 {n} 個工作日（共 {all} 個）"),
        ),
        [n, "min"] => same(&format!("营业时间 {n} 分钟"), &format!("營業時間 {n} 分鐘")),
        [n, "min", "by", ..] => same(&format!("自然时间 {n} 分钟"), &format!("自然時間 {n} 分鐘")),
        ["day", n, ..] => same(&format!("第 {n} 天"), &format!("第 {n} 天")),
        ["corresponding", "day", "after", n, ..] => {
            same(&format!("{n} 个月后的对应日"), &format!("{n} 個月後的對應日"))
        }
        ["the", "same", "day"] => same("当日 24:00 前", "當日 24:00 前"),
        ["closing", "time"] => same("当日下班前", "當日下班前"),
        ["the", "day", "before", ..] => same("前一日为法定休息日，顺延至当日", "前一日為法定休息日，順延至當日"),
        _ => same(&day(Locale::ZhCn, view), &day(Locale::ZhTw, view)),
    };
    pick(locale, texts)
}

/// The two Chinese texts of a sentence whose English comes from elsewhere.
fn same(cn: &str, tw: &str) -> [String; 3] {
    [String::new(), cn.to_owned(), tw.to_owned()]
}

fn day(locale: Locale, view: &DayView) -> String {
    let kind = if view.working { "工作日" } else { "休息日" };
    let name = if view.name.is_empty() {
        String::new()
    } else {
        format!("（{}）", view.name)
    };
    let provisional = match (view.provisional, locale) {
        (false, _) => "",
        (true, Locale::ZhTw) => "（待放假通知確認）",
        (true, Locale::En | Locale::ZhCn) => "（待放假通知确认）",
    };
    format!("{kind}{name}{provisional}")
}

/// A fact that an entitlement rests on.
pub fn fact(locale: Locale, fact: &Fact) -> String {
    pick(locale, texts(fact))
}

fn texts(fact: &Fact) -> [String; 3] {
    match fact {
        Fact::WarrantyRuns(last) => [
            format!("the warranty runs until {last}"),
            format!("整机保修至 {last}"),
            format!("整機保固至 {last}"),
        ],
        Fact::WarrantyOver(last) => over(*last, "warranty", ["整机保修", "整機保固"]),
        Fact::PartWarrantyRuns(part, last) => [
            format!("the warranty of {part} runs until {last}"),
            format!("{part}保修至 {last}"),
            format!("{part}保固至 {last}"),
        ],
        Fact::OnsiteRuns(last) => [
            format!("the on-site period runs until {last}"),
            format!("上门期至 {last}"),
            format!("到府服務期至 {last}"),
        ],
        Fact::OnsiteOver(last) => over(*last, "on-site period", ["上门期", "到府服務期"]),
        Fact::AgreementCovers(agreement) => {
            let (reference, to) = (&agreement.reference, agreement.to);
            [
                format!("{reference} covers until {to}"),
                format!("{reference} 有效至 {to}"),
                format!("{reference} 有效至 {to}"),
            ]
        }
        Fact::ThirdParty => [
            "not our brand: explain, neither promise nor ignore; no free service".to_owned(),
            "非本品牌配件：须说明，不承诺也不推脱，不提供免费服务".to_owned(),
            "非本品牌配件：須說明，不承諾也不推託，不提供免費服務".to_owned(),
        ],
        Fact::RestDayExtension(from, last) => [
            format!("the last day {from} is a rest day, so it ends on {last}"),
            format!("期满日 {from} 为休息日，顺延至 {last}"),
            format!("期滿日 {from} 為休息日，順延至 {last}"),
        ],
    }
}

fn over(last: Option<BusinessDate>, what: &str, zh: [&str; 2]) -> [String; 3] {
    let [cn, tw] = zh;
    match last {
        Some(last) => [
            format!("the {what} ended on {last}"),
            format!("{cn}已于 {last} 期满"),
            format!("{tw}已於 {last} 期滿"),
        ],
        None => [format!("there is no {what}"), format!("无{cn}"), format!("無{tw}")],
    }
}

#[cfg(test)]
mod tests {
    use aftersales_kit::calendar::{BranchCalendar, ClockMode, WeekHours, Zone, shipped_notices};
    use aftersales_kit::time::Timestamp;

    use super::*;

    #[test]
    fn every_way_to_count_has_chinese_words() {
        let week = WeekHours::office("09:00-18:00".parse().unwrap());
        let calendar = BranchCalendar::with_notices(Zone::shanghai(), week, &shipped_notices().unwrap(), []);
        let from = Timestamp::parse("2026-09-30T16:30:00+08:00").unwrap();
        let ways = [
            calendar.hours(from, 120, ClockMode::Business),
            calendar.hours(from, 120, ClockMode::Wall),
            calendar.working_days(from, 2),
            calendar.calendar_days(from, 1, true),
            calendar.months(calendar.zone().date_of(from).unwrap(), 3, true),
            calendar.end_of_day(from),
            calendar.next_closing(from),
        ];
        for due in ways {
            for taken in due.unwrap().steps {
                let text = step(Locale::ZhCn, &taken, &calendar.view(taken.date));
                let words = text.split_once('：').unwrap().1;
                assert!(!words.bytes().any(|byte| byte.is_ascii_alphabetic()), "{text}");
            }
        }
        let first = calendar.working_days(from, 2).unwrap().steps;
        assert_eq!(
            step(Locale::ZhTw, &first[0], &calendar.view(first[0].date)),
            "2026-10-01：休息日（国庆节），不計"
        );
        assert_eq!(
            step(Locale::ZhCn, &first[7], &calendar.view(first[7].date)),
            "2026-10-08：第 1 个工作日（共 2 个）"
        );
    }
}
