//! Tables `place` and `movement`: whose turn it is at a place, and its stock ledger.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    fetch_all, fetch_one, fetch_optional,
    id::{BranchId, PartNo, TicketId, WorkOrderId},
    on_tx,
    time::Timestamp,
};
use sqlx::AssertSqlSafe;

use super::{placeholders, read_texts, texts};
use crate::domain::{
    ids::{MovementId, PartsRequestId},
    movement::{Movement, MovementKind, NewMovement, Purpose},
};

/// The right to change the stock of a place: one transaction at a time has it, until it ends. What is read after it
/// was taken is what others have left.
pub struct Turn {
    /// The place.
    pub branch: BranchId,
    /// 1, 2, 3 and so on, in the order of the turns.
    pub number: i64,
    /// Movements entered in this turn.
    entries: i64,
}

#[derive(sqlx::FromRow)]
struct TurnRow {
    branch_id: BranchId,
    turns: i64,
}

impl From<TurnRow> for Turn {
    fn from(row: TurnRow) -> Self {
        Self {
            branch: row.branch_id,
            number: row.turns,
            entries: 0,
        }
    }
}

/// Waits for the turn at the place that a query of one column names.
macro_rules! take {
    ($place:literal) => {
        concat!(
            "INSERT INTO place (branch_id, turns) ",
            $place,
            " ON CONFLICT (branch_id) DO UPDATE SET turns = place.turns + 1 RETURNING branch_id, turns"
        )
    };
}

/// Waits for the turn at a place.
pub async fn take_turn(tx: &mut Tx, branch: &BranchId) -> Result<Turn> {
    const SQL: &str = take!("VALUES ($1, 1)");
    Ok(fetch_one!(tx, TurnRow, SQL, branch)?.into())
}

/// Waits for the turn at the place of a work order; `None` when there is no such work order.
pub async fn take_turn_of_work_order(tx: &mut Tx, id: WorkOrderId) -> Result<Option<Turn>> {
    const SQL: &str = take!("SELECT branch_id, 1 FROM work_order WHERE id = $1");
    Ok(fetch_optional!(tx, TurnRow, SQL, id)?.map(Turn::from))
}

/// Waits for the turn at the place of a request; `None` when there is no such request.
pub async fn take_turn_of_request(tx: &mut Tx, id: PartsRequestId) -> Result<Option<Turn>> {
    const SQL: &str = take!("SELECT branch_id, 1 FROM parts_request WHERE id = $1");
    Ok(fetch_optional!(tx, TurnRow, SQL, id)?.map(Turn::from))
}

/// What a stock holds after a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Balance {
    /// Good pieces.
    pub on_hand: i64,
    /// Reserved ones among them.
    pub reserved: i64,
}

impl Balance {
    /// Pieces that nobody has reserved.
    pub const fn available(self) -> i64 {
        self.on_hand - self.reserved
    }
}

/// Makes a movement: the one way in which a stock changes. `None` when the pieces are not there.
pub async fn post(tx: &mut Tx, turn: &mut Turn, entry: NewMovement) -> Result<Option<Balance>> {
    let balances = post_all(tx, turn, &[entry]).await?;
    Ok(balances.and_then(|balances| balances.first().copied()))
}

/// Makes several movements, each of another part. `None` when the pieces of one are not there: the transaction is to be
/// given up then.
pub async fn post_all(tx: &mut Tx, turn: &mut Turn, entries: &[NewMovement]) -> Result<Option<Vec<Balance>>> {
    const SQL: &str = "
        UPDATE stock
        SET
            on_hand = on_hand + $3,
            reserved = reserved + $4,
            issued_open = issued_open + $5,
            defective = defective + $6,
            version = version + 1
        WHERE branch_id = $1
            AND part_no = $2
            AND reserved + $4 >= 0
            AND on_hand + $3 >= reserved + $4
            AND issued_open + $5 >= 0
        RETURNING on_hand, reserved";
    let mut balances = Vec::with_capacity(entries.len());
    for entry in entries {
        let delta = entry.kind.delta().times(entry.quantity);
        let balance = fetch_optional!(
            tx,
            Balance,
            SQL,
            &turn.branch,
            &entry.part_no,
            delta.on_hand,
            delta.reserved,
            delta.issued_open,
            delta.defective,
        )?;
        let Some(balance) = balance else {
            return Ok(None);
        };
        balances.push(balance);
    }
    enter(tx, turn, entries, &balances).await?;
    Ok(Some(balances))
}

