//! Bookings of customers who bring their machines: data confirmed, time told, documents named.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    Booking, BookingOrigin, CarryInGuidance, ConfirmProfileRequest, Intake, LookUpCallerRequest, OpenTicketRequest,
    PutDocumentListRequest, guidance_service_client::GuidanceServiceClient, open_ticket_request::Details,
};

use crate::{
    desk::{Desk, booking, carried_in, key, written},
    played::WANG,
};

aftersales_kit::on_both_databases!(
    hot_10_the_customer_gets_the_branchs_address_in_a_message,
    hot_32_x_21_a_booking_needs_data_that_were_confirmed_lately,
    hot_36_a_booking_needs_the_time_told_and_the_reminder_confirmed,
    hot_37_the_documents_to_bring_are_told_and_kept,
    hot_38_a_booking_says_who_began_it,
);

impl Desk {
    async fn booked(&mut self, booking: Booking) -> (Intake, Vec<String>) {
        let answer = self
            .hotline
            .open_ticket(with(Some(booking)))
            .await
            .unwrap()
            .into_inner();
        (answer.intake.unwrap(), answer.prompts)
    }

    async fn confirm_profile_wanted(&mut self) -> bool {
        let request = LookUpCallerRequest {
            branch_id: "BJ01".to_owned(),
            customer_id: WANG.to_owned(),
            ..Default::default()
        };
        let found = self.hotline.look_up_caller(request).await.unwrap().into_inner();
        found.matches[0].confirm_profile
    }
}

fn with(booking: Option<Booking>) -> OpenTicketRequest {
    let guidance = CarryInGuidance {
        target_branch_id: "SH02".to_owned(),
        policy_explained: true,
        expected_on: "2027-11-17".to_owned(),
        guidance: "请带保修卡到店".to_owned(),
        booking,
    };
    OpenTicketRequest {
        details: Some(Details::CarryIn(guidance)),
        ..carried_in(written())
    }
}

async fn hot_10_the_customer_gets_the_branchs_address_in_a_message(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let (intake, _) = desk.booked(booking()).await;
    assert_eq!(
        intake.guidance_message,
        "上海浦东站: 上海市浦东新区世纪大道1号, telephone 021-50000000."
    );
}

async fn hot_32_x_21_a_booking_needs_data_that_were_confirmed_lately(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let unconfirmed = Booking {
        profile_confirmed: false,
        ..booking()
    };
    assert!(
        desk.confirm_profile_wanted().await,
        "never confirmed, so the agent is prompted"
    );
    let status = desk.hotline.open_ticket(with(Some(unconfirmed))).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        (
            "PROFILE_NOT_CONFIRMED".to_owned(),
            vec!["carry_in.booking.profile_confirmed".to_owned()]
        )
    );
    let mut intakes = desk.intakes(Role::Hotline, "H1").await;
    let request = ConfirmProfileRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        customer_id: WANG.to_owned(),
    };
    intakes.confirm_profile(request).await.unwrap();
    assert!(!desk.confirm_profile_wanted().await);
    desk.booked(unconfirmed).await;
    desk.rig.advance_to("2027-05-16T12:00:00+08:00").await;
    assert!(desk.confirm_profile_wanted().await, "older than 180 days");
    let late = desk.hotline.open_ticket(with(Some(unconfirmed))).await.unwrap_err();
    assert_eq!(reason(&late), "PROFILE_NOT_CONFIRMED");
}

async fn hot_36_a_booking_needs_the_time_told_and_the_reminder_confirmed(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let hasty = Booking {
        time_told: false,
        reminder_contact_confirmed: false,
        ..booking()
    };
    let status = desk.hotline.open_ticket(with(Some(hasty))).await.unwrap_err();
    assert_eq!(reason(&status), "BOOKING_NOT_CONFIRMED");
    assert_eq!(
        fields(&status),
        [
            "carry_in.booking.reminder_contact_confirmed",
            "carry_in.booking.time_told"
        ]
    );
    let status = desk.hotline.open_ticket(with(None)).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("DETAILS_MISSING".to_owned(), vec!["carry_in.booking".to_owned()])
    );
    let (intake, _) = desk.booked(booking()).await;
    assert_eq!(intake.expected_on, "2027-11-17");
}

async fn hot_37_the_documents_to_bring_are_told_and_kept(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut chief = GuidanceServiceClient::new(desk.rig.channel(&[Role::Chief], "BJ01", "M1").await);
    for documents in [vec!["保修卡"], vec!["保修卡", "购机发票"]] {
        let request = PutDocumentListRequest {
            request_id: key(),
            branch_id: "BJ01".to_owned(),
            job_type: "PC".to_owned(),
            documents: documents.into_iter().map(str::to_owned).collect(),
            etag: String::new(),
        };
        chief.put_document_list(request).await.unwrap();
    }
    let (intake, prompts) = desk.booked(booking()).await;
    assert_eq!(intake.documents_to_bring, ["保修卡", "购机发票"], "the newest list");
    assert_eq!(
        prompts,
        ["Please bring: 保修卡、购机发票. Thank you for calling, goodbye."]
    );
}

async fn hot_38_a_booking_says_who_began_it(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let unsaid = Booking { origin: 0, ..booking() };
    let status = desk.hotline.open_ticket(with(Some(unsaid))).await.unwrap_err();
    assert_eq!(fields(&status), ["carry_in.booking.origin"]);
    for origin in [BookingOrigin::Passive, BookingOrigin::Active] {
        let begun = Booking {
            origin: origin.into(),
            ..booking()
        };
        assert_eq!(desk.booked(begun).await.0.booking_origin(), origin);
    }
}
