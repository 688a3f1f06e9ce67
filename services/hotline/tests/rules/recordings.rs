//! Recordings: heard by who may, for a short time, on record, and kept until their day.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{RigChannel, reason},
    },
};
use aftersales_proto::hotline::v1::{
    CallCause, CallRecording, CheckPlayUrlRequest, ListRecordingPlaysRequest, PlayRecordingRequest,
    ReportCallEventRequest, recording_service_client::RecordingServiceClient,
};

use crate::{
    desk::{Desk, key, proto_at, refused},
    exchange::{answered, ended, ringing, second},
};

aftersales_kit::on_both_databases!(
    a_recording_is_heard_by_who_may_and_each_play_is_on_record,
    an_address_of_a_recording_holds_for_a_short_time,
    a_recording_goes_when_its_day_is_past,
    an_event_that_is_too_late_to_correct_changes_nothing,
);

fn recorded(consented: bool, retain_until: &str) -> CallRecording {
    CallRecording {
        uri: "https://sound.example/c.opus".to_owned(),
        started_at: second(22),
        duration_seconds: 30,
        sha256: "a".repeat(64),
        consented,
        retain_until: retain_until.to_owned(),
    }
}

fn play(call: &str) -> PlayRecordingRequest {
    PlayRecordingRequest {
        request_id: key(),
        call_id: call.to_owned(),
        uri: String::new(),
        purpose: "投诉核实".to_owned(),
    }
}

impl Desk {
    async fn recordings(&self, role: Role, branch: &str, subject: &str) -> RecordingServiceClient<RigChannel> {
        RecordingServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }

    /// A call of H1 with a recording.
    async fn talked(&self, call: &str, recording: CallRecording) -> String {
        let with = ReportCallEventRequest {
            recording: Some(recording),
            ..ended(call, 52, CallCause::Completed)
        };
        self.tell([ringing(call, 10), answered(call, 22), with]).await
    }
}