async fn enter(tx: &mut Tx, turn: &mut Turn, entries: &[NewMovement], balances: &[Balance]) -> Result<()> {
    const COLUMNS: usize = 13;
    if entries.is_empty() {
        return Ok(());
    }
    let row = |row: usize| format!("($1, $2, $3, {}", &placeholders(4 + row * COLUMNS, COLUMNS)[1..]);
    let rows: Vec<String> = (0..entries.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO movement (
            branch_id, turn, made_at, id, entry, part_no, kind, quantity, on_hand_after, reserved_after, serials,
            parts_request_id, work_order_id, ticket_id, made_by, note
        ) VALUES {}",
        rows.join(", ")
    );
    let now = tx.now();
    let serials = entries
        .iter()
        .map(|entry| texts(&entry.serials))
        .collect::<Result<Vec<_>>>()?;
    on_tx!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(&turn.branch).bind(turn.number).bind(now);
        for ((entry, balance), serials) in entries.iter().zip(balances).zip(&serials) {
            let purpose = entry.purpose.as_ref();
            turn.entries += 1;
            query = query.bind(MovementId::new()).bind(turn.entries).bind(&entry.part_no).bind(entry.kind);
            query = query.bind(entry.quantity).bind(balance.on_hand).bind(balance.reserved).bind(serials);
            query = query.bind(purpose.map(|purpose| purpose.request)).bind(purpose.map(|purpose| purpose.work_order));
            query = query.bind(purpose.map(|purpose| purpose.ticket)).bind(&entry.by).bind(&entry.note);
        }
        query.execute(c).await?;
    });
    Ok(())
}

/// Which movements of a place a list wants.
pub struct MovementFilter<'a> {
    /// Place.
    pub branch: &'a BranchId,
    /// Only this part.
    pub part_no: Option<&'a PartNo>,
    /// Only this work order.
    pub work_order: Option<WorkOrderId>,
    /// Only this kind.
    pub kind: Option<MovementKind>,
    /// Not before.
    pub from: Timestamp,
    /// Before.
    pub to: Timestamp,
    /// Turn and entry after which the page begins.
    pub after: (i64, i64),
    /// Most rows.
    pub limit: i64,
}

macro_rules! select {
    ($first:literal) => {
        concat!(
            "SELECT id, branch_id, turn, entry, part_no, kind, quantity, on_hand_after, reserved_after, serials, ",
            "parts_request_id, work_order_id, ticket_id, made_by, made_at, note FROM movement WHERE ",
            $first,
            " AND branch_id = $1 AND (turn, entry) > ($2, $9) AND made_at >= $3 AND made_at < $4 AND ($5 = '' OR kind = $5)",
            " AND ($6 = '' OR part_no = $6) AND ($7 IS NULL OR work_order_id = $7) ORDER BY turn, entry LIMIT $8"
        )
    };
}

/// Movements of a place, oldest first.
pub async fn list(tx: &mut Tx, filter: &MovementFilter<'_>) -> Result<Vec<Movement>> {
    const OF_ORDER: &str = select!("work_order_id = $7");
    const OF_PART: &str = select!("part_no = $6");
    const OF_PLACE: &str = select!("branch_id = $1");
    let sql = match filter {
        MovementFilter {
            work_order: Some(_), ..
        } => OF_ORDER,
        MovementFilter { part_no: Some(_), .. } => OF_PART,
        _ => OF_PLACE,
    };
    let rows = fetch_all!(
        tx,
        Row,
        sql,
        filter.branch,
        filter.after.0,
        filter.from,
        filter.to,
        filter.kind.map_or("", MovementKind::as_str),
        filter.part_no.map_or("", PartNo::as_str),
        filter.work_order,
        filter.limit,
        filter.after.1,
    )?;
    rows.into_iter().map(Movement::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: MovementId,
    branch_id: BranchId,
    turn: i64,
    entry: i64,
    part_no: PartNo,
    kind: MovementKind,
    quantity: i64,
    on_hand_after: i64,
    reserved_after: i64,
    serials: String,
    parts_request_id: Option<PartsRequestId>,
    work_order_id: Option<WorkOrderId>,
    ticket_id: Option<TicketId>,
    made_by: String,
    made_at: Timestamp,
    note: String,
}

impl TryFrom<Row> for Movement {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let purpose = match (row.parts_request_id, row.work_order_id, row.ticket_id) {
            (Some(request), Some(work_order), Some(ticket)) => Some(Purpose {
                request,
                work_order,
                ticket,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            branch: row.branch_id,
            position: (row.turn, row.entry),
            entry: NewMovement {
                part_no: row.part_no,
                kind: row.kind,
                quantity: row.quantity,
                serials: read_texts(&row.serials)?,
                purpose,
                by: row.made_by,
                note: row.note,
            },
            on_hand_after: row.on_hand_after,
            reserved_after: row.reserved_after,
            at: row.made_at,
        })
    }
}
