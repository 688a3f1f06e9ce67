//! Which way of serving is open, and what each does.

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{
    common::v1::{FaultKind, ServiceMode},
    hotline::v1::{
        CarryInGuidance, ConsultationKind, GetConsultationRequest, ListRegisterRequest, OpenTicketRequest,
        PhoneSolution, RegisterRowState, TicketOutcome, TicketState, open_ticket_request::Details,
    },
};

use crate::{
    desk::{Desk, carried_in, refused, solved, written},
    played::{FOREIGN, LI, SN200},
};

aftersales_kit::on_both_databases!(
    hot_07_a_component_that_is_not_ours_is_explained_and_never_served_free,
    hot_10_carry_in_needs_the_policy_explained,
    hot_36_nobody_is_sent_to_a_branch_that_is_closed_that_day,
    hot_11_free_service_is_refused_where_nothing_covers,
    hot_14_carry_in_writes_the_consultation_record_and_names_the_branch,
    hot_27_solved_by_telephone_only_with_the_customers_word,
);

fn of_li(request: OpenTicketRequest) -> OpenTicketRequest {
    OpenTicketRequest {
        customer_id: LI.to_owned(),
        asset_id: SN200.to_owned(),
        ..request
    }
}

fn guidance(request: &OpenTicketRequest) -> CarryInGuidance {
    match &request.details {
        Some(Details::CarryIn(guidance)) => guidance.clone(),
        _ => panic!("no guidance"),
    }
}

async fn hot_07_a_component_that_is_not_ours_is_explained_and_never_served_free(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let foreign = |request| OpenTicketRequest {
        fault_kind: FaultKind::ThirdPartyComponent.into(),
        ..request
    };
    let explained = |request| OpenTicketRequest {
        third_party_explained: true,
        ..request
    };
    assert_eq!(
        refused(desk.hotline.open_ticket(foreign(written())).await),
        "THIRD_PARTY_NOT_EXPLAINED"
    );
    assert_eq!(
        refused(desk.hotline.open_ticket(explained(foreign(written()))).await),
        "FREE_ONSITE_NOT_COVERED"
    );
    let request = explained(foreign(carried_in(written())));
    assert_eq!(
        refused(desk.hotline.open_ticket(request).await),
        "FREE_CARRY_IN_NOT_COVERED"
    );
    let ticket = desk.open(explained(foreign(solved(written())))).await;
    assert_eq!(ticket.state(), TicketState::Closed);

    let product = |request| OpenTicketRequest {
        asset_id: FOREIGN.to_owned(),
        ..request
    };
    assert_eq!(
        refused(desk.hotline.open_ticket(product(written())).await),
        "THIRD_PARTY_NOT_EXPLAINED"
    );
    assert_eq!(
        refused(desk.hotline.open_ticket(explained(product(written()))).await),
        "FREE_ONSITE_NOT_COVERED"
    );
}

async fn hot_10_carry_in_needs_the_policy_explained(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = carried_in(written());
    let silent = CarryInGuidance {
        policy_explained: false,
        ..guidance(&request)
    };
    let silent = OpenTicketRequest {
        details: Some(Details::CarryIn(silent)),
        ..request.clone()
    };
    assert_eq!(refused(desk.hotline.open_ticket(silent).await), "POLICY_NOT_EXPLAINED");
    for nowhere in ["GZ09", "PC01"] {
        let guidance = CarryInGuidance {
            target_branch_id: nowhere.to_owned(),
            ..guidance(&request)
        };
        let lost = OpenTicketRequest {
            details: Some(Details::CarryIn(guidance)),
            ..request.clone()
        };
        assert_eq!(
            refused(desk.hotline.open_ticket(lost).await),
            "TARGET_BRANCH_NOT_FOUND",
            "{nowhere}"
        );
    }
    let past = CarryInGuidance {
        expected_on: "2026-11-15".to_owned(),
        ..guidance(&request)
    };
    let past = OpenTicketRequest {
        details: Some(Details::CarryIn(past)),
        ..request
    };
    assert_eq!(
        fields(&desk.hotline.open_ticket(past).await.unwrap_err()),
        ["carry_in.expected_on"]
    );
}

