//! Reads a yearly notice in the holiday-cn JSON form: `{year, papers[], days: [{name, date, isOffDay}]}`.

use std::{collections::BTreeSet, fmt};

use jiff::civil::Date;
use serde_json::Value;

use super::{
    day::{DayEntry, DayKind},
    error::excerpt,
    zone::known,
};
use crate::time::BusinessDate;

/// Most bytes of a file that are read; a real one has some 4,000.
const MAX_BYTES: usize = 256 * 1024;
/// Most problems that are listed.
const MAX_PROBLEMS: usize = 100;
/// Most characters of a day's name.
const MAX_NAME: usize = 60;
/// Most addresses of notices.
const MAX_PAPERS: usize = 20;

/// The notice of one year. Weekends that merely join a holiday are not in it; they are rest days of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year that the notice is for. Its days may begin in the December before.
    pub year: i16,
    /// Where it was published.
    pub papers: Vec<String>,
    /// Days off and make-up working days in order of date, source `notice <year>`.
    pub entries: Vec<DayEntry>,
}

/// Everything that is wrong with a file, so that it can be put right at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the holiday file cannot be used: {}", list(.problems))]
pub struct NoticeError {
    /// At least one problem, at most 100.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, such as `days[3].date`; empty for the file as a whole.
    pub field: String,
    /// What is wrong, in English.
    pub description: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.field.is_empty() { "" } else { ": " };
        write!(f, "{}{colon}{}", self.field, self.description)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Reads and checks a file. A file without days is refused: the notice of that year is not out yet.
///
/// # Errors
/// [`NoticeError`] with every problem: not JSON, no or unknown year, no days, missing or blank names, dates that do not
/// exist, dates outside the year and its preceding December, dates listed twice.
pub fn parse_notice(json: &str) -> Result<Notice, NoticeError> {
    let mut reader = Reader::default();
    let notice = reader.notice(json);
    match notice {
        Some(notice) if reader.problems.is_empty() => Ok(notice),
        _ => Err(NoticeError {
            problems: reader.problems,
        }),
    }
}

#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    /// Notes a problem; gives `None` so that it can end an expression.
    fn wrong<T>(&mut self, field: impl Into<String>, description: impl Into<String>) -> Option<T> {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem {
                field: field.into(),
                description: description.into(),
            });
        }
        None
    }

    fn notice(&mut self, json: &str) -> Option<Notice> {
        if json.len() > MAX_BYTES {
            return self.wrong("", format!("longer than {MAX_BYTES} bytes"));
        }
        let file = match serde_json::from_str::<Value>(json) {
            Ok(Value::Object(file)) => file,
            Ok(_) => return self.wrong("", "not a JSON object"),
            Err(error) => return self.wrong("", format!("not JSON: {error}")),
        };
        let year = self.year(file.get("year"));
        let papers = self.papers(file.get("papers"));
        let entries = self.days(file.get("days"), year);
        Some(Notice {
            year: year?,
            papers: papers?,
            entries: entries?,
        })
    }

    fn year(&mut self, value: Option<&Value>) -> Option<i16> {
        let year = value.and_then(Value::as_i64).and_then(|year| i16::try_from(year).ok());
        match year.filter(|year| (1950..=2199).contains(year)) {
            Some(year) => Some(year),
            None => self.wrong("year", "must be a year from 1950 to 2199"),
        }
    }

    fn papers(&mut self, value: Option<&Value>) -> Option<Vec<String>> {
        let Some(value) = value else { return Some(Vec::new()) };
        let papers: Option<Vec<String>> =
            value
                .as_array()
                .filter(|papers| papers.len() <= MAX_PAPERS)
                .and_then(|papers| {
                    papers
                        .iter()
                        .map(|paper| paper.as_str().filter(|text| is_line(text, 500)).map(str::to_owned))
                        .collect()
                });
        papers.or_else(|| self.wrong("papers", format!("must be a list of at most {MAX_PAPERS} addresses")))
    }

    fn days(&mut self, value: Option<&Value>, year: Option<i16>) -> Option<Vec<DayEntry>> {
        let Some(days) = value.and_then(Value::as_array) else {
            return self.wrong("days", "must be a list");
        };
        if days.is_empty() {
            return self.wrong("days", "is empty: the notice of that year is not out yet");
        }
        let mut seen = BTreeSet::new();
        let mut entries: Vec<DayEntry> = Vec::new();
        for (index, day) in days.iter().enumerate() {
            let Some(entry) = self.day(day, &format!("days[{index}]"), year) else {
                continue;
            };
            if seen.insert(entry.date) {
                entries.push(entry);
            } else {
                self.wrong::<()>(format!("days[{index}].date"), format!("{} is listed twice", entry.date));
            }
        }
        entries.sort_by_key(|entry| entry.date);
        Some(entries)
    }

    fn day(&mut self, day: &Value, field: &str, year: Option<i16>) -> Option<DayEntry> {
        let name = match day
            .get("name")
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|name| is_line(name, MAX_NAME))
        {
            Some(name) => Some(name.to_owned()),
            None => self.wrong(
                format!("{field}.name"),
                format!("must be a name of at most {MAX_NAME} characters"),
            ),
        };
        let kind = match day.get("isOffDay").and_then(Value::as_bool) {
            Some(true) => Some(DayKind::Off),
            Some(false) => Some(DayKind::Work),
            None => self.wrong(format!("{field}.isOffDay"), "must be true or false"),
        };
        let date = self.date(day.get("date"), &format!("{field}.date"), year);
        let source = format!("notice {}", year?);
        Some(DayEntry {
            date: date?,
            kind: kind?,
            name: name?,
            source,
            hours: None,
        })
    }

    fn date(&mut self, value: Option<&Value>, field: &str, year: Option<i16>) -> Option<BusinessDate> {
        let Some(text) = value.and_then(Value::as_str) else {
            return self.wrong(field, "must be a date such as 2026-10-01");
        };
        let parsed = text
            .parse::<Date>()
            .ok()
            .filter(|date| date.to_string() == text)
            .and_then(|date| known(date).ok());
        let Some(date) = parsed else {
            return self.wrong(field, format!("{:?} is not a date such as 2026-10-01", excerpt(text)));
        };
        match year {
            Some(year) if !belongs(date.date(), year) => {
                self.wrong(field, format!("{date} is neither in {year} nor in the December before"))
            }
            _ => Some(date),
        }
    }
}

/// Whether the notice of `year` may speak of that date.
fn belongs(date: Date, year: i16) -> bool {
    date.year() == year || (date.year() == year - 1 && date.month() == 12)
}

/// Whether text is one line of at most `max` characters, without control or bidirectional marks.
fn is_line(text: &str, max: usize) -> bool {
    let filled = !text.trim().is_empty();
    let hidden = |char: char| {
        char.is_control() || matches!(char, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    filled && text.chars().count() <= max && !text.chars().any(hidden)
}
