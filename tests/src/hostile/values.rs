//! Values for fields: those that the fixture knows, and those that nobody should send.

use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Texts that break what takes text for granted.
const HOSTILE: [&str; 18] = [
    "",
    " ",
    "\u{3000}",
    "\0",
    "a\u{202e}b",
    "\u{feff}",
    "𠮷",
    "ＢＪ０１",
    "'; DROP TABLE ticket; --",
    "%_\\",
    "=1+1",
    "../../etc/passwd",
    "-1",
    "9999-12-31",
    "2026-02-30",
    "00000000-0000-0000-0000-000000000000",
    "eyJhbGciOiJub25lIn0.e30.",
    "+86 (138) ０００0-0001",
];

/// Microseconds, fen, counts and sizes at their edges.
const NUMBERS: [i64; 14] = [
    0,
    1,
    2,
    -1,
    50,
    200,
    201,
    100_000,
    i32::MAX as i64,
    i32::MIN as i64,
    i64::MAX,
    i64::MIN,
    100_000_000_000,
    100_000_000_001,
];

/// Seconds at which calendars and clocks have their edges; the first ones are near the stories' days.
const SECONDS: [i64; 12] = [
    1_794_793_200,
    1_794_796_800,
    1_794_880_800,
    1_794_967_200,
    1_795_000_000,
    1_798_732_800,
    0,
    -1,
    253_402_300_799,
    -62_135_596_800,
    i64::MAX,
    i64::MIN,
];

/// A number as wide as the field.
pub(super) fn narrow(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number > 0 { i32::MAX } else { i32::MIN })
}

/// Picks, the same ones for the same seed.
pub struct Picks(TestRunner);

impl Picks {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self(TestRunner::new_with_rng(Config::default(), rng))
    }

    /// A number from 0 up to `end`, exclusive; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (0..end.max(1)).new_tree(&mut self.0).map_or(0, |tree| tree.current())
    }

    /// One time in fifteen.
    pub fn rarely(&mut self) -> bool {
        self.below(15) == 0
    }

    /// One time in five.
    pub fn sometimes(&mut self) -> bool {
        self.below(5) == 0
    }

    pub(super) fn number(&mut self) -> i64 {
        let edge = if self.sometimes() { NUMBERS.len() } else { 5 };
        NUMBERS[self.below(edge)]
    }

    pub(super) fn instant(&mut self) -> (i64, i32) {
        let edge = if self.rarely() { SECONDS.len() } else { 5 };
        let nanos = if self.rarely() { -1 } else { 0 };
        (SECONDS[self.below(edge)], nanos)
    }

    pub(super) fn hostile_text(&mut self) -> String {
        let pick = self.below(HOSTILE.len() + 2);
        HOSTILE.get(pick).map_or_else(
            || "长".repeat(if pick.is_multiple_of(2) { 5_000 } else { 60_000 }),
            |text| (*text).to_owned(),
        )
    }
}

/// What the running suite knows: ids by the name of the field that takes them.
#[derive(Debug, Default)]
pub struct Known {
    ids: Vec<(&'static str, String)>,
}

impl Known {
    /// Adds an id for fields whose name ends so.
    pub fn add(&mut self, field: &'static str, id: String) {
        self.ids.push((field, id));
    }

    pub(super) fn text(&self, name: &str, picks: &mut Picks) -> String {
        let fitting: Vec<&String> = self
            .ids
            .iter()
            .filter(|(field, _)| name.ends_with(field))
            .map(|(_, id)| id)
            .collect();
        if let Some(id) = fitting.get(picks.below(fitting.len())) {
            return (*id).clone();
        }
        let plausible = match name {
            _ if name.ends_with("branch_id") || name.ends_with("branch_ids") => ["BJ01", "SH02", "PC01"],
            _ if name.ends_with("_on") || name.ends_with("date") => ["2026-11-16", "2026-11-17", "2026-12-31"],
            _ if name.contains("phone") => ["13800000001", "010-6255 0001", "+86 138 0000 0002"],
            _ if name.contains("token") || name == "etag" || name == "cursor" => ["", "", "abc"],
            _ if name.ends_with("part_no") => ["HDD-1T", "BOARD-X", "NONE"],
            _ if name.ends_with("_id") || name.ends_with("_ids") => {
                ["E1", "H1", "4f2f6f5e-6a6e-4a53-9b2f-0d2c7f1f8c11"]
            }
            _ if name.ends_with("key") => ["dispatch.reply", "hotline.handover", "billing.cash_threshold"],
            _ => ["无法开机", "SN100", "1"],
        };
        plausible[picks.below(plausible.len())].to_owned()
    }
}
