//! Identifiers: typed UUIDs of version 7 for records, checked codes for what people name themselves.

use std::fmt;

/// Text that is not an identifier of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct InvalidId(pub &'static str);

/// A new UUID of version 7: sorts by the time of its making.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn new_uuid() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// A random UUID of version 4, for keys that must not tell their time.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn random_uuid() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}

/// Declares a typed id over a UUID: native `UUID` on PostgreSQL, 16 bytes on SQLite.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $what:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, serde::Serialize, serde::Deserialize)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new id that sorts after those made before.
            #[expect(clippy::new_without_default, reason = "an id is made on purpose, never by default")]
            pub fn new() -> Self {
                Self($crate::id::new_uuid())
            }

            /// From a UUID.
            pub const fn from_uuid(id: uuid::Uuid) -> Self {
                Self(id)
            }

            /// The UUID.
            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }

            /// From its text form.
            pub fn parse(text: &str) -> Result<Self, $crate::id::InvalidId> {
                uuid::Uuid::try_parse(text).map(Self).map_err(|_| $crate::id::InvalidId($what))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

macro_rules! code {
    ($(#[$meta:meta])* $name:ident, $what:literal, $max:literal, $first:expr, $rest:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, serde::Serialize, serde::Deserialize)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// From its text, checked.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                let (first, rest): (fn(u8) -> bool, fn(u8) -> bool) = ($first, $rest);
                let bytes = text.as_bytes();
                let good = bytes.len() <= $max
                    && bytes.first().is_some_and(|b| first(*b))
                    && bytes.iter().skip(1).all(|b| rest(*b));
                if good { Ok(Self(text.to_owned())) } else { Err(InvalidId($what)) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

code!(
    /// Code of a branch, parts centre or head-office unit, such as `BJ01` (rule X-11): a capital, then capitals and digits, 2 to 16.
    BranchId, "branch code", 16, |b| b.is_ascii_uppercase(), |b| b.is_ascii_uppercase() || b.is_ascii_digit()
);
code!(
    /// Code of a member of staff, such as `E1` or `E1-S`: a capital, then capitals, digits and dashes, at most 16.
    StaffId, "staff code", 16, |b| b.is_ascii_uppercase(), |b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-'
);
code!(
    /// Number of a part in the catalogue, such as `HDD-1T`: capitals, digits, dot, dash and underscore, at most 40.
    PartNo, "part number", 40, |b| b.is_ascii_uppercase() || b.is_ascii_digit(),
    |b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-')
);

id!(
    /// A ticket: one matter of one customer, in every service.
    TicketId, "ticket id"
);
id!(
    /// A customer of the registry.
    CustomerId, "customer id"
);
id!(
    /// A machine or other thing that was sold (registry).
    AssetId, "asset id"
);
id!(
    /// A work order of dispatch (上门派工单).
    WorkOrderId, "work order id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_take_what_people_use_and_nothing_else() {
        assert!(BranchId::parse("BJ01").is_ok());
        assert!(StaffId::parse("E1-S").is_ok());
        assert!(PartNo::parse("HDD-1T").is_ok());
        for bad in ["", "bj01", "BJ 01", "BJ01%", "北京", "A234567890123456789"] {
            assert_eq!(BranchId::parse(bad), Err(InvalidId("branch code")), "{bad}");
        }
    }

    #[test]
    fn ids_sort_by_the_time_of_their_making() {
        let ids: Vec<TicketId> = (0..1_000).map(|_| TicketId::new()).collect();
        assert!(ids.is_sorted());
        assert_eq!(TicketId::parse(&ids[0].to_string()), Ok(ids[0]));
    }
}
