//! A timeline entry as a sentence: the facts in the reader's language, instants in the branch's local time.

mod sentences;
mod words;

use std::collections::BTreeMap;

use aftersales_kit::{
    calendar::Zone,
    i18n::{Locale, fill},
    time::{MINUTE, Timestamp},
};

use crate::domain::timeline::Entry;

/// What an event says.
struct Sentence {
    /// Package of the event's contract.
    service: &'static str,
    /// Name of the event.
    fact: &'static str,
    /// `name=value` of a fact that it is limited to; empty for always.
    when: &'static str,
    /// English, simplified and traditional Chinese.
    words: [&'static str; 3],
}

impl Sentence {
    fn fits(&self, kind: &str, facts: &BTreeMap<String, String>) -> bool {
        let mut parts = kind.rsplit('.');
        let (fact, service) = (parts.next(), parts.nth(1));
        if fact != Some(self.fact) || service != Some(self.service) {
            return false;
        }
        self.when
            .split_once('=')
            .is_none_or(|(name, value)| facts.get(name).is_some_and(|known| known == value))
    }
}

/// The entry as one sentence; the bare event type for a kind that is not known here.
pub fn sentence(entry: &Entry, locale: Locale, zone: &Zone) -> String {
    let Some(sentence) = sentences::all().find(|sentence| sentence.fits(&entry.kind, &entry.facts)) else {
        return entry.kind.rsplit('.').next().unwrap_or_default().to_owned();
    };
    let said: BTreeMap<&str, String> = entry
        .facts
        .iter()
        .map(|(name, value)| (name.as_str(), say(value, locale, zone)))
        .collect();
    fill(spoken(&sentence.words, locale), |name| {
        said.get(name).map(String::as_str)
    })
}

fn spoken(words: &[&'static str; 3], locale: Locale) -> &'static str {
    let [en, zh_cn, zh_tw] = words;
    match locale {
        Locale::En => en,
        Locale::ZhCn => zh_cn,
        Locale::ZhTw => zh_tw,
    }
}

fn say(value: &str, locale: Locale, zone: &Zone) -> String {
    if let Some(at) = Timestamp::parse(value).filter(|_| value.ends_with('Z')) {
        return local(at, zone);
    }
    match words::WORDS.iter().find(|(word, _)| *word == value) {
        Some((_, words)) => spoken(words, locale).to_owned(),
        None => value.to_owned(),
    }
}

/// `2026-11-16 11:40` in the zone; the instant itself outside the calendar's years.
pub fn local(at: Timestamp, zone: &Zone) -> String {
    let minute_of_day = |at: Timestamp| {
        let date = zone.date_of(at).ok()?;
        let midnight = zone.instant(date, 0).ok()?;
        Some((date, at.since(midnight) / MINUTE))
    };
    match minute_of_day(at) {
        Some((date, minute)) => format!("{date} {:02}:{:02}", minute / 60, minute % 60),
        None => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use aftersales_kit::id::TicketId;
    use aftersales_proto::FILE_DESCRIPTOR_SET;
    use prost::Message;
    use prost_types::{DescriptorProto, FileDescriptorSet};
    use uuid::Uuid;

    use super::*;

    fn entry(kind: &str, facts: &[(&str, &str)]) -> Entry {
        Entry {
            ticket_id: TicketId::from_uuid(Uuid::nil()),
            at: Timestamp::from_micros(0),
            event_id: Uuid::nil(),
            branch_id: "BJ01".to_owned(),
            service: "dispatch".to_owned(),
            kind: kind.to_owned(),
            actor: "E1".to_owned(),
            sequence: 1,
            facts: facts
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn a_promise_reads_in_local_time_and_in_the_readers_language() {
        let facts = [
            ("by", "E1"),
            ("window_start", "2026-11-17T06:00:00Z"),
            ("window_end", "2026-11-17T08:00:00Z"),
            ("beyond_limit", "false"),
        ];
        let entry = entry("aftersales.dispatch.v1.VisitPromised", &facts);
        let said = |locale| sentence(&entry, locale, &Zone::shanghai());
        assert_eq!(
            said(Locale::En),
            "E1 promised a visit from 2026-11-17 14:00 to 2026-11-17 16:00."
        );
        assert_eq!(
            said(Locale::ZhCn),
            "E1 约定上门：2026-11-17 14:00 至 2026-11-17 16:00。"
        );
    }

    #[test]
    fn a_fact_chooses_the_sentence() {
        let late = entry(
            "aftersales.dispatch.v1.TechnicianArrived",
            &[("technician_id", "E1"), ("on_time", "false")],
        );
        assert!(sentence(&late, Locale::En, &Zone::shanghai()).contains("late"));
        let unknown = entry("aftersales.dispatch.v9.SomethingNew", &[]);
        assert_eq!(sentence(&unknown, Locale::En, &Zone::shanghai()), "SomethingNew");
    }

    /// Names of the events of a package-level event message.
    fn events(message: &DescriptorProto) -> impl Iterator<Item = &str> {
        message
            .field
            .iter()
            .map(|field| field.type_name().rsplit('.').next().unwrap_or_default())
    }

    #[test]
    fn every_event_that_concerns_a_ticket_has_a_sentence() {
        let unspoken = [
            "CallRecorded",
            "ConsultationAnswered",
            "RegisterReconciled",
            "ProfileConfirmed",
            "CallRang",
            "CallAnswered",
            "CallLegEnded",
            "CallCorrected",
            "AgentStateChanged",
            "MissedCallResolved",
            "ScriptChanged",
            "ArticleChanged",
            "PresenceChanged",
            "WorkOrderChanged",
            "TicketChanged",
            "ConsultationChanged",
            "ContactTaskClosed",
            "CallChanged",
            "NeedRecorded",
            "RecordingPlayed",
            "CallbackTaskChanged",
            "ExpenseClaimed",
            "ExpenseDecided",
            "ExpenseReimbursed",
            "PlanItemDue",
            "RevisitRecorded",
            "PartPut",
            "StockReceived",
            "PriceListPublished",
            "ScoreMonthClosed",
            "TomorrowPartsConfirmed",
            "DayClosed",
            "DayReopened",
            "DayCloseMissing",
            "DailyReportIssued",
            "TimeReportSubmitted",
            "TimeReportsMissing",
            "WeeklyReportSent",
            "WeeklyReportReviewed",
            "ShopVisited",
            "ShopVisitsMissed",
            "ShopAssignmentChanged",
            "RosterDayChanged",
        ];
        let files = FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap();
        let mut missing = Vec::new();
        for file in files.file.iter().filter(|file| file.name().ends_with("/events.proto")) {
            let service = file.package().split('.').nth(1).unwrap();
            if service == "registry" {
                continue;
            }
            let holder = file
                .message_type
                .iter()
                .find(|message| message.name().ends_with("Event"))
                .unwrap();
            for name in events(holder).filter(|name| !unspoken.contains(name)) {
                let kind = format!("{}.{name}", file.package());
                let known = sentences::all().any(|known| known.service == service && known.fact == name);
                if !known {
                    missing.push(kind);
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn the_languages_name_the_same_facts() {
        let names = |text: &str| -> std::collections::BTreeSet<String> {
            text.split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect()
        };
        for sentence in sentences::all() {
            let [en, zh_cn, zh_tw] = sentence.words;
            assert_eq!(names(en), names(zh_cn), "{}", sentence.fact);
            assert_eq!(names(en), names(zh_tw), "{}", sentence.fact);
        }
    }
}
