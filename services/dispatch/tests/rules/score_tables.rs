//! Bands, denominators and bonus bases as data (DSP-58, DSP-60, A-1, Q-2, Q-3).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::Money,
    dispatch::v1::{self as proto, BonusVerdict, ScoreDenominator, score_service_client::ScoreServiceClient},
};
use tonic::Code;

use super::{
    desk::{Desk, key},
    score_desk::{D1, pleased, scores},
};

on_both_databases!(dsp_56_dsp_58_dsp_60_bands_and_bonus_bases_are_data);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

fn month() -> proto::GetBandTableRequest {
    proto::GetBandTableRequest {
        branch_id: "BJ01".to_owned(),
        month: "2026-11".to_owned(),
    }
}

fn fen(minor_units: i64) -> Option<Money> {
    Some(Money {
        currency_code: "CNY".to_owned(),
        minor_units,
    })
}

async fn dsp_56_dsp_58_dsp_60_bands_and_bonus_bases_are_data(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let served = desk.served(START, END, START).await;
    let silent = desk.like(&served, 1).await;
    desk.surveyed(&served, pleased()).await;
    desk.complains(&silent[0].customer, "2026-11-18T10:00:00+08:00", None)
        .await;
    desk.rig.settle().await;
    let sheet = desk.sheet("2026-11").await;
    assert_eq!(
        scores(&sheet),
        [(0, 1, 5), (0, 1, 5), (0, 1, 5), (1, 2, 0), (0, 2, 5)],
        "A-1"
    );
    assert_eq!(sheet.denominator(), ScoreDenominator::CalledBack);
    assert_eq!((sheet.called_back, sheet.countable), (1, 2), "DSP-56");
    let mut manager = desk.scores(D1).await;
    let found = manager.get_band_table(month()).await.unwrap().into_inner();
    let shipped = found.table.unwrap();
    assert!(shipped.version == 0 && shipped.items.iter().all(|item| item.bands.len() == 3));
    let mut put = proto::PutBandTableRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        from_month: "2026-11".to_owned(),
        items: shipped.items,
        denominator: ScoreDenominator::All.into(),
    };
    let refused = manager.put_band_table(put.clone()).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "BANDS_INCOMPLETE",
        "the catch-all row is mandatory"
    );
    assert_eq!(rig::fields(&refused).len(), 5);
    put.items = found.suggestion;
    let table = manager
        .put_band_table(put.clone())
        .await
        .unwrap()
        .into_inner()
        .table
        .unwrap();
    assert_eq!(table.version, 1);
    put.request_id = key();
    let again = manager
        .put_band_table(put.clone())
        .await
        .unwrap()
        .into_inner()
        .table
        .unwrap();
    assert_eq!(again.version, 1, "the same again changes nothing");
    let sheet = desk.sheet("2026-11").await;
    assert_eq!(scores(&sheet), [(0, 2, 5), (0, 2, 5), (0, 2, 5), (1, 2, 1), (0, 2, 5)]);
    assert!(sheet.lines[3].assumed && !sheet.lines[4].assumed);
    assert_eq!(sheet.total, 380);
    bonus(&desk).await;
    company_wide(&desk, put).await;
}

/// A table of the company is put by who is there for every branch, and gives way to a branch's own.
async fn company_wide(desk: &Desk, mut put: proto::PutBandTableRequest) {
    put.request_id = key();
    put.branch_id.clear();
    put.denominator = ScoreDenominator::CalledBack.into();
    let refused = desk.scores(D1).await.put_band_table(put.clone()).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::PermissionDenied, "COMPANY_SCOPE_NEEDED")
    );
    let channel = desk.rig.channel(&[Role::CompanyManager], "*", "G1").await;
    let mut company = ScoreServiceClient::new(channel);
    company.put_band_table(put).await.unwrap();
    let mut of = async |branch: &str| {
        let request = proto::GetBandTableRequest {
            branch_id: branch.to_owned(),
            ..month()
        };
        let found = company.get_band_table(request).await.unwrap().into_inner();
        found.table.unwrap()
    };
    let own = of("BJ01").await;
    assert_eq!(
        (own.branch_id.as_str(), own.denominator()),
        ("BJ01", ScoreDenominator::All)
    );
    let common = of("SH02").await;
    assert_eq!(
        (common.branch_id.as_str(), common.denominator()),
        ("", ScoreDenominator::CalledBack)
    );
}

async fn bonus(desk: &Desk) {
    let row = |from_total, minor_units| proto::BonusRow {
        from_total,
        base: fen(minor_units),
    };
    let mut put = proto::PutBonusTableRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        from_month: "2026-10".to_owned(),
        rows: vec![row(390, 300), row(380, 500)],
    };
    let mut manager = desk.scores(D1).await;
    let refused = manager.put_bonus_table(put.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "BONUS_ROWS_INVALID");
    assert_eq!(rig::fields(&refused), ["rows[1].from_total"]);
    put.rows = vec![row(300, 300), row(380, 500), row(450, 900)];
    put.request_id = key();
    manager.put_bonus_table(put.clone()).await.unwrap();
    let bonus = desk.sheet("2026-11").await.bonus.unwrap();
    assert_eq!(bonus.verdict(), BonusVerdict::Found);
    assert_eq!(
        (bonus.base, bonus.services, bonus.amount),
        (fen(500), 2, fen(1_000)),
        "DSP-58"
    );
    put.rows = vec![row(400, 500)];
    put.request_id = key();
    manager.put_bonus_table(put).await.unwrap();
    let bonus = desk.sheet("2026-11").await.bonus.unwrap();
    assert_eq!((bonus.verdict(), bonus.amount), (BonusVerdict::BelowTable, None));
}
