//! Band tables and bonus tables.

use aftersales_kit::{Result, reasons::INVALID_REQUEST, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto};

use super::Scores;
use crate::{
    app::{put_score_table, score_sheets},
    domain::score::{Band, Bands, BonusRow, Denominator, Month, Rated, suggested},
    rpc::convert::{branch, word},
    store::score_documents::Table,
    wire::{
        Wire,
        scores::{CURRENCY, money, small},
    },
};

impl Scores {
    pub(super) async fn put_band_table(
        &self,
        call: &Call,
        request: proto::PutBandTableRequest,
    ) -> Result<proto::PutBandTableResponse> {
        let place = place(&request.branch_id, &request.from_month)?;
        let bands = Bands {
            items: request.items.iter().map(rated).collect::<Result<Vec<_>>>()?,
            denominator: Wire::from_wire(request.denominator()).unwrap_or(Denominator::CalledBack),
        };
        let (scope, by) = (call.caller.scope.clone(), call.caller.subject.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let table = put_score_table::bands(tx, &scope, &place, bands, &by).await?;
                Ok(proto::PutBandTableResponse {
                    table: Some(band_table(&table)),
                })
            })
        });
        body.await
    }

    pub(super) async fn get_band_table(
        &self,
        call: &Call,
        request: proto::GetBandTableRequest,
    ) -> Result<proto::GetBandTableResponse> {
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let (put, shipped) = score_sheets::bands(&mut self.kit.read().await?, &book, month).await?;
        let suggestion = suggested(&shipped).iter().map(items).collect();
        let table = match put {
            Some(table) => band_table(&table),
            None => proto::BandTable {
                items: shipped.items.iter().map(items).collect(),
                denominator: shipped.denominator.to_wire().into(),
                ..proto::BandTable::default()
            },
        };
        Ok(proto::GetBandTableResponse {
            table: Some(table),
            suggestion,
        })
    }

    pub(super) async fn put_bonus_table(
        &self,
        call: &Call,
        request: proto::PutBonusTableRequest,
    ) -> Result<proto::PutBonusTableResponse> {
        let place = place(&request.branch_id, &request.from_month)?;
        let rows = request.rows.iter().enumerate().map(bonus_row);
        let rows = rows.collect::<Result<Vec<_>>>()?;
        let (scope, by) = (call.caller.scope.clone(), call.caller.subject.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let table = put_score_table::bonus(tx, &scope, &place, rows, &by).await?;
                Ok(proto::PutBonusTableResponse {
                    table: Some(bonus_table(&table)),
                })
            })
        });
        body.await
    }

    pub(super) async fn get_bonus_table(
        &self,
        call: &Call,
        request: proto::GetBonusTableRequest,
    ) -> Result<proto::GetBonusTableResponse> {
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let put = score_sheets::bonus(&mut self.kit.read().await?, &book, month).await?;
        Ok(proto::GetBonusTableResponse {
            table: put.as_ref().map(bonus_table),
        })
    }
}

fn place(branch_id: &str, from_month: &str) -> Result<put_score_table::Place> {
    let named = (!branch_id.is_empty()).then(|| branch(branch_id)).transpose()?;
    Ok(put_score_table::Place {
        branch: named,
        from: Month::parse(from_month, "from_month")?,
    })
}

fn rated(items: &proto::ItemBands) -> Result<Rated> {
    let band = |band: &proto::ScoreBand| Band {
        upper: band.upper_bound.map(i64::from),
        score: band.score.into(),
        assumed: band.assumed,
    };
    Ok((
        word(items.item(), "items.item")?,
        items.bands.iter().map(band).collect(),
    ))
}

fn items((item, bands): &Rated) -> proto::ItemBands {
    let band = |band: &Band| proto::ScoreBand {
        upper_bound: band.upper.map(small),
        score: small(band.score),
        assumed: band.assumed,
    };
    proto::ItemBands {
        item: item.to_wire().into(),
        bands: bands.iter().map(band).collect(),
    }
}

fn band_table(table: &Table<Bands>) -> proto::BandTable {
    proto::BandTable {
        branch_id: table.branch_id.clone(),
        from_month: table.from_month.clone(),
        version: small(table.version),
        items: table.content.items.iter().map(items).collect(),
        denominator: table.content.denominator.to_wire().into(),
        put_by: table.put_by.clone(),
        put_at: Some(table.put_at.to_proto()),
    }
}

fn bonus_row((index, row): (usize, &proto::BonusRow)) -> Result<BonusRow> {
    let base = row.base.clone().unwrap_or_default();
    if base.currency_code != CURRENCY {
        let field = format!("rows[{index}].base.currency_code");
        return Err(INVALID_REQUEST.field(field, format!("must be {CURRENCY}")).into());
    }
    Ok(BonusRow {
        from_total: row.from_total.into(),
        base_fen: base.minor_units,
    })
}

fn bonus_table(table: &Table<Vec<BonusRow>>) -> proto::BonusTable {
    let row = |row: &BonusRow| proto::BonusRow {
        from_total: small(row.from_total),
        base: Some(money(row.base_fen)),
    };
    proto::BonusTable {
        branch_id: table.branch_id.clone(),
        from_month: table.from_month.clone(),
        version: small(table.version),
        rows: table.content.iter().map(row).collect(),
        put_by: table.put_by.clone(),
        put_at: Some(table.put_at.to_proto()),
    }
}
