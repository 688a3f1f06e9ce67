//! What each event says, in three languages; `{name}` stands for a fact. Of several, the first whose fact fits.

mod custody;
mod dispatch;
mod hotline;
mod others;

use super::Sentence;

const fn on(service: &'static str, fact: &'static str, when: &'static str, words: [&'static str; 3]) -> Sentence {
    Sentence {
        service,
        fact,
        when,
        words,
    }
}

/// Every sentence.
pub(super) fn all() -> impl Iterator<Item = &'static Sentence> {
    let houses = [
        hotline::SENTENCES,
        dispatch::SENTENCES,
        custody::SENTENCES,
        others::SENTENCES,
    ];
    houses.into_iter().flatten()
}
