//! Complaints taken down for others to follow.

use aftersales_hotline::NAME;
use aftersales_kit::testing::TestDb;
use aftersales_proto::hotline::v1::{ConsultationKind, HotlineEvent, RecordConsultationRequest, hotline_event::Event};
use prost::Message as _;

use crate::{
    desk::{Desk, key},
    played::LI,
};

aftersales_kit::on_both_databases!(a_complaint_tells_by_id_whose_it_is_and_who_took_it);

async fn a_complaint_tells_by_id_whose_it_is_and_who_took_it(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = RecordConsultationRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: ConsultationKind::Complaint.into(),
        customer_id: LI.to_owned(),
        caller_name: "李强".to_owned(),
        caller_phone: "13800000002".to_owned(),
        question: "工程师态度不好".to_owned(),
        answer: "已致歉".to_owned(),
        ..RecordConsultationRequest::default()
    };
    let record = desk.hotline.record_consultation(request).await.unwrap().into_inner();
    let record = record.consultation.unwrap();
    let events = desk.rig.events(NAME).await;
    let told = HotlineEvent::decode(events.last().unwrap().payload.as_slice()).unwrap();
    let Some(Event::ConsultationRecorded(fact)) = told.event else {
        panic!("the last event is {:?}", events.last());
    };
    assert_eq!(
        (fact.customer_id.as_str(), fact.agent_id, fact.recorded_at),
        (LI, record.agent_id, record.recorded_at)
    );
}
