//! Table `ticket_account`.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    etag, exec, fetch_optional,
    id::{BranchId, TicketId},
};

use crate::domain::{
    account::{Account, AccountState, CoverageKind, Grounds, ServiceClass},
    money::Money,
};

#[derive(sqlx::FromRow)]
struct Row {
    ticket_id: TicketId,
    branch_id: BranchId,
    state: AccountState,
    service_class: ServiceClass,
    coverage_kind: CoverageKind,
    in_warranty: bool,
    in_onsite_period: bool,
    voucher_no: String,
    currency: String,
    total_minor: i64,
    version: i64,
}

/// The account of a ticket of the scope.
pub async fn find(tx: &mut Tx, scope: &BranchScope, id: TicketId) -> Result<Option<Account>> {
    const SQL: &str = "
        SELECT
            ticket_id, branch_id, state, service_class, coverage_kind, in_warranty, in_onsite_period,
            voucher_no, currency, total_minor, version
        FROM ticket_account
        WHERE ticket_id = $1";
    let found = fetch_optional!(tx, Row, SQL, id)?.filter(|row| scope.contains(&row.branch_id));
    Ok(found.map(|row| Account {
        ticket_id: row.ticket_id,
        branch: row.branch_id,
        state: row.state,
        grounds: Grounds {
            class: row.service_class,
            coverage: row.coverage_kind,
            in_warranty: row.in_warranty,
            in_onsite_period: row.in_onsite_period,
        },
        voucher_no: row.voucher_no,
        total: Money {
            currency: row.currency,
            minor: row.total_minor,
        },
        version: row.version,
    }))
}

/// The same, as nobody else can change it any more in this transaction.
pub async fn take(tx: &mut Tx, scope: &BranchScope, id: TicketId) -> Result<Option<Account>> {
    const LOCK: &str = "
        UPDATE ticket_account
        SET version = version
        WHERE ticket_id = $1";
    if find(tx, scope, id).await?.is_none() {
        return Ok(None);
    }
    exec!(tx, LOCK, id)?;
    find(tx, scope, id).await
}

/// Writes a new account; `false` when the ticket has one.
pub async fn insert(tx: &mut Tx, account: &Account) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO ticket_account (
            ticket_id, branch_id, state, service_class, coverage_kind, in_warranty, in_onsite_period,
            voucher_no, currency, total_minor, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (ticket_id) DO NOTHING";
    let rows = exec!(
        tx,
        SQL,
        account.ticket_id,
        &account.branch,
        account.state,
        account.grounds.class,
        account.grounds.coverage,
        account.grounds.in_warranty,
        account.grounds.in_onsite_period,
        &account.voucher_no,
        &account.total.currency,
        account.total.minor,
        account.version,
    )?;
    Ok(rows == 1)
}

/// Writes an account that was read in this version.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, account: &mut Account) -> Result<()> {
    const SQL: &str = "
        UPDATE ticket_account
        SET state = $3, currency = $4, total_minor = $5, version = version + 1
        WHERE ticket_id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        account.ticket_id,
        account.version,
        account.state,
        &account.total.currency,
        account.total.minor,
    )?;
    account.version += 1;
    etag::changed(rows)
}
