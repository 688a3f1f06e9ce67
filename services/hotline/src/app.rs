//! The use cases of the hotline, one a file.

pub mod answer_consultation;
pub mod archive_voucher;
pub mod cancel_ticket;
pub mod end_call;
pub mod follow_work;
pub mod forget_people;
pub mod get_call;
pub mod get_consultation;
pub mod get_ticket;
pub mod get_timeline;
pub mod list_awaiting;
pub mod list_consultations;
pub mod list_register;
pub mod list_tickets;
pub mod look_up_tickets;
pub mod open_ticket;
pub mod reconcile_register;
pub mod record_call;
pub mod record_consultation;
pub mod seal_texts;
pub mod take_intake;
pub mod tell_customer;
pub mod tell_timeline;
