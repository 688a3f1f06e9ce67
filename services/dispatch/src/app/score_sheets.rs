//! The sheets of a month: reckoned while it is open, read once it is closed (DSP-58 to DSP-60, X-23).

use std::collections::BTreeMap;

use aftersales_kit::{
    Error, Result,
    auth::Role,
    db::Tx,
    id::BranchId,
    policy::{
        PolicyKey,
        catalogue::{
            SCORE_BAND_3, SCORE_BAND_3_COMPLAINT, SCORE_BAND_4, SCORE_BAND_5, SCORE_WEIGHT_COMPLAINT,
            SCORE_WEIGHT_CONTACT, SCORE_WEIGHT_MISSED, SCORE_WEIGHT_ON_TIME, SCORE_WEIGHT_SATISFIED,
        },
    },
    reasons::INSTANT_NOT_RECKONABLE,
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::{
    domain::score::{self, Bands, BonusRow, Handling, Month, OrderFacts, Rules, Sheet, legible},
    store::{
        score_documents::{self, Amendment, Frozen, Table, TableKind},
        score_facts, score_orders,
    },
};

/// A sheet, frozen or as it stands now.
pub struct Shown {
    /// Branch.
    pub branch_id: BranchId,
    /// Month.
    pub month: Month,
    /// Staff code.
    pub technician_id: String,
    /// The sheet.
    pub sheet: Sheet,
    /// Document id, who closed the month and when; `None` while it is open.
    pub frozen: Option<(Uuid, String, Timestamp)>,
    /// What was learnt later.
    pub amendments: Vec<Amendment>,
}

/// The instants of a month: its first, and the first one after it.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE`.
pub fn span(book: &BranchBook, month: Month) -> Result<(Timestamp, Timestamp)> {
    let zone = book.calendar().zone();
    let wrong = |_| Error::from(&INSTANT_NOT_RECKONABLE);
    Ok((
        zone.instant(month.first, 0).map_err(wrong)?,
        zone.end_of(month.last).map_err(wrong)?,
    ))
}

/// The band table in force, and the legible one of the rulebook with its bounds as policies.
pub async fn bands(tx: &mut Tx, book: &BranchBook, month: Month) -> Result<(Option<Table<Bands>>, Bands)> {
    let put = score_documents::table(tx, TableKind::Bands, book.id().as_str(), &month.to_string()).await?;
    let bound = |key| ratio(book, key, month.first);
    let shipped = legible(
        bound(SCORE_BAND_5)?,
        bound(SCORE_BAND_4)?,
        bound(SCORE_BAND_3)?,
        bound(SCORE_BAND_3_COMPLAINT)?,
    );
    Ok((put, shipped))
}

/// The bonus table in force.
pub async fn bonus(tx: &mut Tx, book: &BranchBook, month: Month) -> Result<Option<Table<Vec<BonusRow>>>> {
    score_documents::table(tx, TableKind::Bonus, book.id().as_str(), &month.to_string()).await
}

fn ratio(book: &BranchBook, key: PolicyKey, date: BusinessDate) -> Result<i64> {
    let policy = book.policies().ratio(key, date);
    let policy = policy.map_err(|source| Error::internal_from("a share by a policy that is none", source))?;
    Ok(policy.value)
}

/// What a month is judged by: as it stood on its first day.
async fn rules(tx: &mut Tx, book: &BranchBook, month: Month) -> Result<Rules> {
    let (put, shipped) = bands(tx, book, month).await?;
    let weight = |key| ratio(book, key, month.first);
    Ok(Rules {
        weights: [
            weight(SCORE_WEIGHT_CONTACT)?,
            weight(SCORE_WEIGHT_ON_TIME)?,
            weight(SCORE_WEIGHT_SATISFIED)?,
            weight(SCORE_WEIGHT_COMPLAINT)?,
            weight(SCORE_WEIGHT_MISSED)?,
        ],
        bands: put.map_or(shipped, |table| table.content),
        bonus: bonus(tx, book, month).await?.map(|table| table.content),
    })
}

/// How each person of the branch handled the complaints that came up in the month, as it stands at an instant.
pub async fn handling(
    tx: &mut Tx,
    book: &BranchBook,
    month: Month,
    now: Timestamp,
) -> Result<BTreeMap<String, Handling>> {
    let (from, to) = span(book, month)?;
    let complaints = score_facts::complaints(tx, book.id(), from, to).await?;
    Ok(score::handling(&complaints, now))
}

/// The orders behind a month: those that stand in it, and those that nobody counted yet.
pub async fn orders(tx: &mut Tx, book: &BranchBook, month: Month) -> Result<Vec<OrderFacts>> {
    let (from, to) = span(book, month)?;
    let mut orders = score_orders::counted(tx, book.id(), &month.to_string()).await?;
    orders.extend(score_orders::fresh(tx, book.id(), from, to).await?);
    orders.sort_by_key(|order| (order.visited_at, order.id));
    Ok(orders)
}

/// The orders by technician; every technician of the branch is named.
pub(super) async fn by_technician(
    tx: &mut Tx,
    book: &BranchBook,
    month: Month,
) -> Result<BTreeMap<String, Vec<OrderFacts>>> {
    let technicians = book
        .all_staff()
        .iter()
        .filter(|member| member.works_as(Role::Technician));
    let mut groups: BTreeMap<String, Vec<OrderFacts>> =
        technicians.map(|member| (member.id.to_string(), Vec::new())).collect();
    for order in orders(tx, book, month).await? {
        if !order.technician_id.is_empty() {
            groups.entry(order.technician_id.clone()).or_default().push(order);
        }
    }
    Ok(groups)
}

/// Reckons the sheets of a month as it stands now.
pub(super) async fn reckon(
    tx: &mut Tx,
    book: &BranchBook,
    month: Month,
    now: Timestamp,
) -> Result<BTreeMap<String, Sheet>> {
    let rules = rules(tx, book, month).await?;
    let handling = handling(tx, book, month, now).await?;
    let groups = by_technician(tx, book, month).await?;
    let sheet = |(code, orders): (String, Vec<OrderFacts>)| {
        let complaints = handling.get(&code).copied().unwrap_or_default();
        let sheet = Sheet::reckon(&orders, &rules, complaints);
        (code, sheet)
    };
    Ok(groups.into_iter().map(sheet).collect())
}

/// The sheets of a branch's month by staff code, as they stand at an instant.
///
/// # Errors
/// Those of the calendar.
pub async fn of_month(tx: &mut Tx, book: &BranchBook, month: Month, now: Timestamp) -> Result<Vec<Shown>> {
    let branch = book.id();
    if !score_documents::is_closed(tx, branch, &month.to_string()).await? {
        let open = |(technician_id, sheet)| Shown {
            branch_id: branch.clone(),
            month,
            technician_id,
            sheet,
            frozen: None,
            amendments: Vec::new(),
        };
        return Ok(reckon(tx, book, month, now).await?.into_iter().map(open).collect());
    }
    let frozen = score_documents::sheets(tx, branch, &month.to_string()).await?;
    let ids: Vec<Uuid> = frozen.iter().map(|sheet| sheet.id).collect();
    let mut amendments: BTreeMap<Uuid, Vec<Amendment>> = BTreeMap::new();
    for amendment in score_documents::amendments(tx, &ids).await? {
        amendments.entry(amendment.sheet_id).or_default().push(amendment);
    }
    let shown = |frozen: Frozen| Shown {
        branch_id: branch.clone(),
        month,
        technician_id: frozen.technician_id,
        sheet: frozen.sheet,
        amendments: amendments.remove(&frozen.id).unwrap_or_default(),
        frozen: Some((frozen.id, frozen.closed_by, frozen.closed_at)),
    };
    Ok(frozen.into_iter().map(shown).collect())
}
