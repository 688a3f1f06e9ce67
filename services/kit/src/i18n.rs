//! The languages that callers read, and texts with their facts filled in.

use std::{borrow::Cow, collections::BTreeMap, fmt, future::Future};

use crate::{calendar::Zone, error::Reason, time::Timestamp};

/// A language of the suite's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English, also for every language that the suite does not speak.
    #[default]
    En,
    /// Simplified Chinese.
    ZhCn,
    /// Traditional Chinese.
    ZhTw,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhCn, Self::ZhTw];

    /// The language's BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
        }
    }

    /// The best language for an `accept-language` header: highest weight first, the first one of equals.
    ///
    /// `zh`, `zh-Hans*`, `zh-SG` are simplified; `zh-Hant*`, `zh-TW`, `zh-HK`, `zh-MO` are traditional.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (Self::En, 0_u32);
        for part in header.split(',').take(MAX_LANGUAGES) {
            let (tag, params) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight(params);
            if let Some(locale) = Self::from_tag(tag.trim())
                && weight > best.1
            {
                best = (locale, weight);
            }
        }
        best.0
    }

    fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next()? {
            "en" => Some(Self::En),
            "zh" => Some(match parts.next() {
                Some("hant" | "tw" | "hk" | "mo") => Self::ZhTw,
                _ => Self::ZhCn,
            }),
            _ => None,
        }
    }

    /// The language of the call that this task handles; English outside a call.
    pub fn current() -> Self {
        CURRENT.try_with(|locale| *locale).unwrap_or_default()
    }

    /// Runs `inner` as a call in this language; see [`Locale::current`].
    pub fn scope<F: Future>(self, inner: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(self, inner)
    }

    /// The reason's sentence in this language, with `{name}` filled from `facts`. An instant reads as the local date and
    /// minute with its offset; the metadata keep it whole.
    pub fn sentence(self, reason: &Reason, facts: &BTreeMap<String, String>) -> String {
        let text = match self {
            Self::En => reason.en,
            Self::ZhCn => reason.zh_cn,
            Self::ZhTw => reason.zh_tw,
        };
        fill(text, |name| facts.get(name).map(|fact| told(fact)))
    }
}

/// A fact as a person reads it.
fn told(fact: &str) -> Cow<'_, str> {
    // Only what the code itself wrote as an instant: a shorter text may be a date, or somebody's words.
    let instant = Some(fact)
        .filter(|fact| fact.ends_with('Z') && fact.contains('T'))
        .and_then(Timestamp::parse);
    instant.map_or(Cow::Borrowed(fact), |at| {
        let local = Zone::shanghai().local(at);
        Cow::Owned(local.strftime("%Y-%m-%d %H:%M (UTC+8)").to_string())
    })
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

tokio::task_local! {
    static CURRENT: Locale;
}

/// Languages looked at in one header; a browser sends fewer than ten.
const MAX_LANGUAGES: usize = 16;

/// Weight of a language in thousandths; a malformed one counts as nothing.
fn weight(params: &str) -> u32 {
    let Some(q) = params.split(';').find_map(|param| param.trim().strip_prefix("q=")) else {
        return 1_000;
    };
    match q.trim().parse::<f32>() {
        Ok(q) if (0.0..=1.0).contains(&q) => (q * 1_000.0) as u32,
        _ => 0,
    }
}

/// `text` with every `{name}` replaced; a fact that is not known leaves an ellipsis.
pub fn fill<F: AsRef<str>>(text: &str, fact: impl Fn(&str) -> Option<F>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(fact(name).as_ref().map_or("…", AsRef::as_ref));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_as_local_time_and_a_date_as_it_stands() {
        assert_eq!(told("2026-12-07T10:00:00.000001Z"), "2026-12-07 18:00 (UTC+8)");
        for other in ["2026-12-07", "BJ01-D-000001", "TZ", ""] {
            assert_eq!(told(other), other);
        }
    }

    #[test]
    fn the_heaviest_language_that_we_speak_wins() {
        let cases = [
            ("", Locale::En),
            ("fr-FR", Locale::En),
            ("zh", Locale::ZhCn),
            ("zh-CN,zh;q=0.9,en;q=0.8", Locale::ZhCn),
            ("ZH-hans-hk", Locale::ZhCn),
            ("zh-Hant", Locale::ZhTw),
            ("zh_HK", Locale::ZhTw),
            ("en;q=0.5, zh-TW;q=0.7", Locale::ZhTw),
            ("fr, en;q=0.1", Locale::En),
            ("zh;q=nonsense, en;q=0.1", Locale::En),
            ("zh;q=9, en;q=0.1", Locale::En),
            (",;;,q=", Locale::En),
        ];
        for (header, want) in cases {
            assert_eq!(Locale::from_accept_language(header), want, "{header}");
        }
    }

    #[test]
    fn facts_fill_their_places() {
        let fact = |name: &str| (name == "now").then_some("12:00");
        assert_eq!(fill("it is {now} {then} {", fact), "it is 12:00 … {");
    }

    #[tokio::test]
    async fn the_language_belongs_to_the_task() {
        assert_eq!(Locale::current(), Locale::En);
        Locale::ZhTw
            .scope(async { assert_eq!(Locale::current(), Locale::ZhTw) })
            .await;
        assert_eq!(Locale::current(), Locale::En);
    }
}
