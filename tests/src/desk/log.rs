//! What a service told the world about a ticket.

use aftersales_kit::auth::Role;
use aftersales_proto::{
    feed::v1::{
        Event, SubscribeFilter, SubscribeRequest, feed_service_client::FeedServiceClient, subscribe_request::Start,
    },
    hotline::v1::Ticket,
};

use super::Desk;

impl Desk<'_> {
    /// The events of a service's log that are about a ticket, in order.
    ///
    /// # Panics
    /// When the log cannot be read.
    pub async fn log(&self, service: &str, ticket: &Ticket) -> Vec<Event> {
        let client = self
            .world
            .caller(&[Role::HeadOffice], "*", "analyst")
            .expect("a caller");
        let request = SubscribeRequest {
            service: service.to_owned(),
            start: Some(Start::AfterSequence(0)),
            filter: Some(SubscribeFilter {
                subject: ticket.id.clone(),
                ..SubscribeFilter::default()
            }),
            max_batch: 1_000,
        };
        let answer = FeedServiceClient::new(client).subscribe(request).await;
        let mut stream = answer.expect("a stream").into_inner();
        let mut events = Vec::new();
        loop {
            let batch = stream.message().await.expect("a batch").expect("the stream goes on");
            let last = batch.events.last().map(|event| event.sequence);
            events.extend(batch.events);
            if batch.is_bookmark || last == Some(batch.head_sequence) {
                return events;
            }
        }
    }
}
