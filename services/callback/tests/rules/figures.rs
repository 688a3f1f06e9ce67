//! A technician's month (CBK-13, DSP-59, S20).

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::callback::v1::{
    Answer, Appraisal, CallbackAnswers, GetTechnicianKpiRequest, GetTechnicianKpiResponse, Share,
};

use crate::desk::{Client, Desk, Visit, completion, delighted, refused};

aftersales_kit::on_both_databases!(
    cbk_13_figures_count_by_the_month_of_the_visit,
    cbk_13_a_technician_sees_his_own
);

fn of(technician: &str, month: &str) -> GetTechnicianKpiRequest {
    GetTechnicianKpiRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        month: month.to_owned(),
    }
}

async fn kpi(client: &mut Client, technician: &str, month: &str) -> GetTechnicianKpiResponse {
    client
        .get_technician_kpi(of(technician, month))
        .await
        .unwrap()
        .into_inner()
}

async fn cbk_13_figures_count_by_the_month_of_the_visit(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-26T17:40:00+08:00").await;
    let marks = |attitude, skill| {
        Some(Appraisal {
            attitude,
            skill,
            arrival_time: 2,
            promises: 4,
        })
    };
    let cases = [
        (
            "2026-11-26",
            CallbackAnswers {
                appraisal: marks(4, 3),
                ..delighted()
            },
        ),
        (
            "2026-11-27",
            CallbackAnswers {
                appraisal: marks(3, 3),
                on_time: Answer::No.into(),
                ..delighted()
            },
        ),
        (
            "2026-11-30",
            CallbackAnswers {
                appraisal: marks(4, 2),
                on_time: Answer::Unknown.into(),
                ..delighted()
            },
        ),
        ("2026-12-01", delighted()),
    ];
    for (date, answers) in cases {
        let visit = Visit::on(date);
        desk.rig.advance_to(&visit.confirmed).await;
        desk.ready(&visit).await;
        desk.rig.advance_to(&format!("{date}T20:00:00+08:00")).await;
        let task = desk.task(&visit).await;
        desk.rig.advance_to(&format!("{}T10:00:00+08:00", task.due_date)).await;
        desk.v1()
            .await
            .complete_callback(completion(&task, answers))
            .await
            .unwrap();
    }
    let mut m1 = desk.m1().await;
    let november = kpi(&mut m1, "E1", "2026-11").await;
    assert_eq!(november.callbacks, 3, "called in December, visited in November");
    assert_eq!(
        november.on_time,
        Some(Share { part: 1, whole: 2 }),
        "UNKNOWN is in neither"
    );
    assert_eq!(november.satisfied, Some(Share { part: 3, whole: 3 }));
    assert_eq!(november.needs_revisit, Some(Share { part: 0, whole: 3 }));
    let average = november.appraisal.unwrap();
    assert_eq!(
        (average.attitude, average.skill, average.arrival_time, average.promises),
        (367, 267, 200, 400)
    );
    assert_eq!(kpi(&mut m1, "E1", "2026-12").await.callbacks, 1);
    let nobody = kpi(&mut m1, "E2", "2026-11").await;
    assert_eq!((nobody.callbacks, nobody.on_time), (0, Some(Share::default())));
}

async fn cbk_13_a_technician_sees_his_own(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T17:40:00+08:00").await;
    let mut e1 = desk.client(Role::Technician, "BJ01", "E1").await;
    kpi(&mut e1, "E1", "2026-11").await;
    let status = e1.get_technician_kpi(of("E2", "2026-11")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::PermissionDenied, "KPI_OF_OTHERS".to_owned())
    );
    assert_eq!(
        refused(desk.m1().await.get_technician_kpi(of("E1", "2026-13")).await),
        "MONTH_INVALID"
    );
    let mut other = desk.client(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(
        refused(other.get_technician_kpi(of("E1", "2026-11")).await),
        "BRANCH_UNKNOWN"
    );
}
