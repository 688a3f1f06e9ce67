//! Instants and business dates as they are stored and sent.

use std::fmt;

use jiff::{civil::Date, tz::TimeZone};
use sqlx::{
    Database, Decode, Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgTypeInfo, PgValueFormat, types::Oid},
};

/// Microseconds in one second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in one minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in one hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// An instant: microseconds since 1970-01-01T00:00:00Z (rule T-7).
///
/// `TIMESTAMPTZ` on PostgreSQL, an integer of microseconds on SQLite.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// First instant that a contract takes: year 1.
    pub const MIN: Self = Self(-62_135_596_800 * SECOND);
    /// Last instant that a contract takes: year 9999.
    pub const MAX: Self = Self(253_402_300_799 * SECOND);

    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by `micros` microseconds; stays at the ends of the range.
    pub const fn plus(self, micros: i64) -> Self {
        let moved = self.0.saturating_add(micros);
        if moved < Self::MIN.0 {
            Self::MIN
        } else if moved > Self::MAX.0 {
            Self::MAX
        } else {
            Self(moved)
        }
    }

    /// Microseconds from `earlier` to this instant, never negative (check X5: a clock set backwards gives no negative duration).
    pub const fn since(self, earlier: Self) -> i64 {
        let span = self.0.saturating_sub(earlier.0);
        if span < 0 { 0 } else { span }
    }

    /// As protobuf; nanoseconds are always a multiple of 1,000.
    pub fn to_proto(self) -> prost_types::Timestamp {
        prost_types::Timestamp {
            seconds: self.0.div_euclid(SECOND),
            nanos: (self.0.rem_euclid(SECOND) * 1_000) as i32,
        }
    }

    /// From protobuf, cut to microseconds. `None` outside the years 1 to 9999 or with nanoseconds out of range.
    pub fn from_proto(value: &prost_types::Timestamp) -> Option<Self> {
        if !(0..1_000_000_000).contains(&value.nanos) {
            return None;
        }
        let micros = value
            .seconds
            .checked_mul(SECOND)?
            .checked_add(i64::from(value.nanos) / 1_000)?;
        let at = Self(micros);
        (Self::MIN <= at && at <= Self::MAX).then_some(at)
    }

    /// The local date at which this instant falls in `zone`.
    pub fn date_in(self, zone: &TimeZone) -> BusinessDate {
        BusinessDate(zone.to_datetime(self.to_jiff()).date())
    }

    /// As a jiff instant.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// From a jiff instant, cut to microseconds.
    pub fn from_jiff(at: jiff::Timestamp) -> Self {
        Self(at.as_microsecond())
    }

    /// Parses RFC 3339, such as `2026-11-16T09:40:00+08:00`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(Self::from_jiff)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_jiff())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A local calendar date of a branch (rules T-5, T-7). `DATE`-like text `YYYY-MM-DD` on both databases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct BusinessDate(Date);

impl BusinessDate {
    /// From a civil date.
    pub const fn from_date(date: Date) -> Self {
        Self(date)
    }

    /// The civil date.
    pub const fn date(self) -> Date {
        self.0
    }

    /// Parses `YYYY-MM-DD` and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let date = Self(text.parse().ok()?);
        (date.to_string() == text).then_some(date)
    }

    /// Days from this date to another one; negative when that one is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }
}

impl fmt::Display for BusinessDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for BusinessDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Microseconds between 1970-01-01 and 2000-01-01, where PostgreSQL's time begins.
const PG_EPOCH: i64 = 946_684_800 * SECOND;

impl Type<Sqlite> for Timestamp {
    fn type_info() -> <Sqlite as Database>::TypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }

    fn compatible(ty: &<Sqlite as Database>::TypeInfo) -> bool {
        <i64 as Type<Sqlite>>::compatible(ty)
    }
}

impl<'q> Encode<'q, Sqlite> for Timestamp {
    fn encode_by_ref(&self, buf: &mut <Sqlite as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'q, Sqlite>>::encode_by_ref(&self.0, buf)
    }
}

impl<'r> Decode<'r, Sqlite> for Timestamp {
    fn decode(value: <Sqlite as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as Decode<'r, Sqlite>>::decode(value).map(Self)
    }
}

impl Type<Postgres> for Timestamp {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(1184))
    }
}

impl<'q> Encode<'q, Postgres> for Timestamp {
    fn encode_by_ref(&self, buf: &mut <Postgres as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'q, Postgres>>::encode_by_ref(&(self.0 - PG_EPOCH), buf)
    }
}

impl<'r> Decode<'r, Postgres> for Timestamp {
    fn decode(value: <Postgres as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        match value.format() {
            PgValueFormat::Binary => Ok(Self(<i64 as Decode<'r, Postgres>>::decode(value)? + PG_EPOCH)),
            PgValueFormat::Text => Err("timestamps are read in binary only".into()),
        }
    }
}

impl<DB: Database> Type<DB> for BusinessDate
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <String as Type<DB>>::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        <String as Type<DB>>::compatible(ty)
    }
}

impl<'q, DB: Database> Encode<'q, DB> for BusinessDate
where
    String: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buf: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'q, DB>>::encode(self.0.to_string(), buf)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for BusinessDate
where
    String: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <String as Decode<'r, DB>>::decode(value)?;
        Ok(Self(text.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protobuf_round_trip_keeps_microseconds_on_both_sides_of_the_epoch() {
        for micros in [
            0,
            1,
            -1,
            1_763_257_200_123_456,
            Timestamp::MIN.micros(),
            Timestamp::MAX.micros(),
        ] {
            let at = Timestamp::from_micros(micros);
            assert_eq!(Timestamp::from_proto(&at.to_proto()), Some(at));
        }
    }

    #[test]
    fn instants_outside_the_contract_are_refused() {
        let bad = [
            (i64::MAX, 0),
            (i64::MIN, 0),
            (253_402_300_800, 0),
            (0, -1),
            (0, 1_000_000_000),
        ];
        for (seconds, nanos) in bad {
            assert_eq!(Timestamp::from_proto(&prost_types::Timestamp { seconds, nanos }), None);
        }
    }

    #[test]
    fn a_duration_is_never_negative() {
        let (early, late) = (Timestamp::from_micros(5), Timestamp::from_micros(9));
        assert_eq!(late.since(early), 4);
        assert_eq!(early.since(late), 0);
        assert_eq!(Timestamp::MAX.plus(1), Timestamp::MAX);
    }
}