async fn a_recording_is_heard_by_who_may_and_each_play_is_on_record(db: TestDb) {
    let desk = Desk::start(&db).await;
    let id = desk.talked("c", recorded(true, "2027-11-16")).await;
    let mut h1 = desk.recordings(Role::Hotline, "BJ01", "H1").await;
    let mut m1 = desk.recordings(Role::Chief, "BJ01", "M1").await;
    let own = h1.play_recording(play(&id)).await.unwrap().into_inner();
    let heard = m1.play_recording(play(&id)).await.unwrap().into_inner();
    assert_ne!(own.url, heard.url, "each play has its address");
    let mut h2 = desk.recordings(Role::Hotline, "BJ01", "H2").await;
    assert_eq!(refused(h2.play_recording(play(&id)).await), "RECORDING_OF_OTHER_AGENT");
    let mut other = desk.recordings(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(refused(other.play_recording(play(&id)).await), "CALL_NOT_FOUND");
    let elsewhere = PlayRecordingRequest {
        uri: "https://sound.example/d.opus".to_owned(),
        ..play(&id)
    };
    assert_eq!(refused(m1.play_recording(elsewhere).await), "RECORDING_NOT_FOUND");
    let secret = desk.talked("d", recorded(false, "")).await;
    assert_eq!(
        refused(m1.play_recording(play(&secret)).await),
        "RECORDING_WITHOUT_CONSENT"
    );
    let plays = ListRecordingPlaysRequest { call_id: id.clone() };
    let listed = m1.list_recording_plays(plays).await.unwrap().into_inner().plays;
    let by: Vec<(&str, &str)> = listed
        .iter()
        .map(|it| (it.played_by.as_str(), it.purpose.as_str()))
        .collect();
    assert_eq!(by, [("H1", "投诉核实"), ("M1", "投诉核实")]);
    assert_eq!(listed[0].id, own.play_id);
    let told = desk.told().await;
    assert_eq!(told.iter().filter(|name| *name == "RecordingPlayed").count(), 2);
}

async fn an_address_of_a_recording_holds_for_a_short_time(db: TestDb) {
    let desk = Desk::start(&db).await;
    let id = desk.talked("c", recorded(true, "2027-11-16")).await;
    let mut m1 = desk.recordings(Role::Chief, "BJ01", "M1").await;
    let given = m1.play_recording(play(&id)).await.unwrap().into_inner();
    assert_eq!(given.expires_at, proto_at("2026-11-16T09:50:00+08:00"));
    let mut keeper = desk.recordings(Role::Softphone, "BJ01", "pbx").await;
    let check = |url: &str| CheckPlayUrlRequest { url: url.to_owned() };
    let found = keeper.check_play_url(check(&given.url)).await.unwrap().into_inner();
    assert_eq!(
        (found.uri.as_str(), found.play_id),
        ("https://sound.example/c.opus", given.play_id)
    );
    let moved = given.url.replace("c.opus", "d.opus");
    for wrong in [
        moved.as_str(),
        "https://sound.example/c.opus",
        &given.url[..given.url.len() - 1],
    ] {
        assert_eq!(
            refused(keeper.check_play_url(check(wrong)).await),
            "PLAY_URL_INVALID",
            "{wrong}"
        );
    }
    let mut other = desk.recordings(Role::Softphone, "SH02", "pbx").await;
    assert_eq!(
        refused(other.check_play_url(check(&given.url)).await),
        "PLAY_URL_INVALID"
    );
    desk.rig.advance_to("2026-11-16T09:50:00+08:00").await;
    keeper.check_play_url(check(&given.url)).await.unwrap();
    desk.rig.advance_to("2026-11-16T09:50:01+08:00").await;
    assert_eq!(
        refused(keeper.check_play_url(check(&given.url)).await),
        "PLAY_URL_EXPIRED"
    );
}

async fn a_recording_goes_when_its_day_is_past(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let short = desk.talked("c", recorded(true, "2026-11-18")).await;
    let usual = desk.talked("d", recorded(true, "")).await;
    let kept = desk.told_call(&usual).await.recordings;
    assert_eq!(kept[0].retain_until, "2027-05-15", "180 days");
    desk.rig.advance_to("2026-11-18T23:59:59+08:00").await;
    assert_eq!(desk.told_call(&short).await.recordings.len(), 1);
    desk.rig.advance_to("2026-11-19T00:00:00+08:00").await;
    assert!(desk.told_call(&short).await.recordings.is_empty());
    let mut m1 = desk.recordings(Role::Chief, "BJ01", "M1").await;
    assert_eq!(refused(m1.play_recording(play(&short)).await), "RECORDING_NOT_FOUND");
    assert_eq!(desk.told_call(&usual).await.recordings.len(), 1);
}

async fn an_event_that_is_too_late_to_correct_changes_nothing(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.talked("c", recorded(true, "")).await;
    let before = desk.told_call(&id).await;
    let mut exchange = desk.exchange().await;
    desk.rig.advance_to("2027-02-14T23:59:00+08:00").await;
    let late = ReportCallEventRequest {
        occurred_at: proto_at("2026-11-16T09:39:58+08:00"),
        ..ended("c", 58, CallCause::Completed)
    };
    exchange.report_call_event(late.clone()).await.unwrap();
    let corrected = desk.told_call(&id).await;
    assert_ne!(corrected.hung_up_at, None);
    desk.rig.advance_to("2027-02-15T00:01:00+08:00").await;
    let too_late = ReportCallEventRequest {
        request_id: key(),
        event_id: key(),
        occurred_at: proto_at("2026-11-16T10:30:00+08:00"),
        ..late
    };
    let answer = exchange.report_call_event(too_late).await.unwrap().into_inner();
    assert_eq!(answer.call_id, id, "the exchange is told which call it was");
    let after = desk.told_call(&id).await;
    assert_eq!(
        (after.hung_up_at, after.talk_seconds),
        (corrected.hung_up_at, corrected.talk_seconds)
    );
    assert_eq!(after.answered_at, before.answered_at);
    let future = ReportCallEventRequest {
        recording: Some(CallRecording {
            started_at: proto_at("2027-03-01T00:00:00+08:00"),
            ..recorded(true, "")
        }),
        ..ended("e", 58, CallCause::Completed)
    };
    let status = exchange.report_call_event(future).await.unwrap_err();
    assert_eq!(reason(&status), "TIME_IN_FUTURE");
}
