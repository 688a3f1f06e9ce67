//! Tells a story as a person would, and counts what did not hold.

use std::net::SocketAddr;

use aftersales_kit::{calendar::Zone, config::Config, time::Timestamp};

use crate::operate::print;

/// Prints the steps and keeps the expectations.
#[derive(Debug, Default)]
pub struct Teller {
    held: u32,
    broken: u32,
}

impl Teller {
    /// Nothing told yet.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn loaded(&self, address: SocketAddr) -> anyhow::Result<()> {
        line(&format!(
            "aftersales serves on {address}; two branches and a parts centre are loaded"
        ))?;
        line("")?;
        line("S01  a machine does not start, and is repaired on site under warranty")
    }

    /// One step: when (RFC 3339), who, what, and the ticket's state after it.
    ///
    /// # Errors
    /// When standard output is gone.
    pub fn step(&self, time: &str, who: &str, what: &str, state: &str) -> anyhow::Result<()> {
        let state = if state.is_empty() {
            String::new()
        } else {
            format!("  [{state}]")
        };
        line(&format!("{}  {who:<8} {what}{state}", local(time)))
    }

    /// An expectation of the story.
    ///
    /// # Errors
    /// When standard output is gone.
    pub fn expect(&mut self, what: &str, holds: bool) -> anyhow::Result<()> {
        let mark = if holds { "ok" } else { "NOT" };
        if holds {
            self.held += 1;
        } else {
            self.broken += 1;
        }
        line(&format!("{:21}{mark:<3} {what}", ""))
    }

    pub(super) fn failed(&mut self, what: &str) -> anyhow::Result<()> {
        self.broken += 1;
        line(&format!("{:21}NOT the story broke off: {what}", ""))
    }

    /// A headline.
    ///
    /// # Errors
    /// When standard output is gone.
    pub fn headline(&self, text: &str) -> anyhow::Result<()> {
        line("")?;
        line(text)
    }

    /// A line of a list.
    ///
    /// # Errors
    /// When standard output is gone.
    pub fn item(&self, text: &str) -> anyhow::Result<()> {
        line(&format!("  {text}"))
    }

    pub(super) fn finish(&self) -> anyhow::Result<u32> {
        line("")?;
        line(&format!("{} expectations held, {} did not", self.held, self.broken))?;
        Ok(self.broken)
    }

    pub(super) fn how_to_go_on(&self, config: &Config, address: SocketAddr, token: &str) -> anyhow::Result<()> {
        let dir = config.data_dir.display();
        let program = std::env::args().next().unwrap_or_else(|| "aftersales".to_owned());
        line("")?;
        line(&format!(
            "The server goes on at {address} until Ctrl-C. A token of H1 at the hotline of BJ01, for 12 hours:"
        ))?;
        line(&format!("  {token}"))?;
        line("In another terminal:")?;
        line(&format!(
            "  {program} token issue --data-dir {dir} --role hotline --branch BJ01 --subject H1"
        ))?;
        line(&format!(
            "  {program} events tail --data-dir {dir} --address http://{address} --service hotline --after 0"
        ))?;
        line(&format!("  curl -s http://{address}/readyz"))
    }
}

/// An instant as people at the branch read it, such as `Mon 16 Nov 09:40`.
pub(super) fn local(time: &str) -> String {
    match Timestamp::parse(time) {
        Some(at) => local_at(at),
        None => time.to_owned(),
    }
}

/// As [`local`].
pub(super) fn local_at(at: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let there = Zone::shanghai().local(at);
    let name = |names: &'static [&'static str], place: i8| {
        usize::try_from(place)
            .ok()
            .and_then(|place| names.get(place))
            .copied()
            .unwrap_or("")
    };
    format!(
        "{} {:02} {} {:02}:{:02}",
        name(&DAYS, there.weekday().to_monday_zero_offset()),
        there.day(),
        name(&MONTHS, there.month() - 1),
        there.hour(),
        there.minute()
    )
}

fn line(text: &str) -> anyhow::Result<()> {
    print(&format!("{text}\n")).map(|_| ())
}
