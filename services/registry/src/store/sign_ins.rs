//! Table `sign_in`.

use aftersales_kit::{
    Error, Result,
    auth::Role,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    policy::PolicyKey,
    time::{BusinessDate, Timestamp},
};

use crate::domain::{
    attendance::{SignIn, SignInId},
    roster::Shift,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: SignInId,
    branch_id: BranchId,
    staff_id: StaffId,
    role: i64,
    day_date: BusinessDate,
    signed_in_at: Timestamp,
    shift_start: Option<Timestamp>,
    shift_end: Option<Timestamp>,
    due_at: Option<Timestamp>,
    policy_key: String,
    policy_version: i64,
}

impl Row {
    fn sign_in(self) -> Result<SignIn> {
        let shift = self.shift_start.zip(self.shift_end);
        let shift = shift.map(|(start, end)| Shift { start, end });
        let role = i32::try_from(self.role).ok().and_then(|role| Role::try_from(role).ok());
        Ok(SignIn {
            id: self.id,
            branch: self.branch_id,
            staff: self.staff_id,
            role: role.ok_or_else(|| Error::internal("a stored role cannot be read"))?,
            date: self.day_date,
            at: self.signed_in_at,
            shift: shift.zip(self.due_at),
            policy: PolicyKey::find(&self.policy_key)
                .ok()
                .map(|key| (key, self.policy_version)),
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, staff_id, role, day_date, signed_in_at, shift_start, shift_end, due_at, ",
            "policy_key, policy_version FROM sign_in ",
            $tail
        )
    };
}

fn slot(sign_in: &SignIn) -> i64 {
    sign_in.shift.map_or(0, |(shift, _)| shift.start.micros())
}

/// Adds a sign-in; `false` when there is one of the role and shift already.
pub async fn insert(tx: &mut Tx, sign_in: &SignIn) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO sign_in (
            id, branch_id, staff_id, role, day_date, slot, signed_in_at, shift_start, shift_end, due_at, policy_key,
            policy_version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (staff_id, role, day_date, slot) DO NOTHING";
    let (shift, due) = sign_in.shift.unzip();
    let rows = exec!(
        tx,
        SQL,
        sign_in.id,
        &sign_in.branch,
        &sign_in.staff,
        i64::from(i32::from(sign_in.role)),
        sign_in.date,
        slot(sign_in),
        sign_in.at,
        shift.map(|shift| shift.start),
        shift.map(|shift| shift.end),
        due,
        sign_in.policy.map_or("", |(key, _)| key.name()),
        sign_in.policy.map_or(0, |(_, version)| version),
    )?;
    Ok(rows == 1)
}

/// The sign-in of the same member, role and shift.
pub async fn same(tx: &mut Tx, sign_in: &SignIn) -> Result<Option<SignIn>> {
    const SQL: &str = select!("WHERE staff_id = $1 AND role = $2 AND day_date = $3 AND slot = $4");
    let role = i64::from(i32::from(sign_in.role));
    fetch_optional!(tx, Row, SQL, &sign_in.staff, role, sign_in.date, slot(sign_in))?
        .map(Row::sign_in)
        .transpose()
}

/// Sign-ins at a branch in a range of dates, in order.
pub async fn of_branch(tx: &mut Tx, branch: &BranchId, from: BusinessDate, to: BusinessDate) -> Result<Vec<SignIn>> {
    const SQL: &str = select!("WHERE branch_id = $1 AND day_date >= $2 AND day_date <= $3 ORDER BY signed_in_at, id");
    fetch_all!(tx, Row, SQL, branch, from, to)?
        .into_iter()
        .map(Row::sign_in)
        .collect()
}