async fn hot_11_free_service_is_refused_where_nothing_covers(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let status = desk.hotline.open_ticket(of_li(written())).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::FailedPrecondition, "FREE_ONSITE_NOT_COVERED".to_owned())
    );
    assert_eq!(
        refused(desk.hotline.open_ticket(of_li(carried_in(written()))).await),
        "FREE_CARRY_IN_NOT_COVERED"
    );
    let without_kind = OpenTicketRequest {
        fault_kind: 0,
        ..written()
    };
    assert_eq!(
        fields(&desk.hotline.open_ticket(without_kind).await.unwrap_err()),
        ["fault_kind"]
    );
    let advised = desk.open(of_li(solved(written()))).await;
    assert_eq!(
        advised.outcome(),
        TicketOutcome::PhoneResolved,
        "advice by telephone is open to everybody"
    );
}

async fn hot_14_carry_in_writes_the_consultation_record_and_names_the_branch(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let ticket = desk.open(carried_in(written())).await;
    assert_eq!(
        (ticket.state(), ticket.target_branch_id.as_str()),
        (TicketState::GuidedToBranch, "SH02")
    );
    let request = GetConsultationRequest {
        consultation_id: ticket.consultation_id.clone(),
    };
    let record = desk
        .hotline
        .get_consultation(request)
        .await
        .unwrap()
        .into_inner()
        .consultation
        .unwrap();
    assert_eq!(
        (record.kind(), record.number.as_str()),
        (ConsultationKind::CarryInGuidance, "BJ01-C-000001")
    );
    assert_eq!(
        (record.ticket_id, record.answer.as_str()),
        (ticket.id.clone(), "请带保修卡到店")
    );
    let told = desk.told().await;
    assert_eq!(
        told,
        [
            "ProfileConfirmed",
            "TicketOpened",
            "ConsultationRecorded",
            "TicketGuidedToBranch"
        ]
    );
    let mode = OpenTicketRequest {
        mode: ServiceMode::OnSite.into(),
        ..carried_in(written())
    };
    assert_eq!(fields(&desk.hotline.open_ticket(mode).await.unwrap_err()), ["carry_in"]);
}

async fn hot_27_solved_by_telephone_only_with_the_customers_word(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let doubtful = PhoneSolution {
        solution: "重启".to_owned(),
        customer_agrees: false,
    };
    let doubtful = OpenTicketRequest {
        details: Some(Details::PhoneSolution(doubtful)),
        ..solved(written())
    };
    assert_eq!(
        refused(desk.hotline.open_ticket(doubtful).await),
        "CUSTOMER_NOT_SATISFIED_BY_PHONE"
    );
    let ticket = desk.open(solved(written())).await;
    assert_eq!(
        (ticket.state(), ticket.outcome()),
        (TicketState::Closed, TicketOutcome::PhoneResolved)
    );
    assert_eq!(
        (ticket.contact.clone(), ticket.need_summary.as_str()),
        (None, ""),
        "nobody needs the contact any more"
    );
    let ticket = desk.ticket(&ticket.id).await;
    assert_eq!(ticket.solution, "重新插好电源线");
    assert_eq!(
        (ticket.available_actions.len(), ticket.readonly_reason.as_str()),
        (0, "The ticket is closed.")
    );
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let rows = desk.hotline.list_register(request).await.unwrap().into_inner().rows;
    assert_eq!(
        (rows[0].state(), rows[0].cleared_by.as_str()),
        (RegisterRowState::Cleared, "H1")
    );
    assert_eq!(
        desk.told().await,
        ["TicketOpened", "RegisterRowCleared", "TicketClosed"]
    );
}

async fn hot_36_nobody_is_sent_to_a_branch_that_is_closed_that_day(db: TestDb) {
    let mut desk = Desk::start_at(&db, "2026-09-30T16:00:00+08:00").await;
    let on = |day: &str| {
        let request = carried_in(written());
        let guidance = CarryInGuidance {
            expected_on: day.to_owned(),
            ..guidance(&request)
        };
        OpenTicketRequest {
            details: Some(Details::CarryIn(guidance)),
            ..request
        }
    };
    for closed in ["2026-10-01", "2026-10-07", "2026-10-11"] {
        let status = desk.hotline.open_ticket(on(closed)).await.unwrap_err();
        assert_eq!(
            (reason(&status), fields(&status)),
            (
                "TARGET_BRANCH_CLOSED".to_owned(),
                vec!["carry_in.expected_on".to_owned()]
            ),
            "{closed}"
        );
    }
    for open in ["2026-09-30", "2026-10-08", "2026-10-10"] {
        desk.open(on(open)).await;
    }
}
