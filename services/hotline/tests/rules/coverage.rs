//! The derived coverage, and who may answer for another one.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::{
    common::v1::{CoverageKind, ServiceClass},
    hotline::v1::{CoverageOverride, HotlineEvent, OpenTicketRequest, TicketOpened, TicketState, hotline_event::Event},
};
use prost::Message;
use tonic::Code;

use crate::{
    desk::{Desk, key, refused, written},
    paid::accepted,
    played::{FOREIGN, LI, SN200},
};

aftersales_kit::on_both_databases!(
    x_27_another_coverage_counts_with_the_reason_of_who_may_answer_for_it,
    x_27_an_override_differs_and_opens_no_other_way,
);

impl Desk {
    /// What the last opening said.
    async fn last_opened(&self) -> TicketOpened {
        let events = self.rig.events("hotline").await;
        let mut opened = events
            .iter()
            .rev()
            .filter(|event| event.kind.ends_with(".TicketOpened"));
        let event = opened.next().expect("an opening");
        match HotlineEvent::decode(event.payload.as_slice()).unwrap().event {
            Some(Event::TicketOpened(fact)) => fact,
            other => panic!("another fact: {other:?}"),
        }
    }
}

fn given(kind: CoverageKind, why: &str) -> Option<CoverageOverride> {
    Some(CoverageOverride {
        coverage_kind: kind.into(),
        reason: why.to_owned(),
    })
}

/// 李强's report about SN200, which nothing covers by what the registry knows.
fn of_li(kind: CoverageKind) -> OpenTicketRequest {
    OpenTicketRequest {
        customer_id: LI.to_owned(),
        asset_id: SN200.to_owned(),
        coverage_override: given(kind, "按年合同已签，尚未录入"),
        ..written()
    }
}

async fn x_27_another_coverage_counts_with_the_reason_of_who_may_answer_for_it(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let contract = || of_li(CoverageKind::YearlyContract);
    let status = desk.hotline.open_ticket(contract()).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status), fields(&status)),
        (
            Code::PermissionDenied,
            "COVERAGE_OVERRIDE_NOT_YOURS".to_owned(),
            vec!["coverage_override".to_owned()]
        )
    );
    for (role, code) in [
        (Role::Chief, "M1"),
        (Role::Supervisor, "S1"),
        (Role::DepartmentManager, "D1"),
    ] {
        let mut client = desk.client(role, "BJ01", code).await;
        let mut silent = contract();
        silent.coverage_override = given(CoverageKind::YearlyContract, " ");
        let status = client.open_ticket(silent).await.unwrap_err();
        assert_eq!(fields(&status), ["coverage_override.reason"], "a reason is given");
        let opened = client.open_ticket(contract()).await.unwrap().into_inner();
        let ticket = opened.ticket.unwrap();
        assert_eq!(
            (ticket.state(), ticket.coverage_kind(), ticket.service_class()),
            (TicketState::HandedOver, CoverageKind::YearlyContract, ServiceClass::B),
            "served on site without a quote"
        );
        let kept = desk.ticket(&ticket.id).await;
        assert_eq!(kept.coverage_override, contract().coverage_override);
        assert_eq!(kept.opened_by, code);
        let derived = kept.entitlement.unwrap();
        assert_eq!(
            (derived.coverage_kind(), derived.service_class()),
            (CoverageKind::None, ServiceClass::A),
            "what was derived stays"
        );
        let told = desk.last_opened().await;
        assert!(told.coverage_overridden);
        assert_eq!(
            (
                told.coverage_kind(),
                told.derived_coverage_kind(),
                told.opened_by.as_str()
            ),
            (CoverageKind::YearlyContract, CoverageKind::None, code)
        );
    }
    let plain = desk.open(written()).await;
    assert_eq!(plain.coverage_override, None);
    assert!(!desk.last_opened().await.coverage_overridden);
}

async fn x_27_an_override_differs_and_opens_no_other_way(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut chief = desk.client(Role::Chief, "BJ01", "M1").await;
    for (kind, why) in [
        (CoverageKind::None, "it is what was derived"),
        (CoverageKind::LiaisonLetter, "a letter covers by itself"),
    ] {
        let status = chief.open_ticket(of_li(kind)).await.unwrap_err();
        assert_eq!(fields(&status), ["coverage_override.coverage_kind"], "{why}");
    }
    let charged = OpenTicketRequest {
        paid: Some(accepted()),
        ..of_li(CoverageKind::PerVisitContract)
    };
    assert_eq!(refused(chief.open_ticket(charged).await), "SERVICE_IS_COVERED");
    let uncovered = OpenTicketRequest {
        coverage_override: given(CoverageKind::None, "人为损坏"),
        ..written()
    };
    assert_eq!(
        refused(chief.open_ticket(uncovered.clone()).await),
        "FREE_ONSITE_NOT_COVERED",
        "what is not covered any more is charged"
    );
    let quoted = OpenTicketRequest {
        request_id: key(),
        paid: Some(accepted()),
        ..uncovered
    };
    let ticket = chief.open_ticket(quoted).await.unwrap().into_inner().ticket.unwrap();
    assert_eq!(
        (ticket.coverage_kind(), ticket.service_class()),
        (CoverageKind::None, ServiceClass::A)
    );
    let foreign = OpenTicketRequest {
        asset_id: FOREIGN.to_owned(),
        third_party_explained: true,
        coverage_override: given(CoverageKind::YearlyContract, "老客户"),
        ..written()
    };
    assert_eq!(
        refused(chief.open_ticket(foreign).await),
        "FREE_ONSITE_NOT_COVERED",
        "HOT-07: what is not our brand is never free"
    );
}
